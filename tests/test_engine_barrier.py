"""The barrier by itself: with the guard switched off, no query process reaches a listener or reads a file."""

import socket
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import closing, suppress
from pathlib import Path

import pyoxigraph as ox
import pytest

from graph.errors import ConsulaireError
from graph.stores import PublishedGraph
from graph.stores.base import Kind
from server.engine import Engine, Limits, Pool, Question
from server.engine.barrier import Barrier
from server.engine.failures import EngineDown

FORMATS: dict[Kind, str | None] = {"select": "csv", "ask": "json", "graph": "turtle"}
WITHOUT_GUARD = "from graph.stores import guard; guard.check = lambda text: None; "
SERVE = "from server.engine.nursery import main; main()"


class Listener:
    """Listen on loopback and count who calls."""

    def __init__(self) -> None:
        self.contacts = 0
        self.door = socket.create_server(("127.0.0.1", 0))
        self.port = self.door.getsockname()[1]
        self.address = f"http://127.0.0.1:{self.port}/"
        threading.Thread(target=self.listen, daemon=True).start()

    def listen(self) -> None:
        while True:
            try:
                caller, _ = self.door.accept()
            except OSError:
                return
            self.contacts += 1
            caller.close()


@pytest.fixture
def listener() -> Iterator[Listener]:
    listening = Listener()
    yield listening
    listening.door.shutdown(socket.SHUT_RDWR)
    listening.door.close()


@pytest.fixture(scope="module")
def published(tmp_path_factory: pytest.TempPathFactory, tiny: bytes) -> Path:
    folder = tmp_path_factory.mktemp("published")
    PublishedGraph(folder).replace(tiny)
    return folder


def pool_of(folder: Path, code: str, **limits: float) -> Pool:
    return Pool(folder, Limits(running=1, **limits), program=(sys.executable, "-P", "-c", code))  # type: ignore[arg-type]


def behind_the_barrier(folder: Path, code: str) -> str:
    """Run some lines behind the barrier; give what they print."""
    program = (
        "import os, socket, sys, pathlib\nimport pyoxigraph as ox\nfrom server.engine.barrier import put_up\n"
        f"put_up([pathlib.Path({str(folder)!r})])\n"
        "def tried(work):\n    try:\n        return f'DONE {work()!r}'\n"
        "    except Exception as error:\n        return f'refused: {type(error).__name__}'\n"
        f"{code}\n"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, timeout=30, check=True)
    return done.stdout


def test_this_platform_offers_both_means(published: Path) -> None:
    with closing(pool_of(published, SERVE)) as pool:
        pool.answer(Question("ASK {}"), FORMATS)
        assert pool.barrier == Barrier("seccomp", "landlock")


def test_the_listener_is_contacted_without_any_barrier(listener: Listener) -> None:
    with pytest.raises((OSError, RuntimeError)):
        list(ox.Store().query(f"SELECT * {{ SERVICE <{listener.address}> {{ ?s ?p ?o }} }}"))  # type: ignore[arg-type]
    assert listener.contacts >= 1


ATTACKS = [
    "SELECT * { SERVICE <%s> { ?s ?p ?o } }",
    "SELECT * { SERVICE SILENT <%s> { ?s ?p ?o } }",
    "ASK { SERVICESILENT<%s> { ?s ?p ?o } }",
    "SELECT * { BIND(<%s> AS ?x) SERVICE ?x { ?s ?p ?o } }",
    'SELECT * { BIND("\\u0022 AS ?x) } # " AS ?x) SERVICE SILENT <%s> {} }',
    "SELECT * { FILTER(trueSERVICE<%s> { ?s ?p ?o }) }",
    "CONSTRUCT { ?s ?p ?o } { SERVICE SILENT <%s> { ?s ?p ?o } }",
    "SELECT * FROM <%s> { ?s ?p ?o }",
    "SELECT * FROM NAMED <%s> { GRAPH ?g { ?s ?p ?o } }",
    "DESCRIBE <%s>",
]


