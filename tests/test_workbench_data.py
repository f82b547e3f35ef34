"""What the workbench asks the server for besides answers: honest, bounded, recognised, and never markup."""

import json
import re
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from graph import oxigraph_store
from graph.catalogue import Catalogue
from graph.load import Dataset
from graph.namespaces import ID, PREFIXES
from server import create_app
from server.config import Settings
from server.routes.workbench import MOST_IRIS
from tests.conftest import ROOT

FILES = sorted((ROOT / "server" / "static" / "scripts" / "workbench").rglob("*.js"))
PAGE = {"Accept": "text/html"}


@pytest.fixture(scope="module")
def client(dataset: Dataset) -> FlaskClient:
    return create_app(Settings(Path("/nowhere")), store=oxigraph_store(dataset.nquads)).test_client()


def ask_labels(client: FlaskClient, iris: object, language: str = "fr") -> dict[str, dict[str, str | None]]:
    response = client.post(f"/sparql/labels?lang={language}", json={"iris": iris})
    assert response.status_code == 200
    things: dict[str, dict[str, str | None]] = json.loads(response.data)["things"]
    return things


def test_labels_are_in_the_language_of_the_page_with_the_address_of_the_thing(client: FlaskClient) -> None:
    iri = f"{ID}org-cma-france"
    assert {ask_labels(client, [iri], language)[iri]["label"] for language in ("fr", "en")} == {"CMA France"}
    page = str(ask_labels(client, [iri])[iri]["page"])
    assert "org-cma-france" in page
    assert client.get(page, headers=PAGE).status_code == 200


def test_what_has_no_label_or_is_no_iri_is_told_as_such(client: FlaskClient) -> None:
    odd = ["http://x/nothing", "no iri", "<script>alert(1)</script>", "", "a:b>} # {"]
    told = ask_labels(client, odd)
    assert [told[iri]["label"] for iri in odd] == [None] * len(odd)


@pytest.mark.parametrize(
    ("body", "status"),
    [
        (b"", 400),
        (b"[]", 400),
        (b'{"iris": "http://x/"}', 400),
        (b'{"iris": [1]}', 400),
        (b'{"iris": [null]}', 400),
        (b'{"iris": ["' + b"x" * 3_000 + b'"]}', 400),
        (b"\xff\xfe", 400),
        (b"[" * 100_000, 400),
        (b'{"iris": ["\\ud800"]}', 400),
        (json.dumps({"iris": ["http://x/"] * (MOST_IRIS + 1)}).encode(), 400),
        (json.dumps({"iris": ["http://x/" + "y" * 1_900] * 1_000}).encode(), 413),
    ],
)
def test_a_body_that_asks_for_no_labels_is_refused(body: bytes, status: int, client: FlaskClient) -> None:
    response = client.post("/sparql/labels", data=body, content_type="application/json")
    assert response.status_code == status
    assert json.loads(response.data)["type"].startswith("https://w3id.org/consulaire/problem/")


def test_as_many_labels_as_allowed_come_in_one_answer(client: FlaskClient) -> None:
    iris = [f"http://x/{n}" for n in range(MOST_IRIS)]
    assert list(ask_labels(client, iris)) == iris


def test_every_example_is_there_in_both_languages_and_with_the_day(client: FlaskClient) -> None:
    told = json.loads(client.get("/sparql/examples").data)["examples"]
    assert {one["name"] for one in told} == set(Catalogue.load().names)
    assert all(one["fr"] and one["en"] and "#+" not in one["query"] for one in told)
    dated = json.loads(client.get("/sparql/examples?at=2022-11-07").data)["examples"]
    filled = [one["name"] for one in dated if one["dated"]]
    assert filled == [one["name"] for one in dated if "day" in one["params"]]
    assert len(filled) >= 4
    assert all('"2022-11-07"^^' in one["query"] for one in dated if one["dated"])


def test_a_wrong_day_of_the_examples_is_refused(client: FlaskClient) -> None:
    assert client.get("/sparql/examples?at=2022-02-30").status_code == 400


def test_the_code_of_a_query_is_that_of_the_page_of_its_answer(client: FlaskClient) -> None:
    query = "SELECT (1 AS ?x) {}"
    told = json.loads(client.get("/sparql/snippets", query_string={"query": query}).data)["snippets"]
    assert [one["label"] for one in told] == ["Python (Jupyter)", "Python (SPARQLWrapper)", "curl", "R"]
    shown = client.get("/sparql", query_string={"query": query}, headers=PAGE).text
    assert all(one["label"] in shown for one in told)
    assert client.get("/sparql/snippets?query=hello").status_code == 400
    assert client.get("/sparql/snippets").status_code == 400


def test_what_is_the_same_as_long_as_the_dataset_is_recognised(client: FlaskClient) -> None:
    for address in ("/sparql/vocabulary", "/sparql/outlines", "/sparql/examples", "/sparql/snippets?query=ASK{}"):
        etag = client.get(address).headers["ETag"]
        assert client.get(address, headers={"If-None-Match": etag}).status_code == 304


def test_outlines_have_names_in_both_languages(client: FlaskClient) -> None:
    for language in ("fr", "en"):
        told = json.loads(client.get(f"/sparql/outlines?lang={language}").data)
        assert (len(told["regions"]), len(told["departments"])) == (18, 101)
        assert all(one["label"] for one in [*told["regions"], *told["departments"]])


@pytest.mark.parametrize("query", [None, "ASK {}", "SELECT * { ?s ?p }"], ids=["form", "answer", "refusal"])
def test_the_pages_allow_scripts_of_this_server_only(query: str | None, client: FlaskClient) -> None:
    response = client.get("/sparql", query_string={"query": query} if query else {}, headers=PAGE)
    policy = response.headers["Content-Security-Policy"]
    assert "script-src 'self';" in policy
    assert not re.search("unsafe|https?:|\\*", policy)
    assert response.text.count("<script") == response.text.count('<script type="module" src="/static/') >= 1
    assert "/static/scripts/workbench/main.js" in response.text
    prefixes = re.search(r'data-prefixes="([^"]*)"', response.text)
    assert prefixes is not None
    assert json.loads(prefixes[1].replace("&#34;", '"')) == PREFIXES


def test_no_script_names_another_host_or_evaluates_text() -> None:
    assert len(FILES) >= 20
    vendored = ROOT / "server" / "static" / "vendored" / "yasqe.js"
    allowed = re.compile(r"https?://(?:www\.w3\.org|w3id\.org/consulaire)/")  # names of namespaces, never asked for
    for path in [*FILES, vendored]:
        text = path.read_text(encoding="utf-8")
        others = [found for found in re.findall(r"https?://[^\s\"'`)]{3,60}", text) if not allowed.match(found)]
        assert others == [], path.name
        assert not re.search(r"\beval\(|new Function|document\.write|innerHTML\s*=\s*[^\"'\s]*\$\{", text), path.name
        assert "prefix.cc" not in text


def test_the_scripts_of_the_workbench_are_small_and_put_no_markup_in() -> None:
    for path in FILES:
        text = path.read_text(encoding="utf-8")
        assert len(text.splitlines()) < 300, path.name
        assert not re.search(r"innerHTML|outerHTML|insertAdjacentHTML|style=", text), path.name
