"""The manners of every response: recognised when unchanged, zipped, timed, counted, logged without persons."""

import gzip
import itertools
import json
import os
import re
import subprocess
import sys
import time
import urllib.request
from dataclasses import replace
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest
from flask.testing import FlaskClient

from graph import oxigraph_store
from graph.stores import PublishedGraph
from server import create_app, journal
from server.config import Settings
from server.version import SETTLING, DatasetVersion

SELECT = "SELECT * { ?s ?p ?o } ORDER BY ?s ?p ?o"
TOKEN = {"Authorization": "Bearer secret"}
SETTINGS = Settings(Path("/nowhere"), writable=True, write_token_sha256=sha256(b"secret").hexdigest())


@pytest.fixture
def client(tiny: bytes) -> FlaskClient:
    return create_app(SETTINGS, store=oxigraph_store(tiny, writable=True)).test_client()


def ask(client: FlaskClient, query: str = SELECT, **headers: str) -> Any:
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return client.get("/sparql", query_string={"query": query}, headers=named)


RECOGNISED = ["/", "/sparql", "/sparql?query=ASK{}", "/.well-known/void", "/graph-store?default"]


@pytest.mark.parametrize("path", RECOGNISED)
def test_what_has_not_changed_is_not_sent_again(path: str, client: FlaskClient) -> None:
    first = client.get(path)
    again = client.get(path, headers={"If-None-Match": first.headers["ETag"]})
    assert (first.status_code, again.status_code, again.data) == (200, 304, b"")
    assert again.headers["ETag"] == first.headers["ETag"]
    assert first.headers["Cache-Control"] == "public, no-cache"
    assert "Accept" in again.headers.get("Vary", "") or path == "/"
    assert client.head(path).headers["ETag"] == first.headers["ETag"]


def test_an_answer_is_not_evaluated_to_say_that_it_is_unchanged(tiny: bytes) -> None:
    client = create_app(replace(SETTINGS, cache_mb=0), store=oxigraph_store(tiny, writable=True)).test_client()
    tag = ask(client).headers["ETag"]
    client.application.extensions["engine"].answer = lambda *_: 1 / 0
    assert ask(client, If_None_Match=f'"other", {tag}').status_code == 304
    assert ask(client, If_None_Match='"other"').status_code == 500


def test_a_write_changes_every_tag(client: FlaskClient) -> None:
    tag = ask(client).headers["ETag"]
    done = client.post("/sparql", data={"update": "INSERT DATA { GRAPH <g:g> { <a:a> <a:b> 1 } }"}, headers=TOKEN)
    assert done.status_code == 204
    assert ask(client, If_None_Match=tag).status_code == 200
    tag = ask(client).headers["ETag"]
    client.delete("/graph-store?graph=g:g", headers=TOKEN)
    assert ask(client, If_None_Match=tag).status_code == 200


def test_tags_differ_by_query_format_and_language(client: FlaskClient) -> None:
    html = {"Accept": "text/html"}
    tags = [
        ask(client).headers["ETag"],
        ask(client, "ASK {}").headers["ETag"],
        ask(client, Accept="text/csv").headers["ETag"],
        ask(client, **html).headers["ETag"],
        ask(client, **html, Accept_Language="en").headers["ETag"],
    ]
    assert len(set(tags)) == 5
    assert ask(client, Accept="application/sparql-results+json, */*;q=0.5").headers["ETag"] == tags[0]


@pytest.mark.parametrize(
    "query", ["SELECT (NOW() AS ?x) {}", "SELECT (rand () AS ?x) {}", "SELECT (STRUUID() AS ?x) {}"]
)
def test_an_answer_that_is_never_the_same_has_no_tag(query: str, client: FlaskClient) -> None:
    response = ask(client, query)
    assert (response.status_code, response.headers["Cache-Control"]) == (200, "no-store")
    assert "ETag" not in response.headers


def test_a_refusal_has_no_tag_and_is_not_kept(client: FlaskClient) -> None:
    response = ask(client, "SELECT")
    assert (response.status_code, response.headers["Cache-Control"]) == (400, "no-store")
    assert "ETag" not in response.headers


def test_a_new_build_changes_the_tag(tmp_path: Path, tiny: bytes) -> None:
    version = DatasetVersion(tmp_path, patience=0.0)
    assert version.current() is None
    PublishedGraph(tmp_path).replace(tiny)
    first = version.current()
    assert first == sha256(tiny).hexdigest()
    PublishedGraph(tmp_path).replace(b"")
    assert version.current() not in {None, first}


def test_no_answer_is_recognised_while_a_build_is_switched_in(tmp_path: Path, tiny: bytes) -> None:
    PublishedGraph(tmp_path).replace(tiny)
    version = DatasetVersion(tmp_path, patience=0.0)
    assert version.settled() == sha256(tiny).hexdigest()
    PublishedGraph(tmp_path).replace(b"")
    assert version.settled() is None
    before = time.time() - 2 * SETTLING
    PublishedGraph(tmp_path).replace(tiny)
    os.utime(tmp_path / "current.json", (before, before))
    assert version.settled() == sha256(tiny).hexdigest()


def test_the_counts_of_all_processes_are_added_up(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "server", "serve", "--port", "0", "--empty", "--workers", "2"]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
    assert process.stdout is not None
    try:
        address, seen = process.stdout.readline().strip(), []
        for _ in range(20):
            urllib.request.urlopen(f"{address}/healthz", timeout=10).close()
            with urllib.request.urlopen(f"{address}/metrics", timeout=10) as response:
                seen.append(int(re.findall(rb'route="/healthz",status="2xx"\} (\d+)', response.read())[0]))
        assert seen == list(range(1, 21))
    finally:
        process.terminate()
        process.communicate(timeout=30)


