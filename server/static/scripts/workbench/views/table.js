// The table: sorted by a column, page by page, and narrowed by a word; it is the equal of every other view.

import { button, choice, el, newId } from "../dom.js";
import { cell } from "../cells.js";
import { learn, nameOf } from "../labels.js";
import { count, number, t } from "../page.js";
import { compare, isIri } from "../terms.js";
import { bare } from "../vocabulary.js";

const SIZES = [25, 100, 500];

export async function draw(result) {
  const state = { rows: result.rows, page: 0, size: SIZES[0], by: null, down: false };
  const table = el("table");
  const frame = el("div", { class: "wide", tabindex: "0", role: "region", "aria-label": t("Table des résultats", "Table of results") }, table);
  const told = el("span", { class: "paged", role: "status" });
  const find = el("input", { type: "search", id: newId("narrow"), maxlength: 100, oninput: () => narrow() });
  const before = button(t("Page précédente", "Previous page"), () => turn(-1), { class: "quiet" });
  const after = button(t("Page suivante", "Next page"), () => turn(1), { class: "quiet" });
  const sizes = choice(t("Par page", "Per page"), SIZES.map((n) => [String(n), number(n)]), String(state.size), (value) => {
    Object.assign(state, { size: Number(value), page: 0 });
    void fill();
  });
  const many = result.rows.length > SIZES[0];
  const bar = el("div", { class: "view-options" }, el("span", { class: "choice" }, el("label", { for: find.id }, t("Filtrer", "Filter")), find), many ? sizes : null, many ? before : null, many ? after : null, told);

  const text = (term) => bare(`${nameOf(term)} ${term?.value ?? ""}`);

  function narrow() {
    const wanted = bare(find.value.trim());
    state.rows = result.rows.filter((row) => !wanted || Object.values(row).some((term) => text(term).includes(wanted)));
    sort();
  }

  function sort() {
    if (state.by !== null) {
      const way = state.down ? -1 : 1;
      const named = (term) => (isIri(term) ? { type: "literal", value: nameOf(term) } : term);
      state.rows = [...state.rows].sort((one, other) => {
        const [a, b] = [named(one[state.by]), named(other[state.by])];
        return a && b ? way * compare(a, b) : compare(a, b); // what is missing stays at the end
      });
    }
    state.page = 0;
    void fill();
  }

  function turn(step) {
    state.page += step;
    void fill();
  }

  async function fill() {
    const start = state.page * state.size;
    const rows = state.rows.slice(start, start + state.size);
    await learn(rows);
    table.replaceChildren(head(), el("tbody", {}, rows.map((row) => el("tr", {}, result.variables.map((name) => cell(row[name]))))));
    const last = start + rows.length;
    told.textContent = rows.length
      ? t(`Lignes ${number(start + 1)} à ${number(last)} sur ${number(state.rows.length)}`, `Rows ${number(start + 1)} to ${number(last)} of ${number(state.rows.length)}`)
      : t("Aucune ligne ne contient ce texte.", "No row has this text.");
    before.disabled = state.page === 0;
    after.disabled = last >= state.rows.length;
    frame.scrollTop = 0;
  }

  function head() {
    const titles = result.variables.map((name) => {
      const sorted = state.by === name;
      const sign = sorted ? (state.down ? " ↓" : " ↑") : "";
      const press = () => {
        Object.assign(state, { down: sorted && !state.down, by: name });
        sort();
        table.querySelector(`[data-name="${CSS.escape(name)}"]`)?.focus();
      };
      return el("th", { scope: "col", "aria-sort": sorted ? (state.down ? "descending" : "ascending") : "none" }, button(name + sign, press, { class: "sort", "data-name": name }));
    });
    return el("thead", {}, el("tr", {}, titles));
  }

  const caption = el("span", { class: "hidden" }, count(result.rows.length, ["ligne", "lignes"], ["row", "rows"]));
  await fill();
  return [caption, bar, frame];
}
