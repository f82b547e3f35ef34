// Show an answer: what came, in which time, whether it is whole; then one of the views of it.

import { button, el } from "./dom.js";
import { count, duration, number, t } from "./page.js";
import { Refused } from "./ask.js";
import { downloads } from "./downloads.js";
import { explain } from "./empty.js";
import { VIEWS } from "./views.js";

export function makeResults({ goTo, apply }) {
  const status = el("p", { class: "result-status", role: "status" });
  const body = el("div", { class: "result-body" });
  const element = el(
    "section",
    { class: "result", "aria-labelledby": "result-title", hidden: true },
    el("h2", { id: "result-title", class: "hidden" }, t("Réponse", "Answer")),
    status,
    body,
  );
  let chosen = "table";
  let drawn = 0;

  function say(...content) {
    element.hidden = false;
    drawn += 1;
    element.removeAttribute("aria-busy");
    status.replaceChildren(...content);
    body.replaceChildren();
  }

  function show(result) {
    say(...summary(result));
    const isEmpty = result.kind === "ask" ? !result.boolean : !result.rows.length;
    if (result.kind === "ask")
      body.append(el("p", { class: "verdict" }, result.boolean ? t("Oui", "Yes") : t("Non", "No")));
    else if (!isEmpty) body.append(views(result));
    if (isEmpty) void explain(body, result, { apply, goTo });
    if (!isEmpty || result.kind === "ask") body.append(downloads(result));
  }

  function views(result) {
    const panel = el("div", { role: "tabpanel", id: "view-panel", class: "view", tabindex: "-1" });
    const list = el("div", {
      role: "tablist",
      class: "view-tabs",
      "aria-label": t("Vues de la réponse", "Views of the answer"),
    });
    const choose = async (view, focus = false) => {
      chosen = view.id;
      const mine = (drawn += 1);
      for (const tab of list.children) {
        const mineToo = tab.id === `view-${view.id}`;
        tab.setAttribute("aria-selected", String(mineToo));
        tab.tabIndex = mineToo ? 0 : -1;
        if (mineToo && focus) tab.focus();
      }
      panel.setAttribute("aria-labelledby", `view-${view.id}`);
      const needs = view.needs(result);
      if (needs) return panel.replaceChildren(el("p", { class: "needs" }, needs));
      const content = await view
        .draw(result)
        .catch((error) => [
          el(
            "p",
            { class: "needs" },
            t("Cette vue n’a pu être dessinée. ", "This view could not be drawn. ") + error.message,
          ),
        ]);
      if (mine === drawn) panel.replaceChildren(...[content].flat());
      return content.ready?.();
    };
    for (const view of VIEWS) {
      list.append(
        button(view.label, () => void choose(view, true), {
          role: "tab",
          id: `view-${view.id}`,
          "aria-controls": panel.id,
        }),
      );
    }
    list.addEventListener("keydown", (event) => {
      const at = VIEWS.findIndex((view) => view.id === chosen);
      const moves = { ArrowRight: at + 1, ArrowLeft: at - 1 + VIEWS.length, Home: 0, End: VIEWS.length - 1 };
      if (!(event.key in moves)) return;
      event.preventDefault();
      void choose(VIEWS[moves[event.key] % VIEWS.length], true);
    });
    void choose(VIEWS.find((view) => view.id === chosen && !view.needs(result)) ?? VIEWS[0]);
    return el("div", {}, list, panel);
  }

  function refuse(error) {
    const place = error.line && error.column;
    const title = error instanceof Refused ? error.title : t("Aucune réponse", "No answer");
    const detail =
      error instanceof Refused
        ? error.message
        : t("Le serveur n’a pas répondu\u00a0: ", "The server did not answer: ") + error.message;
    say(el("strong", {}, title));
    body.append(el("pre", { class: "problem", tabindex: "0", "aria-label": title }, detail));
    if (place) {
      body.append(
        el(
          "p",
          {},
          button(
            t(
              `Aller à la ligne ${error.line}, colonne ${error.column}`,
              `Go to line ${error.line}, column ${error.column}`,
            ),
            () => goTo(error.line, error.column),
            { class: "quiet go-to" },
          ),
        ),
      );
    }
    if (error.status === 503)
      body.append(
        el(
          "p",
          { class: "note" },
          t(
            "Rien n’est montré, car une réponse tronquée serait fausse.",
            "Nothing is shown, since a part of an answer would be wrong.",
          ),
        ),
      );
  }

  return {
    element,
    say,
    show,
    refuse,
    wait() {
      say(t("La requête est en cours…", "The query is running…"));
      element.setAttribute("aria-busy", "true");
    },
    clear() {
      say();
      element.hidden = true;
    },
  };
}

function summary(result) {
  const time = duration(result.milliseconds);
  const server =
    result.atServer === null
      ? ""
      : t(`, dont ${duration(result.atServer)} au serveur`, `, of which ${duration(result.atServer)} at the server`);
  const what = {
    select: () => count(result.rows.length, ["ligne", "lignes"], ["row", "rows"]),
    graph: () => count(result.rows.length, ["triplet", "triplets"], ["triple", "triples"]),
    ask: () => t("Réponse", "Answer"),
  }[result.kind]();
  const whole = result.rows.length
    ? t(
        "Réponse complète\u00a0: ce serveur ne tronque jamais.",
        "The answer is complete: this server never cuts one short.",
      )
    : "";
  const limit = /\blimit\s+(\d+)/gi.exec(result.query.replace(/#[^\n]*/g, ""));
  const own =
    limit && Number(limit[1]) === result.rows.length
      ? t(" Votre requête s’arrête à LIMIT ", " Your query stops at LIMIT ") + `${limit[1]}.`
      : "";
  const added = result.added?.length
    ? el(
        "span",
        { class: "note" },
        t(
          ` Préfixes ajoutés à la requête\u00a0: ${result.added.join(", ")}.`,
          ` Prefixes added to the query: ${result.added.join(", ")}.`,
        ),
      )
    : "";
  const labelled = result.labelled
    ? el(
        "span",
        { class: "note" },
        t(
          ` Les libellés sont ceux des ${number(result.labelled)} premières lignes et des pages que vous ouvrez\u00a0; ailleurs, filtre, tri et images prennent le nom court.`,
          ` Labels are those of the first ${number(result.labelled)} rows and of the pages that you open; elsewhere filter, sorting and pictures take the short name.`,
        ),
      )
    : "";
  return [el("strong", {}, what), t(` en ${time}${server}. `, ` in ${time}${server}. `), whole, own, added, labelled];
}
