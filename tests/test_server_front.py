"""What stands before Flask: answers kept, plain queries answered quickly, all as Flask would have answered."""

import gzip
import io
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any
from urllib.parse import quote

import brotli
import pytest
from flask.testing import FlaskClient

from graph import oxigraph_store
from server import create_app
from server.cache import Cache, Held
from server.compression import Coding, choose_coding, compress, is_text, shorten_file
from server.config import Settings
from server.quick import Quick

SETTINGS = Settings(Path("/nowhere"), writable=True, anonymous_write=True)
ROWS = "SELECT * { ?s ?p ?o } ORDER BY ?s ?p ?o"
NEVER_SAME = {"Server-Timing", "Date"}


@pytest.fixture
def client(tiny: bytes) -> FlaskClient:
    return create_app(SETTINGS, store=oxigraph_store(tiny, writable=True)).test_client()


def without_quick(client: FlaskClient, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Quick, "answer", lambda *_: None)


PLAIN = [
    (query, accept, coding)
    for query in (ROWS, "ASK {}", "CONSTRUCT WHERE { ?s ?p ?o }", "SELECT (NOW() AS ?x) {}", "SELECT * { é")
    for accept in ("*/*", "text/csv", "text/turtle;q=0.5, application/json", "text/html", "image/png", "")
    for coding in ("", "gzip", "gzip, br")
]


