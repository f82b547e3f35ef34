"""Take an answer while the engine writes it: a short one in memory, a long one in a file, none longer than it may be.

The file is made by the supervisor, has no name, and comes to the worker as a descriptor: the worker can open none. A
fresh one is given after each that was used, so that an answer which is still being sent is not written over.
"""

import itertools
import os
from collections.abc import Iterator

from graph.stores.base import Kind

from .rows import AT_MOST, EXACT, Counter

IN_MEMORY = 262_144  # bytes; a longer answer goes to the file
_PIECE = 65_536  # bytes


class TooLong(Exception):
    """Report an answer that passed the limit while it was written."""


class TooManyRows(Exception):
    """Report an answer with more rows, or a graph with more triples, than the limit."""


class Spool:
    """Be written to by the engine, in pieces of some kilobytes; `written` counts the bytes that went to the file.

    Rows are counted for as long as there may be too many: never in an answer of fewer bytes than that (0: no limit).
    """

    def __init__(self, file: int, longest: int, most_rows: int = 0) -> None:
        self._file, self._longest, self.most_rows = file, longest, most_rows
        self._pieces: list[bytes] = []
        self._format = ""
        self._counter: Counter | None = None
        self.size = self.written = 0

    def begin(self, kind: Kind, format_name: str) -> None:
        """Say what will be written; the triples of a graph are counted by whoever sorts them."""
        self._format = format_name if kind == "select" else ""

    def write(self, piece: bytes) -> int:
        """Take a piece; TooLong or TooManyRows ends the writing at once."""
        self.size += len(piece)
        if self.size > self._longest:
            raise TooLong
        self._pieces.append(piece)
        if 0 < self.most_rows < self.size and self._format:
            self._count(piece)
        if self.size > IN_MEMORY:
            self._to_file()
        return len(piece)

    def flush(self) -> None:
        """Do nothing: what is taken is kept."""

    @property
    def body(self) -> bytes:
        """Give a short answer; nothing of one that went to the file."""
        return b"".join(self._pieces)

    def _count(self, piece: bytes) -> None:
        if self._counter is None:
            self._counter = AT_MOST.get(self._format, EXACT[self._format])()
            self._read_so_far(self._counter)
        else:
            self._counter.read(piece)
        if self._counter.rows > self.most_rows and self._format in AT_MOST:
            self._counter = EXACT[self._format]()
            self._read_so_far(self._counter)
        if self._counter.rows > self.most_rows:
            raise TooManyRows

    def _read_so_far(self, counter: Counter) -> None:
        for piece in itertools.chain(self._read_file(), self._pieces):
            counter.read(piece)

    def _read_file(self) -> Iterator[bytes]:
        place = 0
        while place < self.written:
            piece = os.pread(self._file, min(_PIECE, self.written - place), place)
            place += len(piece)
            yield piece

    def _to_file(self) -> None:
        rest = memoryview(b"".join(self._pieces))
        self._pieces.clear()
        while rest:
            done = os.write(self._file, rest)
            self.written += done
            rest = rest[done:]
