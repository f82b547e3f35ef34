// Read and write RDF terms as the workbench needs them.

const XSD = "http://www.w3.org/2001/XMLSchema#";
const NUMERIC = new Set(
  ["integer", "decimal", "double", "float", "int", "long", "short", "nonNegativeInteger", "positiveInteger"].map((name) => XSD + name),
);
const DATED = new Set(["date", "dateTime", "gYear", "gYearMonth"].map((name) => XSD + name));

let prefixes = {};
export const usePrefixes = (found) => (prefixes = found);
export const knownPrefixes = () => prefixes;

// Write an IRI with one of our prefixes where one fits.
export function short(iri) {
  for (const [prefix, namespace] of Object.entries(prefixes)) {
    const local = iri.startsWith(namespace) ? iri.slice(namespace.length) : "";
    if (local && !/[/#]/.test(local)) return `${prefix}:${local}`;
  }
  return iri;
}

export const isIri = (term) => term?.type === "uri";
export const isNumber = (term) => NUMERIC.has(term?.datatype) && Number.isFinite(Number(term.value));
export const isDate = (term) => DATED.has(term?.datatype) && momentOf(term) !== null;

// Give the first moment of a date, a month or a year as milliseconds, or null.
export function momentOf(term) {
  const parts = /^(-?\d{4})(?:-(\d\d))?(?:-(\d\d))?/.exec(term?.value ?? "");
  return parts ? Date.UTC(Number(parts[1]), Number(parts[2] ?? 1) - 1, Number(parts[3] ?? 1)) : null;
}

// Say which of the columns have a value of a kind in most of their rows.
export function columnsOf(result, fits) {
  return result.variables.filter((name) => {
    const there = result.rows.map((row) => row[name]).filter(Boolean);
    return there.length > 0 && there.filter(fits).length >= there.length * 0.8;
  });
}

export function compare(one, other) {
  if (!one || !other) return one ? -1 : other ? 1 : 0;
  if (isNumber(one) && isNumber(other)) return Number(one.value) - Number(other.value);
  if (isDate(one) && isDate(other)) return momentOf(one) - momentOf(other);
  return one.value.localeCompare(other.value, "fr", { numeric: true });
}

const TRIPLE = /^(<[^>]*>|_:\S+) <([^>]*)> (?:<([^>]*)>|(_:\S+)|"((?:[^"\\]|\\.)*)"(?:@([\w-]+)|\^\^<([^>]*)>)?) \.$/;
const ESCAPES = { t: "\t", b: "\b", n: "\n", r: "\r", f: "\f", '"': '"', "'": "'", "\\": "\\" };

const plain = (text) =>
  text.replace(/\\(?:u([0-9A-Fa-f]{4})|U([0-9A-Fa-f]{8})|(.))/g, (_, four, eight, one) =>
    one ? (ESCAPES[one] ?? one) : String.fromCodePoint(parseInt(four ?? eight, 16)),
  );
const node = (text) =>
  text.startsWith("<") ? { type: "uri", value: plain(text.slice(1, -1)) } : { type: "bnode", value: text.slice(2) };

// Read N-Triples as rows of subject, predicate and object; a line that is none is an error, never left out.
export function readTriples(text) {
  return text
    .split("\n")
    .filter((line) => line.trim())
    .map((line) => {
      const found = TRIPLE.exec(line.trim());
      if (!found) throw new Error(`No triple: ${line}`);
      const [, subject, predicate, iri, blank, literal, lang, datatype] = found;
      const object =
        iri !== undefined
          ? { type: "uri", value: plain(iri) }
          : blank
            ? node(blank)
            : { type: "literal", value: plain(literal), ...(lang ? { "xml:lang": lang } : {}), ...(datatype ? { datatype } : {}) };
      return { subject: node(subject), predicate: { type: "uri", value: plain(predicate) }, object };
    });
}
