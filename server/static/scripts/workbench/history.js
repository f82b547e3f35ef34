// What was run in this browser, the newest first.

import { button, el, openDialog } from "./dom.js";
import { forgetRuns, kept } from "./kept.js";
import { count, duration, language, t } from "./page.js";

const WHEN = new Intl.DateTimeFormat(language === "en" ? "en-GB" : "fr-FR", { dateStyle: "medium", timeStyle: "short" });

export function openHistory(open) {
  const none = () => el("p", {}, t("Rien n’a encore été exécuté dans ce navigateur.", "Nothing was run in this browser yet."));
  const place = el("div", {});
  const { dialog, close } = openDialog(t("Historique", "History"), el("p", { class: "note" }, t("L’historique et les onglets restent dans ce navigateur ; le serveur n’en garde rien.", "The history and the tabs stay in this browser; the server keeps nothing of them.")), place);
  const draw = () => {
    if (!kept.runs.length) return place.replaceChildren(none());
    const clear = button(t("Effacer l’historique", "Clear the history"), () => {
      forgetRuns();
      draw();
      close.focus();
    }, { class: "quiet" });
    return place.replaceChildren(el("ol", { class: "example-list" }, kept.runs.map((run) => el("li", {}, item(run)))), el("p", {}, clear));
  };
  const item = (run) => {
    const take = () => {
      dialog.close();
      open(run.query);
    };
    const rows = typeof run.rows === "number" ? count(run.rows, ["ligne", "lignes"], ["row", "rows"]) : t("oui ou non", "yes or no");
    return el("button", { type: "button", onclick: take }, el("strong", {}, run.name ?? ""), el("code", {}, gist(run.query)), el("span", { class: "note" }, [WHEN.format(new Date(run.at)), rows, duration(run.milliseconds)].join(" · ")));
  };
  draw();
}

// The text without its prefixes and comments, on one line.
const gist = (query) => query.replace(/^\s*(?:prefix|base)\b[^\n]*$/gim, "").replace(/^\s*#[^\n]*$/gm, "").replace(/\s+/g, " ").trim().slice(0, 160);
