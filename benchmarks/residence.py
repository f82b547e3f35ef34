"""Compare twelve kinds of query on the store on disk and on its copy in memory, in one process, without HTTP."""

import math
import statistics
import tempfile
import time
from pathlib import Path

from graph.stores import OxigraphStore, PublishedGraph
from graph.stores.base import Output
from server.engine.resident import Gauge

from . import synthetic
from .answers import KINDS, media_type, query

SIZE, ROUNDS = 100_000, 5


def main() -> None:
    """Print the processor time of each kind on disk and in memory, the ratio, and what time and memory the copy costs.

    Memory is told where the system tells it.
    """
    gauge = Gauge()
    with tempfile.TemporaryDirectory() as folder:
        PublishedGraph(Path(folder)).replace(synthetic.ntriples(SIZE, "http://example.org/graph"))
        on_disk = PublishedGraph(Path(folder)).open()
        start, before = time.process_time(), gauge.read()
        in_memory = on_disk.copy_to_memory()
        seconds, taken = time.process_time() - start, (gauge.read() - before) / len(on_disk) / 1024
        print(f"{SIZE} triples, and their union: copied into memory in {seconds:.2f} s; {taken:.2f} KiB a quad")
        ratios = []
        print(f"{'kind':14}{'disk, ms':>10}{'memory, ms':>12}{'ratio':>8}")
        for kind in KINDS:
            disk, memory = (statistics.median(_times(store, kind)) for store in (on_disk, in_memory))
            ratios.append(memory / disk)
            print(f"{kind:14}{1000 * disk:10.2f}{1000 * memory:12.2f}{memory / disk:8.2f}")
        print(f"geometric mean {math.exp(statistics.mean(map(math.log, ratios))):29.2f}")


class _Nowhere(Output):
    def write(self, data: bytes, /) -> int:
        return len(data)

    def flush(self) -> None:
        return None


def _times(store: OxigraphStore, kind: str) -> list[float]:
    form = "turtle" if media_type(kind) == "text/turtle" else "json"
    found = []
    for _ in range(ROUNDS):
        start = time.thread_time()
        store.query(query(kind)).write(form, _Nowhere())
        found.append(time.thread_time() - start)
    return found


if __name__ == "__main__":
    main()
