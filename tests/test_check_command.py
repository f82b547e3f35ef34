"""Ask for an opinion as an officer would: what is printed, on which stream, and how the command exits."""

import csv
import io
import json
import subprocess
import sys
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from graph.cli import cli
from graph.obligations import evaluate

PREFIXES = """@prefix cons: <https://w3id.org/consulaire/ns#> .
@prefix cv: <http://data.europa.eu/m8g/> .
@prefix def: <https://w3id.org/consulaire/def/> .
@prefix dcterms: <http://purl.org/dc/terms/> .
@prefix id: <https://w3id.org/consulaire/id/> .
@prefix prov: <http://www.w3.org/ns/prov#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
"""
# An officer of Brittany knows of a COM that the graph does not; a fact of ours is told again.
EVIDENCE = """
id:org-cci-bretagne rdfs:label "CCI Bretagne"@fr .
id:ev-own a cons:Evidence ; dcterms:type def:evidence-press ; cons:polarity def:polarity-performed ;
  rdfs:label "COM de Bretagne signée"@fr ; cons:shows id:instr-com-own ;
  cons:supports id:obl--rule-com-cci--org-cci-bretagne--event-cop-cci-current ;
  cons:earliestDate "2024-01-10"^^xsd:date ; cons:latestDate "2024-01-10"^^xsd:date ;
  prov:wasDerivedFrom id:cit-000-body ; prov:wasAttributedTo id:agent-own .
"""
RULE = """
id:rule-own a cons:ObligationRule ; rdfs:label "Règle maison"@fr , "House rule"@en ;
  cv:isDerivedFrom id:law-commerce-r712-21 ; cons:bindingForce def:force-decree ;
  cons:debtorNetwork def:network-cci ; cons:debtorLevel def:level-regional ; cons:triggerKind def:event-cop-signing ;
  cons:requiresKind def:kind-com ; cons:inForceFrom "2019-12-11"^^xsd:date .
"""


def check(*arguments: str) -> Result:
    return CliRunner().invoke(cli, ["check", *arguments])


def own(tmp_path: Path, text: str, name: str = "own.ttl") -> str:
    path = tmp_path / name
    path.write_text(PREFIXES + text, encoding="utf-8")
    return str(path)


