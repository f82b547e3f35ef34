"""Long answers go through a file: whole, in flat memory, and without a descriptor left behind."""

import http.client
import json
import re
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager, suppress
from pathlib import Path
from urllib.parse import quote, urlsplit

import pytest

from graph.load import Dataset
from graph.stores import PublishedGraph
from server.engine import Limits, Pool, Question
from server.engine.failures import AnswerTooLong
from server.engine.spool import IN_MEMORY, Spool, TooLong
from tests.test_server_limits import descendants, serving

NUMBERS = " ".join(str(number) for number in range(450))
LONG = f"SELECT * {{ VALUES ?x {{ {NUMBERS} }} VALUES ?y {{ {NUMBERS} }} }}"  # 202,500 rows
MIDDLE = f"SELECT * {{ VALUES ?x {{ {NUMBERS} }} VALUES ?y {{ {' '.join(NUMBERS.split()[:10])} }} }}"
GRAPH = "CONSTRUCT { ?s ?p ?o } { ?s ?p ?o } LIMIT 20000"
ENDLESS = "SELECT * { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }"
GROWTH = 16 << 20  # bytes; the answer has more


@pytest.fixture(scope="module")
def folder(dataset: Dataset, tmp_path_factory: pytest.TempPathFactory) -> Path:
    directory = tmp_path_factory.mktemp("published")
    PublishedGraph(directory).replace(dataset.nquads)
    return directory


@pytest.fixture(scope="module")
def pool(folder: Path) -> Iterator[Pool]:
    started = Pool(folder, Limits(result_bytes=60_000_000, running=2))
    yield started
    started.close()


@pytest.fixture(scope="module")
def small(folder: Path) -> Iterator[Pool]:
    started = Pool(folder, Limits(result_bytes=2_000_000, running=1))
    yield started
    started.close()


def open_files(process: int | str = "self") -> int:
    return sum(1 for _ in Path(f"/proc/{process}/fd").iterdir())


def note_peaks(server: int, peaks: dict[int, int]) -> None:
    """Note the highest memory use so far of each process of a server that is there now."""
    with suppress(OSError):  # one of them has just ended
        for process in descendants(server):
            found = re.search(r"VmHWM:\s+(\d+) kB", Path(f"/proc/{process}/status").read_text())
            peaks[process] = int(found[1]) << 10 if found else peaks[process]


@contextmanager
def watched(server: int) -> Iterator[dict[int, int]]:
    """Note the peaks all the time, since a worker whose query took long is replaced by another."""
    peaks: dict[int, int] = {}
    over = threading.Event()

    def watch() -> None:
        while not over.wait(0.02):
            note_peaks(server, peaks)

    watcher = threading.Thread(target=watch)
    watcher.start()
    try:
        yield peaks
    finally:
        over.set()
        watcher.join()


def test_a_long_answer_comes_in_a_file_and_a_short_one_does_not(pool: Pool) -> None:
    long, short = (pool.answer(Question(text), {"select": "csv"}) for text in (LONG, "SELECT (1 AS ?x) {}"))
    assert (long.body, short.body, short.file) == (b"", b"x\r\n1\r\n", None)
    assert long.file is not None
    written = long.read()
    assert long.size == len(written) > IN_MEMORY
    assert written.count(b"\r\n") == 450 * 450 + 1
    assert long.file.closed


def test_an_answer_that_is_still_read_is_not_written_over(pool: Pool) -> None:
    replies = [pool.answer(Question(text), {"select": "json"}) for text in (MIDDLE, LONG, MIDDLE, LONG, MIDDLE)]
    written = [b"".join(reply.pieces()) for reply in replies]
    assert [len(json.loads(answer)["results"]["bindings"]) for answer in written] == [4_500, 202_500] * 2 + [4_500]
    for reply in replies:
        reply.close()


def test_a_long_graph_is_written_the_same_way_each_time_and_as_a_store_writes_it(folder: Path, pool: Pool) -> None:
    here = PublishedGraph(folder).open()
    for form in ("turtle", "ntriples"):
        written = {pool.answer(Question(GRAPH), {"graph": form}).read() for _ in range(2)}
        assert written == {here.query(GRAPH).serialize(form)}
        assert len(written.pop()) > 2 * IN_MEMORY


def test_an_endless_answer_is_refused_as_soon_as_it_is_too_long(small: Pool) -> None:
    for _ in range(3):
        with pytest.raises(AnswerTooLong, match="more than 2,000,000 bytes"):  # and not the end of its time
            small.answer(Question(ENDLESS), {"select": "csv"})
    assert small.answer(Question("ASK {}"), {"ask": "json"}).kind == "ask"


