// Explain an answer without rows: the server says which pattern emptied it, and what is near.

import { button, el } from "./dom.js";
import { parametersOf } from "./ask.js";
import { addresses, language, t, withCarried } from "./page.js";

export function explain(place, result, apply) {
  const box = el("div", { class: "diagnosis", role: "status" }, el("p", {}, t("La requête est correcte, mais rien dans le graphe n’y répond. Recherche de la cause…", "The query is correct, but nothing in the graph answers it. Looking for the cause…")));
  place.append(box);
  void fill(box, result, apply);
}

async function fill(box, result, apply) {
  const found = await diagnose(result).catch(() => null);
  const findings = found?.findings ?? [];
  const plain = el("p", {}, t("La requête est correcte, mais rien dans le graphe n’y répond.", "The query is correct, but nothing in the graph answers it."));
  if (!findings.length) {
    const said = found ? el("p", { class: "note" }, t("Aucune cause n’a été trouvée.", "No cause was found.")) : null;
    box.replaceChildren(plain, ...[said].filter(Boolean));
    return;
  }
  box.replaceChildren(plain, el("ol", { class: "findings" }, findings.map((finding) => el("li", {}, finding_(finding, result, apply)))));
}

async function diagnose(result) {
  const address = withCarried(addresses.diagnose, parametersOf(result.query, result.dataset));
  const response = await fetch(address, { headers: { Accept: "application/json", "Accept-Language": language } });
  return response.ok ? response.json() : null;
}

// Texts come in the language of the page, or in both.
const wording = (text) => (text && typeof text === "object" ? (text[language] ?? text.fr ?? text.en ?? "") : String(text ?? ""));

function finding_(finding, result, apply) {
  const where = finding.line ? t(`Ligne ${finding.line}\u00a0: `, `Line ${finding.line}: `) : "";
  const offers = (finding.suggestions ?? []).map((one) => {
    const changed = changedBy(one, finding, result.query);
    const text = wording(one.text) || one.replacement;
    return el("li", {}, el("code", {}, text), changed === null ? null : button(t("Appliquer", "Apply"), () => apply(changed), { class: "quiet", "aria-label": t(`Appliquer ${text}`, `Apply ${text}`) }));
  });
  return [el("p", {}, where, wording(finding.text)), offers.length ? el("ul", { class: "offers" }, offers) : null];
}

// Give the whole query with a suggestion in it, or null when the place is not told.
export function changedBy(suggestion, finding, query) {
  if (typeof suggestion.query === "string") return suggestion.query;
  const put = suggestion.replacement;
  const line = suggestion.line ?? finding.line;
  const column = suggestion.column ?? finding.column;
  if (typeof put !== "string" || !line || !column) return null;
  const lines = query.split("\n");
  const at = lines.slice(0, line - 1).reduce((sum, one) => sum + one.length + 1, 0) + column - 1;
  const told = suggestion.length ?? finding.length ?? (suggestion.found ?? finding.found)?.length;
  const length = told ?? (/^(?:<[^<>\s]*>|"(?:[^"\\\n]|\\.)*"(?:@[\w-]+|\^\^\S+)?|[?$]?[\w:-]+(?:\.[\w-]+)*)/.exec(query.slice(at))?.[0].length || null);
  return length ? query.slice(0, at) + put + query.slice(at + length) : null;
}
