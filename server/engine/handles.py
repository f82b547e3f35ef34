"""Hold the other ends of the nursery and of its workers, in the process that supervises them."""

import contextlib
import json
import math
import os
import select
import socket
import struct
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from threading import Lock
from typing import Any, BinaryIO, NamedTuple, cast

from graph.stores.base import Kind
from graph.stores.published import Build

from . import wire
from .barrier import Barrier
from .questions import Question

PROGRAM = (sys.executable, "-P", "-m", "server.engine.nursery")
_START = 10.0  # seconds until a started process must have said that it is ready
_LOAD = 120.0  # seconds until a build must be in memory
_DESCRIPTOR = struct.Struct("i")
_TIME = struct.Struct("ll")  # C's timeval
_ROOT = Path(__file__).resolve().parent.parent.parent


class NurseryGone(Exception):
    """Report that the nursery does not run; a new one can be started."""


class NurseryHandle:
    """Start the nursery and give it orders, one at a time; several threads may.

    It holds the build `resident` in memory for all its workers, or none: then each opens its own on disk.
    """

    def __init__(
        self,
        directory: Path,
        memory: int,
        longest: int,
        program: Sequence[str] = PROGRAM,
        *,
        resident: Build | None = None,
    ) -> None:
        self.resident = resident
        self._lock = Lock()
        self._lost = False
        self._control, theirs = socket.socketpair()
        self._control.settimeout(_LOAD if resident else _START)
        in_memory = [str(directory / "builds" / resident.database)] if resident else []
        with theirs:
            self._process = subprocess.Popen(  # noqa: S603
                [*program, str(theirs.fileno()), str(directory), str(memory), str(longest), *in_memory],
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                pass_fds=[theirs.fileno()],
                env=environment(),
            )
        try:
            told = self._heard()
        except NurseryGone:
            self.close()
            raise
        self._control.settimeout(_START)
        self.barrier = Barrier(told["network"], told["files"])

    def start(self, build: Build, directory: Path) -> "WorkerHandle":
        """Start a worker on this build; NurseryGone or wire.Closed when it does not come up."""
        ours, theirs = socket.socketpair()
        database = directory / "builds" / build.database
        try:
            with theirs:
                order = {"start": str(database), "stores_union": build.stores_union}
                told = self._order(order, [theirs.fileno()])
        except NurseryGone:
            ours.close()
            raise
        worker = WorkerHandle(ours, int(told["child"]), build, self)
        try:
            worker.await_ready()
        except (wire.Closed, TimeoutError):
            worker.close()
            self.kill(worker)
            raise
        return worker

    def kill(self, worker: "WorkerHandle") -> None:
        """Kill a worker, at once and without waiting for its end."""
        with contextlib.suppress(NurseryGone):
            self._order({"kill": worker.number})

    def end(self, worker: "WorkerHandle") -> int:
        """Tell which signal ended a worker that hung up; 0 when none did or nobody knows."""
        try:
            return int(self._order({"end": worker.number})["signal"])
        except NurseryGone:
            return 0

    def slow(self, worker: "WorkerHandle") -> None:
        """Let a worker give way to others from now on; this cannot be taken back."""
        with contextlib.suppress(NurseryGone):
            self._order({"slow": worker.number, "thread": worker.thread})

    def serves(self, build: Build) -> bool:
        """Tell whether workers on this build can be started here."""
        return self.alive and (self.resident is None or self.resident is build)

    @property
    def alive(self) -> bool:
        """Tell whether the nursery runs and obeys."""
        return not self._lost and self._process.poll() is None

    def close(self) -> None:
        """End the nursery, which ends its workers."""
        self._control.close()
        try:
            self._process.wait(timeout=2)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()

    def _order(self, order: dict[str, Any], channels: Sequence[int] = ()) -> dict[str, Any]:
        with self._lock:
            try:
                socket.send_fds(self._control, [json.dumps(order).encode("ascii")], list(channels))
                return self._heard()
            except (OSError, NurseryGone) as error:
                self._lost = True  # after a lost or late answer, the next one could be taken for it
                self._process.kill()
                raise NurseryGone from error

    def _heard(self) -> dict[str, Any]:
        try:
            line = self._control.recv(1 << 16)
        except OSError as error:
            raise NurseryGone from error
        if not line:
            raise NurseryGone
        told: dict[str, Any] = json.loads(line)
        return told


class Told(NamedTuple):
    """Hold what a worker told: a head, a body, and the file of a long answer, to be closed by whoever gets it."""

    head: dict[str, Any]
    body: bytes
    file: BinaryIO | None


