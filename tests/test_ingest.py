"""Import tables: good rows become facts, bad ones are told cell by cell, nothing is merged silently."""

import csv
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from graph.errors import TableError
from graph.ingest import CellFinding, Draft, as_csv, as_text, draft
from graph.ingest.findings import CellProblem
from graph.ingest.lookup import Lookup
from graph.ingest.messages import MESSAGES
from graph.load import read_file
from graph.namespaces import CONS

PREFIXES = """@prefix cons: <https://w3id.org/consulaire/ns#> .
@prefix id: <https://w3id.org/consulaire/id/> .
@prefix dcterms: <http://purl.org/dc/terms/> .
@prefix foaf: <http://xmlns.com/foaf/0.1/> .
@prefix igeo: <http://rdf.insee.fr/def/geo#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
"""
FACTS = f"""{PREFIXES}
id:geo-bretagne a dcterms:Location , igeo:Region ; rdfs:label "Bretagne"@fr ; igeo:codeINSEE "53" .
id:geo-guadeloupe a dcterms:Location , igeo:Region ; rdfs:label "Guadeloupe"@fr ; igeo:codeINSEE "01" .
id:geo-finistere a dcterms:Location , igeo:Departement ; rdfs:label "Finistère"@fr ; igeo:codeINSEE "29" .
id:geo-ain a dcterms:Location , igeo:Departement ; rdfs:label "Ain"@fr ; igeo:codeINSEE "01" .
id:geo-brest a dcterms:Location , igeo:Commune ; rdfs:label "Brest"@fr ; igeo:codeINSEE "29019" .
id:org-cci-france a cons:ConsularBody ; rdfs:label "CCI France"@fr .
id:org-cciamp a cons:ConsularBody ; rdfs:label "CCI Aix-Marseille-Provence"@fr .
id:org-one a cons:StateAuthority ; rdfs:label "Préfecture"@fr .
id:org-two a cons:StateAuthority ; rdfs:label "préfecture"@fr .
"""
MAPPING: dict[str, Any] = {
    "title": "Essai",
    "title-en": "Trial",
    "table": "trial",
    "key": "{slug:name}",
    "row-title": "{name}",
    "identity": ["name", "seat", "region"],
    "columns": {
        "name": {"required": True},
        "network": {"required": True},
        "region": {"also": ["région"]},
        "departments": {},
        "seat": {},
        "siren": {},
        "from": {},
        "to": {},
        "founded": {},
        "attached": {},
        "source": {},
        "confidence": {},
        "website": {},
        "elected": {},
        "own": {},
    },
    "evidence": {
        "row": {
            "sources": {"column": "source", "type": "press", "types": {"legifrance": "law"}},
            "fragment": "ligne « {name} »",
            "confidence": {"column": "confidence", "default": "medium"},
        }
    },
    "nodes": [
        {
            "iri": {"find": "{name}", "classes": ["cons:ConsularBody"], "else": "id:org-{slug:name}"},
            "extend": True,
            "types": ["cons:ConsularBody"],
            "attest": "property",
            "properties": [
                {"property": "rdfs:label", "column": "name", "kind": "text"},
                {"property": "cons:network", "column": "network", "kind": "concept", "scheme": "network"},
                {"property": "dcterms:spatial", "column": "region", "kind": "region"},
                {"property": "dcterms:spatial", "column": "departments", "kind": "department", "separator": " "},
                {"property": "cons:seat", "column": "seat", "kind": "commune"},
                {"property": "org:identifier", "column": "siren", "kind": "siren"},
                {"property": "cons:website", "column": "website", "kind": "url"},
                {"column": "from", "kind": "start"},
                {"column": "to", "kind": "end"},
                {"property": "cons:startDate", "column": "founded", "kind": "date"},
                {
                    "property": "cons:attachedTo",
                    "column": "attached",
                    "kind": "node",
                    "classes": ["cons:ConsularBody", "cons:StateAuthority"],
                },
                {"property": "cons:numericValue", "column": "elected", "kind": "integer"},
                {"property": "cons:hasLegalPersonality", "column": "own", "kind": "boolean"},
            ],
        }
    ],
}
GOOD = {"name": "CCI Brest", "network": "cci", "region": "53", "seat": "29019", "source": "https://example.org/a"}
# What is wrong: the cells, the column to blame, the finding, and words of the reason that a person needs.
BAD: dict[str, tuple[dict[str, str], str, str, str]] = {
    "unknown region": ({"region": "97"}, "region", "unknown-region", "region"),
    "lost zero": ({"region": "1"}, "region", "unknown-region", "The leading zero was probably lost: 01?"),
    "unknown department": ({"departments": "29 99"}, "departments", "unknown-department", "department"),
    "postal code": ({"seat": "29200"}, "seat", "unknown-commune", "commune"),
    "wrong check digit": ({"siren": "130027924"}, "siren", "siren-check", "check digit"),
    "short siren": ({"siren": "13002792"}, "siren", "siren-form", "this one has 8"),
    "period": ({"from": "2021", "to": "2019-12-31"}, "to", "period", 'before it begins (2021, column "from")'),
    "serial number": ({"from": "45123"}, "from", "excel-date", "2023-07-16"),
    "serial number in a date": ({"founded": "45123"}, "founded", "excel-date", "2023-07-16"),
    "local date": ({"founded": "03/04/2023"}, "founded", "date", "March or April depending on the country"),
    "no such day": ({"founded": "2023-02-30"}, "founded", "date", "YYYY-MM-DD"),
    "words in a date": ({"to": "2020-12-31 (as a legal person)"}, "to", "bounds", "neither a day, a month, a year"),
    "bounds turned round": ({"from": "2022/2021"}, "from", "range-order", "before the earliest"),
    "missing cell": ({"network": ""}, "network", "missing", "empty"),
    "unknown concept": ({"network": "ccci"}, "network", "unknown-concept", "Nearest: cci"),
    "unknown name": ({"attached": "CCI Frence"}, "attached", "unknown-name", "id:org-cci-france"),
    "two of one name": ({"attached": "Préfecture"}, "attached", "ambiguous-name", "id:org-one, id:org-two"),
    "no source": ({"source": ""}, "source", "no-source", "no source"),
    "confidence": ({"confidence": "sure"}, "confidence", "confidence", "decimal from 0 to 1"),
    "address": ({"website": "www.cci.fr"}, "website", "url", "http(s)"),
    "number": ({"elected": "about 40"}, "elected", "number", "whole number"),
    "yes or no": ({"own": "perhaps"}, "own", "boolean", "neither yes nor no"),
    "lost character": ({"name": "CCI Finist�re"}, "name", "replacement", "lost character"),
}

