// The field of a passage that was kept of the article.

import { Plugin } from "../../vendored/shacl-form.js";
import { PROV, SH } from "./draft.js";
import { field, make } from "./fields.js";

export const PASSAGE = "urn:draft:passage:";

export class PassagePlugin extends Plugin {
  constructor(context) {
    super({ predicate: `${PROV}wasDerivedFrom` });
    this.context = context;
  }

  createEditor(template, value) {
    const control = make("select", { className: "passage" });
    const made = field(template, template.label, true, control);
    control.dataset.nodeKind = `${SH}IRI`;
    control.dataset.wanted = value?.value ?? "";
    showPassages(control, this.context);
    control.addEventListener("change", () => (control.dataset.wanted = control.value || "none"));
    return made;
  }
}

export function showPassages(control, { passages, words }) {
  const options = passages.map((passage, rank) =>
    make("option", { value: `${PASSAGE}${rank}`, textContent: `${words.passage} ${rank + 1} · § ${passage.paragraph} · ${brief(passage.text)}` }),
  );
  control.replaceChildren(make("option", { value: "", textContent: passages.length ? "—" : words.noPassage }), ...options);
  control.value = control.dataset.wanted || (passages.length ? `${PASSAGE}0` : "");
  if (control.selectedIndex < 0) control.value = "";
}

function brief(text) {
  const chars = [...text];
  return chars.length > 60 ? `${chars.slice(0, 58).join("").trimEnd()}…` : text;
}
