"""Check triples against shapes with pySHACL; a report becomes a list of findings.

Only violations make a graph not conform: warnings and information never flip the verdict. Every shape has an IRI,
so every finding names the rule that it comes from.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Literal

import rdflib
from pyshacl import validate as pyshacl_validate
from rdflib.namespace import RDF, SH
from rdflib.term import Node

from .locate import Locator
from .resources import SHAPES
from .stores.parsing import parse_any

Severity = Literal["violation", "warning", "info"]
_SEVERITIES: dict[Node, Severity] = {SH.Violation: "violation", SH.Warning: "warning", SH.Info: "info"}


@dataclass(frozen=True, order=True)
class Finding:
    """Hold one result of a check: the rule, the node, and what to do, in both languages."""

    severity: Severity
    shape: str
    focus: str
    path: str | None
    value: str | None
    component: str
    message_fr: str
    message_en: str
    file: str | None = None
    line: int | None = None


@dataclass(frozen=True)
class Report:
    """Hold what a check found, and how many shapes it tried: a check of no shapes proves nothing."""

    findings: tuple[Finding, ...]
    shapes: int
    triples: rdflib.Graph

    @property
    def conforms(self) -> bool:
        """Tell whether there is no violation."""
        return not any(finding.severity == "violation" for finding in self.findings)

    def of(self, severity: Severity) -> tuple[Finding, ...]:
        """Give the findings of one severity."""
        return tuple(finding for finding in self.findings if finding.severity == severity)


def load_shapes(*folders: Path) -> rdflib.Graph:
    """Read every Turtle file of the folders (all of `shapes/` unless given) into one shapes graph.

    FactFileError names the file and line that cannot be read.
    """
    shapes = rdflib.Graph()
    for folder in folders or (SHAPES,):
        for path in sorted(folder.rglob("*.ttl")):
            shapes += triples_of(parse_any(path))
    return shapes


def shape_iris(shapes: rdflib.Graph) -> frozenset[str]:
    """Name every node shape and property shape of a shapes graph."""
    kinds = (SH.NodeShape, SH.PropertyShape)
    named = {node for kind in kinds for node in shapes.subjects(RDF.type, kind)}
    named.update(shapes.objects(None, SH.property))
    return frozenset(str(node) for node in named if isinstance(node, rdflib.URIRef))


def triples_of(nquads: bytes) -> rdflib.Graph:
    """Give the union of all named graphs as one rdflib graph, which is what shapes look at."""
    dataset = rdflib.Dataset(default_union=True)
    dataset.parse(data=nquads, format="nquads")
    union = rdflib.Graph()
    for triple in dataset.triples((None, None, None)):
        union.add(triple)
    return union


def check(triples: rdflib.Graph, shapes: rdflib.Graph, locator: Locator | None = None) -> Report:
    """Check triples against shapes; findings are sorted, worst first, and located when a locator is given."""
    count = len(shape_iris(shapes))
    if count == 0:
        raise ValueError("There is no shape to check with: the verdict would be empty.")
    _, results, _ = pyshacl_validate(
        triples, shacl_graph=shapes, advanced=True, allow_warnings=True, allow_infos=True, inplace=True
    )
    found = (_finding(results, node) for node in results.subjects(RDF.type, SH.ValidationResult))
    placed = (_place(finding, locator) for finding in found)
    order = list(_SEVERITIES.values())
    findings = sorted(placed, key=lambda one: (order.index(one.severity), one.shape, one.focus, str(one)))
    return Report(tuple(findings), count, results)


def _finding(results: rdflib.Graph, node: Node) -> Finding:
    def text(predicate: Node) -> str | None:
        value = results.value(node, predicate)
        return None if value is None else str(value)

    messages = [message for message in results.objects(node, SH.resultMessage) if isinstance(message, rdflib.Literal)]
    return Finding(
        severity=_SEVERITIES[results.value(node, SH.resultSeverity) or SH.Violation],
        shape=text(SH.sourceShape) or "",
        focus=text(SH.focusNode) or "",
        path=_path(results, node),
        value=text(SH.value),
        component=text(SH.sourceConstraintComponent) or "",
        message_fr=_message(messages, "fr"),
        message_en=_message(messages, "en"),
    )


def _path(results: rdflib.Graph, node: Node) -> str | None:
    path = results.value(node, SH.resultPath)
    return None if path is None else path.n3() if isinstance(path, rdflib.BNode) else str(path)


def _message(messages: Iterable[rdflib.Literal], language: str) -> str:
    sorted_messages = sorted(messages, key=lambda one: (one.language != language, str(one)))
    return str(sorted_messages[0]) if sorted_messages else ""


def _place(finding: Finding, locator: Locator | None) -> Finding:
    place = locator.find(finding.focus) if locator else None
    return replace(finding, file=_as_seen_from_here(place[0]), line=place[1]) if place else finding


def _as_seen_from_here(path: Path) -> str:
    here = Path.cwd()
    return str(path.relative_to(here)) if path.is_relative_to(here) else str(path)
