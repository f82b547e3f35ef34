"""Name the state of the dataset that is served, so that an answer can be recognised as unchanged."""

import os
import time
from pathlib import Path
from secrets import token_hex

from graph.errors import StoreError
from graph.stores import PublishedGraph

PATIENCE = 0.05  # seconds until a build that another process published is seen
SETTLING = 30.0  # seconds; after a switch, processes that opened the former build may still answer for a while


class DatasetVersion:
    """Follow the published graph in a folder; or, without a folder, count the writes of this process."""

    def __init__(self, directory: Path | None, settling: float = SETTLING, patience: float = PATIENCE) -> None:
        self._published = PublishedGraph(directory) if directory else None
        self._pointer = directory / "current.json" if directory else None
        self._seen: tuple[int, int] | None = None
        self._version = token_hex(16)  # of no other start
        self._writes = 0
        self._settling, self._settled_at = settling, 0.0
        self._patience, self._look_at = patience, 0.0

    def current(self) -> str | None:
        """Give the digest of the dataset published now, or what stands for it; None when there is none."""
        if self._published is None or self._pointer is None:
            return f"{self._version}-{self._writes}"
        now = time.monotonic()
        if now < self._look_at:
            return self._version
        try:
            found = os.stat(self._pointer)  # noqa: PTH116
            if (found.st_mtime_ns, found.st_ino) != self._seen:
                self._version = self._published.current().dataset
                self._settled_at = found.st_mtime + self._settling if self._seen else 0.0
                self._seen = found.st_mtime_ns, found.st_ino
            self._look_at = now + self._patience
        except (OSError, StoreError):
            return None
        return self._version

    def settled(self) -> str | None:
        """Give the version when every answer is of it; None for a while after another build was switched in."""
        version = self.current()
        return version if time.time() >= self._settled_at else None

    def written(self) -> None:
        """Note that the dataset was written to."""
        self._writes += 1
        self._look_at = 0.0
