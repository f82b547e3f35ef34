"""The page of a thing, its twin and its triples; then in Chromium, with and without scripts, by mouse and keyboard."""

from html.parser import HTMLParser
from pathlib import Path
from typing import Literal
from urllib.parse import quote

import pytest
import rdflib
from flask.testing import FlaskClient
from rdflib.compare import isomorphic

from graph import oxigraph_store
from graph.load import Dataset
from graph.things import kinds
from server import create_app
from server.config import Settings
from tests.browsing import Language, Visitor, picture, serious

HTML = {"Accept": "text/html"}
KINDS = {  # one thing of each kind
    "body": "/id/org-cci-marne-en-champagne",
    "person": "/id/person-chauvin",
    "convention": "/id/instr-plan-na",
    "element": "/id/act-cciamp-energy",
    "article": "/id/law-commerce-r712-21",
    "rule": "/id/rule-com-cci",
    "event": "/id/event-signing-na",
    "source": "/id/src-000",
    "concept": "/def/kind-com",
    "scheme": "/def/kind",
    "class": "/ns/Signature",
    "property": "/ns/signs",
    "place": "/id/geo-bretagne",
    "organisation": "/id/org-prefecture-nouvelle-aquitaine",
    "node": "/id/mandate-carenco-ile-de-france",
    "evidence": "/id/att-000-14",
    "agent": "/id/agent-curator-1",
    "ontology": "/ns",
    "graph": "/thing?iri=https://w3id.org/consulaire/graph/facts/persons",
    "thing": "/thing?iri=http://www.mayenne.cci.fr",
}
SHOWN = ("body", "convention", "person", "article", "concept", "class")
FORMATS = {"ttl": "turtle", "jsonld": "json-ld", "rdf": "xml", "nt": "nt"}
CLASSES, TAGS = ("line", "when", "moments", "neighbours", "place"), ("h1", "h3")
HOSTILE = (
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "javascript:alert(1)",
    "a b",
    "a>b",
    "{}",
    "\x00",
    "\u202e",
    "é" * 900,
    "../../etc/passwd",
    "%",
    "http://[",
    "_:b0",
)


@pytest.fixture(scope="module")
def client(dataset: Dataset) -> FlaskClient:
    return create_app(Settings(Path("/nowhere")), store=oxigraph_store(dataset.nquads)).test_client()


