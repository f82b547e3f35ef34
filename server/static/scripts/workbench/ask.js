// Send a query to this server and read the whole answer; say what went wrong as the server says it.

import { addresses, language, t } from "./page.js";
import { readTriples } from "./terms.js";

const LONGEST = 7000; // characters of an address
const ACCEPT = "application/sparql-results+json, application/n-triples;q=0.9, application/problem+json;q=0.8";

// What the server refused, with its reason in the language of the page and the place in the query where it has one.
export class Refused extends Error {
  constructor(problem, status) {
    super((language === "fr" && problem.detail_fr) || problem.detail || `HTTP ${status}`);
    this.title = (language === "fr" && problem.title_fr) || problem.title || t("Erreur", "Error");
    this.status = status;
    this.line = problem.line ?? null;
    this.column = problem.column ?? null;
  }
}

export const parametersOf = (query, dataset) => [["query", query], ...dataset];

// Give the address that asks the query, or null when it would be too long for one.
export function addressOf(query, dataset, more = []) {
  const address = `${addresses.endpoint}?${new URLSearchParams([...parametersOf(query, dataset), ...more])}`;
  return address.length <= LONGEST ? address : null;
}

// Send the query, by GET where it fits, so that an answer that is known already is not computed again.
export function send(query, dataset, { accept, format, signal } = {}) {
  const more = format ? [["format", format]] : [];
  const headers = { Accept: accept ?? "*/*", "Accept-Language": language };
  const address = addressOf(query, dataset, more);
  if (address) return fetch(address, { headers, signal });
  const body = new URLSearchParams(parametersOf(query, dataset));
  const target = more.length ? `${addresses.endpoint}?${new URLSearchParams(more)}` : addresses.endpoint;
  return fetch(target, { method: "POST", headers, body, signal });
}

// Ask, and give the result: its kind, its variables and rows, its time, and whether all of it came.
export async function ask(query, dataset, signal) {
  const started = performance.now();
  const response = await send(query, dataset, { accept: ACCEPT, signal });
  const text = await response.text();
  if (!response.ok) throw new Refused(readProblem(text), response.status);
  const milliseconds = performance.now() - started;
  const timing = /total;dur=([\d.]+)/.exec(response.headers.get("Server-Timing") ?? "");
  const common = { query, dataset, milliseconds, atServer: timing ? Number(timing[1]) : null, text };
  if (response.headers.get("Content-Type")?.startsWith("application/n-triples")) {
    return { ...common, kind: "graph", variables: ["subject", "predicate", "object"], rows: readTriples(text) };
  }
  const answer = JSON.parse(text);
  if (typeof answer.boolean === "boolean") return { ...common, kind: "ask", boolean: answer.boolean, variables: [], rows: [] };
  return { ...common, kind: "select", variables: answer.head.vars, rows: answer.results.bindings };
}

function readProblem(text) {
  try {
    return JSON.parse(text);
  } catch {
    return { detail: text.slice(0, 500) };
  }
}
