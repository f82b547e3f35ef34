"""Errors people can use: what is near, what is on offer, what is allowed, and a reference that is in the log."""

import json
import logging
import re
from pathlib import Path
from typing import Any

import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from graph import oxigraph_store
from graph.load import Dataset
from server import create_app, journal
from server.config import Settings
from server.http_errors import TOLD

HTML = {"Accept": "text/html", "Accept-Language": "fr"}
ENGLISH = {"Accept": "text/html", "Accept-Language": "en"}
MARKUP = ["<script>alert(1)</script>", '"><img src=x onerror=alert(1)>', "{{ 7 * 7 }}", "é" * 500, "%00", "'--"]


def told(response: TestResponse) -> Any:
    """Read a problem document."""
    return json.loads(response.data)


@pytest.fixture(scope="module")
def client(dataset: Dataset) -> FlaskClient:
    made = create_app(Settings(Path("/nowhere")), store=oxigraph_store(dataset.nquads)).test_client()
    made.get("/search")  # the index is there: a problem waits for it no longer than a moment
    return made


@pytest.fixture
def broken(tiny: bytes) -> FlaskClient:
    app = create_app(Settings(Path("/nowhere"), cache_mb=0), store=oxigraph_store(tiny))
    app.extensions["engine"].answer = lambda *_: 1 / 0
    return app.test_client()


@pytest.mark.parametrize(
    ("path", "near"),
    [
        ("/id/org-cci-normandy", "https://w3id.org/consulaire/id/org-cci-normandie"),
        ("/id/org-cma-vaar", "https://w3id.org/consulaire/id/org-cma-var"),
        ("/org-cci-normandie", "https://w3id.org/consulaire/id/org-cci-normandie"),
        ("/cci-caen-normandi", "https://w3id.org/consulaire/id/org-cci-caen-normandie"),
    ],
)
def test_an_address_that_leads_nowhere_is_told_with_the_things_that_are_near(
    path: str, near: str, client: FlaskClient
) -> None:
    problem = client.get(path, headers={"Accept": "application/json"})
    assert problem.status_code == 404
    first = next(one for one in told(problem)["nearest"] if "iri" in one)
    assert first["iri"] == near
    page = client.get(path, headers=HTML)
    assert f'<a href="{first["address"]}">{first["label"]}</a>' in page.text
    assert "Vouliez-vous dire" in page.text


@pytest.mark.parametrize(("path", "page"), [("/serach", "/search"), ("/Search/", "/search"), ("/sparkl", "/sparql")])
def test_a_slip_in_the_address_of_a_page_is_told_with_the_page(path: str, page: str, client: FlaskClient) -> None:
    near = told(client.get(path, headers={"Accept": "application/json"}))["nearest"]
    assert near[0]["address"] == page
    assert "iri" not in near[0]


def test_a_named_query_that_is_none_is_told_with_those_that_are_near(client: FlaskClient) -> None:
    near = told(client.get("/queries/signatoriez", headers={"Accept": "application/json"}))["nearest"]
    assert near[0]["address"] == "/queries/signatures"
    assert client.get(near[0]["address"], headers=HTML).status_code == 200


def test_what_is_near_keeps_the_day_and_the_language(client: FlaskClient) -> None:
    page = client.get("/id/org-cci-normandy?at=2022-11-07&lang=en", headers=HTML).text
    assert 'href="/id/org-cci-normandie?lang=en&amp;at=2022-11-07"' in page
    assert "Did you mean" in page
    assert "/search?lang=en&amp;at=2022-11-07&amp;q=org+cci+normandy" in page


def test_a_french_sentence_is_set_on_the_page_and_plain_as_data_and_code_keeps_its_spaces(client: FlaskClient) -> None:
    unknown = "/id/org-cci-normandy"
    assert "«\u00a0https://w3id.org/consulaire/id/org-cci-normandy\u00a0»" in client.get(unknown, headers=HTML).text
    assert "« https://" in told(client.get(unknown, headers={"Accept": "application/json"}))["detail_fr"]
    wrong = client.get("/sparql", query_string={"query": "SELECT * { ?s ?p ?o ; }", "lang": "fr"}, headers=HTML)
    assert "?o ; }" in wrong.text


def test_nothing_near_is_no_list(client: FlaskClient) -> None:
    assert "nearest" not in told(client.get("/wp-login.php", headers={"Accept": "application/json"}))
    assert "Vouliez-vous" not in client.get("/wp-login.php", headers=HTML).text


@pytest.mark.parametrize("text", MARKUP)
def test_nothing_of_an_address_becomes_markup(text: str, client: FlaskClient) -> None:
    for path in (f"/id/{text}", f"/{text}/x", "/search"):
        response = client.get(path, query_string={"iri": text, "format": text}, headers=HTML)
        assert response.status_code in {404, 406}
        assert "<script>alert" not in response.text
        assert "<img src=x" not in response.text
        assert len(response.text) < 60_000


def test_a_graph_that_cannot_be_read_is_no_reason_to_answer_worse(tmp_path: Path) -> None:
    response = create_app(Settings(tmp_path)).test_client().get("/serach", headers={"Accept": "application/json"})
    assert (response.status_code, told(response)["nearest"][0]["address"]) == (404, "/search")


