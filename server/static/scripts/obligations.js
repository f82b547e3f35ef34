// Open a cell of the matrix in place: the page that its link leads to, in a dialog. Without this script it is followed.

const { close: closing, whole } = document.querySelector("script[data-close]").dataset;
const dialog = document.querySelector("#opened");
let asked = null;

function button(label, act) {
  const made = document.createElement("button");
  made.type = "button";
  made.textContent = label;
  made.addEventListener("click", act);
  return made;
}

function head(title, address) {
  const made = document.createElement("div");
  made.className = "opened-head";
  const name = document.createElement("p");
  name.id = "opened-title";
  name.textContent = title;
  const link = document.createElement("a");
  link.href = address;
  link.textContent = whole;
  made.append(name, link, button(closing, () => dialog.close()));
  return made;
}

async function open(cell) {
  const address = cell.href;
  asked?.abort();
  asked = new AbortController();
  const answer = await fetch(address, { headers: { Accept: "text/html" }, signal: asked.signal });
  if (!answer.ok) throw new Error(`${answer.status}`);
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  const found = page.querySelector("#verdicts");
  if (!found) throw new Error("no verdicts");
  const row = cell.closest("tr").querySelector("th").textContent.trim();
  const column = cell.closest("table").tHead.rows[0].cells[cell.closest("td").cellIndex].textContent.trim();
  dialog.replaceChildren(head(`${row} – ${column}`, address), document.importNode(found, true));
  dialog.showModal();
  dialog.scrollTop = 0;
  dialog.addEventListener("close", () => cell.focus(), { once: true });
}

document.querySelector(".matrix")?.addEventListener("click", (event) => {
  const cell = event.target.closest("a.cell");
  if (!cell || event.ctrlKey || event.metaKey || event.shiftKey || event.button) return;
  event.preventDefault();
  open(cell).catch((error) => {
    if (error.name !== "AbortError") window.location.assign(cell.href);
  });
});

dialog?.addEventListener("click", (event) => {
  if (event.target === dialog) dialog.close();
});
