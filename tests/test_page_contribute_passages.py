"""Number paragraphs, select passages and compute positions and digests in Chromium, as the check of sources does."""

from hashlib import sha256
from typing import Any

import pytest

from graph.sources import paragraphs
from tests.browsing import Visitor
from tests.filling import ARTICLE, begin, retain

TEXTS = {
    "accents": "Première ligne\n\n  \nDeuxième, à l’été : e\u0301te\u0301\n",
    "surrogates": "🤝🏽 deux\n𝒞𝒞𝐼 et 🇫🇷 trois\n",
    "no-break": "\u00a0\n\u202fun\u00a0\n\u2003deux\u2029suite\n\u3000\n",
    "crlf": "un 🎉\r\n\r\n \r\ndeux é\r\ntrois\rquatre\r\n",
    "separators": "\x1c\n\x85\nx\x85y\n\ufeff\nfin\x0bfin\x0c",
    "mark": "\ufeffEn tête\nfin",
    "one": "sans fin de ligne",
}


@pytest.fixture(scope="module")
def measured(browser: Any, site: str) -> dict[str, Any]:
    """Measure each text as the page does, by its module."""
    script = """async (texts) => {
      const { Article, digest, sha256 } = await import('/static/scripts/contribute/passage.js');
      const hex = (bytes) => [...bytes].map((byte) => byte.toString(16).padStart(2, '0')).join('');
      const found = {};
      for (const [name, text] of Object.entries(texts)) {
        const article = new Article(text);
        const field = document.createElement('textarea');
        field.value = text;
        const passages = article.between(0, text.length);
        for (const one of passages) one.digest = await sha256(new TextEncoder().encode(one.text));
        found[name] = {
          length: article.length, digest: await sha256(article.bytes), own: hex(digest(article.bytes)),
          lines: article.paragraphs.map((_, index) => article.textOf(index + 1)), passages,
          shown: article.shown === field.value,
          back: [...article.shown].every((_, place) => {
            const at = article.unshown(place);
            return article.text[at] === article.shown[place] || /[\\r\\n]/.test(article.text[at]);
          }),
        };
      }
      return found;
    }"""
    with browser.new_context() as context:
        page = context.new_page()
        page.goto(f"{site}/contribute")
        found: dict[str, Any] = page.evaluate(script, TEXTS)
    return found


@pytest.mark.parametrize("name", TEXTS)
def test_paragraphs_positions_and_digests_are_those_of_the_check(name: str, measured: dict[str, Any]) -> None:
    written, found = TEXTS[name], measured[name]
    assert found["length"] == len(written)
    assert found["digest"] == found["own"] == sha256(written.encode()).hexdigest()
    assert found["lines"] == [written[start:end] for start, end in paragraphs(written)]
    assert (found["shown"], found["back"]) == (True, True)
    assert len(found["passages"]) == len(paragraphs(written)) >= 1
    for passage in found["passages"]:
        start, end = passage["start"], passage["end"]
        first, last = paragraphs(written)[passage["paragraph"] - 1]
        assert first <= start < end <= last
        assert written[start:end] == passage["text"] == written[first:last].strip()
        assert passage["digest"] == sha256(written[start:end].encode()).hexdigest()


def test_our_own_digest_is_sha256_of_every_length(browser: Any, site: str) -> None:
    script = """async () => {
      const { digest } = await import('/static/scripts/contribute/passage.js');
      const made = (length) => new Uint8Array(length).map((_, place) => (place * 31 + length) % 256);
      return [...Array(140).keys(), 100000].map((length) => [length, [...digest(made(length))]]);
    }"""
    with browser.new_context() as context:
        page = context.new_page()
        page.goto(f"{site}/contribute")
        found = page.evaluate(script)
    assert len(found) == 141
    for length, made in found:
        assert bytes(made) == sha256(bytes((place * 31 + length) % 256 for place in range(length))).digest()


def test_a_passage_is_selected_by_keyboard_in_a_text_that_cannot_be_changed(visitor: Visitor) -> None:
    with visitor.open("/contribute") as page:
        begin(page)
        article = page.locator('[data-part="text"]')
        article.press("Control+Home")
        for key in ("ArrowDown", "ArrowDown", *["Shift+ArrowRight"] * 14, "x", "Backspace", "Enter"):
            article.press(key)
        assert article.input_value() == ARTICLE
        page.locator('[data-part="keep-passage"]').focus()
        page.keyboard.press("Enter")
        kept = page.locator('[data-part="passages"] li')
        assert "La CCI Essonne" in kept.inner_text()
        assert sha256(b"La CCI Essonne").hexdigest() in kept.inner_text()
        assert f"caractères {ARTICLE.index('La CCI')} à {ARTICLE.index('La CCI') + 14}" in kept.inner_text()


def test_a_passage_is_selected_by_mouse_and_after_another_in_the_paragraph(visitor: Visitor) -> None:
    with visitor.open("/contribute") as page:
        begin(page)
        retain(page, 2, "La CCI", "Essonne")
        select = """([first, last]) => {
          const item = document.querySelectorAll('[data-part="paragraphs"] li')[1];
          const node = item.lastChild, place = node.data.indexOf(first);
          getSelection().setBaseAndExtent(node, node.data.indexOf(last) + last.length, node, place);
        }"""
        page.evaluate(select, ["🤝", "convention"])
        page.locator('[data-part="keep-passage"]').click()
        quote = "🤝 une convention"
        assert f"caractères {ARTICLE.index(quote)} à {ARTICLE.index(quote) + len(quote)}" in (
            page.locator('[data-part="passages"] li').nth(1).inner_text()
        )
