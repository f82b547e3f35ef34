"""The process that writes, made to run away, to crash and to run out of memory, shut off, killed and replaced."""

import errno
import os
import signal
import socket
import subprocess
import sys
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from graph.stores import PublishedGraph
from graph.stores import published as published_module
from server.engine import Update, Upload
from server.engine.failures import (
    UpdateBusy,
    UpdateCrashed,
    UpdateDown,
    UpdateFault,
    UpdateOutOfMemory,
    UpdateTimeout,
    UpdateUnsettled,
)
from tests.engine_writing import RUNAWAY, Running, gone, running, until
from tests.test_engine_barrier import Listener

DOUBLED = " ".join(f"BIND(CONCAT(?a{step}, ?a{step}) AS ?a{step + 1})" for step in range(28))
HOG = f'INSERT {{ <a:a> <a:b> ?a28 }} WHERE {{ BIND("xxxxxxxxxxxxxxxx" AS ?a0) {DOUBLED} }}'
DEEP = "INSERT { <a:a> <a:b> 1 } WHERE " + "{" * 90_000
WITHOUT_GUARD = "from graph.stores import guard; guard.check = lambda text: None; "
WITHOUT_CARE = "from graph.stores import uploads; uploads._refuse_what_costs = lambda *_: None; "
RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"


def stopped(
    started: Running, change: Update | Upload, kind: type[Exception], words: str, *, killed_after: float = 0.0
) -> None:
    """See a change stopped, nothing of it done, and the next one carried out by a new process."""
    started.insert("before")
    process, published = started.process, PublishedGraph(started.folder)
    before = published.current()
    if killed_after:
        threading.Timer(killed_after, lambda: os.kill(process, signal.SIGKILL)).start()
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


def test_a_disk_that_does_not_confirm_the_switch_is_told_as_it_is(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    PublishedGraph(tmp_path).replace(b"", for_writing=True)
    sync = published_module._sync
    broken: list[Path] = []

    def failing(place: Path) -> None:
        if place in broken:
            raise OSError(errno.EIO, "Input/output error")
        sync(place)

    monkeypatch.setattr(published_module, "_sync", failing)
    with running(tmp_path) as started:
        broken[:] = [tmp_path / "builds"]
        with pytest.raises(UpdateFault, match="Nothing of it was done"):
            started.insert("one")
        broken[:] = [tmp_path]
        with pytest.raises(UpdateUnsettled, match="seen by every query") as told:
            started.insert("two")
        assert "toute requête la voit" in told.value.french
        broken.clear()
        started.insert("three")
        assert [started.count(name) for name in ("one", "two", "three")] == [0, 5, 5]


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


def test_it_is_behind_both_barriers(tmp_path: Path) -> None:
    PublishedGraph(tmp_path).replace(b"")
    with running(tmp_path) as started:
        handle = started.writer._process
        assert handle is not None
        assert (handle.barrier.network, handle.barrier.files) == ("seccomp", "landlock")


def test_a_barrier_that_cannot_be_put_up_stops_it(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    PublishedGraph(tmp_path).replace(b"")
    broken = "from server.engine import barrier; barrier._SET_SECCOMP = 9999; "
    with pytest.raises(UpdateDown, match="could not be started"), running(tmp_path, broken):
        pass
    assert "could not be shut off by seccomp" in capfd.readouterr().err


def test_one_killed_while_idle_is_replaced_unseen(tmp_path: Path) -> None:
    PublishedGraph(tmp_path).replace(b"")
    with running(tmp_path) as started:
        started.insert("before")
        first = started.process
        os.kill(first, signal.SIGKILL)
        assert until(lambda: gone(first))
        started.insert("after")
        assert (started.count("before"), started.count("after")) == (5, 5)


def test_one_killed_at_work_is_told(tmp_path: Path) -> None:
    PublishedGraph(tmp_path).replace(b"")
    with running(tmp_path) as started:
        stopped(started, Update(RUNAWAY), UpdateCrashed, "SIGKILL", killed_after=1.0)


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


def test_too_many_that_wait_are_told_to_come_back(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    PublishedGraph(tmp_path).replace(b"")
    monkeypatch.setattr("server.engine.writer.WAITING", 1)
    with running(tmp_path, timeout=2.0) as started, ThreadPoolExecutor(2) as threads:
        waiting = [threads.submit(started.writer.write, Update(RUNAWAY)) for _ in range(2)]
        time.sleep(0.5)
        with pytest.raises(UpdateBusy, match="updates wait already") as told:
            started.insert("late")
        assert told.value.retry_after == 2
        assert {type(one.exception()) for one in waiting} == {UpdateTimeout}
        started.insert("later")
        assert started.count() == 5
