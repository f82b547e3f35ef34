"""Import as a person does: fill a template, run the command, read what it says of each cell."""

import csv
import datetime as dt
import re
from pathlib import Path

import pytest
import rdflib
from click.testing import CliRunner, Result
from openpyxl.workbook.workbook import Workbook

from graph.cli import cli
from graph.errors import MappingError
from graph.ingest import draft, load_mapping, shipped_mappings
from graph.ingest.shapes_check import hold_against_shapes
from graph.load import Dataset, read_file, read_header
from graph.namespaces import ID
from graph.stores.parsing import parse_any
from graph.validate import Finding, Report, check, load_shapes

README = (Path(__file__).resolve().parent.parent / "graph" / "ingest" / "README.md").read_text(encoding="utf-8")
TEMPLATES = ("conventions", "evidence", "mandates", "signatories")
MOMENT = "2026-11-21T10:00:00Z"
HEADINGS = (
    "nom",
    "type",
    "parties",
    "région",
    "signée le",
    "signée par",
    "début",
    "fin",
    "source",
    "page",
    "confiance",
)
PLANTED = {  # row: column, value, finding
    4: ("région", "97", "unknown-region"),
    6: ("fin", "2019", "period"),
    9: ("signée le", "45123", "excel-date"),
    11: ("nom", "COM 2025 de la chambre de commerce et d'industrie du Cantal", "same-body"),
}


def run(*arguments: str | Path) -> Result:
    return CliRunner().invoke(cli, ["import", *map(str, arguments)])


def ten_conventions(path: Path) -> Path:
    """Write ten conventions, four of them wrong, as Excel would hold them: a real date, a number, texts."""
    both = "CCI Nouvelle-Aquitaine ; CCI France"
    names = ("Rennes", "Quimper", "Vannes", "Limoges", "Pau", "Tulle", "Guéret", "Dax", "CCI du Cantal", "Agen")
    rows: list[list[object]] = []
    for number, name in enumerate(names):
        row: list[object] = [f"COM 2025 de {name}", "com", both, "75", "2025-02-03", "CCI France", 2025, "2028"]
        rows.append([*row, f"https://example.org/com/{number}", "2e paragraphe", "medium"])
    rows[0][4] = dt.date(2025, 2, 3)
    rows[1][4], rows[1][5] = None, None
    rows[2][3] = "97"
    rows[4][7] = "2019"
    rows[7][4] = 45123
    rows[8][0], rows[9][0] = (
        "COM 2025 de la CCI du Cantal",
        "COM 2025 de la chambre de commerce et d'industrie du Cantal",
    )
    book = Workbook()
    for line in (list(HEADINGS), *rows):
        book.active.append(line)
    book.save(path)
    return path


@pytest.fixture(scope="module")
def imported(tmp_path_factory: pytest.TempPathFactory) -> tuple[Result, Path, Path]:
    """Run the ten conventions through the command, shapes and all."""
    folder = tmp_path_factory.mktemp("ten")
    draft_file, report = folder / "draft.ttl", folder / "findings.csv"
    table = ten_conventions(folder / "conventions.xlsx")
    return run(table, "--mapping", "conventions", "--output", draft_file, "--report", report), draft_file, report


def test_six_of_ten_conventions_are_drafted_and_four_explained(imported: tuple[Result, Path, Path]) -> None:
    result, draft_file, report = imported
    assert result.exit_code == 1
    assert "6 of 10 rows drafted" in result.stdout
    assert "4 refused" in result.stdout
    with report.open(encoding="utf-8", newline="") as lines:
        errors = [row for row in csv.DictReader(lines) if row["severity"] == "error"]
    assert {int(row["row"]): (row["column"], row["value"], row["code"]) for row in errors} == PLANTED
    assert len(errors) == 4
    assert all(row[name] for row in errors for name in ("reason_fr", "reason_en", "remedy_fr", "remedy_en"))
    assert read_header(draft_file)["expects"].startswith("cons:Agreement=6, ")


def test_each_error_is_told_to_the_reader_in_both_languages(imported: tuple[Result, Path, Path]) -> None:
    result, _, _ = imported
    assert 'REFUSED  row 9, column "signée le" "45123": this is the serial number that Excel gives' in result.stdout
    assert "(2023-07-16, if it is one)" in result.stdout
    assert "REFUS  ligne 4, colonne « région » « 97 » : aucune région du graphe n'a ce code Insee." in result.stdout
    assert "this row and row 10 are one thing" in result.stdout


