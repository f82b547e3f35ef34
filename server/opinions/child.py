"""Judge in a process of its own: `python -m server.opinions.child`.

One line of JSON says what is asked, the facts follow as N-Quads, and the answer goes to the standard output: a pickled
opinion for the process that started this one, or the bytes of an evidence pack. It gives way to others, dies with
its parent, and takes no more memory than it is told.
"""

import json
import os
import pickle
import resource
import sys
import zlib
from dataclasses import replace
from datetime import date
from typing import Any

from graph.obligations.opinion import Opinion, give_opinion
from graph.obligations.pack import make_pack
from graph.obligations.selection import Selection

from ..parent import die_with

_LOWER = 10  # of 19: queries and pages go first, and somebody waits for this too
_DAYS = ("due_from", "due_to")


def main() -> None:
    """Read the question and the facts, answer, end."""
    asked = json.loads(sys.stdin.buffer.readline())
    die_with(asked["parent"])
    os.nice(_LOWER)
    resource.setrlimit(resource.RLIMIT_DATA, (asked["memory"], asked["memory"]))
    opinion = give_opinion(
        date.fromisoformat(asked["as_of"]),
        _selection(asked["selection"]),
        today=date.fromisoformat(asked["today"]),
        facts=sys.stdin.buffer.read(),
    )
    sys.stdout.buffer.write(make_pack(opinion) if asked["pack"] else pickle.dumps(_light(opinion)))
    sys.stdout.buffer.flush()


def _selection(told: dict[str, Any]) -> Selection:
    return Selection(**{**told, **{name: date.fromisoformat(told[name]) for name in _DAYS if name in told}})


def _light(opinion: Opinion) -> Opinion:
    """Leave out the facts, which the other side has, and press what was derived to a fortieth."""
    derived = zlib.compress(opinion.evaluation.derived, 6)
    return replace(opinion, nquads=b"", evaluation=replace(opinion.evaluation, derived=derived, facts=b""))


if __name__ == "__main__":
    main()
