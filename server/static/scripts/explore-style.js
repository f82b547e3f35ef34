// Say how marks and lines look on the canvas, in the colours of the page: the same as in the drawing without a script.

const COLOURS = {
  cci: "blue", region: "blue", cma: "rust", authority: "grey", article: "grey", renewal: "grey",
  organisation: "violet", person: "violet", cop: "green", com: "green", act: "green", theme: "green", rule: "plum",
};

export function styleOf(drawing, picture) {
  const page = getComputedStyle(document.documentElement);
  const colour = (name) => page.getPropertyValue(name).trim();
  const marks = Object.entries(drawing.looks).map(([look, corners]) => ({
    selector: `node[look = "${look}"]`,
    style: {
      "background-color": colour(`--mark-${COLOURS[look] ?? "grey"}`),
      ...(corners.length ? { shape: "polygon", "shape-polygon-points": corners.flat().join(" ") } : { shape: "ellipse" }),
    },
  }));
  const label = { "text-halign": "center", "text-valign": "bottom", "text-margin-x": 0, "text-margin-y": 4, "text-justification": "center" };
  return [
    {
      selector: "node",
      style: {
        width: 15, height: 15, label: "data(label)", color: colour("--ink"), "font-size": 12, "text-wrap": "wrap", "line-height": 1.15,
        "font-family": getComputedStyle(document.body).fontFamily,
        "text-outline-color": colour("--paper"), "text-outline-width": 2, "overlay-opacity": 0, ...label,
      },
    },
    { selector: "node.left", style: { "text-halign": "left", "text-valign": "center", "text-margin-x": -5, "text-margin-y": 0, "text-justification": "right" } },
    { selector: "node.right", style: { "text-halign": "right", "text-valign": "center", "text-margin-x": 5, "text-margin-y": 0, "text-justification": "left" } },
    { selector: "node.below", style: label },
    ...marks,
    {
      selector: "edge",
      style: {
        width: "mapData(weight, 1, 5, 1.3, 4.9)", "line-color": colour("--tie"), "overlay-opacity": 0, "curve-style": "straight",
        ...("directed" in picture.dataset ? { "target-arrow-shape": "triangle", "target-arrow-color": colour("--tie"), "arrow-scale": 0.7 } : {}),
        ...(picture.dataset.plan === "trees" ? { "curve-style": "taxi", "taxi-direction": "leftward", "taxi-turn": "100%", "taxi-turn-min-distance": 0 } : {}),
      },
    },
    { selector: "edge[sign != '']", style: { label: "data(sign)", "font-size": 15, "font-weight": "bold", color: colour("--ink"), "text-outline-color": colour("--paper"), "text-outline-width": 3 } },
    { selector: "edge.straight", style: { "curve-style": "straight" } },
    { selector: "edge.open", style: { "line-style": "dashed", "line-dash-pattern": [7, 4] } },
    { selector: "edge.disputed", style: { "line-style": "dashed", "line-dash-pattern": [1.5, 4], "line-cap": "round", "line-color": colour("--tie-disputed"), "target-arrow-color": colour("--tie-disputed") } },
    { selector: "edge.computed", style: { "line-style": "dashed", "line-dash-pattern": [14, 4, 2, 4] } },
    { selector: ".far", style: { opacity: 0.25 } },
    { selector: "node.chosen", style: { "border-width": 3, "border-color": colour("--ink"), width: 20, height: 20, "font-weight": "bold" } },
    { selector: "edge.near", style: { "line-color": colour("--ink"), "target-arrow-color": colour("--ink") } },
  ];
}
