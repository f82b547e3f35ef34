"""Carry messages between processes: a JSON head and a body of bytes, each with its length before it.

Two ends speak in turn, so what can be read is never more than one message, and a short one takes one call to send and
one to receive. Nothing is pickled: a message from a process that ran a stranger's text can hold data only.
"""

import json
import os
import struct
from collections.abc import Callable
from functools import lru_cache
from typing import Any

_LENGTHS = struct.Struct("!II")
_AT_ONCE = 1 << 16  # bytes
_PIECE = 1 << 20
_SHORT_HEAD = 500
_LONGEST_HEAD = 1 << 24


class Closed(Exception):
    """Report that the other end is gone, in the midst of a message or between two, or does not keep to its turn."""


def pack(head: dict[str, Any], body: bytes = b"") -> bytes:
    """Write one message."""
    try:
        written = _written(tuple(head.items()))
    except TypeError:  # it holds lists or dictionaries
        written = json.dumps(head).encode("ascii")
    return b"".join((_LENGTHS.pack(len(written), len(body)), written, body))


@lru_cache(maxsize=128)
def _written(items: tuple[tuple[str, Any], ...]) -> bytes:
    """Write a head; most messages have one of a few."""
    return json.dumps(dict(items)).encode("ascii")


@lru_cache(maxsize=128)
def _read(head: bytes) -> dict[str, Any]:
    """Read a head that is short; what is given is shared, so that nobody may change it."""
    told: dict[str, Any] = json.loads(head)
    return told


def write(channel: int, head: dict[str, Any], body: bytes = b"") -> None:
    """Send one message whole on a blocking channel; Closed when nobody reads."""
    message = pack(head, body)
    try:
        sent = os.write(channel, message)
        if sent < len(message):
            rest = memoryview(message)[sent:]
            while rest:
                rest = rest[os.write(channel, rest) :]
    except (BrokenPipeError, ConnectionResetError) as error:
        raise Closed from error


def receive(read: Callable[[int], bytes]) -> tuple[dict[str, Any], bytes]:
    """Receive one message whole by a function that reads at most so many bytes; Closed when the other end is gone.

    The head may be shared with other messages: do not change it.
    """
    try:
        got = _at_least(read, _LENGTHS.size, _AT_ONCE)
        head_length, body_length = _LENGTHS.unpack_from(got)
        body_at = _LENGTHS.size + head_length
        length = body_at + body_length
        if head_length > _LONGEST_HEAD or len(got) > length:
            raise Closed
        if len(got) < length:
            got = _whole(read, got, length)
    except ConnectionResetError as error:
        raise Closed from error
    head = got[_LENGTHS.size : body_at]
    return _read(head) if head_length < _SHORT_HEAD else json.loads(head), got[body_at:]


def _at_least(read: Callable[[int], bytes], least: int, most: int) -> bytes:
    got = read(most)
    while got and len(got) < least:
        more = read(most - len(got))
        got = got + more if more else b""
    if not got:
        raise Closed
    return got


def _whole(read: Callable[[int], bytes], begun: bytes, length: int) -> bytes:
    pieces, missing = [begun], length - len(begun)
    while missing:
        piece = read(min(missing, _PIECE))
        if not piece:
            raise Closed
        pieces.append(piece)
        missing -= len(piece)
    return b"".join(pieces)
