"""Kill a server, or its process that writes, at random moments while clients write, and look what is there then.

What was acknowledged must be there whole, what was refused must not be there at all, and what got no answer must be
there whole or not at all. `test_durability.py` does it some times, `benchmarks/kills.py` many times.
"""

import http.client
import os
import random
import signal
import subprocess
import threading
import time
from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path

from tests.writing import AT_ONCE, ask, descendants, insert, serving

CLIENTS = 4
_SEEN = "SELECT ?s (COUNT(*) AS ?n) { GRAPH <g:written> { ?s <p:has> ?o } } GROUP BY ?s"


@dataclass
class Tally:
    """Count kills by what was killed, and updates by what their clients were told."""

    kills: dict[str, int] = field(default_factory=lambda: {"server": 0, "writer": 0})
    acknowledged: set[str] = field(default_factory=set)
    refused: set[str] = field(default_factory=set)
    unanswered: set[str] = field(default_factory=set)
    unanswered_but_done: int = 0
    faults: list[str] = field(default_factory=list)

    def write(self) -> str:
        """Tell the counts in a few lines."""
        kills = ", ".join(f"{number} of the {what}" for what, number in self.kills.items())
        return (
            f"kills                      {sum(self.kills.values()):6} ({kills})\n"
            f"updates acknowledged       {len(self.acknowledged):6}\n"
            f"  of these lost or halved  {len(self.faults):6}\n"
            f"updates refused            {len(self.refused):6}\n"
            f"updates without an answer  {len(self.unanswered):6} ({self.unanswered_but_done} of them done, whole)"
        )


def kill_again_and_again(
    store: Path, kills: int, *, seed: int, server_each: int, tell: Callable[[str], None] = lambda _: None
) -> Tally:
    """Kill so many times, the server each so many times and else the writer; `store` must be built."""
    chance, tally = random.Random(seed), Tally()  # noqa: S311
    with ExitStack() as life:
        address, process = life.enter_context(serving(store))
        for turn in range(kills):
            what = "server" if turn % server_each == server_each - 1 else "writer"
            _kill_under_load(what, f"{turn}", address, process, chance.uniform(0.02, 0.9), tally)
            if what == "server":
                life.close()
                address, process = life.enter_context(serving(store))
            _look(address, tally)
            if tally.faults:
                break
            tell(f"{turn + 1}: the {what}; {len(tally.acknowledged)} updates acknowledged, all there")
    return tally


def _kill_under_load(
    what: str, turn: str, address: str, process: "subprocess.Popen[str]", moment: float, tally: Tally
) -> None:
    stop = threading.Event()
    clients = [
        threading.Thread(target=_write, args=(address, f"{turn}-{client}", stop, tally)) for client in range(CLIENTS)
    ]
    for client in clients:
        client.start()
    time.sleep(moment)
    if what == "server":
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()
    else:
        for number in writers(process.pid):
            os.kill(number, signal.SIGKILL)
        time.sleep(moment / 2)
    tally.kills[what] += 1
    stop.set()
    for client in clients:
        client.join()


def _write(address: str, name: str, stop: threading.Event, tally: Tally) -> None:
    number = 0
    while not stop.is_set():
        one, number = f"{name}-{number}", number + 1
        try:
            told = tally.acknowledged if insert(address, one) == 204 else tally.refused
        except (OSError, http.client.HTTPException):
            tally.unanswered.add(one)
            return
        told.add(one)


def _look(address: str, tally: Tally) -> None:
    lines = [line.split(",") for line in ask(address, _SEEN).split()[1:]]
    seen = {name.removeprefix("u:"): int(number) for name, number in lines}
    tally.faults += [f"{name} was acknowledged: {seen.get(name, 0)}" for name in tally.acknowledged if name not in seen]
    tally.faults += [f"{name} was refused: {seen[name]}" for name in tally.refused if name in seen]
    tally.faults += [f"{name} is halved: {number}" for name, number in seen.items() if number != AT_ONCE]
    tally.unanswered_but_done = len(tally.unanswered & seen.keys())


def writers(server: int) -> list[int]:
    """List the processes that write below a server."""
    return [number for number in descendants(server) if b"writer_process" in _read(Path(f"/proc/{number}/cmdline"))]


def _read(path: Path) -> bytes:
    """Read what the system tells of a process; nothing when it is gone."""
    try:
        return path.read_bytes()
    except (FileNotFoundError, ProcessLookupError):
        return b""
