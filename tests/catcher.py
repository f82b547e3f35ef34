"""Catch who reaches out: listeners on loopback that count contacts, and a folder that tells when it is opened.

What they give away holds a canary, so that an answer with anything of it shows where it comes from.
"""

import ctypes
import os
import socket
import struct
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

CANARY = "canary-7f3a91"
_JSON = (
    '{"head":{"vars":["s","p","o"]},"results":{"bindings":[{"s":{"type":"uri","value":"http://x/a"},'
    f'"p":{{"type":"uri","value":"http://x/b"}},"o":{{"type":"literal","value":"{CANARY}"}}}}]}}}}'
)
_TURTLE = f'<http://x/a> <http://x/b> "{CANARY}" .'
_OPENED = 0x20  # inotify's IN_OPEN
_EVENT = struct.Struct("iIII")
_FILES = {
    "ttl": _TURTLE,
    "nt": _TURTLE,
    "txt": CANARY,
    "dtd": f'<!ENTITY x "{CANARY}">',
    "jsonld": f'{{"@context": {{"name": "http://x/{CANARY}"}}}}',
}


class Catcher:
    """Listen on loopback in IPv4, and in IPv6 where there is one, answer like a server, and count who calls."""

    def __init__(self) -> None:
        """Start to listen on free ports."""
        self.contacts = 0
        self._doors = [socket.create_server(("127.0.0.1", 0))]
        with suppress(OSError):
            self._doors.append(socket.create_server(("::1", 0), family=socket.AF_INET6))
        self.port = int(self._doors[0].getsockname()[1])
        has_ipv6 = len(self._doors) > 1
        self.ipv6 = f"[::1]:{self._doors[1].getsockname()[1]}" if has_ipv6 else f"127.0.0.1:{self.port}"
        for door in self._doors:
            threading.Thread(target=self._listen, args=(door,), daemon=True).start()

    def close(self) -> None:
        """Stop listening."""
        for door in self._doors:
            with suppress(OSError):
                door.shutdown(socket.SHUT_RDWR)
            door.close()

    def _listen(self, door: socket.socket) -> None:
        while True:
            try:
                caller, _ = door.accept()
            except OSError:
                return
            self.contacts += 1
            with caller, suppress(OSError):
                caller.settimeout(2)
                asks_for_rows = b"sparql-results+json" in caller.recv(65_536)
                media_type = "application/sparql-results+json" if asks_for_rows else "text/turtle"
                body = (_JSON if asks_for_rows else _TURTLE).encode()
                head = f"HTTP/1.1 200 OK\r\nContent-Type: {media_type}\r\nContent-Length: {len(body)}\r\n"
                caller.sendall(head.encode() + b"Connection: close\r\n\r\n" + body)


class Watch:
    """Count how often a folder or a file in it is opened, by any process of this machine (Linux: inotify)."""

    def __init__(self, folder: Path) -> None:
        """Write the files that nobody may read, then watch them."""
        self.secret = folder / "secret"
        for ending, text in _FILES.items():
            self.secret.with_suffix(f".{ending}").write_text(text, encoding="utf-8")
        library = ctypes.CDLL(None, use_errno=True)
        self._channel = library.inotify_init1(os.O_NONBLOCK | os.O_CLOEXEC)
        if self._channel < 0 or library.inotify_add_watch(self._channel, os.fsencode(folder), _OPENED) < 0:
            raise OSError(ctypes.get_errno(), "inotify")

    def opened(self) -> int:
        """Count what was opened since the last time."""
        count = 0
        with suppress(BlockingIOError):
            while events := os.read(self._channel, 65_536):
                place = 0
                while place < len(events):
                    place += _EVENT.size + _EVENT.unpack_from(events, place)[3]
                    count += 1
        return count

    def close(self) -> None:
        """Stop watching."""
        os.close(self._channel)


@contextmanager
def catching(folder: Path) -> Iterator[tuple[Catcher, Watch]]:
    """Listen, and watch a folder made for it."""
    catcher, watch = Catcher(), Watch(folder)
    try:
        yield catcher, watch
    finally:
        catcher.close()
        watch.close()
