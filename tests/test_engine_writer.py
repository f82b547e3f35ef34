"""The process that writes: really started, made to run away, to crash and to run out of memory, killed and replaced."""

import os
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest

from graph.errors import (
    DatasetConflict,
    QueryRefused,
    QuerySyntaxError,
    ReadOnlyStore,
    StoreBusy,
    UploadError,
)
from graph.stores import PublishedGraph
from graph.stores.base import DEFAULT_GRAPH, Kind
from server.engine import Engine, Limits, Pool, Question, Removal, Update, Upload, Writer
from server.engine.failures import (
    UpdateBusy,
    UpdateCrashed,
    UpdateDown,
    UpdateFault,
    UpdateOutOfMemory,
    UpdateTimeout,
)
from tests.test_engine_barrier import Listener

FORMATS: dict[Kind, str | None] = {"select": "csv", "ask": "json", "graph": "ntriples"}
HUNDRED = " ".join(str(number) for number in range(100))
RUNAWAY = f"INSERT {{ ?v0 <a:b> <a:c> }} WHERE {{ {' '.join(f'VALUES ?v{n} {{ {HUNDRED} }}' for n in range(6))} }}"
DOUBLED = " ".join(f"BIND(CONCAT(?a{step}, ?a{step}) AS ?a{step + 1})" for step in range(28))
HOG = f'INSERT {{ <a:a> <a:b> ?a28 }} WHERE {{ BIND("xxxxxxxxxxxxxxxx" AS ?a0) {DOUBLED} }}'
DEEP = "INSERT { <a:a> <a:b> 1 } WHERE " + "{" * 90_000
WITHOUT_GUARD = "from graph.stores import guard; guard.check = lambda text: None; "
WITHOUT_CARE = "from graph.stores import uploads; uploads._refuse_what_costs = lambda *_: None; "
RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
SERVE = "from server.engine.writer_process import main; main()"


@dataclass
class Running:
    folder: Path
    pool: Pool
    writer: Writer

    @property
    def process(self) -> int:
        """Give the number of the process that writes, or 0."""
        handle = self.writer._process
        return handle._process.pid if handle and handle.is_well() else 0

    def insert(self, name: str, graph: str = "g:written") -> None:
        self.writer.write(Update(f"INSERT DATA {{ GRAPH <{graph}> {{ <u:{name}> <p:has> 1, 2, 3, 4, 5 }} }}"))

    def count(self, name: str = "") -> int:
        subject = f"<u:{name}>" if name else "?s"
        asked = Question(f"SELECT (COUNT(*) AS ?n) {{ GRAPH ?g {{ {subject} ?p ?o }} }}")
        return int(self.pool.answer(asked, FORMATS).body.split()[1])


@contextmanager
def running(folder: Path, code: str = "", **limits: float) -> Iterator[Running]:
    told = Limits(**limits)  # type: ignore[arg-type]
    pool = Pool(folder, told)
    program = (sys.executable, "-P", "-c", code + SERVE)
    writer = Writer(folder, told, lambda: pool.take_up(2.0), program=program)
    try:
        writer.start()
        yield Running(folder, pool, writer)
    finally:
        writer.close()
        pool.close()


