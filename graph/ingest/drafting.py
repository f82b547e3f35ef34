"""Turn a table into a draft fact file: good rows are kept, bad ones listed, nothing is merged silently."""

import difflib
from collections import Counter
from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path

from ..errors import TableError
from ..namespaces import CONS, PREFIXES, short
from ..readable import Readable
from ..resources import FACTS, ONTOLOGY
from ..stores import Term
from .findings import CellFinding, finding
from .lookup import Lookup
from .mapping import Mapping
from .mapping_file import load_mapping
from .names import fold_body
from .rows import RowDraft, RowMaker
from .table import Table, TableRow, read_table
from .turtle import Triple, write_block, write_prefixes

_TYPE = f"{PREFIXES['rdf']}type"


@dataclass(frozen=True)
class Draft:
    """Hold what a table became: the rows kept, what was found, and how many rows there were."""

    mapping: Mapping
    table_name: str
    kept: tuple[RowDraft, ...]
    findings: tuple[CellFinding, ...]
    total: int
    lookup: Lookup

    @property
    def refused(self) -> int:
        """Count the rows that are not in the draft."""
        return self.total - len(self.kept)

    @property
    def turtle(self) -> str:
        """Write the draft as a fact file: the same table and mapping give the same bytes."""
        return _write(self)

    def without(self, found: Iterable[CellFinding]) -> "Draft":
        """Refuse the rows that the findings call errors, and keep the findings."""
        told = tuple(found)
        bad = {one.row for one in told if one.severity == "error"}
        kept = tuple(row for row in self.kept if row.number not in bad)
        return replace(self, kept=kept, findings=_sorted((*self.findings, *told)))


