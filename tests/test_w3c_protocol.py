"""The W3C's tests of the SPARQL 1.1 Protocol, over HTTP against the real server."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
import rdflib

from tests.w3c_http import SUITES, Case, Exchange, Sent, empty_server, read_cases, send, update

CASES = read_cases(SUITES / "protocol" / "manifest.ttl")


@pytest.fixture(scope="module")
def server() -> Iterator[str]:
    with empty_server() as address:
        yield address


def test_the_suite_has_its_34_tests(shared: Path) -> None:
    assert len({case.name for case in CASES}) == 34


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_protocol(case: Case, server: str) -> None:
    update(server, "DROP ALL")
    for iri, file in case.graphs:
        update(server, f"INSERT DATA {{ GRAPH <{iri}> {{ {file.read_text()} }} }}")
    for exchange in case.exchanges:
        path = exchange.path.replace("/sparql/", "/sparql", 1)
        check(exchange, send(server, exchange.method, path, exchange.headers, exchange.body))


def check(exchange: Exchange, sent: Sent) -> None:
    assert sent.status in exchange.statuses, sent.body
    if sent.status >= 400:
        assert sent.headers["content-type"] == "application/problem+json"
    if exchange.form == "boolean":
        assert json.loads(sent.body)["boolean"] is exchange.boolean or exchange.boolean is None
    elif exchange.form == "tabular":
        assert json.loads(sent.body)["head"]["vars"]
    elif exchange.form == "RDF":
        rdflib.Graph().parse(data=sent.body, format="turtle")
