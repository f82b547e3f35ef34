"""Hold the check of drafts to what an officer needs: what is required, what is there, what lacks, what is free."""

import csv
import json
from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from functools import cache
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from graph.cli import cli
from graph.load import load
from graph.namespaces import ID
from graph.obligations.draft import DraftError, DraftReport, InstrumentReport, check_draft
from graph.obligations.draft_facts import DraftFacts
from graph.obligations.draft_input import read_draft
from graph.obligations.draft_report import FORMATS, write_draft_report
from graph.obligations.verdict import Named, Rule, Verdict

DAY = date(2024, 6, 30)
PREFIXES = """@prefix cons: <https://w3id.org/consulaire/ns#> .
@prefix def: <https://w3id.org/consulaire/def/> .
@prefix id: <https://w3id.org/consulaire/id/> .
@prefix dcterms: <http://purl.org/dc/terms/> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
"""
COM_CCI = """id:instr-x a cons:Agreement ; dcterms:type def:kind-com ; rdfs:label "Projet de COM"@fr ;
  cons:party id:org-cci-bretagne , id:org-cci-france , id:org-prefecture-bretagne .
"""
WHOLE_COM_CCI = (
    COM_CCI
    + """id:instr-x cons:derivesFrom id:instr-cop-cci-current .
id:event-x a cons:SigningEvent ; dcterms:type def:event-com-signing ; rdfs:label "Signature du projet"@fr ;
  cons:earliestDate "{day}"^^xsd:date ; cons:latestDate "{day}"^^xsd:date .
id:sig-a a cons:Signature ; rdfs:label "A"@fr ; cons:signs id:instr-x ; cons:partOfEvent id:event-x ;
  cons:onBehalfOf id:org-cci-bretagne ; cons:inRole def:role-president .
id:sig-b a cons:Signature ; rdfs:label "B"@fr ; cons:signs id:instr-x ; cons:partOfEvent id:event-x ;
  cons:onBehalfOf id:org-prefecture-bretagne ; cons:inRole def:role-regional-prefect .
id:sig-c a cons:Signature ; rdfs:label "C"@fr ; cons:signs id:instr-x ; cons:partOfEvent id:event-x ;
  cons:onBehalfOf id:org-cci-france ; cons:inRole def:role-president .
id:event-vote a cons:Event ; dcterms:type def:event-deliberation ; rdfs:label "Vote"@fr ; cons:concerns id:instr-x ;
  cons:participant id:org-cci-bretagne ; cons:earliestDate "{vote}"^^xsd:date ; cons:latestDate "{vote}"^^xsd:date .
"""
)
COM_CMA = """id:instr-x a cons:Agreement ; dcterms:type def:kind-com ; cons:party id:org-cma-bretagne , id:org-etat .
"""
PLAN = """id:instr-x a cons:Agreement ; dcterms:type def:kind-joint-plan ; cons:party {parties} .
"""


@cache
def the_graph() -> bytes:
    return load().nquads


def facts_of(tmp_path: Path, turtle: str) -> DraftFacts:
    path = tmp_path / "draft.ttl"
    path.write_text(PREFIXES + turtle, encoding="utf-8")
    return DraftFacts(read_draft(path), the_graph())


def checked(
    tmp_path: Path, turtle: str, day: date = DAY, verdicts: Iterable[Verdict] = ()
) -> tuple[DraftReport, InstrumentReport]:
    report = check_draft(facts_of(tmp_path, turtle), day, verdicts)
    assert len(report.instruments) == 1
    return report, report.instruments[0]


def missing(one: InstrumentReport) -> list[str]:
    return sorted(item.kind for item in one.of("missing", "late"))


def free(one: InstrumentReport) -> str:
    return " | ".join(note.fr for rule in one.rules for note in rule.free)