def test_the_draft_holds_what_the_good_rows_say(imported: tuple[Result, Path, Path]) -> None:
    _, draft_file, _ = imported
    text = draft_file.read_text(encoding="utf-8")
    assert read_file(draft_file, "https://w3id.org/consulaire/graph/facts/draft").quads
    assert text.count("a cons:SigningEvent") == 5
    assert 'cons:date "2025-02-03"^^xsd:date' in text
    assert "id:instr-com-2025-de-quimper a cons:Agreement" in text
    assert "id:event-signing-com-2025-de-quimper" not in text
    assert "pau" not in text


def test_every_template_has_its_mapping() -> None:
    assert shipped_mappings() == TEMPLATES


@pytest.mark.parametrize("ending", [".xlsx", ".ods", ".csv"])
@pytest.mark.parametrize("name", TEMPLATES)
def test_the_example_of_a_template_imports(name: str, ending: str, tmp_path: Path) -> None:
    template = tmp_path / f"{name}{ending}"
    result = run("--template", name, "--output", template)
    assert result.exit_code == 0
    assert f"--mapping {name}" in result.stdout
    made = draft(template, name, moment=MOMENT)
    assert made.findings == ()
    assert made.total == len(made.kept) == 1


def test_every_column_of_a_template_is_explained_in_both_languages() -> None:
    columns = [column for name in TEMPLATES for column in load_mapping(name).columns.values()]
    assert len(columns) >= 45
    assert [column.name for column in columns if not (column.fr and column.en)] == []


def test_the_examples_of_the_templates_pass_the_shapes(dataset: Dataset, tmp_path: Path) -> None:
    drafted = b""
    for name in TEMPLATES:
        template, written = tmp_path / f"{name}.csv", tmp_path / f"{name}.ttl"
        run("--template", name, "--output", template)
        written.write_text(draft(template, name, moment=MOMENT).turtle, encoding="utf-8")
        drafted += parse_any(written)
    report = check(dataset.nquads + drafted, load_shapes())
    assert report.conforms
    assert [found for found in report.findings if f"<{found.node}> ".encode() in drafted] == []


def test_what_the_shapes_refuse_is_brought_back_to_its_cell(tmp_path: Path) -> None:
    table = tmp_path / "mandates.csv"
    run("--template", "mandates", "--output", table)
    rows = list(csv.reader(table.read_text(encoding="utf-8-sig").splitlines()))
    lecture = rows[0].index("lecture")
    second = [*rows[2]]
    second[0], second[lecture] = "Dominique Exemple", "inferred"  # an inferred reading wants a reason
    with table.open("w", encoding="utf-8", newline="") as out:
        csv.writer(out).writerows([rows[0], rows[2], second])
    made = hold_against_shapes(draft(table, "mandates", moment=MOMENT))
    errors = [found for found in made.findings if found.severity == "error"]
    assert errors
    assert {(found.row, found.code) for found in errors} == {(3, "shape")}
    assert any("say why" in found.remedy_en for found in errors)
    assert [row.number for row in made.kept] == [2]


