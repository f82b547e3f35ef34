// The questions that the graph comes with: a list that one narrows by words, in both languages.

import { el, newId, openDialog } from "./dom.js";
import { addresses, count, day, language, t, withCarried } from "./page.js";
import { bare } from "./vocabulary.js";

export async function openExamples(open) {
  const list = el("ul", { class: "example-list" });
  const told = el("p", { class: "note", role: "status" }, t("Chargement…", "Loading…"));
  const find = el("input", { type: "search", id: newId("find"), maxlength: 100 });
  const label = el("label", { for: find.id }, t("Chercher parmi les exemples", "Search the examples"));
  const dated = day ? el("p", { class: "as-of" }, t(`Les exemples qui dépendent d’un jour sont remplis avec le ${day}.`, `Examples that depend on a day are filled with ${day}.`)) : null;
  const { dialog } = openDialog(t("Exemples de requêtes", "Example queries"), ...[dated, label, find, told, list].filter(Boolean));
  find.focus();
  const response = await fetch(withCarried(addresses.examples)).catch(() => null);
  if (!response?.ok) {
    told.textContent = t("Les exemples n’ont pu être chargés.", "The examples could not be loaded.");
    return;
  }
  const { examples } = await response.json();
  const ready = examples.map((example) => ({ ...example, search: bare(["fr", "en", "summary_fr", "summary_en", "name"].map((part) => example[part]).join(" ")) }));
  const draw = () => {
    const words = bare(find.value).split(/\s+/).filter(Boolean);
    const shown = ready.filter((example) => words.every((word) => example.search.includes(word)));
    told.textContent = count(shown.length, ["exemple", "exemples"], ["example", "examples"]);
    list.replaceChildren(...shown.map((example) => el("li", {}, item(example, dialog, open))));
  };
  find.addEventListener("input", draw);
  find.addEventListener("keydown", (event) => {
    if (event.key === "ArrowDown") list.querySelector("button")?.focus();
    if (event.key === "Enter") list.querySelector("button")?.click();
  });
  list.addEventListener("keydown", (event) => move(event, list, find));
  draw();
}

function item(example, dialog, open) {
  const other = language === "en" ? "fr" : "en";
  const take = () => {
    dialog.close();
    open(example[language], example.query);
  };
  return el(
    "button",
    { type: "button", onclick: take },
    el("strong", {}, example[language]),
    el("span", { lang: other }, example[other]),
    el("span", { class: "note" }, example[`summary_${language}`], example.dated ? t(` · au ${day}`, ` · as of ${day}`) : ""),
  );
}

function move(event, list, find) {
  const all = [...list.querySelectorAll("button")];
  const at = all.indexOf(document.activeElement);
  if (event.key === "ArrowDown") (all[at + 1] ?? all[at]).focus();
  else if (event.key === "ArrowUp") (all[at - 1] ?? find).focus();
  else return;
  event.preventDefault();
}