def due(first: date, last: date) -> Verdict:
    """Give the verdict that the graph would have on the COM of CCI Bretagne."""
    rule = Rule(
        f"{ID}rule-com-cci", "OB05", "COM", "COM", "months-after", "cop-signing", *(None,) * 6, public=True, unread=()
    )
    cop = Named(f"{ID}event-cop-cci-current", "Signature du COP des CCI 2023-2027", "Signing of the 2023-2027 COP")
    body = Named(f"{ID}org-cci-bretagne", "CCI Bretagne", "CCI Bretagne")
    return Verdict(
        obligation=f"{ID}obl--x",
        as_of=DAY,
        rule=replace(rule, months=6),
        article=None,
        article_now=None,
        debtor=body,
        network="cci",
        region="53",
        region_label="Bretagne",
        trigger=cop,
        trigger_earliest=date(2023, 4, 1),
        trigger_latest=date(2023, 4, 30),
        year=None,
        due_earliest=first,
        due_latest=last,
        due_basis="computed",
        status="overdue-no-evidence",
        certain=True,
    )


# --- the COM of a CCI ---


def test_a_bare_com_of_a_cci_lacks_its_cop_its_vote_and_its_three_signatures(tmp_path: Path) -> None:
    report, one = checked(tmp_path, COM_CCI)
    assert missing(one) == ["countersignatory", "countersignatory", "deliberation", "derives", "signatory"]
    assert report.lacks
    told = write_draft_report(report, "text", "fr")
    assert "autorité de tutelle (Préfecture de région Bretagne)" in told
    assert "président de la tête de réseau (CCI France)" in told
    assert [rule.identifier for rule in one.rules] == ["OB05", "OB05b"]


def test_a_whole_com_of_a_cci_lacks_nothing(tmp_path: Path) -> None:
    report, one = checked(tmp_path, WHOLE_COM_CCI.format(day="2023-09-20", vote="2023-09-01"))
    assert missing(one) == []
    assert not report.lacks
    assert {item.kind for item in one.of("to-read")} == {"content", "order"}


def test_the_due_date_of_a_com_comes_from_the_trigger_of_the_cop_that_it_renders(tmp_path: Path) -> None:
    bounds = due(date(2023, 10, 1), date(2023, 10, 30))
    for day, outcome in (("2023-09-30", "there"), ("2023-10-01", "there"), ("2023-10-02", "to-read")):
        _, one = checked(tmp_path, WHOLE_COM_CCI.format(day=day, vote="2023-09-01"), verdicts=[bounds])
        assert [item.kind for item in one.of(outcome) if item.kind == "deadline"] == ["deadline"], day
    _, one = checked(tmp_path, WHOLE_COM_CCI.format(day="2023-10-31", vote="2023-09-01"), verdicts=[bounds])
    assert missing(one) == ["deadline"]
    older = replace(bounds, trigger=Named(f"{ID}event-cop-cci-2019", "COP 2019", "COP 2019"))
    _, one = checked(tmp_path, WHOLE_COM_CCI.format(day="2023-10-31", vote="2023-09-01"), verdicts=[older])
    assert missing(one) == []


def test_an_unsigned_com_is_told_its_due_date_without_being_blamed(tmp_path: Path) -> None:
    _, one = checked(tmp_path, COM_CCI, verdicts=[due(date(2023, 10, 1), date(2023, 10, 30))])
    (told,) = [item.told.fr for item in one.of("to-read") if item.kind == "deadline"]
    assert "entre le 1er et le 30 octobre 2023" in told
    assert "l'échéance est passée" in told


def test_a_vote_after_the_signing_is_against_the_text(tmp_path: Path) -> None:
    _, one = checked(tmp_path, WHOLE_COM_CCI.format(day="2023-09-20", vote="2023-09-21"))
    assert missing(one) == ["deliberation"]
    assert one.of("late")
    _, one = checked(tmp_path, WHOLE_COM_CCI.format(day="2023-09-20", vote="2023-09-20"))
    assert missing(one) == []


def test_a_signature_without_its_capacity_is_told_apart_from_none(tmp_path: Path) -> None:
    turtle = WHOLE_COM_CCI.format(day="2023-09-20", vote="2023-09-01").replace(" ; cons:inRole def:role-president", "")
    _, one = checked(tmp_path, turtle)
    assert missing(one) == ["countersignatory", "signatory"]
    assert all("cons:inRole def:role-president" in item.told.fr for item in one.of("missing"))


