"""Carry out a W3C test in process, with the engine alone, and over HTTP, and hold the two against the list.

The engine is the yardstick: a test must pass over HTTP when it passes in process. `w3c-divergences.csv` lists every
other one with its reason; one that is listed and passes is a failure too.
"""

import csv
import http.client
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote, urlencode, urlsplit

import pyoxigraph as ox

from graph.stores import OxigraphStore
from graph.stores.base import DEFAULT_GRAPH
from graph.stores.sparql_tokens import has_dataset_clause
from tests.w3c_http import Sent
from tests.w3c_manifests import Data, SuiteTest, iri_of
from tests.w3c_results import MEDIA_TYPES, Result, graph_result, read_expected, read_result, result_of

DIVERGENCES = Path(__file__).with_name("w3c-divergences.csv")
_RDF = {".ttl": ox.RdfFormat.TURTLE, ".rdf": ox.RdfFormat.RDF_XML, ".nt": ox.RdfFormat.N_TRIPLES}
_NAMES = {  # what our stores call the format of a file of results
    ".srx": ("xml", MEDIA_TYPES[".srx"]),
    ".srj": ("json", MEDIA_TYPES[".srj"]),
    ".tsv": ("tsv", MEDIA_TYPES[".tsv"]),
    ".csv": ("csv", MEDIA_TYPES[".csv"]),
    ".ttl": ("json", MEDIA_TYPES[".srj"]),
}
_NOWHERE = "none://x/"  # of a scheme that the engine cannot load from


@dataclass(frozen=True)
class Divergence:
    """Hold one line of the list: what happens over HTTP, whether the engine alone passes, and why."""

    test: str
    suite: str
    in_process: str
    happens: str
    reason: str


def divergences() -> dict[str, Divergence]:
    """Read the list, by the IRI of the test."""
    with DIVERGENCES.open(encoding="utf-8", newline="") as lines:
        return {line["test"]: Divergence(**line) for line in csv.DictReader(lines)}


def judge(test: SuiteTest, in_process: str, over_http: str) -> None:
    """Fail unless both outcomes (nothing, or what went wrong) are as the list says."""
    listed = divergences().get(test.iri)
    passes = listed is None or listed.in_process == "passes"
    assert (not in_process) is passes, f"in process: {in_process or 'it passes, and is listed as failing'}"
    assert (not over_http) is (listed is None), f"over HTTP: {over_http or 'it passes, and is listed'}"
    assert listed is None or listed.happens in over_http, over_http


class Session:
    """Send requests over one connection, which is made anew when the server has closed it."""

    def __init__(self, address: str) -> None:
        self._connection = http.client.HTTPConnection(urlsplit(address).netloc, timeout=20)
        self._held: tuple[Data, bool] | None = None

    def send(self, method: str, path: str, body: bytes | None = None, *, kind: str = "", accept: str = "*/*") -> Sent:
        """Send a request and read its response."""
        headers = {"Accept": accept} | ({"Content-Type": kind} if kind else {})
        try:
            self._connection.request(method, path, body, headers)
            response = self._connection.getresponse()
        except (http.client.RemoteDisconnected, BrokenPipeError, ConnectionResetError):
            self._connection.close()
            self._connection.request(method, path, body, headers)
            response = self._connection.getresponse()
        return Sent(response.status, {k.lower(): v for k, v in response.getheaders()}, response.read())

    def close(self) -> None:
        """Close the connection."""
        self._connection.close()

    def fill(self, data: Data, *, apart: bool) -> None:
        """Make these data the whole of the store; `apart` puts files of the default graph into graphs of their own.

        Nothing is sent when the store holds just that: it was filled so, and no update came since.
        """
        if self._held == (data, apart):
            return
        self._held = None
        self._done(self.update(b"DROP ALL"))
        for file in data.default:
            self._put(f"graph={quote(iri_of(file))}" if apart else "default", file)
        for iri, file in data.named:
            self._put(f"graph={quote(iri)}", file)
        self._held = data, apart

    def update(self, text: bytes) -> Sent:
        """Send an update."""
        sent = self.send("POST", "/sparql", text, kind="application/sparql-update")
        if sent.status == 204:
            self._held = None
        return sent

    def graph(self, name: str) -> Result:
        """Read a graph, `default` or `graph=IRI`; one that is not there is empty."""
        sent = self.send("GET", f"/graph-store?{name}", accept="text/turtle")
        return read_result(sent.body if sent.status == 200 else b"", "text/turtle", "a:a")

    def _put(self, name: str, file: Path) -> None:
        kind = {".ttl": "text/turtle", ".rdf": "application/rdf+xml", ".nt": "application/n-triples"}[file.suffix]
        base = f"@base <{iri_of(file)}> .\n".encode() if file.suffix == ".ttl" else b""
        self._done(self.send("PUT", f"/graph-store?{name}", base + file.read_bytes(), kind=kind))

    def _done(self, sent: Sent) -> None:
        assert sent.status in {201, 204}, sent.body