class Read(HTMLParser):
    """Read of a page what its twin has to hold: the facts line by line, titles, sources, both tables."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.texts: dict[str, list[str]] = {name: [] for name in (*CLASSES, *TAGS)}
        self._open: list[tuple[str, str | None]] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in {"br", "img", "input", "meta", "link", "hr"}:
            return
        told = (dict(attrs).get("class") or "").split()
        name = tag if tag in TAGS else next((one for one in told if one in CLASSES), None)
        self._open.append((tag, name))
        if name:
            self.texts[name].append("")

    def handle_endtag(self, tag: str) -> None:
        while self._open and self._open.pop()[0] != tag:
            pass

    def handle_data(self, data: str) -> None:
        for _, name in self._open:
            if name:
                self.texts[name][-1] += data

    def words(self, name: str) -> list[str]:
        return [" ".join(text.split()) for text in self.texts[name]]


def plain(text: str) -> str:
    return " ".join(text.split())


def with_suffix(path: str, suffix: str) -> str:
    return f"{path}{'&' if '?' in path else '?'}format={suffix}"


def test_there_is_one_thing_of_each_kind() -> None:
    assert set(KINDS) == set(kinds.KINDS)
    assert len(KINDS) == 20


@pytest.mark.parametrize("kind", KINDS)
def test_the_twin_has_the_same_facts_as_the_page(kind: str, client: FlaskClient) -> None:
    page = Read(client.get(KINDS[kind], headers=HTML).text)
    twin = client.get(with_suffix(KINDS[kind], "json")).get_json()
    assert twin["kind"] == kind
    assert page.words("h1") == [plain(twin["label"])]
    facts = [fact for group in twin["groups"] for fact in group["facts"]]
    assert page.words("line") == [plain(fact["text"]) for fact in facts]
    assert page.words("when") == [plain(fact["when"]["text"]) for fact in facts if fact["when"]]
    counted = [f" {group['count']:,}".replace(",", "\u202f") if group["count"] > 1 else "" for group in twin["groups"]]
    assert page.words("h3") == [plain(group["title"] + n) for group, n in zip(twin["groups"], counted, strict=True)]
    sources = [place for fact in facts for one in fact["attestations"] for place in one["citations"]]
    shown = page.words("place")[-len(sources) :] if sources else []
    assert len(shown) == len(sources)
    for text, place in zip(shown, sources, strict=True):
        assert plain(place["source"]["text"]) in text
        assert "start" not in place or f"positions {place['start']}–{place['end']}" in text
    assert len(page.words("moments")) == bool(twin["timeline"])
    for moment in twin["timeline"]:
        assert plain(moment["text"]) in " ".join(page.words("moments"))
    for neighbour in twin["neighbours"]:
        assert plain(neighbour["label"]) in " ".join(page.words("neighbours"))


@pytest.mark.filterwarnings("ignore:ConjunctiveGraph is deprecated")  # rdflib's own reader of JSON-LD makes one
@pytest.mark.parametrize("kind", KINDS)
def test_all_rdf_formats_hold_the_same_triples(kind: str, client: FlaskClient) -> None:
    graphs = {}
    for suffix, form in FORMATS.items():
        answer = client.get(with_suffix(KINDS[kind], suffix))
        assert answer.status_code == 200
        graphs[suffix] = rdflib.Graph().parse(data=answer.data, format=form)
    assert len(graphs["nt"]) >= 1
    for suffix in FORMATS:
        assert isomorphic(graphs[suffix], graphs["nt"]), suffix


@pytest.mark.parametrize(
    ("accept", "media"),
    [
        ("text/turtle", "text/turtle"),
        ("application/ld+json", "application/ld+json"),
        ("application/rdf+xml", "application/rdf+xml"),
        ("application/n-triples", "application/n-triples"),
        ("application/json", "application/json"),
        ("text/html,application/xhtml+xml,*/*;q=0.8", "text/html"),
        (None, "text/html"),
    ],
)
def test_one_address_gives_what_is_accepted(accept: str | None, media: str, client: FlaskClient) -> None:
    answer = client.get("/id/instr-plan-na", headers={"Accept": accept} if accept else {})
    assert answer.headers["Content-Type"].partition(";")[0] == media
    assert {"Accept", "Accept-Language"} <= set(answer.headers["Vary"].split(", "))
    assert '</id/instr-plan-na.ttl>; rel="alternate"; type="text/turtle"' in answer.headers["Link"]


@pytest.mark.parametrize("suffix", [*FORMATS, "json"])
def test_a_suffix_wins_over_what_is_accepted(suffix: str, client: FlaskClient) -> None:
    media = {"ttl": "text/turtle", "jsonld": "application/ld+json", "rdf": "application/rdf+xml"}
    media["nt"] = "application/n-triples"
    answer = client.get(f"/id/instr-plan-na.{suffix}", headers=HTML)
    assert answer.headers["Content-Type"].partition(";")[0] == media.get(suffix, "application/json")
    assert f'href="/id/instr-plan-na.{suffix}"' in client.get("/id/instr-plan-na", headers=HTML).text


def test_what_is_not_on_offer_is_told(client: FlaskClient) -> None:
    refused = client.get("/id/instr-plan-na", headers={"Accept": "image/png"})
    assert refused.status_code == 406
    assert {"text/turtle", "application/json"} <= set(refused.get_json()["offers"])


@pytest.mark.filterwarnings("ignore:ConjunctiveGraph is deprecated")
def test_the_page_embeds_its_own_triples_as_data(client: FlaskClient) -> None:
    page = client.get("/id/instr-plan-na", headers=HTML).text
    embedded = page.partition('<script type="application/ld+json">')[2].partition("</script>")[0]
    graph = rdflib.Graph().parse(data=embedded, format="json-ld")
    whole = rdflib.Graph().parse(data=client.get("/id/instr-plan-na.nt").data, format="nt")
    assert len(graph) >= 10
    assert set(graph) == {triple for triple in whole if str(triple[0]).endswith("/instr-plan-na")}


def test_an_iri_of_ours_is_sent_to_its_own_page(client: FlaskClient) -> None:
    for told in ("https://w3id.org/consulaire/id/src-000", "id:src-000", "<https://w3id.org/consulaire/id/src-000>"):
        sent = client.get("/thing", query_string={"iri": told, "lang": "en", "at": "2022-11-07"})
        assert (sent.status_code, sent.headers["Location"]) == (302, "/id/src-000?lang=en&at=2022-11-07")
    assert client.get("/thing?iri=https://w3id.org/consulaire/ns").headers["Location"] == "/ns"
    dated = client.get("/thing?iri=https://w3id.org/consulaire/ns&lang=en&at=2022-11-07")
    assert dated.headers["Location"] == "/ns?lang=en&at=2022-11-07"
    as_data = client.get("/thing?iri=https://w3id.org/consulaire/ns&format=ttl")
    assert as_data.headers["Location"] == "/ns?format=ttl"
    assert client.get("/thing?iri=id:src-000&format=ttl").headers["Location"] == "/id/src-000.ttl"


def test_an_unknown_address_is_a_helpful_404(client: FlaskClient) -> None:
    client.get("/search")  # which waits until the index of names is there
    problem = client.get("/id/org-cci-nouvel-aquitaine", headers={"Accept": "application/json"})
    assert problem.status_code == 404
    assert problem.get_json()["nearest"][0] == {
        "iri": "https://w3id.org/consulaire/id/org-cci-nouvelle-aquitaine",
        "label": "CCI Nouvelle-Aquitaine",
        "kind": "établissement",
        "address": "/id/org-cci-nouvelle-aquitaine",
    }
    page = client.get("/id/org-cci-nouvel-aquitaine?at=2022-11-07", headers=HTML)
    assert '<a href="/id/org-cci-nouvelle-aquitaine?at=2022-11-07">CCI Nouvelle-Aquitaine</a>' in page.text


@pytest.mark.parametrize("space", ["/id/", "/def/", "/ns/", "/thing?iri="])
@pytest.mark.parametrize("text", HOSTILE, ids=range(len(HOSTILE)))
def test_nothing_that_is_typed_becomes_markup_or_a_fault(text: str, space: str, client: FlaskClient) -> None:
    answer = client.get(space + quote(text, safe=""), headers=HTML)
    assert answer.status_code in {400, 404, 413}
    assert "<script>alert" not in answer.text
    assert "<img src=x" not in answer.text
    assert 'href="javascript:' not in answer.text


@pytest.mark.parametrize("space", ["/id/", "/def/", "/ns/", "/thing?iri=http://x/"])
def test_an_address_that_is_too_long_is_told_so_wherever_it_stands(space: str, client: FlaskClient) -> None:
    answer = client.get(space + "x" * 2_001, headers=HTML)
    assert answer.status_code == 413
    assert "2000 caractères" in answer.text


def test_hostile_names_in_the_graph_stay_text() -> None:
    evil = "</script><script>alert(1)</script>"
    quads = (
        f'<http://x/a> <http://www.w3.org/2000/01/rdf-schema#label> "{evil}" <http://x/g> .\n'
        f'<http://x/a> <http://x/p> "{evil}" <http://x/g> .\n'
        "<http://x/a> <http://x/q> <javascript:alert(1)> <http://x/g> .\n"
        f'<http://x/a> <http://www.w3.org/2000/01/rdf-schema#label> "{evil}\\r\\nER  - " <http://x/g> .\n'
    )
    small = create_app(Settings(Path("/nowhere")), store=oxigraph_store(quads.encode())).test_client()
    page = small.get("/thing?iri=http://x/a", headers=HTML).text
    assert "<script>alert" not in page
    assert 'href="javascript:' not in page
    assert "alert(1)" in page
    assert small.get("/thing?iri=http://x/a&format=ris").text.count("\nER  - ") == 1


def test_a_hostile_name_runs_nothing_in_latex() -> None:
    label = "http://www.w3.org/2000/01/rdf-schema#label"
    quad = f'<http://x/a> <{label}> "\\\\input{{/etc/passwd}} ~^_" <http://x/g> .\n'
    small = create_app(Settings(Path("/nowhere")), store=oxigraph_store(quad.encode())).test_client()
    bibtex = small.get("/thing?iri=http://x/a&format=bib").text
    assert r"\textbackslash{}input\{/etc/passwd\} \textasciitilde{}\textasciicircum{}\_. In:" in bibtex
    assert r"\input" not in bibtex


def test_a_citation_names_the_thing_the_version_and_the_day(client: FlaskClient) -> None:
    bibtex = client.get("/id/instr-plan-na.bib").text
    assert "Plan d'actions conjoint CCI-CMA de Nouvelle-Aquitaine" in bibtex
    assert "url = {https://w3id.org/consulaire/id/instr-plan-na}" in bibtex
    ris = client.get("/id/instr-plan-na.ris?at=2022-11-07").text
    assert ris.startswith("TY  - DATA\r\n")
    assert "as of 2022-11-07" in ris
    assert ris.endswith("ER  - \r\n")


@pytest.mark.parametrize("path", ["/id/org-cci-normandie", "/id/instr-com-normandie?at=2024-06-30&lang=en"])
def test_the_page_of_one_source_and_its_twin_keep_the_same_facts(path: str, client: FlaskClient) -> None:
    whole = client.get(with_suffix(path, "json")).get_json()
    law = whole["sources"][1]
    asked = f"{path}{'&' if '?' in path else '?'}source={law['iri']}"
    page, twin = client.get(asked, headers=HTML).text, client.get(with_suffix(asked, "json")).get_json()
    facts = [fact for group in twin["groups"] for fact in group["facts"]]
    assert Read(page).words("line") == [plain(fact["text"]) for fact in facts]
    assert (len(facts), twin["source"]) == (law["facts"], law["iri"])
    assert twin["elsewhere"] == sum(len(group["facts"]) for group in whole["groups"]) - law["facts"] > 0
    assert f'<option value="{law["iri"]}" selected>' in page
    assert page.count("<option value=") == len(twin["sources"]) + 1
    assert f" {twin['elsewhere']} f" in page
    assert (
        client.get(f"{path.partition('?')[0]}.ttl?source={law['iri']}").data
        == client.get(f"{path.partition('?')[0]}.ttl").data
    )


@pytest.mark.parametrize("told", ["source-1", "<script>", "a b"])
def test_a_source_that_is_no_iri_is_refused_with_what_to_write(told: str, client: FlaskClient) -> None:
    refused = client.get("/id/org-cci-normandie", query_string={"source": told}, headers=HTML)
    assert refused.status_code == 400
    assert "id:src-law-artisanat" in refused.text
    assert "<script>" not in refused.text.partition("<main")[2].partition("</main>")[0]
    assert client.get("/id/org-cci-normandie?source=id:src-002", headers=HTML).status_code == 200


@pytest.mark.parametrize("more", ["", "&at=2024-06-30", "&format=json"])
def test_a_source_goes_along_to_the_page_of_a_thing(more: str, client: FlaskClient) -> None:
    sent = client.get(f"/thing?iri=id:org-cci-normandie&source=id:src-002{more}", headers=HTML)
    assert sent.status_code == 302
    assert "source=id%3Asrc-002" in sent.headers["Location"]
    assert client.get(sent.headers["Location"], headers=HTML).status_code == 200


def test_a_page_of_one_source_only_offers_no_choice(client: FlaskClient) -> None:
    assert 'id="source"' not in client.get("/id/person-chauvin", headers=HTML).text
    assert 'id="source"' in client.get("/id/org-cci-normandie", headers=HTML).text


def test_a_day_is_carried_to_every_thing_and_a_wrong_one_refused(client: FlaskClient) -> None:
    page = client.get("/id/org-cci-marne-en-champagne?at=2024-06-30", headers=HTML).text
    assert "n’existait plus à cette date" in page
    assert 'href="/id/geo-marne?at=2024-06-30"' in page
    assert 'href="/id/org-cci-marne-en-champagne.json?at=2024-06-30"' in page
    assert client.get("/id/src-000?at=2024-02-30", headers=HTML).status_code == 400


def test_an_unchanged_page_is_not_sent_again(client: FlaskClient) -> None:
    first = client.get("/id/instr-plan-na", headers=HTML)
    again = client.get("/id/instr-plan-na", headers={**HTML, "If-None-Match": first.headers["ETag"]})
    assert again.status_code == 304


@pytest.mark.parametrize("language", ["fr", "en"])
@pytest.mark.parametrize("kind", SHOWN)
def test_each_page_is_open_to_everyone(kind: str, language: Language, visitor: Visitor) -> None:
    scheme: Literal["light", "dark"] = "dark" if SHOWN.index(kind) % 2 == (language == "fr") else "light"
    with visitor.open(KINDS[kind], language=language, scheme=scheme) as page:
        assert serious(page) == []
        assert page.locator("h2").count() >= 2
        picture(page, f"thing-{kind}-{language}-{scheme}")
        page.set_viewport_size({"width": 390, "height": 800})
        assert page.evaluate("document.documentElement.scrollWidth") <= 390


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_a_source_is_read_by_keyboard_and_closed_by_escape(scheme: Literal["light", "dark"], visitor: Visitor) -> None:
    with visitor.open("/id/instr-plan-na", scheme=scheme) as page:
        disputed = page.locator("li.fact.disputed details.source")
        assert "≠ contredit" in " ".join(disputed.locator("summary").inner_text().split())
        disputed.locator("summary").focus()
        page.keyboard.press("Enter")
        panel = disputed.locator(".panel")
        assert panel.is_visible()
        assert "paragraphe 8, positions 509–630" in panel.inner_text()
        assert serious(page) == []
        page.keyboard.press("Tab")
        assert page.evaluate("document.activeElement.closest('.panel') !== null")
        page.keyboard.press("Escape")
        assert not panel.is_visible()
        assert page.evaluate("document.activeElement.tagName") == "SUMMARY"
        picture(page, f"thing-source-{scheme}")


def test_a_source_shows_on_hover(visitor: Visitor) -> None:
    with visitor.open("/id/instr-plan-na", language="en") as page:
        first = page.locator("li.fact.inferred details.source").first
        first.hover()
        first.locator(".panel").wait_for(state="visible")
        assert "inferred" in first.locator(".panel").inner_text()
        page.mouse.move(0, 0)
        first.locator(".panel").wait_for(state="hidden")


def test_without_scripts_sources_open_and_pictures_have_their_links(visitor: Visitor) -> None:
    with visitor.open("/id/instr-plan-na", scripts=False) as page:
        page.locator("li.fact.disputed summary").click()
        assert page.locator("li.fact.disputed .panel").is_visible()
        page.locator("svg.network a", has_text="Fabienne Buccio").click()
        assert page.url.endswith("/id/person-buccio")
        assert page.locator("h1").inner_text() == "Fabienne Buccio"
