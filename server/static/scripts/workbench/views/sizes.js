// The measures of the pictures that have names at their left: on a phone they are narrower, and their letters as large.

const narrow = matchMedia("(max-width: 40rem)").matches;

export const [WIDTH, LEFT, LETTERS, TICKS] = narrow ? [400, 168, 16, 4] : [1000, 430, 46, 10];

export const shortened = (name) => (name.length > LETTERS ? `${name.slice(0, LETTERS - 1).trimEnd()}…` : name);
