// List the views of an answer. Each says what it needs when an answer has it not, and is loaded when it is first shown.

import { t } from "./page.js";
import { columnsOf, isDate, isIri, isNumber } from "./terms.js";

export const isTerritory = (term) => isIri(term) && term.value.startsWith("https://w3id.org/consulaire/id/geo-");
export const isCode = (term) => term?.type === "literal" && /^(?:\d{2,3}|2[AB])$/.test(term.value);

export const VIEWS = [
  {
    id: "table",
    label: t("Table", "Table"),
    needs: () => null,
    draw: async (result) => (await import("./views/table.js")).draw(result),
  },
  {
    id: "network",
    label: t("Réseau", "Network"),
    needs: (result) =>
      result.kind === "graph" || columnsOf(result, isIri).length >= 2
        ? null
        : t(
            "Un réseau demande deux colonnes de choses (des IRI), ou une requête CONSTRUCT\u00a0: qui est relié à qui.",
            "A network needs two columns of things (IRIs), or a CONSTRUCT query: who is linked to whom.",
          ),
    draw: async (result) => (await import("./views/network.js")).draw(result),
  },
  {
    id: "map",
    label: t("Carte", "Map"),
    needs: (result) =>
      columnsOf(result, isTerritory).length || columnsOf(result, isCode).length
        ? null
        : t(
            "Une carte demande une colonne de régions ou de départements, par leur IRI ou leur code INSEE (28, 2A, 971).",
            "A map needs a column of regions or departments, by their IRI or their INSEE code (28, 2A, 971).",
          ),
    draw: async (result) => (await import("./views/map.js")).draw(result),
  },
  {
    id: "timeline",
    label: t("Frise", "Timeline"),
    needs: (result) =>
      columnsOf(result, isDate).length
        ? null
        : t("Une frise demande une colonne de dates ou d’années.", "A timeline needs a column of dates or years."),
    draw: async (result) => (await import("./views/timeline.js")).draw(result),
  },
  {
    id: "chart",
    label: t("Graphique", "Chart"),
    needs: (result) =>
      columnsOf(result, isNumber).length
        ? null
        : t("Un graphique demande une colonne de nombres, par exemple un COUNT.", "A chart needs a column of numbers, such as a COUNT."),
    draw: async (result) => (await import("./views/chart.js")).draw(result),
  },
  {
    id: "raw",
    label: t("Réponse brute", "Raw answer"),
    needs: () => null,
    draw: async (result) => (await import("./views/raw.js")).draw(result),
  },
];
