// Make the picture of a network one that can be moved, searched and asked. The page says all of it without this script:
// the names and the details are taken from its tables.

import { make } from "./elements.js";
import { listNames } from "./explore-names.js";
import { styleOf } from "./explore-style.js";
import { cytoscapeFrom } from "./network-drawing.js";
import { saveAs } from "./saving.js";

const picture = document.getElementById("picture");
const read = (id) => JSON.parse(document.getElementById(id).textContent);

if (picture) {
  const seen = new IntersectionObserver((entries) => {
    if (!entries.some((entry) => entry.isIntersecting)) return;
    seen.disconnect();
    enliven().catch((error) => console.warn("The picture stays as it is:", error));
  }, { rootMargin: "200px" });
  seen.observe(picture);
}

const SIGNS = { new: "+", gone: "−", changed: "±" };

async function enliven() {
  const cytoscape = await cytoscapeFrom(picture.dataset.script);
  const drawing = read("picture-data");
  const words = read("picture-words");

  const canvas = make("div", { class: "canvas", tabindex: "0", role: "img", "aria-labelledby": "sentence", "aria-describedby": "hint" });
  const tools = make("div", { class: "tools", role: "group", "aria-labelledby": "drawn" });
  const hint = make("p", { class: "hint", id: "hint" }, words.hint);
  picture.classList.add("alive");
  document.getElementById("sheet").replaceChildren(canvas);
  picture.prepend(tools);
  picture.append(hint);
  const scale = Math.min(canvas.clientWidth / drawing.width, 1.15);
  canvas.style.height = `${Math.round(Math.min(Math.max(scale * drawing.height, 440), 1200))}px`;

  const cy = cytoscape({
    container: canvas,
    elements: elementsOf(drawing),
    style: styleOf(drawing, picture),
    layout: { name: "preset", fit: false },
    userZoomingEnabled: false,
    autoungrabify: true,
    boxSelectionEnabled: false,
    selectionType: "single",
    minZoom: 0.15,
    maxZoom: 4,
  });
  begin({ cy, canvas, drawing });
  for (const layer of canvas.querySelectorAll("canvas")) layer.setAttribute("aria-hidden", "true");
  canvas.dataset.nodes = cy.nodes().length;
  canvas.dataset.ties = cy.edges().length;

  const names = listNames({ picture, cy, drawing, words });
  steer({ cy, canvas, tools, words, names, drawing });
  offerPng({ cy, words });
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => cy.style(styleOf(drawing, picture)));
  canvas.dataset.ready = "";
}

// Begin at the top, large enough to be read; a sheet longer than the window goes on below.
function begin({ cy, canvas, drawing }) {
  const scale = Math.min(canvas.clientWidth / drawing.width, 1.15);
  if (scale < 0.6) {
    cy.viewport({ zoom: 0.8, pan: { x: 4, y: 4 } });
    if (picture.dataset.plan === "spread") cy.center(cy.getElementById("n0"));
    return;
  }
  const spare = canvas.clientHeight - scale * drawing.height;
  cy.viewport({ zoom: scale, pan: { x: (canvas.clientWidth - scale * drawing.width) / 2, y: Math.max(spare / 2, 0) } });
}

function elementsOf(drawing) {
  const nodes = drawing.marks.map(({ x, y, look, label, side }, rank) => ({
    group: "nodes", data: { id: `n${rank}`, rank, look, label, side }, position: { x, y }, classes: side,
  }));
  const edges = drawing.lines.map(([one, other, style, weight, change], rank) => ({
    group: "edges", data: { id: `e${rank}`, rank, source: `n${one}`, target: `n${other}`, weight: Math.min(weight, 5), sign: SIGNS[change] ?? "" },
    classes: `${style} ${change ?? ""}`,
  }));
  return [...nodes, ...edges];
}

