// Make the workbench of the page at /sparql: it takes the place of the form, which works without it.

import { addresses, carried, dataset, isQueryInAddress, language, t } from "./page.js";
import { usePrefixes } from "./terms.js";
import { kept, note } from "./kept.js";
import { button, el } from "./dom.js";
import { ask, addressOf, Refused } from "./ask.js";
import { learnOf } from "./labels.js";
import { makeEditor } from "./editor.js";
import { makeTabs } from "./tabs.js";
import { makeResults } from "./results.js";
import { openExamples } from "./examples.js";
import { openHistory } from "./history.js";
import { openShare } from "./share.js";
import { vocabulary } from "./vocabulary.js";

usePrefixes(JSON.parse(addresses.prefixes));
const mount = document.getElementById("workbench");
const form = document.getElementById("without-scripts");
const field = form.querySelector("textarea");
const asked = field?.value ?? ""; // with what was typed while the scripts came
const typing = document.activeElement === field ? field.selectionEnd : null;

const STARTER = `PREFIX cons: <https://w3id.org/consulaire/ns#>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
SELECT ?${t("accord", "agreement")} ?${t("libelle", "label")} WHERE {
  ?${t("accord", "agreement")} a cons:Agreement ; rdfs:label ?${t("libelle", "label")} .
  FILTER ( LANG(?${t("libelle", "label")}) = "${language}" )
}
ORDER BY ?${t("libelle", "label")}
`;
const answers = new Map(); // of this visit: the last result of each tab
let running = null;

const run = button(t("Exécuter", "Run"), () => (running ? running.abort() : void execute()), {
  class: "run",
  "aria-keyshortcuts": "Control+Enter",
});
const panelId = "query-panel";
const help = el(
  "p",
  { id: "editor-help", class: "note" },
  t(
    "Ctrl+Entrée exécute, Ctrl+Espace complète par le nom ou le libellé. Tab quitte l’éditeur, Ctrl+] met en retrait.",
    "Ctrl+Enter runs, Ctrl+Space completes by name or label. Tab leaves the editor, Ctrl+] indents.",
  ),
);
const place = el("div", { class: "editor" });
const panel = el("div", { role: "tabpanel", id: panelId }, place);
const results = makeResults({ goTo: (line, column) => editor.goTo(line, column), apply });
const tabs = makeTabs(panelId, show);
const tools = el(
  "div",
  { class: "workbench-actions" },
  run,
  el(
    "span",
    { class: "workbench-tools" },
    button(t("Exemples…", "Examples…"), () => openExamples((name, query) => open(name, query)), { class: "quiet" }),
    button(t("Historique…", "History…"), () => openHistory((query) => open("", query)), { class: "quiet" }),
    button(t("Partager, citer dans du code…", "Share, use in code…"), () => openShare(editor.text(), dataset), {
      class: "quiet",
    }),
  ),
);

mount.querySelector(".workbench-place").replaceWith(tabs.bar, panel, help, tools, results.element);
mount.hidden = false;
const editor = makeEditor(place, { describedBy: "editor-help", onrun: () => void execute(), onchange: tabs.typed });
form.remove();
document.title = `${t("Interroger", "Query")} · Consulaire`;
start();

function start() {
  if (asked.trim()) tabs.open("", asked);
  else if (kept.tabs.some((tab) => tab.id === kept.current)) show(tabs.current());
  else if (kept.tabs.length) tabs.open("", kept.tabs[0].query);
  else tabs.open("", STARTER);
  tabs.draw();
  editor.refresh();
  if (typing !== null) editor.continueAt(typing);
  if (asked.trim() && isQueryInAddress) void execute();
  const later = window.requestIdleCallback ?? ((work) => setTimeout(work, 300));
  later(() => vocabulary().catch(() => {})); // so that the first completion does not wait
}

// Open a query in a tab, and show it with the editor in hand.
function open(name, query) {
  tabs.open(name, query);
  editor.focus();
}

function show(tab) {
  if (editor.text() !== tab.query) editor.load(tab.query);
  const answer = answers.get(tab.id);
  if (answer) results.show(answer);
  else results.clear();
}

function apply(text) {
  editor.change(text);
  void execute();
}

async function execute() {
  running?.abort();
  if (!editor.text().trim())
    return results.say(t("Écrivez une requête, ou prenez un exemple.", "Write a query, or take an example."));
  const added = editor.declarePrefixes();
  const query = editor.text();
  const tab = tabs.current();
  const mine = (running = new AbortController());
  run.textContent = t("Arrêter", "Stop");
  results.wait();
  try {
    const result = { ...(await ask(query, dataset, mine.signal)), added };
    result.labelled = await learnOf(result.rows);
    answers.set(tab.id, result);
    note({
      query,
      at: new Date().toISOString(),
      rows: result.kind === "ask" ? null : result.rows.length,
      milliseconds: Math.round(result.milliseconds),
      name: tab.name,
    });
    remember(query);
    if (tabs.current() === tab) results.show(result);
  } catch (error) {
    if (mine.signal.aborted)
      return results.say(
        t("La requête a été arrêtée\u00a0; il n’y a pas de réponse.", "The query was stopped; there is no answer."),
      );
    answers.delete(tab.id);
    refuse(error, tab);
  } finally {
    if (running === mine) {
      running = null;
      run.textContent = t("Exécuter", "Run");
    }
  }
}

function refuse(error, tab) {
  if (tabs.current() !== tab) return;
  if (error instanceof Refused && error.line && error.column) editor.mark(error.line, error.column);
  results.refuse(error);
}

// Put the query in the address, so that the page can be reopened, sent and kept as a bookmark.
function remember(query) {
  const address = addressOf(query, dataset, carried());
  history.replaceState(null, "", address ?? addresses.endpoint);
}

mount.dataset.ready = language;
