"""Time an acknowledged update of five triples: the bare engine, the process that writes, and HTTP, in the same run.

The bare engine does in this process what makes an update durable and readable: the transaction, the flush, the
checkpoint. What the others add is the way to another process, the switch of the pointer, and the first query process on
the checkpoint. They take turns, so that what else the machine does falls on all of them.
"""

import statistics
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import pyoxigraph as ox

from graph.stores import PublishedGraph
from server.engine import Limits, Pool, Update, Writer
from tests.writing import insert, serving

TRIPLES, UPDATES = 100_000, 60
BARE = ("bare: transaction", "bare: flush", "bare: checkpoint")


def main() -> None:
    """Print medians and the ratios to the bare engine."""
    lines = [f'<urn:s{n % 20_000}> <urn:p{n % 37}> "value {n}" <urn:g{n % 50}> .\n' for n in range(TRIPLES)]
    nquads = "".join(lines).encode()
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        bare = ox.Store(str(root / "bare"))
        bare.bulk_load(input=nquads, format=ox.RdfFormat.N_QUADS)
        for name in ("process", "http"):
            PublishedGraph(root / name).replace(nquads, for_writing=True)
        pool = Pool(root / "process", Limits())
        taken: list[float] = []
        writer = Writer(root / "process", Limits(), lambda: taken.append(timed(lambda: pool.take_up(2.0))))
        writer.start()
        with serving(root / "http") as (address, _):
            rounds = [one_round(number, bare, root, writer, address) for number in range(UPDATES)]
        writer.close()
        pool.close()
    told = {name: statistics.median(one[name] for one in rounds) for name in rounds[0]}
    whole = statistics.median(sum(one[name] for name in BARE) for one in rounds)
    print(f"an update of 5 triples at {TRIPLES:,} quads, median of {UPDATES}, in turns")
    told |= {"bare: all three": whole, "(of the process: a query process on it)": statistics.median(taken)}
    for name, middle in told.items():
        print(f"{name:40} {1000 * middle:7.1f} ms  {middle / whole:5.2f} x bare")


def one_round(number: int, bare: ox.Store, root: Path, writer: Writer, address: str) -> dict[str, float]:
    """Time each step once."""
    text = f"INSERT DATA {{ GRAPH <g:g> {{ <u:{number}> <p:has> 1, 2, 3, 4, 5 }} }}"
    work: dict[str, Callable[[], object]] = {
        BARE[0]: lambda: bare.update(text),
        BARE[1]: bare.flush,
        BARE[2]: lambda: bare.backup(str(root / f"checkpoint-{number}")),
        "process that writes": lambda: writer.write(Update(text)),
        "over HTTP": lambda: insert(address, f"{number}"),
    }
    return {name: timed(step) for name, step in work.items()}


def timed(work: Callable[[], object]) -> float:
    """Give the seconds that some work takes."""
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


if __name__ == "__main__":
    main()
