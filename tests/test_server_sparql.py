"""The SPARQL protocol at /sparql, case by case, in the test client."""

import json
import re
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest
from flask.testing import FlaskClient

from graph import oxigraph_store
from server import create_app
from server.config import Settings

ESSONNE = "https://w3id.org/consulaire/id/org-cci-essonne"
SELECT = "SELECT ?label { ?body <http://www.w3.org/2000/01/rdf-schema#label> ?label } ORDER BY ?label"
CONSTRUCT = "CONSTRUCT WHERE { ?body <http://www.w3.org/2000/01/rdf-schema#label> ?label }"
JSON = "application/sparql-results+json"
TOKEN = "a token for tests"  # noqa: S105
HTML = {"Accept": "text/html"}


@pytest.fixture(scope="module")
def client(tiny: bytes) -> FlaskClient:
    return create_app(Settings(Path("/nowhere"), max_query_bytes=5_000), store=oxigraph_store(tiny)).test_client()


@pytest.fixture
def writer(tiny: bytes) -> FlaskClient:
    digest = sha256(TOKEN.encode()).hexdigest()
    settings = Settings(Path("/nowhere"), writable=True, write_token_sha256=digest)
    return create_app(settings, store=oxigraph_store(tiny, writable=True)).test_client()


def ask(client: FlaskClient, query: str, **headers: str) -> Any:
    return client.get("/sparql", query_string={"query": query}, headers=headers)


def test_a_query_by_get_is_answered_as_sparql_json(client: FlaskClient) -> None:
    response = ask(client, SELECT)
    assert (response.status_code, response.headers["Content-Type"]) == (200, JSON)
    labels = [row["label"]["value"] for row in json.loads(response.data)["results"]["bindings"]]
    assert labels == ["CCI Essonne", "CMA Essonne"]
    assert "Accept" in response.headers["Vary"]


def test_a_query_by_form_is_answered(client: FlaskClient) -> None:
    response = client.post("/sparql", data={"query": "ASK {}"})
    assert json.loads(response.data)["boolean"] is True


def test_a_query_as_the_body_is_answered(client: FlaskClient) -> None:
    response = client.post("/sparql", data="ASK {}", content_type="application/sparql-query; charset=UTF-8")
    assert json.loads(response.data)["boolean"] is True


FORMATS = [
    (SELECT, JSON, JSON, b'"CCI Essonne"'),
    (SELECT, "application/sparql-results+xml", "application/sparql-results+xml", b"<literal"),
    (SELECT, "text/csv", "text/csv; charset=utf-8", b"label\r\nCCI Essonne\r\n"),
    (SELECT, "text/tab-separated-values", "text/tab-separated-values; charset=utf-8", b'?label\n"CCI Essonne"@fr\n'),
    ("ASK {}", JSON, JSON, b"true"),
    ("ASK {}", "application/sparql-results+xml", "application/sparql-results+xml", b"<boolean>true</boolean>"),
    (CONSTRUCT, "text/turtle", "text/turtle; charset=utf-8", b'"CCI Essonne"@fr'),
    (CONSTRUCT, "application/n-triples", "application/n-triples", b'"CCI Essonne"@fr .\n'),
    (CONSTRUCT, "application/rdf+xml", "application/rdf+xml", b'xml:lang="fr">CCI Essonne<'),
    (CONSTRUCT, "application/ld+json", "application/ld+json", b'"CCI Essonne"'),
    (f"DESCRIBE <{ESSONNE}>", "text/turtle", "text/turtle; charset=utf-8", b"cons:ConsularBody"),
]


@pytest.mark.parametrize(("query", "accept", "content_type", "part"), FORMATS)
def test_each_format_is_served_under_its_exact_type(
    query: str, accept: str, content_type: str, part: bytes, client: FlaskClient
) -> None:
    response = ask(client, query, Accept=accept)
    assert response.status_code == 200
    assert response.headers["Content-Type"] == content_type
    assert part in response.data


def test_eleven_pairs_of_query_and_format_are_tried() -> None:
    assert len(FORMATS) == 11


