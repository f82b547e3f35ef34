// Give a link to the query, and the code that asks it from elsewhere, each with a button that copies it.

import { button, el, newId, openDialog } from "./dom.js";
import { addressOf, parametersOf } from "./ask.js";
import { addresses, carried, t, withCarried } from "./page.js";

export async function openShare(query, dataset) {
  const address = addressOf(query, dataset, carried());
  const place = el("div", {}, el("p", { class: "note" }, t("Chargement…", "Loading…")));
  const link = address
    ? copyable(t("Lien vers cette requête", "Link to this query"), new URL(address, location.href).href)
    : [el("p", { class: "note" }, t("La requête est trop longue pour tenir dans une adresse.", "The query is too long for an address."))];
  openDialog(t("Partager, citer dans du code", "Share, use in code"), ...link, place);
  const found = await snippets(query, dataset).catch((error) => ({ reason: error.message }));
  if (found.reason) place.replaceChildren(el("p", { class: "note" }, found.reason));
  else place.replaceChildren(...found.flatMap(({ label, code }) => copyable(label, code)));
}

async function snippets(query, dataset) {
  const response = await fetch(withCarried(addresses.snippets, parametersOf(query, dataset)));
  if (response.ok) return (await response.json()).snippets;
  const problem = await response.json();
  throw new Error(t(problem.detail_fr ?? problem.detail, problem.detail));
}

function copyable(label, text) {
  const id = newId("copied");
  const told = el("span", { role: "status", class: "note" });
  const copy = button(t("Copier", "Copy"), () => void put(text, shown, told), { class: "quiet", "aria-describedby": id });
  const shown = el("pre", { tabindex: "0", "aria-labelledby": id }, el("code", {}, text));
  return [el("p", { class: "copyable" }, el("strong", { id }, label), copy, told), shown];
}

async function put(text, shown, told) {
  try {
    await navigator.clipboard.writeText(text);
    told.textContent = t("Copié.", "Copied.");
  } catch {
    getSelection().selectAllChildren(shown);
    told.textContent = t("Le texte est sélectionné\u00a0: Ctrl+C le copie.", "The text is selected: Ctrl+C copies it.");
  }
}
