"""Five tasks by keyboard alone, in both languages: what a reader comes for, without touching a mouse.

To find a body; to read who signed a convention and where it is said; to see what is due for a region; to run an example
query; to download a result: the last two are one way.
"""

from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browsing import Language, Visitor, picture

LANGUAGES: tuple[Language, ...] = ("fr", "en")


def tab_to(page: Page, selector: str, most: int = 120) -> None:
    """Press Tab until something that fits is in focus, and see that it shows that it is."""
    for _ in range(most):
        page.keyboard.press("Tab")
        if page.evaluate("selector => document.activeElement.matches(selector)", selector):
            assert page.evaluate("getComputedStyle(document.activeElement).outlineStyle") != "none"
            return
    pytest.fail(f"{selector} is not reached by {most} tabs")


def follow(page: Page) -> None:
    """Press Enter on a link or a button, and wait for the page that it leads to."""
    with page.expect_navigation():
        page.keyboard.press("Enter")


@pytest.mark.parametrize("language", LANGUAGES)
def test_find_a_body(language: Language, visitor: Visitor) -> None:
    with visitor.open("/", language=language) as page:
        tab_to(page, "#find")
        page.keyboard.type("cci nouvelle aquitaine")
        follow(page)
        tab_to(page, "main a[href*='/id/org-cci-nouvelle-aquitaine']")
        picture(page, f"task-find-{language}")
        follow(page)
        expect(page.locator("h1")).to_contain_text("CCI Nouvelle-Aquitaine")


@pytest.mark.parametrize("language", LANGUAGES)
def test_read_who_signed_a_convention_and_where_it_is_said(language: Language, visitor: Visitor) -> None:
    with visitor.open("/", language=language) as page:
        tab_to(page, "#find")
        page.keyboard.type("com normandie")
        follow(page)
        tab_to(page, "main a[href*='/id/instr-com-normandie']")
        follow(page)
        signature = page.locator("li.fact", has_text="Alain Di Crescenzo").first
        expect(signature).to_contain_text("CCI France")
        tab_to(page, "[aria-labelledby='leading'] .source > summary")
        page.keyboard.press("Enter")
        source = signature.locator("details[open] .panel")
        expect(source).to_contain_text({"fr": "paragraphe 2, positions 116–261", "en": "paragraph 2"}[language])
        picture(page, f"task-source-{language}")
        page.keyboard.press("Escape")
        expect(signature.locator("details[open]")).to_have_count(0)


@pytest.mark.parametrize("language", LANGUAGES)
def test_see_what_is_due_for_a_region(language: Language, visitor: Visitor) -> None:
    with visitor.open("/obligations?at=2024-06-30", language=language) as page:
        tab_to(page, "select[name='region']")
        page.keyboard.type("Normandie")
        tab_to(page, "main form button[type='submit']")
        follow(page)
        tab_to(page, "main a[href*='/obligations/regions/28']")
        follow(page)
        expect(page.locator("h1")).to_contain_text("Normandie")
        expect(page.locator("main")).to_contain_text({"fr": "À venir", "en": "To come"}[language])
        picture(page, f"task-due-{language}")


@pytest.mark.parametrize("language", LANGUAGES)
def test_run_an_example_query_and_download_its_answer(language: Language, visitor: Visitor, tmp_path: Path) -> None:
    with visitor.open("/", language=language) as page:
        tab_to(page, ".questions a")
        follow(page)
        expect(page.locator("tbody tr").first).to_be_visible()
        tab_to(page, "a[type^='text/csv']", 200)
        picture(page, f"task-example-{language}")
        with page.expect_download() as started:
            page.keyboard.press("Enter")
        saved = tmp_path / "answer.csv"
        started.value.save_as(saved)
        lines = saved.read_text(encoding="utf-8").splitlines()
        assert len(lines) == page.locator("tbody tr").count() + 1