def test_before_the_rule_of_2019_the_old_rule_is_told(tmp_path: Path) -> None:
    _, one = checked(tmp_path, COM_CCI, date(2017, 3, 1))
    assert [rule.identifier for rule in one.rules] == ["OB05h"]
    assert "durée" not in free(one)


# --- the COM of a CMA ---


def test_the_com_of_a_cma_has_no_time_limit_and_needs_its_cop(tmp_path: Path) -> None:
    turtle = """id:instr-x a cons:Agreement ; dcterms:type def:kind-com ;
      cons:party id:org-cma-bretagne , id:org-cma-france , id:org-etat"""
    _, one = checked(tmp_path, f"{turtle} .\n")
    assert missing(one) == ["derives"]
    assert "délai pour conclure : aucun" in free(one)
    assert "elle peut être pluriannuelle" in free(one)
    assert [rule.identifier for rule in one.rules] == ["OB11"]
    assert "ancien article 25" not in one.rules[0].articles.fr
    report, one = checked(tmp_path, f"{turtle} ; cons:derivesFrom id:instr-cop-cma-2023 .\n")
    assert not report.lacks


def test_the_com_of_a_cma_has_the_state_and_cma_france_as_parties(tmp_path: Path) -> None:
    _, one = checked(
        tmp_path,
        """id:instr-x a cons:Agreement ; dcterms:type def:kind-com ; cons:party id:org-cma-bretagne ;
        cons:derivesFrom id:instr-cop-cma-2023 .""",
    )
    assert missing(one) == ["head-party", "state-party"]
    assert "partie : CMA France" in write_draft_report(check_draft(facts_of(tmp_path, COM_CMA), DAY), "text", "fr")


# --- the joint plan ---


def test_a_joint_plan_needs_both_chambers_of_one_region_and_little_else(tmp_path: Path) -> None:
    report, one = checked(tmp_path, PLAN.format(parties="id:org-cci-bretagne , id:org-cma-bretagne"))
    assert not report.lacks
    assert [rule.identifier for rule in one.rules] == ["OB01", "OB02"]
    told = free(one)
    for point in (
        "délai : aucun",
        "ni liste, ni objectif, ni indicateur",
        "représentant de l'État",
        "durée",
        "publicité",
    ):
        assert point in told
    _, one = checked(tmp_path, PLAN.format(parties="id:org-cci-bretagne"))
    assert missing(one) == ["counterparty"]
    _, one = checked(tmp_path, PLAN.format(parties="id:org-cci-bretagne , id:org-cma-normandie"))
    assert missing(one) == ["counterparty", "counterparty"]


def test_a_plan_of_departmental_chambers_has_no_debtor(tmp_path: Path) -> None:
    report, one = checked(tmp_path, PLAN.format(parties="id:org-cci-vaucluse"))
    assert "party" in missing(one)
    assert report.lacks


def test_an_excluded_debtor_is_told_so(tmp_path: Path) -> None:
    turtle = """id:org-cma-x a cons:ConsularBody ; rdfs:label "CMA X"@fr ; cons:network def:network-cma ;
      cons:level def:level-regional ; dcterms:spatial id:geo-saint-martin-antilles ."""
    _, one = checked(tmp_path, turtle + PLAN.format(parties="id:org-cma-x"))
    assert one.rules[0].notes[0].fr.startswith("règle écartée : Saint-Martin")
    assert missing(one) == []


def test_a_party_that_nothing_describes_is_told_with_the_nearest(tmp_path: Path) -> None:
    report, one = checked(tmp_path, PLAN.format(parties="id:org-cci-bretagne , id:org-cma-bretagn"))
    assert "id:org-cma-bretagne" in one.notes[0].fr
    assert report.lacks


# --- input and output ---