def test_a_format_that_is_not_on_offer_is_told_with_links_to_those_that_are(client: FlaskClient) -> None:
    page = client.get("/search?q=cci&format=pdf", headers=HTML)
    assert page.status_code == 406
    for name in ("html", "json", "csv"):
        assert f'<a href="/search?q=cci&amp;format={name}"' in page.text
    problem = client.get("/search?q=cci", headers={"Accept": "application/pdf"})
    assert json.loads(problem.data)["offers"] == ["text/html", "application/json", "text/csv"]
    assert "?format" not in client.get("/.well-known/void", headers={"Accept": "image/png"}).text


def test_a_method_that_is_not_allowed_is_told_with_those_that_are(client: FlaskClient) -> None:
    page = client.delete("/search", headers=HTML)
    assert page.status_code == 405
    assert set(page.headers["Allow"].split(", ")) == {"GET", "HEAD", "OPTIONS"}
    assert all(f"<code>{method}</code>" in page.text for method in ("GET", "HEAD", "OPTIONS"))
    assert told(client.delete("/search"))["allow"] == ["GET", "HEAD", "OPTIONS"]


def test_a_fault_has_a_reference_that_is_in_the_log(
    broken: FlaskClient, caplog: pytest.LogCaptureFixture, capfd: pytest.CaptureFixture[str]
) -> None:
    with caplog.at_level(logging.ERROR):
        page = broken.get("/sparql?query=ASK{}", headers=HTML)
    journal.flush()
    reference = re.findall(r'<code class="reference">([0-9a-f]{10})</code>', page.text)
    (record,) = [record for record in caplog.records if record.exc_info]
    assert [f"reference {reference[0]}:"] == [record.getMessage()[:21]]
    assert record.exc_info is not None
    assert record.exc_info[0] is ZeroDivisionError
    assert "ASK" not in record.getMessage()
    lines = [json.loads(line) for line in capfd.readouterr().err.splitlines() if line.startswith('{"time"')]
    assert lines[-1] | {"status": 500, "reference": reference[0]} == lines[-1]


def test_each_fault_has_a_reference_of_its_own_and_nothing_else_has_one(broken: FlaskClient) -> None:
    references = [told(broken.get("/sparql?query=ASK{}"))["reference"] for _ in range(3)]
    assert len(set(references)) == 3
    assert "reference" not in told(broken.get("/nothing", headers={"Accept": "application/json"}))
    text = broken.get("/sparql?query=ASK{}", headers={"Accept": "text/plain, text/csv;q=0.1"}).text
    assert re.search(r"^Reference: [0-9a-f]{10}$", text, re.MULTILINE)


def test_what_the_server_cannot_do_now_has_a_reference_in_its_line_of_the_log(
    tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    response = create_app(Settings(tmp_path)).test_client().get("/search", headers={"Accept": "application/json"})
    assert (response.status_code, told(response)["type"].rpartition("/")[2]) == (503, "store-missing")
    journal.flush()
    assert f'"reference": "{told(response)["reference"]}"' in capfd.readouterr().err


@pytest.mark.parametrize(
    ("method", "path", "status", "title"),
    [
        ("GET", "/nothing", 404, "Cette page n’existe pas"),
        ("DELETE", "/search", 405, "Cette méthode n’est pas permise ici"),
        ("GET", "/sparql?query=ASK{}", 500, "Le serveur a rencontré une erreur"),
        ("POST", "/sparql", 413, "L’envoi est trop long"),
    ],
)
def test_what_http_objects_to_is_told_in_french(
    method: str, path: str, status: int, title: str, broken: FlaskClient
) -> None:
    data = b"x" * 5_000_000 if status == 413 else None
    kind = {"Content-Type": "application/x-www-form-urlencoded"} if data else {}
    page = broken.open(path, method=method, data=data, headers={**HTML, **kind})
    assert page.status_code == status
    assert f"<h1>{title}</h1>" in page.text
    assert '<p class="problem" role="alert">' in page.text


def test_english_is_marked_as_such_only_on_a_french_page(client: FlaskClient) -> None:
    untold = client.get("/search?lang=fr&kind=x", headers=HTML).text
    assert '<p class="problem" role="alert">Le filtre' in untold
    english = client.get("/search?kind=x", headers=ENGLISH).text
    assert '<html lang="en">' in english
    assert '<p class="problem" role="alert">The facet' in english
    twice = [client.get("/sparql?query=ASK{}&query=ASK{}", headers=headers).text for headers in (HTML, ENGLISH)]
    assert '<p class="problem" lang="en" role="alert">The request has 2 times a query' in twice[0]
    assert '<p class="problem" role="alert">The request has 2 times a query' in twice[1]
    missing = client.get("/graph-store?graph=a:none", headers={"Accept": "text/turtle;q=0.1, text/html"})
    assert missing.status_code == 404


def test_what_http_objects_to_has_a_title_and_a_sentence_in_french() -> None:
    assert {400, 404, 405, 406, 413, 414, 415, 429, 500, 503} <= TOLD.keys()
    assert len(TOLD) == 23
    assert all(title and sentence.endswith(".") for title, sentence in TOLD.values())
