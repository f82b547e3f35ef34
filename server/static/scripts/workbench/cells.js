// Write a term as a person reads it: a label with its IRI beside it, linked to its page; a text with its language.

import { el } from "./dom.js";
import { t } from "./page.js";
import { labelOf, pageOf } from "./labels.js";
import { isIri, isNumber, short } from "./terms.js";

export function cell(term) {
  if (!term) return el("td", { class: "empty" }, el("span", { class: "hidden" }, t("vide", "empty")));
  if (isIri(term)) return el("td", {}, ...thing(term.value));
  const type = term.datatype && !isNumber(term) ? term.datatype.replace(/^.*[#/]/, "") : "";
  const attributes = { class: isNumber(term) ? "number" : term.value.length > 60 ? "long" : null, lang: term["xml:lang"] ?? null };
  const beside = term["xml:lang"] ? `@${term["xml:lang"]}` : ["string", "date", "boolean", "gYear"].includes(type) ? "" : type;
  const text = term.type === "bnode" ? `_:${term.value}` : term.value;
  return el("td", attributes, text, beside ? el("span", { class: "iri" }, beside) : null);
}

export function thing(iri) {
  const name = short(iri);
  const label = labelOf(iri);
  const page = pageOf(iri);
  const text = label ?? name;
  const link = page ? el("a", { href: page }, text) : text;
  return label && label !== name ? [link, el("span", { class: "iri", title: iri }, name)] : [link];
}
