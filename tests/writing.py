"""Run a server that takes updates, and write to it as clients do."""

import os
import signal
import subprocess
import sys
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from urllib.parse import quote, urlencode

COUNT = "SELECT (COUNT(*) AS ?n) { { ?s ?p ?o } }"
AT_ONCE = 5  # triples of one update


@contextmanager
def serving(
    store: Path, *, writable: bool = True, prefix: tuple[str, ...] = (), **environ: str
) -> Iterator[tuple[str, "subprocess.Popen[str]"]]:
    """Serve a store in a process group of its own; give the address once it is told."""
    options = ["--writable", "--anonymous-write"] if writable else ["--workers", "1"]
    command = [*prefix, sys.executable, "-m", "server", "serve", "--port", "0", "--store", str(store), *options]
    with subprocess.Popen(
        command,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
        start_new_session=True,
        env={**os.environ, **environ},
    ) as process:
        assert process.stdout is not None
        try:
            address = process.stdout.readline().strip()
            assert address.startswith("http://")
            yield address, process
        finally:
            if process.poll() is None:  # what the prefix runs is its child, and is who must end
                os.kill(descendants(process.pid)[0] if prefix else process.pid, signal.SIGTERM)
            try:
                process.wait(timeout=30)
            except subprocess.TimeoutExpired:
                process.kill()
                raise


def ask(address: str, query: str) -> str:
    """Give an answer as CSV."""
    url = f"{address}/sparql?query={quote(query)}"
    with urllib.request.urlopen(urllib.request.Request(url, headers={"Accept": "text/csv"}), timeout=60) as response:
        return str(response.read().decode())


def count(address: str) -> int:
    """Count the triples."""
    return int(ask(address, COUNT).split()[1])


def insert(address: str, name: str) -> int:
    """Add five triples about one name; give the status."""
    values = ", ".join(str(number) for number in range(AT_ONCE))
    return update(address, f"INSERT DATA {{ GRAPH <g:written> {{ <u:{name}> <p:has> {values} }} }}")


def update(address: str, text: str) -> int:
    """Send an update; give the status."""
    request = urllib.request.Request(f"{address}/sparql", data=urlencode({"update": text}).encode())
    try:
        with urllib.request.urlopen(request, timeout=60) as response:
            return int(response.status)
    except urllib.error.HTTPError as error:
        error.close()
        return error.code


def descendants(parent: int) -> list[int]:
    """List children, whichever thread started them, and theirs; what ends meanwhile may be among them."""
    children: list[int] = []
    for thread in Path(f"/proc/{parent}/task").glob("*/children"):
        with suppress(FileNotFoundError, ProcessLookupError):
            children += [int(child) for child in thread.read_text().split()]
    return sorted(children) + [deeper for child in sorted(children) for deeper in descendants(child)]