REFUSED = [  # method, query string, headers, body, status, a word of the detail
    ("GET", "format=json", {}, None, 400, "no query"),
    ("GET", "query=ASK%7B%7D&query=ASK%7B%7D", {}, None, 400, "2 times"),
    ("GET", "query=SELECT+*+%7B+%3Fs+%3Fp+%7D", {}, None, 400, "Line 1, column 18"),
    ("GET", "query=SELECT+*+%7B+SERVICE+%3Chttp%3A%2F%2Fh%2F%3E%7B%7D%7D", {}, None, 403, "SERVICE is refused"),
    ("GET", "query=ASK%7B%7D", {"Accept": "image/png"}, None, 406, "On offer"),
    ("GET", "query=ASK%7B%7D", {"Accept": "text/csv"}, None, 406, "yes or no"),
    ("GET", "query=ASK%7B%7D", {"Accept": "text/turtle"}, None, 406, "yes or no"),
    ("GET", "query=ASK%7B%7D&format=excel", {}, None, 406, "formats: json"),
    ("GET", "query=ASK%7B%7D&default-graph-uri=graph", {}, None, 400, "not an absolute IRI"),
    ("GET", "query=" + "%7B" * 200, {}, None, 400, "deep"),
    ("GET", "update=CLEAR+ALL", {}, None, 400, "POST"),
    ("PUT", "query=ASK%7B%7D", {}, None, 405, "method"),
    ("DELETE", "query=ASK%7B%7D", {}, None, 405, "method"),
    ("POST", "", {}, b"ASK {}", 415, "no Content-Type"),
    ("POST", "", {"Content-Type": "text/plain"}, b"ASK {}", 415, "text/plain"),
    ("POST", "", {"Content-Type": "application/sparql-query"}, "ASK {}".encode("utf-16"), 400, "not UTF-8"),
    ("POST", "", {"Content-Type": "application/sparql-query; charset=utf-16"}, b"", 415, "utf-16"),
    ("POST", "", {"Content-Type": "application/x-www-form-urlencoded"}, "query=ASK {}".encode("utf-16"), 400, "UTF-8"),
    ("POST", "", {"Content-Type": "application/x-www-form-urlencoded"}, b"query=ASK{}&update=CLEAR ALL", 400, "both"),
    ("POST", "", {"Content-Type": "application/x-www-form-urlencoded"}, b"update=CLEAR ALL", 403, "--writable"),
    ("POST", "", {"Content-Type": "application/sparql-update"}, b"CLEAR ALL", 403, "--writable"),
    ("POST", "", {"Content-Type": "application/sparql-query"}, b"#" * 5_001, 413, "5,001"),
    ("POST", "", {"Content-Type": "application/sparql-query"}, b"#" * 50_000, 413, "limit"),
]


@pytest.mark.parametrize(("method", "query_string", "headers", "body", "status", "word"), REFUSED)
def test_a_wrong_request_gets_its_status_and_a_problem(
    method: str,
    query_string: str,
    headers: dict[str, str],
    body: bytes | None,
    status: int,
    word: str,
    client: FlaskClient,
) -> None:
    response = client.open("/sparql", method=method, query_string=query_string, headers=headers, data=body)
    assert response.status_code == status
    assert response.headers["Content-Type"] == "application/problem+json"
    problem = json.loads(response.data)
    assert problem["status"] == status
    assert problem["type"].startswith("https://w3id.org/consulaire/problem/")
    assert problem["title"]
    assert word in problem["detail"]


def test_there_are_twenty_three_wrong_requests() -> None:
    assert len(REFUSED) == 23


def test_a_syntax_error_says_line_column_and_what_was_expected(client: FlaskClient) -> None:
    problem = json.loads(ask(client, "SELECT *\n{ ?s ?p }").data)
    assert (problem["line"], problem["column"]) == (2, 9)
    assert "a term" in problem["expected"]


def test_a_problem_is_plain_text_for_whoever_prefers_it(client: FlaskClient) -> None:
    response = ask(client, "SELECT", Accept="text/plain, text/csv;q=0.1")
    assert (response.status_code, response.headers["Content-Type"]) == (400, "text/plain; charset=utf-8")


def test_a_fault_of_ours_is_a_500_without_a_stack_trace(tiny: bytes) -> None:
    store = oxigraph_store(tiny)
    app = create_app(Settings(Path("/nowhere")), store=store)
    app.extensions["engine"].answer = lambda *_: 1 / 0
    response = app.test_client().get("/sparql?query=ASK{}")
    assert (response.status_code, response.headers["Content-Type"]) == (500, "application/problem+json")
    assert b"division" not in response.data
    assert b"Traceback" not in response.data


def test_head_gives_the_headers_of_get(client: FlaskClient) -> None:
    response = client.head("/sparql", query_string={"query": "ASK {}"})
    assert (response.status_code, response.headers["Content-Type"], response.data) == (200, JSON, b"")


