// What pictures of an answer share: the figure around them, and the measures of those that have names at their left.

import { el } from "../dom.js";
import { t } from "../page.js";

const narrow = matchMedia("(max-width: 40rem)").matches; // on a phone they are narrower, and their letters as large

export const [WIDTH, LEFT, LETTERS, TICKS] = narrow ? [400, 168, 16, 4] : [1000, 430, 46, 10];

export const shortened = (name) => (name.length > LETTERS ? `${name.slice(0, LETTERS - 1).trimEnd()}…` : name);

// Give the sentence that says what a picture shows, and where the same is as a table.
export const captionOf = (sentence, attributes = {}) =>
  el("figcaption", attributes, sentence, " ", t("La table donne les mêmes faits.", "The table gives the same facts."));

// Give a drawing with its sentence, in a frame that the keyboard can scroll; `id` is what the drawing is labelled by.
export const figureOf = (label, id, sentence, drawing) =>
  el(
    "figure",
    {},
    captionOf(sentence, { id }),
    el("div", { class: "wide picture", tabindex: "0", role: "region", "aria-label": label }, drawing),
  );