def test_a_longer_answer_is_zipped_for_whoever_reads_gzip(client: FlaskClient) -> None:
    plain, zipped = ask(client), ask(client, Accept_Encoding="gzip")
    assert zipped.headers["Content-Encoding"] == "gzip"
    assert gzip.decompress(zipped.data) == plain.data
    assert len(zipped.data) < len(plain.data) / 2
    assert "Accept-Encoding" in plain.headers["Vary"]
    assert "Content-Encoding" not in ask(client, Accept_Encoding="gzip;q=0").headers
    assert "Content-Encoding" not in ask(client, "ASK {}", Accept_Encoding="gzip").headers


def test_the_time_is_told_in_milliseconds(client: FlaskClient) -> None:
    found = re.fullmatch(r"(?:cache;desc=hit, )?total;dur=([0-9]+\.[0-9])", ask(client).headers["Server-Timing"])
    assert found
    assert 0.0 < float(found[1]) < 5_000


CROSS_ORIGIN = [
    ("GET", "/sparql?query=ASK{}", 200),
    ("GET", "/.well-known/void", 200),
    ("GET", "/graph-store?default", 200),
]


@pytest.mark.parametrize(("method", "path", "status"), CROSS_ORIGIN)
def test_other_sites_may_read_without_credentials(method: str, path: str, status: int, client: FlaskClient) -> None:
    response = client.open(path, method=method, headers={"Origin": "http://other.example"})
    assert response.status_code == status
    assert response.headers["Access-Control-Allow-Origin"] == "*"
    assert "ETag" in response.headers["Access-Control-Expose-Headers"]
    assert "Access-Control-Allow-Credentials" not in response.headers


@pytest.mark.parametrize("path", ["/sparql", "/graph-store", "/graph-store/x"])
def test_a_preflight_never_lets_other_sites_write(path: str, client: FlaskClient) -> None:
    response = client.options(path, headers={"Origin": "http://other.example", "Access-Control-Request-Method": "PUT"})
    assert response.status_code == 204
    assert not {"PUT", "DELETE"} & set(response.headers["Access-Control-Allow-Methods"].split(", "))
    assert "Authorization" not in response.headers["Access-Control-Allow-Headers"]


def test_a_line_of_the_log_tells_nothing_about_persons(client: FlaskClient, capfd: pytest.CaptureFixture[str]) -> None:
    journal.flush()  # the lines of other tests
    capfd.readouterr()
    client.get("/sparql", query_string={"query": "ASK { 'secret person' ?p ?o }"}, headers={"User-Agent": "secret"})
    client.get("/graph-store/secret-name", environ_base={"REMOTE_ADDR": "198.51.100.7"})
    client.get("/secret-path")
    journal.flush()
    lines = [json.loads(line) for line in capfd.readouterr().err.splitlines()]
    assert [(line["route"], line["status"]) for line in lines] == [
        ("/sparql", 200),
        ("/graph-store/<path:name>", 404),
        ("other", 404),
    ]
    assert set(lines[0]) == {"time", "method", "route", "status", "ms", "bytes"}
    assert not any(word in json.dumps(lines) for word in ("secret", "198.51", "127.0.0.1"))


def counted(client: FlaskClient, sample: str) -> float:
    found = re.search(rf"^{re.escape(sample)} (\S+)$", client.get("/metrics").text, re.MULTILINE)
    return float(found[1]) if found else 0.0


def test_requests_are_counted_for_prometheus(client: FlaskClient) -> None:
    refused = 'consulaire_requests_total{route="/sparql",status="4xx"}'
    before = counted(client, refused), counted(client, "consulaire_request_seconds_count")
    ask(client, "SELECT")
    assert counted(client, refused) == before[0] + 1
    assert counted(client, "consulaire_request_seconds_count") >= before[1] + 2
    response = client.get("/metrics")
    assert response.headers["Content-Type"] == "text/plain; version=0.0.4; charset=utf-8"
    assert re.search(r'consulaire_dataset_info\{version="[0-9a-f-]+"\} 1', response.text)


def test_openapi_describes_the_addresses_that_there_are(client: FlaskClient) -> None:
    described = json.loads(client.get("/openapi.json").data)["paths"]
    found: dict[str, set[str]] = {}
    for rule in client.application.url_map.iter_rules():
        path = re.sub(r"<(?:[\w(), ]+:)?(\w+)>", r"{\1}", rule.rule)
        found.setdefault(path, set()).update(method.lower() for method in rule.methods or ())
    explicit = {path: methods - {"head"} for path, methods in found.items()}
    for path, methods in explicit.items():
        assert methods - {"options"} <= set(described[path]) | {"head"}
    assert set(described) == set(found)
    for path, operations in described.items():
        assert set(operations) <= found[path]


def test_openapi_of_a_server_that_only_reads_says_that_writing_is_refused(tiny: bytes) -> None:
    client = create_app(Settings(Path("/nowhere")), store=oxigraph_store(tiny)).test_client()
    paths = json.loads(client.get("/openapi.json").data)["paths"]
    for path, method in itertools.product(("/graph-store", "/graph-store/{name}"), ("put", "post", "delete")):
        assert set(paths[path][method]["responses"]) == {"403"}
    assert "application/sparql-update" not in paths["/sparql"]["post"]["requestBody"]["content"]
