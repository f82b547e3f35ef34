"""Run a pool and the process that writes in this process, and ask them."""

import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from graph.stores.base import Kind
from server.engine import Limits, Pool, Question, Update, Writer

FORMATS: dict[Kind, str | None] = {"select": "csv", "ask": "json", "graph": "ntriples"}
HUNDRED = " ".join(str(number) for number in range(100))
RUNAWAY = f"INSERT {{ ?v0 <a:b> <a:c> }} WHERE {{ {' '.join(f'VALUES ?v{n} {{ {HUNDRED} }}' for n in range(6))} }}"
SERVE = "from server.engine.writer_process import main; main()"


@dataclass
class Running:
    """Hold a folder with what reads and writes it."""

    folder: Path
    pool: Pool
    writer: Writer

    @property
    def process(self) -> int:
        """Give the number of the process that writes, or 0."""
        handle = self.writer._process
        return handle._process.pid if handle and handle.is_well() else 0

    def insert(self, name: str, graph: str = "g:written") -> None:
        """Add five triples about one name."""
        self.writer.write(Update(f"INSERT DATA {{ GRAPH <{graph}> {{ <u:{name}> <p:has> 1, 2, 3, 4, 5 }} }}"))

    def count(self, name: str = "") -> int:
        """Count the triples in named graphs, all or those about one name."""
        subject = f"<u:{name}>" if name else "?s"
        asked = Question(f"SELECT (COUNT(*) AS ?n) {{ GRAPH ?g {{ {subject} ?p ?o }} }}")
        return int(self.pool.answer(asked, FORMATS).body.split()[1])


@contextmanager
def running(folder: Path, code: str = "", **limits: float) -> Iterator[Running]:
    """Start both, the process that writes with some lines run before it."""
    told = Limits(**limits)  # type: ignore[arg-type]
    pool = Pool(folder, told)
    program = (sys.executable, "-P", "-c", code + SERVE)
    writer = Writer(folder, told, lambda: pool.take_up(2.0), program=program)
    try:
        writer.start()
        yield Running(folder, pool, writer)
    finally:
        writer.close()
        pool.close()


def until(true: Callable[[], bool]) -> bool:
    """Wait for something, some seconds at most; tell whether it came."""
    end = time.monotonic() + 10
    while not true() and time.monotonic() < end:
        time.sleep(0.02)
    return true()


def gone(process: int) -> bool:
    """Tell whether a process has ended."""
    return not Path(f"/proc/{process}/exe").exists()
