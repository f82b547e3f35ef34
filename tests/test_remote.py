"""A server that does anything but answer is told as such: real servers on loopback that misbehave on purpose."""

import gzip
import json
import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest

from graph import Store, oxigraph_store
from graph.errors import (
    QuerySyntaxError,
    RemoteDown,
    RemoteError,
    RemoteMisbehaved,
    RemoteRefused,
    RemoteTimeout,
)
from graph.stores import remote_store

SELECT = "SELECT ?o { ?s ?p ?o }"
JSON = "application/sparql-results+json"
ROW = {"o": {"type": "literal", "value": "un"}}
WHOLE = json.dumps({"head": {"vars": ["o"]}, "results": {"bindings": [ROW] * 50}}).encode()
EMPTY = json.dumps({"head": {"vars": ["o"]}, "results": {"bindings": []}}).encode()

Behave = Callable[[BaseHTTPRequestHandler], None]


@contextmanager
def misbehaving(behave: Behave) -> Iterator[tuple[str, list[str]]]:
    """Serve with one behaviour; give the endpoint, and the list of the requests that came."""
    seen: list[str] = []

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            seen.append(self.path)
            behave(self)

        def do_POST(self) -> None:
            seen.append(self.path)
            self.rfile.read(int(self.headers["Content-Length"]))
            behave(self)

        def log_message(self, *_: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/sparql", seen
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def sends(body: bytes, media: str = JSON, status: int = 200, *, length: int | None = None, **headers: str) -> Behave:
    def behave(handler: BaseHTTPRequestHandler) -> None:
        handler.send_response(status)
        handler.send_header("Content-Type", media)
        if length != -1:
            handler.send_header("Content-Length", str(len(body) if length is None else length))
        for name, value in headers.items():
            handler.send_header(name.replace("_", "-"), value)
        handler.end_headers()
        handler.wfile.write(body)

    return behave


def chunked(handler: BaseHTTPRequestHandler) -> None:
    handler.protocol_version = "HTTP/1.1"
    handler.send_response(200)
    handler.send_header("Content-Type", JSON)
    handler.send_header("Transfer-Encoding", "chunked")
    handler.end_headers()
    handler.wfile.write(b"1000\r\n" + WHOLE[:100])


def sleeps(handler: BaseHTTPRequestHandler) -> None:
    time.sleep(2)


def drips(handler: BaseHTTPRequestHandler) -> None:
    handler.send_response(200)
    handler.send_header("Content-Type", JSON)
    handler.send_header("Content-Length", str(len(WHOLE)))
    handler.end_headers()
    for byte in WHOLE[:40]:
        handler.wfile.write(bytes([byte]))
        time.sleep(0.05)


def speaks_no_http(handler: BaseHTTPRequestHandler) -> None:
    handler.wfile.write(b"220 mail.example ESMTP\r\n")


PAGE = b"<!doctype html><html><body>Bienvenue</body></html>"
MISBEHAVIOURS: dict[str, tuple[Behave, str]] = {
    "a page": (sends(PAGE, "text/html; charset=utf-8"), "sent text/html.*It begins: '<!doctype html>.*ends in /sparql"),
    "a page called JSON": (sends(PAGE), "sent unreadable"),
    "no media type of ours": (sends(WHOLE, "application/xml"), "sent application/xml"),
    "half of the bytes declared": (sends(WHOLE[:100], length=len(WHOLE)), "the whole answer"),
    "a chunk that breaks off": (chunked, "the whole answer"),
    "JSON that breaks off": (sends(WHOLE[: len(WHOLE) // 2], length=-1), "unreadable"),
    "JSON without its last brace": (sends(WHOLE[:-1], length=-1), "unreadable"),
    "gzip that breaks off": (sends(gzip.compress(WHOLE)[:-20], Content_Encoding="gzip"), "gzip without its end"),
    "no gzip": (sends(WHOLE, Content_Encoding="gzip"), "broken gzip"),
    "JSON of something else": (sends(b'{"hits": []}'), "unreadable"),
    "no results": (sends(b'{"head": {"vars": ["o"]}}'), "unreadable"),
    "a boolean": (sends(b'{"head": {}, "boolean": true}'), "an answer of kind ask"),
    "a term of no kind": (sends(WHOLE.replace(b'"literal"', b'"thing"')), "unreadable"),
    "a variable of its own": (sends(WHOLE.replace(b'{"o"', b'{"q"')), "unreadable"),
    "an IRI that is none": (sends(WHOLE.replace(b'"literal", "value": "un"', b'"uri", "value": "a b"')), "unreadable"),
    "nothing at all": (sends(b""), "unreadable"),
    "no HTTP": (speaks_no_http, "no HTTP"),
}


def test_each_misbehaviour_is_listed() -> None:
    assert len(MISBEHAVIOURS) == 17


@pytest.mark.parametrize("name", MISBEHAVIOURS)
def test_what_is_no_answer_is_refused_whole_and_asked_for_once(name: str) -> None:
    behave, said = MISBEHAVIOURS[name]
    with misbehaving(behave) as (endpoint, seen):
        with pytest.raises(RemoteMisbehaved, match=f"(?s){said}") as caught:
            remote_store(endpoint, timeout=5).query(SELECT)
        assert caught.value.endpoint == endpoint
        assert "rien n'en est utilisé" in caught.value.french
        assert len(seen) == 1


def test_the_same_server_behaving_gives_its_rows() -> None:
    with misbehaving(sends(WHOLE)) as (endpoint, _):
        assert len(list(remote_store(endpoint).query(SELECT).rows())) == 50
    with misbehaving(sends(gzip.compress(WHOLE), Content_Encoding="gzip")) as (endpoint, _):
        assert len(list(remote_store(endpoint).query(SELECT).rows())) == 50
    with misbehaving(sends(EMPTY, "application/json")) as (endpoint, _):
        assert list(remote_store(endpoint).query(SELECT).rows()) == []


@pytest.mark.parametrize("behave", [sleeps, drips])
def test_a_late_answer_is_given_up_at_the_deadline(behave: Behave) -> None:
    with misbehaving(behave) as (endpoint, seen):
        started = time.monotonic()
        with pytest.raises(
            RemoteTimeout, match=r"did not give a whole answer within 0\.4 s; what had come is not used"
        ):
            remote_store(endpoint, timeout=0.4).query(SELECT)
        assert time.monotonic() - started < 1.5
        assert len(seen) == 1


def test_nobody_there_is_told_after_the_tries() -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        endpoint = f"http://127.0.0.1:{free.getsockname()[1]}/sparql"
        with pytest.raises(RemoteDown, match=r"No answer from .*Start the server"):
            remote_store(endpoint, timeout=2, retries=1).query(SELECT)


@pytest.mark.parametrize("address", ["http://no-such-host.invalid/sparql", "http://127.0.0.1:99999/sparql"])
def test_an_address_of_nobody_is_told(address: str) -> None:
    with pytest.raises(RemoteDown, match="or mend the address"):
        remote_store(address, timeout=5, retries=0).query(SELECT)


def problem(status: int, slug: str, detail: str, **more: Any) -> Behave:
    document = {"type": f"https://w3id.org/consulaire/problem/{slug}", "title": slug, "detail": detail, **more}
    return sends(json.dumps(document).encode(), "application/problem+json", status)


@pytest.mark.parametrize("status", [400, 401, 403, 404, 406, 413, 414, 500])
def test_a_refusal_is_told_with_the_words_of_the_server(status: int) -> None:
    with misbehaving(problem(status, "some-reason", "That cannot be asked here.")) as (endpoint, seen):
        with pytest.raises(RemoteRefused, match="That cannot be asked here") as caught:
            remote_store(endpoint, timeout=5).query(SELECT)
        assert caught.value.status == status
        assert len(seen) == 1


def test_a_refusal_without_a_problem_document_is_told_by_what_came() -> None:
    behave = sends(b"<h1>Bad Gateway</h1>", "text/html", 500)
    with misbehaving(behave) as (endpoint, _), pytest.raises(RemoteRefused, match="status 500: <h1>Bad Gateway</h1>"):
        remote_store(endpoint, timeout=5).query(SELECT)


def test_a_syntax_error_that_only_the_server_sees_keeps_its_line() -> None:
    with misbehaving(problem(400, "query-syntax", "Line 3: no.", line=3, column=7)) as (endpoint, _):
        with pytest.raises(QuerySyntaxError, match="Line 3: no") as caught:
            remote_store(endpoint, timeout=5).query(SELECT)
        assert (caught.value.line, caught.value.column) == (3, 7)


def test_a_limit_of_the_servers_time_is_a_timeout_and_is_not_tried_again() -> None:
    with misbehaving(problem(503, "time-limit", "Stopped after 10 s.")) as (endpoint, seen):
        with pytest.raises(RemoteTimeout, match="at its own limit of time: Stopped after 10 s"):
            remote_store(endpoint, timeout=5).query(SELECT)
        assert len(seen) == 1


@pytest.mark.parametrize("slug", ["memory-limit", "result-limit", "row-limit"])
def test_a_limit_of_the_servers_is_a_refusal_and_is_not_tried_again(slug: str) -> None:
    with misbehaving(problem(503, slug, "Ask for less.")) as (endpoint, seen):
        with pytest.raises(RemoteRefused, match=r"status 503: Ask for less\."):
            remote_store(endpoint, timeout=5).query(SELECT)
        assert len(seen) == 1


def test_a_busy_server_is_asked_again() -> None:
    answers = iter([problem(503, "busy", "Too many."), sends(WHOLE)])
    with misbehaving(lambda handler: next(answers)(handler)) as (endpoint, seen):
        assert len(list(remote_store(endpoint, timeout=5).query(SELECT).rows())) == 50
        assert len(seen) == 2


def test_a_busy_server_that_says_to_wait_longer_than_the_deadline_is_told_at_once() -> None:
    with misbehaving(sends(b"busy", "text/plain", 503, Retry_After="3600")) as (endpoint, seen):
        with pytest.raises(RemoteRefused, match="status 503: busy"):
            remote_store(endpoint, timeout=5).query(SELECT)
        assert len(seen) == 1


def test_a_broken_graph_is_no_graph() -> None:
    behave = sends(b"<a:s> <a:p> <a:o> .\n<a:s> <a:p", "application/n-triples")
    with misbehaving(behave) as (endpoint, _), pytest.raises(RemoteMisbehaved, match="unreadable"):
        remote_store(endpoint, timeout=5).query("CONSTRUCT WHERE { ?s ?p ?o }")


def test_a_long_query_is_sent_as_a_body_and_answered_the_same(serve: Callable[[Store], str], tiny: bytes) -> None:
    endpoint = serve(oxigraph_store(tiny))
    long = SELECT + " # " + "x" * 5_000
    assert list(remote_store(endpoint).query(long).rows()) == list(remote_store(endpoint).query(SELECT).rows())
    with misbehaving(sends(WHOLE)) as (behaving, seen):
        remote_store(behaving).query(long)
        assert seen == ["/sparql"]


def test_the_word_of_another_form_in_a_comment_misleads_nobody(serve: Callable[[Store], str], tiny: bytes) -> None:
    endpoint = serve(oxigraph_store(tiny))
    assert remote_store(endpoint).query("# INSERT DATA CONSTRUCT\nASK { ?s ?p ?o }").boolean is True


def test_every_error_of_a_server_has_both_languages_and_no_traceback_in_a_notebook() -> None:
    with misbehaving(sends(PAGE, "text/html")) as (endpoint, _):
        with pytest.raises(RemoteError) as caught:
            remote_store(endpoint).query(SELECT)
        shown = caught.value._render_traceback_()
        assert shown[0].startswith("RemoteMisbehaved: ")
        assert "C'est une page" in shown[1]
        assert len(shown) == 2
