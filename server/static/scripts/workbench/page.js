// What the page says of itself: its language, the day that was chosen, the addresses of what it can ask.

const mount = document.getElementById("workbench");
const asked = new URLSearchParams(location.search);

export const language = document.documentElement.lang === "en" ? "en" : "fr";
export const addresses = { ...mount.dataset };
export const day = mount.dataset.at || null;
export const dataset = ["default-graph-uri", "named-graph-uri"].flatMap((name) =>
  asked.getAll(name).map((iri) => [name, iri]),
);
export const isQueryInAddress = asked.has("query");

// Give the wording in the language of the page.
export const t = (french, english) => (language === "en" ? english : french);

const NUMBERS = new Intl.NumberFormat(language === "en" ? "en-GB" : "fr-FR", { maximumFractionDigits: 3 });
export const number = (value) => NUMBERS.format(value);

export const count = (n, [one, many], [oneEnglish, manyEnglish]) =>
  `${number(n)} ${n < 2 && (n === 1 || language === "fr") ? t(one, oneEnglish) : t(many, manyEnglish)}`;

// Write a duration as a person would.
export function duration(milliseconds) {
  return milliseconds < 1000 ? `${number(Math.round(milliseconds))}\u00a0ms` : `${number(Math.round(milliseconds / 10) / 100)}\u00a0s`;
}

// Give what an address of ours must carry on: the language and the day that the reader chose.
export function carried() {
  return ["lang", "at"].filter((name) => asked.get(name)).map((name) => [name, asked.get(name)]);
}

// Give the address of a file of data, with what must be carried on.
export function withCarried(address, pairs = []) {
  const parameters = new URLSearchParams([...pairs, ...carried()]);
  return parameters.size ? `${address}?${parameters}` : address;
}
