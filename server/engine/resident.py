"""Hold a build in memory for the workers of a nursery, which are forked from it and share it.

Most queries take half the time there that they take from disk. It is for a build that is only read: each update would
need another copy.
"""

import gc
import os
from pathlib import Path

from graph.stores import OxigraphStore

_PAGE = os.sysconf("SC_PAGE_SIZE")
_DATA = 5  # which number of /proc/self/statm counts private writable memory, in pages


class Gauge:
    """Tell how much private writable memory this process has, in bytes; 0 where the system does not say."""

    def __init__(self) -> None:
        try:
            self._file = os.open("/proc/self/statm", os.O_RDONLY)  # now: behind the barrier it could not be opened
        except OSError:
            self._file = -1

    def read(self) -> int:
        """Read it now."""
        return int(os.pread(self._file, 200, 0).split()[_DATA]) * _PAGE if self._file >= 0 else 0


class Resident:
    """Keep a copy of a database; `size` is the memory that it takes, in bytes, as far as the system says."""

    def __init__(self, database: Path, *, stores_union: bool, gauge: Gauge) -> None:
        before = gauge.read()
        on_disk = OxigraphStore.read(database, stores_union=stores_union)
        self.store = on_disk.copy_to_memory()
        on_disk.close()
        gc.collect()
        gc.freeze()  # what is here stays: the workers need not look at it, and so need no copy of their own
        self.size = max(0, gauge.read() - before)
