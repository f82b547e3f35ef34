"""Find in which file, and on which line, a node of the graph is written."""

import re
from collections.abc import Iterable
from pathlib import Path

from .namespaces import PREFIXES
from .readable import Readable
from .resources import FACTS, ONTOLOGY

_SUBJECT = re.compile(r"(?:([a-z]+):([\w.-]+)|<([^>]+)>)\s+(?:a\s|[a-z]+:\w|<)")


class Locator:
    """Map the IRI of a subject to the first line where a Turtle file writes about it."""

    def __init__(self, files: Iterable[Readable]) -> None:
        self._places: dict[str, tuple[Readable, int]] = {}
        for path in files:
            for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
                for iri in _subjects(line):
                    self._places.setdefault(iri, (path, number))

    @classmethod
    def of_the_graph(cls, *more: Path) -> "Locator":
        """Know every file of ontology and facts, and the ones given besides."""
        return cls([*more, *sorted(ONTOLOGY.rglob("*.ttl")), *sorted(FACTS.rglob("*.ttl"))])

    def find(self, iri: str) -> tuple[Readable, int] | None:
        """Give file and line, or None for a node that no file has as a subject at the start of a line."""
        return self._places.get(iri)


def _subjects(line: str) -> list[str]:
    """Give the subject that a line opens; our files write one at the start of a line, or after a full stop."""
    if not line or line[0] in " \t#@":
        return []
    found = []
    for piece in re.split(r"(?<= \.) ", line):
        match = _SUBJECT.match(piece)
        if match and match[3]:
            found.append(match[3])
        elif match and match[1] in PREFIXES:
            found.append(PREFIXES[match[1]] + match[2])
    return found
