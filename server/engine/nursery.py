"""Fork the processes that answer questions, and end them: `python -m server.engine.nursery`.

One nursery serves one supervisor. It has one thread, has loaded everything and has opened no store on disk (it may hold
one in memory, which the children then share), so a fork of it is sound and takes some milliseconds; a fork of a web
process, with its threads, would not be. The barrier is put up here, before the first fork, and holds for every child.
It alone reaps its children, so a number that it knows is never that of another process.
"""

import contextlib
import json
import os
import signal
import socket
import sys
import time
from pathlib import Path
from typing import Any

from ..parent import leave_signals
from . import worker
from .barrier import BarrierError, put_up
from .resident import Gauge, Resident

_LONGEST = 1 << 16
_SLOW = 15  # of 19: how much a long query gives way to short ones
_ENDING = 0.5  # seconds
_REFUSED = 3


def main() -> None:
    """Put up the barrier, say which, then obey the supervisor until it is gone."""
    channel, folder, memory, longest, *held = sys.argv[1:]
    control = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM, 0, fileno=int(channel))
    gauge = Gauge()
    try:
        barrier = put_up([Path(folder)])
    except FileNotFoundError:
        sys.stderr.write(f"consulaire: {folder} is gone, so no query can be answered from it\n")
        sys.exit(_REFUSED)  # as when a temporary store went with the server, which stopped while this began
    except BarrierError as error:
        sys.stderr.write(f"consulaire: {error}\n")
        sys.exit(_REFUSED)
    leave_signals()
    resident = Resident(Path(held[0]), stores_union=True, gauge=gauge) if held else None
    with contextlib.suppress(ConnectionError):  # nobody is there any more
        _say(control, {"network": barrier.network, "files": barrier.files})
    _Nursery(control, int(memory), int(longest), resident).obey()


class _Nursery:
    def __init__(self, control: socket.socket, memory: int, longest: int, resident: Resident | None) -> None:
        self._control, self._memory, self._longest = control, memory, longest
        self._resident = resident
        self._alive: set[int] = set()
        self._ended: dict[int, int] = {}  # the signal that ended a child, until it is asked for
        self._dismissed: set[int] = set()  # children whose end nobody will ask for

    def obey(self) -> None:
        with contextlib.suppress(ConnectionError):
            while True:
                line, passed, _, _ = socket.recv_fds(self._control, _LONGEST, 1)
                if not line:
                    break
                self._reap()
                _say(self._control, self._done(json.loads(line), passed))
        for child in self._alive:
            self._kill(child)

    def _done(self, command: dict[str, Any], passed: list[int]) -> dict[str, Any]:
        if "start" in command:
            return {"child": self._start(passed[0], command)}
        if "end" in command:
            return {"signal": self._end(command["end"])}
        if "kill" in command:
            self._kill(command["kill"])
        else:
            self._slow(command["slow"], command["thread"])
        return {}

    def _start(self, channel: int, command: dict[str, Any]) -> int:
        parent, resident = os.getpid(), self._resident
        child = os.fork()
        if child == 0:
            self._control.close()
            try:
                worker.run(
                    channel,
                    resident.store if resident else worker.opener(Path(command["start"]), command["stores_union"]),
                    memory=self._memory + (resident.size if resident else 0),
                    longest=self._longest,
                    parent=parent,
                )
            finally:
                os._exit(1)
        os.close(channel)
        self._alive.add(child)
        return child

    def _kill(self, child: int) -> None:
        """Kill a child without waiting for its end, of which nobody will ask; giving back a GiB takes its time."""
        if child in self._alive:
            os.kill(child, signal.SIGKILL)
            self._dismissed.add(child)
        self._ended.pop(child, None)

    def _end(self, child: int) -> int:
        """Tell which signal ended a child that hung up (0: none), killing it if it still lives."""
        if child in self._alive:
            with contextlib.suppress(ChildProcessError):
                self._wait_briefly(child)
        return self._ended.pop(child, 0)

    def _wait_briefly(self, child: int) -> None:
        """Wait for an end that is under way, since its cause is wanted: files close before the process is gone."""
        until = time.monotonic() + _ENDING
        while self._reap_one(child) and time.monotonic() < until:
            time.sleep(0.001)
        if child in self._alive:
            os.kill(child, signal.SIGKILL)

    def _slow(self, child: int, thread: int) -> None:
        if child in self._alive and sys.platform.startswith("linux"):
            with contextlib.suppress(OSError):
                os.setpriority(os.PRIO_PROCESS, thread, _SLOW)

    def _reap(self) -> None:
        for child in list(self._alive):
            self._reap_one(child)

    def _reap_one(self, child: int) -> bool:
        """Take note of a child's end; tell whether it still lives."""
        done, status = os.waitpid(child, os.WNOHANG)
        if done:
            self._alive.discard(child)
            if child in self._dismissed:
                self._dismissed.discard(child)
            else:
                self._ended[child] = max(0, -os.waitstatus_to_exitcode(status))
        return not done


def _say(control: socket.socket, told: dict[str, Any]) -> None:
    os.write(control.fileno(), json.dumps(told).encode("ascii") + b"\n")


if __name__ == "__main__":
    main()
