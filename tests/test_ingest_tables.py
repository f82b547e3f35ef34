"""Read tables as people save them: CSV of every habit, XLSX, ODS; every cell as text, every fault with its place."""

import csv
import datetime as dt
from pathlib import Path
from typing import Any

import pytest
from odf.namespaces import OFFICENS, TABLENS
from odf.opendocument import OpenDocumentSpreadsheet
from odf.table import Table as OdfTable
from odf.table import TableCell, TableRow
from odf.text import P
from openpyxl.workbook.workbook import Workbook

from graph.errors import TableError
from graph.ingest import CellFinding
from graph.ingest.findings import CellProblem
from graph.ingest.periods import Bounds, read_bounds, read_day
from graph.ingest.spreadsheets import write_ods, write_xlsx
from graph.ingest.table import Table, read_table
from graph.ingest.values import check_siren

WANTED = [{"nom": "Évreux", "code": "01", "note": ""}, {"nom": "L'Haÿ; l'eau", "code": "2A", "note": 'dit "x"'}]
CSV = {
    "comma": 'nom,code,note\nÉvreux,01,\n"L\'Haÿ; l\'eau",2A,"dit ""x"""\n',
    "semicolon": 'nom;code;note\nÉvreux;01;\n"L\'Haÿ; l\'eau";2A;"dit ""x"""\n',
    "tab": 'nom\tcode\tnote\nÉvreux\t01\t\nL\'Haÿ; l\'eau\t2A\t"dit ""x"""\n',
    "mark and carriage returns": '\ufeffnom;code;note\r\nÉvreux;01;\r\n"L\'Haÿ; l\'eau";2A;"dit ""x"""\r\n',
}


def written(path: Path, text: str, encoding: str = "utf-8") -> Path:
    path.write_bytes(text.encode(encoding))
    return path


def cells(table: Table) -> list[dict[str, str]]:
    return [row.cells for row in table.rows]


def refused(path: Path, sheet: str | None = None) -> TableError:
    with pytest.raises(TableError) as caught:
        read_table(path, sheet)
    return caught.value


def test_the_suite_has_every_habit_of_csv() -> None:
    assert len(CSV) == 4


@pytest.mark.parametrize("habit", CSV)
def test_csv_is_read_whatever_the_habit(habit: str, tmp_path: Path) -> None:
    assert cells(read_table(written(tmp_path / "t.csv", CSV[habit]))) == WANTED


def test_rows_keep_the_numbers_of_the_spreadsheet(tmp_path: Path) -> None:
    path = written(tmp_path / "t.csv", 'nom,code\n# aide,x\n\n"deux\nlignes",01\nb,02\n')
    assert [(row.number, row.cells["nom"]) for row in read_table(path).rows] == [(4, "deux\nlignes"), (5, "b")]


def test_a_byte_that_is_not_utf8_is_told_with_its_place_and_the_right_form(tmp_path: Path) -> None:
    error = refused(written(tmp_path / "t.csv", "nom;siège\nÉpinal;Épinal\nNancy;Besançon\n", "cp1252"))
    found = error.finding
    assert isinstance(found, CellFinding)
    assert (found.row, found.code, found.column) == (1, "not-utf8", "si�")
    assert "byte 0xE8 (at position 6 of the file)" in found.reason_en
    assert "CSV UTF-8" in found.remedy_en
    assert "CSV UTF-8" in found.remedy_fr


def test_the_row_and_column_of_a_byte_that_is_not_utf8_are_those_of_the_cell(tmp_path: Path) -> None:
    found = refused(written(tmp_path / "t.csv", "nom,seat\nLille,Lille\nNancy,Besançon\n", "cp1252")).finding
    assert isinstance(found, CellFinding)
    assert (found.row, found.column, found.value) == (3, "seat", "Besan�")


def test_utf16_is_named_for_what_it_is(tmp_path: Path) -> None:
    assert "is UTF-16 (Excel's 'Unicode text')" in str(refused(written(tmp_path / "t.csv", "nom\nx\n", "utf-16")))


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("", "the first row is empty"),
        ("nom,nom\n1,2\n", "the heading 'nom' stands twice"),
        ('nom,code\n"open,1\n', "Look for a quotation mark left open"),
        ("nom\n\0\n", "NUL bytes"),
    ],
)
def test_a_csv_that_is_none_is_refused_whole(text: str, told: str, tmp_path: Path) -> None:
    assert told in str(refused(written(tmp_path / "t.csv", text)))


def test_a_file_of_another_kind_is_refused(tmp_path: Path) -> None:
    assert "Give a .csv, .xlsx or .ods file" in str(refused(written(tmp_path / "t.pdf", "x")))
    assert "is not a spreadsheet that can be read" in str(refused(written(tmp_path / "t.xlsx", "nom,code\n")))
    assert "is not a spreadsheet that can be read" in str(refused(written(tmp_path / "t.ods", "nom,code\n")))
    assert "has no sheets" in str(refused(written(tmp_path / "t.csv", "nom\n"), "un"))
    assert "cannot be read" in str(refused(tmp_path / "absent.csv"))


def test_a_cell_under_no_heading_is_told(tmp_path: Path) -> None:
    (found,) = read_table(written(tmp_path / "t.csv", "nom,code\na,1,stray\n")).findings
    assert (found.row, found.column, found.value, found.code) == (2, "C", "stray", "no-heading")


