// Take the article in, show its paragraphs by number, and keep the passages that are selected: by mouse among the
// paragraphs, by keyboard in the text field, or by paragraph and first and last words.

export function passages(at, words, sha256, Article, changed) {
  let article = null;
  let digest = "";
  let chosen = null; // [from, to] in the text
  const kept = [];
  const text = at("text");

  function said(message, wrong = false) {
    at("told").textContent = message;
    at("told").classList.toggle("wrong", wrong);
  }

  // A read-only field has no caret to select with in some browsers: this one takes no change instead.
  function hold(held) {
    text.toggleAttribute("data-held", held);
    if (held) text.setAttribute("aria-readonly", "true");
    else text.removeAttribute("aria-readonly");
  }

  async function number(raw) {
    const read = new Article(raw);
    if (!read.paragraphs.length) {
      said(words.emptyText, true);
      text.focus();
      return;
    }
    article = read;
    digest = await sha256(read.bytes);
    kept.length = 0;
    text.value = read.shown;
    hold(true);
    at("taking").hidden = true;
    at("choosing").hidden = false;
    at("count").textContent = words.counted
      .replace("{paragraphs}", read.paragraphs.length)
      .replace("{characters}", read.length)
      .replace("{digest}", `${digest.slice(0, 12)}…`);
    at("paragraph").max = read.paragraphs.length;
    said("");
    draw();
    changed();
  }

  function draw() {
    at("paragraphs").replaceChildren(
      ...article.paragraphs.map((line, index) => {
        const item = document.createElement("li");
        item.value = index + 1;
        item.dataset.start = line.start;
        item.append(...marked(line));
        return item;
      }),
    );
    at("passages").replaceChildren(...kept.map(shown));
    at("no-passage").hidden = kept.length > 0;
  }

  function marked(line) {
    const pieces = [];
    const cuts = kept.filter((one) => one.from >= line.start && one.to <= line.end).sort((a, b) => a.from - b.from);
    let place = line.start;
    for (const one of cuts) {
      if (one.from < place) continue; // within the one before
      pieces.push(article.text.slice(place, one.from));
      pieces.push(Object.assign(document.createElement("mark"), { textContent: article.text.slice(one.from, one.to) }));
      place = one.to;
    }
    pieces.push(article.text.slice(place, line.end));
    return pieces;
  }

  function shown(passage, rank) {
    const item = document.createElement("li");
    const quote = Object.assign(document.createElement("q"), { textContent: passage.text });
    const place = document.createElement("span");
    place.className = "place";
    place.textContent = words.place
      .replace("{paragraph}", passage.paragraph)
      .replace("{start}", passage.start)
      .replace("{end}", passage.end);
    const code = Object.assign(document.createElement("code"), { textContent: passage.sha256 });
    const drop = Object.assign(document.createElement("button"), { type: "button", className: "quiet", textContent: words.drop });
    drop.setAttribute("aria-label", `${words.drop} : ${words.passage} ${rank + 1}`);
    drop.addEventListener("click", () => {
      kept.splice(rank, 1);
      draw();
      changed();
      said(words.dropped);
      at("keep-passage").focus();
    });
    item.append(quote, place, code, drop);
    return item;
  }

  async function retain(found) {
    const fresh = found.filter((one) => !kept.some((other) => other.from === one.from && other.to === one.to));
    for (const one of fresh) one.sha256 = await sha256(new TextEncoder().encode(one.text));
    kept.push(...fresh);
    draw();
    changed();
    said(fresh.length ? words.retained.replace("{n}", fresh.length) : words.alreadyKept, !fresh.length);
  }

  function selected() {
    if (!article) return;
    if (document.activeElement === text && article) {
      chosen = [text.selectionStart, text.selectionEnd].map((place) => article.unshown(place));
    } else {
      const places = [getSelection().anchorNode, getSelection().focusNode].map((node) => inParagraphs(node));
      if (!places.every(Boolean)) return;
      const { anchorOffset, focusOffset } = getSelection();
      const ends = [offset(places[0], getSelection().anchorNode, anchorOffset), offset(places[1], getSelection().focusNode, focusOffset)];
      chosen = ends.sort((a, b) => a - b);
    }
    const found = article.between(...chosen);
    const sizes = found.map((one) => words.place.replace("{paragraph}", one.paragraph).replace("{start}", one.start).replace("{end}", one.end));
    at("selected").textContent = sizes.join(" ; ") || words.nothingSelected;
  }

  function inParagraphs(node) {
    const element = node instanceof Element ? node : node?.parentElement;
    return element?.closest('[data-part="paragraphs"] li');
  }

  function offset(item, node, place) {
    const range = document.createRange();
    range.setStart(item, 0);
    range.setEnd(node, place);
    return Number(item.dataset.start) + range.toString().length;
  }

  at("number").addEventListener("click", () => number(text.value));
  at("file").addEventListener("change", async () => {
    const [file] = at("file").files;
    if (!file) return;
    if (file.size > 2_000_000) return said(words.tooLong, true);
    try {
      // The mark at the start of some files counts as a character, as it does for `consulaire validate`.
      await number(new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(await file.arrayBuffer()));
    } catch {
      said(words.notUtf8, true);
    }
    at("file").value = "";
  });
  at("another").addEventListener("click", () => {
    article = null;
    digest = "";
    kept.length = 0;
    hold(false);
    at("taking").hidden = false;
    at("choosing").hidden = true;
    text.focus();
    changed();
  });
  text.addEventListener("beforeinput", (event) => article && event.preventDefault());
  text.addEventListener("input", () => article && (text.value = article.shown)); // what cannot be prevented
  document.addEventListener("selectionchange", selected);
  text.addEventListener("select", selected);
  text.addEventListener("keyup", selected);
  at("keep-passage").addEventListener("mousedown", (event) => event.preventDefault()); // the selection stays
  at("keep-passage").addEventListener("click", () => {
    const found = chosen ? article.between(...chosen) : [];
    if (found.length) retain(found);
    else said(words.nothingSelected, true);
  });
  at("by-number").addEventListener("submit", (event) => {
    event.preventDefault();
    const found = article.saying(Number(at("paragraph").value), at("first").value.trim(), at("last").value.trim());
    if (found) retain([found]);
    else said(words.notFound, true);
  });

  return {
    get passages() {
      return kept;
    },
    get digest() {
      return digest;
    },
    get length() {
      return article?.length ?? 0;
    },
    get paragraphs() {
      return article?.paragraphs.length ?? 0;
    },
    get text() {
      return article?.text ?? "";
    },
    get kept() {
      return article && { text: article.text, passages: kept.map(({ from, to }) => [from, to]) };
    },
    async restore(saved) {
      if (!saved) return;
      await number(saved.text);
      for (const [from, to] of saved.passages) await retain(article.between(from, to));
      said("");
    },
  };
}
