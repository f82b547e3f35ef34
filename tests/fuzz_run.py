"""Send malformed requests to a real server by the thousand, judge each answer, and measure what the server keeps.

An answer is right when its status is one that the server's own OpenAPI names for that address and method, a problem
is told as one, and nothing shows of the program's inside. A server is well when afterwards it answers as before, and
its processes hold no more open files and hardly more memory than after the first tenth.
"""

import gzip
import http.client
import json
import os
import re
import socket
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit
from urllib.request import urlopen

import brotli

from graph.stores.parsing import parse_any
from tests.fuzz_requests import Request, Requests

ROOT = Path(__file__).resolve().parent.parent
TINY = Path(__file__).with_name("tiny.ttl")
PATIENCE = 30.0  # seconds; an answer that takes longer is a hang
TIME_LIMIT = 2  # seconds, of each query
THREADS = 4
MODES = {"reading": ["--workers", "2"], "writing": ["--writable", "--anonymous-write"]}
INSIDE = (b"Traceback", b'File "', b"site-packages", str(ROOT).encode(), b"/tmp/")
PROBLEMS = {"application/problem+json", "text/html", "text/plain"}
KINDS = ("sparql", "odd", "broken")
Answer = tuple[int, dict[str, str], bytes]


@dataclass
class Server:
    """Hold a running server: where it is, which process it is, and what it says of itself."""

    address: str
    process: int
    contract: dict[str, Any]


@dataclass
class Report:
    """Hold what a run found: statuses by kind of request, faults with the request, the slowest answer, the growth."""

    statuses: dict[str, Counter[str]] = field(default_factory=lambda: {kind: Counter() for kind in KINDS})
    faults: list[str] = field(default_factory=list)
    slowest: float = 0.0
    seconds: float = 0.0
    files: tuple[int, int] = (0, 0)
    memory: tuple[int, int] = (0, 0)  # MiB

    @property
    def requests(self) -> int:
        """Count all requests."""
        return sum(sum(counter.values()) for counter in self.statuses.values())

    def table(self) -> str:
        """Write the figures as lines."""
        lines = [
            f"{kind:7} {sum(counter.values()):7,} requests: "
            + ", ".join(f"{status} × {count:,}" for status, count in sorted(counter.items()))
            for kind, counter in self.statuses.items()
        ]
        lines.append(f"in all  {self.requests:7,} requests in {self.seconds:.0f} s, the slowest {self.slowest:.1f} s")
        lines.append(f"open files {self.files[0]} → {self.files[1]}, memory {self.memory[0]} → {self.memory[1]} MiB")
        return "\n".join([*lines, f"faults {len(self.faults)}", *self.faults[:10]])


@contextmanager
def serving(mode: str, folder: Path) -> Iterator[Server]:
    """Run a real server, `reading` or `writing`, with a short time limit; what it serves is written to a folder."""
    data = folder / "tiny.nq"
    data.write_bytes(parse_any(TINY).replace(f"file:///{TINY.name}".encode(), b"http://x/g"))
    command = [sys.executable, "-m", "server", "serve", "--port", "0", "--data", str(data), *MODES[mode]]
    environ = os.environ | {"CONSULAIRE_QUERY_TIMEOUT": str(TIME_LIMIT)}
    with subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True, env=environ
    ) as process:
        assert process.stdout is not None
        try:
            address = process.stdout.readline().strip()
            with urlopen(f"{address}/openapi.json", timeout=PATIENCE) as answer:
                server = Server(address, process.pid, json.load(answer))
            is_well(server)
            yield server
        finally:
            process.terminate()