@pytest.fixture(scope="module")
def both(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    folder = tmp_path_factory.mktemp("published")
    PublishedGraph(folder).replace(b"")
    with running(folder, timeout=5.0, memory=512) as started:
        yield started


def until(true: Callable[[], bool]) -> bool:
    end = time.monotonic() + 10
    while not true() and time.monotonic() < end:
        time.sleep(0.02)
    return true()


def gone(process: int) -> bool:
    return not Path(f"/proc/{process}/exe").exists()


def test_what_was_written_is_read_by_every_later_question(both: Running) -> None:
    def write_and_read(client: int) -> list[int]:
        found = []
        for turn in range(6):
            both.insert(f"read-{client}-{turn}")
            found.append(both.count(f"read-{client}-{turn}"))
        return found

    with ThreadPoolExecutor(3) as threads:
        assert list(threads.map(write_and_read, range(3))) == [[5] * 6] * 3


def test_each_write_has_a_version_that_a_restart_keeps(tmp_path: Path, tiny: bytes) -> None:
    published = PublishedGraph(tmp_path)
    versions = [published.replace(tiny).dataset]
    with running(tmp_path) as started:
        assert published.current().dataset == versions[0]
        assert not published.current().stores_union
        for name in ("one", "two"):
            started.insert(name)
            versions.append(published.current().dataset)
    assert len(set(versions)) == 3
    with running(tmp_path) as started:
        assert published.current().dataset == versions[-1]
        assert started.count() == len(tiny.splitlines()) + 10
        assert len(list(published.builds.iterdir())) == 1
    assert published.open().dump().count(b"<g:written>") == 10


def test_builds_that_nobody_reads_are_removed(both: Running) -> None:
    for turn in range(10):
        both.insert(f"builds-{turn}")
        both.count()
    kept = {"current", "before", "those that query processes have not let go yet"}
    assert len(list((both.folder / "builds").iterdir())) <= len(kept) + 1


def test_the_scratch_database_is_opened_anew_now_and_then(tmp_path: Path) -> None:
    PublishedGraph(tmp_path).replace(b"")
    with running(tmp_path, "from server.engine import writer_process; writer_process._REOPENED_AFTER = 3; ") as started:
        process = started.process
        for turn in range(10):
            started.insert(f"turn-{turn}")
        assert (started.count(), started.process) == (50, process)
        (manifest,) = (tmp_path / "builds" / PublishedGraph(tmp_path).current().database).glob("MANIFEST-*")
        assert manifest.stat().st_size < 20_000


REFUSED = [
    (Update("INSERT DATA {"), QuerySyntaxError, "Line 1, column"),
    (Update("LOAD <http://127.0.0.1:9/>"), QueryRefused, "LOAD is refused"),
    (Update("WITH <g:g> DELETE { ?s ?p ?o } WHERE { ?s ?p ?o }", ("g:h",)), DatasetConflict, "WITH"),
    (Upload("g:g", "g:g", (("turtle", b"<a:a> <a:b> "),)), UploadError, "Line 1, column"),
    (Upload("g:g", "g:g", (("turtle", b"<a:a> <a:b> 1 ."), ("jsonld", b"[" * 5_000))), UploadError, "nested"),
    (Upload("g:g", "g:g", (("rdfxml", b"<!ENTITY x 'y'>"),)), UploadError, "entities"),
]


@pytest.mark.parametrize(("change", "kind", "words"), REFUSED)
def test_a_refusal_comes_back_as_it_was_raised_and_nothing_is_done(
    change: Update | Upload, kind: type[Exception], words: str, both: Running
) -> None:
    before, process = PublishedGraph(both.folder).current(), both.process
    with pytest.raises(kind, match=words):
        both.writer.write(change)
    assert PublishedGraph(both.folder).current() == before
    assert both.process == process != 0


def test_six_refusals_are_tried() -> None:
    assert len(REFUSED) == 6


def test_the_dataset_of_the_protocol_goes_along(both: Running) -> None:
    both.insert("using", "g:using")
    both.writer.write(Update("DELETE { GRAPH ?g { ?s ?p ?o } } WHERE { GRAPH ?g { ?s ?p ?o } }", (), ("g:none",)))
    assert both.count("using") == 5
    both.writer.write(Update("DELETE { GRAPH ?g { ?s ?p ?o } } WHERE { GRAPH ?g { ?s ?p ?o } }", (), ("g:using",)))
    assert both.count("using") == 0


def test_one_alone_of_many_is_told_that_it_made_the_graph(both: Running) -> None:
    def put(turn: int) -> bool | None:
        part = ("turtle", f"<a:a> <a:b> {turn} .".encode())
        return both.writer.write(Upload("g:made", "g:made", (part,), whole=True)).was_there

    def remove(_: int) -> bool:
        return both.writer.write(Removal("g:made")).changed

    with ThreadPoolExecutor(6) as threads:
        assert sorted(map(str, threads.map(put, range(6)))) == ["False", *["True"] * 5]
        assert sorted(threads.map(remove, range(6))) == [*[False] * 5, True]


def test_an_upload_is_put_where_it_is_told_and_its_parts_are_joined(both: Running) -> None:
    parts = (("turtle", b"<x> <p:p> <> ."), ("ntriples", b'<a:a> <p:q> "\xc3\xa9" .'))
    assert both.writer.write(Upload("http://g/h", "http://g/h", parts)).was_there is False
    assert both.writer.write(Upload(DEFAULT_GRAPH, "http://g/", (("turtle", b"<a:d> <p:d> 1 ."),))).was_there
    everything = Question("CONSTRUCT { ?s ?p ?o } WHERE { ?s ?p ?o }", ("http://g/h",))
    body = both.pool.answer(everything, FORMATS).body
    assert body.decode().splitlines() == ['<a:a> <p:q> "é" .', "<http://g/x> <p:p> <http://g/h> ."]
    assert both.pool.answer(Question("ASK { <a:d> ?p ?o }", (DEFAULT_GRAPH,)), FORMATS).body.endswith(b"true}")


def stopped(started: Running, change: Update | Upload, kind: type[Exception], words: str) -> None:
    """See a change stopped, nothing of it done, and the next one carried out by a new process."""
    started.insert("before")
    process, published = started.process, PublishedGraph(started.folder)
    before = published.current()
    with pytest.raises(kind, match=words) as told:
        started.writer.write(change)
    assert "Nothing of it was done" in str(told.value)
    assert "Rien n’en a été fait" in getattr(told.value, "french")  # noqa: B009
    assert published.current() == before
    started.insert("after")
    assert (started.count("before"), started.count("after"), started.count()) == (5, 5, 10)
    assert started.process not in {0, process}
    assert len(list((started.folder / "scratch").iterdir())) == 1


def test_an_update_is_stopped_at_the_time_limit(tmp_path: Path) -> None:
    PublishedGraph(tmp_path).replace(b"")
    with running(tmp_path, timeout=2.0) as started:
        start = time.monotonic()
        stopped(started, Update(RUNAWAY), UpdateTimeout, "stopped after 2 s")
        assert time.monotonic() - start < 10


def test_an_update_is_stopped_at_the_memory_limit(tmp_path: Path) -> None:
    PublishedGraph(tmp_path).replace(b"")
    with running(tmp_path, memory=256, timeout=30.0) as started:
        stopped(started, Update(HOG), UpdateOutOfMemory, "more than 256 MiB")


def test_an_update_that_crashes_the_parser_is_told(tmp_path: Path) -> None:
    PublishedGraph(tmp_path).replace(b"")
    with running(tmp_path, WITHOUT_GUARD, timeout=30.0) as started:
        stopped(started, Update(DEEP), UpdateCrashed, "SIGSEGV")


def test_an_upload_that_grows_without_bound_is_stopped(tmp_path: Path) -> None:
    PublishedGraph(tmp_path).replace(b"")
    grown = "".join(f'<!ENTITY e{n + 1} "{f"&e{n};" * 10}">' for n in range(9))
    about = '<r:Description r:about="a:a"><x:p>&e9;</x:p></r:Description>'
    laughs = f"<!DOCTYPE r [<!ENTITY e0 \"aaaaaaaaaa\">{grown}]><r:RDF xmlns:r='{RDF}' xmlns:x='a:'>{about}</r:RDF>"
    with running(tmp_path, WITHOUT_CARE, timeout=30.0, memory=256) as started:
        stopped(started, Upload("g:g", "g:g", (("rdfxml", laughs.encode()),)), UpdateOutOfMemory, "256 MiB")


def test_a_disk_that_is_full_is_told(tmp_path: Path) -> None:
    PublishedGraph(tmp_path).replace(b"")
    full = (
        "from graph.stores import OxigraphStore as S; import errno\nkept = S.checkpoint\n"
        "def checkpoint(self, target):\n"
        "    if b'u:full' in self.dump():\n        raise OSError(errno.ENOSPC, 'No space')\n"
        "    kept(self, target)\nS.checkpoint = checkpoint\n"
    )
    with running(tmp_path, full) as started:
        stopped(started, Update("INSERT DATA { <u:full> <p:p> 1 }"), UpdateFault, "No space")


def test_no_update_contacts_a_listener_or_reads_a_file_with_the_guard_switched_off(tmp_path: Path) -> None:
    listener, store, secret = Listener(), tmp_path / "store", tmp_path / "secret.ttl"
    PublishedGraph(store).replace(b"")
    secret.write_text("<a:a> <a:b> <a:c> .")
    with running(store, WITHOUT_GUARD, timeout=5.0) as started:
        for address in (listener.address, secret.as_uri()):
            for text in (f"LOAD <{address}>", f"INSERT {{ ?s ?p ?o }} WHERE {{ SERVICE <{address}> {{ ?s ?p ?o }} }}"):
                with pytest.raises(UpdateFault):
                    started.writer.write(Update(text))
            started.writer.write(Update(f"LOAD SILENT <{address}> ; LOAD SILENT <{address}> INTO GRAPH <g:g>"))
        assert started.count() == 0
    listener.door.shutdown(socket.SHUT_RDWR)
    listener.door.close()
    assert listener.contacts == 0


TRIES = {
    "open(STORE + '/builds/mine', 'w').write('x')": "DONE",
    "os.rename(STORE + '/builds/mine', STORE + '/scratch/mine')": "DONE",
    "os.link(STORE + '/scratch/mine', STORE + '/builds/mine')": "DONE",
    "os.unlink(STORE + '/builds/mine')": "DONE",
    "os.mkdir(STORE + '/scratch/more')": "DONE",
    "len(open(STORE + '/current.json').read()) > 9": "DONE",
    "open(STORE + '/current.json', 'a')": "refused",
    "os.replace(STORE + '/scratch/mine', STORE + '/current.json')": "refused",
    "os.unlink(STORE + '/current.json')": "refused",
    "os.mkdir(STORE + '/more')": "refused",
    "open('/tmp/written', 'w')": "refused",
    "os.link('/etc/hostname', STORE + '/builds/name')": "refused",
    "open('/etc/hostname').read()": "refused",
    "socket.socket()": "refused",
    "os.execv(sys.executable, [sys.executable, '-V'])": "refused",
}


def test_it_writes_among_the_builds_and_in_scratch_alone(tmp_path: Path) -> None:
    PublishedGraph(tmp_path).replace(b"")
    (tmp_path / "scratch").mkdir()
    lines = "".join(f"print(tried(lambda: {work}))\n" for work in TRIES)
    program = (
        "import os, socket, sys, pathlib\nfrom server.engine.barrier import put_up\n"
        f"STORE = {str(tmp_path)!r}\nstore = pathlib.Path(STORE)\n"
        "put_up([store], writable=[store / 'builds', store / 'scratch'])\n"
        "def tried(work):\n    try:\n        work()\n        return 'DONE'\n"
        "    except Exception:\n        return 'refused'\n"
    )
    done = subprocess.run([sys.executable, "-c", program + lines], capture_output=True, text=True, check=True)
    assert dict(zip(TRIES, done.stdout.split(), strict=True)) == TRIES
    assert len(TRIES) == 15


def test_it_is_behind_both_barriers(both: Running) -> None:
    handle = both.writer._process
    assert handle is not None
    assert (handle.barrier.network, handle.barrier.files) == ("seccomp", "landlock")


def test_a_barrier_that_cannot_be_put_up_stops_it(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    PublishedGraph(tmp_path).replace(b"")
    broken = "from server.engine import barrier; barrier._SET_SECCOMP = 9999; "
    with pytest.raises(UpdateDown, match="could not be started"), running(tmp_path, broken):
        pass
    assert "could not be shut off by seccomp" in capfd.readouterr().err


def test_one_killed_while_idle_is_replaced_unseen(both: Running) -> None:
    both.insert("idle-before")
    first = both.process
    os.kill(first, signal.SIGKILL)
    assert until(lambda: gone(first))
    both.insert("idle-after")
    assert (both.count("idle-before"), both.count("idle-after")) == (5, 5)


def test_one_killed_at_work_is_told(tmp_path: Path) -> None:
    PublishedGraph(tmp_path).replace(b"")
    with running(tmp_path) as started:
        threading.Timer(0.5, lambda: os.kill(started.process, signal.SIGKILL)).start()
        stopped(started, Update(RUNAWAY), UpdateCrashed, "SIGKILL")


def test_it_ends_with_its_supervisor_though_it_is_at_work(tmp_path: Path) -> None:
    PublishedGraph(tmp_path).replace(b"")
    code = (
        "import sys; from pathlib import Path; from server.engine import *; w = Writer(Path(sys.argv[1]), Limits())\n"
        "w.start(); print(w._process._process.pid, flush=True); w.write(Update(sys.argv[2]))"
    )
    with subprocess.Popen(
        [sys.executable, "-c", code, str(tmp_path), RUNAWAY], stdout=subprocess.PIPE, text=True
    ) as supervisor:
        assert supervisor.stdout is not None
        process = int(supervisor.stdout.readline())
        time.sleep(0.5)
        assert not gone(process)
        supervisor.kill()
    assert until(lambda: gone(process))
    with running(tmp_path) as started:
        assert started.count() == 0


def test_a_folder_has_one_writer(both: Running) -> None:
    second = Writer(both.folder, Limits())
    with pytest.raises(StoreBusy, match="A server that takes updates has the store"):
        second.write(Update("CLEAR ALL"))
    with pytest.raises(StoreBusy, match="Stop it"):
        PublishedGraph(both.folder).replace(b"")
    second.close()


def test_a_pool_that_only_reads_follows(both: Running) -> None:
    follower = Running(both.folder, Pool(both.folder, Limits()), both.writer)
    for turn in range(3):
        both.insert(f"followed-{turn}")
        assert follower.count(f"followed-{turn}") == 5
    follower.pool.close()


def test_too_many_that_wait_are_told_to_come_back(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    PublishedGraph(tmp_path).replace(b"")
    monkeypatch.setattr("server.engine.writer._WAITING", 1)
    with running(tmp_path, timeout=2.0) as started, ThreadPoolExecutor(2) as threads:
        waiting = [threads.submit(started.writer.write, Update(RUNAWAY)) for _ in range(2)]
        time.sleep(0.5)
        with pytest.raises(UpdateBusy, match="updates wait already") as told:
            started.insert("late")
        assert told.value.retry_after == 2
        assert {type(one.exception()) for one in waiting} == {UpdateTimeout}
        started.insert("later")
        assert started.count() == 5


def test_after_the_end_nothing_is_written(tmp_path: Path) -> None:
    PublishedGraph(tmp_path).replace(b"")
    with running(tmp_path) as started:
        process = started.process
    assert gone(process)
    with pytest.raises(UpdateDown, match="stopping"):
        started.insert("late")
    PublishedGraph(tmp_path).replace(b"")


def test_an_engine_that_only_reads_refuses(both: Running) -> None:
    engine = Engine(PublishedGraph(both.folder).open, pool=both.pool)
    with pytest.raises(ReadOnlyStore, match="--writable"):
        engine.write(Update("CLEAR ALL"))
