"""The processes that answer: really started, on the built graph, under load, killed and made to crash."""

import os
import signal
import sys
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path

import pytest

from graph.errors import QueryRefused, QuerySyntaxError, QueryTooComplex, StoreMissing
from graph.load import Dataset
from graph.stores import PublishedGraph
from graph.stores.base import Kind
from server.engine import Engine, Limits, Pool, Question, Reply
from server.engine.failures import (
    AnswerTooLong,
    EngineBusy,
    EngineCrashed,
    EngineDown,
    EngineFailure,
    EngineOutOfMemory,
    EngineTimeout,
)
from server.negotiation import NotAcceptable

FORMATS: dict[Kind, str | None] = {"select": "csv", "ask": "json", "graph": "turtle"}
CROSS = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }"
DOUBLED = " ".join(f"BIND(CONCAT(?a{step}, ?a{step}) AS ?a{step + 1})" for step in range(28))
HOG = f'SELECT (STRLEN(?a28) AS ?n) {{ BIND("xxxxxxxxxxxxxxxx" AS ?a0) {DOUBLED} }}'
GROUPED = 'SELECT (GROUP_CONCAT(?x; separator="") AS ?y) { ?s ?p ?o . ?a ?b ?c . BIND(CONCAT(STR(?s), STR(?a)) AS ?x) }'
DEEP = "SELECT * " + "{" * 90_000
WITHOUT_GUARD = (
    "from graph.stores import guard; guard.check = lambda text: None; from server.engine.nursery import main; main()"
)
NO_GUARD = (sys.executable, "-P", "-c", WITHOUT_GUARD)


@pytest.fixture(scope="module")
def folder(dataset: Dataset, tmp_path_factory: pytest.TempPathFactory) -> Path:
    directory = tmp_path_factory.mktemp("published")
    PublishedGraph(directory).replace(dataset.nquads)
    return directory


@contextmanager
def pool_on(folder: Path, *, program: tuple[str, ...] | None = None, **limits: float) -> Iterator[Pool]:
    """Start a pool, and wait for its first answer."""
    told = Limits(**limits)  # type: ignore[arg-type]
    pool = Pool(folder, told, program=program) if program else Pool(folder, told)
    try:
        first_answer(pool)
        yield pool
    finally:
        pool.close()


@pytest.fixture(scope="module")
def pool(folder: Path) -> Iterator[Pool]:
    with pool_on(folder, timeout=5.0) as started:
        yield started


def first_answer(pool: Pool) -> None:
    """Wait until the pool answers, which on a busy machine takes longer than a query may."""
    end = time.monotonic() + 60
    while True:
        try:
            pool.answer(Question("ASK {}"), FORMATS)
        except EngineBusy:
            if time.monotonic() > end:
                raise
        else:
            return


def ask(pool: Pool, text: str, *, timeout: float | None = None) -> Reply:
    return pool.answer(Question(text, timeout=timeout), FORMATS)


def timed(work: Callable[[], object]) -> float:
    start = time.monotonic()
    work()
    return time.monotonic() - start


def children(parent: int) -> list[int]:
    return [int(number) for number in Path(f"/proc/{parent}/task/{parent}/children").read_text().split()]


def nursery(pool: Pool) -> int:
    """Give the process number of the nursery that runs, or 0."""
    handle = pool._nursery
    return handle._process.pid if handle and handle.alive else 0


def until(true: Callable[[], bool]) -> bool:
    end = time.monotonic() + 10
    while not true() and time.monotonic() < end:
        time.sleep(0.02)
    return true()


def test_an_answer_comes_in_the_format_of_its_kind(pool: Pool) -> None:
    assert ask(pool, "SELECT (1 AS ?x) {}") == Reply("select", "csv", b"x\r\n1\r\n")
    assert ask(pool, "ASK {}").body == b'{"head":{},"boolean":true}'
    assert ask(pool, "CONSTRUCT { <a:a> <a:b> <a:c> } {}").body.endswith(b"<a:a> <a:b> <a:c> .\n")


def test_the_dataset_of_the_protocol_goes_along(pool: Pool) -> None:
    count = "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }"
    none = pool.answer(Question(count, default_graphs=("http://not.here/",)), FORMATS)
    assert none.body == b"n\r\n0\r\n"
    assert int(ask(pool, count).body.split()[1]) > 50_000


