// The names of this graph, asked for once, and found again by name or by label.

import { addresses, language } from "./page.js";

let asked = null;

// Give the vocabulary; when the server cannot give it now, it is asked for again the next time.
export function vocabulary() {
  asked ??= fetch(addresses.vocabulary)
    .then((response) => (response.ok ? response.json() : Promise.reject(new Error(`HTTP ${response.status}`))))
    .then(prepare)
    .catch((error) => {
      asked = null;
      throw error;
    });
  return asked;
}

// Take accents and capitals away.
export const bare = (text) => text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();

function prepare(told) {
  const ready = (kind) => (one) => ({
    ...one,
    kind,
    label: one[language],
    search: [
      bare(one.name),
      ...bare(`${one.fr} ${one.en}`)
        .split(/[^\p{L}\p{N}]+/u)
        .filter(Boolean),
    ],
  });
  return {
    classes: told.classes.map(ready("class")),
    properties: told.properties.map(ready("property")),
    things: told.things.map(ready("thing")),
  };
}

// List what has the typed text at the start of its name or of a word of its labels, the nearest first.
export function search(entries, typed, most) {
  const wanted = bare(typed);
  const local = wanted.slice(wanted.indexOf(":") + 1);
  const rated = [];
  for (const entry of entries) {
    const [name, ...words] = entry.search;
    const rank = name.startsWith(wanted)
      ? 0
      : wanted.includes(":")
        ? name.startsWith(wanted.slice(0, wanted.indexOf(":") + 1)) &&
          words.some((word) => word.startsWith(local)) &&
          local
          ? 2
          : -1
        : name.slice(name.indexOf(":") + 1).startsWith(wanted)
          ? 1
          : words.some((word) => word.startsWith(wanted))
            ? 2
            : -1;
    if (rank >= 0) rated.push([rank, entry]);
    if (rated.length >= 5 * most) break;
  }
  return rated
    .sort((one, other) => one[0] - other[0])
    .slice(0, most)
    .map(([, entry]) => entry);
}
