"""Malformed requests by the thousand against the real server: no 5xx that is not declared, no hang, no stack trace."""

import http.client
import json
import random
import socket
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote, urlencode, urlsplit

import pytest

TINY = Path(__file__).with_name("tiny.ttl")
SEED = 20_261_122
PATIENCE = 15  # seconds; a request that takes longer is a hang
WORDS = (  # noqa: SIM905
    "SELECT ASK CONSTRUCT DESCRIBE INSERT DELETE DATA WHERE { } ( ) [ ] << >> . ; , * / | ^ ! + - = < > && || ?x ?s "
    '$p a <a:a> <http://x/y> <rel> ex:a : _:b \'text\' """long""" "\\u0022" 1 1.5 1e3 true @fr ^^<a:t> FILTER UNION '
    "OPTIONAL MINUS BIND AS VALUES UNDEF GRAPH SERVICE LOAD SILENT FROM NAMED PREFIX BASE LIMIT 10 OFFSET ORDER BY "
    "GROUP HAVING COUNT SUM CONCAT REGEX EXISTS NOT IN STRLEN USING WITH CLEAR DROP ALL DEFAULT # \n \t é 𝄞 \u200b "
    "\\ % \x00"
).split(" ")
TYPES = (
    "application/sparql-query",
    "application/sparql-update",
    "application/x-www-form-urlencoded",
    "multipart/form-data; boundary=x",
    "text/turtle",
    "application/ld+json",
    "application/sparql-query; charset=utf-16",
    "text/plain",
    "nonsense",
    "",
)
ACCEPTS = (
    "",
    "*/*",
    "text/html",
    "text/csv",
    "image/png",
    "text/turtle;q=9",
    "q=,;;,",
    "a/b/c",
    "*/json",
    "text/html;q=0.001,*/*",
)
PATHS = (
    "/sparql",
    "/graph-store",
    "/graph-store/a",
    "/.well-known/void",
    "/",
    "/readyz",
    "/openapi.json",
    "/nothing",
    "/%00",
    "//",
)
METHODS = ("GET", "HEAD", "POST", "PUT", "DELETE", "OPTIONS", "PATCH", "TRACE", "BREW")
FIELDS = (
    "query",
    "update",
    "graph",
    "default",
    "default-graph-uri",
    "named-graph-uri",
    "using-graph-uri",
    "format",
    "lang",
    "timeout",
)


@pytest.fixture(scope="module", params=["reading", "writing"])
def server(request: pytest.FixtureRequest) -> Iterator[str]:
    writing = ["--writable", "--anonymous-write"] if request.param == "writing" else ["--workers", "2"]
    command = [sys.executable, "-m", "server", "serve", "--port", "0", "--data", str(TINY), *writing]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
    assert process.stdout is not None
    try:
        yield process.stdout.readline().strip()
    finally:
        process.terminate()
        process.communicate(timeout=30)


def check(status: int, body: bytes) -> None:
    """Only limits may end in a 5xx; nothing of the program's inside is shown."""
    assert status < 500 or (status == 503 and json.loads(body)["type"].startswith("https://"))
    assert b"Traceback" not in body
    assert b'File "' not in body


def send(address: str, method: str, target: str, headers: dict[str, str], body: bytes) -> int:
    connection = http.client.HTTPConnection(urlsplit(address).netloc, timeout=PATIENCE)
    try:
        connection.putrequest(method, target, skip_accept_encoding=True)
        for name, value in headers.items():
            connection.putheader(name, value)
        connection.putheader("Content-Length", str(len(body)))
        connection.endheaders(body)
        response = connection.getresponse()
        check(response.status, response.read())
        return response.status
    finally:
        connection.close()


def is_well(address: str) -> bool:
    return send(address, "GET", "/sparql?query=ASK%7B%7D", {}, b"") == 200


def text_of(rng: random.Random) -> str:
    return " ".join(rng.choices(WORDS, k=rng.randint(1, 30)))


def test_grammar_fuzz(server: str) -> None:
    """Texts of SPARQL's own words in any order, by each way of the protocol."""
    rng, counted = random.Random(SEED), Counter[int]()  # noqa: S311
    for _ in range(1_000):
        text, way = text_of(rng), rng.randrange(3)
        if way == 0:
            counted[send(server, "GET", f"/sparql?query={quote(text)}", {}, b"")] += 1
        elif way == 1:
            form = urlencode({rng.choice(("query", "update")): text}).encode()
            counted[send(server, "POST", "/sparql", {"Content-Type": TYPES[2]}, form)] += 1
        else:
            counted[send(server, "POST", "/sparql", {"Content-Type": rng.choice(TYPES[:2])}, text.encode())] += 1
    assert sum(counted.values()) == 1_000
    assert counted[400] > 500
    assert is_well(server)


def test_requests_of_odd_parts(server: str) -> None:
    """Every method, address, field, media type and Accept header, put together at random."""
    rng, counted = random.Random(SEED + 1), Counter[int]()  # noqa: S311
    for _ in range(1_000):
        fields = [
            (rng.choice(FIELDS), rng.choice([text_of(rng), "a:b", "ASK{}", "", "\udcff"]))
            for _ in range(rng.randrange(4))
        ]
        query = urlencode(fields, errors="surrogateescape")
        headers = {"Content-Type": rng.choice(TYPES), "Accept": rng.choice(ACCEPTS)}
        headers |= rng.choice(
            [
                {},
                {"If-None-Match": 'W/,"*'},
                {"Accept-Encoding": "gzip;q=x"},
                {"Origin": "null"},
                {"Range": "bytes=0-1"},
            ]
        )
        body = rng.choice(
            [b"", rng.randbytes(50), text_of(rng).encode(), b"query=ASK{}", b"--x\r\n\r\n--x--", b"[" * 2_000]
        )
        counted[send(server, rng.choice(METHODS), f"{rng.choice(PATHS)}?{query}", headers, body)] += 1
    assert sum(counted.values()) == 1_000
    assert is_well(server)


def test_random_bytes(server: str) -> None:
    """What is not HTTP, and HTTP with broken lines; a connection closed without an answer is an answer too."""
    rng, where = random.Random(SEED + 2), urlsplit(server)  # noqa: S311
    for number in range(500):
        start = rng.choice(
            [b"", b"GET ", b"GET / HTTP/1.1\r\n", b"POST /sparql HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\n\r\n"]
        )
        with socket.create_connection((str(where.hostname), int(where.port or 0)), timeout=PATIENCE) as connection:
            connection.sendall(start + rng.randbytes(rng.randint(1, 200)) + b"\r\n\r\n")
            connection.shutdown(socket.SHUT_WR)
            told = b""
            try:
                while piece := connection.recv(65_536):
                    told += piece
            except ConnectionResetError:
                continue
        if told:
            assert int(told.split(b" ", 2)[1]) < 500, (number, told[:200])
            assert b"Traceback" not in told
    assert is_well(server)