REFUSED = [
    ("SELECT * {", QuerySyntaxError, {"line": 1, "column": 11}),
    ("SELECT * { SERVICE <x:y> {} }", QueryRefused, {"keyword": "SERVICE", "column": 12}),
    ("{" * 200, QueryTooComplex, {"column": 101}),
]


@pytest.mark.parametrize(("text", "kind", "members"), REFUSED)
def test_a_refusal_comes_back_as_it_was_raised(
    text: str, kind: type[Exception], members: dict[str, object], pool: Pool
) -> None:
    with pytest.raises(kind) as refusal:
        ask(pool, text)
    assert {name: getattr(refusal.value, name) for name in members} == members
    assert str(refusal.value).startswith("Line 1, column")
    assert getattr(refusal.value, "french").startswith("Ligne 1, colonne")  # noqa: B009


def test_there_are_three_refusals() -> None:
    assert len(REFUSED) == 3


def test_a_kind_without_a_format_is_not_acceptable(folder: Path, pool: Pool) -> None:
    engine = Engine(lambda: PublishedGraph(folder).open(), pool=pool)
    with pytest.raises(NotAcceptable, match="A yes or no"):
        engine.answer(Question("ASK {}"), {"select": "csv", "ask": None, "graph": None})


def test_a_runaway_query_is_stopped_at_the_limit_and_others_are_answered(pool: Pool) -> None:
    def run_away() -> float:
        with pytest.raises(EngineTimeout, match="stopped after 2 s") as stopped:
            ask(pool, CROSS, timeout=2.0)
        assert "au bout de 2 s" in stopped.value.french
        return time.monotonic() - start

    start = time.monotonic()
    with ThreadPoolExecutor(3) as threads:
        running = [threads.submit(run_away) for _ in range(3)]
        time.sleep(0.3)
        waits = [timed(lambda: ask(pool, "ASK {}")) for _ in range(50)]
        ends = [future.result() for future in running]
    assert all(2.0 <= end < 2.5 for end in ends)
    assert sorted(waits)[45] < 0.5
    assert timed(lambda: ask(pool, "ASK {}")) < 0.5


def test_timeout_never_raises_the_limit(folder: Path) -> None:
    with pool_on(folder, timeout=1.0) as pool, pytest.raises(EngineTimeout, match="stopped after 1 s"):
        ask(pool, CROSS, timeout=60.0)


@pytest.mark.parametrize("text", [HOG, GROUPED], ids=["doubling", "grouping"])
def test_a_query_that_hogs_memory_is_stopped_at_the_limit(text: str, folder: Path) -> None:
    with pool_on(folder, memory=256, timeout=30.0, running=1) as pool:
        with pytest.raises(EngineOutOfMemory, match="more than 256 MiB"):
            ask(pool, text)
        assert ask(pool, "ASK {}").kind == "ask"


def test_a_long_answer_is_refused_whole(folder: Path) -> None:
    with pool_on(folder, result_bytes=1_000) as pool:
        with pytest.raises(AnswerTooLong, match="more than 1,000 bytes"):
            ask(pool, "SELECT * { ?s ?p ?o } LIMIT 1000")
        assert len(ask(pool, "SELECT ?p { ?s ?p ?o } LIMIT 10").body) < 1_000


def test_a_query_that_crashes_the_parser_is_told_and_the_next_is_answered(folder: Path) -> None:
    with pool_on(folder, program=NO_GUARD, running=1) as pool:
        for _ in range(3):
            with pytest.raises(EngineCrashed, match="SIGSEGV"):
                ask(pool, DEEP)
            assert ask(pool, "ASK {}").kind == "ask"


def test_the_guard_refuses_the_same_query_before_the_parser_does(pool: Pool) -> None:
    with pytest.raises(QueryTooComplex):
        ask(pool, DEEP)


