"""Read the files of knowledge, ontology and facts, into named graphs: one file, one graph.

A file starts with header lines `#+ key: value`. `#+ expects:` gives the exact count of instances of each class of
ours, so that a lost or doubled node stops the build.
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from .errors import FactFileError
from .namespaces import CONS, GRAPH
from .resources import FACTS, ONTOLOGY
from .stores.parsing import parse_named

_RDF_TYPE = b"<http://www.w3.org/1999/02/22-rdf-syntax-ns#type>"
_HEADER = re.compile(r"#\+\s*([a-z-]+):\s*(.*?)\s*$")


@dataclass(frozen=True)
class KnowledgeFile:
    """Hold one file: where it lies, the graph that it becomes, its header, and its quads as N-Quads lines."""

    path: Path
    graph: str
    header: dict[str, str]
    quads: tuple[bytes, ...]


@dataclass(frozen=True)
class Dataset:
    """Hold all files of the graph, read and checked."""

    files: tuple[KnowledgeFile, ...]

    @property
    def nquads(self) -> bytes:
        """Give every quad once, sorted: the same files give the same bytes."""
        return b"".join(sorted({line for file in self.files for line in file.quads}))

    def __len__(self) -> int:
        return sum(len(file.quads) for file in self.files)


def load(facts: Path = FACTS, ontology: Path = ONTOLOGY) -> Dataset:
    """Read ontology and facts; the first file that cannot be read stops it, with file, line and reason."""
    return Dataset(tuple(read_files(knowledge_files(facts, ontology))))


def knowledge_files(facts: Path = FACTS, ontology: Path = ONTOLOGY) -> list[tuple[Path, str]]:
    """List every Turtle file of ontology and facts with the IRI of its graph, in the order of their names."""
    found = []
    for root, name in ((ontology, "ontology"), (facts, "facts")):
        for path in sorted(root.rglob("*.ttl")):
            inner = path.relative_to(root).with_suffix("")
            if inner.parts[0] != "vendored":
                found.append((path, f"{GRAPH}{name}/{inner.as_posix()}"))
    return found


def read_files(files: Iterable[tuple[Path, str]]) -> Iterator[KnowledgeFile]:
    """Read files one by one, so that a caller can show progress."""
    for path, graph in files:
        yield read_file(path, graph)


def read_file(path: Path, graph: str) -> KnowledgeFile:
    """Read one Turtle file into its named graph and hold it against its own header."""
    quads = tuple(parse_named(path, graph))
    header = read_header(path)
    if "expects" in header:
        _check_counts(path, header["expects"], quads)
    return KnowledgeFile(path, graph, header, quads)


def read_header(path: Path) -> dict[str, str]:
    """Read the `#+ key: value` lines at the top of a Turtle or SPARQL file."""
    header: dict[str, str] = {}
    for line in path.read_text(encoding="utf-8").splitlines():
        found = _HEADER.match(line)
        if not found:
            break
        header[found[1]] = found[2]
    return header


def _check_counts(path: Path, expects: str, quads: Iterable[bytes]) -> None:
    declared: dict[str, int] = {}
    for part in filter(None, (piece.strip() for piece in expects.split(","))):
        name, equals, number = part.partition("=")
        if not (equals and number.strip().isdigit() and name.startswith("cons:")):
            raise FactFileError(
                f"the header has '#+ expects: … {part} …'; write cons:Class=number, separated by commas.",
                file=path,
            )
        declared[name.removeprefix("cons:").strip()] = int(number)
    counted = _count_types(quads)
    for name in sorted(declared.keys() | counted.keys()):
        if declared.get(name, 0) != counted.get(name, 0):
            raise FactFileError(
                f"the header expects {declared.get(name, 0)} cons:{name}, the file has {counted.get(name, 0)}. If a "
                "node was added or removed on purpose, correct '#+ expects:'; else find what was lost or doubled.",
                file=path,
            )


def _count_types(quads: Iterable[bytes]) -> Counter[str]:
    counted: Counter[str] = Counter()
    start = b" " + _RDF_TYPE + b" <" + CONS.encode()
    for line in quads:
        if start in line and line.startswith(start, line.index(b" ")):
            counted[line.split(start, 1)[1].split(b">", 1)[0].decode()] += 1
    return counted
