"""Compress what is text, for whoever reads Brotli or gzip."""

import gzip
import re
from collections.abc import Callable
from functools import lru_cache
from tempfile import TemporaryFile
from typing import BinaryIO, Literal, cast
from zlib import MAX_WBITS, compressobj

import brotli
from werkzeug.datastructures import Accept
from werkzeug.http import parse_accept_header

Coding = Literal["br", "gzip"]

SHORTEST = 1_000  # bytes; below, it would hardly get shorter
_PIECE = 1 << 16  # bytes
_QUICK = 1_000_000  # bytes; above, less time is spent per byte
_TEXT = re.compile(r"text/|application/(?:.*\+)?(?:json|xml)\b|application/n-|application/trig\b|image/svg")
_CODINGS: tuple[Coding, ...] = ("br", "gzip")  # at equal quality, the first


def is_text(content_type: str) -> bool:
    """Tell whether a media type gets shorter by compression."""
    return _TEXT.match(content_type) is not None


@lru_cache(maxsize=256)
def choose_coding(accept_encoding: str) -> Coding | None:
    """Choose by the header Accept-Encoding; None when it names neither coding, or refuses both.

    >>> choose_coding("gzip, deflate, br"), choose_coding("gzip, br;q=0.5"), choose_coding("br;q=0")
    ('br', 'gzip', None)
    """
    accepted = parse_accept_header(accept_encoding, Accept)
    rated = [(accepted[coding], coding) for coding in _CODINGS]
    best = max(quality for quality, _ in rated)
    return next((coding for quality, coding in rated if quality == best), None) if best > 0 else None


def compress(body: bytes, coding: Coding) -> bytes:
    """Compress a body whole; the same bytes always give the same."""
    quick = len(body) > _QUICK
    if coding == "br":
        made: bytes = brotli.compress(body, mode=brotli.MODE_TEXT, quality=1 if quick else 4)
        return made
    return gzip.compress(body, compresslevel=1 if quick else 5, mtime=0)


def shorten(body: bytes, content_type: str, accept_encoding: str) -> tuple[bytes, Coding | None]:
    """Give a body as it is to be sent, and how it was compressed; None when it was not."""
    coding = choose_coding(accept_encoding) if len(body) >= SHORTEST and is_text(content_type) else None
    return (compress(body, coding), coding) if coding else (body, None)


def shorten_file(file: BinaryIO, coding: Coding) -> tuple[BinaryIO, int]:
    """Compress a file into another, quickly and in little memory; give that one, at its start, and its length."""
    shorter = cast("BinaryIO", TemporaryFile())  # noqa: SIM115 - whoever gets it closes it
    add, finish = _compressor(coding)
    with file:
        while piece := file.read(_PIECE):
            shorter.write(add(piece))
    shorter.write(finish())
    length = shorter.tell()
    shorter.seek(0)
    return shorter, length


def _compressor(coding: Coding) -> tuple[Callable[[bytes], bytes], Callable[[], bytes]]:
    if coding == "br":
        slow = brotli.Compressor(mode=brotli.MODE_TEXT, quality=1)
        return slow.process, slow.finish
    quick = compressobj(1, wbits=MAX_WBITS | 16)
    return quick.compress, quick.flush
