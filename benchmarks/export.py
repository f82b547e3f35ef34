"""Compare an export of 200,000 rows with Oxigraph's own server, and watch the memory of both.

Speed and memory are measured one after the other: looking at the memory takes time. Both servers have exported all of
it before: a process of ours that reads the graph which it shares for the first time gets pages of its own for what it
reads, which is bounded by the graph and not by the answer.
"""

import statistics
import sys
from collections.abc import Iterator

from . import memory
from .peers import OURS, OXIGRAPH, Options, Server, oxigraph, prepared
from .peers import ours as our_server
from .targets import Target, heading, judge, median_ratio, table

SIZE, ROWS, FEWER = 210_000, 200_000, 20_000
SPEED = 1.0  # times Oxigraph's server, MB/s
FLAT = 1.1  # times the most memory that a tenth of the rows takes
_WARM = 8  # exports before, each by a new connection, so that each process has its turn
_JSON = "application/sparql-results+json"
_EXPORT = "SELECT ?s ?p ?o {{ ?s ?p ?o }} LIMIT {} # {}"


def main() -> None:
    """Print MB/s and MiB of both servers, and the targets; exit 1 when one is missed."""
    options = Options.read(__doc__, [OXIGRAPH])
    rounds = 3 if options.short else 9
    with prepared(SIZE) as folder, our_server(folder / "ours") as ours, oxigraph(folder, options) as theirs:
        heading(f"Export of {ROWS} rows as JSON, {SIZE} triples, one client", (ours.version, theirs.version))
        for server in (ours, theirs):
            for turn in range(_WARM):
                _speed(server, -turn)
        most = {server.name: [_most(server, rows) for rows in (FEWER, ROWS)] for server in (ours, theirs)}
        speeds: dict[str, list[float]] = {ours.name: [], theirs.name: []}
        for turn in range(rounds):
            for server in (ours, theirs) if turn % 2 else (theirs, ours):
                speeds[server.name].append(_speed(server, turn))
    print()
    table([("", "MB/s", "MiB before", f"at {FEWER} rows", f"at {ROWS} rows"), *_lines(speeds, most)])
    few, many = most[OURS]
    ratio = median_ratio(*speeds.values())
    watchable = memory.is_watchable()
    print()
    sys.exit(
        judge(
            [
                Target("export, MB/s, against Oxigraph's server", ratio, SPEED, at_least=True),
                Target("its memory, against a tenth of the rows", many.most / few.most if watchable else None, FLAT),
            ]
        )
    )


def _lines(speeds: dict[str, list[float]], most: dict[str, list[memory.Peak]]) -> Iterator[list[str]]:
    for name, found in speeds.items():
        few, many = most[name]
        yield [
            name,
            f"{statistics.median(found):.1f}",
            *(f"{value:.0f}" for value in (few.before, few.most, many.most)),
        ]


def _speed(server: Server, turn: int) -> float:
    """Give the MB/s of one export, by a new connection that has answered before."""
    with server.connect() as line:
        line.ask("ASK {}", _JSON)
        answer = line.ask(_EXPORT.format(ROWS, turn), _JSON)
    body = answer.body
    if answer.status != 200 or body.count(b'"s":{"type"') != ROWS:
        raise RuntimeError(f"{server.name} answered {answer.status} with {len(body)} bytes: {body[:200]!r}")
    return len(body) / answer.seconds / 1e6


def _most(server: Server, rows: int) -> memory.Peak:
    memory.settle(server.pid)
    with server.connect() as line, memory.watched(server.pid) as peak:
        line.ask(_EXPORT.format(rows, "memory"), _JSON)
    return peak


if __name__ == "__main__":
    main()