class WorkerHandle:
    """Ask one worker, one question at a time; the pool sees to that."""

    def __init__(self, channel: socket.socket, number: int, build: Build, nursery: NurseryHandle) -> None:
        self._channel = channel
        self._readable, self._writable = select.poll(), select.poll()
        self._readable.register(channel, select.POLLIN | select.POLLHUP)
        self._writable.register(channel, select.POLLOUT)
        self._file: BinaryIO | None = None  # the worker has it too, for a long answer
        self._end = 0.0
        self.number, self.build, self.nursery = number, build, nursery
        self.thread = number
        self.since = 0.0  # when its question was begun; 0 while it has none
        self.answered = 0.0  # when it last answered
        self.slowed = False

    def await_ready(self) -> None:
        """Wait until the worker has opened the store; wire.Closed or TimeoutError when it does not."""
        self._end = time.monotonic() + _START
        head, _ = wire.receive(self._read)
        if not head.get("ready"):
            sys.stderr.write(f"consulaire: a query process cannot open the store: {head.get('message')}\n")
            raise wire.Closed
        self.thread = int(head["thread"])

    def is_well(self) -> bool:
        """Tell whether an idle worker is still there: it says nothing by itself, and its end shows."""
        return not self._readable.poll(0)

    def ask(self, question: Question, formats: Mapping[Kind, str | None], *, most_rows: int, end: float) -> Told:
        """Give what the worker answers; TimeoutError at the end given, wire.Closed when the worker dies."""
        self._end = end
        head = {
            "default_graphs": question.default_graphs,
            "named_graphs": question.named_graphs,
            "formats": tuple(formats.items()),
            "most_rows": most_rows,
        }
        if question.why:
            head["why"] = self._left()  # seconds
        self._send(wire.pack(head, question.text.encode("utf-8")))
        told, body = wire.receive(self._read)
        return Told(told, body, self._taken_file() if "in_file" in told else None)

    def _taken_file(self) -> BinaryIO:
        """Give away the file that an answer went to, at its start; the next question takes another along."""
        file, self._file = self._file, None
        if file is None:
            raise wire.Closed
        file.seek(0)
        return file

    def close(self) -> None:
        """Close the channel; the worker ends once it has nothing to do."""
        self._channel.close()
        if self._file:
            self._file.close()

    def _send(self, message: bytes) -> None:
        rest = memoryview(message)
        try:
            while rest:
                try:
                    rest = rest[self._send_some(rest) if self._file else self._send_with_file(rest) :]
                except BlockingIOError:
                    if not self._writable.poll(math.ceil(self._left() * 1000)):
                        raise TimeoutError from None
        except (BrokenPipeError, ConnectionResetError) as error:
            raise wire.Closed from error

    def _send_some(self, message: memoryview) -> int:
        return self._channel.send(message, socket.MSG_DONTWAIT)

    def _send_with_file(self, message: memoryview) -> int:
        file = cast("BinaryIO", tempfile.TemporaryFile(buffering=0))  # noqa: SIM115
        try:
            passed = [(socket.SOL_SOCKET, socket.SCM_RIGHTS, _DESCRIPTOR.pack(file.fileno()))]
            sent = self._channel.sendmsg([message], passed, socket.MSG_DONTWAIT)
        except BaseException:
            file.close()
            raise
        self._file = file
        return sent

    def _read(self, size: int) -> bytes:
        """Wait for what comes, in the one call that reads it; TimeoutError at the end of the question."""
        fraction, seconds = math.modf(self._left())
        microseconds = int(fraction * 1_000_000) or (0 if seconds else 1)  # none at all would mean for ever
        self._channel.setsockopt(socket.SOL_SOCKET, socket.SO_RCVTIMEO, _TIME.pack(int(seconds), microseconds))
        try:
            return self._channel.recv(size)
        except BlockingIOError:
            raise TimeoutError from None

    def _left(self) -> float:
        left = self._end - time.monotonic()
        if left <= 0:
            raise TimeoutError
        return left


def environment() -> dict[str, str]:
    """Leave out of the environment what a query process does not need, secrets above all."""
    kept = {
        name: os.environ[name] for name in ("PATH", "LANG", "LC_ALL", "LC_CTYPE", "VIRTUAL_ENV") if name in os.environ
    }
    return {**kept, "PYTHONPATH": os.pathsep.join([str(_ROOT), *filter(None, [os.environ.get("PYTHONPATH")])])}
