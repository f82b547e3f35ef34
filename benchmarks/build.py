"""Compare `consulaire build` of the whole graph with Oxigraph's raw bulk load of the same N-Quads, interleaved.

What the build says of itself (VoID) is part of its time, and is told apart besides: counting it and storing it.
"""

import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import pyoxigraph as ox

from graph import build, load
from graph.metadata import description_to_store
from graph.stores import PublishedGraph

REPETITIONS = 5
TARGET = 3.0


def main() -> None:
    """Print both times and their ratio; exit 1 when it is over the target."""
    nquads = load().nquads
    raw, whole, plain, described = [], [], [], []
    for _ in range(REPETITIONS):
        raw.append(_timed(lambda folder: _bulk_load(folder, nquads)))
        whole.append(_timed(lambda folder: build(folder)))
        plain.append(_timed(lambda folder: PublishedGraph(folder).replace(nquads)))
        described.append(_timed(lambda folder: PublishedGraph(folder).replace(nquads, describe=description_to_store)))
    ratio = statistics.median(whole) / statistics.median(raw)
    print(f"{len(nquads.splitlines())} quads, median of {REPETITIONS}, interleaved")
    print(f"raw bulk load     {statistics.median(raw):6.2f} s")
    print(f"consulaire build  {statistics.median(whole):6.2f} s")
    cost = statistics.median(with_it - without for with_it, without in zip(described, plain, strict=True))
    print(f"  its description {cost:6.2f} s")
    print(f"ratio             {ratio:6.2f}   (target: at most {TARGET:g})")
    sys.exit(0 if ratio <= TARGET else 1)


def _bulk_load(folder: Path, nquads: bytes) -> None:
    store = ox.Store(str(folder / "raw"))
    store.bulk_load(input=nquads, format=ox.RdfFormat.N_QUADS)
    store.flush()


def _timed(work: Callable[[Path], object]) -> float:
    with tempfile.TemporaryDirectory() as name:
        start = time.perf_counter()
        work(Path(name))
        return time.perf_counter() - start


if __name__ == "__main__":
    main()
