"""The workbench at /sparql in Chromium: what a person does there, by keyboard where it matters, in both languages."""

import csv
import json
import time
from pathlib import Path
from typing import Literal
from urllib.parse import urlencode

import pytest
from playwright.sync_api import Browser, Page, Route, expect

from tests.browsing import Language, Visitor, picture, serious
from tests.test_server_limits import RUNAWAY, serving

PREFIXES = """PREFIX cons: <https://w3id.org/consulaire/ns#>
PREFIX dcterms: <http://purl.org/dc/terms/>
PREFIX igeo: <http://rdf.insee.fr/def/geo#>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
"""
PARTIES = f"{PREFIXES}SELECT ?agreement ?party {{ ?s cons:signs ?agreement ; cons:onBehalfOf ?party }}"
BODIES = f"""{PREFIXES}SELECT ?region (COUNT(DISTINCT ?body) AS ?bodies) WHERE {{
  ?region a igeo:Region .
  {{ ?body dcterms:spatial ?region }} UNION {{ ?body dcterms:spatial ?d . ?d cons:locatedIn ?region }}
  ?body a cons:ConsularBody
}} GROUP BY ?region"""
EVENTS = f"""{PREFIXES}SELECT ?event ?label ?from ?to WHERE {{
  ?event cons:earliestDate ?from ; cons:latestDate ?to ; rdfs:label ?label FILTER ( LANG(?label) = "fr" )
}}"""
FORMS = f"{PREFIXES}SELECT ?form (COUNT(*) AS ?n) {{ ?b cons:form ?form }} GROUP BY ?form ORDER BY DESC(?n)"
LINKS = f"{PREFIXES}CONSTRUCT {{ ?a cons:party ?p }} WHERE {{ ?s cons:signs ?a ; cons:onBehalfOf ?p }}"


def asking(query: str, **more: str) -> str:
    return f"/sparql?{urlencode({'query': query, **more})}"


PASTE = """text => {
    const clipboardData = new DataTransfer();
    clipboardData.setData("text/plain", text);
    const event = new ClipboardEvent("paste", { clipboardData, bubbles: true, cancelable: true });
    document.activeElement.dispatchEvent(event);
}"""


def type_into_editor(page: Page, text: str) -> None:
    page.wait_for_selector("#workbench[data-ready]")
    page.get_by_role("textbox", name="SPARQL").focus()
    page.keyboard.press("Control+A")
    page.keyboard.press("Delete")
    page.keyboard.type(text)


def rows(page: Page) -> int:
    return page.locator("#view-panel tbody tr").count()


@pytest.mark.parametrize("language", ["fr", "en"])
def test_an_example_is_found_run_and_read_by_keyboard_alone(language: Language, visitor: Visitor) -> None:
    words = {"fr": "signataires president", "en": "signatories president"}[language]
    with visitor.open("/sparql", language=language) as page:
        page.get_by_role("button", name={"fr": "Exemples", "en": "Examples"}[language]).focus()
        page.keyboard.press("Enter")
        page.keyboard.type(words)
        expect(page.locator(".example-list li")).to_have_count(1)
        page.keyboard.press("ArrowDown")
        page.keyboard.press("Enter")
        assert page.evaluate("document.activeElement.getAttribute('role')") == "textbox"
        page.keyboard.press("Control+Enter")
        expect(page.locator("#view-panel tbody tr").first).to_be_visible()
        whole = {"fr": "Réponse complète", "en": "The answer is complete"}[language]
        expect(page.locator(".result-status")).to_contain_text(whole)
        page.keyboard.press("Tab")  # out of the editor, which holds nobody
        assert page.evaluate("document.activeElement.textContent") == {"fr": "Exécuter", "en": "Run"}[language]


def test_the_table_names_things_links_them_and_is_sorted_and_paged(visitor: Visitor) -> None:
    with visitor.open(asking(PARTIES)) as page:
        expect(page.locator(".paged")).to_contain_text("Lignes 1 à 25 sur")
        first = page.locator("#view-panel tbody a").first
        assert (first.get_attribute("href") or "").startswith(("/id/instr-", "/sparql?query=DESCRIBE"))
        assert page.locator("#view-panel tbody .iri").first.inner_text().startswith("id:instr-")
        page.get_by_role("button", name="party").press("Enter")
        expect(page.locator('th[aria-sort="ascending"]')).to_have_text("party ↑")
        names = page.locator("#view-panel tbody td:nth-child(2) a").all_inner_texts()
        assert names == sorted(names, key=str.casefold)
        page.get_by_role("button", name="Page suivante").click()
        expect(page.locator(".paged")).to_contain_text("Lignes 26 à")
        page.get_by_label("Filtrer").fill("État")
        expect(page.locator(".paged")).not_to_contain_text("Lignes 26")
        assert 0 < rows(page) < 25


