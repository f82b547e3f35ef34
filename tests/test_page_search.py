"""The search and the page of a problem in Chromium: by keyboard, with and without scripts, open to everyone."""

import re

import pytest
from playwright.sync_api import Page

from tests.browsing import Language, Visitor, picture, serious

PAGES = {
    "search": "/search?q=normandie",
    "search-day": "/search?kind=convention&at=2024-06-30",
    "search-none": "/search?q=chambre+de+comerce",
    "missing": "/id/org-cci-normandy",
}


def press(page: Page, *keys: str) -> None:
    for key in keys:
        page.keyboard.press(key)


def tab_to(page: Page, selector: str, most: int = 60) -> None:
    """Press the tabulator until the focus is there, as someone without a mouse does."""
    for _ in range(most):
        press(page, "Tab")
        if page.evaluate("selector => document.activeElement.matches(selector)", selector):
            return
    raise AssertionError(f"{selector} is not reached within {most} steps")


@pytest.mark.parametrize("name", PAGES)
@pytest.mark.parametrize(("language", "scheme"), [("fr", "light"), ("en", "dark")])
def test_the_page_is_open_to_everyone(name: str, language: Language, scheme: str, visitor: Visitor) -> None:
    with visitor.open(PAGES[name], language=language, scheme=scheme) as page:  # type: ignore[arg-type]
        assert serious(page) == []
        picture(page, f"{name}-{language}-{scheme}")


@pytest.mark.parametrize("name", PAGES)
def test_the_page_fits_a_phone(name: str, visitor: Visitor) -> None:
    with visitor.open(PAGES[name], size=(390, 844)) as page:
        assert page.evaluate("document.documentElement.scrollWidth") <= 390
        picture(page, f"{name}-fr-phone")


@pytest.mark.parametrize("language", ["fr", "en"])
def test_a_body_is_found_from_the_home_page_by_keyboard_alone(language: Language, visitor: Visitor) -> None:
    with visitor.open("/", language=language) as page:
        tab_to(page, "#find")
        page.keyboard.type("cote d or", delay=20)
        page.wait_for_selector("#find-suggestions [role=option]")
        field = page.locator("#find")
        assert (field.get_attribute("role"), field.get_attribute("aria-expanded")) == ("combobox", "true")
        assert re.match(r"\d+ suggestions? (sur|of) \d+", page.locator("[role=status]").first.inner_text())
        assert serious(page) == []
        picture(page, f"suggestions-{language}")
        press(page, "ArrowDown")
        chosen = page.locator("[aria-selected=true]")
        assert field.get_attribute("aria-activedescendant") == chosen.get_attribute("id")
        while "CMA Côte-d'Or" not in chosen.inner_text():
            press(page, "ArrowDown")
        with page.expect_navigation():
            press(page, "Enter")
        assert page.url.endswith("/id/org-cma-cote-d-or")


def test_arrows_go_round_and_escape_closes_and_keeps_what_was_typed(visitor: Visitor) -> None:
    with visitor.open("/search") as page:
        field = page.locator("#q")
        field.press_sequentially("deauville")
        page.wait_for_selector("#q-suggestions [role=option]")
        count = page.locator("#q-suggestions [role=option]").count()
        press(page, "ArrowUp")
        assert field.get_attribute("aria-activedescendant") == f"q-suggestions-{count - 1}"
        press(page, "ArrowDown")
        assert field.get_attribute("aria-activedescendant") is None
        press(page, "Escape")
        assert (field.get_attribute("aria-expanded"), field.input_value()) == ("false", "deauville")
        assert page.locator("#q-suggestions").is_hidden()
        with page.expect_navigation():
            press(page, "Enter")
        assert "q=deauville" in page.url


def test_only_the_last_of_quick_requests_is_shown(visitor: Visitor) -> None:
    with visitor.open("/search?lang=en&at=2022-11-07") as page:
        asked: list[str] = []
        page.on("request", lambda request: asked.append(request.url) if "/suggest" in request.url else None)
        page.locator("#q").press_sequentially("normandie", delay=10)
        page.wait_for_selector("#q-suggestions [role=option]")
        assert len(asked) <= 2  # not one for each letter
        assert "q=normandie" in asked[-1]
        assert "at=2022-11-07" in asked[-1]
        assert page.locator("#q-suggestions .label").first.inner_text() == "Normandie"


def test_a_server_that_does_not_answer_leaves_a_plain_form(visitor: Visitor) -> None:
    with visitor.open("/search") as page:
        page.route("**/suggest?*", lambda route: route.fulfill(status=503, body="{}"))
        page.locator("#q").press_sequentially("deauville")
        page.wait_for_timeout(400)
        assert page.locator("#q-suggestions").is_hidden()
        with page.expect_navigation():
            press(page, "Enter")
        assert "1 résultat" in page.locator("#results").inner_text()


def test_the_search_works_without_scripts_by_keyboard(visitor: Visitor) -> None:
    with visitor.open("/", scripts=False) as page:
        tab_to(page, "#find")
        page.keyboard.type("CCI")
        with page.expect_navigation():
            press(page, "Enter")
        assert page.locator("#q").get_attribute("role") is None
        tab_to(page, '.facets a[href*="region=bretagne"]', most=120)
        with page.expect_navigation():
            press(page, "Enter")
        assert "Retirer le filtre" in page.locator(".facets .chosen").inner_text()
        tab_to(page, ".hits a")
        assert page.evaluate("getComputedStyle(document.activeElement).outlineStyle") != "none"
        assert page.locator(".hits a").first.inner_text() == "CCI Bretagne"


def test_a_choice_with_markup_in_it_is_text(visitor: Visitor) -> None:
    with visitor.open("/search?q=%3Cimg+src%3Dx+onerror%3Dalert(1)%3E") as page:
        assert page.locator("main img").count() == 0
        assert "<img src=x onerror=alert(1)>" in page.locator("h1").inner_text()
