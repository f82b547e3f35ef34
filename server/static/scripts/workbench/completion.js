// Complete what is typed from this graph: its prefixes, classes, properties and things, and the query's own variables.

import { el } from "./dom.js";
import { number, t } from "./page.js";
import { knownPrefixes } from "./terms.js";
import { search, vocabulary } from "./vocabulary.js";

const MOST = 60;
const WORD = /(?:[?$]\w*|(?:[\w-]+:)?[\w\u00C0-\u024F.-]*)$/u;
const KINDS = { class: t("classe", "class"), property: t("propriété", "property"), thing: "" };

export function completer(yasqe) {
  let names = null;

  async function complete() {
    names ??= await vocabulary().catch(() => null);
    yasqe.showHint({
      hint: () => hints(yasqe, names),
      completeSingle: false,
      closeCharacters: /[\s()[\]{};,"<>]/,
      container: yasqe.rootEl,
    });
  }

  // Offer by itself while a prefixed name or a variable is typed; elsewhere one asks by Ctrl+Space.
  function watch(change) {
    if (yasqe.state.completionActive || change.origin !== "+input") return;
    const { word, inText } = wordAt(yasqe);
    if (!inText && (/^[\w-]+:/.test(word) || /^[?$]\w/.test(word))) void complete();
  }
  return { complete, watch };
}

function wordAt(yasqe) {
  const cursor = yasqe.getDoc().getCursor();
  const before = yasqe.getLine(cursor.line).slice(0, cursor.ch);
  const token = yasqe.getTokenAt(cursor);
  const inText = ["string", "comment"].includes(token.type) || /<[^<>\s]*$/.test(before);
  const word = WORD.exec(before)[0];
  return { cursor, before: before.slice(0, before.length - word.length), word, inText, token };
}

function hints(yasqe, names) {
  const { cursor, before, word, inText, token } = wordAt(yasqe);
  const list = inText ? [] : word.startsWith("?") || word.startsWith("$") ? variables(yasqe, word) : named(names, word, before, token, yasqe);
  return { list, from: { line: cursor.line, ch: cursor.ch - word.length }, to: cursor };
}

function variables(yasqe, word) {
  const all = yasqe.getValue().match(/[?$]\w+/g) ?? [];
  const others = [...new Set(all)].filter((name) => name !== word && name.startsWith(word)).sort();
  return others.map((text) => ({ text }));
}

function named(names, word, before, token, yasqe) {
  if (/\bprefix\s+$/i.test(before)) return declarations(yasqe, word);
  if (!names) return [];
  const entries = expected(names, before, token).flatMap((group) => search(group, word, MOST));
  return entries.slice(0, MOST).map((entry) => ({
    text: entry.name === entry.iri ? `<${entry.iri}>` : entry.name,
    render: (item) => draw(item, entry),
    hint: (_, data, chosen) => pick(yasqe, data, chosen),
  }));
}

// Say which names can stand here, the likeliest first: a class after `a`, a property where the grammar wants a verb.
function expected(names, before, token) {
  if (/(?:^|\s)(?:a|rdf:type)\s+$/.test(before)) return [names.classes];
  const possible = token.state?.possibleCurrent ?? [];
  const isVerb = possible.includes("a") || /(?:[?$]\w+|[\w-]*:[\w-]*|>|;)\s+$/.test(before) && !/[.,{]\s+$/.test(before) && isSecond(before);
  return isVerb ? [names.properties, names.classes] : [names.things, names.classes, names.properties];
}

// Tell whether the text before, from the last mark that begins a triple, is one term: then a verb comes next.
function isSecond(before) {
  const triple = before.slice(Math.max(...[".", "{", "}"].map((mark) => before.lastIndexOf(mark))) + 1).trim();
  return triple.endsWith(";") || (triple !== "" && !/\s/.test(triple));
}

function declarations(yasqe, word) {
  const declared = yasqe.getPrefixesFromQuery();
  return Object.entries(knownPrefixes())
    .filter(([prefix]) => prefix.startsWith(word.replace(/:.*/, "")) && !(prefix in declared))
    .map(([prefix, namespace]) => ({ text: `${prefix}: <${namespace}>` }));
}

function draw(item, { name, label, kind, count }) {
  const told = [KINDS[kind], count ? number(count) : kind === "thing" ? "" : t("sans emploi", "unused")].filter(Boolean);
  item.append(
    el("span", { class: "hint-name" }, name),
    el("span", { class: "hint-label" }, label),
    el("span", { class: "hint-kind" }, told.join(" · ")),
  );
}

// Put the name in, and declare its prefix where the query does not.
function pick(yasqe, data, chosen) {
  yasqe.getDoc().replaceRange(chosen.text, data.from, data.to, "complete");
  const prefix = /^([\w-]+):/.exec(chosen.text)?.[1];
  const namespace = prefix && knownPrefixes()[prefix];
  if (namespace && !(prefix in yasqe.getPrefixesFromQuery())) yasqe.addPrefixes({ [prefix]: namespace });
}
