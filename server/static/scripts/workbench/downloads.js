// Offer the whole answer as files.

import { saveAs } from "../saving.js";
import { button, el } from "./dom.js";
import { addressOf, send } from "./ask.js";
import { t } from "./page.js";

const FORMATS = {
  select: [
    ["csv", "CSV", "csv"],
    ["tsv", "TSV", "tsv"],
    ["json", "JSON", "json"],
    ["xml", "XML", "xml"],
  ],
  ask: [
    ["json", "JSON", "json"],
    ["xml", "XML", "xml"],
  ],
  graph: [
    ["turtle", "Turtle", "ttl"],
    ["ntriples", "N-Triples", "nt"],
    ["rdfxml", "RDF/XML", "rdf"],
    ["jsonld", "JSON-LD", "jsonld"],
  ],
};

export function downloads(result) {
  return el(
    "p",
    { class: "downloads" },
    t("Télécharger\u00a0: ", "Download: "),
    FORMATS[result.kind].map(([format, label, suffix]) => {
      const file = `consulaire.${suffix}`;
      const address = addressOf(result.query, result.dataset, [["format", format]]);
      if (address) return el("a", { href: address, download: file }, label);
      return button(label, () => void fetchAndSave(result, format, file), { class: "quiet" });
    }),
  );
}

// A query that is too long for an address is sent by POST, and its answer saved from here.
async function fetchAndSave(result, format, file) {
  const response = await send(result.query, result.dataset, { format });
  saveAs(await response.blob(), file);
}
