// A timeline: a point for each row that has a date, a bar where it has a second one.

import { choice, el, newId, svg } from "../dom.js";
import { nameOf } from "../labels.js";
import { count, number, t } from "../page.js";
import { columnsOf, isDate, momentOf } from "../terms.js";
import { figureOf, LEFT, shortened, TICKS, WIDTH } from "./figure.js";

const MOST = 150;
const [ROW, TOP] = [24, 30];
const YEAR = 365.25 * 86_400_000;

export async function draw(result) {
  const dates = columnsOf(result, isDate);
  const others = result.variables.filter((name) => !dates.includes(name));
  const labels = others.length ? others : dates;
  const state = {
    from: dates[0],
    to: dates[1] ?? "",
    label: labels.find((name) => /label|name|nom/i.test(name)) ?? labels[0],
  };
  const place = el("div", {});
  const redraw = () => place.replaceChildren(...picture(result, state));
  const options = el(
    "div",
    { class: "view-options" },
    choice(
      t("Date", "Date"),
      dates.map((name) => [name, name]),
      state.from,
      (value) => redraw(Object.assign(state, { from: value })),
    ),
    choice(t("Fin", "End"), [["", t("aucune", "none")], ...dates.map((name) => [name, name])], state.to, (value) =>
      redraw(Object.assign(state, { to: value })),
    ),
    choice(
      t("Libellé", "Label"),
      labels.map((name) => [name, name]),
      state.label,
      (value) => redraw(Object.assign(state, { label: value })),
    ),
  );
  redraw();
  return [options, place];
}

function picture(result, { from, to, label }) {
  const dated = new Map(); // rows that would be drawn alike are drawn once
  for (const row of result.rows) {
    const start = momentOf(row[from]);
    if (start === null) continue;
    const end = to && row[to] ? momentOf(row[to]) : null;
    const name = nameOf(row[label]) || "–";
    dated.set(`${name} ${start} ${end}`, {
      name,
      start,
      end,
      told: [row[from].value, ...(end === null || end === start ? [] : [row[to].value])],
    });
  }
  const all = [...dated.values()].sort((one, other) => one.start - other.start);
  if (!all.length)
    return [
      el(
        "p",
        { class: "needs" },
        t("Aucune ligne n’a de date dans cette colonne.", "No row has a date in this column."),
      ),
    ];
  const shown = all.slice(0, MOST);
  const first = Math.min(...shown.map(({ start, end }) => Math.min(start, end ?? start)));
  const last = Math.max(...shown.map(({ start, end }) => Math.max(start, end ?? start)));
  const margin = Math.max((last - first) * 0.03, YEAR / 24);
  const x = (moment) => LEFT + ((moment - first + margin) / (last - first + 2 * margin)) * (WIDTH - LEFT - 20);
  const height = TOP + shown.length * ROW + 10;
  const id = newId("timeline");
  const cut =
    all.length > shown.length
      ? t(
          ` Les ${number(MOST)} premiers sont dessinés\u00a0; la table a tout.`,
          ` The first ${number(MOST)} are drawn; the table has all.`,
        )
      : "";
  const sentence = t(
    `${count(all.length, ["repère", "repères"], [])}, de ${shown[0].told[0]} à ${latest(all)}.${cut}`,
    `${count(all.length, [], ["mark", "marks"])}, from ${shown[0].told[0]} to ${latest(all)}.${cut}`,
  );
  const drawing = svg(
    "svg",
    { viewBox: `0 0 ${WIDTH} ${height}`, role: "img", "aria-labelledby": id, class: "timeline" },
    axis(first - margin, last + margin, x, height),
    shown.map((one, index) => mark(one, TOP + index * ROW + ROW / 2, x)),
  );
  return [figureOf(t("Frise", "Timeline"), id, sentence, drawing)];
}

const latest = (all) =>
  all.reduce((best, one) => ((one.end ?? one.start) > (best.end ?? best.start) ? one : best)).told.at(-1);

function mark({ name, start, end, told }, y, x) {
  const shape =
    end === null || end === start
      ? svg("circle", { cx: x(start), cy: y, r: 6, class: "mark" })
      : svg("rect", {
          x: Math.min(x(start), x(end)),
          y: y - 6,
          width: Math.max(Math.abs(x(end) - x(start)), 4),
          height: 12,
          rx: 3,
          class: "mark",
        });
  const text = shortened(name);
  return svg(
    "g",
    {},
    svg("title", {}, `${name}\u00a0: ${told.join(" – ")}`),
    svg("text", { x: LEFT - 12, y: y + 5, "text-anchor": "end" }, text),
    shape,
  );
}

function axis(first, last, x, height) {
  const [from, to] = [new Date(first).getUTCFullYear(), new Date(last).getUTCFullYear() + 1];
  const step = [1, 2, 5, 10, 20, 50, 100].find((years) => (to - from) / years <= TICKS) ?? 500;
  const lines = [];
  for (let year = Math.ceil(from / step) * step; year <= to; year += step) {
    const at = x(Date.UTC(year, 0, 1));
    if (at < LEFT || at > WIDTH) continue;
    lines.push(
      svg("line", { x1: at, x2: at, y1: TOP - 6, y2: height, class: "grid" }),
      svg("text", { x: at, y: 16, "text-anchor": "middle", class: "year" }, String(year)),
    );
  }
  return lines;
}
