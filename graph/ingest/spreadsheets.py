"""Read and write spreadsheets, XLSX with openpyxl and ODS with odfpy; a date cell becomes YYYY-MM-DD.

Both are archives of XML, and may come from strangers: what would unpack to too much is refused before it is unpacked,
entities are refused where they are declared, and nothing that a file refers to is looked up.
"""

import datetime as dt
import io
import warnings
import zipfile
from collections.abc import Sequence
from itertools import zip_longest
from typing import Any, BinaryIO

from ..errors import TableError
from ..readable import Readable
from .table import CellFault, Grid

_MAX_REPEAT = 10_000  # an ODS file says "and a million empty rows" at its end
_MOST_PARTS = 1_000  # of the archive that a spreadsheet is
_MOST_UNPACKED = 60_000_000  # bytes
_MOST_CELLS = 2_000_000
_LONGEST_REASON = 200  # characters of what a library says


def read_spreadsheet(path: Readable, sheet: str | None) -> tuple[Grid, list[CellFault]]:
    """Read one sheet (the first unless named) as texts, with the cells that cannot be read as they stand.

    TableError when it is no spreadsheet, or one that would unpack to more than any table of this project needs.
    """
    read = _read_ods if path.suffix.lower() == ".ods" else _read_xlsx
    try:
        _look_inside(path)
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # openpyxl warns of what it does not keep, such as drop-down lists
            return read(path, sheet)
    except (TableError, MemoryError):
        raise
    except OSError as error:
        raise TableError(f"{path} cannot be read: {error.strerror or error}.") from error
    except Exception as error:  # both libraries let through whatever a damaged file makes Python raise
        reason = str(error)[:_LONGEST_REASON] or type(error).__name__
        raise TableError(
            f"{path.name} is not a spreadsheet that can be read ({reason}). Open it in a spreadsheet program and save "
            "it again; a file under a password must be saved without it.",
            french=f"{path.name} n’est pas un tableur lisible ({reason}). Ouvrez-le dans un tableur et enregistrez-le "
            "de nouveau ; un fichier protégé par un mot de passe doit être enregistré sans lui.",
        ) from error


def _look_inside(path: Readable) -> None:
    """Refuse what would unpack to too much, by what the archive says of itself: no part gives more than that."""
    with zipfile.ZipFile(io.BytesIO(path.read_bytes())) as archive:
        parts = archive.infolist()
        unpacked = sum(part.file_size for part in parts)
        if len(parts) > _MOST_PARTS or unpacked > _MOST_UNPACKED:
            raise _too_large(path, f"{len(parts)} / {unpacked:,}")
        for part in parts:
            if part.filename.lower().endswith((".xml", ".rels")) and b"<!ENTITY" in archive.read(part).replace(
                b"\0", b""
            ):
                raise ValueError("XML <!ENTITY")


def _too_large(path: Readable, found: str) -> TableError:
    return TableError(
        f"{path.name} is far larger inside than a table may be ({found}; at most {_MOST_PARTS:,} parts, "
        f"{_MOST_UNPACKED:,} bytes unpacked, {_MOST_CELLS:,} cells). Keep the rows that are meant, in a new file.",
        french=f"{path.name} est, une fois ouvert, bien plus grand qu’une table ne peut l’être ({found} ; au plus "
        f"{_MOST_PARTS} parties, {_MOST_UNPACKED // 1_000_000} Mo décompressés, {_MOST_CELLS // 1_000_000} millions de "
        "cellules). Gardez les lignes utiles, dans un nouveau fichier.",
    )


def _read_xlsx(path: Readable, sheet: str | None) -> tuple[Grid, list[CellFault]]:
    from openpyxl.reader.excel import load_workbook

    content = path.read_bytes()
    values, formulas = (load_workbook(io.BytesIO(content), data_only=shown) for shown in (True, False))
    name = _chosen(path, values.sheetnames, sheet)
    if values[name].max_row * values[name].max_column > _MOST_CELLS:
        raise _too_large(path, f"{values[name].max_row} × {values[name].max_column}")
    grid: Grid = []
    faults = []
    for row, (shown, written) in enumerate(zip(values[name].iter_rows(), formulas[name].iter_rows(), strict=True), 1):
        grid.append([_text(cell.value) for cell in shown])
        for column, (cell, origin) in enumerate(zip(shown, written, strict=True), 1):
            if cell.data_type == "e":
                faults.append(CellFault(row, column, str(cell.value), "error-cell"))
            elif origin.data_type == "f" and cell.value is None:
                faults.append(CellFault(row, column, str(origin.value), "formula"))
    for area in values[name].merged_cells.ranges:
        for row in range(area.min_row, area.max_row + 1):
            faults.append(
                CellFault(row, area.min_col, _text(values[name].cell(area.min_row, area.min_col).value), "merged")
            )
    return grid, faults


