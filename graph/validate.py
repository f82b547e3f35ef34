"""Check triples against shapes with one of the engines; a report becomes a list of findings.

Only violations make a graph not conform: warnings and information never flip the verdict. Every shape has an IRI,
so every finding names the rule that it comes from.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Literal

import rdflib
from rdflib.namespace import RDF, SH
from rdflib.term import Node

from .engines import engine as choose_engine
from .locate import Locator
from .namespaces import NS, short
from .readable import Readable
from .resources import SHAPES
from .stores.parsing import parse_any
from .triples import triples_of

Severity = Literal["violation", "warning", "info"]
_SEVERITIES: dict[Node, Severity] = {SH.Violation: "violation", SH.Warning: "warning", SH.Info: "info"}
_VARIABLE = re.compile(r"\{[?$]\w+\}")


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

    @property
    def node(self) -> str:
        """Give the node to look at: a rule about the whole graph has the ontology in focus and names it as value."""
        return self.value if self.focus == NS and self.value else self.focus


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


def check(
    data: rdflib.Graph | bytes, shapes: rdflib.Graph, locator: Locator | None = None, *, engine: str | None = None
) -> Report:
    """Check data against shapes; findings are sorted, worst first, and located when a locator is given.

    The data are an rdflib graph, or N-Quads whose union is looked at; `engine` is a name of `graph.engines`.
    """
    count = len(shape_iris(shapes))
    if count == 0:
        raise ValueError("There is no shape to check with: the verdict would be empty.")
    results = choose_engine(engine).run(data, shapes)
    found = (_finding(results, node, shapes) for node in results.subjects(RDF.type, SH.ValidationResult))
    placed = (_place(finding, locator) for finding in found)
    order = list(_SEVERITIES.values())
    findings = sorted(placed, key=lambda one: (order.index(one.severity), one.shape, one.focus, str(one)))
    report = Report(tuple(findings), count, results)
    for node in results.subjects(RDF.type, SH.ValidationReport):
        results.set((node, SH.conforms, rdflib.Literal(report.conforms)))
    return report


def _finding(results: rdflib.Graph, node: Node, shapes: rdflib.Graph) -> Finding:
    def text(predicate: Node) -> str | None:
        value = results.value(node, predicate)
        return None if value is None else str(value)

    shape = results.value(node, SH.sourceShape)
    said = _said(shape, shapes)
    filled = [str(message) for message in results.objects(node, SH.resultMessage)]
    return Finding(
        severity=_SEVERITIES[results.value(node, SH.resultSeverity) or SH.Violation],
        shape=str(shape or ""),
        focus=text(SH.focusNode) or "",
        path=_path(results.value(node, SH.resultPath), shapes.value(shape, SH.path), shapes),
        value=text(SH.value),
        component=text(SH.sourceConstraintComponent) or "",
        message_fr=_message(said, filled, "fr"),
        message_en=_message(said, filled, "en"),
    )


def _path(found: Node | None, of_shape: Node | None, shapes: rdflib.Graph) -> str | None:
    """Give the IRI of a property, or a composite path of the shape as SPARQL writes it."""
    if isinstance(of_shape, rdflib.BNode):
        return _written(of_shape, shapes)
    return None if found is None else str(found)


def _written(path: Node, shapes: rdflib.Graph) -> str:
    """Write a path with prefixes: ^inverse, first/second, one|other."""
    if isinstance(path, rdflib.URIRef):
        return short(str(path))
    inverse = shapes.value(path, SH.inversePath)
    if inverse is not None:
        return f"^{_written(inverse, shapes)}"
    either = shapes.value(path, SH.alternativePath)
    sign, steps = ("/", path) if either is None else ("|", either)
    return sign.join(_written(step, shapes) for step in shapes.items(steps))


def _said(shape: Node | None, shapes: rdflib.Graph) -> list[rdflib.Literal]:
    """Give the messages of the SPARQL constraints of a shape, or else those of the shape itself."""
    constraints = [text for query in shapes.objects(shape, SH.sparql) for text in shapes.objects(query, SH.message)]
    texts = constraints or list(shapes.objects(shape, SH.message))
    return [text for text in texts if isinstance(text, rdflib.Literal)]


def _message(said: Sequence[rdflib.Literal], filled: Sequence[str], language: str) -> str:
    """Choose a message by language, its {?variables} filled in; both engines fill them, but drop the language."""
    if not said:
        return min(filled, default="")
    template = min(said, key=lambda one: (one.language != language, str(one)))
    around = _VARIABLE.split(str(template))
    if len(around) == 1:
        return str(template)
    pattern = re.compile(".*".join(re.escape(part) for part in around), re.DOTALL)
    return next((text for text in sorted(filled) if pattern.fullmatch(text)), str(template))


def _place(finding: Finding, locator: Locator | None) -> Finding:
    place = locator.find(finding.node) if locator else None
    return replace(finding, file=_as_seen_from_here(place[0]), line=place[1]) if place else finding


def _as_seen_from_here(path: Readable) -> str:
    if not isinstance(path, Path):
        return path.name
    here = Path.cwd()
    return str(path.relative_to(here)) if path.is_relative_to(here) else str(path)