@pytest.mark.parametrize(
    ("query", "view", "drawn", "said"),
    [
        (PARTIES, "network", ".network[data-drawn] canvas", "nœuds et"),
        (LINKS, "network", ".network[data-drawn] canvas", "nœuds et"),
        (BODIES, "map", "svg.map path[class^=step]", "18 régions sur 18"),
        (EVENTS, "timeline", "svg.timeline .mark", "repères, de"),
        (FORMS, "chart", "svg.chart rect.mark", "valeurs de ?n"),
        (LINKS, "raw", "pre.raw:has-text('cons:party')", "Turtle"),
    ],
    ids=["network", "network-of-a-graph", "map", "timeline", "chart", "raw"],
)
def test_each_view_draws_and_says_what_it_shows(query: str, view: str, drawn: str, said: str, visitor: Visitor) -> None:
    with visitor.open(asking(query)) as page:
        page.locator(f"#view-{view}").click()
        expect(page.locator(f"#view-panel {drawn}").first).to_be_attached()
        expect(page.locator("#view-panel")).to_contain_text(said)
        assert serious(page) == []
        picture(page, f"workbench-{view}")


def test_a_view_that_does_not_fit_says_what_it_needs(visitor: Visitor) -> None:
    with visitor.open(asking("SELECT ?x { VALUES ?x { 'a' 'b' } }")) as page:
        for view, needed in (
            ("network", "deux colonnes"),
            ("map", "régions"),
            ("timeline", "dates"),
            ("chart", "nombre"),
        ):
            page.locator(f"#view-{view}").click()
            expect(page.locator("#view-panel .needs")).to_contain_text(needed)


@pytest.mark.parametrize(
    ("rows_asked", "said"),
    [(5_000, False), (6_000, True)],
    ids=["all-labelled", "more-than-labelled"],
)
def test_an_answer_says_which_of_its_rows_have_labels(rows_asked: int, said: bool, visitor: Visitor) -> None:
    things = f"SELECT DISTINCT ?thing {{ ?thing ?p ?o FILTER ( isIRI(?thing) ) }} LIMIT {rows_asked}"
    with visitor.open(asking(things)) as page:
        told = page.locator(".result-status")
        expect(told).to_contain_text("Réponse complète", timeout=30_000)
        assert ("ceux des 5\u202f000 premières lignes" in told.inner_text()) is said


def test_a_result_is_downloaded_whole(visitor: Visitor, tmp_path: Path) -> None:
    with visitor.open(asking(PARTIES)) as page:
        expect(page.locator(".result-status strong")).to_contain_text("lignes")
        told = int(page.locator(".result-status strong").inner_text().split()[0])
        with page.expect_download() as downloading:
            page.get_by_role("link", name="CSV").press("Enter")
        downloading.value.save_as(tmp_path / "rows.csv")
        with (tmp_path / "rows.csv").open(encoding="utf-8", newline="") as lines:
            found = list(csv.DictReader(lines))
        assert len(found) == told > 25
        assert downloading.value.suggested_filename == "consulaire.csv"


def test_a_shared_link_opens_the_query_and_its_answer_again(visitor: Visitor) -> None:
    with visitor.open("/sparql") as page:
        type_into_editor(page, "ASK { ?s a cons:Agreement }")
        page.keyboard.press("Control+Enter")
        expect(page.locator(".verdict")).to_have_text("Oui")
        address = page.url.removeprefix(visitor.site)
        page.get_by_role("button", name="Partager").press("Enter")
        dialog = page.locator("dialog")
        expect(dialog.locator("pre").first).to_contain_text("/sparql?query=PREFIX")
        for word in ("open_graph", "SPARQLWrapper", "curl "):
            expect(dialog).to_contain_text(word)
        page.keyboard.press("Escape")
        expect(dialog).to_have_count(0)
    with visitor.open(address) as page:
        expect(page.locator(".verdict")).to_have_text("Oui")
        expect(page.get_by_role("textbox", name="SPARQL")).to_contain_text("ASK { ?s a cons:Agreement }")


