// List the names beside the picture, a list that the keyboard moves through; the chosen one is shown in the picture,
// and its ties are told from the table below.

import { make } from "./elements.js";

const NS = "http://www.w3.org/2000/svg";
const plain = (text) => text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();

export function listNames({ picture, cy, drawing, words }) {
  const rows = [...document.querySelectorAll("#nodes tbody tr")];
  const aside = make("div", { class: "aside" });
  const inner = make("div");
  const find = make("input", { type: "search", id: "find-in-picture", maxlength: "100", autocomplete: "off" });
  const list = make("div", { class: "names", role: "listbox", tabindex: "0", "aria-label": words.names });
  const details = make("div", { class: "details", role: "region", "aria-live": "polite", "aria-label": words.details, tabindex: "0" });
  const options = rows.map((row, rank) => option(row.cells[0].textContent.trim(), rank, drawing));
  list.append(...options);
  details.append(make("p", { class: "quiet" }, words.nothing));
  inner.append(make("label", { for: "find-in-picture" }, words.find), find, list, details);
  aside.append(inner);
  picture.querySelector("#sheet").after(aside);
  let chosen = null;

  function choose(rank, { scroll = true } = {}) {
    chosen = rank;
    for (const one of options) one.setAttribute("aria-selected", String(Number(one.dataset.rank) === rank));
    cy.elements().removeClass("far near chosen");
    if (rank === null) {
      list.removeAttribute("aria-activedescendant");
      details.replaceChildren(make("p", { class: "quiet" }, words.nothing));
      delete picture.dataset.chosen;
      return;
    }
    const node = cy.getElementById(`n${rank}`);
    cy.elements().not(node.closedNeighborhood()).addClass("far");
    node.addClass("chosen").connectedEdges().addClass("near");
    bringIntoView(cy, node);
    list.setAttribute("aria-activedescendant", options[rank].id);
    if (scroll) keepInView(list, options[rank]);
    details.replaceChildren(...tell(rank, rows, words, picture.dataset.plan === "spread"));
    details.scrollTop = 0;
    picture.dataset.chosen = rank;
  }

  const shown = () => options.filter((one) => !one.hidden);
  list.addEventListener("keydown", (event) => {
    const ranks = shown().map((one) => Number(one.dataset.rank));
    const at = ranks.indexOf(chosen);
    const to = { ArrowDown: at + 1, ArrowUp: at < 0 ? 0 : at - 1, Home: 0, End: ranks.length - 1, PageDown: at + 8, PageUp: at - 8 }[event.key];
    if (event.key === "Escape") return choose(null);
    if (event.key === "Enter" && chosen !== null) return details.querySelector("a")?.focus();
    if (to === undefined || !ranks.length) return;
    event.preventDefault();
    choose(ranks[Math.min(Math.max(to, 0), ranks.length - 1)]);
  });
  list.addEventListener("click", (event) => {
    const one = event.target.closest("[role=option]");
    if (one) choose(Number(one.dataset.rank), { scroll: false });
  });
  find.addEventListener("input", () => {
    const wanted = plain(find.value.trim());
    for (const one of options) one.hidden = !plain(one.textContent).includes(wanted);
    const left = shown();
    if (wanted && left.length === 1) choose(Number(left[0].dataset.rank));
    if (!left.length) details.replaceChildren(make("p", { class: "quiet" }, words.none));
  });
  find.addEventListener("keydown", (event) => {
    if (event.key === "ArrowDown") {
      event.preventDefault();
      list.focus();
      const first = shown()[0];
      if (first) choose(Number(first.dataset.rank));
    }
  });
  cy.on("tap", "node", (event) => choose(event.target.data("rank")));
  cy.on("tap", (event) => event.target === cy && choose(null));
  return { choose };
}

function option(name, rank, drawing) {
  const made = make("div", { role: "option", id: `name-${rank}`, "data-rank": rank, "aria-selected": "false" });
  const corners = drawing.looks[drawing.marks[rank].look];
  const sign = document.createElementNS(NS, "svg");
  for (const [key, value] of Object.entries({ viewBox: "-9 -9 18 18", width: 14, height: 14, "aria-hidden": "true" })) sign.setAttribute(key, value);
  const mark = document.createElementNS(NS, corners.length ? "polygon" : "circle");
  mark.setAttribute("class", `mark ${drawing.marks[rank].look}`);
  if (corners.length) mark.setAttribute("points", corners.map(([x, y]) => `${x * 8},${y * 8}`).join(" "));
  else mark.setAttribute("r", 8);
  sign.append(mark);
  made.append(sign, make("span", {}, name));
  return made;
}

function tell(rank, rows, words, undirected) {
  const [name, nature, network, region] = rows[rank].cells;
  const head = make("p", { class: "chosen" });
  head.append(copy(name));
  const what = [nature, network, region].map((cell) => cell.textContent.trim()).filter((text) => text !== "–");
  const ties = [...document.querySelectorAll("#ties tbody tr")].filter((row) => [row.dataset.one, row.dataset.other].includes(String(rank)));
  const list = make("ul");
  for (const row of ties) {
    const item = make("li");
    const cells = [...row.cells];
    const isOne = row.dataset.one === String(rank);
    const arrow = undirected ? "" : isOne ? "→ " : "← ";
    item.append(arrow, copy(cells[isOne ? 2 : 0]), ", ", copy(cells[1]));
    for (const cell of cells.slice(3)) {
      if (cell.textContent.trim() === "–") continue;
      const line = make("div", { class: "quiet" });
      line.append(copy(cell));
      item.append(line);
    }
    list.append(item);
  }
  return [head, make("p", { class: "quiet" }, what.join(", ")), make("p", {}, `${words.ties} ${ties.length}`), list];
}

function copy(cell) {
  const made = document.createDocumentFragment();
  made.append(...[...cell.childNodes].map((node) => node.cloneNode(true)));
  return made;
}

function bringIntoView(cy, node) {
  const { x, y } = node.renderedPosition();
  if (x < 8 || y < 8 || x > cy.width() - 8 || y > cy.height() - 24) cy.center(node);
}

function keepInView(list, one) {
  const over = one.offsetTop - list.scrollTop - list.offsetTop;
  if (over < 0 || over > list.clientHeight - one.offsetHeight) list.scrollTop = one.offsetTop - list.offsetTop - list.clientHeight / 2;
}
