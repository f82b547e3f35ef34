"""Hold the pure parts of the benchmarks: their data, their answers in one form, their sums, their client's reading."""

import re
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from hashlib import sha256

import pyoxigraph as ox
import pytest

from benchmarks.answers import KINDS, canonical, media_type, query
from benchmarks.client import Connection
from benchmarks.synthetic import ntriples
from benchmarks.targets import Target, geometric_mean, judge, median_ratio, p99

SIZE = 20_000
# of the 20,000 triples: another one makes the figures of before incomparable
DIGEST = "379dbeb4352dec803d6cf435b9c9e6f3ab53be15befe0988d7ca4aea1c2267f7"
JSON = "application/sparql-results+json"


@pytest.fixture(scope="module")
def store() -> ox.Store:
    store = ox.Store()
    store.bulk_load(ntriples(100_000), format=ox.RdfFormat.N_TRIPLES)
    return store


def test_the_network_is_the_same_each_time() -> None:
    assert sha256(ntriples(SIZE)).hexdigest() == DIGEST


def test_the_network_has_the_size_asked_for_and_no_triple_twice_and_no_blank_node() -> None:
    lines = ntriples(SIZE).splitlines()
    assert SIZE <= len(lines) < SIZE + 100
    assert len(set(lines)) == len(lines)
    assert not any(re.search(rb"(?:^| )_:", line) for line in lines)


def test_the_network_can_be_written_as_one_named_graph() -> None:
    graph = "https://example.org/graph"
    quads = list(ox.parse(ntriples(SIZE, graph), format=ox.RdfFormat.N_QUADS))
    assert {str(quad.graph_name) for quad in quads} == {f"<{graph}>"}
    assert len(quads) == len(ntriples(SIZE).splitlines())


def test_there_are_twelve_kinds() -> None:
    assert len(set(KINDS)) == 12


@pytest.mark.parametrize("kind", KINDS)
def test_a_kind_finds_something_in_what_is_measured(store: ox.Store, kind: str) -> None:
    assert list(store.query(query(kind)))  # type: ignore[arg-type]


def test_the_small_select_has_13_rows(store: ox.Store) -> None:
    assert len(list(store.query(query("point")))) == 13  # type: ignore[arg-type]


def rows(*values: str) -> bytes:
    terms = ",".join(f'{{"x":{{"type":"literal","value":"{value}"}}}}' for value in values)
    return f'{{"head":{{"vars":["x"]}},"results":{{"bindings":[{terms}]}}}}'.encode()


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        (rows("a", "b"), rows("b", "a"), True),
        (rows("1.50"), rows("1.5E0"), True),
        (rows("b; a"), rows("a; b"), True),
        (rows("a"), rows("a", "a"), False),
        (rows("1.5"), rows("1.6"), False),
        (rows("2024-01-01"), rows("2024-01-02"), False),
    ],
)
def test_answers_are_compared_by_what_they_say(one: bytes, other: bytes, same: bool) -> None:
    assert (canonical(JSON, one) == canonical(JSON, other)) is same


def test_triples_are_compared_in_any_format() -> None:
    turtle = canonical("text/turtle", b"@prefix : <https://x.example/> . :a :b :c , :d .")
    lines = b"<https://x.example/a> <https://x.example/b> <https://x.example/d> , <https://x.example/c> ."
    assert turtle == canonical(
        "application/n-triples", lines.replace(b" , ", b" .\n<https://x.example/a> <https://x.example/b> ")
    )


@pytest.mark.parametrize(
    ("kind", "body"), [("text/turtle", b"<rdf>"), (JSON, b"{}"), (JSON, b"<rdf>"), ("text/html", b"")]
)
def test_what_is_no_answer_is_not_compared(kind: str, body: bytes) -> None:
    with pytest.raises(ValueError, match=f"not an answer in {re.escape(kind)}"):
        canonical(kind, body)


@pytest.mark.parametrize(
    ("figure", "at_least", "met"),
    [(1.0, True, True), (0.99, True, False), (1.0, False, True), (1.01, False, False), (None, True, None)],
)
def test_a_target_is_met_at_its_limit(figure: float | None, at_least: bool, met: bool | None) -> None:
    assert Target("speed", figure, 1.0, at_least).is_met is met


def test_only_a_missed_target_fails(capsys: pytest.CaptureFixture[str]) -> None:
    met, missed, unmeasured = Target("a", 1, 2), Target("b", 3, 2), Target("c", None, 2)
    assert judge([met, unmeasured]) == 0
    assert judge([met, missed]) == 1
    printed = capsys.readouterr().out
    assert [len(re.findall(word, printed)) for word in (r" MET", "NOT MET", "NOT MEASURED")] == [3, 1, 1]


def test_ratios_are_taken_round_by_round() -> None:
    assert median_ratio([10, 1, 30], [5, 1, 10]) == 2
    assert geometric_mean([4, 0.25]) == pytest.approx(1)
    assert geometric_mean([]) is None
    assert p99([float(n) for n in range(1000)]) == 990


@contextmanager
def saying(answer: bytes) -> Iterator[str]:
    """Answer one request with these bytes, then hang up."""
    with socket.create_server(("127.0.0.1", 0)) as listener:

        def answer_once() -> None:
            connection, _ = listener.accept()
            with connection:
                connection.recv(10_000)
                connection.sendall(answer)

        thread = threading.Thread(target=answer_once)
        thread.start()
        yield f"127.0.0.1:{listener.getsockname()[1]}"
        thread.join()


@pytest.mark.parametrize(
    ("raw", "body"),
    [
        (b"HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello", b"hello"),
        (b"HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n3\r\nhel\r\n2;x=y\r\nlo\r\n0\r\n\r\n", b"hello"),
        (b"HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n0\r\n\r\n", b""),
        (b"HTTP/1.0 200 OK\r\n\r\nhello", b"hello"),
        (b"HTTP/1.1 304 Not Modified\r\nContent-Length: 5\r\n\r\n", b""),
    ],
)
def test_the_client_reads_a_body_however_its_end_is_told(raw: bytes, body: bytes) -> None:
    with saying(raw) as address, Connection(address, "/sparql", timeout=5) as line:
        answer = line.ask("ASK {}", JSON)
    assert answer.body == body
    assert answer.status == int(raw[9:12])


def test_each_kind_asks_for_one_format() -> None:
    assert {kind for kind in KINDS if media_type(kind) == "text/turtle"} == {"construct", "describe"}
