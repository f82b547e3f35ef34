"""Keep whole responses for as long as the dataset stays as it is, within a bound of memory."""

from collections import OrderedDict
from collections.abc import Hashable
from dataclasses import dataclass
from threading import Lock

Header = tuple[str, str]


@dataclass(frozen=True)
class Held:
    """Hold a response as it was sent; `etag` is without quotes, `route` the rule of the application that gave it."""

    status: str
    headers: tuple[Header, ...]
    body: bytes
    etag: str
    route: str

    @property
    def size(self) -> int:
        """Estimate the memory that it takes, in bytes."""
        return len(self.body) + sum(len(name) + len(value) for name, value in self.headers) + 1_000


class Cache:
    """Find responses by what was asked; when the version of the dataset changes, all are dropped.

    `most` bounds the memory in bytes (0: nothing is kept); the least recently asked for goes first. One response
    takes at most an eighth. Each process has its own.
    """

    def __init__(self, most: int) -> None:
        self._most, self._size = most, 0
        self._version: str | None = None
        self._held: OrderedDict[Hashable, Held] = OrderedDict()
        self._lock = Lock()

    def find(self, key: Hashable, version: str | None) -> Held | None:
        """Find what was kept under this key for this version; None as the version: nothing may be told again."""
        if version is None or version != self._version:
            return None
        with self._lock:
            held = self._held.get(key)
            if held is not None:
                self._held.move_to_end(key)
            return held

    def keep(self, key: Hashable, version: str, held: Held) -> None:
        """Keep a response that was made from this version."""
        if held.size > self._most // 8:
            return
        with self._lock:
            if version != self._version:
                self._held.clear()
                self._size, self._version = 0, version
            before = self._held.pop(key, None)
            self._held[key] = held
            self._size += held.size - (before.size if before else 0)
            while self._size > self._most:
                _, oldest = self._held.popitem(last=False)
                self._size -= oldest.size