def query_in_process(test: SuiteTest) -> str:
    """Ask the engine alone; say what is wrong, or nothing."""
    store, text = _filled(test), _text(test)
    try:
        found = store.query(text, base_iri=iri_of(test.text))
        if test.result and test.result.suffix == ".csv":
            assert isinstance(found, ox.QuerySolutions)
            written = found.serialize(format=ox.QueryResultsFormat.CSV) or b""
            return _compare(test, read_result(written, "text/csv", ""))
        return _compare(test, result_of(found))
    except (SyntaxError, RuntimeError, ValueError) as error:
        return f"{type(error).__name__}: {error}"


def query_over_http(test: SuiteTest, session: Session) -> str:
    """Ask the server; say what is wrong, or nothing.

    A test without named graphs is asked as people ask: its data lie in a named graph, and the default graph of the
    query is the union. One with named graphs needs the default graph apart: parameters name the dataset, unless FROM
    does.
    """
    apart = not test.before.named
    session.fill(test.before, apart=apart)
    dataset = [("default-graph-uri", DEFAULT_GRAPH), *(("named-graph-uri", iri) for iri, _ in test.before.named)]
    if apart or has_dataset_clause(_text(test)):
        dataset = []
    assert test.result is not None
    accept = MEDIA_TYPES[test.result.suffix]
    if accept == "text/turtle":
        accept += ", application/sparql-results+json"
    text = f"BASE <{iri_of(test.text)}>\n{_text(test)}".encode()
    sent = session.send("POST", f"/sparql?{urlencode(dataset)}", text, kind="application/sparql-query", accept=accept)
    if sent.status != 200:
        return _told(sent)
    return _compare(test, read_result(sent.body, sent.headers["content-type"].partition(";")[0], "a:a"))


def query_of_a_store_for_reading(test: SuiteTest) -> str:
    """Ask a store as a build makes it, with the union of the named graphs stored; say what is wrong, or nothing."""
    files = [*((iri_of(file), file) for file in test.before.default), *test.before.named]
    store = OxigraphStore.in_memory(b"".join(_nquads(iri, file) for iri, file in files))
    named_by_us = bool(test.before.named) and not has_dataset_clause(_text(test))
    answer = store.query(
        f"BASE <{iri_of(test.text)}>\n{_text(test)}",
        default_graphs=[iri_of(file) for file in test.before.default] if named_by_us else (),
        named_graphs=[iri for iri, _ in test.before.named] if named_by_us else (),
    )
    assert test.result is not None
    name, kind = _NAMES[test.result.suffix] if answer.kind != "graph" else ("turtle", MEDIA_TYPES[".ttl"])
    return _compare(test, read_result(answer.serialize(name), kind, "a:a"))


def update_in_process(test: SuiteTest) -> str:
    """Let the engine alone carry out the update; say what is wrong, or nothing."""
    store = _filled(test)
    try:
        store.update(_text(test), base_iri=iri_of(test.text))
    except (SyntaxError, RuntimeError, ValueError, OSError) as error:
        return f"{type(error).__name__}: {error}"
    found = {"default": _graph_of(store, ox.DefaultGraph())}
    found |= {str(name.value): _graph_of(store, name) for name in store.named_graphs()}
    return _compare_graphs(test, found)


