// A chart of a column of numbers: bars beside names, a line where the other column is a date or a year.

import { choice, el, newId, svg } from "../dom.js";
import { nameOf } from "../labels.js";
import { count, number, t } from "../page.js";
import { columnsOf, compare, isDate, isNumber } from "../terms.js";
import { figureOf, LEFT, shortened, TICKS, WIDTH } from "./figure.js";

const MOST = 60;

export async function draw(result) {
  const numbers = columnsOf(result, isNumber);
  const others = result.variables.filter((name) => name !== numbers[0] && result.rows.some((row) => row[name]));
  const names = others.length ? others : numbers;
  const state = { value: numbers.at(-1), name: names.find((one) => one !== numbers.at(-1)) ?? names[0] };
  state.name = names.find((one) => /label|name|nom/i.test(one) && one !== state.value) ?? state.name;
  const place = el("div", {});
  const redraw = () => place.replaceChildren(...picture(result, state));
  const options = el(
    "div",
    { class: "view-options" },
    choice(
      t("Valeur", "Value"),
      numbers.map((name) => [name, name]),
      state.value,
      (value) => redraw(Object.assign(state, { value })),
    ),
    choice(
      t("Selon", "By"),
      names.map((name) => [name, name]),
      state.name,
      (value) => redraw(Object.assign(state, { name: value })),
    ),
  );
  redraw();
  return [options, place];
}

function picture(result, { value, name }) {
  const rows = result.rows.filter((row) => isNumber(row[value]));
  if (!rows.length)
    return [el("p", { class: "needs" }, t("Cette colonne n’a pas de nombres.", "This column has no numbers."))];
  const isTime =
    columnsOf(result, (term) => isDate(term) || /^\d{4}$/.test(term.value)).includes(name) && name !== value;
  const all = rows.map((row) => ({ term: row[name], name: nameOf(row[name]) || "–", value: Number(row[value].value) }));
  if (isTime) all.sort((one, other) => compare(one.term, other.term));
  const shown = all.slice(0, isTime ? 500 : MOST);
  const [high, low] = [
    all.reduce((best, one) => (one.value > best.value ? one : best)),
    all.reduce((best, one) => (one.value < best.value ? one : best)),
  ];
  const cut =
    all.length > shown.length
      ? t(
          ` Les ${number(shown.length)} premières sont dessinées\u00a0; la table a tout.`,
          ` The first ${number(shown.length)} are drawn; the table has all.`,
        )
      : "";
  const sentence = t(
    `${count(all.length, ["valeur", "valeurs"], [])} de ?${value}, de ${number(low.value)} (${low.name}) à ${number(high.value)} (${high.name}).${cut}`,
    `${count(all.length, [], ["value", "values"])} of ?${value}, from ${number(low.value)} (${low.name}) to ${number(high.value)} (${high.name}).${cut}`,
  );
  const id = newId("chart");
  const drawing = isTime ? line(shown, id) : bars(shown, id);
  return [figureOf(t("Graphique", "Chart"), id, sentence, drawing)];
}

function bars(rows, id) {
  const [left, step] = [LEFT, 26];
  const top = Math.max(...rows.map((row) => row.value), 0);
  const low = Math.min(...rows.map((row) => row.value), 0);
  const x = (value) => left + ((value - low) / (top - low || 1)) * (WIDTH - left - 60);
  const items = rows.map(({ name, value }, index) => {
    const y = index * step + 4;
    const text = shortened(name);
    return svg(
      "g",
      {},
      svg("title", {}, `${name}\u00a0: ${number(value)}`),
      svg("text", { x: left - 12, y: y + 14, "text-anchor": "end" }, text),
      svg("rect", {
        x: Math.min(x(0), x(value)),
        y,
        width: Math.max(Math.abs(x(value) - x(0)), 1),
        height: step - 8,
        rx: 2,
        class: "mark",
      }),
      svg("text", { x: Math.max(x(value), x(0)) + 8, y: y + 14, class: "figure" }, number(value)),
    );
  });
  return svg(
    "svg",
    { viewBox: `0 0 ${WIDTH} ${rows.length * step + 8}`, role: "img", "aria-labelledby": id, class: "chart" },
    items,
  );
}

function line(rows, id) {
  const [left, right, top, bottom, height] = [80, 20, 20, 40, 420];
  const high = Math.max(...rows.map((row) => row.value), 0);
  const low = Math.min(...rows.map((row) => row.value), 0);
  const x = (index) => left + (index / Math.max(rows.length - 1, 1)) * (WIDTH - left - right);
  const y = (value) => height - bottom - ((value - low) / (high - low || 1)) * (height - top - bottom);
  const levels = Array.from({ length: 5 }, (_, at) => low + ((high - low) * at) / 4);
  const every = Math.ceil(rows.length / TICKS);
  return svg(
    "svg",
    { viewBox: `0 0 ${WIDTH} ${height}`, role: "img", "aria-labelledby": id, class: "chart" },
    levels
      .map((value) => [
        svg("line", { x1: left, x2: WIDTH - right, y1: y(value), y2: y(value), class: "grid" }),
        svg(
          "text",
          { x: left - 10, y: y(value) + 5, "text-anchor": "end", class: "figure" },
          number(Math.round(value * 100) / 100),
        ),
      ])
      .flat(),
    svg("polyline", { points: rows.map((row, index) => `${x(index)},${y(row.value)}`).join(" "), class: "curve" }),
    rows.map((row, index) =>
      svg(
        "circle",
        { cx: x(index), cy: y(row.value), r: 5, class: "mark" },
        svg("title", {}, `${row.name}\u00a0: ${number(row.value)}`),
      ),
    ),
    rows
      .filter((_, index) => index % every === 0)
      .map((row, index) =>
        svg("text", { x: x(index * every), y: height - 12, "text-anchor": "middle", class: "year" }, row.name),
      ),
  );
}
