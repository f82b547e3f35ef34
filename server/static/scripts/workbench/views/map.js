// A map of the regions or departments of a column, coloured by how many rows each has or by a column of numbers.

import { choice, el, newId, svg } from "../dom.js";
import { addresses, count, number, t, withCarried } from "../page.js";
import { columnsOf, isNumber } from "../terms.js";
import { isCode, isTerritory } from "../views.js";

const STEPS = 5;
let loaded = null;

function outlines() {
  loaded ??= fetch(withCarried(addresses.outlines))
    .then((response) => (response.ok ? response.json() : Promise.reject(new Error(`HTTP ${response.status}`))))
    .catch((error) => {
      loaded = null;
      throw error;
    });
  return loaded;
}

export async function draw(result) {
  const shapes = await outlines();
  const places = columnsOf(result, (term) => isTerritory(term) || isCode(term));
  const found = places.map((name) => levelOf(result, name, shapes)).filter((one) => one.known > 0);
  if (!found.length) {
    return [
      el(
        "p",
        { class: "needs" },
        t(
          "Aucune valeur n’est une région ou un département dont le contour soit connu.",
          "No value is a region or a department whose outline is known.",
        ),
      ),
    ];
  }
  const best = found.reduce((one, other) => (other.known > one.known ? other : one));
  const numbers = columnsOf(result, isNumber).filter((name) => name !== best.name);
  const state = { ...best, by: numbers[0] ?? "" };
  const place = el("div", {});
  const redraw = () => place.replaceChildren(...picture(result, state, shapes));
  const options = el(
    "div",
    { class: "view-options" },
    choice(
      t("Territoire", "Territory"),
      found.map(({ name }) => [name, name]),
      state.name,
      (value) =>
        redraw(
          Object.assign(
            state,
            found.find(({ name }) => name === value),
          ),
        ),
    ),
    choice(
      t("Couleur", "Colour"),
      [["", t("nombre de lignes", "number of rows")], ...numbers.map((name) => [name, name])],
      state.by,
      (value) => redraw(Object.assign(state, { by: value })),
    ),
  );
  redraw();
  return [options, place];
}

// Say whether a column names regions or departments: codes are both, so its name decides, then what fits more often.
function levelOf(result, name, shapes) {
  const tried = ["regions", "departments"].map((level) => {
    const known = new Map(
      shapes[level].flatMap((one) => [
        [one.iri, one],
        [one.code, one],
      ]),
    );
    return { name, level, index: known, known: result.rows.filter((row) => known.has(row[name]?.value)).length };
  });
  const [regions, departments] = tried;
  if (/d[eé]p/i.test(name) && departments.known) return departments;
  return departments.known > regions.known ? departments : regions;
}

function picture(result, { name, level, index, by }, shapes) {
  const values = new Map();
  for (const row of result.rows) {
    const territory = index.get(row[name]?.value);
    const value = by ? (isNumber(row[by]) ? Number(row[by].value) : null) : 1;
    if (territory && value !== null) values.set(territory, (values.get(territory) ?? 0) + value);
  }
  const ranked = [...values].sort((one, other) => other[1] - one[1]);
  const top = Math.max(...values.values(), 0) || 1;
  const low = Math.min(...values.values(), 0);
  const step = (value) => Math.min(STEPS - 1, Math.floor(((value - low) / (top - low || 1)) * STEPS));
  const what = by ? `?${by}` : t("lignes", "rows");
  const id = newId("map");
  const sentence = ranked.length
    ? t(
        `${count(ranked.length, ...named(level))} sur ${shapes[level].length}, par ${what}. Le plus élevé\u00a0: ${ranked[0][0].label} (${number(ranked[0][1])}).`,
        `${count(ranked.length, ...named(level))} of ${shapes[level].length}, by ${what}. The highest: ${ranked[0][0].label} (${number(ranked[0][1])}).`,
      )
    : t("Aucun territoire n’a de valeur.", "No territory has a value.");
  const paths = shapes[level].map((one) => {
    const value = values.get(one);
    const told = value === undefined ? t("aucune ligne", "no row") : number(value);
    return svg(
      "path",
      { d: one.path, class: value === undefined ? "no-value" : `step-${step(value)}` },
      svg("title", {}, `${one.label}\u00a0: ${told}`),
    );
  });
  const drawing = svg(
    "svg",
    { viewBox: `0 0 ${shapes.width} ${shapes.height}`, role: "img", "aria-labelledby": id, class: "map" },
    paths,
    level === "regions" ? figures(values, step) : [],
  );
  const figure = el("figure", { class: "map-figure" }, el("figcaption", { id }, sentence), drawing);
  return [el("div", { class: "map-and-table" }, figure, el("div", {}, legend(low, top), table(ranked, level, what)))];
}

const named = (level) =>
  level === "regions"
    ? [
        ["région", "régions"],
        ["region", "regions"],
      ]
    : [
        ["département", "départements"],
        ["department", "departments"],
      ];

const figures = (values, step) =>
  [...values].map(([one, value]) =>
    svg(
      "text",
      { x: one.x, y: one.y + (one.name ? 14 : 0), class: step(value) >= 3 ? "on-dark" : "on-light", "aria-hidden": "true" },
      number(value),
    ),
  );

function legend(low, top) {
  const isWhole = Number.isInteger(low) && Number.isInteger(top);
  const rounded = (bound) => (isWhole ? Math.ceil(bound) : Math.ceil(bound * 100) / 100);
  const bounds = Array.from({ length: STEPS }, (_, at) => rounded(low + ((top - low) * at) / STEPS));
  const items = bounds.map((bound, at) =>
    el(
      "li",
      {},
      svg(
        "svg",
        { viewBox: "0 0 10 10", class: "key", "aria-hidden": "true" },
        svg("rect", { width: 10, height: 10, class: `step-${at}` }),
      ),
      t(`dès ${number(bound)}`, `from ${number(bound)}`),
    ),
  );
  const none = el(
    "li",
    {},
    svg(
      "svg",
      { viewBox: "0 0 10 10", class: "key", "aria-hidden": "true" },
      svg("rect", { width: 10, height: 10, class: "no-value" }),
    ),
    t("aucune ligne", "no row"),
  );
  return el("ul", { class: "legend" }, items, none);
}

function table(ranked, level, what) {
  const title = named(level)[t(0, 1)][0];
  const rows = ranked.map(([one, value]) =>
    el("tr", {}, el("td", {}, one.label), el("td", { class: "number" }, number(value))),
  );
  return el(
    "div",
    { class: "wide", tabindex: "0", role: "region", "aria-label": t("Valeurs de la carte", "Values of the map") },
    el(
      "table",
      {},
      el("thead", {}, el("tr", {}, el("th", { scope: "col" }, title), el("th", { scope: "col" }, what))),
      el("tbody", {}, rows),
    ),
  );
}