def test_who_finds_the_line_full_is_told_to_come_back(folder: Path) -> None:
    with pool_on(folder, timeout=2.0, running=1, waiting=2) as pool, ThreadPoolExecutor(3) as threads:
        taken = [threads.submit(failure, pool, CROSS) for _ in range(3)]
        time.sleep(0.5)
        start = time.monotonic()
        busy = failure(pool, "ASK {}")
        assert time.monotonic() - start < 1.0
        assert isinstance(busy, EngineBusy)
        assert busy.retry_after == 2
        told = {type(future.result()) for future in taken}
        assert EngineTimeout in told
        assert told <= {EngineTimeout, EngineBusy}  # whoever waited has no time left, or hardly any
        assert ask(pool, "ASK {}").kind == "ask"


def failure(pool: Pool, text: str) -> EngineFailure | None:
    try:
        ask(pool, text)
    except EngineFailure as error:
        return error
    return None


def test_who_waits_in_line_is_answered_in_turn(folder: Path) -> None:
    with pool_on(folder, running=1, waiting=30) as pool, ThreadPoolExecutor(20) as threads:
        asked = [threads.submit(ask, pool, "SELECT (COUNT(*) AS ?n) { ?s a ?o }") for _ in range(100)]
        answers = {future.result().body for future in asked}
    assert len(answers) == 1


def gone(processes: list[int]) -> bool:
    return not any(Path(f"/proc/{number}/exe").exists() for number in processes)


def test_killed_workers_and_a_killed_nursery_are_replaced(folder: Path) -> None:
    with pool_on(folder, running=2) as pool:
        first = nursery(pool)
        assert until(lambda: len(children(first)) == 3)
        workers = children(first)
        for worker in workers:
            os.kill(worker, signal.SIGKILL)
        assert until(lambda: gone(workers))
        assert ask(pool, "ASK {}").kind == "ask"
        os.kill(first, signal.SIGKILL)
        assert until(lambda: gone([first]))
        time.sleep(0.1)  # its workers end with it
        assert ask(pool, "ASK {}").kind == "ask"
        assert until(lambda: nursery(pool) not in {0, first} and len(children(nursery(pool))) == 3)


def test_a_worker_killed_at_work_is_told_and_replaced(folder: Path) -> None:
    with pool_on(folder, running=1) as pool, ThreadPoolExecutor(1) as threads:
        parent = nursery(pool)
        assert until(lambda: len(children(parent)) == 2)
        running = threads.submit(failure, pool, CROSS)
        time.sleep(0.3)
        for worker in children(parent):
            os.kill(worker, signal.SIGKILL)
        assert isinstance(running.result(), EngineCrashed)
        assert ask(pool, "ASK {}").kind == "ask"


def test_no_process_is_left_after_the_end(folder: Path) -> None:
    with pool_on(folder, timeout=5.0) as pool:
        parent = nursery(pool)
        workers = children(parent)
        threading.Thread(target=failure, args=(pool, CROSS)).start()
        time.sleep(0.3)
    assert until(lambda: gone([parent, *workers]))
    with pytest.raises(EngineDown):
        ask(pool, "ASK {}")


def test_a_new_build_is_taken_up_without_a_failed_question(tmp_path: Path, tiny: bytes) -> None:
    published = PublishedGraph(tmp_path)
    published.replace(tiny)
    count = "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }"
    with pool_on(tmp_path, running=2) as pool:
        before = ask(pool, count).body
        for lines in (3, 2, 1):
            build = published.replace(b"".join(tiny.splitlines(keepends=True)[:lines]))
            pool.take_up(30.0)
            told = ask(pool, count)  # no worker of an older build answers from now on
            assert (told.body, told.dataset) == (f"n\r\n{lines}\r\n".encode(), build.dataset)
    assert before == f"n\r\n{len(tiny.splitlines())}\r\n".encode()


def test_without_a_store_the_first_question_says_what_to_run(tmp_path: Path) -> None:
    pool = Pool(tmp_path, Limits())
    with pytest.raises(StoreMissing, match="consulaire build"):
        ask(pool, "ASK {}")
    pool.close()


def test_a_store_that_cannot_be_opened_is_told(tmp_path: Path, tiny: bytes, capfd: pytest.CaptureFixture[str]) -> None:
    build = PublishedGraph(tmp_path).replace(tiny)
    (tmp_path / "builds" / build.database / "CURRENT").unlink()
    pool = Pool(tmp_path, Limits(timeout=3.0))
    with pytest.raises(EngineDown, match="error output"):
        ask(pool, "ASK {}")
    pool.close()
    assert "cannot open the store" in capfd.readouterr().err