@pytest.mark.parametrize(
    ("typed", "offered"),
    [
        ("SELECT * { ?s a cons:Agr", "cons:Agreement"),
        ("SELECT * { ?s cons:sign", "cons:signs"),
        ("SELECT * { ?s a signature", "cons:Signature"),
        ("SELECT * { ?s cons:signs normandie", "id:instr-com-normandie"),
        ("SELECT ?chamber { ?cha", "?chamber"),
    ],
)
def test_completion_offers_what_this_graph_has_by_name_and_by_label(typed: str, offered: str, visitor: Visitor) -> None:
    with visitor.open("/sparql", language="en") as page:
        type_into_editor(page, typed)
        page.keyboard.press("Control+Space")
        hint = page.locator(".CodeMirror-hints li", has_text=offered).first
        expect(hint).to_be_visible()
        hint.click()
        expect(page.get_by_role("textbox", name="SPARQL")).to_contain_text(offered)
        assert page.get_by_text("spacebar").count() == 0  # the editor's own completion, of the web, is off
        prefix = offered.partition(":")[0]
        if ":" in offered:
            expect(page.get_by_role("textbox", name="SPARQL")).to_contain_text(f"PREFIX {prefix}: <")


@pytest.mark.parametrize("language", ["fr", "en"])
def test_what_the_server_refuses_is_told_and_marked_in_the_editor(language: Language, visitor: Visitor) -> None:
    with visitor.open(asking("SELECT * {\n  ?s ?p\n}"), language=language) as page:
        expect(page.locator(".refused-here")).to_have_count(1)
        told = {"fr": "Ligne 3, colonne 1", "en": "line 3"}[language]
        expect(page.locator(".result .problem")).to_contain_text(told, ignore_case=True)
        page.locator("button.go-to").press("Enter")
        page.keyboard.type("?o ")
        page.keyboard.press("Control+Enter")
        expect(page.locator("#view-panel tbody tr").first).to_be_visible()
        expect(page.locator(".refused-here")).to_have_count(0)


@pytest.mark.parametrize("language", ["fr", "en"])
def test_an_empty_answer_is_explained_and_mended_by_keyboard(language: Language, visitor: Visitor) -> None:
    apply = {"fr": "Appliquer", "en": "Apply"}[language]
    query = f"{PREFIXES}SELECT ?party {{\n  ?s a cons:Signature ; cons:onBehalf ?party\n}}"
    with visitor.open(asking(query), language=language) as page:
        expect(page.locator(".findings")).to_contain_text("cons:onBehalfOf")
        assert serious(page) == []
        page.locator(".findings .spot button").first.press("Enter")
        assert page.evaluate("document.activeElement.getAttribute('role')") == "textbox"
        page.locator(".offers").get_by_role("button", name=apply).first.press("Enter")
        expect(page.locator("#view-panel tbody tr").first).to_be_visible()
        expect(page.get_by_role("textbox", name="SPARQL")).to_contain_text("cons:onBehalfOf ?party")


def test_a_limit_is_told_with_no_rows_and_a_query_can_be_stopped(browser: Browser) -> None:
    with serving(CONSULAIRE_QUERY_TIMEOUT="2") as (address, _):
        visitor = Visitor(browser, address)
        with visitor.open("/sparql") as page:
            type_into_editor(page, "")
            page.evaluate(PASTE, RUNAWAY)
            page.keyboard.press("Control+Enter")
            expect(page.locator(".result-status")).to_have_text("La requête a pris trop de temps", timeout=15_000)
            expect(page.locator(".result .problem")).to_contain_text("au bout de 2 s, la limite de temps")
            assert "une réponse tronquée serait fausse" in page.locator(".result").inner_text()
            assert page.locator(".result table").count() == 0
            page.keyboard.press("Control+Enter")
            page.get_by_role("button", name="Arrêter").press("Enter")
            expect(page.locator(".result-status")).to_contain_text("La requête a été arrêtée")
            expect(page.get_by_role("button", name="Exécuter")).to_be_visible()
        assert visitor.complaints == []


def test_tabs_and_history_stay_in_this_browser(visitor: Visitor) -> None:
    with visitor.open(asking("ASK {}")) as page:
        expect(page.locator(".verdict")).to_have_text("Oui")
        page.get_by_role("button", name="Nouvelle requête").press("Enter")
        type_into_editor(page, "SELECT (1 AS ?one) {}")
        page.keyboard.press("Control+Enter")
        expect(page.locator("#view-panel tbody td")).to_have_text("1")
        page.locator('[role="tab"][id^="tab-"]').last.press("F2")
        page.keyboard.type("Un")
        page.keyboard.press("Enter")
        page.keyboard.press("ArrowLeft")
        expect(page.locator('[role="tablist"] [aria-selected="true"]').first).to_have_text("Requête 1")
        page.goto(f"{visitor.site}/sparql")
        expect(page.locator('[id^="tab-"]')).to_have_text(["Requête 1", "Un"])
        page.get_by_role("button", name="Historique").press("Enter")
        expect(page.locator(".example-list li")).to_have_count(2)
        assert "restent dans ce navigateur" in page.locator("dialog").inner_text()
        page.locator(".example-list button").first.press("Enter")
        expect(page.get_by_role("textbox", name="SPARQL")).to_contain_text("SELECT (1 AS ?one) {}")
        page.locator('[role="tablist"] [aria-selected="true"]').first.press("Delete")
        expect(page.locator('[id^="tab-"]')).to_have_count(1)


