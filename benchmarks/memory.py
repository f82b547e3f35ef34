"""Watch the memory of a server's processes (Linux): each shared page counts once."""

import re
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Event, Thread


class Peak:
    """Hold, in MiB, what all processes took before, and at most since."""

    def __init__(self, before: float) -> None:
        self.before = self.most = before

    @property
    def growth(self) -> float:
        """Give by how much it grew."""
        return self.most - self.before


@contextmanager
def watched(pid: int, every: float = 0.02) -> Iterator[Peak]:
    """Look at a process and its descendants again and again until the block ends."""
    peak, done = Peak(taken(pid)), Event()

    def look() -> None:
        while not done.wait(every):
            peak.most = max(peak.most, taken(pid))

    thread = Thread(target=look)
    thread.start()
    try:
        yield peak
    finally:
        done.set()
        thread.join()


def taken(pid: int) -> float:
    """Give the MiB that a process and its descendants take now."""
    return sum(_one(number) for number in _family(pid)) / 1024


def is_watchable() -> bool:
    """Tell whether this machine shows the memory of processes so."""
    return Path("/proc/self/smaps_rollup").exists()


def settle(pid: int) -> None:
    """Wait until the memory has not moved by a MiB for a second, for at most ten."""
    last = taken(pid)
    for _ in range(10):
        time.sleep(1)
        now = taken(pid)
        if abs(now - last) < 1:
            return
        last = now


def _family(pid: int) -> Iterator[int]:
    yield pid
    for children in Path(f"/proc/{pid}/task").glob("*/children"):
        try:
            found = children.read_text().split()
        except OSError:
            continue
        for child in found:
            yield from _family(int(child))


def _one(pid: int) -> int:
    """Give the kB of one process: its part of each page in its address space."""
    try:
        told = Path(f"/proc/{pid}/smaps_rollup").read_text()
    except OSError:
        return 0
    found = re.search(r"^Pss: +([0-9]+)", told, re.MULTILINE)
    return int(found[1]) if found else 0
