// Show the form that the SHACL profile asks for: @ulb-darmstadt/shacl-form with our fields, our words, and errors that
// stand next to their field. What it makes is read as RDF/JS quads.

import { registerPlugin, ShaclForm } from "../../vendored/shacl-form.js";
import { PassagePlugin } from "./cited.js";
import { PROV, RDF, SH } from "./draft.js";
import { FactTheme, make } from "./fields.js";
import { ThingPlugin } from "./things.js";
import { DatePlugin, DurationPlugin } from "./times.js";

class FactForm extends ShaclForm {
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
      registerPlugin(new ThingPlugin(one.path, one.choices, context));
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
