"""Add a fact in Chromium: the article stays there, what is filled in becomes a file that the graph can take."""

import json
import shutil
from collections.abc import Callable
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest
import rdflib
from flask.testing import FlaskClient
from playwright.sync_api import Page, Request
from rdflib.namespace import RDF, RDFS

from graph import oxigraph_store
from graph.build import build
from graph.load import load, read_file
from graph.namespaces import CONS, GRAPH, ID, PREFIXES
from graph.resources import FACTS
from graph.sources import verify_sources
from graph.validate import check, load_shapes
from server import create_app
from server.config import Settings
from tests.browsing import Language, Visitor, picture, serious
from tests.filling import ARTICLE, begin, card, download, field, fill, retain

HOSTILE = (
    '"@fr . <http://x.example/s> <http://x.example/p> "o" .\\ \\" \'\'\' """ <img src=x>\u2028#+ source: id:src-000'
)
WEIGHT = 300_000


@pytest.fixture(scope="module")
def drafted(browser: Any, site: str, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Fill the form once, and give the file that it makes."""
    visiting = Visitor(browser, site)
    with visiting.open("/contribute") as page:
        begin(page)
        fill(page)
        picture(page, "contribute-filled-fr")
        made = download(page, tmp_path_factory.mktemp("drafted"))
    assert visiting.complaints == []
    return made


def test_the_draft_is_taken_by_the_build_and_by_every_check(drafted: Path, tmp_path: Path) -> None:
    facts = shutil.copytree(FACTS, tmp_path / "facts")
    shutil.copy(drafted, facts / "articles")
    build(tmp_path / "store", facts=facts)
    report = check(load(facts).nquads, load_shapes())
    assert report.of("violation") == ()
    own = read_file(drafted, f"{GRAPH}facts/articles/{drafted.stem}")
    assert own.header["expects"] == (
        "cons:Agreement=1, cons:Attestation=5, cons:Citation=2, cons:ConsularBody=1, cons:Signature=1, "
        "cons:SigningEvent=1, cons:SourceDocument=1"
    )
    assert drafted.name == "convention-mobilites-de-l-essonne.ttl"
    verify(own.quads, tmp_path, own.header["source"])


def verify(quads: tuple[bytes, ...], folder: Path, source: str) -> None:
    """Hold the citations to the article, as `consulaire validate --sources` does."""
    (folder / "texts").mkdir()
    (folder / "texts" / "article.txt").write_bytes(ARTICLE.encode())
    uncited = folder / "uncited.csv"
    uncited.write_text(f"source,paragraph,reason_fr,reason_en\n{source},1,titre,title\n{source},4,liens,links\n")
    found = verify_sources(oxigraph_store(b"".join(quads)), folder / "texts", uncited)
    assert found.faults == ()
    assert [(one.citations, sorted(one.cited)) for one in found.articles] == [(2, [2, 3])]


def test_what_the_article_does_not_say_stays_empty_and_a_month_is_bounds(drafted: Path) -> None:
    made = rdflib.Graph().parse(drafted)
    said = {str(value) for value in made.predicates()}
    assert not said & {f"{CONS}{name}" for name in ("date", "startYear", "endYear", "startDate", "endDate")}
    [event] = made.subjects(RDF.type, rdflib.URIRef(f"{CONS}SigningEvent"))
    assert str(made.value(event, rdflib.URIRef(f"{CONS}earliestDate"))) == "2024-03-01"
    assert str(made.value(event, rdflib.URIRef(f"{CONS}latestDate"))) == "2024-03-31"
    agreement = rdflib.URIRef(f"{ID}instr-convention-mobilites-de-l-essonne")
    parties = {str(one) for one in made.objects(agreement, rdflib.URIRef(f"{CONS}party"))}
    assert parties == {f"{ID}org-cci-essonne", f"{ID}org-cma-des-deux-rives"}


def test_nothing_is_asked_or_sent_while_one_pastes_selects_and_fills(visitor: Visitor) -> None:
    with visitor.open("/contribute") as page:
        page.wait_for_load_state("networkidle")
        page.locator('fact-form[data-card="signature"] select.control').first.wait_for()
        asked: list[Request] = []
        page.on("request", lambda request: asked.append(request))
        begin(page)
        fill(page)
        page.locator('[data-part="text"]').press("Control+a")
        page.locator('[data-part="keep-passage"]').click()
        page.wait_for_timeout(500)
        assert [(request.method, request.url) for request in asked] == []
        assert page.locator('[data-part="passages"] li').count() == 5  # one of each whole paragraph, but for those kept
        assert page.evaluate("[localStorage.length, sessionStorage.length]") == [0, 0]


@pytest.mark.parametrize("label", [HOSTILE, "<b>&amp;</b>\\"])
def test_a_hostile_text_becomes_a_literal_and_nothing_else(label: str, visitor: Visitor, tmp_path: Path) -> None:
    with visitor.open("/contribute") as page:
        begin(page, f"{label}\n\n<script>alert(1)</script>{label}")
        retain(page, 1)
        source, agreement = card(page, "L’article"), card(page, "La convention")
        for name in ("titre de l’article", "éditeur"):
            field(source, name).fill(label)
        field(agreement, "nom").fill(label)
        field(agreement, "type de convention").select_option(index=1)
        field(agreement, "partie").fill(label)
        agreement.get_by_label("Absent du graphe").first.select_option(label="une autre organisation")
        page.wait_for_timeout(500)
        assert page.locator("img, b b").count() == 0
        path = download(page, tmp_path)
    own = read_file(path, f"{GRAPH}facts/articles/x")  # the counts of the header hold
    assert set(own.header) == {"title", "title-en", "source", "expects"}
    made = rdflib.Graph().parse(path)
    assert {subject for subject in made.subjects() if not str(subject).startswith(ID)} == set()
    [agreement_iri] = made.subjects(RDF.type, rdflib.URIRef(f"{CONS}Agreement"))
    assert str(made.value(agreement_iri, RDFS.label)) == label
    assert rdflib.Literal(label) in set(made.objects(None, rdflib.URIRef(f"{PREFIXES['dcterms']}publisher")))


def test_an_error_stands_in_words_beside_its_field(visitor: Visitor) -> None:
    with visitor.open("/contribute") as page:
        begin(page)
        retain(page, 2)
        agreement, proof = card(page, "La convention"), card(page, "La convention, ce que l’article en dit")
        field(agreement, "année de début").fill("2027")
        field(agreement, "année de fin").fill("2023")
        wrong = agreement.locator(".validation-error")
        wrong.first.wait_for()
        assert "L'année de fin précède l'année de début" in wrong.first.inner_text()
        start = field(agreement, "année de début")
        assert start.get_attribute("aria-invalid") == "true"
        assert str(wrong.first.get_attribute("id")) in str(start.get_attribute("aria-describedby"))
        field(proof, "lecture").select_option(label="déduit")
        page.get_by_role("button", name="Vérifier").click()
        page.locator('[data-part="problems"] li').first.wait_for()
        told = page.locator('[data-part="problems"]').inner_text()
        assert "sans raison" in told
        assert "«\u00a0nom\u00a0» est à remplir." in told
        assert "sans raison" in " ".join(proof.locator(".validation-error").all_inner_texts())
        assert "À corriger avant de télécharger" in page.locator('[data-part="verdict"]').inner_text()
        picture(page, "contribute-errors-fr")
        page.get_by_role("button", name="Y aller").first.click()
        assert page.evaluate(_DEEP)["tag"] in {"INPUT", "SELECT", "TEXTAREA"}
        field(agreement, "année de fin").fill("2029")
        page.wait_for_timeout(500)
        assert start.get_attribute("aria-invalid") is None


_DEEP = """() => {
  let found = document.activeElement;
  while (found.shadowRoot && found.shadowRoot.activeElement) found = found.shadowRoot.activeElement;
  const label = found.labels?.[0]?.textContent ?? found.getAttribute('aria-label') ?? found.textContent;
  return { tag: found.tagName, label: label.trim(), part: found.dataset.part ?? '' };
}"""


def tab_to(page: Page, is_there: Callable[[dict[str, str]], bool]) -> None:
    for _ in range(150):
        page.keyboard.press("Tab")
        if is_there(page.evaluate(_DEEP)):
            return
    pytest.fail("the keyboard does not reach it")


def test_a_draft_is_made_by_keyboard_alone(visitor: Visitor, tmp_path: Path) -> None:
    with visitor.open("/contribute") as page:
        page.locator('fact-form[data-card="signature"] select.control').first.wait_for()
        tab_to(page, lambda one: one["part"] == "text")
        page.keyboard.insert_text(ARTICLE)
        for name in ("number", "text"):
            page.keyboard.press("Tab" if name == "number" else "Shift+Tab")
            if name == "number":
                page.keyboard.press("Enter")
                page.locator('[data-part="paragraphs"] li').first.wait_for()
        tab_to(page, lambda one: one["part"] == "text" or one["part"] == "keep-passage")
        page.locator("#text").evaluate("found => found.focus()")
        page.keyboard.press("Control+a")
        tab_to(page, lambda one: one["part"] == "keep-passage")
        page.keyboard.press("Enter")
        tab_to(page, lambda one: one["label"] == "nom")
        page.keyboard.type("Convention au clavier")
        tab_to(page, lambda one: one["label"] == "type de convention")
        page.keyboard.type("convention de part")
        tab_to(page, lambda one: one["label"] == "partie")
        page.keyboard.type("CCI Essonne")
        page.wait_for_timeout(600)
        tab_to(page, lambda one: one["label"].startswith("Ajouter : partie"))
        page.keyboard.press("Enter")
        page.keyboard.type("CMA Essonne")
        tab_to(page, lambda one: one["part"] == "download")
        with page.expect_download() as waiting:
            page.keyboard.press("Enter")
        waiting.value.save_as(tmp_path / "draft.ttl")
    made = rdflib.Graph().parse(tmp_path / "draft.ttl")
    agreement = rdflib.URIRef(f"{ID}instr-convention-au-clavier")
    assert len(set(made.objects(agreement, rdflib.URIRef(f"{CONS}party")))) == 2


def test_a_draft_is_kept_in_the_tab_only_when_one_asks_and_is_erased(visitor: Visitor) -> None:
    with visitor.open("/contribute") as page:
        begin(page)
        fill(page)
        assert page.evaluate("sessionStorage.length") == 0
        shown = page.locator('[data-part="preview"]')
        before = shown.inner_text()
        page.locator('[data-part="keep"]').check()
        page.reload()
        shown.filter(has_text="cma-des-deux-rives").wait_for()
        page.wait_for_timeout(400)
        assert without_moment(shown.inner_text()) == without_moment(before)
        page.on("dialog", lambda dialog: dialog.accept())
        page.get_by_role("button", name="Effacer").click()
        page.wait_for_function("document.querySelector('#text').value === ''")
        assert page.evaluate("sessionStorage.length") == 0


def without_moment(turtle: str) -> list[str]:
    return [line for line in turtle.splitlines() if "generatedAtTime" not in line]


def test_a_text_that_the_graph_holds_is_cited_and_not_described_again(visitor: Visitor, shared: Path) -> None:
    digest = "5926a9a6e86924706748ab6b2d54288e553a13bcb8b513027caf9b7db47d315f"
    texts = [path for path in shared.rglob("*.txt") if sha256(path.read_bytes()).hexdigest() == digest]
    assert texts
    with visitor.open("/contribute") as page:
        page.locator('[data-part="file"]').set_input_files(texts[0])
        page.locator('[data-part="paragraphs"] li').nth(12).wait_for()
        page.locator('[data-part="known"]').filter(has_text="déjà dans le graphe").wait_for()
        assert "#+ source: id:src-000" in page.locator('[data-part="preview"]').inner_text()
        assert "cons:SourceDocument" not in page.locator('[data-part="preview"]').inner_text()


def test_without_javascript_there_are_tables_to_fill_in(visitor: Visitor) -> None:
    with visitor.open("/contribute", scripts=False) as page:
        assert "demande JavaScript" in page.locator("main").inner_text()
        assert not page.locator("#text").is_visible()
        assert "consulaire import" in page.locator("main").inner_text()
        with page.expect_download() as waiting:
            page.get_by_role("link", name="conventions, CSV").click()
        assert waiting.value.suggested_filename == "conventions.csv"


@pytest.mark.parametrize("language", ["fr", "en"])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_form_is_open_to_everyone(language: Language, scheme: Any, visitor: Visitor) -> None:
    with visitor.open("/contribute", language=language, scheme=scheme) as page:
        begin(page)
        retain(page, 2)
        page.locator('[data-part="check"]').click()
        page.locator('[data-part="problems"] li').first.wait_for()
        assert serious(page) == []
        picture(page, f"contribute-{language}-{scheme}")
        page.set_viewport_size({"width": 390, "height": 800})
        assert page.evaluate("document.documentElement.scrollWidth") <= 390
        picture(page, f"contribute-{language}-{scheme}-phone")


def test_the_page_weighs_little(visitor: Visitor) -> None:
    with visitor.open("/contribute") as page:
        page.locator('fact-form[data-card="signature"] select.control').first.wait_for()
        page.wait_for_load_state("networkidle")
        sizes: dict[str, int] = page.evaluate(_SIZES)
    assert {name for name in sizes if name.endswith(("shacl-form.js", "shapes.ttl"))} != set()
    assert all(size > 0 for size in sizes.values())
    assert 100_000 < sum(sizes.values()) < WEIGHT, sizes


_SIZES = """() => Object.fromEntries(
  ['navigation', 'resource'].flatMap((type) => performance.getEntriesByType(type))
    .map((one) => [new URL(one.name).pathname, one.encodedBodySize])
)"""


@pytest.fixture
def client(dataset: Any) -> FlaskClient:
    return create_app(Settings(Path("/nowhere")), store=oxigraph_store(dataset.nquads)).test_client()


def test_the_page_and_its_twin_tell_the_same_fields(client: FlaskClient) -> None:
    page = client.get("/contribute", headers={"Accept": "text/html", "Accept-Language": "fr"}).text
    twin = json.loads(client.get("/contribute?format=json&lang=fr").data)
    inside = page.partition('id="cards">')[2].partition("</script>")[0]
    assert json.loads(inside) == twin["cards"]
    assert [card["name"] for card in twin["cards"]] == ["source", "agreement", "event", "signature", "attestation"]
    for name in twin["templates"]:
        assert f"/contribute/templates/{name}" in page
        assert client.get(f"/contribute/templates/{name}").status_code == 200
    assert len(twin["templates"]) == 12


@pytest.mark.parametrize(
    "name", ["x.csv", "conventions.exe", "../conventions.csv", "conventions", "%00.csv", "bodies.csv"]
)
def test_no_other_template_is_sent(name: str, client: FlaskClient) -> None:
    assert client.get(f"/contribute/templates/{name}").status_code == 404


def test_nothing_can_be_sent_to_the_form(client: FlaskClient) -> None:
    assert client.post("/contribute", data={"text": "x"}).status_code == 405
    assert client.post("/contribute/shapes.ttl", data="x").status_code == 405
