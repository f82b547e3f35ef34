// A network of the things of two columns, or of the triples of a graph.

import { cytoscapeFrom } from "../../network-drawing.js";
import { button, choice, el } from "../dom.js";
import { labelOf, learn, pageOf } from "../labels.js";
import { addresses, count, number, t } from "../page.js";
import { columnsOf, isIri, short } from "../terms.js";
import { captionOf } from "./figure.js";

const MOST = 250; // nodes: more is a cloud, not a picture

export async function draw(result) {
  const columns = result.kind === "graph" ? ["subject", "object"] : columnsOf(result, isIri);
  const state = { from: columns[0], to: columns[1] };
  const place = el("div", {});
  const choices = columns.map((name) => [name, name]);
  const redraw = async () => {
    const content = await picture(result, state);
    place.replaceChildren(...content);
    await content.ready?.();
  };
  const options =
    result.kind === "graph" || columns.length < 3
      ? []
      : [
          el(
            "div",
            { class: "view-options" },
            choice(t("De", "From"), choices, state.from, (value) => void redraw(Object.assign(state, { from: value }))),
            choice(t("vers", "to"), choices, state.to, (value) => void redraw(Object.assign(state, { to: value }))),
          ),
        ];
  const made = [...options, place];
  made.ready = redraw;
  return made;
}

async function picture(result, { from, to }) {
  const { nodes, edges, all } = gather(result, from, to);
  if (!edges.length)
    return [
      el(
        "p",
        { class: "needs" },
        t("Aucune ligne ne relie deux choses par ces colonnes.", "No row links two things by these columns."),
      ),
    ];
  await learn([...nodes].map((iri) => ({ iri: { type: "uri", value: iri } })));
  const busiest = most(edges);
  const cut =
    all > nodes.size
      ? t(
          ` Seuls les ${number(MOST)} premiers nœuds sur ${number(all)} sont dessinés\u00a0; la table a tout.`,
          ` Only the first ${number(MOST)} nodes of ${number(all)} are drawn; the table has all.`,
        )
      : "";
  const sentence = t(
    `${count(nodes.size, ["nœud", "nœuds"], [])} et ${count(edges.length, ["lien", "liens"], [])}\u00a0; le plus relié est ${nameOf(busiest[0])} (${number(busiest[1])}).${cut}`,
    `${count(nodes.size, [], ["node", "nodes"])} and ${count(edges.length, [], ["link", "links"])}; the most linked is ${nameOf(busiest[0])} (${number(busiest[1])}).${cut}`,
  );
  const canvas = el("div", { class: "network", role: "img", "aria-label": sentence });
  const tools = el("div", { class: "view-options" });
  const figure = el(
    "figure",
    {},
    captionOf(sentence),
    tools,
    canvas,
  );
  const content = [figure];
  content.ready = () => paint(canvas, tools, nodes, edges);
  return content;
}

const nameOf = (iri) => labelOf(iri) ?? short(iri);

// Take the links in their order until there are as many nodes as a picture can hold.
function gather(result, from, to) {
  const nodes = new Set();
  const every = new Set();
  const edges = new Map();
  const isLabelled = result.kind === "graph" && new Set(result.rows.map((row) => row.predicate.value)).size > 1;
  for (const row of result.rows) {
    const [source, target] = [row[from], row[to]];
    if (!isIri(source) || !isIri(target)) continue;
    every.add(source.value).add(target.value);
    const wanted = [source.value, target.value].filter((iri) => !nodes.has(iri));
    if (nodes.size + wanted.length > MOST) continue;
    for (const iri of wanted) nodes.add(iri);
    const label = isLabelled ? short(row.predicate.value) : "";
    edges.set(`${source.value} ${target.value} ${label}`, { source: source.value, target: target.value, label });
  }
  return { nodes, edges: [...edges.values()], all: every.size };
}

function most(edges) {
  const degrees = new Map();
  for (const { source, target } of edges)
    for (const iri of [source, target]) degrees.set(iri, (degrees.get(iri) ?? 0) + 1);
  return [...degrees].reduce((best, one) => (one[1] > best[1] ? one : best));
}

// Spread what was laid out in a square over a picture that is broader than high.
function stretch(graph, wanted) {
  const { w, h } = graph.nodes().boundingBox({ includeLabels: false });
  const factor = Math.min(Math.max((wanted * h) / (w || 1), 1), 2.5);
  graph.nodes().positions((node) => ({ x: node.position("x") * factor, y: node.position("y") }));
  graph.fit(undefined, 24);
}

async function paint(canvas, tools, nodes, edges) {
  const cytoscape = await cytoscapeFrom(addresses.cytoscape);
  const style = getComputedStyle(document.documentElement);
  const colour = (name) => style.getPropertyValue(name).trim();
  const graph = cytoscape({
    container: canvas,
    elements: [
      ...[...nodes].map((iri) => ({ data: { id: iri, label: nameOf(iri) } })),
      ...edges.map((edge, index) => ({ data: { id: `edge-${index}`, ...edge } })),
    ],
    style: [
      {
        selector: "node",
        style: {
          "background-color": colour("--accent"),
          label: "data(label)",
          color: colour("--ink"),
          "font-size": 12,
          "text-wrap": "ellipsis",
          "text-max-width": 190,
          "text-valign": "bottom",
          "text-margin-y": 3,
          width: 14,
          height: 14,
        },
      },
      {
        selector: "edge",
        style: {
          width: 1,
          "line-color": colour("--quiet"),
          "target-arrow-color": colour("--quiet"),
          "target-arrow-shape": "triangle",
          "arrow-scale": 0.7,
          "curve-style": "bezier",
          label: "data(label)",
          "font-size": 9,
          "min-zoomed-font-size": 8,
          color: colour("--quiet"),
          "text-rotation": "autorotate",
        },
      },
    ],
    layout: {
      name: "cose",
      animate: false,
      nodeRepulsion: 9_000,
      idealEdgeLength: 45,
      componentSpacing: 60,
      randomize: false,
    },
    wheelSensitivity: 0.3,
    minZoom: 0.1,
    maxZoom: 5,
  });
  stretch(graph, canvas.clientWidth / canvas.clientHeight);
  graph.userZoomingEnabled(false); // the wheel scrolls the page; buttons and pinching zoom
  graph.on("tap", "node", (event) => {
    const page = pageOf(event.target.id());
    if (page) location.assign(page);
  });
  const zoom = (factor) =>
    graph.zoom({
      level: graph.zoom() * factor,
      renderedPosition: { x: canvas.clientWidth / 2, y: canvas.clientHeight / 2 },
    });
  tools.replaceChildren(
    button(t("Agrandir", "Zoom in"), () => zoom(1.4), { class: "quiet" }),
    button(t("Réduire", "Zoom out"), () => zoom(1 / 1.4), { class: "quiet" }),
    button(t("Tout voir", "See all"), () => graph.fit(undefined, 20), { class: "quiet" }),
  );
  canvas.dataset.drawn = "true";
}
