// Suggest things while one types, for the search fields of a page: the combobox pattern of WAI-ARIA, with a list.
// Without this script the fields are plain forms. Enter opens the chosen suggestion, or searches when none is chosen.

const PAUSE = 150; // milliseconds without a key until the server is asked
const REGIONS = 2; // that a suggestion names; of more, it says how many
const WORDS = {
  fr: {
    list: "Suggestions",
    none: "Aucune suggestion.",
    some: (shown, total) => `${shown} suggestion${shown > 1 ? "s" : ""} sur ${total} résultat${total > 1 ? "s" : ""}.`,
    all: (total) => `Voir les ${total} résultats`,
    more: (count) => `et ${count} autre${count > 1 ? "s" : ""} région${count > 1 ? "s" : ""}`,
    possible: "possible à cette date",
  },
  en: {
    list: "Suggestions",
    none: "No suggestion.",
    some: (shown, total) => `${shown} suggestion${shown > 1 ? "s" : ""} of ${total} result${total > 1 ? "s" : ""}.`,
    all: (total) => `See all ${total} results`,
    more: (count) => `and ${count} other region${count > 1 ? "s" : ""}`,
    possible: "possible on that day",
  },
};
const words = WORDS[document.documentElement.lang] ?? WORDS.fr;

class Suggestions {
  constructor(input) {
    this.input = input;
    this.form = input.form;
    this.chosen = -1;
    this.asked = null;
    this.timer = 0;
    this.list = element("ul", { id: `${input.id}-suggestions`, role: "listbox", class: "suggestions", hidden: "" });
    this.list.setAttribute("aria-label", words.list);
    this.status = element("p", { class: "hidden", role: "status" });
    input.after(this.list, this.status);
    input.parentElement.classList.add("suggesting");
    for (const [name, value] of Object.entries({
      role: "combobox",
      "aria-autocomplete": "list",
      "aria-expanded": "false",
      "aria-controls": this.list.id,
    })) {
      input.setAttribute(name, value);
    }
    input.addEventListener("input", () => this.askSoon());
    input.addEventListener("keydown", (event) => this.press(event));
    input.addEventListener("blur", () => this.close());
    this.list.addEventListener("mousedown", (event) => event.preventDefault()); // the field keeps the focus
    this.list.addEventListener("click", (event) => this.open(event.target.closest("[role=option]")));
  }

  get options() {
    return [...this.list.children];
  }

  askSoon() {
    clearTimeout(this.timer);
    this.asked?.abort();
    if (!this.input.value.trim()) {
      this.close();
      return;
    }
    this.timer = setTimeout(() => this.ask(), PAUSE);
  }

  async ask() {
    const asked = (this.asked = new AbortController());
    const address = new URL(`${this.form.action.split(/[?#]/)[0]}/suggest`);
    for (const [name, value] of new FormData(this.form)) {
      if (["q", "at", "lang"].includes(name)) address.searchParams.set(name, value);
    }
    try {
      const response = await fetch(address, { signal: asked.signal, headers: { Accept: "application/json" } });
      if (!response.ok) throw new Error(response.statusText);
      const found = await response.json();
      if (!asked.signal.aborted) this.show(found);
    } catch {
      if (!asked.signal.aborted) this.close(); // the form still works
    }
  }

  show({ suggestions, total }) {
    const options = suggestions.map((one) => this.option(one));
    if (total > suggestions.length) {
      options.push(element("li", { role: "option", class: "all" }, words.all(total)));
    }
    options.forEach((option, place) => {
      option.id = `${this.list.id}-${place}`;
      option.setAttribute("aria-selected", "false");
    });
    this.list.replaceChildren(...options);
    this.choose(-1);
    this.expand(options.length > 0 && document.activeElement === this.input);
    this.status.textContent = options.length ? words.some(suggestions.length, total) : words.none;
  }

  option(one) {
    const about = [one.kindLabel, ...one.regions.slice(0, REGIONS)];
    if (one.regions.length > REGIONS) about.push(words.more(one.regions.length - REGIONS));
    if (one.presence === "possible") about.push(words.possible);
    const option = element("li", { role: "option", "data-address": one.address });
    option.append(element("span", { class: "label" }, one.label), " ");
    if (one.matched) option.append(element("span", { class: "matched" }, one.matched.sentence), " ");
    option.append(element("span", { class: "about" }, about.join(" · ")));
    return option;
  }

  press(event) {
    const moves = { ArrowDown: 1, ArrowUp: -1 };
    if (event.isComposing) return;
    if (event.key in moves) {
      event.preventDefault();
      if (this.list.hidden) {
        if (this.options.length) this.expand(true);
        else this.askSoon();
      }
      const places = this.options.length + 1; // one of them is the field itself
      if (!this.list.hidden) this.choose(((this.chosen + 1 + moves[event.key] + places) % places) - 1);
    } else if (event.key === "Enter" && !this.list.hidden && this.chosen >= 0) {
      event.preventDefault();
      this.open(this.options[this.chosen]);
    } else if (event.key === "Escape" && !this.list.hidden) {
      event.preventDefault(); // what was typed stays
      this.close();
    }
  }

  choose(place) {
    this.options.forEach((option, at) => option.setAttribute("aria-selected", String(at === place)));
    this.chosen = place;
    if (place < 0) {
      this.input.removeAttribute("aria-activedescendant");
    } else {
      this.input.setAttribute("aria-activedescendant", this.options[place].id);
      this.options[place].scrollIntoView({ block: "nearest" });
    }
  }

  expand(there) {
    this.list.hidden = !there;
    this.input.setAttribute("aria-expanded", String(there));
  }

  close() {
    clearTimeout(this.timer);
    this.asked?.abort();
    this.choose(-1);
    this.expand(false);
  }

  open(option) {
    if (!option) return;
    if (option.dataset.address) location.assign(option.dataset.address);
    else this.form.requestSubmit();
  }
}

function element(name, attributes, text) {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
  if (text !== undefined) made.textContent = text;
  return made;
}

for (const input of document.querySelectorAll("input#find, input#q")) {
  if (input.form) new Suggestions(input);
}
