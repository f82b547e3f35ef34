"""Make requests at random, well-formed HTTP of odd parts and broken HTTP, from a seed."""

import random
from dataclasses import dataclass, field
from urllib.parse import quote, urlencode

from tests.fuzz_grammar import Grammar

FORM = "application/x-www-form-urlencoded"
LONGEST_ADDRESS = 7_000  # bytes; servers refuse longer ones in their own words
TYPES = [
    *("application/sparql-query", "application/sparql-update", FORM, "multipart/form-data; boundary=x"),
    *("multipart/form-data", "text/turtle", "application/ld+json", "application/rdf+xml", "application/n-triples"),
    *("application/sparql-query; charset=utf-16", "text/turtle; charset=é", "text/plain", "nonsense", "", "/;=;"),
]
ACCEPTS = [
    *("", "*/*", "text/html", "text/csv", "image/png", "text/turtle;q=9", "q=,;;,", "a/b/c", "*/json", "é", "*;*"),
    *("text/html;q=0.001,*/*", "application/ld+json", "text/html, " * 200, "application/sparql-results+xml;q=-1"),
]
PATHS = [
    *("/sparql", "/sparql", "/graph-store", "/graph-store", "/graph-store/a", "/graph-store/%C3%A9/b", "/", "/readyz"),
    *("/check", "/check", "/check/draft"),
    *("/.well-known/void", "/healthz", "/metrics", "/openapi.json", "/static/icon.svg", "/static/", "/nothing", "/%00"),
    *("/search", "/search/suggest"),
    *(
        "//",
        "//sparql",
        "/sparql/",
        "/SPARQL",
        "/%ff",
        "/graph-store/",
        "/graph-store/%2e%2e/%0d%0aX:y",
        "/a;b?c?d",
    ),
]
METHODS = ["GET", "GET", "GET", "HEAD", "POST", "POST", "PUT", "DELETE", "OPTIONS", "PATCH", "TRACE", "BREW"]
FIELDS = [
    *("query", "update", "graph", "default", "default-graph-uri", "named-graph-uri", "using-graph-uri", "format"),
    *("lang", "timeout", "q", "at", "kind", "region", "period", "page", "using-named-graph-uri", "é", "", "query[]"),
]
VALUES = [
    *("a:b", "http://x/g", "ASK{}", "", "\udcff", "json", "1", "-1", "1e9", "0", "nan", "é" * 50, "<>", "\x00", "fr"),
    *("SELECT*{?s ?p ?o}", "CONSTRUCT WHERE{?s ?p ?o}", "INSERT DATA{<a:a> <a:b> 1}", "a b", "//", "http://[", "_:b"),
]
HEADERS = [
    *(("If-None-Match", 'W/,"*'), ("If-None-Match", "*"), ("If-Match", '"x"'), ("Accept-Encoding", "gzip;q=x, br")),
    *(("Origin", "null"), ("Range", "bytes=0-1"), ("Host", "é"), ("Host", "a:b:c"), ("Host", ""), ("Expect", "x")),
    *(
        ("Authorization", "Bearer"),
        ("Authorization", "Basic \xff"),
        ("Accept-Language", "é;q=, fr-;q=0"),
        ("Date", "x"),
    ),
    *(("Content-Encoding", "gzip"), ("Cookie", "=;="), ("X" * 200, "y" * 2_000)),
    *(("If-Modified-Since", "x"), ("Forwarded", "for=é"), ("X-Forwarded-For", ",,,"), ("Upgrade", "h2c"), ("TE", "x")),
]
BODIES = [
    *(b"", b"query=ASK{}", b"update=DROP+ALL", b"--x\r\n\r\n--x--", b"[" * 2_000, b"<a:a> <a:b> 1 .", b"\xff\xfe\x00"),
    *(
        b'--x\r\nContent-Disposition: form-data; name="a"; filename="a.ttl"\r\n\r\n<a:a> <a:b> 2 .\r\n--x--\r\n',
        b"&&==",
    ),
    *(
        b'{"@id": "a:a", "a:b": [1, {"@value": null}]}',
        b'{"@context": {"@vocab": "',
        b"<rdf:RDF",
        b"<" * 500,
        b"@prefix",
    ),
    *(b"(" * 3_000, b"<a:a> <a:b> " + b"[ <a:c> " * 2_000, b'{"a:b":' * 90 + b"1" + b"}" * 90, b"<<" * 99, b"\0" * 50),
]
BROKEN = [
    *(
        b"",
        b"GET ",
        b"GET / HTTP/1.1\r\n",
        b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03",
        b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n",
    ),
    *(
        b"GET /sparql?query=ASK{} HTTP/1.1\r\nHost: x\r\n",
        b"GET / HTTP/9.9\r\nHost: x\r\n",
        b"GET /\r\n",
        b"get / http/1.1\r\n",
    ),
    b"POST /sparql HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\n\r\n",
    b"POST /sparql HTTP/1.1\r\nHost: x\r\nContent-Type: application/sparql-query\r\nContent-Length: -1\r\n\r\n",
    b"POST /sparql HTTP/1.1\r\nHost: x\r\nContent-Length: 99999999999999999999\r\n\r\n",
    b"POST /sparql HTTP/1.1\r\nHost: x\r\nContent-Length: 700000\r\nContent-Type: application/sparql-query\r\n\r\n",
    b"POST /sparql HTTP/1.1\r\nHost: x\r\nContent-Length: 3\r\nContent-Length: 4\r\n\r\n",
    b"POST /sparql HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n",
    b"POST /sparql HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\nContent-Length: 3\r\n\r\n5\r\nabc",
    b"POST /sparql HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked, gzip, x\r\n\r\n",
    b"POST /sparql HTTP/1.1\r\nHost: x\r\nExpect: 100-continue\r\nContent-Length: 9\r\n\r\n",
    b"GET / HTTP/1.1\r\nHost: x\r\nHost: y\r\n: z\r\nno colon\r\n folded\r\n",
    b"GET / HTTP/1.1\nHost: x\n",
    b"GET / HTTP/1.1\r\nHost: x\r\nCookie: a\x01\x7f\x00\r\n",
    b"GET /\x01\xff{}<> HTTP/1.1\r\nHost: x\r\n",
    b"GET * HTTP/1.1\r\nHost: x\r\n",
    b"POST /sparql HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: \r\nContent-Length: 3\r\n\r\nabc",
    b"GET /" + b"a" * 9_000 + b" HTTP/1.1\r\nHost: x\r\n",
    b"GET /" + b"a" * 70_000 + b" HTTP/1.1\r\nHost: x\r\n",
    b"GET / HTTP/1.1\r\nHost: x\r\nX: " + b"b" * 100_000 + b"\r\n",
    b"GET / HTTP/1.1\r\nHost: x\r\n" + b"X: y\r\n" * 500,
    b"GET http://x/sparql HTTP/1.1\r\nHost: y\r\n",
    b"GET /healthz HTTP/1.1\r\nHost: x\r\n\r\n" * 5,
    b"GET /healthz HTTP/1.1\r\nHost: x\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Key: x\r\n",
]


