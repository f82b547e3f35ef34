"""Make facts of the files that were handed in, and say what is wrong with them.

A table is known by its headings. Tables may name what the other files describe: RDF is read first, then agreements,
mandates, signatories and evidence. One error refuses all: a verdict on half of what was meant would mislead.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from ..errors import FactFileError, TableError
from ..ingest.drafting import Draft, draft
from ..ingest.mapping_file import load_mapping
from ..ingest.shapes_check import Places
from ..ingest.table import read_table
from ..locate import Locator
from ..namespaces import GRAPH
from ..readable import Held
from ..resources import SHAPES
from ..stores.parsing import parse_any, parse_named
from ..triples import triples_of
from ..validate import Finding, check, load_shapes
from .faults import Fault, of_cell, of_rdf, of_shapes, of_table, whole

TABLES = (".csv", ".tsv", ".txt", ".xlsx", ".xlsm", ".ods")
RDF = (".ttl", ".trig", ".nt", ".nq", ".rdf", ".jsonld")
ENDINGS = (*TABLES, *RDF)
TEMPLATES = ("conventions", "mandates", "signatories", "evidence")  # in the order in which they are read


@dataclass(frozen=True)
class FileRead:
    """Say what a file was taken for: a template's name or `rdf`, and how many rows or triples it gave."""

    name: str
    kind: str
    number: int


@dataclass(frozen=True)
class Reading:
    """Hold the facts of all files as N-Quads, and what is wrong; nothing may be judged where `refused`."""

    own: bytes
    files: tuple[FileRead, ...]
    faults: tuple[Fault, ...]

    @property
    def refused(self) -> bool:
        """Tell whether anything is an error."""
        return any(fault.severity == "error" for fault in self.faults)

    @property
    def described(self) -> frozenset[str]:
        """Name the things that the files say something about, by their IRIs."""
        return frozenset(line.split(b" ", 1)[0].strip(b"<>").decode() for line in self.own.splitlines())


def read(files: Sequence[Held], graph: bytes, named: Callable[[bytes], bytes] | None = None) -> Reading:
    """Read files into facts beside the N-Quads of the graph; whatever they hold, nothing is raised for it.

    `named` gives N-Quads that name the obligations which facts give rise to; without it, the files are a draft.

    A draft is not held against the shapes, since it may lack what a fact must have; its things all need an IRI.
    """
    reader = _Reader(graph, named)
    for file in files:
        if file.suffix.lower() in RDF:
            reader.take_rdf(file)
    for kind, file in sorted(reader.recognised(files), key=lambda pair: TEMPLATES.index(pair[0])):
        reader.take_table(kind, file)
    if named and not any(fault.severity == "error" for fault in reader.faults):
        reader.ask_the_shapes()
    faults = sorted(dict.fromkeys(reader.faults), key=lambda one: (one.severity, one.file, one.row or 0))
    return Reading(reader.own, tuple(reader.read), tuple(faults))


class _Reader:
    def __init__(self, graph: bytes, named: Callable[[bytes], bytes] | None) -> None:
        self._graph, self._named = graph, named
        self._rdf: list[Held] = []
        self._drafts: list[tuple[str, Draft]] = []
        self.own = b""
        self.read: list[FileRead] = []
        self.faults: list[Fault] = []

    def take_rdf(self, file: Held) -> None:
        try:
            facts = parse_any(file) if self._named else b"".join(parse_named(file, f"{GRAPH}facts/draft"))
        except FactFileError as error:
            self.faults.append(of_rdf(file.name, error))
            return
        if not facts:
            self.faults.append(whole(file.name, "le fichier ne dit rien.", "the file says nothing."))
        self._rdf.append(file)
        self.own += facts
        self.read.append(FileRead(file.name, "rdf", facts.count(b"\n")))

    def recognised(self, files: Iterable[Held]) -> list[tuple[str, Held]]:
        """Tell which template each table fills, by its headings."""
        found = []
        for file in files:
            if file.suffix.lower() in TABLES:
                try:
                    found.append((recognise(read_table(file).columns), file))
                except TableError as error:
                    self.faults.append(of_table(file.name, error))
        return found

    def take_table(self, kind: str, file: Held) -> None:
        try:
            known = self._graph + self.own
            named = self._named(known) if self._named and kind == "evidence" else b""
            made = draft(file, kind, graph=known + named)
        except TableError as error:
            self.faults.append(of_table(file.name, error))
            return
        self.faults += [of_cell(file.name, one) for one in made.findings]
        if not made.total:
            self.faults.append(
                whole(file.name, "la table n’a aucune ligne sous ses titres.", "there is no row under the headings.")
            )
        written = Held(f"{kind}-{len(self._drafts)}.ttl", made.turtle.encode())
        self.own += b"".join(parse_named(written, f"{GRAPH}facts/{written.stem}"))
        self._drafts.append((file.name, made))
        self.read.append(FileRead(file.name, kind, len(made.kept)))

    def ask_the_shapes(self) -> None:
        """Hold all facts together against the shapes of the model, and tell of those that the files describe."""
        shapes = load_shapes(SHAPES / "model")
        shapes += triples_of(parse_any(SHAPES / "prefixes.ttl"))
        described = Reading(self.own, (), ()).described
        places = [(name, Places(made)) for name, made in self._drafts]
        locator = Locator(file for file in self._rdf if file.suffix.lower() in {".ttl", ".trig", ".nt", ".nq"})
        for found in check(self._graph + self.own, shapes, locator).findings:
            is_blank = ":" not in found.node
            if found.severity != "info" and (is_blank or found.node in described):
                self.faults += self._placed(found, places)

    def _placed(self, found: Finding, places: Sequence[tuple[str, Places]]) -> list[Fault]:
        cells = [
            of_cell(name, one) for name, table in places if not table.foreign(found) for one in table.findings(found)
        ]
        return cells or [of_shapes(", ".join(file.name for file in self._rdf), found)]


def recognise(columns: Sequence[str]) -> str:
    """Tell which template a table fills: the one that knows most of its headings; TableError when none knows half."""
    known = {name: sum(heading in _headings(name) for heading in columns) for name in TEMPLATES}
    best = max(TEMPLATES, key=lambda name: (known[name], known[name] / len(_headings(name))))
    if known[best] * 2 < len(columns):
        raise TableError(
            f"The headings ({', '.join(columns)}) are those of no template. Start from one of: {', '.join(TEMPLATES)}.",
            french=f"Les titres ({', '.join(columns)}) ne sont ceux d’aucun modèle. Partez de l’un d’eux : "
            f"{', '.join(TEMPLATES)}.",
        )
    return best


def _headings(name: str) -> frozenset[str]:
    columns = load_mapping(name).columns
    return frozenset(heading for column in columns.values() for heading in (column.name, *column.also))
