// The editor: Yasgui's, with the keys that a page may take. Tab is not one of them, so that nobody is held in it.

import { completer } from "./completion.js";
import { addresses, t } from "./page.js";
import { knownPrefixes } from "./terms.js";

const { Yasqe } = await import(addresses.yasqe);

// Make an editor inside an element; `onrun` is called for Ctrl+Enter, `onchange` with the text after each change.
export function makeEditor(parent, { describedBy, onrun, onchange }) {
  const keys = {
    Tab: false,
    "Shift-Tab": false,
    Esc: () => yasqe.getInputField().blur(),
    "Ctrl-Enter": onrun,
    "Cmd-Enter": onrun,
    "Ctrl-Space": () => complete(),
    "Ctrl-S": false,
    "Ctrl-]": "indentMore",
    "Ctrl-[": "indentLess",
  };
  const yasqe = new Yasqe(parent, {
    value: "",
    persistenceId: null,
    consumeShareLink: null,
    createShareableLink: null,
    showQueryButton: false,
    resizeable: false,
    autocompleters: [],
    editorHeight: "",
    inputStyle: "contenteditable",
    screenReaderLabel: t("Requête SPARQL", "SPARQL query"),
    invalidLine: t("Ici, on attend\u00a0: ", "Expected here: "),
    spellcheck: false,
    tabSize: 2,
    indentUnit: 2,
    extraKeys: keys,
  });
  const field = yasqe.getInputField();
  field.setAttribute("role", "textbox");
  field.setAttribute("aria-multiline", "true");
  field.setAttribute("aria-describedby", describedBy);
  const { complete, watch } = completer(yasqe);
  yasqe.on("inputRead", (_, change) => watch(change));
  yasqe.on("changes", () => {
    forget();
    onchange(yasqe.getValue());
  });

  let marks = [];
  const forget = () => {
    for (const mark of marks) mark.clear();
    marks = [];
  };

  return {
    text: () => yasqe.getValue(),
    focus: () => yasqe.focus(),
    // Put in another text; the way back of the former one is forgotten.
    load(text) {
      yasqe.setValue(text);
      yasqe.clearHistory();
      yasqe.setCursor({ line: 0, ch: 0 });
    },
    // Replace the whole text as one step that can be undone.
    change: (text) => yasqe.setValue(text),
    // Mark a place, counted from 1, up to the end of the word there.
    mark(line, column) {
      forget();
      const at = { line: line - 1, ch: Math.max(column - 1, 0) };
      const rest = (yasqe.getLine(at.line) ?? "").slice(at.ch);
      const length = /^[\w:?$-]+/.exec(rest)?.[0].length ?? 1;
      const from = rest ? at : { ...at, ch: Math.max(at.ch - 1, 0) };
      marks.push(yasqe.getDoc().markText(from, { ...at, ch: at.ch + length }, { className: "refused-here", title: t("La requête est refusée ici", "The query is refused here") }));
    },
    goTo(line, column) {
      yasqe.focus();
      yasqe.setCursor({ line: line - 1, ch: Math.max(column - 1, 0) });
      yasqe.scrollIntoView(null, 60);
    },
    // Insert lines PREFIX for those of our prefixes that the text uses and does not declare.
    declarePrefixes() {
      const text = yasqe.getValue();
      const declared = yasqe.getPrefixesFromQuery();
      const without = text.replace(/<[^<>\s]*>|"(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*'|#[^\n]*/g, " ");
      const missing = Object.entries(knownPrefixes()).filter(
        ([prefix]) => !(prefix in declared) && new RegExp(`(?:^|[^\\w:-])${prefix}:`).test(without),
      );
      if (missing.length) yasqe.addPrefixes(Object.fromEntries(missing));
      return missing.map(([prefix]) => prefix);
    },
    refresh: () => yasqe.refresh(),
  };
}
