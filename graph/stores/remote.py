"""Ask a SPARQL endpoint over HTTP, through SPARQLWrapper: the contract of `Store`, for reading.

An answer is used whole or not at all. It is read to its end within one deadline, held against its declared length,
its media type and the kind of the query, and parsed, before a caller sees anything of it: a table that is empty here
is empty there.
"""

import time
import zlib
from collections.abc import Callable, Sequence
from http.client import HTTPException, HTTPResponse
from urllib.error import HTTPError
from urllib.parse import urljoin
from urllib.request import Request, urlopen

import pyoxigraph as ox
from SPARQLWrapper import JSON, POST, TURTLE, SPARQLWrapper
from SPARQLWrapper.SPARQLExceptions import SPARQLWrapperException

from ..errors import ReadOnlyStore, RemoteError
from ..namespaces import PREFIXES
from . import guard
from .base import Answer, Kind, Row
from .parsing import read_triples
from .remote_failures import failure_of, misbehaved, refusal_of, too_late, too_long, worth_another_try
from .sparql_tokens import query_form
from .syntax import check_syntax

TIMEOUT = 60.0  # seconds for one whole answer
RETRIES = 2
AGENT = "consulaire"
LONGEST = 500_000_000  # bytes of one answer
_LONGEST_GET = 2_000  # characters; a longer query is sent as a body
_FIRST_PAUSE = 0.3  # seconds before a second try; doubled for each more
_CHUNK = 65_536
_KINDS: dict[str, Kind] = {"SELECT": "select", "ASK": "ask", "CONSTRUCT": "graph", "DESCRIBE": "graph"}
_MEDIA = {"select": "application/sparql-results+json", "graph": "application/n-triples"}
_MEDIA["ask"] = _MEDIA["select"]
_ALSO = {"application/json": _MEDIA["select"], "text/plain": _MEDIA["graph"]}  # what older servers call the same
_VERSION = f"{PREFIXES['owl']}versionInfo"
_QUADS = "SELECT ?s ?p ?o ?g { GRAPH ?g { ?s ?p ?o } }"
_COUNT = "SELECT (COUNT(*) AS ?n) { GRAPH ?g { ?s ?p ?o } }"