Import = Callable[..., Draft]


@pytest.fixture(scope="module")
def facts(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("facts")
    (folder / "known.ttl").write_text(FACTS, encoding="utf-8")
    return folder


@pytest.fixture
def imported(tmp_path: Path, facts: Path) -> Import:
    """Import rows given as dictionaries; a keyword changes the mapping."""

    def run(*rows: dict[str, str], **changed: object) -> Draft:
        mapping, table = tmp_path / "trial.json", tmp_path / "trial.csv"
        mapping.write_text(json.dumps({**MAPPING, **changed}), encoding="utf-8")
        with table.open("w", encoding="utf-8", newline="") as out:
            writer = csv.DictWriter(out, list(MAPPING["columns"] | rows[0]))
            writer.writeheader()
            writer.writerows(rows)
        return draft(table, mapping, facts=facts)

    return run


def test_the_suite_has_every_kind_of_bad_cell() -> None:
    assert len(BAD) == 23
    told = {code for _, _, code, _ in BAD.values()}
    assert {"unknown-region", "siren-check", "period", "excel-date", "missing", "unknown-concept"} <= told


@pytest.mark.parametrize("case", BAD)
def test_a_bad_cell_is_told_with_row_column_value_reason_and_remedy(case: str, imported: Import) -> None:
    cells, column, code, reason = BAD[case]
    made = imported(GOOD, {**GOOD, "name": "CCI Quimper", "seat": "", **cells})
    (found,) = made.findings
    assert (found.row, found.column, found.code, found.severity) == (3, column, code, "error")
    assert found.value in cells[column]
    assert reason in found.reason_en
    assert found.reason_fr
    assert found.remedy_fr
    assert found.remedy_en
    assert [row.title for row in made.kept] == ["CCI Brest"]


def test_every_finding_of_a_row_is_told_at_once(imported: Import) -> None:
    made = imported({**GOOD, "region": "97", "siren": "130027924", "from": "45123"})
    assert [found.code for found in made.findings] == ["excel-date", "unknown-region", "siren-check"]


@pytest.mark.parametrize(
    ("cells", "code"),
    [
        ({"name": "Chambre de commerce et d'industrie de BREST"}, "same-body"),
        ({"name": "CCI-Brest"}, "same-body"),
        ({"name": "CCI Brest", "seat": "", "region": "01"}, "same-key"),
    ],
)
def test_two_rows_that_are_one_are_not_merged(cells: dict[str, str], code: str, imported: Import) -> None:
    made = imported(GOOD, {**GOOD, **cells})
    (found,) = made.findings
    assert (found.row, found.column, found.code) == (3, "name", code)
    assert "row 2" in found.reason_en
    assert "nothing is merged for you" in found.remedy_en
    assert len(made.kept) == 1


def test_two_rows_of_one_name_with_another_seat_are_two(imported: Import) -> None:
    made = imported(GOOD, {**GOOD, "name": "CCI de Brest", "seat": ""})
    assert made.findings == ()
    assert len(made.kept) == 2


def test_a_row_is_held_against_the_rows_that_were_kept(imported: Import) -> None:
    made = imported({**GOOD, "region": "97"}, GOOD)
    assert [found.row for found in made.findings] == [2]
    assert [row.number for row in made.kept] == [3]


def test_two_rows_that_describe_one_node_are_told(imported: Import) -> None:
    made = imported({**GOOD, "name": "CCI Brest"}, {**GOOD, "name": "CCI Morlaix"}, nodes=[
        {**MAPPING["nodes"][0], "iri": "id:org-same"}
    ])  # fmt: skip
    assert [found.code for found in made.findings] == ["same-node"]


def test_a_good_row_becomes_facts_with_their_evidence(imported: Import, tmp_path: Path) -> None:
    made = imported({**GOOD, "departments": "29 01", "siren": "130 027 923", "from": "2017", "to": "2020-12-31"})
    assert made.findings == ()
    path = tmp_path / "draft.ttl"
    path.write_text(made.turtle, encoding="utf-8")
    lines = {line.decode().rsplit(" <", 1)[0] for line in read_file(path, "https://w3id.org/consulaire/graph/d").quads}
    known = "<https://w3id.org/consulaire/id/org-cci-brest> <https://w3id.org/consulaire/ns#"
    date = "<http://www.w3.org/2001/XMLSchema#date>"
    assert f'{known}startEarliest> "2017-01-01"^^{date}' in lines
    assert f'{known}startLatest> "2017-12-31"^^{date}' in lines
    assert f'{known}endEarliest> "2021-01-01"^^{date}' in lines
    assert f'{known}endLatest> "2021-01-01"^^{date}' in lines
    assert "130027923" in made.turtle
    assert "dcterms:spatial id:geo-bretagne , id:geo-finistere , id:geo-ain" in made.turtle
    assert made.turtle.count(" a cons:Attestation") == 8
    assert "#+ expects: cons:Attestation=8, cons:Citation=1, cons:ConsularBody=1, cons:SourceDocument=1" in made.turtle


def test_a_name_that_the_graph_knows_keeps_its_identifier(imported: Import) -> None:
    made = imported({**GOOD, "name": "CCI Aix Marseille PROVENCE"})
    assert "id:org-cciamp a cons:ConsularBody" in made.turtle


def test_the_same_table_gives_the_same_bytes(imported: Import) -> None:
    rows = [{**GOOD, "name": f"CCI {name}", "seat": ""} for name in ("Brest", "Quimper", "Morlaix")]
    assert imported(*rows).turtle == imported(*rows).turtle


def test_words_of_a_cell_cannot_break_out_of_the_turtle(imported: Import, tmp_path: Path) -> None:
    evil = 'CCI "x" . id:a a id:b .\n# \\ ]'
    made = imported({**GOOD, "name": evil})
    path = tmp_path / "draft.ttl"
    path.write_text(made.turtle, encoding="utf-8")
    subjects = {line.split(b" ")[0] for line in read_file(path, "https://w3id.org/consulaire/graph/d").quads}
    assert b"<https://w3id.org/consulaire/id/a>" not in subjects
    assert len(subjects) == 7  # body, citation, selector, source, three attestations


def test_a_column_that_nobody_expects_is_a_warning(imported: Import) -> None:
    made = imported({**GOOD, "nmae": "x"})
    (found,) = made.findings
    assert (found.row, found.column, found.code, found.severity) == (0, "nmae", "column-unknown", "warning")
    assert made.refused == 0


def test_another_heading_of_a_column_is_understood(tmp_path: Path, facts: Path, imported: Import) -> None:
    imported(GOOD)
    table = tmp_path / "trial.csv"
    table.write_text(table.read_text(encoding="utf-8").replace("region", "région", 1), encoding="utf-8")
    made = draft(table, tmp_path / "trial.json", facts=facts)
    assert made.findings == ()
    assert "id:geo-bretagne" in made.turtle


def test_a_table_without_a_required_column_cannot_be_used(tmp_path: Path, facts: Path, imported: Import) -> None:
    imported(GOOD)
    table = tmp_path / "trial.csv"
    table.write_text("nom;network\nCCI Brest;cci\n", encoding="utf-8")
    with pytest.raises(TableError, match=r"no column 'name'.*The headings read: nom, network"):
        draft(table, tmp_path / "trial.json", facts=facts)


def test_the_file_that_a_draft_replaces_is_not_looked_up(tmp_path: Path, facts: Path, imported: Import) -> None:
    imported(GOOD)
    table, mapping = tmp_path / "trial.csv", tmp_path / "trial.json"
    first = draft(table, mapping, facts=facts)
    old = facts / "old.ttl"
    old.write_text(first.turtle.replace("id:org-cci-brest", "id:org-old-name"), encoding="utf-8")
    try:
        assert draft(table, mapping, facts=facts, replaces=old).turtle == first.turtle
        assert "id:org-old-name" in draft(table, mapping, facts=facts).turtle
    finally:
        old.unlink()


def test_every_message_says_reason_and_remedy_in_both_languages() -> None:
    assert len(MESSAGES) >= 35
    assert [code for code, texts in MESSAGES.items() if len(texts) != 4 or not all(texts)] == []


def test_a_report_is_a_table_that_no_spreadsheet_runs() -> None:
    found = CellFinding(3, "name", '=HYPERLINK("http://x")', "error", "missing", "a", "b", "c", "d")
    (row,) = csv.DictReader(as_csv([found]).splitlines())
    assert row["value"] == '\'=HYPERLINK("http://x")'
    assert (row["row"], row["column"], row["remedy_fr"]) == ("3", "name", "c")
    assert as_text(found).splitlines()[1].startswith('REFUSED  row 3, column "name"')


def test_the_nearest_name_is_told_to_the_end_of_a_table_of_ours_and_ten_times_to_strangers(facts: Path) -> None:
    ours = Lookup(facts)
    for lookup, most in ((ours, 20), (Lookup(facts, graph=ours.nquads), 10)):
        told = []
        for number in range(20):
            with pytest.raises(CellProblem) as raised:
                lookup.node((f"{CONS}ConsularBody",), f"CCI Aix Marseille Provense {number}")
            told.append(raised.value.details["nearest"])
        assert [nearest != "-" for nearest in told] == [number < most for number in range(20)]