def assault(server: Server, count: int, seed: int) -> Report:
    """Send so many requests on several connections; measure the server after the first tenth and at the end."""
    report, start = Report(), time.perf_counter()
    _round(server, count // 10, seed, report)
    before = _weigh(server.process)
    _round(server, count - count // 10, seed + THREADS, report)
    report.seconds = time.perf_counter() - start
    after = _weigh(server.process)
    report.files, report.memory = (before[0], after[0]), (before[1], after[1])
    return report


def is_well(server: Server) -> bool:
    """Tell whether a server answers a query and says that it is well, at once or a little later."""
    until = time.monotonic() + PATIENCE
    while not all(_answers(server, target) for target in ("/sparql?query=ASK%7B%7D", "/healthz", "/readyz")):
        if time.monotonic() > until or not Path(f"/proc/{server.process}").exists():
            return False
        time.sleep(0.2)
    return True


def _answers(server: Server, target: str) -> bool:
    with suppress(OSError), closing(_connect(server)) as connection:
        return _ask(connection, Request("", "GET", target))[0] == 200
    return False


def judge(request: Request, answer: Answer, contract: dict[str, Any]) -> str:
    """Say what is wrong with an answer; nothing when it is right."""
    status, headers, body = answer
    media_type = headers.get("content-type", "").partition(";")[0]
    if any(inside in body for inside in INSIDE):
        return "shows the inside"
    if status not in declared(request, contract):
        return f"status {status} is not declared"
    if status < 400 or request.method == "HEAD":
        return ""
    if status == 412 and request.path.startswith("/static/"):  # Flask's own, with the file
        return ""
    if media_type not in PROBLEMS:
        return f"a problem as {media_type or 'nothing'}"
    if media_type != "application/problem+json":
        return ""
    problem = json.loads(_plain(body, headers.get("content-encoding", "")))
    if problem.get("status") != status or not {"type", "title", "detail"} <= problem.keys():
        return "a problem that does not say what it is"
    return "the engine crashed" if problem["type"].endswith("/engine-crash") else ""


def _plain(body: bytes, coding: str) -> bytes:
    """Undo what an odd Accept-Encoding asked for."""
    if coding == "br":
        made: bytes = brotli.decompress(body)
        return made
    return gzip.decompress(body) if coding == "gzip" else body


def declared(request: Request, contract: dict[str, Any]) -> set[int]:
    """Give the statuses that the OpenAPI names; 405 stands for a method that it does not, 404 for an address."""
    path = re.sub("^/graph-store/(?!.*%0d%0a).+", "/graph-store/{name}", re.sub("/+", "/", request.path))
    operations = contract["paths"].get(path)
    if operations is None:
        return {404} if not path.startswith("/static/") else {200, 206, 304, 404, 405, 412, 416}
    method = "get" if request.method == "HEAD" else request.method.lower()
    operation = operations.get(method)
    return {405} if operation is None else {int(status) for status in operation["responses"]}


def _round(server: Server, count: int, seed: int, report: Report) -> None:
    shares = [count // THREADS + (number < count % THREADS) for number in range(THREADS)]
    with ThreadPoolExecutor(THREADS) as threads:
        list(threads.map(lambda number: _keep_sending(server, shares[number], seed + number, report), range(THREADS)))


def _keep_sending(server: Server, count: int, seed: int, report: Report) -> None:
    requests, connection = Requests(seed), _connect(server)
    for number in range(count):
        request, start = requests.make(), time.perf_counter()
        try:
            if request.kind == "broken":
                status, fault = _broken(server, request)
            else:
                answer = _ask_again(connection, request)
                status, fault = _named(answer), judge(request, answer, server.contract)
        except (OSError, http.client.HTTPException) as error:
            status, fault = type(error).__name__, f"no answer ({type(error).__name__}: {error})"
            connection = _connect(server)
        report.statuses[request.kind][status] += 1
        report.slowest = max(report.slowest, time.perf_counter() - start)
        if fault:
            report.faults.append(f"seed {seed}, request {number}: {fault}: {_short(request)}")
    connection.close()


def _named(answer: Answer) -> str:
    """Name a status; of a problem of ours, from 500 on, which one it is."""
    status, headers, body = answer
    if status < 500 or headers.get("content-type") != "application/problem+json":
        return str(status)
    return f"{status} {json.loads(body)['type'].rpartition('/')[2]}"


def _connect(server: Server) -> http.client.HTTPConnection:
    return http.client.HTTPConnection(urlsplit(server.address).netloc, timeout=PATIENCE)


def _ask_again(connection: http.client.HTTPConnection, request: Request) -> Answer:
    """Ask, once more where the server had closed a connection that was kept, which it may do at any time."""
    kept = connection.sock is not None
    try:
        return _ask(connection, request)
    except (ConnectionError, http.client.RemoteDisconnected):
        connection.close()
        if not kept:
            raise
        return _ask(connection, request)


def _ask(connection: http.client.HTTPConnection, request: Request) -> Answer:
    headers = {name: value.encode("utf-8") for name, value in request.headers.items()}
    connection.putrequest(request.method, request.target, skip_host="Host" in headers, skip_accept_encoding=True)
    for name, value in headers.items():
        connection.putheader(name, value)
    connection.putheader("Content-Length", str(len(request.body)))
    connection.endheaders(request.body)
    response = connection.getresponse()
    return response.status, {name.lower(): value for name, value in response.getheaders()}, response.read()


def _broken(server: Server, request: Request) -> tuple[str, str]:
    """Send bytes and read until the server hangs up, which it may do without a word."""
    where, told = urlsplit(server.address), b""
    door = socket.create_connection((str(where.hostname), int(where.port or 0)), timeout=PATIENCE)
    with door, suppress(ConnectionError):
        door.sendall(request.body)
        door.shutdown(socket.SHUT_WR)
        while piece := door.recv(65_536):
            told += piece
    if any(inside in told for inside in INSIDE):
        return "bytes", "shows the inside"
    if not told.startswith(b"HTTP/1."):
        return ("closed", "") if not told else ("bytes", f"an answer that is not HTTP/1: {told[:60]!r}")
    status = told.split(b" ", 2)[1].decode()
    return status, "" if status < "500" or status in {"501", "503", "505"} else f"status {status}"


def _short(request: Request) -> str:
    written = repr(request)
    return written if len(written) < 700 else f"{written[:500]} … {written[-150:]}"


def _weigh(process: int) -> tuple[int, int]:
    """Count the open files and the MiB of memory of a process and all that it started."""
    time.sleep(2 * TIME_LIMIT)  # what was begun is done, and what is closed is let go
    files = memory = 0
    for one in _family(process):
        with suppress(OSError):  # it may end meanwhile
            files += len(os.listdir(f"/proc/{one}/fd"))  # noqa: PTH208
            status = Path(f"/proc/{one}/status").read_text(encoding="ascii")
            memory += int(status.partition("VmRSS:")[2].split()[0]) // 1024 if "VmRSS:" in status else 0
    return files, memory


def _family(process: int) -> list[int]:
    parents: dict[int, int] = {}
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            with suppress(OSError):
                stat = (entry / "stat").read_text(encoding="utf-8", errors="replace")
                parents[int(entry.name)] = int(stat.rpartition(")")[2].split()[1])
    family = [process]
    for one in family:
        family += [child for child, parent in parents.items() if parent == one]
    return family
