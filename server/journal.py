"""Count each response and write one line of JSON about it on stderr.

The line tells no address, no query, nothing about who asks. Lines are written together by a thread, some times a
second, so that no request waits for it; they are dropped when nobody reads stderr, which must not stop the server.
"""

import atexit
import contextlib
import os
import select
import time
from collections import deque
from datetime import UTC, datetime
from functools import lru_cache
from threading import Lock, Thread

from . import metrics

_PAUSE = 0.2  # seconds between two writings
_MOST = 100_000  # lines that wait; more are dropped, the oldest first

_LINES: deque[str] = deque(maxlen=_MOST)
_LOCK = Lock()
_WRITERS: dict[int, Thread] = {}  # by process: a fork has no thread of its parent's


def note(method: str, route: str | None, status: int, seconds: float, sent: int, reference: str | None = None) -> None:
    """Note one response; `route` is a rule of the application, None when no rule fitted the address.

    `reference` is what the response gave whoever met a fault to tell it by.
    """
    metrics.count(route or "other", status, seconds, sent)
    shown = method if route else "-"  # anybody may invent a method
    beside = f', "reference": "{reference}"' if reference else ""
    now = time.time()
    moment = f"{_second(int(now))}.{int(now * 1000) % 1000:03}+00:00"
    _LINES.append(
        f'{{"time": "{moment}", "method": "{shown}", "route": "{route or "other"}", "status": {status}, '
        f'"ms": {seconds * 1000:.1f}, "bytes": {sent}{beside}}}\n'
    )
    if os.getpid() not in _WRITERS:
        _start_writer()


@lru_cache(maxsize=2)
def _second(now: int) -> str:
    return datetime.fromtimestamp(now, UTC).strftime("%Y-%m-%dT%H:%M:%S")


@atexit.register
def flush() -> None:
    """Write the lines that wait."""
    with _LOCK:
        while _LINES:
            _write("".join(_LINES.popleft() for _ in range(min(len(_LINES), 200))).encode())


def _start_writer() -> None:
    with _LOCK:
        if os.getpid() not in _WRITERS:
            writer = _WRITERS[os.getpid()] = Thread(target=_keep_writing, name="journal", daemon=True)
            writer.start()


def _keep_writing() -> None:
    while True:
        time.sleep(_PAUSE)
        if _LINES:
            flush()


def _write(lines: bytes) -> None:
    with contextlib.suppress(OSError, ValueError):
        while lines and select.select([], [2], [], 0)[1]:
            lines = lines[os.write(2, lines[: select.PIPE_BUF]) :]
