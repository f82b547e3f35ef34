"""The W3C's tests of the SPARQL 1.1 Graph Store HTTP Protocol, over HTTP against the real server."""

from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote

import pytest
import rdflib
from rdflib.compare import isomorphic

from tests.w3c_http import SUITES, Case, empty_server, read_cases, send, update

_FOLDER = SUITES / "graph-store-protocol"
CASES = [
    *read_cases(_FOLDER / "manifest-direct.ttl", unlisted=True),  # one test is there, and not in the list
    *read_cases(_FOLDER / "manifest-indirect.ttl", unlisted=True),
]


@pytest.fixture(scope="module")
def server() -> Iterator[str]:
    with empty_server() as address:
        yield address


def test_the_suite_has_its_14_tests(shared: Path) -> None:
    assert len({case.name for case in CASES}) == 14


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_graph_store(case: Case, server: str) -> None:
    update(server, "DROP ALL")
    names: dict[str, str] = {}
    for exchange in case.exchanges:
        path = exchange.path.replace("/gsp", "/graph-store", 1)
        for name, value in names.items():
            path = path.replace(name, quote(value, safe=""))
        sent = send(server, exchange.method, path, exchange.headers, exchange.body)
        assert sent.status in exchange.statuses, sent.body
        assert sent.headers.get("content-type", "").startswith(exchange.content_type)
        if exchange.location:
            names[exchange.location] = sent.headers["location"]
        if exchange.graph:
            expected = rdflib.Graph().parse(data=exchange.graph, format="turtle")
            assert isomorphic(rdflib.Graph().parse(data=sent.body, format="turtle"), expected)