def test_no_query_contacts_a_listener_with_the_guard_switched_off(published: Path, listener: Listener) -> None:
    with closing(pool_of(published, WITHOUT_GUARD + SERVE)) as pool:
        for attack in ATTACKS:
            for address in (listener.address, f"http://localhost:{listener.port}/"):
                with suppress(ConsulaireError):
                    pool.answer(Question(attack.replace("%s", address)), FORMATS)
        assert pool.answer(Question("ASK {}"), FORMATS).kind == "ask"
    assert listener.contacts == 0


def test_ten_attacks_are_tried() -> None:
    assert len(ATTACKS) == 10


def test_no_update_reads_a_file_or_contacts_a_listener(published: Path, listener: Listener, tmp_path: Path) -> None:
    file = tmp_path / "secret.ttl"
    file.write_text("<a:a> <a:b> <a:c> .")
    out = behind_the_barrier(
        published,
        f"print(tried(lambda: ox.Store().update('LOAD <{listener.address}>')))\n"
        f"print(tried(lambda: ox.Store().update('LOAD <{file.as_uri()}>')))\n"
        f"print(tried(lambda: ox.Store().load(path={str(file)!r})))\n",
    )
    assert [line.split(":")[0] for line in out.splitlines()] == ["refused"] * 3
    assert listener.contacts == 0


TRIES = [
    "socket.socket()",
    "socket.socket(socket.AF_UNIX)",
    "socket.socketpair()",
    "socket.getaddrinfo('localhost', 80)",
    "open('/etc/hostname').read()",
    "open('/proc/self/environ').read()",
    "os.listdir('/')",
    "open(sys.executable, 'rb').read(4)",
    "open('/tmp/written', 'w')",
    "os.mkdir(STORE + '/more')",
    "open(STORE + '/current.json', 'a')",
    "os.unlink(STORE + '/current.json')",
    "os.execv(sys.executable, [sys.executable, '-V'])",
    "os.posix_spawn(sys.executable, [sys.executable, '-V'], {}) and os.wait()[1] == 0 or 1 / 0",
    "os.kill(os.getppid(), 0)",
]


def test_nothing_else_is_reached_from_behind_the_barrier(published: Path) -> None:
    lines = "\n".join(f"print(tried(lambda: {work}))" for work in TRIES)
    out = behind_the_barrier(published, f"STORE = {str(published)!r}\n{lines}").splitlines()
    assert len(out) == len(TRIES) == 15
    assert [work for work, told in zip(TRIES, out, strict=True) if not told.startswith("refused")] == []


def test_the_store_is_read_from_behind_the_barrier(published: Path) -> None:
    code = f"print(tried(lambda: len(open({str(published / 'current.json')!r}).read()) > 10))"
    assert behind_the_barrier(published, code) == "DONE True\n"


BROKEN = "from server.engine import barrier; barrier._SET_SECCOMP = 9999; "
MISSING = "from server.engine import barrier; barrier.platform.machine = lambda: 'vax'; "


def test_a_barrier_that_cannot_be_put_up_stops_the_process(published: Path, capfd: pytest.CaptureFixture[str]) -> None:
    with closing(pool_of(published, BROKEN + SERVE, timeout=20.0)) as pool, pytest.raises(EngineDown):
        pool.answer(Question("ASK {}"), FORMATS)
    assert "could not be shut off by seccomp" in capfd.readouterr().err


def test_a_platform_without_means_is_told_at_start(published: Path, capfd: pytest.CaptureFixture[str]) -> None:
    with closing(pool_of(published, MISSING + SERVE)) as pool:
        engine = Engine(lambda: PublishedGraph(published).open(), pool=pool)
        engine.answer(Question("ASK {}"), FORMATS)
        assert engine.isolation == "process, landlock"
    told = capfd.readouterr().err
    assert "no means to shut the query processes off from the network (" in told
