"""Carry out changes in a process of its own, behind the barrier: `python -P -m server.engine.writer_process`.

It works in a scratch database and leaves a checkpoint of it among the builds for each change. It cannot make one
current: that is its supervisor's to do, once it has heard of it in time. So a change that was cut short, by whatever
end, was not done. It is started anew each time, never forked: the engine's threads do not outlive a fork.
"""

import os
import resource
import socket
import sys
from dataclasses import asdict
from pathlib import Path
from typing import Any

from graph.errors import ConsulaireError
from graph.stores.scratch import Scratch

from ..parent import leave_signals, work_while_heard
from . import wire
from .barrier import BarrierError, put_up
from .changes import carry_out, unpacked
from .refusals import packed

_STACK = 64 * 1024 * 1024  # bytes; the engine parses by recursion, and the guard's caps must hold with room to spare
_REFUSED = 3
_REOPENED_AFTER = 100  # changes; the list of tables grows by some 3 kB with each, and each checkpoint copies it


def main() -> None:
    """Put up the barrier, say which, then work in a thread until the supervisor is gone or the work ends."""
    channel = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM, 0, fileno=int(sys.argv[1]))
    directory, memory = Path(sys.argv[2]), int(sys.argv[3])
    try:
        barrier = put_up([directory], writable=[directory / "builds", directory / "scratch"])
    except BarrierError as error:
        sys.stderr.write(f"consulaire: {error}\n")
        sys.exit(_REFUSED)
    leave_signals()
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_DATA, (memory, memory))
    wire.write(channel.fileno(), {"network": barrier.network, "files": barrier.files})
    work_while_heard(channel, lambda: _work(channel.fileno(), directory), stack=_STACK)


def _work(channel: int, directory: Path) -> None:
    try:
        order, _ = wire.receive(lambda size: os.read(channel, size))
        builds = directory / "builds"
        scratch = Scratch(builds / order["build"], Path(order["scratch"]), stores_union=order["stores_union"])
        if order["stores_union"]:
            scratch.store.checkpoint(builds / order["checkpoint"])
        wire.write(channel, {"ready": True})
        _write_all(channel, builds, scratch)
    except wire.Closed:
        pass
    except (OSError, ConsulaireError) as error:
        wire.write(channel, {"failure": "disk", "message": str(error)})


def _write_all(channel: int, builds: Path, scratch: Scratch) -> None:
    done = 0
    while True:
        order, body = wire.receive(lambda size: os.read(channel, size))
        told = _write(builds / order["checkpoint"], scratch, order["change"], body)
        wire.write(channel, told)
        if told.get("failure") in {"memory", "disk"}:  # what the scratch database holds now is not known
            return
        done += 1
        if done % _REOPENED_AFTER == 0:
            scratch.reopen()


def _write(checkpoint: Path, scratch: Scratch, told: dict[str, Any], body: bytes) -> dict[str, Any]:
    try:
        change = unpacked(told, body)
        outcome = carry_out(scratch.store, change)
    except ConsulaireError as error:
        return packed(error)
    except MemoryError:
        return {"failure": "memory"}
    except (OSError, RuntimeError, ValueError) as error:  # what the engine raises while it evaluates
        return {"failure": "engine", "message": f"{type(error).__name__}: {error}"}
    try:
        if outcome.changed:
            scratch.store.checkpoint(checkpoint)
    except OSError as error:
        return {"failure": "disk", "message": str(error)}
    return asdict(outcome)


if __name__ == "__main__":
    main()
