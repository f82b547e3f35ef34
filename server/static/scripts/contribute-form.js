// Show the form that the SHACL profile asks for: @ulb-darmstadt/shacl-form with our fields, our words, and errors that
// stand next to their field. What it makes is read as RDF/JS quads.

import { Plugin, registerPlugin, ShaclForm, Theme } from "../vendored/shacl-form.js";
import { readBounds } from "./contribute-dates.js";
import { CONS, DEF, FOAF, KINDS, ORG, PROV, RDF, slug, XSD } from "./contribute-draft.js";

const SH = "http://www.w3.org/ns/shacl#";
const EVERY_KIND = { [`${ORG}Organization`]: ["body-cci", "body-cma", "authority", "organisation"], [`${FOAF}Person`]: ["person"], [`${CONS}StateAuthority`]: ["authority"] };
export const PASSAGE = "urn:draft:passage:";

export const fold = (text) => slug(text).replace(/-/g, " ");

function make(name, properties = {}, ...children) {
  const made = Object.assign(document.createElement(name), properties);
  made.append(...children);
  return made;
}

// --- fields ---

let fields = 0;

// Put a label, a control and what is told about it together. `.editor` is what the form reads; `control` what one uses.
function field(template, label, required, editor, control = editor) {
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

// A thing of the graph, by its name; one that is not there can be made where the shapes allow it.
class ChoicePlugin extends Plugin {
  constructor(path, classes, context) {
    super({ predicate: path });
    this.classes = classes;
    this.context = context;
    this.things = context.things.filter((thing) => thing.classes.some((one) => classes.includes(one)));
    this.byName = new Map(this.things.map((thing) => [fold(thing.label), thing]));
    this.kinds = classes.flatMap((one) => EVERY_KIND[one] ?? []);
    if (this.kinds.includes("person")) this.kinds = ["person"];
  }

  createEditor(template, value) {
    const { created } = this.context;
    const hidden = make("input", { type: "hidden" });
    const control = make("input", { type: "text", autocomplete: "off", maxLength: 300 });
    control.setAttribute("list", this.offer(template));
    const known = value && (this.things.find((one) => one.iri === value.value) ?? created.get(value.value));
    control.value = known?.label ?? "";
    hidden.value = known?.iri ?? "";
    const made = field(template, template.label, template.minCount > 0, hidden, control);
    hidden.dataset.nodeKind = `${SH}IRI`;
    const told = make("span", { className: "told" });
    told.setAttribute("aria-live", "polite");
    const maker = this.kinds.length ? this.maker(template, control) : null;
    hidden.before(told, ...(maker ? [maker] : []));
    const parts = { control, hidden, told, maker };
    const nameOf = ({ hidden: { value: iri } }) => this.things.find((one) => one.iri === iri)?.label;
    control.addEventListener("input", () => this.settle(parts, false));
    control.addEventListener("change", () => (control.value = nameOf(parts) ?? control.value));
    maker?.addEventListener("change", () => this.settle(parts, true));
    if (known) this.tell(told, known, created.has(known.iri));
    if (maker) {
      maker.hidden = !created.has(known?.iri);
      maker.querySelector("select").value = created.get(known?.iri)?.kind ?? "";
    }
    return made;
  }

  offer(template) {
    const id = `offer-${slug(this.classes.join(" "))}`;
    const root = template.config.form.parentNode;
    if (!root.querySelector(`#${id}`)) {
      root.append(make("datalist", { id }, ...this.things.map((thing) => make("option", { value: thing.label }))));
    }
    return id;
  }

  maker(template, control) {
    const { words } = this.context;
    const chooser = make("select", {}, make("option", { value: "", textContent: words.notThere }));
    for (const kind of this.kinds) chooser.append(make("option", { value: kind, textContent: words.kinds[kind] }));
    const id = `maker-${control.id}`;
    chooser.id = id;
    return make("div", { className: "maker" }, make("label", { htmlFor: id, textContent: words.unknown }), chooser);
  }

  // Find what is named, or make it of the kind that was said; another kind makes it anew.
  settle({ control, hidden, told, maker }, isKind) {
    const { created, words } = this.context;
    const text = control.value.trim();
    const name = fold(text);
    const chooser = maker?.querySelector("select");
    const known = this.byName.get(name);
    let thing = known ?? [...created.values()].find((one) => fold(one.label) === name && this.kinds.includes(one.kind));
    if (isKind && !known && name) {
      if (thing) created.delete(thing.iri);
      thing = chooser.value ? this.context.create(chooser.value, text) : undefined;
    } else if (chooser) {
      chooser.value = thing?.kind ?? "";
    }
    if (maker) maker.hidden = !name || Boolean(known);
    hidden.value = thing?.iri ?? "";
    hidden.dataset.typed = text;
    this.tell(told, thing, thing && !known);
    if (text && !thing) told.textContent = maker && name ? words.chooseOrMake : words.choose;
    this.context.changed();
  }

  tell(told, thing, isNew) {
    const name = thing && `id:${thing.iri.slice(thing.iri.lastIndexOf("/") + 1)}`;
    told.replaceChildren();
    if (!thing) return;
    told.append(make("code", { textContent: name }), isNew ? ` ${this.context.words.isNew}` : "");
  }
}

// A passage that was kept of the article.
class PassagePlugin extends Plugin {
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

export function brief(text) {
  const chars = [...text];
  return chars.length > 60 ? `${chars.slice(0, 58).join("").trimEnd()}…` : text;
}

// A day, month or year in one field; the bounds beside it follow.
class DatePlugin extends Plugin {
  constructor(context) {
    super({ predicate: `${CONS}date` });
    this.context = context;
  }

  createEditor(template, value) {
    const hidden = make("input", { type: "hidden", value: value?.value ?? "" });
    const control = make("input", { type: "text", maxLength: 40, placeholder: this.context.words.dateExample, value: value?.value ?? "" });
    const made = field(template, template.label, false, hidden, control);
    made.querySelector(".hint")?.replaceChildren(this.context.words.dateHint);
    const told = make("span", { className: "told" });
    told.setAttribute("aria-live", "polite");
    hidden.before(told);
    control.addEventListener("input", () => {
      const found = control.value.trim() ? readBounds(control.value) : null;
      hidden.value = found && found.first === found.last ? found.first : "";
      hidden.dataset.typed = found || !control.value.trim() ? "" : control.value;
      told.textContent = control.value.trim() && !found ? this.context.words.dateWrong : "";
      const node = control.closest("shacl-node");
      for (const [name, day] of [["earliestDate", found?.first], ["latestDate", found?.last]]) {
        const bound = node?.querySelector(`[data-path="${CONS}${name}"] .editor`);
        if (bound && (found || !control.value.trim())) bound.value = day ?? "";
      }
      this.context.changed();
    });
    return made;
  }
}

// A number of years or months, written as xsd:duration.
class DurationPlugin extends Plugin {
  constructor(context) {
    super({ predicate: `${CONS}statedDuration` });
    this.context = context;
  }

  createEditor(template, value) {
    const { words } = this.context;
    const [, number = "", unit = "Y"] = /^P(\d+)([YM])$/.exec(value?.value ?? "") ?? [];
    const hidden = make("input", { type: "hidden", value: value?.value ?? "" });
    const control = make("input", { type: "text", inputMode: "numeric", maxLength: 4, value: number });
    control.classList.add("short");
    const units = make("select", {}, make("option", { value: "Y", textContent: words.years }), make("option", { value: "M", textContent: words.months }));
    units.value = unit;
    units.setAttribute("aria-label", words.unit);
    const made = field(template, template.label, false, hidden, control);
    control.after(units);
    const settle = () => {
      hidden.value = /^\d+$/.test(control.value.trim()) ? `P${Number(control.value)}${units.value}` : control.value.trim();
      this.context.changed();
    };
    control.addEventListener("input", settle);
    units.addEventListener("change", settle);
    return made;
  }
}

// --- the form ---

export class FactForm extends ShaclForm {
  constructor() {
    super();
    this.config.theme = FactForm.theme;
    this.results = [];
    this.strict = false; // once it was checked, what is missing is told as well
    this.form.addEventListener("submit", (event) => event.preventDefault());
    this.form.addEventListener("input", () => this.soon());
    new MutationObserver(() => this.mend()).observe(this.form, { childList: true, subtree: true });
  }

  soon() {
    clearTimeout(this.waiting);
    this.waiting = setTimeout(() => {
      this.validate(true).then(() => this.context?.changed());
    }, 250);
  }

  // The form marks fields only; this keeps what it found and says it in words beside the field.
  createValidationErrorDisplay(result, kind) {
    const said = result?.message?.find((one) => one.language === this.dataset.language) ?? result?.message?.[0];
    const warns = result?.severity?.value === `${SH}Warning`;
    const own = result?.sourceShape?.value.startsWith(this.dataset.shapeSubject);
    const empty = own && !warns && result?.sourceConstraintComponent?.value === `${SH}MinCountConstraintComponent`;
    const text = empty ? this.context.words.required.replace("{name}", this.nameOf(result.path?.value)) : (said?.value ?? "");
    if (!this.results.some((one) => one.text === text)) this.results.push({ text, warns });
    const shown = make("span", { className: `validation-error${warns ? " warns" : ""}${kind ? ` ${kind}` : ""}` });
    shown.append(make("b", { textContent: warns ? this.context.words.warning : this.context.words.error }), ` ${text}`);
    return shown;
  }

  nameOf(path) {
    return this.form.querySelector(`[data-path="${CSS.escape(path ?? "")}"] label`)?.textContent ?? "";
  }

  async validate(ignoreEmpty = false) {
    this.results = [];
    const conforms = await super.validate(ignoreEmpty && !this.strict);
    for (const instance of this.form.querySelectorAll(".property-instance")) {
      const control = instance.querySelector(".control");
      const seen = new Set();
      const errors = [...instance.querySelectorAll(":scope > .validation-error")].filter((one) => {
        const isNew = !seen.has(one.textContent);
        seen.add(one.textContent);
        if (!isNew) one.remove();
        return isNew;
      });
      if (!control) continue;
      errors.forEach((one, index) => (one.id = `${control.id}-error-${index}`));
      control.toggleAttribute("aria-invalid", false);
      if (errors.some((one) => !one.classList.contains("warns"))) control.setAttribute("aria-invalid", "true");
      const hint = instance.querySelector(".hint")?.id;
      const told = [hint, ...errors.map((one) => one.id)].filter(Boolean).join(" ");
      if (told) control.setAttribute("aria-describedby", told);
      else control.removeAttribute("aria-describedby");
    }
    for (const property of this.form.querySelectorAll("shacl-property")) {
      const isFull = [...property.querySelectorAll(":scope > .property-instance > .editor")].every((one) => one.value);
      property.classList.toggle("full", isFull);
    }
    return conforms;
  }

  // Buttons that are links without an address are neither reached nor worked by keyboard: they are made buttons.
  mend() {
    for (const one of this.form.querySelectorAll(".control-button:not([role])")) {
      const adds = one.classList.contains("add-button");
      const label = adds ? one.textContent : one.title.replace(/^Remove /, "");
      const { words } = this.context;
      one.setAttribute("role", "button");
      one.setAttribute("tabindex", "0");
      one.removeAttribute("title");
      one.setAttribute("aria-label", `${adds ? words.add : words.remove} : ${label}`);
      one.textContent = adds ? `${words.addAnother} : ${label}` : words.remove;
      one.addEventListener("keydown", (event) => {
        if (event.key === "Enter" || event.key === " ") {
          event.preventDefault();
          one.click();
        }
      });
      if (!adds) {
        const property = one.closest("shacl-property");
        one.addEventListener("click", () => setTimeout(() => property.querySelector(".control")?.focus(), 260));
      }
    }
  }

  // Give what the fields say as [predicate, term], without the class, and what was typed that is no value.
  pairs() {
    if (!this.shape) return [];
    return this.toRDF()
      .getQuads(null, null, null, null)
      .filter((quad) => quad.predicate.value !== `${RDF}type`)
      .map(({ predicate, object }) => [
        predicate.value,
        object.termType === "NamedNode"
          ? { iri: object.value }
          : { value: object.value.trim(), language: object.language || undefined, datatype: object.datatype?.value },
      ])
      .filter(([, term]) => term.iri || term.value);
  }

  get unsettled() {
    return [...this.form.querySelectorAll(".editor")].filter((one) => !one.value && one.dataset.typed);
  }

  get firstWrong() {
    const wrong = this.form.querySelector('[aria-invalid="true"]') ?? this.unsettled[0]?.closest(".property-instance")?.querySelector(".control");
    return wrong ?? this.form.querySelector(".control");
  }
}

// Make the class of forms known, once the profile and what can be chosen are there.
export function prepare(css, cards, context) {
  FactForm.theme = new FactTheme(css);
  const done = new Set();
  for (const card of cards) {
    for (const one of card.fields) {
      if (!one.choices.length || done.has(one.path) || one.path === `${PROV}wasDerivedFrom`) continue;
      done.add(one.path);
      registerPlugin(new ChoicePlugin(one.path, one.choices, context));
    }
  }
  registerPlugin(new PassagePlugin(context));
  registerPlugin(new DatePlugin(context));
  registerPlugin(new DurationPlugin(context));
  customElements.define("fact-form", FactForm);
}

// Make the form of one card; `values` are N-Triples about `subject` to start from.
export function makeForm(card, subject, { profile, language, context, values }) {
  const form = document.createElement("fact-form");
  form.context = context;
  form.config.words = context.words;
  Object.assign(form.dataset, {
    card: card.name,
    shapes: profile,
    shapeSubject: card.shape,
    valuesSubject: subject,
    language,
    loading: context.words.loading,
    ignoreOwlImports: "",
    ...(values ? { values } : {}),
  });
  return form;
}
