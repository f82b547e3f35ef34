"""Hold a mapping: which column becomes which property. mapping_file.py reads it, README.md tells its format."""

from dataclasses import dataclass, field, replace
from typing import Any

from .patterns import Condition, Template


@dataclass(frozen=True)
class Column:
    """Describe one column: what it must hold, and what its template tells people."""

    name: str
    required: bool
    ignore: bool
    also: tuple[str, ...]
    fr: str
    en: str
    example: str


@dataclass(frozen=True)
class CellMap:
    """Replace a cell before it is read; None means that nothing is written."""

    values: dict[str, str | None]
    closed: bool = False


@dataclass(frozen=True)
class Sources:
    """Make source documents from a column of addresses or titles."""

    column: str
    separator: str
    iri: Template | None
    type: str
    type_column: str | None
    types: dict[str, str]
    language: str
    title: Template | None
    map: dict[str, str]


@dataclass(frozen=True)
class Evidence:
    """Say where the facts of a row are read, by whom, how and with what confidence."""

    name: str
    source: Template | None
    sources: Sources | None
    fragment: Template
    confidence_column: str | None
    confidence: str
    confidence_map: dict[str, str]
    reading_column: str | None
    reading: str
    comment: Template | None
    by: str
    at: str


@dataclass(frozen=True)
class Property:
    """Turn one column, template or constant into the values of one property (two for dates as bounds)."""

    properties: tuple[str, ...]
    column: str | None
    template: Template | None
    value: str | None
    kind: str
    options: dict[str, Any]
    map: CellMap | None
    separator: str | None
    required: bool
    when: Condition | None
    otherwise: Template | None  # for kind "node": the IRI of a thing that the graph does not know
    attest: str | None
    evidence: str | None
    reading: str | None
    confidence: str | None
    comment: Template | None


@dataclass(frozen=True)
class Node:
    """Make one node per row, or per piece of a cell (`each`)."""

    iri: Template | None
    find: Template | None
    find_classes: tuple[str, ...]
    extend: bool
    each: tuple[str, str] | None
    when: Condition | None
    types: tuple[str, ...]
    shared: bool
    properties: tuple[Property, ...]
    attest: str
    evidence: str | None


@dataclass(frozen=True)
class Mapping:
    """Hold a whole mapping."""

    name: str
    title: str
    title_en: str
    header: dict[str, str]
    table: str
    key: Template
    row_title: Template
    rows: Condition | None
    identity: tuple[str, ...]
    columns: dict[str, Column]
    same: dict[str, str]
    evidence: dict[str, Evidence]
    nodes: tuple[Node, ...] = field(repr=False)

    def at(self, moment: str) -> "Mapping":
        """Put a moment in the place of "now"."""
        told = {name: replace(one, at=moment) if one.at == "now" else one for name, one in self.evidence.items()}
        return replace(self, evidence=told)
