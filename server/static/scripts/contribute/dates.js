// Read a day, a month or a year as its first and its last day, as graph/dates.py does. Nothing is guessed: a text that
// can be read with the day first or the month first is no date.

const MONTHS = ["janvier", "fevrier", "mars", "avril", "mai", "juin", "juillet", "aout", "septembre", "octobre", "novembre", "decembre"];

export function readBounds(text) {
  const plain = text.normalize("NFD").replace(/[\u0300-\u036f]/g, "").trim().toLowerCase().replace(/\s+/g, " ");
  const iso = /^(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?$/.exec(plain);
  if (iso) return bounds(iso[1], iso[2], iso[3]);
  const french = /^(?:(\d{1,2}|1er) )?([a-z]+) (\d{4})$/.exec(plain);
  const month = french ? MONTHS.indexOf(french[2]) + 1 : 0;
  return month ? bounds(french[3], String(month), french[1]?.replace("er", "")) : null;
}

function bounds(year, month, day) {
  const [y, m, d] = [Number(year), Number(month || 1), Number(day || 1)];
  if (y < 1000 || m < 1 || m > 12 || d < 1 || d > lastDay(y, m)) return null;
  const end = [y, month ? m : 12, day ? d : lastDay(y, month ? m : 12)];
  return { first: written(y, m, d), last: written(...end) };
}

function lastDay(year, month) {
  return new Date(Date.UTC(year, month, 0)).getUTCDate();
}

function written(year, month, day) {
  return [String(year).padStart(4, "0"), ...[month, day].map((part) => String(part).padStart(2, "0"))].join("-");
}
