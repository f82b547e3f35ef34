// Number the paragraphs of an article and find a passage in it, exactly as `consulaire validate --sources` does
// (graph/sources.py). Nothing here asks the network: the text stays where it is.
//
// Positions count Unicode code points of the decoded text from 0, end excluded. JavaScript counts UTF-16 units, and a
// text field shows CRLF as LF: both are counted back here.

// What str.strip() of Python takes for white space; \s of JavaScript differs (U+FEFF, U+0085, U+001C to U+001F).
const BLANK = /[\t-\r\x1c-\x20\x85\xa0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000]/;

export class Article {
  // `text` is the text as the file has it.
  constructor(text) {
    this.text = text.toWellFormed ? text.toWellFormed() : text;
    this.shown = this.text.replace(/\r\n?/g, "\n"); // as a text field shows it
    this.paragraphs = [];
    let start = 0;
    for (const line of this.text.split("\n")) {
      if (!isBlank(line)) this.paragraphs.push({ start, end: start + line.length });
      start += line.length + 1;
    }
    this._double = [];
    for (let at = this.text.indexOf("\r\n"); at >= 0; at = this.text.indexOf("\r\n", at + 2)) {
      this._double.push(at - this._double.length);
    }
  }

  get length() {
    return points(this.text);
  }

  get bytes() {
    return new TextEncoder().encode(this.text);
  }

  textOf(paragraph) {
    const { start, end } = this.paragraphs[paragraph - 1];
    return this.text.slice(start, end);
  }

  // Give the place in `text` of a place in `shown`.
  unshown(place) {
    let low = 0;
    let high = this._double.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (this._double[middle] < place) low = middle + 1;
      else high = middle;
    }
    return place + low;
  }

  // Give one passage for each paragraph that is between two places of `text`, without white space at its ends.
  between(from, to) {
    const found = [];
    this.paragraphs.forEach((line, index) => {
      let start = Math.max(from, line.start);
      let end = Math.min(to, line.end);
      while (start < end && BLANK.test(this.text[start])) start += 1;
      while (start < end && BLANK.test(this.text[end - 1])) end -= 1;
      if (start > 0 && isLow(this.text, start)) start -= 1; // never half a character
      if (isLow(this.text, end)) end += 1;
      if (start < end) found.push(this._passage(index + 1, start, end));
    });
    return found;
  }

  // Give the passage of a paragraph that begins and ends with these words (none: where the paragraph does), or null.
  saying(paragraph, first, last) {
    const line = this.paragraphs[paragraph - 1];
    if (!line) return null;
    const text = this.text.slice(line.start, line.end);
    const start = first ? text.indexOf(first) : 0;
    if (start < 0) return null;
    const before = last ? text.indexOf(last, start + (last === first ? 0 : first.length)) : text.length;
    const end = last ? before + last.length : text.length;
    if (before < 0) return null;
    return this.between(line.start + start, line.start + end)[0] ?? null;
  }

  _passage(paragraph, from, to) {
    const text = this.text.slice(from, to);
    const start = points(this.text.slice(0, from));
    return { paragraph, start, end: start + points(text), text, from, to };
  }
}

export function isBlank(line) {
  for (const char of line) if (!BLANK.test(char)) return false;
  return true;
}

export function points(text) {
  let count = 0;
  for (const _ of text) count += 1;
  return count;
}

function isLow(text, place) {
  const unit = text.charCodeAt(place);
  return unit >= 0xdc00 && unit <= 0xdfff && place > 0 && (text.charCodeAt(place - 1) & 0xfc00) === 0xd800;
}

// Give the SHA-256 of bytes in hexadecimal. Where the page is not in a secure context the browser has no digest of its
// own; the few lines below then stand in.
export async function sha256(bytes) {
  const made = globalThis.crypto?.subtle ? new Uint8Array(await crypto.subtle.digest("SHA-256", bytes)) : digest(bytes);
  return [...made].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}

const PRIMES = [];
for (let n = 2; PRIMES.length < 64; n += 1) if (PRIMES.every((prime) => n % prime)) PRIMES.push(n);
const part = (root) => ((root - Math.floor(root)) * 2 ** 32) >>> 0;
const CONSTANTS = PRIMES.map((prime) => part(Math.cbrt(prime)));
const turned = (word, by) => (word >>> by) | (word << (32 - by));

// FIPS 180-4.
export function digest(bytes) {
  const padded = new Uint8Array(((bytes.length + 72) >> 6) << 6);
  padded.set(bytes);
  padded[bytes.length] = 0x80;
  const view = new DataView(padded.buffer);
  view.setUint32(padded.length - 8, Math.floor(bytes.length / 2 ** 29));
  view.setUint32(padded.length - 4, (bytes.length << 3) >>> 0);
  const state = new Uint32Array(PRIMES.slice(0, 8).map((prime) => part(Math.sqrt(prime))));
  const words = new Uint32Array(64);
  for (let block = 0; block < padded.length; block += 64) {
    for (let i = 0; i < 16; i += 1) words[i] = view.getUint32(block + 4 * i);
    for (let i = 16; i < 64; i += 1) {
      const near = words[i - 15];
      const far = words[i - 2];
      const small = turned(near, 7) ^ turned(near, 18) ^ (near >>> 3);
      const large = turned(far, 17) ^ turned(far, 19) ^ (far >>> 10);
      words[i] = words[i - 16] + small + words[i - 7] + large;
    }
    let [a, b, c, d, e, f, g, h] = state;
    for (let i = 0; i < 64; i += 1) {
      const first = h + (turned(e, 6) ^ turned(e, 11) ^ turned(e, 25)) + ((e & f) ^ (~e & g)) + CONSTANTS[i] + words[i];
      const second = (turned(a, 2) ^ turned(a, 13) ^ turned(a, 22)) + ((a & b) ^ (a & c) ^ (b & c));
      [a, b, c, d, e, f, g, h] = [(first + second) >>> 0, a, b, c, (d + first) >>> 0, e, f, g];
    }
    [a, b, c, d, e, f, g, h].forEach((word, i) => (state[i] += word));
  }
  const made = new DataView(new ArrayBuffer(32));
  state.forEach((word, i) => made.setUint32(4 * i, word));
  return new Uint8Array(made.buffer);
}
