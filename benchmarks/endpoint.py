"""Measure what strangers' queries do to one another: long ones, greedy ones, and what keeping them apart costs.

Peers have no part in it: none of them stops a query and goes on.
"""

import contextlib
import statistics
import sys
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

from . import memory, wrk
from .answers import media_type, query
from .peers import Options, Server, ours, prepared
from .targets import Target, heading, judge, median_ratio, p99, table

SIZE, CLIENTS = 100_000, 8
SLOWEST_ASK = 100.0  # ms, p99 while cross products run
LATEST = 50.0  # ms after the time limit
DISTURBED = 2.0  # times the p99 of small queries without a runaway beside them
MEMORY = 256  # MiB that one query may take
_JSON = "application/sparql-results+json"
_CROSS = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }"
_GREEDY = "SELECT ?a ?d { ?a ?b ?c . ?d ?e ?f } ORDER BY ?c ?f"
_IN_PROCESS = (  # the same server without a pool: what it was before
    "import server.app as app, server.cli as cli; app._pool = lambda settings, store: None; cli.main()"
)


def main() -> None:
    """Print each measure and the targets; exit 1 when one is missed."""
    options = Options.read(__doc__)
    wrk.must_be_there()
    with prepared(SIZE) as folder:
        store = folder / "ours"
        with ours(store) as server:
            heading(f"Queries beside one another, {SIZE} triples", [server.version])
        targets = [
            _crowded(store, 300 if options.short else 2000),
            *_runaway(store, 3 if options.short else 15),
            *_greedy(store),
        ]
        _isolation(store, *((3, 2) if options.short else (7, 4)))
    print()
    sys.exit(judge(targets))


def _crowded(store: Path, count: int) -> Target:
    """Time `ASK {}` while cross products run in all places but one."""
    with ours(store, workers=1, CONSULAIRE_QUERY_TIMEOUT="3600") as server:
        quiet = list(_waits(server, "ASK {}", count))
        running = [threading.Thread(target=_until_the_end, args=(server,)) for _ in range(3)]
        for thread in running:
            thread.start()
        time.sleep(1.5)
        loaded = list(_waits(server, "ASK {}", count))
        if not all(thread.is_alive() for thread in running):
            raise RuntimeError("A cross product ended before its time: this was no load.")
    for thread in running:
        thread.join()
    print("\nASK {}, one after the other, ms")
    table([("", "median", "p99"), ("quiet", *_ms(quiet)), ("cross products in 3 of 4 places", *_ms(loaded))])
    return Target(
        "ASK {} while cross products run in every other slot, p99", 1000 * p99(loaded), SLOWEST_ASK, unit="ms"
    )


def _runaway(store: Path, rounds: int) -> Iterator[Target]:
    """Time small queries with and without runaway queries beside them, in turns, and how late the 503 comes."""
    quiet: list[float] = []
    beside: list[float] = []
    ends: list[tuple[int, float]] = []
    with ours(store) as server:
        for _ in range(rounds):
            quiet += _waits(server, query("point"), 500)
            thread = threading.Thread(target=lambda: ends.extend(_stopped(server, _CROSS, 1) for _ in range(2)))
            thread.start()
            beside += _waits(server, query("point"), 10_000, thread.is_alive)
            thread.join()
    late = [1000 * (seconds - 1) for status, seconds in ends if status == 503]
    print(f"\nsmall SELECT, one after the other, ms; {len(ends)} runaway queries of 1 s, one after the other")
    table([("", "median", "p99"), ("quiet", *_ms(quiet)), ("beside a runaway query", *_ms(beside))])
    print(f"the 503 came after its limit by {statistics.median(late):.1f} ms (median), {max(late):.1f} ms (worst)")
    yield Target("runaway queries answered 503", len(late), len(ends), at_least=True, unit="of")
    yield Target("runaway query: its 503 after the deadline, worst", max(late), LATEST, unit="ms")
    yield Target("others' p99 beside it, against undisturbed", p99(beside) / p99(quiet), DISTURBED)


def _greedy(store: Path) -> Iterator[Target]:
    """Watch the memory of all our processes while a query asks for more than it may have."""
    if not memory.is_watchable():
        yield Target("memory that a greedy query takes (shown by Linux only)", None, MEMORY, unit="MiB")
        return
    with ours(store, CONSULAIRE_MAX_MEMORY_MB=str(MEMORY), CONSULAIRE_QUERY_TIMEOUT="60") as server:
        memory.settle(server.pid)
        with memory.watched(server.pid) as peak:
            status, seconds = _stopped(server, _GREEDY, 60)
    print(f"\na greedy query got {status} after {seconds:.1f} s; all processes grew by {peak.growth:.0f} MiB at most")
    yield Target("greedy queries answered 503", float(status == 503), 1, at_least=True, unit="of")
    yield Target("memory that a greedy query takes", peak.growth, MEMORY, unit="MiB")


def _isolation(store: Path, rounds: int, seconds: int) -> None:
    """Print what it costs to answer in processes of their own instead of in the web process."""
    with ours(store, _IN_PROCESS) as plain, ours(store) as isolated:
        found = [[_rate(server, seconds) for server in (plain, isolated)] for _ in range(rounds)]
    before, after = zip(*found, strict=True)
    print(f"\nsmall SELECT, {CLIENTS} clients, no text asked twice: requests/s, median of {rounds} rounds")
    table([("in the web process", f"{statistics.median(before):.0f}"),
           ("in query processes", f"{statistics.median(after):.0f}"),
           ("ratio", f"{median_ratio(after, before):.2f}")])  # fmt: skip


def _rate(server: Server, seconds: int) -> float:
    url = wrk.with_query(server.address, server.path, query("point"))
    return wrk.rate(url, clients=CLIENTS, seconds=seconds)


def _waits(server: Server, text: str, count: int, go_on: Callable[[], bool] = lambda: True) -> Iterator[float]:
    """Time so many queries one after the other, none of them the same text."""
    with server.connect() as line:
        for _ in range(count):
            if not go_on():
                break
            answer = line.ask(f"{text} # {time.monotonic_ns()}", media_type("point"))
            if answer.status != 200:
                raise RuntimeError(f"status {answer.status} beside a long query")
            yield answer.seconds


def _until_the_end(server: Server) -> None:
    """Run a cross product until the server itself is ended."""
    with contextlib.suppress(OSError):
        _stopped(server, _CROSS, 3600)


def _stopped(server: Server, text: str, limit: int) -> tuple[int, float]:
    """Ask for what takes too long; give the status and the seconds until it came."""
    with server.connect() as line:
        answer = line.ask(f"{text} # {time.monotonic_ns()}", _JSON, more=f"&timeout={limit}")
    return answer.status, answer.seconds


def _ms(found: list[float]) -> tuple[str, str]:
    return f"{1000 * statistics.median(found):.2f}", f"{1000 * p99(found):.2f}"


if __name__ == "__main__":
    main()
