"""Judge one submission in a process of its own, behind the barrier: `python -P -m server.checking.process`.

It is started anew for each, reads the files from its channel alone, can open no file for writing, nothing to read but
the programs and this project's own files, and no socket. It answers once, with data, and ends. It writes nothing to the
error output but that the barrier is missing: what it says of a fault names a place in a program, never what was read.
"""

import encodings
import mimetypes
import os
import resource
import socket
import sys
import traceback
import zoneinfo
from collections.abc import Iterator
from datetime import date
from itertools import pairwise
from pathlib import Path
from typing import Any

import graph
from graph.errors import UnknownName
from graph.obligations.selection import Selection
from graph.readable import Held
from graph.resources import ONTOLOGY, SHAPES
from graph.submissions import Submission, answer

from ..engine import wire
from ..engine.barrier import BarrierError, put_up
from ..parent import leave_signals, work_while_heard

_STACK = 64 * 1024 * 1024  # bytes; parsers work by recursion
_REFUSED = 3
_MOST_OPEN = 64  # files and channels


def main() -> None:
    """Put up the barrier, take the limits, work in a thread until the supervisor is gone or the work is done."""
    channel = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM, 0, fileno=int(sys.argv[1]))
    memory, seconds = int(sys.argv[2]), int(sys.argv[3])
    mimetypes.init([])  # openpyxl would look for the system's
    nowhere = os.open(os.devnull, os.O_WRONLY)
    try:
        barrier = put_up(_readable())
    except BarrierError as error:
        sys.stderr.write(f"consulaire: {error}\n")
        sys.exit(_REFUSED)
    if barrier.missing:
        sys.stderr.write(f"consulaire: {barrier.missing}\n")
    os.dup2(nowhere, 2)  # a library that stops for want of memory may say over what
    leave_signals()
    limits = {"CORE": 0, "DATA": memory, "FSIZE": 0, "CPU": seconds, "NOFILE": _MOST_OPEN}
    for name, limit in limits.items():
        resource.setrlimit(getattr(resource, f"RLIMIT_{name}"), (limit, limit))
    work_while_heard(channel, lambda: _work(channel.fileno()), stack=_STACK)


def _readable() -> Iterator[Path]:
    """List the folders of programs, of time zones and of this project's knowledge: modules are loaded at need."""
    folders = [Path(graph.__file__).parent, ONTOLOGY, SHAPES, Path(encodings.__file__).parent.parent]
    project = Path(graph.__file__).parent.parent
    folders += map(Path, zoneinfo.TZPATH)
    folders += [Path(one) for one in sys.path if one and Path(one) != project]
    yield from dict.fromkeys(folder.resolve() for folder in folders if folder.is_dir())


def _work(channel: int) -> None:
    try:
        order, body = wire.receive(lambda size: os.read(channel, size))
        head, written = _answered(order, body)
        wire.write(channel, head, written)
    except wire.Closed:
        pass


def _answered(order: dict[str, Any], body: bytes) -> tuple[dict[str, Any], bytes]:
    try:
        found = answer(_submission(order, body))
    except UnknownName as error:
        return {
            "failure": "name",
            "what": error.what,
            "told": error.told,
            "nearest": error.nearest,
            "several": error.several,
        }, b""
    except MemoryError:
        return {"failure": "memory"}, b""
    except Exception as error:  # noqa: BLE001 - whatever it is, nothing of the files may be in what is told of it
        place = traceback.extract_tb(error.__traceback__)[-1]
        return {
            "failure": "fault",
            "reason": f"{type(error).__name__}, {Path(place.filename).name}:{place.lineno}",
        }, b""
    return {"told": found.told, "before": found.before, "written": found.body is not None}, found.body or b""


def _submission(order: dict[str, Any], body: bytes) -> Submission:
    """Put the order and the pieces of the body together: the graph, then each file."""
    ends = [0]
    for size in order["sizes"]:
        ends.append(ends[-1] + size)
    graph_read, *contents = (body[start:end] for start, end in pairwise(ends))
    return Submission(
        files=tuple(map(Held, order["names"], contents)),
        graph=graph_read,
        day=date.fromisoformat(order["day"]) if order["day"] else None,
        draft=order["draft"],
        selection=Selection(**order["selection"]),
        format=order["format"],
        language=order["language"],
        before=order["before"],
    )


if __name__ == "__main__":
    main()
