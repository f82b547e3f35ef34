"""Compare the 304 on an unchanged query with the 200 that it stands for, over one kept connection.

Each text is new: it is evaluated once, then asked about with the ETag of its answer.
"""

import itertools
import statistics
import sys
import time

from .answers import media_type, query
from .client import Answer, Connection
from .peers import Options, prepared
from .peers import ours as our_server
from .targets import Target, geometric_mean, heading, judge, table

SIZE = 100_000
KINDS = ("point", "star", "path", "aggregate", "export")
HALF = 0.5
_NUMBERS = itertools.count()


def main() -> None:
    """Print both times for some kinds of query, and the target, which holds for the smallest; exit 1 when missed."""
    options = Options.read(__doc__)
    count = 100 if options.short else 500
    with prepared(SIZE) as folder, our_server(folder / "ours") as server:
        heading("An unchanged query: the 304 against the 200", [server.version])
        with server.connect() as line:
            found = {kind: _pairs(line, kind, count if kind == KINDS[0] else count // 10) for kind in KINDS}
    ratios = {kind: statistics.median(after / before for before, after in pairs) for kind, pairs in found.items()}
    lines = [("", "200, ms", "304, ms", "ratio")]
    for kind, pairs in found.items():
        before, after = (f"{1000 * statistics.median(column):.2f}" for column in zip(*pairs, strict=True))
        lines.append((kind, before, after, f"{ratios[kind]:.3f}"))
    table(lines)
    print(f"geometric mean of these {len(KINDS)} kinds: {geometric_mean(ratios.values()):.3f}\n")
    sys.exit(judge([Target(f"304 on an unchanged query ({KINDS[0]}), against its 200", ratios[KINDS[0]], HALF)]))


def _pairs(line: Connection, kind: str, count: int) -> list[tuple[float, float]]:
    """Time so many new queries and the questions whether they have changed, in turn."""
    found = []
    for _ in range(count):
        text, first = _with_etag(line, kind)
        again = line.ask(text, media_type(kind), headers={"If-None-Match": first.header("ETag") or ""})
        if (first.status, again.status) != (200, 304):
            raise RuntimeError(f"{kind}: {first.status}, then {again.status} instead of 304")
        found.append((first.seconds, again.seconds))
    return found


def _with_etag(line: Connection, kind: str) -> tuple[str, Answer]:
    """Ask new queries until one has an ETag: a store just written has none for a moment, lest it change unseen."""
    for _ in range(50):
        text = f"{query(kind)}# {next(_NUMBERS)}"
        answer = line.ask(text, media_type(kind))
        if answer.header("ETag") or answer.status != 200:
            return text, answer
        time.sleep(0.2)
    raise RuntimeError("The server sends no ETag.")


if __name__ == "__main__":
    main()
