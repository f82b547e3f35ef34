"""An empty answer explained on its page: beneath it without scripts, at /sparql/diagnose, and in the workbench."""

import html
import json
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

import pytest
from flask.testing import FlaskClient
from playwright.sync_api import expect

from graph import oxigraph_store
from graph.load import Dataset
from server import create_app
from server.config import Settings
from tests.browsing import Language, Visitor, picture, serious

HTML = {"Accept": "text/html"}
PREFIXES = """PREFIX cons: <https://w3id.org/consulaire/ns#>
PREFIX id: <https://w3id.org/consulaire/id/>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
"""
MISSPELT = f"{PREFIXES}SELECT ?i WHERE {{\n  ?i a cons:Agreement ; cons:party id:org-cci-normandi .\n}}"
HONEST = f"{PREFIXES}SELECT ?i WHERE {{\n  ?i a cons:Agreement ; cons:party id:org-cma-bretagne .\n}}"


@pytest.fixture(scope="module")
def client(dataset: Dataset) -> FlaskClient:
    return create_app(Settings(Path("/nowhere")), store=oxigraph_store(dataset.nquads)).test_client()


def told(client: FlaskClient, query: str, **more: str) -> Any:
    sent = client.get("/sparql/diagnose", query_string={"query": query, "format": "json", **more})
    assert sent.status_code == 200
    return json.loads(sent.data)


def test_the_page_and_its_data_say_the_same(client: FlaskClient) -> None:
    found = told(client, MISSPELT)
    for language in ("fr", "en"):
        page = html.unescape(
            client.get("/sparql/diagnose", query_string={"query": MISSPELT, "lang": language}, headers=HTML).text
        )
        for finding in found["findings"]:
            assert finding["message"][language] in page
            assert finding["excerpt"] in page
            for one in finding["suggestions"]:
                assert one["label"][language] in page
                assert urlencode({"query": one["query"]}) in page


QUERIES = [f"{PREFIXES}ASK {{ id:org-cci-normandi ?p ?o }}", f"{PREFIXES}DESCRIBE id:org-cci-normandi", MISSPELT]


@pytest.mark.parametrize("query", [*QUERIES, f"{PREFIXES}CONSTRUCT WHERE {{ id:org-cci-normandi ?p ?o }}"])
def test_every_kind_of_empty_answer_is_explained_beneath_it(query: str, client: FlaskClient) -> None:
    page = client.get("/sparql", query_string={"query": query, "lang": "en"}, headers=HTML).text
    assert "Why this answer is empty" in page
    assert "Write id:org-cci-normandie" in page
    assert "✓ gives answers" in page


def test_a_mended_query_is_one_link_away(client: FlaskClient) -> None:
    query = told(client, MISSPELT)["findings"][0]["suggestions"][0]["query"]
    answer = json.loads(client.get("/sparql", query_string={"query": query}).data)
    assert len(answer["results"]["bindings"]) >= 1


def test_an_answer_with_rows_is_not_explained(client: FlaskClient) -> None:
    page = client.get("/sparql", query_string={"query": "SELECT * { ?s ?p ?o } LIMIT 1"}, headers=HTML).text
    assert "Pourquoi cette réponse est vide" not in page
    assert told(client, "SELECT * { ?s ?p ?o } LIMIT 1")["empty"] is False


def test_nothing_of_a_query_becomes_markup(client: FlaskClient) -> None:
    said = 'SELECT * { ?s <urn:p> "<script>alert(1)</script><img src=x onerror=alert(1)>" . ?s <urn:q%s> ?o }'
    for text, status in [(said % "", 200), (said % "\\u0022", 400)]:  # explained, and refused
        for path in ("/sparql/diagnose", "/sparql"):
            sent = client.get(path, query_string={"query": text}, headers=HTML)
            assert sent.status_code == status
            assert ("Pourquoi cette réponse est vide" in sent.text) == (status == 200)
            assert "<script>alert" not in sent.text
            assert "<img src=x" not in sent.text
            assert "&lt;script&gt;alert(1)&lt;/script&gt;&lt;img src=x" in sent.text


def test_what_cannot_be_asked_is_a_problem(client: FlaskClient) -> None:
    json_only = {"Accept": "application/json"}
    for query, status in [("SELECT", 400), ("SELECT * { SERVICE <http://a:1/> { ?s ?p ?o } }", 403), ("", 400)]:
        assert client.get("/sparql/diagnose", query_string={"query": query}, headers=json_only).status_code == status
    assert client.get("/sparql/diagnose", headers=json_only).status_code == 400
    assert client.get("/sparql/diagnose", query_string={"query": "x" * 2_000_000}).status_code == 413
    refused = client.get("/sparql/diagnose", query_string={"query": MISSPELT}, headers={"Accept": "image/png"})
    assert refused.status_code == 406


def test_an_explanation_is_recognised_and_one_that_was_cut_short_is_not_kept(client: FlaskClient) -> None:
    asked = {"query": MISSPELT, "format": "json"}
    tag = client.get("/sparql/diagnose", query_string=asked).headers["ETag"]
    assert client.get("/sparql/diagnose", query_string=asked, headers={"If-None-Match": tag}).status_code == 304
    engine = client.application.extensions["engine"]
    real = engine.answer
    try:
        engine.answer = lambda *given: _cut_short(real(*given))
        sent = client.get("/sparql/diagnose", query_string={**asked, "lang": "en"})
    finally:
        del engine.answer
    assert "ETag" not in sent.headers
    assert sent.headers["Cache-Control"] == "no-store"


def _cut_short(reply: Any) -> Any:
    from dataclasses import replace

    return replace(reply, body=json.dumps({**json.loads(reply.read()), "complete": False}).encode())


@pytest.mark.parametrize("language", ["fr", "en"])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_explanation_is_open_to_everyone(language: Language, scheme: Any, visitor: Visitor) -> None:
    address = f"/sparql?{urlencode({'query': MISSPELT})}"
    with visitor.open(address, language=language, scheme=scheme, scripts=False) as page:
        picture(page, f"empty-answer-{language}-{scheme}")
        mended = page.locator(".mends a").first
        asked = parse_qs(urlsplit(mended.get_attribute("href") or "").query)
        assert "id:org-cci-normandie" in asked["query"][0]
        mended.focus()
        page.keyboard.press("Enter")
        expect(page.locator("table")).to_be_visible()
    with visitor.open(f"/sparql/diagnose?{urlencode({'query': HONEST})}", language=language, scheme=scheme) as page:
        assert serious(page) == []
        picture(page, f"diagnose-{language}-{scheme}")


def test_the_explanation_fits_a_phone(visitor: Visitor) -> None:
    with visitor.open(f"/sparql/diagnose?{urlencode({'query': MISSPELT})}", size=(390, 800)) as page:
        page.locator(".probes summary").press("Enter")
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
        picture(page, "diagnose-phone")


def test_the_workbench_offers_the_mended_query(visitor: Visitor) -> None:
    with visitor.open(f"/sparql?{urlencode({'query': MISSPELT})}", language="en") as page:
        expect(page.locator(".findings")).to_contain_text("is nowhere in the graph")
        picture(page, "workbench-empty-en")
        page.get_by_role("button", name="Apply Write id:org-cci-normandie").first.press("Enter")
        expect(page.locator(".yasqe, .CodeMirror").first).to_contain_text("id:org-cci-normandie")
