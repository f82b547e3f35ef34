"""Read a table, whatever its file: every cell is a text, rows are numbered as the spreadsheet shows them."""

import csv
import io
from dataclasses import dataclass
from itertools import zip_longest

from ..errors import TableError
from ..readable import Readable
from .findings import CellFinding, finding

Grid = list[list[str]]


@dataclass(frozen=True)
class TableRow:
    """Hold one row: its number, from 1 for the headings, and its cells by heading."""

    number: int
    cells: dict[str, str]


@dataclass(frozen=True)
class Table:
    """Hold a table, and what is wrong with single cells already when read."""

    columns: tuple[str, ...]
    rows: tuple[TableRow, ...]
    findings: tuple[CellFinding, ...]


@dataclass(frozen=True)
class CellFault:
    """Name a cell that cannot be read as it stands: row and column count from 1."""

    row: int
    column: int
    value: str
    code: str


def read_table(path: Readable, sheet: str | None = None) -> Table:
    """Read CSV, XLSX or ODS, by the ending of the name.

    TableError when nothing of it can be used; it holds the finding where one cell is to blame. Rows without any cell,
    and rows whose first cell begins with '#', are left out.
    """
    ending = path.suffix.lower()
    if ending in {".csv", ".tsv", ".txt"}:
        if sheet is not None:
            raise TableError(f"{path.name} is a CSV file, which has no sheets: leave --sheet out.")
        return _table(path, _read_csv(path), [])
    if ending in {".xlsx", ".xlsm", ".ods"}:
        from .spreadsheets import read_spreadsheet

        return _table(path, *read_spreadsheet(path, sheet))
    raise TableError(
        f"{path.name}: the ending '{ending}' is not that of a table. Give a .csv, .xlsx or .ods file.",
        french=f"{path.name} : la terminaison « {ending} » n’est pas celle d’une table. Donnez un fichier .csv, .xlsx "
        "ou .ods.",
    )


def _table(path: Readable, grid: Grid, faults: list[CellFault]) -> Table:
    if not grid or not any(grid[0]):
        raise TableError(
            f"{path.name}: the first row is empty; it must hold the headings of the columns.",
            french=f"{path.name} : la première ligne est vide ; elle doit porter les titres des colonnes.",
        )
    headings = [" ".join(cell.split()) for cell in grid[0]]
    twice = sorted({heading for heading in headings if heading and headings.count(heading) > 1})
    if twice:
        raise TableError(
            f"{path.name}: the heading '{twice[0]}' stands twice. Give each column its own heading.",
            french=f"{path.name} : le titre « {twice[0]} » figure deux fois. Donnez à chaque colonne son titre.",
        )
    found = [_fault(fault, headings) for fault in faults if fault.row > 1]
    rows = []
    for number, cells in enumerate(grid[1:], 2):
        if any(cells) and not cells[0].startswith("#"):
            rows.append(
                TableRow(
                    number,
                    {name: cell for name, cell in zip_longest(headings, cells[: len(headings)], fillvalue="") if name},
                )
            )
            found += _strays(number, cells, headings)
    kept = {row.number for row in rows}
    return Table(tuple(name for name in headings if name), tuple(rows), tuple(one for one in found if one.row in kept))


def _fault(fault: CellFault, headings: list[str]) -> CellFinding:
    return finding(fault.row, fault.code, column=_heading(headings, fault.column - 1), value=fault.value)


def _strays(number: int, cells: list[str], headings: list[str]) -> list[CellFinding]:
    found = []
    for index, cell in enumerate(cells):
        if cell and (index >= len(headings) or not headings[index]):
            found.append(finding(number, "no-heading", column=_heading(headings, index), value=cell))
        elif "�" in cell:
            found.append(finding(number, "replacement", column=headings[index], value=cell))
    return found


def _heading(headings: list[str], index: int) -> str:
    """Give the heading of a column, or its letter where it has none."""
    if index < len(headings) and headings[index]:
        return headings[index]
    letters = ""
    index += 1
    while index:
        index, rest = divmod(index - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters


def _read_csv(path: Readable) -> Grid:
    try:
        data = path.read_bytes()
    except OSError as error:
        raise TableError(f"{path} cannot be read: {error.strerror or error}.") from error
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise _not_utf8(path, data, error.start) from error
    if "\0" in text:
        raise TableError(
            f"{path.name} holds NUL bytes: it is no CSV file. Give the spreadsheet itself (.xlsx, .ods).",
            french=f"{path.name} contient des octets nuls : ce n’est pas un CSV. Donnez le tableur lui-même (.xlsx, "
            ".ods).",
        )
    try:
        return _records(text)
    except csv.Error as error:
        raise TableError(
            f"{path.name} is not well-formed CSV: {error}. Look for a quotation mark left open.",
            french=f"{path.name} n’est pas un CSV bien formé ({error}). Cherchez un guillemet resté ouvert.",
        ) from error


def _records(text: str, *, strict: bool = True) -> Grid:
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=_delimiter(text), strict=strict)
    return [[cell.strip() for cell in record] for record in reader]


def _delimiter(text: str) -> str:
    """Find what parts the headings: a comma, a semicolon (Excel in French) or a tab."""
    headings = text.split("\n", 1)[0]
    return max(",;\t", key=headings.count)


def _not_utf8(path: Readable, data: bytes, position: int) -> TableError:
    """Tell row and column of the first byte that is not UTF-8."""
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return TableError(
            f"{path.name} is UTF-16 (Excel's 'Unicode text'). In Excel: Save As, type 'CSV UTF-8'; or give the XLSX "
            "file itself.",
            french=f"{path.name} est en UTF-16 (« Texte Unicode » d’Excel). Dans Excel : Enregistrer sous, type « CSV "
            "UTF-8 » ; ou donnez le fichier XLSX lui-même.",
        )
    before = data[:position].decode("utf-8-sig")
    grid = _records(f"{before}�", strict=False)
    headings, cell = grid[0], grid[-1][-1]
    column = _heading(headings, len(grid[-1]) - 1)
    told = finding(
        len(grid), "not-utf8", column=column, value=cell, details={"byte": data[position], "position": position}
    )
    return TableError(
        f"{path.name}, row {told.row}, column '{column}': {told.reason_en} {told.remedy_en}",
        finding=told,
        french=f"{path.name}, ligne {told.row}, colonne « {column} » : {told.reason_fr} {told.remedy_fr}",
    )
