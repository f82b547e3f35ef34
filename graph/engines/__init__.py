"""Run shapes over triples with one of two engines: the only place that chooses.

An engine is a function of two arguments and one result: `run(data, shapes)` takes the data, as an rdflib graph or as
N-Quads whose union is looked at, and the shapes graph, and gives the results graph (sh:ValidationReport).

- `shifty` (the default): pyshifty, in Rust. It reads N-Quads through Oxigraph and never builds an rdflib graph of them.
- `pyshacl`: the reference implementation, the referee in the tests. Both give the same results, tuple by tuple.
"""

from collections.abc import Callable
from dataclasses import dataclass
from importlib import import_module
from importlib.util import find_spec

import rdflib

from ..errors import EngineError

Data = rdflib.Graph | bytes
Run = Callable[[Data, rdflib.Graph], rdflib.Graph]

ENGINES = ("shifty", "pyshacl")  # the names, the default first


@dataclass(frozen=True)
class Engine:
    """Hold one engine; `note` says so when it stands in for the one that was asked for."""

    name: str
    run: Run
    note: str | None = None


def engine(name: str | None = None) -> Engine:
    """Give an engine by name, the default unless named.

    pySHACL stands in for the default where it has no build (it has for Linux, Windows and macOS on Apple silicon), and
    `note` says so; an engine that was named and is not there is an EngineError.
    """
    if name is None and find_spec(ENGINES[0]) is None:
        note = f"The engine '{ENGINES[0]}' is not installed, so pySHACL checks: same results, some 30 times slower."
        return Engine("pyshacl", _run_of("pyshacl"), note)
    chosen = name or ENGINES[0]
    if chosen not in ENGINES or find_spec(chosen) is None:
        raise EngineError(
            f"There is no engine '{chosen}' here. On offer: {', '.join(one for one in ENGINES if find_spec(one))}."
        )
    return Engine(chosen, _run_of(chosen))


def _run_of(name: str) -> Run:
    """Import an engine only when it is asked for: each takes its time."""
    run: Run = import_module(f".{name}", __name__).run
    return run
