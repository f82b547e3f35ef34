// Write a draft fact file: header, prefixes, things, citations, attestations, as CONTRIBUTING.md asks.
//
// A term is { iri } or { value, language } or { value, datatype }. Texts are escaped, IRIs are of the graph or made here:
// nothing that somebody typed can become a triple.

export const ID = "https://w3id.org/consulaire/id/";
export const CONS = "https://w3id.org/consulaire/ns#";
export const DEF = "https://w3id.org/consulaire/def/";
export const RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#";
export const RDFS = "http://www.w3.org/2000/01/rdf-schema#";
export const XSD = "http://www.w3.org/2001/XMLSchema#";
export const FOAF = "http://xmlns.com/foaf/0.1/";
export const ORG = "http://www.w3.org/ns/org#";
export const PROV = "http://www.w3.org/ns/prov#";
export const SH = "http://www.w3.org/ns/shacl#";
export const DCTERMS = "http://purl.org/dc/terms/";
const OA = "http://www.w3.org/ns/oa#";
const PREFIXES = { cons: CONS, def: DEF, id: ID, org: ORG, prov: PROV, oa: OA, foaf: FOAF, dcterms: DCTERMS, rdf: RDF, rdfs: RDFS, xsd: XSD };
const WIDTH = 120;

export const KINDS = {
  "body-cci": { type: `${CONS}ConsularBody`, prefix: "org", network: `${DEF}network-cci` },
  "body-cma": { type: `${CONS}ConsularBody`, prefix: "org", network: `${DEF}network-cma` },
  authority: { type: `${CONS}StateAuthority`, prefix: "org" },
  organisation: { type: `${ORG}FormalOrganization`, prefix: "org" },
  person: { type: `${FOAF}Person`, prefix: "person", name: true },
};

// Make an identifier of a text: ASCII, lower case, words joined by hyphens, as graph/ingest/names.py does.
export function slug(text) {
  const plain = text.replace(/[œŒ]/g, "oe").replace(/[æÆ]/g, "ae").replace(/ß/g, "ss").replace(/’/g, "'");
  const ascii = plain.normalize("NFKD").replace(/[^\x00-\x7f]/g, "").toLowerCase();
  return (ascii.match(/[a-z0-9]+/g) ?? []).join("-").slice(0, 60).replace(/-+$/, "");
}

// Give a text as it is compared: names that differ in case, accents or signs alone are the same.
export const fold = (text) => slug(text).replace(/-/g, " ");

// Give a name that is not taken yet: the slug, else the slug and a number.
export function freeName(prefix, text, isTaken) {
  const stem = `${prefix}-${slug(text) || "sans-nom"}`;
  let name = stem;
  for (let number = 2; isTaken(name); number += 1) name = `${stem}-${number}`;
  return name;
}

export function iri(value) {
  return { iri: value };
}

export function literal(value, { language, datatype } = {}) {
  return { value: String(value), language, datatype };
}

const ESCAPES = { "\\": "\\\\", '"': '\\"', "\n": "\\n", "\r": "\\r", "\t": "\\t" };

export function writeTerm(term) {
  if (term.iri) return writeName(term.iri);
  const whole = term.value.toWellFormed ? term.value.toWellFormed() : term.value;
  const text = whole.replace(/\0/g, "").replace(/[\\"\u0001-\u001f\u007f-\u009f\u2028\u2029]/g, escaped);
  if (term.language) return `"${text}"@${term.language}`;
  if (term.datatype === `${XSD}integer` && /^[+-]?\d+$/.test(text)) return text;
  if (term.datatype === `${XSD}decimal` && /^\d+(\.\d+)?$/.test(text)) return text.includes(".") ? text : `${text}.0`;
  if (!term.datatype || term.datatype === `${XSD}string`) return `"${text}"`;
  return `"${text}"^^${writeName(term.datatype)}`;
}

function escaped(char) {
  return ESCAPES[char] ?? `\\u${char.charCodeAt(0).toString(16).toUpperCase().padStart(4, "0")}`;
}

function writeName(value) {
  for (const [prefix, namespace] of Object.entries(PREFIXES)) {
    const local = value.startsWith(namespace) ? value.slice(namespace.length) : "";
    if (/^[A-Za-z0-9_](?:[A-Za-z0-9_.-]*[A-Za-z0-9_-])?$/.test(local)) return `${prefix}:${local}`;
  }
  return `<${value.replace(/[\x00-\x20<>"{}|^`\\]/g, (char) => `%${char.charCodeAt(0).toString(16).padStart(2, "0")}`)}>`;
}

function writeBlock(subject, pairs) {
  const grouped = new Map();
  for (const [predicate, term] of pairs) {
    const values = grouped.get(predicate) ?? grouped.set(predicate, []).get(predicate);
    const written = writeTerm(term);
    if (!values.includes(written)) values.push(written);
  }
  const parts = [...grouped].map(([name, values]) => `${name === `${RDF}type` ? "a" : writeName(name)} ${values.join(" , ")}`);
  const lines = [`${writeName(subject)} ${parts[0]}`];
  for (const part of parts.slice(1)) {
    const last = lines.length - 1;
    if (lines[last].length + part.length + 5 <= WIDTH) lines[last] += ` ; ${part}`;
    else {
      lines[last] += " ;";
      lines.push(`  ${part}`);
    }
  }
  return `${lines.join("\n")} .\n`;
}

// Write the file. `draft` holds: labels { fr, en }, stem, source { iri, pairs } (pairs null: the graph has it), passages,
// things [{ iri, pairs, said }], created [{ iri, kind, label, said }], curator, moment; `said` is { passages (ranks from
// 0), reading, confidence, comment }.
export function writeDraft(draft) {
  const cited = new Set();
  const said = [];
  for (const thing of draft.things) said.push(attested(thing.iri, null, thing.said));
  for (const one of draft.created) {
    const { name, network } = KINDS[one.kind];
    if (name) said.push(attested(one.iri, `${FOAF}name`, one.said));
    if (network) said.push(attested(one.iri, `${CONS}network`, one.said));
  }
  for (const one of said) one.passages.forEach((rank) => cited.add(rank));
  const blocks = [
    draft.source.pairs && [draft.source.iri, [type(`${CONS}SourceDocument`), ...draft.source.pairs]],
    ...draft.created.map((one) => [one.iri, madeOf(one)]),
    ...draft.things.map((thing) => [thing.iri, thing.pairs]),
  ].filter(Boolean);
  const proofs = [
    ...[...cited].sort((a, b) => a - b).flatMap((rank) => citation(draft, rank)),
    ...said.map((one, index) => attestation(draft, one, index)),
  ];
  const all = [...blocks, ...proofs];
  const written = (list) => list.map(([subject, pairs]) => writeBlock(subject, pairs)).join("");
  const prefixes = Object.entries(PREFIXES).map(([name, value]) => `@prefix ${name}: <${value}> .\n`).join("");
  return `${header(draft, all)}\n${prefixes}\n${written(blocks)}\n# --- provenance ---\n${written(proofs)}`;
}

