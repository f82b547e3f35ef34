"""Write the templates to download: headings, an example row, and what each column wants in both languages."""

import csv
import io
from pathlib import Path

from ..errors import TableError
from .mapping import Column
from .mapping_file import load_mapping

TEMPLATE_ENDINGS = (".csv", ".xlsx", ".ods")
_HEADINGS = ["colonne / column", "obligatoire / required", "ce qu'on y écrit", "what to write", "exemple / example"]


def write_template(name: str, output: Path) -> int:
    """Write the template of a mapping as CSV, XLSX or ODS, by the ending; give the number of columns."""
    ending = output.suffix.lower()
    if ending not in TEMPLATE_ENDINGS:
        raise TableError(f"{output.name}: a template is written as .csv, .xlsx or .ods, not '{ending}'.")
    output.write_bytes(make_template(name, ending))
    return len(template_columns(name))


def make_template(name: str, ending: str) -> bytes:
    """Make the template of a mapping, in the format of one of TEMPLATE_ENDINGS.

    A CSV has the explanations in a second row that begins with '#', which an import leaves out.
    """
    columns = template_columns(name)
    if ending == ".csv":
        return b"\xef\xbb\xbf" + _csv(columns).encode()  # Excel needs the mark to see UTF-8
    from .spreadsheets import write_ods, write_xlsx

    made = io.BytesIO()
    (write_ods if ending == ".ods" else write_xlsx)(made, {"table": _table(columns), "aide-help": _help(columns)})
    return made.getvalue()


def template_columns(name: str) -> list[Column]:
    """List the columns of the template of a mapping."""
    return [column for column in load_mapping(name).columns.values() if not column.ignore]


def _table(columns: list[Column]) -> list[list[str]]:
    return [[column.name for column in columns], [column.example for column in columns]]


def _help(columns: list[Column]) -> list[list[str]]:
    rows = [[one.name, "oui / yes" if one.required else "", one.fr, one.en, one.example] for one in columns]
    return [_HEADINGS, *rows]


def _csv(columns: list[Column]) -> str:
    out = io.StringIO()
    headings, example = _table(columns)
    told = [f"{column.fr} / {column.en}" for column in columns]
    csv.writer(out, lineterminator="\r\n").writerows([headings, [f"# {told[0]}", *told[1:]], example])
    return out.getvalue()
