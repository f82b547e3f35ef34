// The fields of a date and of a duration, written as people write them.

import { Plugin } from "../../vendored/shacl-form.js";
import { readBounds } from "./dates.js";
import { CONS } from "./draft.js";
import { field, make } from "./fields.js";

// A day, month or year in one field; the bounds beside it follow.
export class DatePlugin extends Plugin {
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
export class DurationPlugin extends Plugin {
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
