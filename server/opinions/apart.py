"""Start the process that judges, give it the facts, take what it says: the end of it in a web process."""

import json
import os
import pickle
import subprocess
import sys
from dataclasses import asdict
from datetime import date
from typing import Any

from graph.obligations.opinion import Opinion
from graph.obligations.selection import Selection

from ..engine.handles import environment
from .failures import OpinionFault, OpinionTimeout

_PROGRAM = (sys.executable, "-P", "-m", "server.opinions.child")
_MEMORY = 2 << 30  # bytes; the graph as published takes a sixth of it


def judge(facts: bytes, as_of: date, *, limit: float) -> Opinion:
    """Give the opinion on everything as of a day, light: without the facts, what was derived pressed by zlib.

    What comes back is pickled; it comes from a process that runs this program, by a pipe that nobody else holds.
    """
    opinion: Opinion = pickle.loads(_ask(facts, as_of, Selection(), pack=False, limit=limit))  # noqa: S301
    return opinion


def make_pack(facts: bytes, as_of: date, selection: Selection, *, limit: float) -> bytes:
    """Give the evidence pack of a selection, as the bytes of a ZIP."""
    return _ask(facts, as_of, selection, pack=True, limit=limit)


def _ask(facts: bytes, as_of: date, selection: Selection, *, pack: bool, limit: float) -> bytes:
    asked: dict[str, Any] = {
        "as_of": as_of.isoformat(),
        "today": date.today().isoformat(),
        "selection": {name: str(value) for name, value in asdict(selection).items() if value is not None},
        "pack": pack,
        "memory": _MEMORY,
        "parent": os.getpid(),
    }
    try:
        done = subprocess.run(  # noqa: S603
            _PROGRAM,
            input=json.dumps(asked).encode("ascii") + b"\n" + facts,
            stdout=subprocess.PIPE,
            env=environment(),
            timeout=limit,
            check=False,
        )
    except subprocess.TimeoutExpired as error:
        raise OpinionTimeout(limit) from error
    if done.returncode:
        sys.stderr.write(f"consulaire: the process that judges obligations ended with status {done.returncode}\n")
        raise OpinionFault
    return done.stdout
