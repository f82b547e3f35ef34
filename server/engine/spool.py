"""Take an answer while the engine writes it: a short one in memory, a long one in a file, none longer than it may be.

The file is made by the supervisor, has no name, and comes to the worker as a descriptor: the worker can open none. A
fresh one is given after each that was used, so that an answer which is still being sent is not written over.
"""

import os

IN_MEMORY = 262_144  # bytes; a longer answer goes to the file


class TooLong(Exception):
    """Report an answer that passed the limit while it was written."""


class Spool:
    """Be written to by the engine, in pieces of some kilobytes; `written` counts the bytes that went to the file."""

    def __init__(self, file: int, longest: int) -> None:
        self._file, self._longest = file, longest
        self._pieces: list[bytes] = []
        self.size = self.written = 0

    def write(self, piece: bytes) -> int:
        """Take a piece; TooLong ends the writing at once."""
        self.size += len(piece)
        if self.size > self._longest:
            raise TooLong
        self._pieces.append(piece)
        if self.size > IN_MEMORY:
            self._to_file()
        return len(piece)

    def flush(self) -> None:
        """Do nothing: what is taken is kept."""

    @property
    def body(self) -> bytes:
        """Give a short answer; nothing of one that went to the file."""
        return b"".join(self._pieces)

    def _to_file(self) -> None:
        rest = memoryview(b"".join(self._pieces))
        self._pieces.clear()
        while rest:
            done = os.write(self._file, rest)
            self.written += done
            rest = rest[done:]