def test_what_the_graph_had_before_is_not_the_fault_of_a_draft(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    table = tmp_path / "evidence.csv"
    run("--template", "evidence", "--output", table)
    made = draft(table, "evidence")
    old, new, stray = (
        Finding("violation", "csh:x", f"{ID}{name}", None, None, "c", "fr", "en")
        for name in ("org-old", "instr-com-normandie", "org-new")
    )

    def pretend(nquads: bytes, shapes: object) -> Report:
        drafted = b"ev-com-de-normandie-publiee" in nquads
        return Report((old, new, stray) if drafted else (old,), 1, rdflib.Graph())

    monkeypatch.setattr("graph.ingest.shapes_check.check", pretend)
    checked = hold_against_shapes(made)
    assert [(one.row, one.column) for one in checked.findings] == [(0, ""), (3, "montre")]
    assert checked.kept == ()


def test_the_second_import_gives_the_same_bytes(tmp_path: Path) -> None:
    table = tmp_path / "evidence.xlsx"
    run("--template", "evidence", "--output", table)
    assert draft(table, "evidence").turtle == draft(table, "evidence").turtle


def test_a_table_that_is_not_utf8_stops_with_its_place_and_a_report(tmp_path: Path) -> None:
    table, report = tmp_path / "t.csv", tmp_path / "r.csv"
    table.write_bytes("nom,région\nMâcon,27\n".encode("cp1252"))
    result = run(table, "--mapping", "conventions", "--output", tmp_path / "d.ttl", "--report", report)
    assert result.exit_code == 2
    assert "byte 0xE9" in result.stderr
    assert "CSV UTF-8" in result.stderr
    with report.open(encoding="utf-8", newline="") as lines:
        (row,) = csv.DictReader(lines)
    assert (row["row"], row["code"]) == ("1", "not-utf8")
    assert not (tmp_path / "d.ttl").exists()


def test_facts_written_by_hand_are_never_overwritten(tmp_path: Path) -> None:
    table, output = ten_conventions(tmp_path / "t.xlsx"), tmp_path / "mine.ttl"
    output.write_text("#+ title: à moi\n", encoding="utf-8")
    result = run(table, "--mapping", "conventions", "--output", output)
    assert result.exit_code == 2
    assert "was not made by an import" in result.stderr
    assert output.read_text(encoding="utf-8") == "#+ title: à moi\n"


def test_a_draft_is_made_again_over_itself_and_unchecked_when_asked(tmp_path: Path) -> None:
    table, output = ten_conventions(tmp_path / "t.xlsx"), tmp_path / "d.ttl"
    for _ in range(2):
        result = run(table, "--mapping", "conventions", "--output", output, "--no-check")
        assert result.exit_code == 1
        assert "The shapes were not asked" in result.stdout


def test_nothing_to_import_is_told(tmp_path: Path) -> None:
    table = tmp_path / "t.csv"
    table.write_text(",".join(HEADINGS) + "\n", encoding="utf-8")
    assert "has no row" in run(table, "--mapping", "conventions", "--output", tmp_path / "d.ttl").stderr
    assert run("--output", tmp_path / "d.ttl").exit_code == 2
    assert "one of: conventions" in run(table, "--mapping", "convention", "--output", tmp_path / "d.ttl").stderr


def blocks(language: str) -> list[str]:
    return re.findall(rf"```{language}\n(.*?)```", README, re.DOTALL)


def test_the_example_of_the_readme_gives_what_it_says(tmp_path: Path) -> None:
    (table,), (mapping,), (expected,) = blocks("csv"), blocks("json"), blocks("turtle")
    (tmp_path / "example.csv").write_text(table, encoding="utf-8")
    (tmp_path / "example.json").write_text(mapping, encoding="utf-8")
    made = draft(tmp_path / "example.csv", tmp_path / "example.json")
    assert made.findings == ()
    assert expected in made.turtle
    assert "id:status-cci-exemple a cons:BodyStatus" in made.turtle


def test_the_readme_tells_every_kind_of_property() -> None:
    from graph.ingest.mapping_file import KINDS

    (told,) = re.findall(r"\| kind \| reads \|\n\|---\|---\|\n(.*?)\n\n", README, re.DOTALL)
    named = {name for line in told.splitlines() for name in re.findall(r"`([a-z]+)`", line.split("|")[1])}
    assert named == KINDS


BROKEN: dict[str, tuple[str, str, str]] = {
    "no JSON": ('"title":', '"title"', "is not JSON in UTF-8"),
    "unknown key": ('"key":', '"kee":', "mapping: 'kee' is not known there; nearest: key"),
    "missing key": ('"title-en": "Example chambers",', "", 'mapping: "title-en" is missing'),
    "unknown column": ('"column": "network"', '"column": "netwrk"', "'netwrk' is not known there; nearest: network"),
    "column of a template": ("{slug:name}", "{slug:nom}", "names the column 'nom'"),
    "function": ("{slug:name}", "{slog:name}", "there is no function 'slog'; on offer: part, slug"),
    "kind": ('"kind": "siren"', '"kind": "siret"', "'siret' is not known there; nearest: siren"),
    "prefix": ('"org:identifier"', '"orgs:identifier"', "'orgs:identifier' is neither a prefixed name"),
    "scheme": (', "scheme": "network"', "", 'kind "concept" needs "scheme"'),
    "condition": ('"filled": true', '"full": true', 'one of "in", "not-in", "filled", "matches"'),
    "grain": ('"attest": "node"', '"attest": "line"', "'line' is not known there"),
    "table": ('"table": "example"', '"table": "Mes faits"', "lower-case words joined by hyphens"),
    "not an object": ('"identity": ["name", "region"]', '"identity": 3', "a value is not of the right kind"),
}


def test_the_suite_has_every_way_to_break_a_mapping() -> None:
    assert len(BROKEN) == 13


@pytest.mark.parametrize("fault", BROKEN)
def test_a_mapping_that_is_wrong_is_told_with_its_place(fault: str, tmp_path: Path) -> None:
    (mapping,) = blocks("json")
    old, new, told = BROKEN[fault]
    assert old in mapping
    path = tmp_path / "broken.json"
    path.write_text(mapping.replace(old, new), encoding="utf-8")
    with pytest.raises(MappingError) as caught:
        load_mapping(path)
    assert told in str(caught.value)
    assert "broken.json" in str(caught.value)
