"""Count each response and write one line of JSON about it on stderr.

The line tells no address, no query, nothing about who asks. It is dropped when nobody reads stderr, which must not
stop the server.
"""

import contextlib
import os
import select
from datetime import UTC, datetime

from . import metrics


def note(method: str, route: str | None, status: int, seconds: float, sent: int) -> None:
    """Note one response; `route` is a rule of the application, None when no rule fitted the address."""
    metrics.count(route or "other", status, seconds, sent)
    shown = method if route else "-"  # anybody may invent a method
    now = datetime.now(UTC).isoformat(timespec="milliseconds")
    line = (
        f'{{"time": "{now}", "method": "{shown}", "route": "{route or "other"}", "status": {status}, '
        f'"ms": {seconds * 1000:.1f}, "bytes": {sent}}}\n'
    )
    with contextlib.suppress(OSError, ValueError):
        if select.select([], [2], [], 0)[1]:
            os.write(2, line.encode())