def draft(
    table: Readable,
    mapping: str | Path,
    *,
    sheet: str | None = None,
    replaces: Path | None = None,
    moment: str | None = None,
    facts: Path = FACTS,
    ontology: Path = ONTOLOGY,
    beside: Iterable[Path] = (),
    graph: bytes | None = None,
) -> Draft:
    """Read a table by a mapping into a draft, without asking the shapes.

    `replaces` is the fact file that the draft stands for: it is left out of the graph when codes and names are looked
    up, so that a second import gives the same bytes; what the files `beside` name is looked up too; the N-Quads of
    `graph` are looked up in place of all these. `moment` is what a mapping calls "now" (the present unless given).
    TableError and MappingError when nothing can be read.
    """
    read = load_mapping(mapping).at(moment or datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ"))
    lookup = Lookup(facts, ontology, replaces, beside, graph)
    rows, found = _headed(read_table(table, sheet), read)
    maker = RowMaker(read, lookup)
    made = [maker.make(row) for row in rows if read.rows is None or read.rows(row.cells)]
    kept: list[RowDraft] = []
    faulty = {one.row for one in found if one.severity == "error"}
    twins = _Twins(read)
    for row in made:
        found += row.findings
        if row.number in faulty or row.findings:
            continue
        twin = twins.find(row)
        if twin:
            found.append(twin)
        else:
            twins.keep(row)
            kept.append(row)
    return Draft(read, table.name, tuple(kept), _sorted(found), len(made), lookup)


def _sorted(found: Iterable[CellFinding]) -> tuple[CellFinding, ...]:
    return tuple(sorted(dict.fromkeys(found), key=lambda one: (one.row, one.severity, one.column, one.code, one.value)))


def _headed(table: Table, mapping: Mapping) -> tuple[list[TableRow], list[CellFinding]]:
    """Put the columns under the names that the mapping knows them by, and tell of those that are not on both sides."""
    names = {name: name for name in mapping.columns}
    for column in mapping.columns.values():
        if column.name not in table.columns:
            names |= dict.fromkeys(column.also, column.name)
    found = list(table.findings)
    present = {names[heading] for heading in table.columns if heading in names}
    for heading in table.columns:
        if heading not in names:
            near = _nearest(heading, set(names))
            found.append(finding(0, "column-unknown", column=heading, severity="warning", details={"nearest": near}))
    for column in mapping.columns.values():
        if column.name not in present and not column.ignore:
            near = _nearest(column.name, set(table.columns) - set(names))
            found.append(finding(0, "column-absent", column=column.name, severity="warning", details={"nearest": near}))
        if column.required and column.name not in present:
            raise TableError(
                f"There is no column '{column.name}', which the mapping requires. The headings read: "
                f"{', '.join(table.columns)}. Name the column so, or mend the mapping.",
                french=f"Il manque la colonne « {column.name} », que la table exige. Titres lus : "
                f"{', '.join(table.columns)}. Donnez ce titre à la colonne, ou repartez du modèle.",
            )
    rows = [
        TableRow(row.number, {names[heading]: cell for heading, cell in row.cells.items() if heading in names})
        for row in table.rows
    ]
    return rows, found


def _nearest(name: str, offer: Collection[str]) -> str:
    near = difflib.get_close_matches(name, sorted(offer), n=1, cutoff=0.4)
    return near[0] if near else "-"


class _Twins:
    """Find the rows that are one: same key, same folded identity, or same node."""

    def __init__(self, mapping: Mapping) -> None:
        self._mapping = mapping
        self._keys: dict[str, int] = {}
        self._identities: dict[tuple[str, ...], int] = {}
        self._nodes: dict[str, int] = {}

    def find(self, row: RowDraft) -> CellFinding | None:
        columns = self._mapping.identity or self._mapping.key.columns
        column = next(iter(columns), "")

        def twin(code: str, first: int, **details: str) -> CellFinding:
            told = {"first": first, **details}
            return finding(row.number, code, column=column, value=row.title, details=told)

        identity = self._identity(row)
        if identity and identity in self._identities:
            same = ", ".join(self._mapping.identity)
            return twin("same-body", self._identities[identity], columns=same)
        if row.key in self._keys:
            return twin("same-key", self._keys[row.key], key=row.key)
        for node in row.nodes:
            if not node.shared and node.iri in self._nodes:
                return twin("same-node", self._nodes[node.iri], node=short(node.iri))
        return None

    def keep(self, row: RowDraft) -> None:
        self._keys[row.key] = row.number
        identity = self._identity(row)
        if identity:
            self._identities[identity] = row.number
        self._nodes |= {node.iri: row.number for node in row.nodes if not node.shared}

    def _identity(self, row: RowDraft) -> tuple[str, ...] | None:
        return tuple(fold_body(cell) for cell in row.identity) if row.identity and row.identity[0] else None


def _write(made: Draft) -> str:
    """Write header, prefixes, one block per row, and the sources at the end, each once."""
    sections: list[str] = []
    blocks: list[str] = []
    counted: set[tuple[str, str]] = set()
    documents: dict[str, list[tuple[str, Term]]] = {}
    united = _united(made.kept)
    for row in made.kept:
        mine = [(node.iri, united.pop(node.iri)) for node in row.nodes if node.iri in united]
        passages = _by_subject([*row.passages, *row.attestations])
        written = [write_block(subject, pairs) for subject, pairs in (*mine, *passages.items())]
        for subject, pairs in _by_subject(row.documents).items():
            documents.setdefault(subject, pairs)
        counted |= {(subject, value.value) for subject, pairs in (*mine, *passages.items()) for value in _types(pairs)}
        blocks += written
        sections.append(f"# {' '.join(row.title.split())}\n{''.join(written)}")
    if documents:
        written = [write_block(subject, pairs) for subject, pairs in documents.items()]
        counted |= {(subject, value.value) for subject, pairs in documents.items() for value in _types(pairs)}
        blocks += written
        sections.append(f"# --- sources ---\n{''.join(written)}")
    return "\n".join([_header(made, counted), write_prefixes(blocks), *sections])


def _header(made: Draft, counted: set[tuple[str, str]]) -> str:
    counts = Counter(kind.removeprefix(CONS) for _, kind in counted if kind.startswith(CONS))
    expects = ", ".join(f"cons:{name}={number}" for name, number in sorted(counts.items()))
    lines = {
        "title": made.mapping.title,
        "title-en": made.mapping.title_en,
        **made.mapping.header,
        "imported-from": f"{made.table_name}, by {made.mapping.name}",
        "expects": expects,
    }
    return "".join(f"#+ {name}: {value}\n" for name, value in lines.items() if value)


def _united(rows: Iterable[RowDraft]) -> dict[str, list[tuple[str, Term]]]:
    """Unite what the rows say of each node, so that a shared one is written once, with the first row that has it."""
    united: dict[str, list[tuple[str, Term]]] = {}
    for row in rows:
        for node in row.nodes:
            pairs = united.setdefault(node.iri, [])
            pairs += [(predicate, value) for _, predicate, value in node.triples if (predicate, value) not in pairs]
    return united


def _by_subject(triples: Iterable[Triple]) -> dict[str, list[tuple[str, Term]]]:
    found: dict[str, list[tuple[str, Term]]] = {}
    for subject, predicate, value in triples:
        found.setdefault(subject, []).append((predicate, value))
    return found


def _types(pairs: Iterable[tuple[str, Term]]) -> list[Term]:
    return [value for predicate, value in pairs if predicate == _TYPE]