def _chosen(path: Readable, names: Sequence[str], sheet: str | None) -> str:
    if sheet is not None and sheet not in names:
        raise TableError(f"{path.name} has no sheet '{sheet}'. Its sheets: {', '.join(names)}.")
    return sheet or names[0]


def _text(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, dt.datetime) and value.time() == dt.time():
        return value.date().isoformat()
    if isinstance(value, dt.datetime | dt.date | dt.time):
        return value.isoformat()
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value).strip()


def _read_ods(path: Readable, sheet: str | None) -> tuple[Grid, list[CellFault]]:
    from odf.opendocument import load
    from odf.table import Table, TableRow

    book = load(io.BytesIO(path.read_bytes())).spreadsheet
    tables = {table.getAttribute("name"): table for table in book.getElementsByType(Table)}
    grid: Grid = []
    faults: list[CellFault] = []
    filled = 0
    for line in tables[_chosen(path, list(tables), sheet)].getElementsByType(TableRow):
        cells = _ods_cells(line, len(grid) + 1, faults)
        grid += [cells] * min(int(line.getAttribute("numberrowsrepeated") or 1), _MAX_REPEAT)
        filled += len(cells)
        if filled > _MOST_CELLS:
            raise _too_large(path, f"> {_MOST_CELLS:,}")
    while grid and not any(grid[-1]):
        grid.pop()
    return grid, faults


def _ods_cells(line: Any, row: int, faults: list[CellFault]) -> list[str]:
    cells: list[str] = []
    for cell in line.childNodes:
        text = _ods_text(cell)
        if (
            int(cell.getAttribute("numberrowsspanned") or 1) > 1
            or int(cell.getAttribute("numbercolumnsspanned") or 1) > 1
        ):
            faults.append(CellFault(row, len(cells) + 1, text, "merged"))
        elif text.startswith(("#REF!", "#VALUE!", "#NAME?", "#DIV/0!", "#N/A", "Err:")):
            faults.append(CellFault(row, len(cells) + 1, text, "error-cell"))
        cells += [text] * min(int(cell.getAttribute("numbercolumnsrepeated") or 1), _MAX_REPEAT)
    while cells and not cells[-1]:
        cells.pop()
    return cells


def _ods_text(cell: Any) -> str:
    from odf import teletype
    from odf.namespaces import OFFICENS
    from odf.text import P

    kind = cell.getAttrNS(OFFICENS, "value-type")
    if kind == "date":
        return str(cell.getAttrNS(OFFICENS, "date-value")).removesuffix("T00:00:00")
    if kind == "boolean":
        return str(cell.getAttrNS(OFFICENS, "boolean-value"))
    if kind in {"float", "percentage", "currency"}:
        return _text(float(cell.getAttrNS(OFFICENS, "value")))
    return "\n".join(teletype.extractText(part) for part in cell.getElementsByType(P)).strip()


def write_xlsx(file: BinaryIO, sheets: dict[str, Grid]) -> None:
    """Write sheets of texts; every cell has the format Text, so that Excel keeps zeros and dates as typed."""
    from openpyxl.styles.fonts import Font
    from openpyxl.workbook.workbook import Workbook

    book = Workbook()
    book.remove(book.active)
    for name, grid in sheets.items():
        page = book.create_sheet(name)
        for row in grid:
            page.append(row)
        for column in page.iter_cols():
            page.column_dimensions[column[0].column_letter].width = 24
            column[0].font = Font(bold=True)
            for cell in column:
                cell.number_format = "@"
    book.save(file)


def write_ods(file: BinaryIO, sheets: dict[str, Grid]) -> None:
    """Write sheets of texts."""
    from odf.opendocument import OpenDocumentSpreadsheet
    from odf.table import Table, TableCell, TableRow
    from odf.text import P

    book = OpenDocumentSpreadsheet()
    for name, grid in sheets.items():
        page = Table(name=name)
        for row in grid:
            line = TableRow()
            for cell, _ in zip_longest(row, grid[0], fillvalue=""):
                box = TableCell(valuetype="string")
                box.addElement(P(text=cell))
                line.addElement(box)
            page.addElement(line)
        book.spreadsheet.addElement(page)
    book.save(file)