@pytest.mark.parametrize("ending", [".xlsx", ".ods"])
def test_a_spreadsheet_gives_the_same_cells_as_a_csv(ending: str, tmp_path: Path) -> None:
    path = tmp_path / f"t{ending}"
    grid = [["nom", "code", "note"], *([row["nom"], row["code"], row["note"]] for row in WANTED)]
    with path.open("wb") as file:
        (write_ods if ending == ".ods" else write_xlsx)(file, {"un": [["x"]], "deux": grid})
    assert cells(read_table(path, "deux")) == WANTED
    assert read_table(path).columns == ("x",)
    assert "Its sheets: un, deux" in str(refused(path, "trois"))


def workbook(path: Path, *rows: list[object]) -> tuple[Path, Any]:
    book = Workbook()
    sheet = book.active
    for row in rows:
        sheet.append(row)
    book.save(path)
    return path, book


def test_cells_of_excel_become_plain_texts(tmp_path: Path) -> None:
    row = [dt.date(2023, 9, 21), dt.datetime(2023, 9, 21), 130027923, 2.0, 0.5, True, "  01 ", None, 45123]
    path, _ = workbook(tmp_path / "t.xlsx", [f"c{n}" for n in range(len(row))], row)
    read = list(read_table(path).rows[0].cells.values())
    assert read == ["2023-09-21", "2023-09-21", "130027923", "2", "0.5", "true", "01", "", "45123"]


def test_what_excel_shows_and_does_not_hold_is_told(tmp_path: Path) -> None:
    path, book = workbook(tmp_path / "t.xlsx", ["nom", "code"], ["a", "=1+1"], ["b", "#REF!"], ["c", "1"], [None, "2"])
    book.active.merge_cells("A4:A5")
    book.save(path)
    found = [(one.row, one.column, one.code) for one in read_table(path).findings]
    assert found == [(2, "code", "formula"), (3, "code", "error-cell"), (4, "nom", "merged"), (5, "nom", "merged")]


def ods(path: Path, *rows: list[Any]) -> Path:
    book, page = OpenDocumentSpreadsheet(), OdfTable(name="un")
    for row in rows:
        line = TableRow()
        for cell in row:
            line.addElement(cell)
        page.addElement(line)
    book.spreadsheet.addElement(page)
    book.save(str(path))
    return path


def box(text: str, **attributes: str) -> Any:
    cell = TableCell()
    for name, value in attributes.items():
        space = TABLENS if name.startswith("number") else OFFICENS
        cell.setAttrNS(space, name.replace("_", "-"), value)
    cell.addElement(P(text=text))
    return cell


def test_cells_of_libreoffice_become_plain_texts(tmp_path: Path) -> None:
    path = ods(
        tmp_path / "t.ods",
        [box("jour"), box("nombre"), box("un"), box("deux"), box("vrai"), box("texte")],
        [
            box("21/09/23", value_type="date", date_value="2023-09-21"),
            box("130 027 923", value_type="float", value="130027923"),
            box("x", **{"value_type": "string", "number-columns-repeated": "2"}),
            box("VRAI", value_type="boolean", boolean_value="true"),
            box("01", value_type="string"),
        ],
        [box("a"), box("#REF!")],
        [box("m", **{"number-rows-spanned": "2"}), box("b")],
    )
    table = read_table(path)
    assert list(table.rows[0].cells.values()) == ["2023-09-21", "130027923", "x", "x", "true", "01"]
    found = [(one.row, one.column, one.code) for one in table.findings]
    assert found == [(3, "nombre", "error-cell"), (4, "jour", "merged")]


def day(text: str | None) -> dt.date | None:
    return dt.date.fromisoformat(text) if text else None


BOUNDS: dict[str, tuple[str | None, str | None]] = {
    "2023-09-21": ("2023-09-21", "2023-09-21"),
    "2024-02": ("2024-02-01", "2024-02-29"),
    "2023-12": ("2023-12-01", "2023-12-31"),
    "2017": ("2017-01-01", "2017-12-31"),
    "2021-11/2021-12": ("2021-11-01", "2021-12-31"),
    "2021/2022-03-04": ("2021-01-01", "2022-03-04"),
    "<2021-01-01": (None, "2020-12-31"),
    "<=2022-05-10": (None, "2022-05-10"),
    "<2021": (None, "2020-12-31"),
    ">2021-06": ("2021-07-01", None),
    ">=2021-06": ("2021-06-01", None),
}


def test_the_suite_has_every_form_of_bounds() -> None:
    assert len(BOUNDS) == 11


@pytest.mark.parametrize("text", BOUNDS)
def test_bounds_are_read_as_they_are_written(text: str) -> None:
    earliest, latest = BOUNDS[text]
    assert read_bounds(text) == Bounds(day(earliest), day(latest))


def test_a_day_is_a_day_and_no_month() -> None:
    assert read_day("2023-09-21") == dt.date(2023, 9, 21)


def test_the_check_digit_tells_every_single_wrong_digit(shared: Path) -> None:
    with (shared / "domain" / "reference" / "chambers.csv").open(encoding="utf-8", newline="") as lines:
        known = {row["siren"] for row in csv.DictReader(lines) if row["siren"]}
    assert len(known) == 5
    assert {check_siren(siren) for siren in known} == known
    wrong = [f"{s[:n]}{(int(s[n]) + 1) % 10}{s[n + 1 :]}" for s in known for n in range(9)]
    for siren in wrong:
        with pytest.raises(CellProblem, match="siren-check"):
            check_siren(siren)
