"""Say what is wrong with a file that was handed in: where, what, why and what to do, in both languages."""

from dataclasses import dataclass
from typing import Literal

from ..errors import FactFileError, TableError
from ..ingest.findings import CellFinding
from ..namespaces import short
from ..validate import Finding


@dataclass(frozen=True)
class Fault:
    """Hold one fault; `row` counts from 1 as the file's own program shows it, `column` is a heading or a number.

    An error keeps anything from being judged, a warning does not.
    """

    file: str
    row: int | None
    column: str | None
    value: str | None
    severity: Literal["error", "warning"]
    reason_fr: str
    reason_en: str
    remedy_fr: str
    remedy_en: str


def of_cell(file: str, found: CellFinding) -> Fault:
    """Tell a finding of the import."""
    return Fault(
        file,
        found.row or None,
        found.column or None,
        found.value or None,
        "error" if found.severity == "error" else "warning",
        found.reason_fr,
        found.reason_en,
        found.remedy_fr,
        found.remedy_en,
    )


def of_table(file: str, error: TableError) -> Fault:
    """Tell of a table of which nothing can be used: its cell where one is to blame."""
    if isinstance(error.finding, CellFinding):
        return of_cell(file, error.finding)
    return whole(file, error.french or str(error), str(error))


def of_rdf(file: str, error: FactFileError) -> Fault:
    """Tell of RDF that cannot be read, with line and column."""
    reason = error.reason.removesuffix(" Nothing was loaded.")
    return Fault(
        file,
        error.line,
        str(error.column) if error.column else None,
        None,
        "error",
        f"la lecture du RDF s’arrête ici : {reason}",
        f"the RDF cannot be read further than this: {reason}",
        "Corriger à cet endroit, ou juste avant, et renvoyer le fichier.",
        "Mend this place, or the one just before, and send the file again.",
    )


def of_shapes(files: str, found: Finding) -> Fault:
    """Tell a finding of the shapes on a node that RDF describes, with the line where that is known."""
    return Fault(
        found.file or files,
        found.line,
        short(found.path) if found.path else None,
        short(found.node),
        "error" if found.severity == "violation" else "warning",
        f"la forme {short(found.shape)} refuse {short(found.node)}.",
        f"the shape {short(found.shape)} refuses {short(found.node)}.",
        found.message_fr,
        found.message_en,
    )


def whole(file: str, french: str, english: str, remedy_fr: str = "", remedy_en: str = "") -> Fault:
    """Tell of a file as a whole."""
    return Fault(file, None, None, None, "error", french, english, remedy_fr, remedy_en)
