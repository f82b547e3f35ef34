// Send the forms without leaving the page, so that the files stay chosen: other outputs are then one press away.
// Without this script, the same forms are sent by the browser itself.

const result = document.getElementById("result");
let last = null; // the form that was answered last

async function ask(form, format) {
  const data = new FormData(form);
  if (format) data.set("format", format);
  return fetch(form.action, { method: "POST", body: data, headers: { Accept: "text/html, */*;q=0.5" } });
}

function tell(form, name) {
  const place = form.querySelector(".progress");
  place.textContent = name ? place.dataset[name] : "";
}

async function run(form, format) {
  if (form.getAttribute("aria-busy") === "true") return;
  form.setAttribute("aria-busy", "true");
  tell(form, "busy");
  try {
    const response = await ask(form, format);
    const kind = response.headers.get("Content-Type") || "";
    if (kind.startsWith("text/html")) show(await response.text(), form);
    else save(await response.blob(), nameOf(response));
    tell(form, "done");
  } catch {
    tell(form, "failed");
  } finally {
    form.removeAttribute("aria-busy");
  }
}

function show(text, form) {
  const page = new DOMParser().parseFromString(text, "text/html");
  const told = page.querySelector("#result[data-told]");
  const problem = page.querySelector("main");
  result.replaceChildren(...(told || problem).childNodes);
  if (told) document.querySelector("h1").textContent = told.dataset.told;
  for (const one of document.querySelectorAll(".lead.before")) one.hidden = true;
  document.querySelector(".others").hidden = false;
  for (const heading of result.querySelectorAll("h1")) {
    const smaller = document.createElement("h2");
    smaller.append(...heading.childNodes);
    heading.replaceWith(smaller);
  }
  last = form;
  for (const one of result.querySelectorAll(".again")) one.hidden = false;
  for (const one of result.querySelectorAll(".noscript-hint")) one.hidden = true;
  result.focus();
  result.scrollIntoView();
}

function nameOf(response) {
  const found = /filename="([^"]+)"/.exec(response.headers.get("Content-Disposition") || "");
  return found ? found[1] : "consulaire";
}

function save(blob, name) {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(blob);
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
}

for (const form of document.querySelectorAll("form.check")) {
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    run(form, null);
  });
}
result.addEventListener("click", (event) => {
  const format = event.target.closest("button[data-format]")?.dataset.format;
  if (format && last) run(last, format);
});
