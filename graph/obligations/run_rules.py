"""Run the rules over facts, as of a day: obligations, evidence, assessments, as triples.

The rules are the CONSTRUCT queries of `graph/rules/`, run in the order of their names; what each one makes is added
before the next. Names of the working vocabulary (`…/work#`) carry steps from rule to rule and are left out of what
is published. This module is copied into evidence packs: it imports nothing of the project.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

if TYPE_CHECKING:
    import pyoxigraph as ox

CONS = "https://w3id.org/consulaire/ns#"
DEF = "https://w3id.org/consulaire/def/"
ID = "https://w3id.org/consulaire/id/"
WORK = "https://w3id.org/consulaire/work#"
RDF_TYPE = "http://www.w3.org/1999/02/22-rdf-syntax-ns#type"
XSD = "http://www.w3.org/2001/XMLSchema#"
FIRST_YEAR = 2018
Progress = Callable[[str], None]


@dataclass(frozen=True)
class Evaluation:
    """Hold what an evaluation made: `derived` is sorted N-Triples, `facts` the triples that it was made from."""

    as_of: date
    derived: bytes
    facts: bytes

    @property
    def triples(self) -> bytes:
        """Give facts and derived triples together, as N-Triples."""
        return self.facts + self.derived


def read_rules(folder: Path) -> tuple[tuple[str, str], ...]:
    """Read the rules of a folder as pairs of name and text, in the order in which they run."""
    found = tuple((path.stem, path.read_text(encoding="utf-8")) for path in sorted(folder.glob("*.rq")))
    if not found:
        raise FileNotFoundError(f"There is no rule in {folder}: nothing would be evaluated.")
    return found


def evaluate_with(
    data: bytes,
    as_of: date,
    rules: Iterable[tuple[str, str]],
    *,
    engine: str = "oxigraph",
    progress: Progress | None = None,
) -> Evaluation:
    """Run rules over N-Quads or N-Triples, whose union is looked at.

    `engine` is `oxigraph` or `rdflib`: both give the same triples, the second some hundred times slower. Civil years
    are laid out from 2018 to the year after the as-of day.
    """
    facts = union_lines(data)
    runner = _Oxigraph if engine == "oxigraph" else _Rdflib
    graph = runner(facts + seeds(as_of))
    for name, text in rules:
        if progress:
            progress(name)
        graph.add(text)
    derived = sorted(line for line in set(graph.lines()) if not _is_working(line))
    return Evaluation(as_of, b"".join(line + b"\n" for line in derived), facts)


def seeds(as_of: date) -> bytes:
    """Write what a run adds to the facts: itself, its day, and the civil years."""
    run = f"<{ID}run--{as_of}>"
    lines = [
        f"{run} <{RDF_TYPE}> <{CONS}EvaluationRun> .",
        f'{run} <{CONS}asOf> "{as_of}"^^<{XSD}date> .',
    ]
    for year in range(FIRST_YEAR, as_of.year + 2):
        node = f"<{ID}year-{year}>"
        lines += [
            f"{node} <{RDF_TYPE}> <{CONS}Event> .",
            f"{node} <http://purl.org/dc/terms/type> <{DEF}event-civil-year> .",
            f'{node} <{CONS}earliestDate> "{year}-01-01"^^<{XSD}date> .',
            f'{node} <{CONS}latestDate> "{year}-12-31"^^<{XSD}date> .',
            f'{node} <{WORK}number> "{year}"^^<{XSD}integer> .',
            f'{node} <{WORK}key> "year-{year}" .',
        ]
    return "".join(f"{line}\n" for line in lines).encode()


def union_lines(data: bytes) -> bytes:
    """Write N-Quads or N-Triples as sorted N-Triples, each triple once."""
    lines = {_without_graph(line) for line in data.splitlines() if line and not line.startswith(b"#")}
    return b"".join(line + b"\n" for line in sorted(lines))


def _without_graph(line: bytes) -> bytes:
    """Drop the fourth term of an N-Quads line; a line of three terms stays as it is."""
    subject, predicate, rest = line.split(b" ", 2)
    close = _end_of_literal(rest) if rest.startswith(b'"') else 0
    term = rest[:close] + rest[close:].split(b" ", 1)[0]
    return b" ".join((subject, predicate, term, b"."))


def _end_of_literal(text: bytes) -> int:
    position = 1
    while text[position : position + 1] != b'"':
        position += 2 if text[position : position + 1] == b"\\" else 1
    return position + 1


def _is_working(line: bytes) -> bool:
    return f"<{WORK}".encode() in line


class _Oxigraph:
    """Hold the graph in Oxigraph; what a rule makes passes as text, since Python objects take twice the memory."""

    def __init__(self, triples: bytes) -> None:
        import pyoxigraph as ox

        self._format = ox.RdfFormat.N_TRIPLES
        self._store = ox.Store()
        self._store.bulk_load(input=triples, format=self._format)
        self._made: set[bytes] = set()

    def add(self, text: str) -> None:
        found = cast("ox.QueryTriples", self._store.query(text))
        written = found.serialize(format=self._format) or b""
        self._store.bulk_load(input=written, format=self._format)
        self._made.update(line for line in written.splitlines() if not _is_working(line))

    def lines(self) -> Iterable[bytes]:
        return self._made


@lru_cache(maxsize=128)
def _prepared(text: str) -> Any:
    """Parse a rule once: rdflib takes longer to parse them all than to run them over a small graph."""
    from rdflib.plugins.sparql import prepareQuery

    return prepareQuery(text)


class _Rdflib:
    def __init__(self, triples: bytes) -> None:
        import rdflib

        self._graph = rdflib.Graph()
        self._graph.parse(data=triples, format="nt")
        self._made: Any = rdflib.Graph()

    def add(self, text: str) -> None:
        for triple in list(cast("Iterable[Any]", self._graph.query(_prepared(text)))):
            self._graph.add(triple)
            self._made.add(triple)

    def lines(self) -> Iterable[bytes]:
        written: bytes = self._made.serialize(format="nt", encoding="utf-8")
        return written.splitlines()
