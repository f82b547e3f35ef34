// Explain an answer without rows: the server says which part of the query emptied it, and what is near.

import { button, el } from "./dom.js";
import { parametersOf } from "./ask.js";
import { addresses, language, t, withCarried } from "./page.js";

// Put the explanation into a place when it has come; `apply` runs another text, `goTo` leads into the editor.
export async function explain(place, result, { apply, goTo }) {
  const waiting = el("p", { class: "note" }, t("Recherche de la cause…", "Looking for the cause…"));
  const box = el("div", { class: "diagnosis", role: "status" }, sentence(result), waiting);
  place.append(box);
  const found = await diagnose(result).catch(() => null);
  waiting.remove();
  if (!found) return;
  if (found.complete === false) {
    box.append(
      el(
        "p",
        { class: "note" },
        t(
          "Les limites de temps et d’essais n’ont pas suffi à tout essayer\u00a0: l’explication est partielle.",
          "The limits of time and of tries were not enough to try everything: the explanation is partial.",
        ),
      ),
    );
  }
  const findings = found.findings ?? [];
  if (findings.length)
    box.append(
      el(
        "ol",
        { class: "findings" },
        findings.map((finding) => el("li", {}, told(finding, apply, goTo))),
      ),
    );
  else box.append(el("p", {}, wording(found.summary) || t("Aucune cause n’a été trouvée.", "No cause was found.")));
}

function sentence(result) {
  if (result.kind === "ask")
    return el(
      "p",
      {},
      t("Rien dans le graphe ne répond oui à cette requête.", "Nothing in the graph answers yes to this query."),
    );
  return el(
    "p",
    {},
    t(
      "La requête est du SPARQL correct, mais rien dans le graphe n’y répond.",
      "The query is correct SPARQL, but nothing in the graph answers it.",
    ),
  );
}

async function diagnose(result) {
  const address = withCarried(addresses.diagnose, parametersOf(result.query, result.dataset));
  const response = await fetch(address, { headers: { Accept: "application/json" } });
  return response.ok ? response.json() : null;
}

const wording = (text) => (text && typeof text === "object" ? (text[language] ?? "") : String(text ?? ""));

const RESULTS = new Map([
  [true, t("✓ donne des réponses", "✓ gives answers")],
  [false, t("∅ ne suffit pas", "∅ not enough by itself")],
  [null, t("? non essayé", "? not tried")],
]);

function told(finding, apply, goTo) {
  const { line, column, excerpt } = finding;
  const spot =
    line && column
      ? button(t(`Ligne ${line}, colonne ${column}`, `Line ${line}, column ${column}`), () => goTo(line, column), {
          class: "quiet",
        })
      : null;
  const offers = (finding.suggestions ?? []).map((one) => offer(one, apply));
  return [
    el("p", { class: "cause" }, wording(finding.message)),
    spot ? el("p", { class: "spot" }, spot, " ", excerpt ? el("code", {}, excerpt) : "") : null,
    offers.length ? el("ul", { class: "offers" }, offers) : null,
  ];
}

function offer(suggestion, apply) {
  const label = wording(suggestion.label) || suggestion.replacement || "";
  const name = t(`Appliquer ${label}`, `Apply ${label}`);
  const use =
    typeof suggestion.query === "string"
      ? button(t("Appliquer", "Apply"), () => apply(suggestion.query), { class: "quiet", "aria-label": name })
      : null;
  return el("li", {}, use, label, el("span", { class: "note" }, RESULTS.get(suggestion.gives_rows) ?? ""));
}
