"""One page of every kind, in both languages: open to everyone, light to load, within its policy, as wide as the screen.

French is looked at in the light, English in the dark; what is wrong in one scheme is so in both languages.
"""

import re
from collections.abc import Iterator
from typing import Literal

import pytest
from playwright.sync_api import Page

from benchmarks.page_kinds import KINDS, MOST, WITH_EDITOR
from tests.browsing import Language, Visitor, picture, serious

PHONE = {"width": 390, "height": 844}
DRAWN_LATE = (*WITH_EDITOR, "contribute", "explore")  # by scripts, from data that they fetch
REFUSED = {"not-found": 404, "wrong-day": 400}
UNDRAWN = """[...document.querySelectorAll("use")].map(one => one.getAttribute("href"))
    .filter(href => !document.querySelector(href))"""
_PREFIXED = re.compile(r"(?:^|\s)(?:https?://w3id\.org/consulaire/\S+|(?:id|def|cons):[a-z][\w-]+)(?:$|\s)")


def test_every_kind_is_visited() -> None:
    assert len(KINDS) >= 45


@pytest.mark.parametrize(("language", "scheme"), [("fr", "light"), ("en", "dark")])
@pytest.mark.parametrize("kind", KINDS)
def test_a_page_is_open_to_everyone(
    kind: str, language: Language, scheme: Literal["light", "dark"], visitor: Visitor
) -> None:
    with visitor.open(KINDS[kind], language=language, scheme=scheme) as page:
        if kind in DRAWN_LATE:
            page.wait_for_load_state("networkidle")
        assert page.locator("html").get_attribute("lang") == language
        assert page.locator("h1:visible").count() == 1
        assert page.locator("main").inner_text().strip()
        assert page.evaluate(UNDRAWN) == []
        assert serious(page) == []
        assert [text for text in texts(page) if _PREFIXED.search(text)] == []
        picture(page, f"{kind}-{language}-{scheme}")
        page.set_viewport_size(PHONE)  # type: ignore[arg-type]
        assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
        if language == "fr":
            picture(page, f"{kind}-phone")
    assert visitor.statuses[0] == REFUSED.get(kind, 200)
    assert kind in WITH_EDITOR or 1_000 < visitor.sent < MOST


def texts(page: Page) -> Iterator[str]:
    """Give the texts that are not code: there, no thing goes by its IRI."""
    script = """() => {
      const walker = document.createTreeWalker(document.querySelector('main'), NodeFilter.SHOW_TEXT);
      const found = [];
      const code = 'code, pre, textarea, script, style, .iri, .problem, .CodeMirror, input, select';
      while (walker.nextNode()) {
        const inside = walker.currentNode.parentElement;
        if (inside.checkVisibility() && !inside.closest(code)) found.push(walker.currentNode.data);
      }
      return found;
    }"""
    yield from page.evaluate(script)
