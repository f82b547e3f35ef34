"""Kill the server, or the process that writes, 200 times at random moments under load; exit 1 when a write is lost.

`python benchmarks/kills.py 50 7` kills 50 times, at the moments of the seed 7.
"""

import sys
import tempfile
import time
from pathlib import Path

from graph import load
from graph.stores import PublishedGraph
from tests.killing import CLIENTS, kill_again_and_again

KILLS, SEED = 200, 1


def main() -> None:
    """Print the counts."""
    kills, seed = (*map(int, sys.argv[1:]), *(KILLS, SEED)[len(sys.argv) - 1 :])
    start = time.monotonic()
    with tempfile.TemporaryDirectory() as folder:
        PublishedGraph(Path(folder)).replace(load().nquads)
        tally = kill_again_and_again(Path(folder), kills, seed=seed, server_each=2, tell=print)
    print(f"seed {seed}, {CLIENTS} clients, {time.monotonic() - start:.0f} s, on the whole graph")
    print(tally.write())
    for fault in tally.faults:
        print(fault)
    sys.exit(1 if tally.faults else 0)


if __name__ == "__main__":
    main()