function steer({ cy, canvas, tools, words, names, drawing }) {
  const zoom = (factor) => cy.zoom({ level: cy.zoom() * factor, renderedPosition: { x: cy.width() / 2, y: cy.height() / 2 } });
  const pan = (x, y) => cy.panBy({ x, y });
  const acts = {
    larger: ["+", () => zoom(1.25)],
    smaller: ["−", () => zoom(0.8)],
    whole: [words.whole, () => cy.fit(undefined, 12)],
    left: ["←", () => pan(60, 0)],
    right: ["→", () => pan(-60, 0)],
    up: ["↑", () => pan(0, 60)],
    down: ["↓", () => pan(0, -60)],
  };
  for (const [name, [sign, act]] of Object.entries(acts)) {
    const button = make("button", { type: "button", "aria-label": words[name], title: words[name], "data-act": name }, sign);
    button.addEventListener("click", act);
    tools.append(button);
  }
  const keys = { "+": "larger", "=": "larger", "-": "smaller", "−": "smaller", 0: "whole", ArrowLeft: "left", ArrowRight: "right", ArrowUp: "up", ArrowDown: "down" };
  canvas.addEventListener("keydown", (event) => {
    if (event.key === "Escape") return names.choose(null);
    const act = !event.ctrlKey && !event.metaKey && !event.altKey && acts[keys[event.key]];
    if (act) {
      event.preventDefault();
      act[1]();
    }
  });
  canvas.addEventListener("wheel", (event) => {
    if (!event.ctrlKey) return; // a bare wheel scrolls the page
    event.preventDefault();
    const box = canvas.getBoundingClientRect();
    const at = { x: event.clientX - box.left, y: event.clientY - box.top };
    cy.zoom({ level: cy.zoom() * Math.exp(-event.deltaY / 200), renderedPosition: at });
  }, { passive: false });
  chooseLayout({ cy, tools, words, drawing });
  if (matchMedia("(pointer: coarse)").matches) giveToFinger({ canvas, tools, words });
}

function chooseLayout({ cy, tools, words, drawing }) {
  const choice = make("select", { id: "layout" });
  for (const name of ["preset", "cose", "concentric", "breadthfirst"]) choice.append(make("option", { value: name }, words[name]));
  choice.addEventListener("change", () => {
    const name = choice.value;
    const bent = name === "preset" ? cy.edges().removeClass("straight") : cy.edges().addClass("straight");
    const preset = { positions: (node) => drawing.marks[node.data("rank")] };
    const more = { preset, cose: { nodeRepulsion: () => 9000, idealEdgeLength: () => 55, componentSpacing: 60, nodeDimensionsIncludeLabels: true, randomize: false }, concentric: { nodeDimensionsIncludeLabels: true, minNodeSpacing: 24 }, breadthfirst: { directed: bent.length > 0, nodeDimensionsIncludeLabels: true, spacingFactor: 1.1 } };
    cy.nodes().removeClass("left right below").forEach((node) => { node.addClass(name === "preset" ? node.data("side") : "below"); });
    cy.layout({ name, animate: false, fit: true, padding: 12, ...more[name] }).run(); // nothing moves by itself
  });
  tools.append(make("label", { for: "layout" }, words.layout), choice);
}

function giveToFinger({ canvas, tools, words }) {
  // A finger scrolls the page, unless the reader gives it the picture.
  const button = make("button", { type: "button", "aria-pressed": "false" }, words.touch);
  canvas.style.pointerEvents = "none";
  button.addEventListener("click", () => {
    const given = button.getAttribute("aria-pressed") !== "true";
    button.setAttribute("aria-pressed", String(given));
    canvas.style.pointerEvents = given ? "auto" : "none";
  });
  tools.append(button);
}

function offerPng({ cy, words }) {
  const exports = document.getElementById("exports");
  const button = make("button", { type: "button", id: "png", class: "small" }, words.png);
  button.addEventListener("click", () => {
    const paper = getComputedStyle(document.body).backgroundColor;
    const blob = cy.png({ output: "blob", full: true, scale: 2, maxWidth: 6000, maxHeight: 6000, bg: paper });
    saveAs(blob, `${picture.dataset.name}.png`);
  });
  exports.append(" ", button);
}
