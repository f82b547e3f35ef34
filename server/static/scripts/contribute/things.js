// The field of a thing of the graph, found by its name; one that is not there can be made where the shapes allow it.

import { Plugin } from "../../vendored/shacl-form.js";
import { CONS, FOAF, fold, ORG, SH, slug } from "./draft.js";
import { field, make } from "./fields.js";

// What can be made where a shape asks for a thing of a class: kinds of `draft.js`.
const EVERY_KIND = {
  [`${ORG}Organization`]: ["body-cci", "body-cma", "authority", "organisation"],
  [`${FOAF}Person`]: ["person"],
  [`${CONS}StateAuthority`]: ["authority"],
};

export class ThingPlugin extends Plugin {
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
