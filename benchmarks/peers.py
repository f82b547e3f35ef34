"""Start our server and its peers on the same data, each on a free port of this machine."""

import argparse
import os
import re
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path
from urllib.parse import urlsplit

from graph.stores import PublishedGraph

from .client import Connection
from .synthetic import BASE, ntriples

GRAPH = f"{BASE}graph"
OURS, OXIGRAPH, RDFLIB, VIRTUOSO = "consulaire", "oxigraph", "rdflib-endpoint", "virtuoso"
_JSON = "application/sparql-results+json"
_START = 120.0  # seconds; rdflib reads the data first
_INI = """[Database]
DatabaseFile = {folder}/virtuoso.db
ErrorLogFile = {folder}/virtuoso.log
LockFile = {folder}/virtuoso.lck
TransactionFile = {folder}/virtuoso.trx
xa_persistent_file = {folder}/virtuoso.pxa
[TempDatabase]
DatabaseFile = {folder}/virtuoso-temp.db
TransactionFile = {folder}/virtuoso-temp.trx
[Parameters]
ServerPort = 127.0.0.1:{sql}
DisableUnixSocket = 1
DirsAllowed = {data}
NumberOfBuffers = 40000
MaxDirtyBuffers = 30000
ThreadsPerQuery = 2
[HTTPServer]
ServerPort = 127.0.0.1:{http}
ServerThreads = 20
MaxKeepAlives = 20
KeepAliveTimeout = 60
[SPARQL]
DefaultGraph = {graph}
ResultSetMaxRows = 1000000
"""


@dataclass(frozen=True)
class Server:
    """Hold where a server answers, its process, and what it calls itself."""

    name: str
    address: str
    path: str
    pid: int
    version: str

    def connect(self) -> Connection:
        """Make a connection to its SPARQL endpoint."""
        return Connection(self.address, self.path)


@dataclass(frozen=True)
class Options:
    """Hold what a benchmark is told: a shorter run, and where the peers' environment lies."""

    short: bool
    peers: Path

    @classmethod
    def read(cls, about: str | None, needed: Sequence[str] = ()) -> "Options":
        """Read the command line; the variable PEERS stands in for --peers. Leaves where a needed peer is missing."""
        parser = argparse.ArgumentParser(description=about)
        parser.add_argument("--short", action="store_true", help="fewer and shorter rounds")
        parser.add_argument("--peers", type=Path, default=Path(os.environ.get("PEERS") or ".venv/peers"))
        given = parser.parse_args()
        options = cls(given.short, given.peers)
        for name in needed:
            options.program(name)
        return options

    def program(self, name: str) -> str:
        """Give the path of a peer's program; leaves with a sentence where it is missing."""
        found = (self.peers / "bin" / name).absolute()
        if not found.exists():
            sys.exit(f"{found} is not there. Run `make bench`, or name the peers' environment: --peers DIR.")
        return str(found)


@contextmanager
def prepared(size: int) -> Iterator[Path]:
    """Write the synthetic network to a folder: `data.nt`, and `ours`, our store with all of it in one named graph."""
    with tempfile.TemporaryDirectory(prefix="bench-") as name:
        folder = Path(name)
        (folder / "data.nt").write_bytes(ntriples(size))
        PublishedGraph(folder / "ours").replace(ntriples(size, GRAPH))
        yield folder


@contextmanager
def ours(store: Path, code: str = "", workers: int = 2, **environ: str) -> Iterator[Server]:
    """Serve a store by our own command, or by other Python code that takes the same arguments."""
    program = ["-c", code] if code else ["-m", "server"]
    command = [sys.executable, *program, "serve", "--port", "0", "--workers", str(workers), "--store", str(store)]
    with running(command, os.environ | environ, stdout=subprocess.PIPE) as process:
        assert process.stdout is not None  # noqa: S101
        address = urlsplit(process.stdout.readline().strip()).netloc
        server = Server(OURS, address, "/sparql", process.pid, f"consulaire {version('consulaire')}")
        await_answers(server, process)
        yield server


@contextmanager
def oxigraph(folder: Path, options: Options) -> Iterator[Server]:
    """Serve the data by Oxigraph's own server, from its store on disk, compacted first."""
    program, location, address = options.program("oxigraph"), str(folder / "oxigraph"), f"127.0.0.1:{free_port()}"
    _do([program, "load", "--location", location, "--file", str(folder / "data.nt")])
    _do([program, "optimize", "--location", location])
    with running([program, "serve-read-only", "--location", location, "--bind", address]) as process:
        server = Server(OXIGRAPH, address, "/query", process.pid, _do([program, "--version"]).strip())
        await_answers(server, process)
        yield server


