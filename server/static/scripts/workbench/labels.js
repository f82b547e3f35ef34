// Find what things are called and where their pages are: few requests for a whole result.

import { addresses, withCarried } from "./page.js";
import { isIri, short } from "./terms.js";

const MOST = 500; // as many as the server names at a time
const MOST_ROWS = 5000; // whose labels come with an answer; a page of the table asks for its own
const known = new Map();

// Ask for the IRIs that are not known yet; when the server cannot say, the short names stay.
export async function learn(rows) {
  const iris = new Set();
  for (const row of rows)
    for (const term of Object.values(row)) if (isIri(term) && !known.has(term.value)) iris.add(term.value);
  const asked = [...iris];
  for (let start = 0; start < asked.length; start += MOST) await ask(asked.slice(start, start + MOST));
}

// Ask for those of an answer; give how many rows were looked at when others have things that stay without a label.
export async function learnOf(rows) {
  await learn(rows.slice(0, MOST_ROWS));
  const isUnknown = (term) => isIri(term) && !known.has(term.value);
  return rows.slice(MOST_ROWS).some((row) => Object.values(row).some(isUnknown)) ? MOST_ROWS : null;
}

async function ask(iris) {
  try {
    const response = await fetch(withCarried(addresses.labels), {
      method: "POST",
      headers: { "Content-Type": "application/json" },
      body: JSON.stringify({ iris }),
    });
    if (!response.ok) return;
    for (const [iri, told] of Object.entries((await response.json()).things)) known.set(iri, told);
  } catch {
    // no connection: names without labels are still right
  }
}

export const pageOf = (iri) => known.get(iri)?.page ?? null;
export const labelOf = (iri) => known.get(iri)?.label ?? null;

// Give what a person reads for a term.
export const nameOf = (term) => (isIri(term) ? (labelOf(term.value) ?? short(term.value)) : (term?.value ?? ""));
