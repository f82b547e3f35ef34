// Make elements. Texts are put in as texts, never read as markup.

const SVG = "http://www.w3.org/2000/svg";

function fill(element, attributes, children) {
  for (const [name, value] of Object.entries(attributes)) {
    if (value === null || value === undefined || value === false) continue;
    if (name.startsWith("on")) element.addEventListener(name.slice(2), value);
    else element.setAttribute(name, value === true ? "" : value);
  }
  element.append(...children.flat().filter((child) => child !== null && child !== undefined));
  return element;
}

export const el = (tag, attributes = {}, ...children) => fill(document.createElement(tag), attributes, children);
export const svg = (tag, attributes = {}, ...children) => fill(document.createElementNS(SVG, tag), attributes, children);

export const button = (label, onclick, attributes = {}) => el("button", { type: "button", onclick, ...attributes }, label);

let made = 0;
export const newId = (stem) => `${stem}-${(made += 1)}`;

// Make a labelled choice; `choices` are pairs of a value and its label.
export function choice(label, choices, chosen, onchange) {
  const id = newId("choice");
  const select = el(
    "select",
    { id, onchange: () => onchange(select.value) },
    choices.map(([value, text]) => el("option", { value, selected: value === chosen }, text)),
  );
  return el("span", { class: "choice" }, el("label", { for: id }, label), select);
}

// Open a dialog over the page; Escape and its button close it, and the focus goes back to where it was.
export function openDialog(title, ...content) {
  const id = newId("dialog");
  const before = document.activeElement;
  const dialog = el("dialog", { class: "workbench-dialog", "aria-labelledby": id });
  const close = button("×", () => dialog.close(), { class: "close" });
  dialog.append(el("header", {}, el("h2", { id }, title), close), ...content);
  dialog.addEventListener("click", (event) => event.target === dialog && dialog.close());
  dialog.addEventListener("close", () => {
    dialog.remove();
    if (before?.isConnected) before.focus();
  });
  document.body.append(dialog);
  dialog.showModal();
  return { dialog, close };
}
