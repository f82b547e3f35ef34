"""Let so many submissions at a time be judged, each by a process of its own, and end it at its limits."""

import signal
import socket
import subprocess
import sys
import time
from collections import OrderedDict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from hashlib import sha256
from threading import BoundedSemaphore, Lock
from typing import Any

from graph.errors import UnknownName
from graph.obligations.wording import Language

from ..engine import wire
from ..engine.failures import EngineFailure
from ..engine.handles import environment
from .failures import CheckBusy, CheckFault, CheckOutOfMemory, CheckTimeout

PROGRAM = (sys.executable, "-P", "-m", "server.checking.process")
MEMORY = 1536  # MiB; one check of the real graph takes a third of it
_LONGEST_ANSWER = 50_000_000  # bytes
_DAYS_KEPT = 4


@dataclass(frozen=True)
class Order:
    """Hold one submission: names and contents of its files, and what is asked of them."""

    files: Sequence[tuple[str, bytes]] = field(repr=False)
    day: date | None
    draft: bool = False
    selection: Mapping[str, str] = field(default_factory=dict)
    format: str = "page"
    language: Language = "fr"


class Gate:
    """Take orders from any thread; `at_once` places, `seconds` for each."""

    def __init__(self, at_once: int, seconds: int, *, memory: int = MEMORY, program: Sequence[str] = PROGRAM) -> None:
        self._at_once, self._seconds, self._memory, self._program = at_once, seconds, memory, program
        self._places = BoundedSemaphore(at_once) if at_once else None
        self._lock = Lock()
        self._before: OrderedDict[tuple[bytes, date], dict[str, str]] = OrderedDict()

    def judge(self, order: Order, graph: bytes | Callable[[], bytes]) -> tuple[dict[str, Any], bytes | None]:
        """Have an order carried out beside a graph (N-Quads, or what gives them); give what is told and what was asked.

        CheckBusy, CheckTimeout, CheckOutOfMemory and CheckFault say why nothing was judged; UnknownName that the
        selection names nothing. The statuses of the graph alone are kept for the graph and days asked last.
        """
        if self._places is None or not self._places.acquire(blocking=False):
            raise CheckBusy(self._at_once)
        try:
            return self._judge(order, graph() if callable(graph) else graph)
        finally:
            self._places.release()

    def _judge(self, order: Order, graph: bytes) -> tuple[dict[str, Any], bytes | None]:
        key = (sha256(graph).digest(), order.day) if order.day else None
        with self._lock:
            before = self._before.get(key) if key else None
        head, body = self._asked(_message(order, graph, before))
        if head.get("before") and key:
            with self._lock:
                self._before[key] = head["before"]
                self._before.move_to_end(key)
                while len(self._before) > _DAYS_KEPT:
                    self._before.popitem(last=False)
        return head["told"], body if head["written"] else None

    def _asked(self, message: bytes) -> tuple[dict[str, Any], bytes]:
        ours, theirs = socket.socketpair()
        with ours:
            with theirs:
                process = subprocess.Popen(  # noqa: S603
                    [*self._program, str(theirs.fileno()), str(self._memory << 20), str(self._seconds)],
                    stdin=subprocess.DEVNULL,
                    stdout=subprocess.DEVNULL,
                    pass_fds=[theirs.fileno()],
                    env=environment(),
                )
            try:
                head, body = _Exchange(ours, self._seconds).asked(message)
            except TimeoutError:
                raise CheckTimeout(self._seconds) from None
            except wire.Closed:
                raise self._ended(process) from None
            finally:
                process.kill()
                process.wait()
        self._raise(head)
        return head, body

    def _ended(self, process: "subprocess.Popen[bytes]") -> EngineFailure:
        """Tell why a process hung up without an answer."""
        try:
            code = process.wait(timeout=1)
        except subprocess.TimeoutExpired:
            return CheckFault("it hung up")
        known: dict[int, EngineFailure] = {
            -signal.SIGABRT: CheckOutOfMemory(self._memory),  # a library's way, for want of memory
            -signal.SIGXCPU: CheckTimeout(self._seconds),
        }
        return known.get(code) or CheckFault(f"its process ended with {code}")

    def _raise(self, head: dict[str, Any]) -> None:
        failure = head.get("failure")
        if failure == "name":
            raise UnknownName(head["what"], head["told"], tuple(head["nearest"]), several=head["several"])
        if failure == "memory":
            raise CheckOutOfMemory(self._memory)
        if failure:
            raise CheckFault(head["reason"])


class _Exchange:
    """Say one thing and hear one, before a moment and within a length."""

    def __init__(self, channel: socket.socket, seconds: float) -> None:
        self._channel, self._end, self._heard = channel, time.monotonic() + seconds, 0

    def asked(self, message: bytes) -> tuple[dict[str, Any], bytes]:
        self._channel.settimeout(self._left())
        try:
            self._channel.sendall(message)
        except (BrokenPipeError, ConnectionResetError) as error:
            raise wire.Closed from error
        return wire.receive(self._read)

    def _read(self, size: int) -> bytes:
        self._channel.settimeout(self._left())
        piece = self._channel.recv(size)
        self._heard += len(piece)
        if self._heard > _LONGEST_ANSWER:
            raise wire.Closed
        return piece

    def _left(self) -> float:
        left = self._end - time.monotonic()
        if left <= 0:
            raise TimeoutError
        return left


def _message(order: Order, graph: bytes, before: Mapping[str, str] | None) -> bytes:
    contents = [content for _, content in order.files]
    head = {
        "names": [name for name, _ in order.files],
        "sizes": [len(graph), *map(len, contents)],
        "day": order.day.isoformat() if order.day else None,
        "draft": order.draft,
        "selection": dict(order.selection),
        "format": order.format,
        "language": order.language,
        "before": before,
    }
    return wire.pack(head, b"".join([graph, *contents]))