@pytest.mark.parametrize(("query", "accept", "coding"), PLAIN)
def test_the_quick_way_answers_as_flask_does(
    query: str, accept: str, coding: str, tiny: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings = replace(SETTINGS, cache_mb=0)
    client = create_app(settings, store=oxigraph_store(tiny, writable=True)).test_client()
    version = client.application.extensions["version"].current()
    headers = {name: value for name, value in (("Accept", accept), ("Accept-Encoding", coding)) if value}
    quick = client.get(f"/sparql?query={quote(query)}", headers=headers)
    without_quick(client, monkeypatch)
    slow = client.get(f"/sparql?query={quote(query)}", headers=headers)
    assert quick.status_code == slow.status_code
    if "NOW" not in query:
        assert quick.data == slow.data
    differing = NEVER_SAME | ({"Content-Length"} if "NOW" in query else set())
    told = [{name: value for name, value in one.headers if name not in differing} for one in (quick, slow)]
    assert told[0] == told[1]
    assert client.application.extensions["version"].current() == version


def test_ninety_plain_requests_are_compared() -> None:
    assert len(PLAIN) == 90


TO_FLASK = ["query=ASK{}&timeout=1", "query=ASK{}&query=ASK{}", "format=csv&query=ASK{}", "query=%FF", "query=%FF%26"]


@pytest.mark.parametrize("query_string", TO_FLASK)
def test_what_is_not_plain_goes_to_flask(
    query_string: str, client: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = client.get(f"/sparql?{query_string}", headers={"Accept": "*/*"})
    without_quick(client, monkeypatch)
    again = client.get(f"/sparql?{query_string}", headers={"Accept": "*/*"})
    assert (first.status_code, first.data) == (again.status_code, again.data)


def counting(client: FlaskClient) -> list[str]:
    """Note each text that the engine is asked from now on."""
    engine, asked = client.application.extensions["engine"], []
    answer: Callable[..., Any] = engine.answer

    def noting(question: Any, formats: Any) -> Any:
        asked.append(question.text)
        return answer(question, formats)

    engine.answer = noting
    return asked


def test_what_is_asked_again_is_not_evaluated_again(client: FlaskClient) -> None:
    asked = counting(client)
    first, again = (client.get(f"/sparql?query={quote(ROWS)}") for _ in range(2))
    assert (first.data, again.data, len(asked)) == (again.data, first.data, 1)
    assert "cache;desc=hit" not in first.headers["Server-Timing"]
    assert again.headers["Server-Timing"].startswith("cache;desc=hit, total;dur=")
    assert [value for value in first.headers if value[0] not in NEVER_SAME] == [
        value for value in again.headers if value[0] not in NEVER_SAME
    ]


@pytest.mark.parametrize("path", ["/sparql?timeout=9&query=ASK{}", "/sparql?query=ASK{}", "/graph-store?default"])
@pytest.mark.parametrize("other", [True, False])
def test_an_answer_from_another_version_is_not_taken_for_one_of_this(
    path: str, other: bool, client: FlaskClient
) -> None:
    engine, version = client.application.extensions["engine"], client.application.extensions["version"]
    answer: Callable[..., Any] = engine.answer
    dataset = "of another build" if other else version.current()
    engine.answer = lambda *asked: replace(answer(*asked), dataset=dataset)
    headers = client.get(path).headers
    assert ("ETag" in headers, headers["Cache-Control"]) == (
        (False, "no-store") if other else (True, "public, no-cache")
    )


@pytest.mark.parametrize("header", ["Accept", "Accept-Encoding", "Accept-Language", "Host"])
def test_who_asks_for_something_else_gets_something_else(header: str, client: FlaskClient) -> None:
    asked = counting(client)
    other = {"Accept": "text/csv", "Accept-Encoding": "gzip", "Accept-Language": "en", "Host": "other.example"}
    client.get(f"/sparql?query={quote(ROWS)}")
    client.get(f"/sparql?query={quote(ROWS)}", headers={header: other[header]})
    assert len(asked) == 2


def test_a_write_drops_what_was_kept(client: FlaskClient) -> None:
    path = f"/sparql?query={quote('SELECT (COUNT(*) AS ?n) { ?s ?p ?o }')}"
    before = [client.get(path).data for _ in range(2)]
    assert client.post("/sparql", data={"update": "INSERT DATA { GRAPH <g:g> { <a:a> <a:b> 1 } }"}).status_code == 204
    assert client.get(path).data != before[1]


@pytest.mark.parametrize("tag", ["same", "*", "other"])
def test_a_kept_answer_is_recognised(tag: str, client: FlaskClient) -> None:
    path = f"/sparql?query={quote(ROWS)}"
    given = client.get(path).headers["ETag"]
    sent = {"same": f'"x", {given}', "*": "*", "other": '"other"'}[tag]
    again = client.get(path, headers={"If-None-Match": sent})
    assert again.status_code == (200 if tag == "other" else 304)
    assert again.headers["ETag"] == given
    if tag != "other":
        assert again.data == b""
        assert "Content-Type" not in again.headers
        assert again.headers["Cache-Control"] == "public, no-cache"
        assert "Accept" in again.headers["Vary"]


def test_what_is_never_the_same_and_what_fails_is_asked_each_time(client: FlaskClient) -> None:
    asked = counting(client)
    for query in ("SELECT (RAND() AS ?x) {}", "SELECT"):
        for _ in range(2):
            client.get(f"/sparql?query={quote(query)}")
    assert len(asked) == 4


def test_a_failure_is_told_once_and_not_evaluated_twice(client: FlaskClient) -> None:
    asked = counting(client)
    assert client.get("/sparql?query=SELECT").status_code == 400
    assert asked == ["SELECT"]


def test_security_headers_are_on_everything(client: FlaskClient) -> None:
    for path in ("/", "/sparql?query=ASK{}", "/sparql?query=ASK{}", "/nothing", "/static/consulaire.css"):
        headers = client.get(path).headers
        assert headers["Content-Security-Policy"].startswith("default-src 'none'")
        assert (headers["X-Content-Type-Options"], headers["Referrer-Policy"]) == ("nosniff", "no-referrer")


def held(size: int) -> Held:
    return Held("200 OK", (), b"x" * size, "tag", "/sparql")


def test_the_cache_is_bounded_and_drops_what_was_not_asked_for() -> None:
    cache = Cache(10 * held(1_000).size)
    for number in range(8):
        cache.keep(number, "v", held(1_000))
    for number in range(8, 100):
        cache.keep(number, "v", held(1_000))
        assert cache.find(0, "v")  # asked for all the time
    assert [number for number in range(100) if cache.find(number, "v")] == [0, *range(91, 100)]


def test_the_cache_keeps_nothing_large_nothing_old_and_nothing_without_a_version() -> None:
    cache = Cache(100_000)
    cache.keep("large", "v", held(20_000))
    cache.keep("small", "v", held(100))
    assert cache.find("large", "v") is None
    assert cache.find("small", "v") is not None
    assert cache.find("small", None) is None
    assert cache.find("small", "w") is None
    cache.keep("other", "w", held(100))
    assert cache.find("small", "v") is None
    none = Cache(0)
    none.keep("small", "v", held(100))
    assert none.find("small", "v") is None


CODINGS = [
    ("gzip, deflate, br", "br"),
    ("gzip", "gzip"),
    ("br;q=0.5, gzip", "gzip"),
    ("br;q=0, gzip;q=0", None),
    ("", None),
    ("identity", None),
    ("*", "br"),
    ("deflate, zstd", None),
    ("gzip;q=nonsense", None),
]


@pytest.mark.parametrize(("header", "coding"), CODINGS)
def test_the_coding_is_the_one_that_the_client_likes_best(header: str, coding: str | None) -> None:
    assert choose_coding(header) == coding


@pytest.mark.parametrize("size", [10, 5_000, 2_000_000])
def test_what_was_compressed_is_found_again(size: int) -> None:
    body = (b"nine chars" * size)[:size]
    assert gzip.decompress(compress(body, "gzip")) == body
    assert brotli.decompress(compress(body, "br")) == body
    readers: dict[Coding, Callable[[bytes], bytes]] = {"gzip": gzip.decompress, "br": brotli.decompress}
    for coding, read in readers.items():
        file, length = shorten_file(io.BytesIO(body), coding)
        with file:
            shorter = file.read()
        assert (len(shorter), read(shorter)) == (length, body)


def test_only_text_is_compressed(client: FlaskClient) -> None:
    assert is_text("application/sparql-results+json")
    assert is_text("text/csv; charset=utf-8")
    assert not is_text("application/octet-stream")
    answer = client.get(f"/sparql?query={quote(ROWS)}", headers={"Accept-Encoding": "br"})
    assert answer.headers["Content-Encoding"] == "br"
    assert brotli.decompress(answer.data) == client.get(f"/sparql?query={quote(ROWS)}").data