class RemoteStore:
    """Answer queries by asking an endpoint (the contract is `Store`); read-only.

    RemoteDown, RemoteTimeout, RemoteRefused and RemoteMisbehaved say what it did instead of answering. A connection
    refused or broken, and a server that is busy, are tried again `retries` times, within the same `timeout` seconds.
    """

    def __init__(self, endpoint: str, *, timeout: float = TIMEOUT, retries: int = RETRIES) -> None:
        self.endpoint, self.timeout, self.retries = endpoint, timeout, retries

    def query(self, text: str, *, default_graphs: Sequence[str] = (), named_graphs: Sequence[str] = ()) -> Answer:
        """Answer one SPARQL query; what is wrong with its text is said without asking the endpoint."""
        guard.check(text)
        check_syntax(text)
        kind = _KINDS[query_form(text)]
        deadline, pause = time.monotonic() + self.timeout, _FIRST_PAUSE
        for tries_left in range(self.retries, -1, -1):
            try:
                return self._once(text, kind, [default_graphs, named_graphs], deadline)
            except RemoteError as error:
                wait = max(pause, worth_another_try(error))
                if tries_left == 0 or wait == float("inf") or time.monotonic() + wait >= deadline:
                    raise
            time.sleep(wait)
            pause *= 2
        raise AssertionError  # the loop returns or raises

    def update(self, text: str) -> None:  # noqa: ARG002
        """Refuse: this store is for reading."""
        raise ReadOnlyStore("A graph on a server is only read from here. Send the update to the server itself.")

    def dump(self) -> bytes:
        """Fetch every quad as sorted N-Quads, by one query: the whole graph crosses the network."""
        return b"".join(sorted({_line(row) for row in self.query(_QUADS).rows()}))

    def __len__(self) -> int:
        """Count the quads."""
        return int(next(self.query(_COUNT).rows())["n"].value)

    def close(self) -> None:
        """Do nothing: no connection is kept open."""

    def version(self) -> str | None:
        """Ask the server what state of the dataset it serves (VoID, owl:versionInfo); None where it does not say."""
        address = urljoin(self.endpoint, ".well-known/void")
        request = Request(address, headers={"Accept": _MEDIA["graph"], "User-Agent": AGENT})  # noqa: S310
        deadline = time.monotonic() + self.timeout
        try:
            media, body = self._fetched(lambda: urlopen(request, timeout=self.timeout), deadline)  # noqa: S310
        except RemoteError:  # who serves no description, or a slow one, still answers queries
            return None
        if media != _MEDIA["graph"]:
            return None
        told = (value.value for _, predicate, value in read_triples(body) if predicate == _VERSION)
        return next(told, None) or None

    def _once(self, text: str, kind: Kind, graphs: Sequence[Sequence[str]], deadline: float) -> Answer:
        """Send the query, read the answer to its end, and parse it whole."""
        client = self._client(text, kind, graphs, deadline)
        media, body = self._fetched(lambda: client.query().response, deadline)
        if _ALSO.get(media, media) != _MEDIA[kind]:
            raise misbehaved(self.endpoint, media, body, _MEDIA[kind])
        return self._parse(body, kind)

    def _client(self, text: str, kind: Kind, graphs: Sequence[Sequence[str]], deadline: float) -> SPARQLWrapper:
        client = SPARQLWrapper(self.endpoint, agent=AGENT)
        client.setOnlyConneg(True)
        client.setQuery(text)
        client.queryType = query_form(text)  # its own search for the word is misled by comments
        client.setReturnFormat(TURTLE if kind == "graph" else JSON)  # it warns of what does not fit; Accept decides
        client.addCustomHttpHeader("Accept", _MEDIA[kind])
        client.addCustomHttpHeader("Accept-Encoding", "gzip")
        client.timeout = max(deadline - time.monotonic(), 0.001)  # type: ignore[assignment]  # seconds may be broken
        if len(text) > _LONGEST_GET:
            client.setMethod(POST)
        for name, iris in zip(("default-graph-uri", "named-graph-uri"), graphs, strict=True):
            for iri in iris:
                client.addParameter(name, iri)
        return client

    def _fetched(self, send: Callable[[], HTTPResponse], deadline: float) -> tuple[str, bytes]:
        """Send a request and read what comes: its media type and the whole of its body."""
        try:
            response = send()
            body = self._read(response, deadline)
            if response.headers.get("Content-Encoding", "").lower() == "gzip":
                body = self._unzipped(body)
        except (HTTPError, SPARQLWrapperException) as error:
            raise refusal_of(error, self.endpoint) from error
        except (OSError, HTTPException, ValueError) as error:
            raise failure_of(error, self.endpoint, self.timeout) from error
        return response.headers.get_content_type(), body

    def _unzipped(self, body: bytes) -> bytes:
        unzip = zlib.decompressobj(wbits=31)
        try:
            plain = unzip.decompress(body, LONGEST)
        except zlib.error as error:
            raise misbehaved(self.endpoint, "broken gzip", b"", "gzip", error) from error
        if unzip.unconsumed_tail:
            raise too_long(self.endpoint, LONGEST)
        if not unzip.eof:
            raise misbehaved(self.endpoint, "gzip without its end", b"", "the whole answer")
        return plain

    def _read(self, response: HTTPResponse, deadline: float) -> bytes:
        """Read to the end; each piece may be quick and the whole too late, so the clock is asked between them."""
        pieces, length = [], 0
        with response:
            declared = response.length
            while piece := response.read1(_CHUNK):
                pieces.append(piece)
                length += len(piece)
                if length > LONGEST:
                    raise too_long(self.endpoint, LONGEST)
                if time.monotonic() > deadline:
                    raise too_late(self.endpoint, self.timeout)
        if declared is not None and length < declared:
            raise misbehaved(self.endpoint, f"{length} of {declared} bytes", b"", "the whole answer")
        return b"".join(pieces)

    def _parse(self, body: bytes, kind: Kind) -> Answer:
        """Read an answer to its end now: the engine reads lazily, and a broken end must not come after its rows."""
        try:
            if kind == "graph":
                held = ox.Store()
                held.bulk_load(input=body, format=ox.RdfFormat.N_TRIPLES)
                return Answer(held.query("CONSTRUCT WHERE { ?s ?p ?o }"))
            came, written = _read_json(body)
        except (SyntaxError, ValueError, OSError) as error:
            # its frames hold rows of the engine, which may be dropped on their own thread only
            raise misbehaved(self.endpoint, "unreadable", body, _MEDIA[kind], error) from error.with_traceback(None)
        if came != kind:
            raise misbehaved(self.endpoint, f"an answer of kind {came}", body, f"one of kind {kind}")
        form = ox.QueryResultsFormat.TSV if kind == "select" else ox.QueryResultsFormat.JSON
        return Answer(ox.parse_query_results(input=written, format=form))


def _read_json(body: bytes) -> tuple[Kind, bytes]:
    """Give the kind of an answer, and the whole of it, written anew by the engine."""
    answer = Answer(ox.parse_query_results(input=body, format=ox.QueryResultsFormat.JSON))
    return answer.kind, answer.serialize("tsv" if answer.kind == "select" else "json")


def _line(row: Row) -> bytes:
    """Write a row of `_QUADS` as N-Quads."""
    terms = (row[name] for name in ("s", "p", "o", "g"))
    return " ".join(term.value if term.kind == "bnode" else term.sparql() for term in terms).encode() + b" .\n"