def test_a_file_without_an_instrument_says_what_to_write(tmp_path: Path) -> None:
    with pytest.raises(DraftError, match="dcterms:type def:kind-com") as told:
        checked(tmp_path, 'id:x rdfs:label "rien"@fr .')
    assert "import --template conventions" in str(told.value)


def test_filled_templates_are_read_and_the_second_knows_the_first(tmp_path: Path) -> None:
    conventions, signatories = tmp_path / "conventions.csv", tmp_path / "signatories.csv"
    rows = {
        "nom": "COM d'essai de la CCI Bretagne",
        "type": "com",
        "parties": "CCI Bretagne ; CCI France ; Préfecture de région Bretagne",
        "région": "53",
        "signée le": "2023-09-20",
        "signée par": "",
        "décline": "COP entre l'État et le réseau des CCI",
        "source": "https://example.org/com",
        "page": "1",
        "confiance": "high",
    }
    write_csv(conventions, [rows])
    told = {"convention": rows["nom"], "événement": f"Signature : {rows['nom']}", "source": "https://example.org/com"}
    told |= {"page": "2", "confiance": "high"}
    sides = {
        "CCI Bretagne": "president",
        "CCI France": "president",
        "Préfecture de région Bretagne": "regional-prefect",
    }
    write_csv(signatories, [{**told, "pour": side, "qualité": role} for side, role in sides.items()])
    facts = DraftFacts(read_draft(conventions, signatories), the_graph())
    (one,) = check_draft(facts, DAY).instruments
    assert missing(one) == ["deliberation"]
    assert facts.signing_day() == date(2023, 9, 20)
    write_csv(conventions, [{**rows, "type": "convention"}])
    with pytest.raises(DraftError, match="rows cannot be read"):
        read_draft(conventions)


def write_csv(path: Path, rows: list[dict[str, str]]) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)


@pytest.mark.parametrize("format_name", FORMATS)
def test_every_format_tells_what_lacks_in_both_languages(tmp_path: Path, format_name: str) -> None:
    report, _ = checked(tmp_path, COM_CCI)
    french, english = (write_draft_report(report, format_name, language) for language in ("fr", "en"))
    assert "signature en premier" in french
    assert "first signature" in english
    assert "None" not in french + english
    if format_name == "json":
        (told,) = json.loads(french)
        assert told["lacks"] is True
        assert {item["outcome"] for rule in told["rules"] for item in rule["items"]} == {"there", "missing", "to-read"}
    if format_name == "html":
        assert '<html lang="fr">' in french
        assert "<h1>" in french


def test_labels_of_a_draft_are_escaped_in_html(tmp_path: Path) -> None:
    report, _ = checked(tmp_path, COM_CCI.replace("Projet de COM", "<script>x</script>"))
    assert "<script>" not in write_draft_report(report, "html", "fr")


# --- the command ---


def run(*arguments: str | Path) -> Result:
    return CliRunner().invoke(cli, ["check-draft", *map(str, arguments)])


def test_the_command_takes_the_due_date_from_the_graph_and_exits_1_when_something_lacks(tmp_path: Path) -> None:
    path = tmp_path / "draft.ttl"
    path.write_text(PREFIXES + WHOLE_COM_CCI.format(day="2023-10-31", vote="2023-10-01"), encoding="utf-8")
    result = run(path)
    assert result.exit_code == 1, result.output
    assert "règles en vigueur le 31 octobre 2023" in result.stdout
    assert "[contraire au texte] signature à une échéance qui tombe entre le 1er et le 30 octobre 2023" in result.stdout


def test_the_command_exits_2_on_bad_input(tmp_path: Path) -> None:
    path = tmp_path / "draft.ttl"
    path.write_text("not turtle", encoding="utf-8")
    assert run(path).exit_code == 2
    path.write_text(PREFIXES + 'id:x rdfs:label "rien"@fr .', encoding="utf-8")
    result = run(path)
    assert result.exit_code == 2
    assert "dcterms:type def:kind-com" in result.stderr
    assert run(path, "--at", "2024-02-30").exit_code == 2
