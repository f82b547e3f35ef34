"""Ask a server over one kept connection, with as little work of our own as can be: it counts as the server's."""

import re
import socket
import time
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Self
from urllib.parse import quote

_PIECE = 1 << 20
_LENGTH = re.compile(rb"\r\ncontent-length: *([0-9]+)", re.IGNORECASE)
_CHUNKED = re.compile(rb"\r\ntransfer-encoding: *chunked", re.IGNORECASE)
_CLOSING = re.compile(rb"\r\nconnection: *close", re.IGNORECASE)
_NO_BODY = {204, 304}


@dataclass(frozen=True)
class Answer:
    """Hold an answer as it came, and the seconds from the first byte sent to the last received."""

    status: int
    head: bytes
    raw: bytes
    seconds: float

    def header(self, name: str) -> str | None:
        """Give a header's value."""
        found = re.search(rb"\r\n" + re.escape(name.encode()) + rb": *([^\r]*)", self.head, re.IGNORECASE)
        return found[1].decode("latin-1") if found else None

    @property
    def body(self) -> bytes:
        """Give the body, with its chunks joined."""
        if not _CHUNKED.search(self.head):
            return self.raw
        pieces: list[memoryview] = []
        rest = memoryview(self.raw)
        while True:
            line = bytes(rest[:20]).partition(b"\r\n")[0]
            size = int(line.partition(b";")[0], 16)
            if not size:
                return b"".join(pieces)
            start = len(line) + 2
            pieces.append(rest[start : start + size])
            rest = rest[start + size + 2 :]


class Connection:
    """Keep a connection to a server's address (host:port) and path; it is made anew when the server has closed it."""

    def __init__(self, address: str, path: str, timeout: float = 120.0) -> None:
        host, _, port = address.rpartition(":")
        self._place, self._address, self._path, self._timeout = (host, int(port)), address, path, timeout
        self._socket: socket.socket | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def ask(self, query: str, accept: str, more: str = "", headers: Mapping[str, str] | None = None) -> Answer:
        """Send a query by GET and read its answer, whatever its status."""
        lines = [f"GET {self._path}?query={quote(query, safe='')}{more} HTTP/1.1", f"Host: {self._address}"]
        lines += [f"{name}: {value}" for name, value in ({"Accept": accept} | dict(headers or {})).items()]
        request = "\r\n".join([*lines, "", ""]).encode()
        try:
            return self._exchange(request)
        except ConnectionError:  # closed while it lay idle
            self.close()
            return self._exchange(request)

    def close(self) -> None:
        """Hang up."""
        if self._socket:
            self._socket.close()
        self._socket = None

    def _exchange(self, request: bytes) -> Answer:
        if not self._socket:
            self._socket = socket.create_connection(self._place, timeout=self._timeout)
            self._socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        start = time.perf_counter()
        self._socket.sendall(request)
        got = bytearray()
        while (end := got.find(b"\r\n\r\n")) < 0:
            self._more(got, must=True)
        head = bytes(got[:end])
        del got[: end + 4]
        status = int(head.split(b" ", 2)[1])
        self._read_body(status, head, got)
        seconds = time.perf_counter() - start
        if _CLOSING.search(head):
            self.close()
        return Answer(status, head, bytes(got), seconds)

    def _read_body(self, status: int, head: bytes, got: bytearray) -> None:
        length = _LENGTH.search(head)
        if status in _NO_BODY:
            pass
        elif length:
            while len(got) < int(length[1]):
                self._more(got, must=True)
        elif _CHUNKED.search(head):  # no answer asked for here has an empty line in it
            while not got.endswith((b"\r\n0\r\n\r\n", b"\r\n0;\r\n\r\n")) and got != b"0\r\n\r\n":
                self._more(got, must=True)
        else:
            while self._more(got, must=False):
                pass
            self.close()

    def _more(self, got: bytearray, *, must: bool) -> bool:
        assert self._socket is not None  # noqa: S101
        piece = self._socket.recv(_PIECE)
        if must and not piece:
            raise ConnectionResetError("The server closed the connection in the midst of an answer.")
        got += piece
        return bool(piece)