def test_the_day_fills_the_examples_that_depend_on_one(visitor: Visitor) -> None:
    with visitor.open("/sparql?at=2022-11-07") as page:
        page.get_by_role("button", name="Exemples").click()
        page.keyboard.type("reseau jour donne")
        page.locator(".example-list button").first.click()
        expect(page.get_by_role("textbox", name="SPARQL")).to_contain_text('"2022-11-07"^^')
        assert "à toutes les dates" in page.locator("#workbench").inner_text()


def test_what_an_answer_holds_never_becomes_markup(visitor: Visitor) -> None:
    nasty = "<img src=x onerror=alert(1)>"
    query = f'SELECT ?x ?y {{ VALUES (?x ?y) {{ ("{nasty}" <http://x/%3Cimg%20src=x%3E>) }} }} # {nasty}'
    with visitor.open(asking(query)) as page:
        expect(page.locator("#view-panel tbody")).to_contain_text(nasty)
        for view in ("network", "map", "timeline", "chart", "raw"):
            page.locator(f"#view-{view}").click()
        page.get_by_role("button", name="Historique").click()
        expect(page.locator(".example-list li")).to_have_count(1)
        assert page.locator("#workbench img, dialog img").count() == 0


@pytest.mark.parametrize("language", ["fr", "en"])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_workbench_is_open_to_everyone(
    language: Language, scheme: Literal["light", "dark"], visitor: Visitor
) -> None:
    with visitor.open(asking(PARTIES), language=language, scheme=scheme) as page:
        expect(page.locator("#view-panel tbody tr").first).to_be_visible()
        assert serious(page) == []
        picture(page, f"workbench-{language}-{scheme}")
        page.get_by_role("button", name={"fr": "Exemples", "en": "Examples"}[language]).click()
        expect(page.locator(".example-list li").nth(5)).to_be_visible()
        assert serious(page) == []


def test_the_workbench_fits_a_phone(visitor: Visitor) -> None:
    with visitor.open(asking(BODIES), size=(390, 844)) as page:
        expect(page.locator("#view-panel tbody tr").first).to_be_visible()
        for view, shown in (("table", "table"), ("map", "svg.map"), ("chart", "svg.chart")):
            page.locator(f"#view-{view}").click()
            expect(page.locator(f"#view-panel {shown}").first).to_be_visible()
            widths = "[document.documentElement.scrollWidth, ...[...document.querySelectorAll('svg[role=img]')].map("
            assert max(page.evaluate(f"{widths}one => one.getBoundingClientRect().width)]")) <= 390
            picture(page, f"workbench-phone-{view}")


def _late(route: Route) -> None:
    time.sleep(0.5)
    route.fallback()


def test_what_was_typed_before_the_scripts_came_is_kept(visitor: Visitor) -> None:
    with visitor.open("/") as page:
        page.route("**/yasqe.js*", _late)
        page.goto(f"{visitor.site}/sparql", wait_until="commit")
        page.locator("textarea").fill("ASK { }")
        page.wait_for_selector("#workbench[data-ready]")
        page.keyboard.type("# mine")
        expect(page.get_by_role("textbox", name="SPARQL")).to_contain_text("ASK { }# mine")


def test_without_scripts_the_form_and_the_page_of_results_do(visitor: Visitor) -> None:
    with visitor.open("/sparql", scripts=False) as page:
        assert not page.locator("#workbench").is_visible()
        page.get_by_label("Requête SPARQL").fill(PARTIES)
        page.get_by_role("button", name="Exécuter").click()
        assert page.locator("tbody tr").count() > 25


def test_a_browser_that_keeps_what_is_not_ours_still_opens(visitor: Visitor) -> None:
    with visitor.open("/sparql") as page:
        page.evaluate("localStorage.setItem('consulaire.workbench', JSON.stringify({tabs: 3}))")
        page.reload()
        expect(page.locator('[id^="tab-"]')).to_have_count(1)
        kept = json.loads(page.evaluate("localStorage.getItem('consulaire.workbench')"))
        assert len(kept["tabs"]) == 1
