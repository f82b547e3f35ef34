// Make the fields of the form: a label, a control and what is told about it, for each kind of value that a shape can ask.

import { Theme } from "../../vendored/shacl-form.js";
import { XSD } from "./draft.js";

export function make(name, properties = {}, ...children) {
  const made = Object.assign(document.createElement(name), properties);
  made.append(...children);
  return made;
}

let fields = 0;

// Put a label, a control and what is told about it together. `.editor` is what the form reads; `control` what one uses.
export function field(template, label, required, editor, control = editor) {
  const id = `field-${(fields += 1)}`;
  control.id = id;
  editor.classList.add("editor");
  control.classList.add("control");
  if (template?.datatype) editor.shaclDatatype = template.datatype;
  if (template?.nodeKind) editor.dataset.nodeKind = template.nodeKind.value;
  if (required) control.setAttribute("aria-required", "true");
  const name = make("label", { htmlFor: id, textContent: label, className: required ? "required" : "" });
  const parts = [name, control];
  if (template?.description) {
    const hint = make("span", { id: `${id}-hint`, className: "hint", textContent: template.description.value });
    control.setAttribute("aria-describedby", hint.id);
    parts.push(hint);
  }
  if (control !== editor) parts.push(editor);
  return make("div", {}, ...parts);
}

function starting(template, value) {
  return value?.value ?? template?.defaultValue?.value ?? "";
}

export class FactTheme extends Theme {
  constructor(css) {
    super("");
    this.stylesheet.replaceSync(css);
  }

  createTextEditor(label, value, required, template) {
    const long = template.path?.endsWith("#comment");
    const control = long ? make("textarea", { rows: 2 }) : make("input", { type: "text" });
    control.value = starting(template, value);
    control.maxLength = 500;
    return field(template, label, required, control);
  }

  createLangStringEditor(label, value, required, template) {
    const languages = (template.languageIn ?? []).map((one) => one.value);
    const made = this.createTextEditor(label, value, required, template);
    const editor = made.querySelector(".editor");
    editor.dataset.lang = value?.language || languages[0] || "fr";
    if (languages.length > 1) {
      const chooser = make("select", { className: "language" }, ...languages.map((one) => make("option", { value: one, textContent: one })));
      chooser.value = editor.dataset.lang;
      chooser.setAttribute("aria-label", `${label} : ${template.config.words.language}`);
      chooser.addEventListener("change", () => (editor.dataset.lang = chooser.value));
      editor.after(chooser);
    }
    return made;
  }

  createNumberEditor(label, value, required, template) {
    const control = make("input", { type: "text", inputMode: template.datatype?.value === `${XSD}integer` ? "numeric" : "decimal" });
    control.classList.add("short");
    control.value = starting(template, value);
    control.maxLength = 20;
    control.addEventListener("input", () => (control.value = control.value.replace(",", ".").trimStart()));
    return field(template, label, required, control);
  }

  createDateEditor(label, value, required, template) {
    const control = make("input", { type: "date" });
    control.value = starting(template, value).slice(0, 10);
    return field(template, label, required, control);
  }

  createBooleanEditor(label, value, required, template) {
    return this.createTextEditor(label, value, required, template);
  }

  createFileEditor(label, value, required, template) {
    return this.createTextEditor(label, value, required, template);
  }

  createListEditor(label, value, required, entries, template) {
    const control = make("select", {}, make("option", { value: "", textContent: "—" }));
    for (const entry of entries) {
      const iri = typeof entry.value === "string" ? entry.value : entry.value.value;
      control.append(make("option", { value: iri, textContent: entry.label || iri }));
    }
    control.value = starting(template, value);
    return field(template, label, required, control);
  }

  createButton(label) {
    return make("button", { type: "button", textContent: label });
  }
}
