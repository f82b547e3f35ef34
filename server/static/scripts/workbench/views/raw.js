// The answer as it came; that of a CONSTRUCT as Turtle.

import { el } from "../dom.js";
import { send } from "../ask.js";
import { number, t } from "../page.js";

const MOST = 200_000; // characters

export async function draw(result) {
  const text = result.kind === "graph" ? await turtle(result) : JSON.stringify(JSON.parse(result.text), null, 2);
  const format = result.kind === "graph" ? "Turtle" : "SPARQL Results JSON";
  const shown = el("pre", { class: "raw", tabindex: "0", "aria-label": format }, el("code", {}, text.slice(0, MOST)));
  const cut = text.length > MOST
    ? t(`Seuls ${number(MOST)} caractères sur ${number(text.length)} sont montrés ; les téléchargements contiennent tout.`, `Only ${number(MOST)} characters of ${number(text.length)} are shown; the downloads hold everything.`)
    : "";
  return [el("p", { class: "note" }, `${format}. ${cut}`), shown];
}

async function turtle(result) {
  const response = await send(result.query, result.dataset, { format: "turtle" });
  const text = await response.text();
  if (!response.ok) throw new Error(text.slice(0, 200));
  return text;
}
