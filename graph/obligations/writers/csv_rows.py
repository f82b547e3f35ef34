"""Write verdicts as CSV: one row per obligation, the keys of the JSON laid flat."""

import csv
import io
from collections.abc import Iterable, Mapping, Sequence
from typing import get_type_hints

from ..verdict import Verdict
from .rows import EvidenceRecord, Record, RequirementRecord, as_record

SEPARATOR = " | "
_NESTED: dict[str, tuple[str, ...]] = {
    "evidence": tuple(get_type_hints(EvidenceRecord)),
    "requirements": tuple(get_type_hints(RequirementRecord)),
}


def write_csv(verdicts: Iterable[Verdict]) -> str:
    """Write a header and a row per verdict.

    A list stands in one cell, ` | ` between its members. The columns of evidence keep step: the second place of
    `evidence_source` belongs to the second of `evidence_iri`, and what is unknown leaves its place empty.
    """
    out = io.StringIO()
    writer = csv.DictWriter(out, columns(), lineterminator="\n")
    writer.writeheader()
    writer.writerows(_flat(as_record(verdict)) for verdict in verdicts)
    return out.getvalue()


def columns() -> tuple[str, ...]:
    """Name the columns in their order, the same for every selection."""
    keys = list(get_type_hints(Record))
    return tuple(name for key in keys for name in ([f"{key}_{part}" for part in _NESTED.get(key, ())] or [key]))


def _flat(record: Record) -> dict[str, str]:
    row: dict[str, str] = {}
    for key, value in record.items():
        if key in _NESTED and isinstance(value, list):
            row |= {f"{key}_{part}": _cell(_column(value, part)) for part in _NESTED[key]}
        else:
            row[key] = _cell(value)
    return row


def _column(members: Sequence[Mapping[str, object]], part: str) -> list[object]:
    """Give one column of nested members; a list in one of them is told with spaces."""
    return [" ".join(value) if isinstance(value := member[part], list) else value for member in members]


def _cell(value: object) -> str:
    if isinstance(value, list):
        return SEPARATOR.join(_cell(one) for one in value)
    if isinstance(value, bool):
        return str(value).lower()
    return "" if value is None else str(value)
