"""Compare a small SELECT with the peers' under load: each text new, then the same text again and again.

The servers run side by side on the same data and are asked in turns; a figure is the median of the rounds' ratios.
"""

import statistics
import sys
from collections.abc import Iterator

from . import wrk
from .answers import canonical, media_type, query
from .peers import OURS, OXIGRAPH, RDFLIB, VIRTUOSO, Options, Server, everyone, prepared
from .targets import Target, heading, judge, median_ratio, table

SIZE, CLIENTS = 100_000, 8
NEW_TO_OXIGRAPH, NEW_TO_OTHERS = 0.3, 4.0
REPEATED, BEFORE_FLASK = 0.9, 2.0
Rates = dict[str, list[float]]


def main() -> None:
    """Print both tables of rates and the targets; exit 1 when one is missed."""
    options = Options.read(__doc__, (OXIGRAPH, RDFLIB))
    wrk.must_be_there()
    rounds, seconds = (3, 2) if options.short else (7, 4)
    with prepared(SIZE) as folder, everyone(folder, options) as servers:
        heading("A small SELECT (point), 13 rows, 2 web processes", (server.version for server in servers.values()))
        rows = {name: _rows(server) for name, server in servers.items()}
        if len(set(rows.values())) > 1:
            raise RuntimeError(f"The servers do not answer alike, and cannot be compared: {rows}")
        new = _measure(servers, rounds, seconds, same=False)
        again = _measure(servers, rounds, seconds, same=True)
    for title, rates in (("no text asked twice", new), ("the same text each time", again)):
        print(f"\n{CLIENTS} clients, {title}: requests/s, median of {rounds} rounds of {seconds} s")
        table((name, f"{statistics.median(found):.0f}", f"({min(found):.0f}-{max(found):.0f})", f"{rows[name]} rows")
              for name, found in rates.items())  # fmt: skip
    print()
    sys.exit(judge([*_targets(new, again)]))


def _measure(servers: dict[str, Server], rounds: int, seconds: int, *, same: bool) -> Rates:
    found: Rates = {name: [] for name in servers}
    for turn in range(rounds):
        order = list(servers.values())
        for server in order if turn % 2 else reversed(order):
            url = wrk.with_query(server.address, server.path, query("point"))
            found[server.name].append(wrk.rate(url, clients=CLIENTS, seconds=seconds, same=same))
    return found


def _targets(new: Rates, again: Rates) -> Iterator[Target]:
    def against(rates: Rates, peer: str) -> float | None:
        return median_ratio(rates[OURS], rates[peer]) if peer in rates else None

    yield Target("small SELECT, uncached, against Oxigraph's server", against(new, OXIGRAPH), NEW_TO_OXIGRAPH, True)
    yield Target("small SELECT, uncached, against rdflib-endpoint", against(new, RDFLIB), NEW_TO_OTHERS, True)
    yield Target("small SELECT, uncached, against Virtuoso", against(new, VIRTUOSO), NEW_TO_OTHERS, True)
    repeated = against(again, OXIGRAPH)
    yield Target("the same repeated, against Oxigraph's server", repeated, REPEATED, True)
    yield Target("the same repeated, when answered before Flask", repeated, BEFORE_FLASK, True)


def _rows(server: Server) -> int:
    with server.connect() as line:
        return len(canonical(media_type("point"), line.ask(query("point"), media_type("point")).body))


if __name__ == "__main__":
    main()