@dataclass(frozen=True)
class Request:
    """Hold one request; a broken one has its bytes in `body` and no method."""

    kind: str
    method: str = ""
    target: str = ""
    headers: dict[str, str] = field(default_factory=dict)
    body: bytes = b""

    @property
    def path(self) -> str:
        """Give the target without its query."""
        return self.target.partition("?")[0]


class Requests:
    """Make requests of three kinds: SPARQL by each way of the protocol, odd parts, broken HTTP."""

    def __init__(self, seed: int) -> None:
        """Start from a seed; the same one gives the same requests."""
        self.rng = random.Random(seed)  # noqa: S311
        self.grammar = Grammar(self.rng)

    def make(self) -> Request:
        """Make one."""
        return self.rng.choices([self.sparql, self.odd, self.broken], [5, 4, 1])[0]()

    def sparql(self) -> Request:
        """Send a text by GET, as a form or as the body."""
        name = self.rng.choice(["query", "query", "update"])
        text = self.grammar.text(update=name == "update")
        headers = {"Accept": self.rng.choice([*ACCEPTS[:6], "*/*", "*/*"])}
        way = self.rng.randrange(3)
        target = f"/sparql?query={quote(text)}"
        if way == 0 and name == "query" and len(target) < LONGEST_ADDRESS:
            return Request("sparql", "GET", target, headers)
        if way == 1:
            form = urlencode({name: text}).encode()
            return Request("sparql", "POST", "/sparql", {**headers, "Content-Type": FORM}, form)
        direct = {**headers, "Content-Type": f"application/sparql-{name}"}
        return Request("sparql", "POST", "/sparql", direct, text.encode())

    def odd(self) -> Request:
        """Put together a path, a method, fields, headers and a body that need not go together."""
        rng = self.rng
        fields = [(rng.choice(FIELDS), rng.choice(VALUES)) for _ in range(rng.randrange(4))]
        query = urlencode(fields, errors="surrogateescape")
        headers = {"Content-Type": rng.choice(TYPES), "Accept": rng.choice(ACCEPTS)}
        if rng.random() < 0.5:
            headers |= dict([rng.choice(HEADERS)])
        random_bytes = rng.randbytes(rng.randrange(300))
        body = rng.choice([*BODIES, random_bytes, random_bytes, random_bytes])
        target = rng.choice(PATHS) + (f"?{query}" if query else "")
        return Request("odd", rng.choice(METHODS), target, headers, body)

    def broken(self) -> Request:
        """Write bytes that are not HTTP, or hardly."""
        tail = self.rng.choice([b"", b"\r\n\r\n", b"\r\n" + self.rng.randbytes(self.rng.randrange(200)) + b"\r\n\r\n"])
        return Request("broken", body=self.rng.choice(BROKEN) + tail)