@pytest.fixture(scope="module", autouse=True)
def _each_day_evaluated_once() -> Iterator[None]:
    """Keep what the same facts give as of the same day: the evaluation is the dear part, and the same for all."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("graph.obligations.opinion.evaluate", lru_cache(maxsize=2)(evaluate))
        yield


@pytest.fixture(scope="module")
def opinion(tmp_path_factory: pytest.TempPathFactory) -> tuple[Result, list[dict[str, object]]]:
    path = tmp_path_factory.mktemp("opinion") / "opinion.json"
    result = check("--at", "2024-06-30", "--format", "json", "--output", str(path))
    return result, json.loads(path.read_text(encoding="utf-8"))


# --- what comes out ---


def test_violations_exit_1_and_progress_goes_to_stderr(opinion: tuple[Result, list[dict[str, object]]]) -> None:
    result, _ = opinion
    assert result.exit_code == 1
    assert result.stdout == ""
    assert "evaluating the obligations as of 2024-06-30" in result.stderr
    assert "written to" in result.stderr


def test_the_com_of_2023_are_judged_as_the_bounds_allow(opinion: tuple[Result, list[dict[str, object]]]) -> None:
    found = {one["debtor_label"]: one["status"] for one in opinion[1] if one["identifier"] == "OB05"}
    assert found["CCI Normandie"] == "met"
    assert found["CCI Nouvelle-Aquitaine"] == "met"
    assert found["CCI Provence-Alpes-Côte d'Azur"] == "met-late"


def test_every_verdict_names_article_debtor_and_reason(opinion: tuple[Result, list[dict[str, object]]]) -> None:
    records = opinion[1]
    assert len(records) >= 1000
    for key in ("obligation", "rule", "debtor", "debtor_label", "trigger", "status", "reason_fr", "reason_en"):
        assert all(record[key] for record in records), key
    assert all(isinstance(record["evidence"], list) and record["who_must_act"] for record in records)
    assert {record["network"] for record in records} == {"cci", "cma"}
    assert len({record["obligation"] for record in records}) == len(records)


def test_a_region_without_violation_exits_0() -> None:
    result = check("--at", "2024-06-30", "--region", "28")
    assert result.exit_code == 0
    assert "CCI Normandie  (réseau des CCI, Normandie)" in result.stdout
    assert "CMA Normandie" in result.stdout
    assert "CCI Nouvelle-Aquitaine" not in result.stdout
    assert "ne veut jamais dire « non fait »" in result.stdout


def test_choices_add_up() -> None:
    result = check(
        "--at", "2024-06-30", "--body", "cci provence alpes cote d azur", "--obligation", "ob05", "--format", "csv"
    )
    (row,) = csv.DictReader(io.StringIO(result.stdout))
    assert (row["status"], row["region"], row["due_latest"]) == ("met-late", "93", "2023-10-30")
    assert result.exit_code == 1


def test_what_a_prefect_receives_is_found_by_actor_and_period() -> None:
    result = check(
        *(
            "--at",
            "2024-06-30",
            "--actor",
            "Préfecture de région Normandie",
            "--from",
            "2024-05-01",
            "--to",
            "2024-06-30",
        ),
        *("--format", "json"),
    )
    records = json.loads(result.stdout)
    assert "OB06" in {record["identifier"] for record in records}
    assert all(record["due_latest"] >= "2024-05-01" and record["due_earliest"] <= "2024-06-30" for record in records)
    assert "Hors de la période demandée : 3 obligations sans échéance connue" in result.stderr


def test_own_facts_are_judged_beside_the_graph(tmp_path: Path) -> None:
    asked = ("--at", "2024-06-30", "--obligation", "OB05", "--region", "53", "--format", "json")
    result = check(*asked, "--data", own(tmp_path, EVIDENCE))
    (record,) = json.loads(result.stdout)
    assert record["status"] == "met-late"
    assert [one["source"] for one in record["evidence"]] == ["https://w3id.org/consulaire/id/src-000"]
    assert result.exit_code == 1


def test_pack_and_record_are_written_besides(tmp_path: Path) -> None:
    pack, record = tmp_path / "pack.zip", tmp_path / "run.ttl"
    asked = ("--at", "2024-06-30", "--obligation", "OB05", "--region", "28", "--language", "en")
    result = check(*asked, "--pack", str(pack), "--record", str(record))
    assert result.exit_code == 0
    assert "CCI Normandie  (CCI network, Normandie)" in result.stdout
    assert pack.read_bytes().startswith(b"PK")
    assert "cons:EvaluationRun" in record.read_text(encoding="utf-8")
    assert f"evidence pack written to {pack}" in result.stderr


def test_a_day_beyond_the_known_renewals_is_told_not_guessed() -> None:
    result = check("--at", "2031-01-01", "--obligation", "OB01", "--region", "28", "--language", "en")
    assert result.exit_code == 0
    assert "1 January 2031 is to come" in result.stderr
    assert "has no due date, and none is guessed" in result.stderr


def test_a_day_before_the_register_is_told() -> None:
    result = check("--at", "1998-06-30", "--obligation", "OB05", "--language", "en")
    assert result.exit_code == 0
    assert "No rule of this graph is in force before" in result.stderr
    assert result.stdout == "No obligation matches this selection at this date.\n"


def test_the_program_gives_a_calendar_as_a_process(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "graph", "check", "--at", "2024-06-30", "--body", "id:org-cma-normandie"]
    done = subprocess.run([*command, "--format", "ics"], capture_output=True, cwd=tmp_path, check=False)
    assert done.returncode == 0, done.stderr.decode()
    assert done.stdout.startswith(b"BEGIN:VCALENDAR\r\n")
    assert done.stdout.endswith(b"END:VCALENDAR\r\n")
    assert b"reading the facts" in done.stderr
    assert list(tmp_path.iterdir()) == []


# --- bad input ---


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["--at", "2024-02-30"], "'2024-02-30' is not a day: février 2024 has the days 1 to 29, not 30."),
        (["--at", "2024"], "'2024' is a year, not a day."),
        (["--from", "2024-02-01", "--to", "2024-01-01"], "ends on 2024-01-01, before it begins on 2024-02-01"),
        (["--region", "Bretange"], "knows no region 'Bretange'. Nearest: Bretagne (id:geo-bretagne)."),
        (["--body", "CCI Normandy"], "knows no body 'CCI Normandy'. Nearest: CCI Normandie (id:org-cci-normandie)"),
        (["--actor", "prefet normandie"], "Préfecture de région Normandie (id:org-prefecture-normandie)"),
        (["--obligation", "OB99"], "knows no obligation 'OB99'. Nearest: OB"),
        (["--status", "late"], "knows no status 'late'. Nearest: met-late"),
        (["--network", "cfa"], "'cfa' is not one of 'cci', 'cma'"),
        (["--format", "pdf"], "'pdf' is not one of 'table'"),
        (["--data", "no-such-file.ttl"], "'no-such-file.ttl' does not exist"),
    ],
)
def test_a_wrong_question_exits_2_with_what_to_write(arguments: list[str], message: str) -> None:
    result = check(*arguments)
    assert result.exit_code == 2
    assert message in result.stderr
    assert result.stdout == ""
    assert "evaluating" not in result.stderr


@pytest.mark.parametrize(
    ("name", "text", "messages"),
    [
        ("own.ttl", "id:x a cons:Event", ["own.ttl:9", "Nothing was loaded"]),
        ("own.docx", "id:x a cons:Event .", ["the ending '.docx' is not that of an RDF file"]),
        (
            "own.ttl",
            "id:x a cons:Event ; cons:earliestDat 2024 .",
            ["refuse these facts", "cons:earliestDat", "own.ttl:9"],
        ),
        ("own.ttl", RULE, ["refuse these facts", "A rule has exactly one kind of time limit", "id:rule-own"]),
    ],
)
def test_wrong_facts_exit_2_with_the_report_and_nothing_is_evaluated(
    tmp_path: Path, name: str, text: str, messages: list[str]
) -> None:
    result = check("--data", own(tmp_path, text, name))
    assert result.exit_code == 2
    for message in messages:
        assert message in result.stderr
    assert result.stdout == ""
    assert "evaluating" not in result.stderr
