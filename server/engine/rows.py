"""Count the rows of an answer while it is written, from its bytes, at a fraction of what writing it costs.

The engine gives no number, and counting its solutions one by one in Python takes longer than writing them. Each
format marks a row in a way that no value can imitate; `tests/test_engine_rows.py` holds the engine to these. In JSON
the mark is costly to find, so what may be one is counted first, and the rows only when these are too many.
"""

import re
from collections.abc import Callable
from typing import Protocol

_ROW_BEGINS = re.compile(rb'\},\{"[^},]')
_MAY_PART_ROWS = re.compile(rb"\},\{")  # a pattern is found faster than given bytes
_EMPTY = re.compile(rb"\{\}")
_TWO_BACKSLASHES = re.compile(rb"\\\\")


class Counter(Protocol):
    """Count rows in bytes that come in pieces, cut anywhere."""

    @property
    def rows(self) -> int:
        """Give the number of rows so far, or one that is no smaller."""

    def read(self, piece: bytes) -> None:
        """Take the next piece."""


class _Lines:
    """Count the lines after the first; TSV escapes the line feeds of values."""

    def __init__(self) -> None:
        self.rows = -1

    def read(self, piece: bytes) -> None:
        self.rows += piece.count(b"\n")


class _Csv:
    """Count the lines after the first outside quotes; a quote within a value is written twice, so they stay even."""

    def __init__(self) -> None:
        self.rows = -1
        self._within = 0

    def read(self, piece: bytes) -> None:
        if b'"' in piece:
            parts = piece.split(b'"')
            piece = b"".join(parts[self._within :: 2])
            self._within ^= (len(parts) - 1) & 1
        elif self._within:
            return
        self.rows += piece.count(b"\n")


class _Xml:
    """Count the tags of results; `<` in a value is written `&lt;`."""

    _TAG = b"<result>"

    def __init__(self) -> None:
        self.rows = 0
        self._rest = b""

    def read(self, piece: bytes) -> None:
        piece = self._rest + piece
        self.rows += piece.count(self._TAG)
        self._rest = piece[1 - len(self._TAG) :]  # holds no whole tag


class _JsonAtMost:
    """Count what may part two rows, strings included."""

    def __init__(self) -> None:
        self.rows = 1
        self._rest = b""

    def read(self, piece: bytes) -> None:
        piece = self._rest + piece
        self.rows += len(_MAY_PART_ROWS.findall(piece))
        self._rest = piece[-2:]  # holds no whole one


class _Json:
    r"""Count what parts one row from the next, `},{`, outside strings.

    Before a row that is not empty, a quote follows it, which within a string would be `\"`; only the last quote of a
    string can be taken for it, and that one is followed by `}` or `,`, never by a name. Empty rows, which are rare, are
    looked for with the strings taken out.
    """

    _LOOK_AHEAD = 4

    def __init__(self) -> None:
        self._parted = 0
        self._within = 0
        self._rest = b""

    @property
    def rows(self) -> int:
        return 0 if self._rest.endswith(b"[]}}") else self._parted + 1

    def read(self, piece: bytes) -> None:
        piece = self._rest + piece
        cut = max(0, len(piece) - self._LOOK_AHEAD)
        judged = piece[:cut]
        cut -= (len(judged) - len(judged.rstrip(b"\\"))) & 1  # an escape is not cut in two
        self._parted += len(_ROW_BEGINS.findall(piece[: cut + 4]))
        if _EMPTY.search(piece, 0, cut + 2):
            self._parted += self._outside(piece[: cut + 2]).count(b",{}")
        self._within ^= _quotes(piece[:cut]) & 1
        self._rest = piece[cut:]

    def _outside(self, piece: bytes) -> bytes:
        return b'"'.join(_without_escapes(piece).split(b'"')[self._within :: 2])


def _without_escapes(piece: bytes) -> bytes:
    return piece.replace(b"\\\\", b"").replace(b'\\"', b"") if b"\\" in piece else piece


def _quotes(piece: bytes) -> int:
    """Count the quotes that begin or end a string."""
    if b"\\" not in piece:
        return piece.count(b'"')
    if _TWO_BACKSLASHES.search(piece):
        piece = piece.replace(b"\\\\", b"")
    return piece.count(b'"') - piece.count(b'\\"')


EXACT: dict[str, Callable[[], Counter]] = {"csv": _Csv, "tsv": _Lines, "xml": _Xml, "json": _Json}
AT_MOST: dict[str, Callable[[], Counter]] = {"json": _JsonAtMost}  # where finding no fewer rows is far quicker
