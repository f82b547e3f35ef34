"""Compare WSGI servers: granian with gunicorn's threads, for a constant, a constant by Flask, and our application.

No target: this is the measurement by which the server of `consulaire serve` is chosen.
"""

import os
import statistics
import sys
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from importlib.metadata import version
from pathlib import Path

from . import wrk
from .answers import media_type, query
from .peers import Options, Server, await_answers, free_port, prepared, running
from .targets import heading, median_ratio, table

SIZE, PROCESSES, THREADS = 100_000, 2, (8, 24)
APPLICATIONS = ("bare", "constant", "endpoint")
CLIENTS = (1, 8, 32)
SERVERS = ("granian", "gunicorn")
_ROOM = {"CONSULAIRE_QUERIES_WAITING": "64"}  # for all clients on one process: none is to be turned away


def main() -> None:
    """Print requests per second by application, number of threads and of clients, and the servers' ratio."""
    options = Options.read(__doc__)
    wrk.must_be_there()
    rounds, seconds = (2, 1) if options.short else (5, 3)
    versions = [f"{name} {version(name)}" for name in (*SERVERS, "flask")]
    with prepared(SIZE) as folder:
        heading(f"WSGI servers, {PROCESSES} processes, small SELECT, no text asked twice", versions)
        print(f"requests/s, median of {rounds} rounds of {seconds} s; waiting time of one client alone in ms")
        lines: list[tuple[str, ...]] = [
            ("application, threads, server", *(f"c={clients}" for clients in CLIENTS), "c=1, ms")
        ]
        for application in APPLICATIONS:
            for threads in THREADS:
                lines += _lines(application, threads, folder / "ours", rounds, seconds)
    table(lines)


def _lines(application: str, threads: int, store: Path, rounds: int, seconds: int) -> Iterator[tuple[str, ...]]:
    with ExitStack() as stack:
        servers = [stack.enter_context(_serving(name, application, threads, store)) for name in SERVERS]
        found = {
            clients: [[_rate(server, clients, seconds) for server in servers] for _ in range(rounds)]
            for clients in CLIENTS
        }
        waits = [_wait(server) for server in servers]
    for place, name in enumerate(SERVERS):
        rates = [f"{statistics.median(turn[place] for turn in turns):.0f}" for turns in found.values()]
        yield f"{application}, {threads}, {name}", *rates, f"{1000 * waits[place]:.2f}"
    ratios = [f"{median_ratio(*zip(*turns, strict=True)):.2f}" for turns in found.values()]
    yield f"{application}, {threads}, ratio", *ratios, f"{waits[0] / waits[1]:.2f}"


@contextmanager
def _serving(name: str, application: str, threads: int, store: Path) -> Iterator[Server]:
    port, program = free_port(), [sys.executable, "-m", name]
    made = f"{__package__}.wsgi_apps:{application}"
    if name == "granian":
        command = [*program, "--interface", "wsgi", "--workers", str(PROCESSES), "--blocking-threads", str(threads)]
        command += ["--no-ws", "--factory", "--host", "127.0.0.1", "--port", str(port), made]
    else:
        command = [*program, "-k", "gthread", "-w", str(PROCESSES), "--threads", str(threads)]
        command += ["-b", f"127.0.0.1:{port}", f"{made}()"]
    with running(command, os.environ | {"CONSULAIRE_STORE_DIR": str(store)} | _ROOM) as process:
        server = Server(name, f"127.0.0.1:{port}", "/sparql", process.pid, version(name))
        await_answers(server, process)
        yield server


def _rate(server: Server, clients: int, seconds: int) -> float:
    url = wrk.with_query(server.address, server.path, query("point"))
    return wrk.rate(url, clients=clients, seconds=seconds)


def _wait(server: Server) -> float:
    with server.connect() as line:
        asked = [line.ask(f"{query('point')}# {number}", media_type("point")) for number in range(200)]
    return statistics.median(answer.seconds for answer in asked)


if __name__ == "__main__":
    main()
