"""Carry messages between processes: a JSON head and a body of bytes, each with its length before it.

Nothing is pickled: a message from a process that ran a stranger's text can hold data only.
"""

import json
import os
import struct
from collections.abc import Callable
from typing import Any

_LENGTHS = struct.Struct("!II")
_PIECE = 1 << 20
_LONGEST_HEAD = 1 << 24


class Closed(Exception):
    """Report that the other end is gone, in the midst of a message or between two."""


def pack(head: dict[str, Any], body: bytes = b"") -> bytes:
    """Write one message."""
    written = json.dumps(head).encode("ascii")
    return _LENGTHS.pack(len(written), len(body)) + written + body


def write(channel: int, head: dict[str, Any], body: bytes = b"") -> None:
    """Send one message whole on a blocking channel; Closed when nobody reads."""
    written = json.dumps(head).encode("ascii")
    try:
        for data in (_LENGTHS.pack(len(written), len(body)) + written, body):
            rest = memoryview(data)
            while rest:
                rest = rest[os.write(channel, rest) :]
    except (BrokenPipeError, ConnectionResetError) as error:
        raise Closed from error


def receive(read: Callable[[int], bytes]) -> tuple[dict[str, Any], bytes]:
    """Receive one message whole by a function that reads at most so many bytes; Closed when the other end is gone."""
    head_length, body_length = _LENGTHS.unpack(_exactly(read, _LENGTHS.size))
    if head_length > _LONGEST_HEAD:
        raise Closed
    head = json.loads(_exactly(read, head_length))
    return head, _exactly(read, body_length)


def _exactly(read: Callable[[int], bytes], length: int) -> bytes:
    pieces = []
    while length:
        try:
            piece = read(min(length, _PIECE))
        except ConnectionResetError as error:
            raise Closed from error
        if not piece:
            raise Closed
        pieces.append(piece)
        length -= len(piece)
    return pieces[0] if len(pieces) == 1 else b"".join(pieces)