def test_other_sites_may_read_without_credentials(client: FlaskClient) -> None:
    response = client.options("/sparql")
    assert response.status_code == 204
    assert response.headers["Access-Control-Allow-Origin"] == "*"
    assert "Access-Control-Allow-Credentials" not in response.headers
    assert "Authorization" not in response.headers["Access-Control-Allow-Headers"]
    assert ask(client, "ASK {}").headers["Access-Control-Allow-Origin"] == "*"


@pytest.mark.parametrize("iri", ["http://x/a%20b", "http://x/caf%C3%A9", "http://x/café", "http://x/a+b"])
@pytest.mark.parametrize("way", ["get", "form", "body"])
def test_a_query_is_decoded_once(iri: str, way: str, client: FlaskClient) -> None:
    query = f"SELECT (<{iri}> AS ?x) {{}}"
    if way == "get":
        response = ask(client, query)
    elif way == "form":
        response = client.post("/sparql", data={"query": query})
    else:
        response = client.post("/sparql", data=query.encode(), content_type="application/sparql-query")
    assert json.loads(response.data)["results"]["bindings"][0]["x"]["value"] == iri


def test_the_dataset_parameters_name_graphs_of_the_store(client: FlaskClient, tiny: bytes) -> None:
    query = "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }"
    rows = [
        json.loads(client.get("/sparql", query_string={"query": query, **more}).data)["results"]["bindings"]
        for more in ({}, {"default-graph-uri": "http://not.here/"})
    ]
    assert [int(row[0]["n"]["value"]) for row in rows] == [len(tiny.splitlines()), 0]


def test_a_browser_gets_the_form_when_it_asks_nothing(client: FlaskClient) -> None:
    response = client.get("/sparql", headers=HTML)
    assert response.status_code == 200
    assert "<textarea" in response.text


def test_a_browser_gets_a_table_with_labels_and_the_form_kept(client: FlaskClient) -> None:
    query = f"SELECT ?body {{ VALUES ?body {{ <{ESSONNE}> }} }} # <&>"
    page = ask(client, query, **HTML).text
    assert "CCI Essonne</a>" in page
    assert "id:org-cci-essonne" in page
    assert "# &lt;&amp;&gt;</textarea>" in page
    assert "format=csv" in page


def test_a_browser_sees_yes_or_no_and_turtle(client: FlaskClient) -> None:
    assert "Oui" in ask(client, "ASK {}", **HTML).text
    assert "Yes" in ask(client, "ASK {}", **HTML, **{"Accept-Language": "en"}).text
    assert "cons:ConsularBody" in ask(client, f"DESCRIBE <{ESSONNE}>", **HTML).text


def test_a_browser_sees_what_is_wrong_and_its_query_again(client: FlaskClient) -> None:
    response = ask(client, "SELECT * { <script> }", **HTML)
    assert response.status_code == 400
    assert "&lt;script&gt; }</textarea>" in response.text
    assert "<script>" not in response.text


def test_a_long_table_is_cut_on_the_page_and_says_so(client: FlaskClient) -> None:
    ten = "VALUES ?%s { 0 1 2 3 4 5 6 7 8 9 }"
    page = ask(client, f"SELECT * {{ {ten % 'a'} {ten % 'b'} {ten % 'c'} }}", **HTML).text
    assert "1\u202f000 lignes" in page
    assert page.count("<tr>") == 501


def test_an_update_needs_the_token(writer: FlaskClient) -> None:
    insert = {"update": "INSERT DATA { <a:a> <a:b> <a:c> }"}
    assert writer.post("/sparql", data=insert).status_code == 401
    wrong = writer.post("/sparql", data=insert, headers={"Authorization": "Bearer wrong"})
    assert (wrong.status_code, wrong.headers["WWW-Authenticate"]) == (401, 'Bearer realm="consulaire"')
    assert json.loads(ask(writer, "ASK { <a:a> ?p ?o }").data)["boolean"] is False


def test_an_update_with_the_token_is_done_and_read_back(writer: FlaskClient) -> None:
    headers = {"Authorization": f"Bearer {TOKEN}", "Content-Type": "application/sparql-update"}
    done = writer.post("/sparql", data="INSERT DATA { GRAPH <g:g> { <a:a> <a:b> <a:c> } }", headers=headers)
    assert done.status_code == 204
    assert "Access-Control-Allow-Origin" not in done.headers
    assert json.loads(ask(writer, "ASK { <a:a> <a:b> <a:c> }").data)["boolean"] is True


