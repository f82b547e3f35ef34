"""Hold the other end of the process that writes, in the process that supervises it."""

import select
import socket
import subprocess
import sys
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from graph.stores.published import Build

from . import wire
from .barrier import Barrier
from .changes import Change, packed
from .handles import environment

PROGRAM = (sys.executable, "-P", "-m", "server.engine.writer_process")
_START = 10.0  # seconds until a started process must have said what shuts it off
_OPENING = 120.0  # seconds to make the database ready that is worked in; long where a stored union is taken away


class WriterHandle:
    """Start the process that writes, and ask it one change at a time; its supervisor sees to that.

    wire.Closed when it does not come up.
    """

    def __init__(self, directory: Path, memory: int, program: Sequence[str] = PROGRAM) -> None:
        self._end = time.monotonic() + _START
        self._channel, theirs = socket.socketpair()
        with theirs:
            self._process = subprocess.Popen(  # noqa: S603
                [*program, str(theirs.fileno()), str(directory), str(memory)],
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                pass_fds=[theirs.fileno()],
                env=environment(),
            )
        try:
            told, _ = wire.receive(self._read)
        except BaseException:
            self.end()
            raise
        self.barrier = Barrier(told["network"], told["files"])

    def open(self, build: Build, scratch: Path, checkpoint: str) -> None:
        """Have it work in a copy of a build; where that has a stored union, it leaves a checkpoint without.

        wire.Closed or TimeoutError when it cannot; the reason is then on the error output.
        """
        order = {
            "build": build.database,
            "stores_union": build.stores_union,
            "scratch": str(scratch),
            "checkpoint": checkpoint,
        }
        told, _ = self._asked(order, b"", time.monotonic() + _OPENING)
        if not told.get("ready"):
            sys.stderr.write(f"consulaire: the process that writes cannot open the store: {told.get('message')}\n")
            raise wire.Closed

    def ask(self, change: Change, checkpoint: str, end: float) -> dict[str, Any]:
        """Have a change carried out and left as a checkpoint; TimeoutError at the end given, wire.Closed at its end."""
        head, body = packed(change)
        told, _ = self._asked({"checkpoint": checkpoint, "change": head}, body, end)
        return told

    def is_well(self) -> bool:
        """Tell whether it is still there while it has nothing to do: it says nothing by itself, and its end shows."""
        poll = select.poll()
        poll.register(self._channel, select.POLLIN | select.POLLHUP)
        return not poll.poll(0)

    def cause(self) -> int:
        """Tell which signal ended a process that hung up; 0 when none did. Files close before a process is gone."""
        try:
            return max(0, -self._process.wait(timeout=0.5))
        except subprocess.TimeoutExpired:
            return 0

    def end(self) -> None:
        """End it at once, whatever it does."""
        self._channel.close()
        self._process.kill()
        self._process.wait()

    def _asked(self, head: dict[str, Any], body: bytes, end: float) -> tuple[dict[str, Any], bytes]:
        self._end = end
        self._channel.settimeout(self._left())
        try:
            self._channel.sendall(wire.pack(head, body))
        except (BrokenPipeError, ConnectionResetError) as error:
            raise wire.Closed from error
        return wire.receive(self._read)

    def _read(self, size: int) -> bytes:
        self._channel.settimeout(self._left())
        return self._channel.recv(size)

    def _left(self) -> float:
        left = self._end - time.monotonic()
        if left <= 0:
            raise TimeoutError
        return left
