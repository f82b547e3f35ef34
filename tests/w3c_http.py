"""Read the W3C's tests of HTTP protocols, which are lists of requests and expected responses, and send them."""

import http.client
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

import rdflib
from rdflib.collection import Collection

SUITES = Path(__file__).resolve().parent.parent.parent / "shared" / "w3c" / "sparql11"
HT = rdflib.Namespace("http://www.w3.org/2011/http#")
HTS = "http://www.w3.org/2011/http-statusCodes#"
CNT = rdflib.Namespace("http://www.w3.org/2011/content#")
MF = rdflib.Namespace("http://www.w3.org/2001/sw/DataAccess/tests/test-manifest#")
UT = rdflib.Namespace("http://www.w3.org/2009/sparql/tests/test-update#")
_STATUSES = {"OK": {200}, "Created": {201}, "NoContent": {204}, "NotFound": {404}}
_STATUSES |= {f"StatusCode{n}xx": set(range(100 * n, 100 * n + 100)) for n in range(2, 6)}


@dataclass(frozen=True)
class Exchange:
    """Hold one request and what is expected of its response."""

    method: str
    path: str
    headers: dict[str, str]
    body: bytes | None
    statuses: frozenset[int]
    boolean: bool | None
    form: str
    location: str
    content_type: str
    graph: str


@dataclass(frozen=True)
class Case:
    """Hold one test: the graphs that must be there before, and the exchanges in their order."""

    name: str
    graphs: tuple[tuple[str, Path], ...]
    exchanges: tuple[Exchange, ...]


@dataclass(frozen=True)
class Sent:
    """Hold a response; the names of its headers are in small letters."""

    status: int
    headers: dict[str, str]
    body: bytes


def read_cases(manifest: Path, *, unlisted: bool = False) -> list[Case]:
    """Read the tests of a manifest in its order; none when it is not on this machine."""
    if not manifest.is_file():
        return []
    graph = rdflib.Graph().parse(manifest)
    listed = list(Collection(graph, next(graph.objects(None, MF.entries))))
    if unlisted:
        listed += sorted(set(graph.subjects(MF.action)) - set(listed), key=str)
    return [_case(graph, test) for test in listed]


@contextmanager
def empty_server() -> Iterator[str]:
    """Run a real server over an empty store that takes updates from this machine; give its address."""
    options = ["--port", "0", "--empty", "--writable", "--anonymous-write"]
    command = [sys.executable, "-m", "server", "serve", *options]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
    assert process.stdout is not None
    try:
        yield process.stdout.readline().strip()
    finally:
        process.terminate()
        process.communicate(timeout=30)


def send(address: str, method: str, path: str, headers: dict[str, str], body: bytes | None) -> Sent:
    """Send a request as it stands: no header is added but Host and Content-Length."""
    connection = http.client.HTTPConnection(urlsplit(address).netloc, timeout=20)
    try:
        connection.putrequest(method, path, skip_accept_encoding=True)
        for name, value in headers.items():
            connection.putheader(name, value)
        if body is not None:
            connection.putheader("Content-Length", str(len(body)))
        connection.endheaders(body)
        response = connection.getresponse()
        return Sent(response.status, {k.lower(): v for k, v in response.getheaders()}, response.read())
    finally:
        connection.close()


def update(address: str, text: str) -> None:
    """Carry out an update."""
    sent = send(address, "POST", "/sparql", {"Content-Type": "application/sparql-update"}, text.encode())
    assert sent.status == 204, sent.body


def _case(graph: rdflib.Graph, test: rdflib.term.Node) -> Case:
    graphs = []
    for data in graph.objects(test, UT.graphData):
        file = Path(urlsplit(str(graph.value(data, UT.graph))).path)
        graphs.append((str(graph.value(data, rdflib.RDFS.label)), file))
    requests = Collection(graph, next(graph.objects(next(graph.objects(test, MF.action)), HT.requests)))
    return Case(str(test).rpartition("#")[2], tuple(graphs), tuple(_exchange(graph, one) for one in requests))


def _exchange(graph: rdflib.Graph, request: rdflib.term.Node) -> Exchange:
    response = graph.value(request, HT.resp)
    body, expected = graph.value(request, HT.body), graph.value(response, HT.body)
    encoding = "utf-16" if body and str(graph.value(body, CNT.characterEncoding)) == "UTF-16" else "utf-8"
    names = [str(status).removeprefix(HTS) for status in graph.objects(response, MF.expectedStatus)]
    boolean = graph.value(response, MF.expectedBoolean)
    return Exchange(
        method=str(graph.value(request, HT.methodName)),
        path=str(graph.value(request, HT.absolutePath)),
        headers=_headers(graph, request),
        body=str(graph.value(body, CNT.chars)).encode(encoding) if body else None,
        statuses=frozenset(set().union(*(_STATUSES[name] for name in names))),
        boolean=None if boolean is None else str(boolean) == "true",
        form=str(graph.value(response, MF.expectedFormat) or ""),
        location=str(graph.value(response, MF.expectedLocation) or ""),
        content_type=_headers(graph, response).get("content-type", ""),
        graph=str(graph.value(expected, CNT.chars)) if expected else "",
    )


def _headers(graph: rdflib.Graph, message: rdflib.term.Node | None) -> dict[str, str]:
    listed = graph.value(message, HT.headers)
    found = list(Collection(graph, listed)) if listed else []
    return {str(graph.value(one, HT.fieldName)): str(graph.value(one, HT.fieldValue)) for one in found}
