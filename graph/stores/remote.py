"""Ask a SPARQL endpoint over HTTP, through SPARQLWrapper: the contract of `Store`, for reading.

An answer is used whole or not at all. It is read to its end within one deadline, held against its declared length,
its media type and the kind of the query, and parsed, before a caller sees anything of it: a table that is empty here
is empty there.
"""

import time
from collections.abc import Sequence
from http.client import HTTPException, HTTPResponse
from urllib.error import HTTPError

import pyoxigraph as ox
from SPARQLWrapper import JSON, POST, SPARQLWrapper
from SPARQLWrapper.SPARQLExceptions import SPARQLWrapperException

from ..errors import ReadOnlyStore, RemoteError
from . import guard
from .base import Answer, Kind
from .remote_failures import failure_of, misbehaved, refusal_of, too_late, too_long, worth_another_try
from .sparql_tokens import query_form
from .syntax import check_syntax

TIMEOUT = 60.0  # seconds for one whole answer
RETRIES = 2
LONGEST = 500_000_000  # bytes of one answer
_LONGEST_GET = 2_000  # characters; a longer query is sent as a body
_FIRST_PAUSE = 0.3  # seconds before a second try; doubled for each more
_CHUNK = 65_536
_KINDS: dict[str, Kind] = {"SELECT": "select", "ASK": "ask", "CONSTRUCT": "graph", "DESCRIBE": "graph"}
_MEDIA = {"select": "application/sparql-results+json", "graph": "application/n-triples"}
_MEDIA["ask"] = _MEDIA["select"]
_ALSO = {"application/json": _MEDIA["select"], "text/plain": _MEDIA["graph"]}  # what older servers call the same
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
        lines = self.query(_QUADS).serialize("tsv").splitlines(keepends=True)[1:]
        quads = ox.parse(input=b"".join(line[:-1] + b" .\n" for line in lines), format=ox.RdfFormat.N_QUADS)
        return b"".join(sorted({f"{quad} .\n".encode() for quad in quads}))

    def __len__(self) -> int:
        """Count the quads."""
        return int(next(self.query(_COUNT).rows())["n"].value)

    def close(self) -> None:
        """Do nothing: no connection is kept open."""

    def _once(self, text: str, kind: Kind, graphs: Sequence[Sequence[str]], deadline: float) -> Answer:
        """Send the query, read the answer to its end, and parse it whole."""
        try:
            response = self._client(text, kind, graphs, deadline).query().response
            media = response.headers.get_content_type()
            body = self._read(response, deadline)
        except (HTTPError, SPARQLWrapperException) as error:
            raise refusal_of(error, self.endpoint) from error
        except (OSError, HTTPException, ValueError) as error:
            raise failure_of(error, self.endpoint, self.timeout) from error
        if _ALSO.get(media, media) != _MEDIA[kind]:
            raise misbehaved(self.endpoint, media, body, _MEDIA[kind])
        return self._parse(body, kind)

    def _client(self, text: str, kind: Kind, graphs: Sequence[Sequence[str]], deadline: float) -> SPARQLWrapper:
        client = SPARQLWrapper(self.endpoint, returnFormat=JSON, agent="consulaire")
        client.setOnlyConneg(True)
        client.setQuery(text)
        client.queryType = query_form(text)  # its own search for the word is misled by comments
        client.addCustomHttpHeader("Accept", _MEDIA[kind])
        client.timeout = max(deadline - time.monotonic(), 0.001)  # type: ignore[assignment]  # seconds may be broken
        if len(text) > _LONGEST_GET:
            client.setMethod(POST)
        for name, iris in zip(("default-graph-uri", "named-graph-uri"), graphs, strict=True):
            for iri in iris:
                client.addParameter(name, iri)
        return client

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
        try:
            if kind == "graph":
                held = ox.Store()
                held.bulk_load(input=body, format=ox.RdfFormat.N_TRIPLES)
                return Answer(held.query("CONSTRUCT WHERE { ?s ?p ?o }"))
            answer = Answer(ox.parse_query_results(input=body, format=ox.QueryResultsFormat.JSON))
            if answer.kind != kind:
                raise misbehaved(self.endpoint, f"an answer of kind {answer.kind}", body, f"one of kind {kind}")
            if kind == "select":  # the engine reads lazily: read to the end now, so that a broken end is found here
                return Answer(ox.parse_query_results(input=answer.serialize("tsv"), format=ox.QueryResultsFormat.TSV))
        except (SyntaxError, ValueError, OSError) as error:
            raise misbehaved(self.endpoint, "unreadable", body, _MEDIA[kind], error) from error
        return answer