function attested(subject, predicate, said) {
  return { subject, predicate, ...said };
}

function type(value) {
  return [`${RDF}type`, iri(value)];
}

function madeOf({ kind, label }) {
  const { type: made, network, name } = KINDS[kind];
  if (name) return [type(made), [`${FOAF}name`, literal(label)]];
  const pairs = [type(made), [`${RDFS}label`, literal(label, { language: "fr" })]];
  return network ? [...pairs, [`${CONS}network`, iri(network)]] : pairs;
}

function citation(draft, rank) {
  const passage = draft.passages[rank];
  const [subject, selector] = ["cit", "sel"].map((family) => `${ID}${family}-${draft.stem}-${rank + 1}`);
  const number = (value) => literal(value, { datatype: `${XSD}integer` });
  return [
    [
      subject,
      [
        type(`${CONS}Citation`),
        [`${OA}hasSource`, iri(draft.source.iri)],
        [`${CONS}paragraph`, number(passage.paragraph)],
        [`${OA}hasSelector`, iri(selector)],
        [`${CONS}sha256`, literal(passage.sha256)],
      ],
    ],
    [selector, [type(`${OA}TextPositionSelector`), [`${OA}start`, number(passage.start)], [`${OA}end`, number(passage.end)]]],
  ];
}

function attestation(draft, said, index) {
  const pairs = [type(`${CONS}Attestation`), [`${RDF}subject`, iri(said.subject)]];
  if (said.predicate) pairs.push([`${RDF}predicate`, iri(said.predicate)]);
  for (const rank of said.passages) pairs.push([`${PROV}wasDerivedFrom`, iri(`${ID}cit-${draft.stem}-${rank + 1}`)]);
  pairs.push([`${CONS}reading`, iri(said.reading)]);
  pairs.push([`${CONS}confidence`, literal(said.confidence, { datatype: `${XSD}decimal` })]);
  pairs.push([`${PROV}wasAttributedTo`, iri(draft.curator)]);
  pairs.push([`${PROV}generatedAtTime`, literal(draft.moment, { datatype: `${XSD}dateTime` })]);
  if (said.comment) pairs.push([`${RDFS}comment`, literal(said.comment, { language: "fr" })]);
  return [`${ID}att-${draft.stem}-${index + 1}`, pairs];
}

function header(draft, blocks) {
  const counts = new Map();
  for (const [, pairs] of blocks) {
    for (const [predicate, term] of pairs) {
      if (predicate !== `${RDF}type` || !term.iri.startsWith(CONS)) continue;
      const name = term.iri.slice(CONS.length);
      counts.set(name, (counts.get(name) ?? 0) + 1);
    }
  }
  const expects = [...counts].sort(([a], [b]) => (a < b ? -1 : 1)).map(([name, number]) => `cons:${name}=${number}`);
  const lines = {
    title: `Brouillon : ${oneLine(draft.labels.fr)}`,
    "title-en": `Draft: ${oneLine(draft.labels.en || draft.labels.fr)}`,
    source: `id:${draft.source.iri.slice(ID.length)}`,
    expects: expects.join(", "),
  };
  return Object.entries(lines).map(([name, value]) => `#+ ${name}: ${value}\n`).join("");
}

// A header ends at its line, for whoever reads lines: every character that Python ends a line at counts.
function oneLine(text) {
  return text.replace(/[\x00-\x1f\x7f-\x9f\u2028\u2029\s]+/g, " ").trim();
}
