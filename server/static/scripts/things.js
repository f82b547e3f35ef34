// Open the source of a fact on hover as well as by a click or the keyboard; Escape closes it; offer to copy texts.
const sources = [...document.querySelectorAll("details.source")];
const french = document.documentElement.lang === "fr";
const pinned = new WeakSet();

function close(one) {
  one.open = false;
  pinned.delete(one);
}

for (const one of sources) {
  const summary = one.querySelector("summary");
  let timer = 0;
  const wait = (action, delay) => {
    clearTimeout(timer);
    timer = setTimeout(action, delay);
  };
  one.addEventListener("pointerenter", (event) => {
    if (event.pointerType === "mouse") wait(() => { one.open = true; }, 120);
  });
  one.addEventListener("pointerleave", (event) => {
    if (event.pointerType === "mouse") wait(() => { if (!pinned.has(one)) one.open = false; }, 250);
  });
  summary.addEventListener("click", (event) => {
    clearTimeout(timer);
    event.preventDefault();
    const keep = !one.open || (event.detail > 0 && !pinned.has(one));
    one.open = keep;
    if (keep) pinned.add(one); else pinned.delete(one);
  });
  one.addEventListener("toggle", () => {
    if (one.open) for (const other of sources) if (other !== one && other.open) close(other);
  });
}

document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape") return;
  for (const one of sources) {
    if (!one.open) continue;
    const inside = one.contains(document.activeElement);
    close(one);
    if (inside) one.querySelector("summary").focus();
  }
});
document.addEventListener("click", (event) => {
  for (const one of sources) if (one.open && !one.contains(event.target)) close(one);
});

if (navigator.clipboard) {
  for (const text of document.querySelectorAll(".reuse pre")) {
    const label = text.previousElementSibling;
    if (!label?.classList.contains("label")) continue;
    const button = document.createElement("button");
    button.type = "button";
    button.className = "copy";
    button.textContent = french ? "Copier" : "Copy";
    button.setAttribute("aria-label", `${button.textContent} ${text.getAttribute("aria-label")}`);
    button.addEventListener("click", async () => {
      await navigator.clipboard.writeText(text.textContent);
      button.textContent = french ? "Copié" : "Copied";
    });
    label.append(button);
  }
}
