"""Say what is wrong with a cell: row, column, value, reason and remedy, in French and English."""

import csv
import io
from collections.abc import Iterable, Mapping
from dataclasses import astuple, dataclass, fields

from .messages import MESSAGES


class CellProblem(Exception):
    """Stop the reading of one cell; `code` names a message of MESSAGES, the rest fills it."""

    def __init__(self, code: str, *, column: str = "", value: str = "", **details: object) -> None:
        self.code, self.column, self.value, self.details = code, column, value, details
        super().__init__(code)


@dataclass(frozen=True)
class CellFinding:
    """Hold one finding; `row` is numbered as in the spreadsheet (0: the whole table), an error refuses its row."""

    row: int
    column: str
    value: str
    severity: str  # "error" or "warning"
    code: str
    reason_fr: str
    reason_en: str
    remedy_fr: str
    remedy_en: str


def finding(
    row: int,
    code: str,
    *,
    column: str = "",
    value: str = "",
    severity: str = "error",
    details: Mapping[str, object] | None = None,
) -> CellFinding:
    """Make a finding from the message of that code."""
    told = {"column": column, "value": value, "row": row, **(details or {})}
    reason_fr, reason_en, remedy_fr, remedy_en = (text.format(**told) for text in MESSAGES[code])
    return CellFinding(row, column, value, severity, code, reason_fr, reason_en, remedy_fr, remedy_en)


def as_text(found: CellFinding) -> str:
    """Write a finding for a terminal, French then English."""
    kind_fr, kind_en = ("REFUS", "REFUSED") if found.severity == "error" else ("AVERTISSEMENT", "WARNING")
    where_fr, where_en = (f"ligne {found.row}", f"row {found.row}") if found.row else ("table", "table")
    if found.column:
        where_fr, where_en = f"{where_fr}, colonne « {found.column} »", f'{where_en}, column "{found.column}"'
    value_fr, value_en = (f" « {found.value} »", f' "{found.value}"') if found.value else ("", "")
    return (
        f"{kind_fr}  {where_fr}{value_fr} : {found.reason_fr} {found.remedy_fr}\n"
        f"{kind_en}  {where_en}{value_en}: {found.reason_en} {found.remedy_en}\n"
    )


def as_csv(found: Iterable[CellFinding]) -> str:
    """Write findings as a table that a spreadsheet opens; a cell that would be taken for a formula is quoted."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow([field.name for field in fields(CellFinding)])
    for one in found:
        writer.writerow([_harmless(str(value)) for value in astuple(one)])
    return out.getvalue()


def _harmless(text: str) -> str:
    return f"'{text}" if text.startswith(("=", "+", "-", "@", "\t", "\r")) else text