def test_no_descriptor_is_left_by_long_answers_read_closed_or_refused(small: Pool) -> None:
    for text in (LONG, ENDLESS, LONG):  # each worker has its file then
        used(small, text)
    before = open_files()
    for _ in range(4):
        for text in (LONG, ENDLESS):
            used(small, text)
    assert open_files() <= before + 1


def used(pool: Pool, text: str) -> None:
    with suppress(AnswerTooLong):
        pool.answer(Question(text), {"select": "csv"}).close()


@pytest.mark.parametrize(("sizes", "in_file"), [((IN_MEMORY,), 0), ((IN_MEMORY, 1), IN_MEMORY + 1), ((9, 10), 0)])
def test_the_file_is_used_above_its_threshold(sizes: tuple[int, ...], in_file: int, tmp_path: Path) -> None:
    with (tmp_path / "spool").open("w+b") as file:
        spool = Spool(file.fileno(), 1_000_000)
        for size in sizes:
            assert spool.write(b"x" * size) == size
        assert (spool.written, len(spool.body)) == (in_file, sum(sizes) - in_file)
        with pytest.raises(TooLong):
            spool.write(b"x" * 1_000_000)


def test_two_hundred_thousand_rows_over_http_in_flat_memory() -> None:
    with serving() as (address, server), closing(connected(address)) as connection:
        path = f"/sparql?query={quote(MIDDLE)}"
        assert request(connection, "GET", path)[0] == 200
        await_judgement(server)
        before: dict[int, int] = {}
        note_peaks(server, before)
        with watched(server) as peaks:
            for _ in range(6):  # so that each worker has a turn
                status, length, body = request(connection, "POST", "/sparql", LONG)
                assert (status, length) == (200, len(body))
                assert len(body) > 2 * GROWTH
                assert body.count(b'"y":{') == 450 * 450
        web = next(process for process in before if len(descendants(process)) > 1)
        most_of_workers = max(before[process] for process in before if process != web)
        assert peaks[web] - before[web] < GROWTH
        assert max(peaks[process] for process in peaks if process != web) - most_of_workers < GROWTH


def await_judgement(server: int) -> None:
    """Wait until the obligations of today are judged: the process that does it answers no queries."""
    end = time.monotonic() + 60
    while time.monotonic() < end and any("opinions" in command(process) for process in descendants(server)):
        time.sleep(0.1)


def command(process: int) -> str:
    with suppress(OSError):
        return Path(f"/proc/{process}/cmdline").read_text(encoding="utf-8", errors="replace")
    return ""


def request(
    connection: http.client.HTTPConnection, method: str, path: str, query: str | None = None
) -> tuple[int, int, bytes]:
    headers = {"Accept": "application/sparql-results+json", "Content-Type": "application/sparql-query"}
    connection.request(method, path, body=query, headers=headers)
    response = connection.getresponse()
    return response.status, int(response.headers["Content-Length"]), response.read()


def test_the_server_keeps_no_descriptor_of_long_answers_however_they_end() -> None:
    with serving(CONSULAIRE_QUERIES_AT_ONCE="1") as (address, server), closing(connected(address)) as connection:
        path = f"/sparql?query={quote(MIDDLE)}"
        first = [request(connection, "GET", path) for _ in range(4)][-1]
        web = next(number for number in descendants(server) if len(descendants(number)) > 1)
        before = open_files(web)
        for _ in range(8):
            head = request(connection, "HEAD", path)
            assert head == (200, first[1], b"")
            assert request(connection, "GET", path + "&format=csv")[0] == 200
            leave_at_once(address)
        assert until(lambda: open_files(web) <= before + 1), (before, open_files(web))


def leave_at_once(address: str) -> None:
    """Ask for a long answer and go away when its first bytes come."""
    with closing(connected(address)) as connection:
        connection.request("POST", "/sparql", body=LONG, headers={"Content-Type": "application/sparql-query"})
        response = connection.getresponse()
        assert response.read(10)
        response.close()


def connected(address: str) -> http.client.HTTPConnection:
    return http.client.HTTPConnection(urlsplit(address).netloc, timeout=60)


def until(true: Callable[[], bool]) -> bool:
    end = time.monotonic() + 10
    while not true() and time.monotonic() < end:
        time.sleep(0.05)
    return true()
