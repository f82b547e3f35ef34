"""Load a server with wrk, since a client in Python is slower than the fastest of them."""

import json
import shutil
import subprocess
import sys
import time
from pathlib import Path
from urllib.parse import quote

_SCRIPT = Path(__file__).with_name("different.lua")


def rate(url: str, *, clients: int, seconds: int, same: bool = False) -> float:
    """Give the answers per second that so many kept connections get; RuntimeError when one is not an answer.

    The url may end in a query; a comment with a counter is put behind it, so that no text is asked twice.
    """
    seed = "same" if same else str(time.monotonic_ns())
    command = ["wrk", "-t1", f"-c{clients}", f"-d{seconds}s", "--timeout", "60s", "-s", str(_SCRIPT), url, "--", seed]
    run = subprocess.run(command, capture_output=True, text=True, check=False)  # noqa: S603
    if run.returncode:
        raise RuntimeError(f"wrk failed: {run.stderr.strip() or run.stdout.strip()}")
    told = json.loads(run.stdout.strip().splitlines()[-1])
    if told["errors"] or not told["requests"]:
        raise RuntimeError(f"{told['errors']} of {told['requests']} requests to {url[:60]}… failed.")
    return float(told["requests"] / told["microseconds"] * 1e6)


def with_query(address: str, path: str, query: str) -> str:
    """Write the address of a query."""
    return f"http://{address}{path}?query={quote(query.rstrip(), safe='')}"


def must_be_there() -> None:
    """Leave with a sentence where wrk is missing."""
    if not shutil.which("wrk"):
        sys.exit(
            "wrk is not installed, and it makes the load. Install it (Debian: apt install wrk), then run this again."
        )
