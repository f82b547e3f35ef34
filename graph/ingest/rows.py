"""Make the nodes of one row, or say which of its cells stand in the way."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from ..namespaces import CONS, PREFIXES, expand
from ..stores import Term
from .evidence import Attested, Witness
from .findings import CellFinding, CellProblem, finding
from .lookup import Lookup
from .mapping import Mapping, Node, Property
from .patterns import Cells, Template
from .table import TableRow
from .turtle import Triple
from .values import read_value, replaced

_TYPE = f"{PREFIXES['rdf']}type"
_LABEL = f"{PREFIXES['rdfs']}label"
_PERIODS = (  # start, end, and whether the end is a day that no longer belongs to the period
    ("startEarliest", "endLatest", True),
    ("startDate", "endDate", False),
    ("startYear", "endYear", False),
    ("earliestDate", "latestDate", False),
)


@dataclass
class NodeDraft:
    """Hold what a row says of one node."""

    iri: str
    shared: bool
    triples: list[Triple] = field(default_factory=list)


@dataclass
class RowDraft:
    """Hold what one row becomes; `origins` tells from which column and cell a property or a reference comes."""

    number: int
    key: str
    title: str
    identity: tuple[str, ...]
    nodes: list[NodeDraft]
    documents: list[Triple]
    passages: list[Triple]
    attestations: list[Triple]
    origins: dict[tuple[str, str], tuple[str, str]]
    findings: list[CellFinding]

    @property
    def triples(self) -> Iterator[Triple]:
        """Yield every triple of the row."""
        for node in self.nodes:
            yield from node.triples
        yield from (*self.documents, *self.passages, *self.attestations)


class RowMaker:
    """Make one row after the other by one mapping."""

    def __init__(self, mapping: Mapping, lookup: Lookup) -> None:
        self._mapping, self._lookup = mapping, lookup

    def make(self, row: TableRow) -> RowDraft:
        """Make the nodes of a row; its findings tell whether it can be kept."""
        return _Row(self._mapping, self._lookup, row).draft()


class _Row:
    def __init__(self, mapping: Mapping, lookup: Lookup, row: TableRow) -> None:
        self._mapping, self._lookup, self._number = mapping, lookup, row.number
        self._cells = {**row.cells, "row": str(row.number)}
        self._findings = [
            finding(row.number, "missing", column=column.name)
            for column in mapping.columns.values()
            if column.required and not row.cells.get(column.name)
        ]
        key = mapping.key.fill(self._cells)
        if key is None:
            self._findings.append(
                finding(row.number, "no-key", column=mapping.key.columns[0], details={"template": mapping.key.text})
            )
        self._cells["key"] = key or ""
        self._nodes: list[NodeDraft] = []
        self._origins: dict[tuple[str, str], tuple[str, str]] = {}
        self._witness = Witness(mapping, lookup, self._cells)

    def draft(self) -> RowDraft:
        if not self._findings:
            for node in self._mapping.nodes:
                for cells in self._repeated(node):
                    if node.when is None or node.when(cells):
                        self._try_node(node, cells)
        return RowDraft(
            number=self._number,
            key=self._cells["key"],
            title=self._mapping.row_title.fill(self._cells) or self._cells["key"],
            identity=tuple(self._cells.get(name, "") for name in self._mapping.identity),
            nodes=self._nodes,
            documents=self._witness.documents,
            passages=self._witness.passages,
            attestations=self._witness.attestations,
            origins=self._origins,
            findings=list(dict.fromkeys(self._findings)),
        )

    def _repeated(self, node: Node) -> Iterator[Cells]:
        """Yield the cells once, or once per piece of the cell that the node is repeated for."""
        if node.each is None:
            yield self._cells
            return
        column, separator = node.each
        pieces = [piece.strip() for piece in self._cells.get(column, "").split(separator)]
        for rank, piece in enumerate(filter(None, pieces), 1):
            yield {**self._cells, "each": piece, "n": str(rank)}

    def _try_node(self, node: Node, cells: Cells) -> None:
        try:
            found = self._iri_of(node, cells)
            if found is None or (found[1] and not node.extend):
                return
            self._make_node(node, found[0], cells)
        except CellProblem as problem:
            self._note(problem, cells)

    def _iri_of(self, node: Node, cells: Cells) -> tuple[str, bool] | None:
        """Give the IRI of a node and whether the graph knew it; None when the cells that name it are empty."""
        if node.find:
            named = node.find.fill(cells)
            if named is None:
                return None
            try:
                return self._lookup.node(node.find_classes, named), True
            except CellProblem as problem:
                problem.column = _column_of(node.find, node)
                if problem.code != "unknown-name" or node.iri is None:
                    raise
        assert node.iri  # noqa: S101  (a mapping has one of the two)
        iri = node.iri.fill(cells)
        return None if iri is None else (self._checked(iri, _column_of(node.iri, node)), False)

    def _checked(self, name: str, column: str) -> str:
        iri = (expand(name) or name).rstrip("-")  # an optional last part that is empty leaves its hyphen behind
        if not re.match(r"[A-Za-z][A-Za-z0-9+.-]*:[^\s<>\"{}|\\^`]+\Z", iri):
            raise CellProblem("iri", column=column, value=name)
        return self._mapping.same.get(iri, iri)

    def _make_node(self, node: Node, iri: str, cells: Cells) -> None:
        made = NodeDraft(iri, node.shared)
        made.triples += [(iri, _TYPE, Term("iri", one)) for one in node.types]
        said: list[tuple[Property, Triple]] = []
        for told in node.properties:
            if told.when is None or told.when(cells):
                said += [(told, triple) for triple in self._say(told, iri, cells)]
        made.triples += [triple for _, triple in said]
        if not made.triples:
            return
        self._nodes.append(made)
        self._check_periods(made)
        self._attest(node, made, said, cells)

    def _say(self, told: Property, iri: str, cells: Cells) -> list[Triple]:
        column = told.column or (_column_of(told.template) if told.template else "")
        triples: list[Triple] = []
        try:
            if told.kind == "citations":
                return [(iri, told.properties[0], one) for one in self._witness.citations(told.evidence)]
            text = self._text(told, cells)
            for piece in text.split(told.separator) if told.separator else [text]:
                triples += self._read(told, iri, piece.strip(), cells)
        except CellProblem as problem:
            problem.column = problem.column or column
            self._note(problem, cells)
        for subject, predicate, value in triples:
            self._origins.setdefault((subject, predicate), (column, cells.get(column, "")))
            if value.kind == "iri":
                self._origins.setdefault((value.value, ""), (column, cells.get(column, "")))
        return triples

    def _text(self, told: Property, cells: Cells) -> str:
        if told.column:
            text = cells.get(told.column, "")
        else:
            text = (told.template.fill(cells) if told.template else told.value) or ""
        if told.required and not text:
            raise CellProblem("missing")
        return text

    def _read(self, told: Property, iri: str, piece: str, cells: Cells) -> list[Triple]:
        text = replaced(piece, told.map)
        if not text:
            return []
        try:
            values = read_value(text, told.kind, told.options, self._lookup)
        except CellProblem as problem:
            other = told.otherwise.fill(cells) if told.otherwise and problem.code == "unknown-name" else None
            if other is None:
                raise
            values = [Term("iri", self._checked(other, told.column or ""))]
        predicates = (*told.properties, f"{CONS}date")  # the third value, if any, is the one day that bounds agree on
        return [
            (iri, predicate, self._same(value)) for predicate, value in zip(predicates, values, strict=False) if value
        ]

    def _same(self, value: Term) -> Term:
        return Term("iri", self._mapping.same.get(value.value, value.value)) if value.kind == "iri" else value

    def _check_periods(self, made: NodeDraft) -> None:
        values = {predicate: value.value for _, predicate, value in made.triples}
        for start, end, half_open in _PERIODS:
            first, last = values.get(f"{CONS}{start}"), values.get(f"{CONS}{end}")
            if first and last and (last < first or (half_open and last == first)):
                column, cell = self._origins.get((made.iri, f"{CONS}{end}"), ("", ""))
                other, cell_of_start = self._origins.get((made.iri, f"{CONS}{start}"), ("", ""))
                shown = {"end": cell or last, "start": cell_of_start or first, "other": other}
                self._findings.append(finding(self._number, "period", column=column, value=cell, details=shown))

    def _attest(self, node: Node, made: NodeDraft, said: list[tuple[Property, Triple]], cells: Cells) -> None:
        if node.attest == "node":
            self._witness.attest(Attested(made.iri, None, None), node.evidence, {}, shared=node.shared)
        for told, (subject, predicate, value) in said:
            grain = told.attest or (node.attest if predicate != _LABEL else "none")
            if grain not in {"property", "value"}:
                continue
            changed = {
                "reading": told.reading,
                "confidence": told.confidence,
                "comment": told.comment.fill(cells) if told.comment else None,
            }
            what = Attested(subject, predicate, value if grain == "value" else None)
            self._witness.attest(what, told.evidence or node.evidence, changed, shared=node.shared)

    def _note(self, problem: CellProblem, cells: Cells) -> None:
        value = problem.value or cells.get(problem.column, "")
        self._findings.append(
            finding(self._number, problem.code, column=problem.column, value=value, details=problem.details)
        )


def _column_of(template: Template, node: Node | None = None) -> str:
    """Give the column to name in a finding about a template."""
    for column in template.columns:
        if column in {"each", "n"} and node and node.each:
            return node.each[0]
        if column not in {"each", "n", "row", "key"}:
            return column
    return ""