def update_over_http(test: SuiteTest, session: Session) -> str:
    """Send the update, then read every graph that is there; say what is wrong, or nothing."""
    session.fill(test.before, apart=False)
    text = f"BASE <{iri_of(test.text)}>\n{_text(test)}".encode()
    sent = session.update(text)
    if sent.status != 204:
        return _told(sent)
    names = session.send(
        "POST", "/sparql", b"SELECT ?g { GRAPH ?g {} }", kind="application/sparql-query", accept="text/csv"
    )
    found = {"default": session.graph("default")}
    found |= {iri: session.graph(f"graph={quote(iri)}") for iri in names.body.decode().split()[1:]}
    return _compare_graphs(test, found)


def syntax_in_process(test: SuiteTest) -> str:
    """Let the engine alone read the text over an empty store; say what is wrong, or nothing. LOAD loads nothing."""
    try:
        if test.is_update:
            ox.Store().update(_text(test).replace("http://", _NOWHERE), base_iri=_NOWHERE)
        else:
            ox.Store().query(_text(test), base_iri=iri_of(test.text))
    except SyntaxError as error:
        return f"SyntaxError: {error}" if test.positive else ""
    except (OSError, RuntimeError):
        pass
    return "" if test.positive else "it can be read"


def syntax_over_http(test: SuiteTest, session: Session) -> str:
    """Send the text as it stands to an empty store; say what is wrong, or nothing.

    422 is for a text that was read: a graph that is not there, a function of the test's own.
    """
    if test.is_update:
        session.fill(Data(), apart=False)
        sent = session.update(test.text.read_bytes())
    else:
        sent = session.send("POST", "/sparql", test.text.read_bytes(), kind="application/sparql-query")
    fits = sent.status in {200, 204, 422} if test.positive else sent.status == 400
    return "" if fits else _told(sent)


def _compare(test: SuiteTest, found: Result) -> str:
    assert test.result is not None
    return found.difference(read_expected(test.result, iri_of(test.result)))


def _compare_graphs(test: SuiteTest, found: dict[str, Result]) -> str:
    store = ox.Store()
    _load(store, test.after)
    expected = {"default": _graph_of(store, ox.DefaultGraph())}
    expected |= {str(name.value): _graph_of(store, name) for name in store.named_graphs()}
    for name in sorted(found.keys() | expected.keys()):
        difference = found.get(name, _EMPTY).difference(expected.get(name, _EMPTY))
        if difference:
            return f"graph {name}: {difference}"
    return ""


_EMPTY = graph_result(())


def _filled(test: SuiteTest) -> ox.Store:
    store = ox.Store()
    _load(store, test.before)
    return store


def _load(store: ox.Store, data: Data) -> None:
    files: Sequence[tuple[ox.NamedNode | ox.DefaultGraph, Path]] = [
        *((ox.DefaultGraph(), file) for file in data.default),
        *((ox.NamedNode(iri), file) for iri, file in data.named),
    ]
    for graph, file in files:
        store.load(input=file.read_bytes(), format=_RDF[file.suffix], base_iri=iri_of(file), to_graph=graph)


def _nquads(graph: str, file: Path) -> bytes:
    parsed = ox.parse(input=file.read_bytes(), format=_RDF[file.suffix], base_iri=iri_of(file), rename_blank_nodes=True)
    quads = (ox.Quad(one.subject, one.predicate, one.object, ox.NamedNode(graph)) for one in parsed)
    return ox.serialize(quads, format=ox.RdfFormat.N_QUADS) or b""


def _graph_of(store: ox.Store, name: ox.NamedNode | ox.BlankNode | ox.DefaultGraph) -> Result:
    quads = store.quads_for_pattern(None, None, None, name)
    return graph_result(ox.Triple(quad.subject, quad.predicate, quad.object) for quad in quads)


def _text(test: SuiteTest) -> str:
    return test.text.read_bytes().decode("utf-8")


def _told(sent: Sent) -> str:
    return f"{sent.status} {sent.body.decode('utf-8', errors='replace')}"