@contextmanager
def rdflib_endpoint(folder: Path, options: Options) -> Iterator[Server]:
    """Serve the data by rdflib-endpoint, from rdflib's memory, under uvicorn."""
    port = free_port()
    command = [options.program("rdflib-endpoint"), "serve", "--host", "127.0.0.1", "--port", str(port)]
    asked = "from importlib.metadata import version as v; print('rdflib-endpoint', v('rdflib-endpoint'))"
    told = _do([options.program("python"), "-c", asked]).strip()
    with running([*command, str(folder / "data.nt")]) as process:
        server = Server(RDFLIB, f"127.0.0.1:{port}", "/", process.pid, told)
        await_answers(server, process)
        yield server


@contextmanager
def virtuoso(folder: Path) -> Iterator[Server]:
    """Serve the data by Virtuoso 7, with a new database of its own."""
    place, sql, http = folder / "virtuoso", free_port(), free_port()
    place.mkdir()
    settings = place / "virtuoso.ini"
    settings.write_text(_INI.format(folder=place, data=folder, sql=sql, http=http, graph=GRAPH))
    told = subprocess.run(["virtuoso-t", "-?"], capture_output=True, text=True, check=False)  # noqa: S607
    number = re.search(r"Version ([0-9.]+)", told.stdout + told.stderr)
    with running(["virtuoso-t", "+foreground", "+configfile", str(settings)], cwd=place) as process:
        server = Server(VIRTUOSO, f"127.0.0.1:{http}", "/sparql", process.pid, f"virtuoso {number[1] if number else 7}")
        await_answers(server, process)
        load = f"DB.DBA.TTLP(file_to_string_output('{folder / 'data.nt'}'), '', '{GRAPH}', 0);"
        _do(["isql-vt", str(sql), "dba", "dba", f"EXEC={load} checkpoint;"])
        yield server


@contextmanager
def everyone(folder: Path, options: Options) -> Iterator[dict[str, Server]]:
    """Serve the data by our server and each peer, all at once; Virtuoso where it is installed, else told as missing."""
    with ExitStack() as stack:
        servers = [stack.enter_context(ours(folder / "ours")), stack.enter_context(oxigraph(folder, options))]
        servers.append(stack.enter_context(rdflib_endpoint(folder, options)))
        if _is_installed("virtuoso-t") and _is_installed("isql-vt"):
            servers.append(stack.enter_context(virtuoso(folder)))
        else:
            print("Virtuoso is missing and not compared with (Debian: virtuoso-opensource-7).")
        yield {server.name: server for server in servers}


def _is_installed(program: str) -> bool:
    return any((Path(folder) / program).exists() for folder in os.get_exec_path())


@contextmanager
def running(
    command: list[str], environ: dict[str, str] | None = None, cwd: Path | None = None, stdout: int = subprocess.DEVNULL
) -> Iterator["subprocess.Popen[str]"]:
    """Run a command until the block ends, then end it."""
    process = subprocess.Popen(  # noqa: S603
        command, stdout=stdout, stderr=subprocess.DEVNULL, text=True, env=environ, cwd=cwd
    )
    with process:
        try:
            yield process
        finally:
            process.terminate()
            try:
                process.wait(20)
            except subprocess.TimeoutExpired:
                process.kill()


def await_answers(server: Server, process: "subprocess.Popen[str]") -> None:
    """Wait until it answers, then warm it up."""
    end, answered = time.monotonic() + _START, 0
    while answered < 40:
        try:
            with server.connect() as line:  # a new one each time, so that each of its processes is asked
                answered += line.ask("ASK {}", _JSON).status == 200
        except OSError:
            if process.poll() is not None or time.monotonic() > end:
                raise RuntimeError(f"{server.name} did not start.") from None
            time.sleep(0.2)


def _do(command: list[str]) -> str:
    done = subprocess.run(command, capture_output=True, text=True, check=False)  # noqa: S603
    if done.returncode:
        raise RuntimeError(f"{command[0]} failed: {done.stderr.strip()[-500:]}")
    return done.stdout


def free_port() -> int:
    """Find a port that nobody listens on."""
    with socket.socket() as held:
        held.bind(("127.0.0.1", 0))
        return int(held.getsockname()[1])
