"""Compare the latency of twelve kinds of query with the peers', over one kept connection, no text asked twice.

The servers run side by side on the same data and are asked in turns. A peer that answers otherwise than we do is told,
and its ratio for that kind is left out; that we answer as Oxigraph's own server does is a target itself. The kind
`completeness` asks for absence by OPTIONAL and !BOUND, since Oxigraph evaluates a FILTER NOT EXISTS of two joined
triples for each pair: in that form it would measure one slow plan on two servers.
"""

import itertools
import statistics
import sys
from collections.abc import Iterator

from .answers import KINDS, canonical, media_type, query
from .client import Connection
from .peers import OURS, OXIGRAPH, RDFLIB, Options, Server, everyone, prepared
from .targets import Target, geometric_mean, heading, judge, table

SIZE = 100_000
TO_OXIGRAPH, TO_RDFLIB = 1.0, 0.08
_BURST, _MOST = 0.05, 20  # seconds and queries that a server is asked for before it is the next one's turn
_NUMBERS = itertools.count()  # behind each query, so that no text is asked twice
Times = dict[str, dict[str, float]]  # kind, server: median of seconds


def main() -> None:
    """Print the table of ratios to Oxigraph's server, wrong answers, and the targets; exit 1 when one is missed."""
    options = Options.read(__doc__, (OXIGRAPH, RDFLIB))
    rounds = 3 if options.short else 9
    with prepared(SIZE) as folder, everyone(folder, options) as servers:
        heading(f"Twelve kinds of query, {SIZE} triples, one client", (s.version for s in servers.values()))
        rows, wrong = _compare(servers)
        times = {kind: _times(servers, kind, rounds) for kind in KINDS}
    print(f"ms (ratio to Oxigraph's server), medians of {rounds} rounds; * answers otherwise than we do")
    table([("", *(cell for name in servers for cell in (name, ""))), *_lines(times, rows, wrong)])
    means = {name: geometric_mean(_ratios(times, name, wrong)) for name in servers}
    table([("geometric mean of ours to", *(f"{name}: {mean:.3f}" for name, mean in means.items() if mean))])
    for (kind, name), told in wrong.items():
        print(f"* {kind} on {name}: {told}; we: {rows[kind]} rows")
    same = len(KINDS) - sum(name == OXIGRAPH for _, name in wrong)
    print()
    sys.exit(
        judge(
            [
                Target("kinds answered as Oxigraph's server does", same, len(KINDS), at_least=True, unit="of"),
                Target("twelve kinds, geometric mean, to Oxigraph's server", means[OXIGRAPH], TO_OXIGRAPH),
                Target("twelve kinds, geometric mean, to rdflib-endpoint", means[RDFLIB], TO_RDFLIB),
            ]
        )
    )


def _compare(servers: dict[str, Server]) -> tuple[dict[str, int], dict[tuple[str, str], str]]:
    """Give how many rows we answer for each kind, and what each server that differs answers."""
    rows, wrong = {}, {}
    for kind in KINDS:
        expected = _answer(servers[OURS], kind)
        if isinstance(expected, str):
            raise RuntimeError(f"{kind}: {expected}")  # noqa: TRY004 - not a caller's mistake
        rows[kind] = len(expected)
        for name, server in servers.items():
            found = _answer(server, kind)
            if found != expected:
                wrong[kind, name] = found if isinstance(found, str) else f"{len(found)} rows that differ"
    return rows, wrong


def _answer(server: Server, kind: str) -> list[tuple[str, ...]] | str:
    with server.connect() as line:
        answer = line.ask(query(kind), media_type(kind))
    if answer.status != 200:
        return f"status {answer.status}"
    try:
        return canonical((answer.header("Content-Type") or "").partition(";")[0], answer.body)
    except ValueError as error:
        return str(error)


def _times(servers: dict[str, Server], kind: str, rounds: int) -> dict[str, float]:
    lines = {name: server.connect() for name, server in servers.items()}
    bursts = {name: max(1, min(_MOST, int(_BURST / _burst(line, kind, 2)[-1]))) for name, line in lines.items()}
    found: dict[str, list[float]] = {name: [] for name in servers}
    for turn in range(rounds):
        for name in lines if turn % 2 else reversed(lines):
            found[name] += _burst(lines[name], kind, bursts[name])
    for line in lines.values():
        line.close()
    return {name: statistics.median(seconds) for name, seconds in found.items()}


def _burst(line: Connection, kind: str, count: int) -> list[float]:
    """Time so many queries one after the other, after one that is not counted and finds the connection open."""
    line.ask("ASK {}", "application/sparql-results+json")
    return [line.ask(f"{query(kind)}# {next(_NUMBERS)}", media_type(kind)).seconds for _ in range(count)]


def _lines(times: Times, rows: dict[str, int], wrong: dict[tuple[str, str], str]) -> Iterator[list[str]]:
    for kind, found in times.items():
        cells = [f"{kind} ({rows[kind]} rows)"]
        for name, seconds in found.items():
            star = "*" if (kind, name) in wrong else ""
            cells += [f"{1000 * seconds:.2f}{star}", f"({seconds / found[OXIGRAPH]:.2f})"]
        yield cells


def _ratios(times: Times, peer: str, wrong: dict[tuple[str, str], str]) -> list[float]:
    return [found[OURS] / found[peer] for kind, found in times.items() if (kind, peer) not in wrong]


if __name__ == "__main__":
    main()
