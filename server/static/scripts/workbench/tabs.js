// Tabs of queries, as ARIA has them: arrows move, Delete closes, F2 renames.

import { button, el } from "./dom.js";
import { kept, save } from "./kept.js";
import { t } from "./page.js";

const fresh = () => `${Date.now().toString(36)}${Math.random().toString(36).slice(2, 6)}`;

export function makeTabs(panelId, onselect) {
  const list = el("div", { role: "tablist", "aria-label": t("Requêtes ouvertes", "Open queries"), class: "query-tabs" });
  const add = button("+", () => api.open("", ""), { class: "add", "aria-label": t("Nouvelle requête", "New query"), title: t("Nouvelle requête", "New query") });
  const rename = button(t("Renommer", "Rename"), () => startRenaming(), { class: "quiet" });
  const close = button(t("Fermer", "Close"), () => api.close(kept.current), { class: "quiet" });
  const bar = el("div", { class: "query-bar" }, list, add, el("span", { class: "query-bar-tools" }, rename, close));

  const current = () => kept.tabs.find((tab) => tab.id === kept.current);
  const next = (step) => kept.tabs[(kept.tabs.indexOf(current()) + step + kept.tabs.length) % kept.tabs.length];

  function draw(focus = false) {
    list.replaceChildren(
      ...kept.tabs.map((tab) => {
        const chosen = tab.id === kept.current;
        return el(
          "button",
          {
            type: "button",
            role: "tab",
            id: `tab-${tab.id}`,
            "aria-selected": String(chosen),
            "aria-controls": panelId,
            tabindex: chosen ? "0" : "-1",
            onclick: () => select(tab.id, true),
            ondblclick: () => startRenaming(),
          },
          tab.name,
        );
      }),
    );
    document.getElementById(panelId)?.setAttribute("aria-labelledby", `tab-${kept.current}`);
    if (focus) list.querySelector('[aria-selected="true"]').focus();
  }

  function select(id, focus = false) {
    kept.current = id;
    save();
    draw(focus);
    onselect(current());
  }

  function startRenaming() {
    const tab = current();
    const field = el("input", { type: "text", value: tab.name, maxlength: 60, "aria-label": t("Nom de l’onglet", "Name of the tab"), class: "rename" });
    let done = false;
    const finish = (keep) => {
      if (done) return;
      done = true;
      if (keep && field.value.trim()) tab.name = field.value.trim();
      save();
      draw(keep !== null);
      list.hidden = false;
      field.remove();
      if (keep !== null) list.querySelector('[aria-selected="true"]').focus();
    };
    field.addEventListener("keydown", (event) => {
      if (event.key === "Enter") finish(true);
      if (event.key === "Escape") finish(false);
    });
    field.addEventListener("blur", () => finish(true));
    list.hidden = true;
    list.after(field);
    field.select();
  }

  list.addEventListener("keydown", (event) => {
    const moves = { ArrowRight: () => next(1), ArrowLeft: () => next(-1), Home: () => kept.tabs[0], End: () => kept.tabs.at(-1) };
    if (event.key in moves) select(moves[event.key]().id, true);
    else if (event.key === "Delete") api.close(kept.current, true);
    else if (event.key === "F2") startRenaming();
    else return;
    event.preventDefault();
  });

  const api = {
    bar,
    current,
    draw,
    // Open a query in a tab of its own; the open one takes it when it is empty or holds the same text.
    open(name, query) {
      const here = current();
      const same = kept.tabs.find((tab) => query.trim() && tab.query.trim() === query.trim());
      if (same) return select(same.id);
      if (here && !here.query.trim() && query) {
        Object.assign(here, { name: name || here.name, query });
        return select(here.id);
      }
      const tab = { id: fresh(), name: name || numbered(), query };
      kept.tabs.push(tab);
      return select(tab.id);
    },
    close(id, focus = false) {
      const place = kept.tabs.findIndex((tab) => tab.id === id);
      kept.tabs.splice(place, 1);
      if (!kept.tabs.length) return api.open("", "");
      return select(kept.tabs[Math.min(place, kept.tabs.length - 1)].id, focus);
    },
    // Keep what was typed in the open tab.
    typed(query) {
      const tab = current();
      if (!tab || tab.query === query) return;
      tab.query = query;
      save();
    },
  };
  return api;
}

function numbered() {
  const stem = t("Requête", "Query");
  let n = 1;
  while (kept.tabs.some((tab) => tab.name === `${stem} ${n}`)) n += 1;
  return `${stem} ${n}`;
}