@pytest.mark.parametrize(
    "text", ["INSERT DATA { <a:a> <a:b> 1 } ; DROP GRAPH <a:none>", "CREATE GRAPH <a:a> ; CREATE GRAPH <a:a>"]
)
def test_an_update_that_cannot_be_carried_out_says_why_and_changes_nothing(text: str, writer: FlaskClient) -> None:
    sent = {"Authorization": f"Bearer {TOKEN}", "Content-Type": "application/sparql-update"}
    response = writer.post("/sparql", data=text, headers=sent)
    assert response.status_code == 422
    problem = json.loads(response.data)
    assert problem["type"].endswith("/not-carried-out")
    assert re.search(r"The graph <a:\w+> (does not exist|already exists)\. Nothing was changed", problem["detail"])
    assert not json.loads(ask(writer, "ASK { <a:a> <a:b> ?o }").data)["boolean"]


def test_an_unknown_function_is_told_and_is_no_fault_of_the_server(client: FlaskClient) -> None:
    response = ask(client, "SELECT (<a:f>(1) AS ?x) {}")
    assert response.status_code == 422
    assert "The custom function <a:f> is not supported" in json.loads(response.data)["detail"]
    page = ask(client, "SELECT (<a:f>(1) AS ?x) {}", Accept="text/html")
    assert "Rien n’a été modifié" in page.text


def test_an_update_that_fails_changes_nothing(writer: FlaskClient) -> None:
    headers = {"Authorization": f"Bearer {TOKEN}"}
    text = "INSERT DATA { GRAPH <g:g> { <a:a> <a:b> <a:c> } } ; LOAD <http://h/>"
    assert writer.post("/sparql", data={"update": text}, headers=headers).status_code == 403
    assert json.loads(ask(writer, "ASK { <a:a> ?p ?o }").data)["boolean"] is False


@pytest.fixture
def open_writer(tiny: bytes) -> FlaskClient:
    settings = Settings(Path("/nowhere"), writable=True, anonymous_write=True)
    return create_app(settings, store=oxigraph_store(tiny, writable=True)).test_client()


ORIGINS = [
    ({}, 204),
    ({"Origin": "http://localhost"}, 204),
    ({"Origin": "http://evil.example"}, 401),
    ({"Origin": "null"}, 401),
    ({"Host": "evil.example"}, 401),
]


@pytest.mark.parametrize(("headers", "status"), ORIGINS)
def test_anonymous_writing_is_not_for_pages_of_other_sites(
    headers: dict[str, str], status: int, open_writer: FlaskClient
) -> None:
    response = open_writer.post("/sparql", data={"update": "CLEAR DEFAULT"}, headers=headers)
    assert response.status_code == status


def test_every_response_forbids_scripts(client: FlaskClient) -> None:
    for path in ("/", "/sparql", "/healthz", "/missing"):
        policy = client.get(path, headers=HTML).headers["Content-Security-Policy"]
        assert policy.startswith("default-src 'none'; style-src 'self'")


def test_health_and_readiness(client: FlaskClient, tiny: bytes) -> None:
    assert client.get("/healthz").json == {"status": "alive"}
    assert client.get("/readyz").json == {"quads": len(tiny.splitlines()), "status": "ready", "isolation": "none"}


def test_a_server_without_a_store_is_alive_but_not_ready(tmp_path: Path) -> None:
    client = create_app(Settings(tmp_path)).test_client()
    assert client.get("/healthz").status_code == 200
    response = client.get("/readyz")
    assert response.status_code == 503
    assert "consulaire build" in json.loads(response.data)["detail"]


def test_a_missing_page_stays_404(client: FlaskClient) -> None:
    response = client.get("/missing")
    assert (response.status_code, response.headers["Content-Type"]) == (404, "application/problem+json")


@pytest.mark.parametrize(
    ("query", "french"),
    [
        ("SELECT * { ?s ?p }", "Ligne 1, colonne 18 : attendu un terme"),
        ("SELECT * { SERVICE <x> {} }", "Ligne 1, colonne 12\u00a0: SERVICE est refusé"),
        ("{" * 200, "Ligne 1, colonne 101\u00a0: plus de 100 niveaux"),
    ],
)
def test_a_french_page_tells_what_is_wrong_in_french(query: str, french: str, client: FlaskClient) -> None:
    page = ask(client, query, Accept="text/html", **{"Accept-Language": "fr"}).data.decode()
    assert french in page
    assert "Line 1" not in page
