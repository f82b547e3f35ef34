"""The home page in a real browser, without JavaScript and without leaving this machine."""

import json
from collections.abc import Iterator
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, Page

from graph.catalogue import Catalogue


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    context = browser.new_context(java_script_enabled=False, locale="fr-FR")
    yield context.new_page()
    context.close()


def test_the_page_is_french_and_says_what_the_graph_knows(page: Page, site: str) -> None:
    page.goto(site)
    assert page.locator("html").get_attribute("lang") == "fr"
    assert "chambres consulaires" in page.locator("h1").inner_text()
    assert page.locator(".counts dd").count() >= 15
    assert "Dernier fait saisi le 21 novembre 2026" in page.locator("section", has_text="quadruplets").inner_text()


def test_the_page_is_english_for_whoever_asks(browser: Browser, site: str) -> None:
    with browser.new_context(java_script_enabled=False, locale="en-GB") as context:
        page = context.new_page()
        page.goto(site)
        assert page.locator("html").get_attribute("lang") == "en"
        page.get_by_role("link", name="Français").click()
        assert page.locator("html").get_attribute("lang") == "fr"


def test_the_map_is_coloured_by_the_question_that_is_chosen(page: Page, site: str) -> None:
    page.goto(site)
    assert page.locator(".map a").count() == 18
    page.get_by_label("Colorer par").select_option("cma")
    page.get_by_role("button", name="Colorer").click()
    label = page.locator(".map a[href*='geo-corse'] title").text_content()
    assert label is not None
    assert label.startswith("Corse\u00a0: ")


def test_the_map_its_table_and_its_data_say_the_same(page: Page, site: str) -> None:
    page.goto(f"{site}/?map=acts&at=2021-06-30")
    told = json.loads(page.request.get(f"{site}/?map=acts&at=2021-06-30&format=json").body())["map"]["regions"]
    rows = page.locator(".by-region tbody tr").all()
    assert len(rows) == len(told) == 18
    for row, one in zip(rows, told, strict=True):
        assert row.locator("td, th").all_text_contents() == [one["label"], str(one["count"]), str(one["uncertain"])]
        drawn = page.locator(f".map a[href*='{one['region'].rpartition('/')[2]}?'] title").text_content()
        assert drawn is not None
        assert drawn.startswith(f"{one['label']}\u00a0: {one['count']}")


def test_every_named_query_is_listed_and_runs_at_a_click(page: Page, site: str) -> None:
    page.goto(f"{site}/queries")
    assert page.locator(".questions li").count() == len(Catalogue.load()) >= 27
    page.locator(".questions a").first.click()
    assert page.locator("tbody tr").count() >= 1


def test_the_query_box_answers_without_javascript(page: Page, site: str) -> None:
    page.goto(f"{site}/sparql")
    page.get_by_label("Requête SPARQL").fill("SELECT ?s { ?s a <https://w3id.org/consulaire/ns#Signature> } LIMIT 7")
    page.get_by_role("button", name="Exécuter").click()
    assert "/sparql?query=" in page.url
    assert page.locator("tbody tr").count() == 7


def test_a_wrong_query_is_explained_and_kept(page: Page, site: str) -> None:
    page.goto(f"{site}/sparql")
    page.get_by_label("Requête SPARQL").fill("SELECT * { ?s ?p }")
    page.get_by_role("button", name="Exécuter").click()
    assert "Ligne 1, colonne 18" in page.get_by_role("alert").inner_text()
    assert page.get_by_label("Requête SPARQL").input_value() == "SELECT * { ?s ?p }"


def test_no_request_leaves_the_machine(page: Page, site: str) -> None:
    hosts: set[str | None] = set()
    page.on("request", lambda request: hosts.add(urlsplit(request.url).hostname))
    page.goto(site)
    page.get_by_role("button", name="Colorer").click()
    assert hosts == {"127.0.0.1"}


@pytest.mark.parametrize("width", [320, 390, 1280])
@pytest.mark.parametrize(
    "path", ["/", "/queries", "/queries/signatures", "/sparql", "/sparql?query=SELECT+*+%7B+%3Fs+%3Fp+%3Fo+%7D+LIMIT+5"]
)
def test_no_page_scrolls_sideways(width: int, path: str, browser: Browser, site: str) -> None:
    with browser.new_context(viewport={"width": width, "height": 800}) as context:
        page = context.new_page()
        page.goto(site + path)
        assert page.evaluate("document.documentElement.scrollWidth") <= width


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_text_has_enough_contrast(scheme: str, browser: Browser, site: str) -> None:
    with browser.new_context(color_scheme=scheme) as context:  # type: ignore[arg-type]
        page = context.new_page()
        page.goto(site)
        for selector in ("p.lead", ".note", ".questions a", ".ways p", ".counts dt", "button", "footer p"):
            colours = page.eval_on_selector(selector, _COLOURS)
            assert contrast(*colours) >= 4.5, (selector, colours)


_COLOURS = """element => {
  const clear = 'rgba(0, 0, 0, 0)';
  let behind = element;
  while (getComputedStyle(behind).backgroundColor === clear && behind.parentElement) behind = behind.parentElement;
  return [getComputedStyle(element).color, getComputedStyle(behind).backgroundColor];
}"""


def contrast(text: str, paper: str) -> float:
    """Compute WCAG's contrast ratio of two CSS colours."""
    lighter, darker = sorted((luminance(text), luminance(paper)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def luminance(colour: str) -> float:
    parts = [int(part) / 255 for part in colour.removeprefix("rgb(").removesuffix(")").split(",")[:3]]
    red, green, blue = (part / 12.92 if part <= 0.03928 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def test_the_first_tab_skips_to_the_content(browser: Browser, site: str) -> None:
    with browser.new_context(locale="fr-FR") as context:
        page = context.new_page()
        page.goto(site)
        page.keyboard.press("Tab")
        assert page.evaluate("document.activeElement.textContent") == "Aller au contenu"
        page.keyboard.press("Enter")
        assert page.url.endswith("#content")
