"""Store runs of the evaluation, read them back, and compare two of them."""

import json
from collections.abc import Iterable
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta, timezone
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from rdflib import RDF, Graph, URIRef

from graph.cli import cli
from graph.errors import HistoryError
from graph.namespaces import CONS, ID, NS, PREFIXES
from graph.obligations.comparison import KINDS, Comparison, compare, is_open
from graph.obligations.fingerprint import Fingerprint
from graph.obligations.history import Assessed, Run, read_run, record
from graph.obligations.verdict import STATUSES, Named, Rule, Verdict
from graph.resources import ONTOLOGY

JUNE, NOVEMBER = date(2024, 6, 30), date(2024, 11, 21)
STARTED = datetime(2026, 11, 21, 10, 15, 0, 250_000, tzinfo=UTC)
TAKEN = Fingerprint("d" * 64, "5" * 64, "7" * 64, {"python": "3.13.1", "pyoxigraph": "0.5.13"})
RULE = Rule(
    *(f"{ID}rule-com-cci", "OB05", "contrat d'objectifs", "contract of objectives", "months-after", "cop-signing"),
    *((None,) * 7),
    unread=(),
)
NORMANDIE = Named(f"{ID}org-cci-normandie", "CCI Normandie", "CCI of Normandie")


def verdict(name: str, status: str, due: date | None = date(2023, 10, 1), as_of: date = JUNE) -> Verdict:
    return Verdict(
        obligation=f"{ID}obl--{name}",
        as_of=as_of,
        rule=RULE,
        article=None,
        article_now=None,
        debtor=NORMANDIE,
        network="cci",
        region="28",
        region_label="Normandie",
        trigger=Named(f"{ID}event-cop", "COP", "COP"),
        trigger_earliest=date(2023, 4, 1),
        trigger_latest=date(2023, 4, 30),
        year=None,
        due_earliest=due,
        due_latest=due + timedelta(days=29) if due else None,
        due_basis="computed",
        status=status,
        certain=True,
    )


def stored(
    path: Path, verdicts: Iterable[Verdict], taken: Fingerprint = TAKEN, as_of: date = JUNE, *selection: str
) -> Path:
    ended = STARTED + timedelta(seconds=2)
    record(path, [*verdicts], as_of=as_of, fingerprint=taken, started=STARTED, ended=ended, selection=selection)
    return path


def run_of(folder: Path, name: str, verdicts: Iterable[Verdict], taken: Fingerprint = TAKEN) -> Run:
    return read_run(stored(folder / f"{name}.ttl", verdicts, taken))


def compared(folder: Path, old: dict[str, str], new: dict[str, str]) -> Comparison:
    runs = [run_of(folder, which, [verdict(*one) for one in said.items()]) for which, said in (("o", old), ("n", new))]
    return compare(*runs)


def outside(*arguments: str) -> Result:
    return CliRunner().invoke(cli, ["compare", *arguments])


def test_a_run_is_read_back_as_it_was_stored(tmp_path: Path) -> None:
    given = [verdict("a", "met-late"), verdict("b", "met", due=None), verdict("é-1", "contested")]
    path = stored(tmp_path / "run.ttl", given, TAKEN, JUNE, "region=28", "network=cci")
    run = read_run(path)
    assert (run.as_of, run.started, run.ended) == (JUNE, STARTED, STARTED + timedelta(seconds=2))
    assert run.fingerprint == TAKEN
    assert run.selection == ("network=cci", "region=28")
    assert [*run.assessed] == sorted(one.obligation for one in given)
    for one in given:
        said = run.assessed[one.obligation]
        assert (said.status, said.due_earliest, said.due_latest) == (one.status, one.due_earliest, one.due_latest)
        assert (said.identifier, said.debtor) == ("OB05", NORMANDIE)
        assert said.rule == Named(RULE.iri, RULE.label_fr, RULE.label_en)


def test_every_status_can_be_stored(tmp_path: Path) -> None:
    run = run_of(tmp_path, "run", [verdict(f"o-{status}", status) for status in STATUSES])
    assert sorted(one.status for one in run.assessed.values()) == sorted(STATUSES)
    assert len(STATUSES) == 10


def test_the_same_run_is_written_as_the_same_bytes_whatever_the_order(tmp_path: Path) -> None:
    given = [verdict("a", "met"), verdict("b", "breached")]
    one, other = stored(tmp_path / "one.ttl", given), stored(tmp_path / "other.ttl", reversed(given))
    assert one.read_bytes() == other.read_bytes()
    assert sorted(path.name for path in tmp_path.iterdir()) == ["one.ttl", "other.ttl"]


def test_a_stored_run_is_an_activity_that_used_the_dataset_and_every_name_of_ours_is_declared(tmp_path: Path) -> None:
    run = Graph().parse(stored(tmp_path / "run.ttl", [verdict("a", "met")], TAKEN, JUNE, "region=28"))
    (node,) = run.subjects(RDF.type, URIRef(f"{CONS}EvaluationRun"))
    prov = PREFIXES["prov"]
    assert (node, RDF.type, URIRef(f"{prov}Activity")) in run
    dataset = run.value(node, URIRef(f"{prov}used"))
    assert str(run.value(dataset, URIRef(f"{CONS}dataSha256"))) == "d" * 64
    (assessment,) = run.subjects(URIRef(f"{prov}wasGeneratedBy"), node)
    assert (assessment, RDF.type, URIRef(f"{CONS}Assessment")) in run
    declared = {term for path in ONTOLOGY.rglob("*.ttl") for term in Graph().parse(path).subjects()}
    used = {term for triple in run for term in triple if str(term).startswith((NS, PREFIXES["def"]))}
    assert len(used) >= 15
    assert used - declared == set()


def test_two_runs_as_of_the_same_day_share_no_assessment(tmp_path: Path) -> None:
    first = stored(tmp_path / "first.ttl", [verdict("a", "met")])
    later = STARTED + timedelta(seconds=9)
    record(
        tmp_path / "second.ttl", [verdict("a", "breached")], as_of=JUNE, fingerprint=TAKEN, started=later, ended=later
    )
    both = Graph().parse(first).parse(tmp_path / "second.ttl")
    assessments = list(both.subjects(RDF.type, URIRef(f"{CONS}Assessment")))
    assert [len(list(both.objects(node, URIRef(f"{CONS}status")))) for node in assessments] == [1, 1]


def test_hours_are_stored_in_universal_time_and_need_a_zone(tmp_path: Path) -> None:
    paris = STARTED.astimezone(timezone(timedelta(hours=1)))
    record(tmp_path / "run.ttl", [], as_of=JUNE, fingerprint=TAKEN, started=paris, ended=paris)
    assert "2026-11-21T10:15:00.250000+00:00" in (tmp_path / "run.ttl").read_text(encoding="utf-8")
    naive = STARTED.replace(tzinfo=None)
    with pytest.raises(ValueError, match="time zone"):
        record(tmp_path / "bad.ttl", [], as_of=JUNE, fingerprint=TAKEN, started=naive, ended=naive)
    assert not (tmp_path / "bad.ttl").exists()


def test_what_is_open_is_a_violation_or_a_warning() -> None:
    found = {status for status in STATUSES if is_open(Assessed("x", status, NORMANDIE, "", NORMANDIE, None, None))}
    assert found == {"breached", "met-late", "contested", "overdue-no-evidence"}


@pytest.mark.parametrize(
    ("before", "after", "kind"),
    [
        ("not-yet-due", "overdue-no-evidence", "new"),
        ("met", "breached", "new"),
        ("undetermined", "met-late", "new"),
        (None, "contested", "new"),
        ("overdue-no-evidence", "met", "fixed"),
        ("breached", "not-applicable", "fixed"),
        ("overdue-no-evidence", "undetermined", "fixed"),
        ("overdue-no-evidence", "overdue-no-evidence", "still-open"),
        ("overdue-no-evidence", "met-late", "still-open"),
        ("met-late", "met-late", "still-open"),
        ("not-yet-due", "met", "changed"),
        ("undetermined", "trigger-undated", "changed"),
        ("breached", None, "gone"),
        ("met", None, "gone"),
        (None, "met", "added"),
        (None, "undetermined", "added"),
        ("met", "met", "unchanged"),
    ],
)
def test_what_became_of_an_obligation(tmp_path: Path, before: str | None, after: str | None, kind: str) -> None:
    sides = [{"it": status} if status else {} for status in (before, after)]
    made = compared(tmp_path, *({**side, "other": "met"} for side in sides))
    assert [change.kind for change in made.changes if change.latest.obligation.endswith("it")] == [kind]
    assert sum(made.counts.values()) == len(made.changes) == 2
    assert tuple(made.counts) == KINDS


def test_new_one_way_is_fixed_the_other_way(tmp_path: Path) -> None:
    june = {"a": "not-yet-due", "b": "overdue-no-evidence", "c": "breached", "d": "met"}
    november = {"a": "overdue-no-evidence", "b": "met", "c": "breached", "d": "met"}
    there, back = compared(tmp_path, june, november), compared(tmp_path, november, june)
    assert {kind: number for kind, number in there.counts.items() if number} == {
        "new": 1, "still-open": 1, "fixed": 1, "unchanged": 1,
    }  # fmt: skip
    assert back.counts == there.counts
    kinds = [{change.latest.obligation[-1]: change.kind for change in made.changes} for made in (there, back)]
    assert kinds == [
        {"a": "new", "c": "still-open", "b": "fixed", "d": "unchanged"},
        {"a": "fixed", "c": "still-open", "b": "new", "d": "unchanged"},
    ]


def test_another_due_date_is_a_change_even_when_nothing_is_open(tmp_path: Path) -> None:
    runs = [run_of(tmp_path, str(due), [verdict("a", "not-yet-due", due)]) for due in (JUNE, NOVEMBER)]
    (change,) = compare(*runs).changes
    assert change.kind == "changed"


def test_the_same_run_compared_with_itself_tells_nothing(tmp_path: Path) -> None:
    run = run_of(tmp_path, "run", [verdict("a", "breached"), verdict("b", "met")])
    made = compare(run, run)
    assert made.differences == ()
    assert [change.kind for change in made.changes] == ["still-open", "unchanged"]


@pytest.mark.parametrize(
    ("field", "told"),
    [("data", "The data differ"), ("rules", "The rules differ"), ("shapes", "The shapes differ")],
)
def test_other_data_rules_or_shapes_are_told(tmp_path: Path, field: str, told: str) -> None:
    zero = "0" * 64
    others = {
        "data": replace(TAKEN, data=zero),
        "rules": replace(TAKEN, rules=zero),
        "shapes": replace(TAKEN, shapes=zero),
    }
    made = compare(
        run_of(tmp_path, "o", [verdict("a", "met")]), run_of(tmp_path, "n", [verdict("a", "met")], others[field])
    )
    assert [difference for difference in made.differences if told in difference] == list(made.differences)
    assert len(made.differences) == 1


def test_other_days_tools_and_selections_and_empty_runs_are_told(tmp_path: Path) -> None:
    tools = replace(TAKEN, tools={"python": "3.12.0", "rdflib": "7.6.0", "pyoxigraph": "0.5.13"})
    old = read_run(stored(tmp_path / "o.ttl", [verdict("a", "met")], TAKEN, NOVEMBER))
    new = read_run(stored(tmp_path / "n.ttl", [], tools, JUNE, "region=28"))
    told = "\n".join(compare(old, new).differences)
    assert "2024-11-21 and 2024-06-30, the earlier one given second" in told
    assert "versions of python differ: 3.13.1, then 3.12.0." in told
    assert "versions of rdflib differ: none, then 7.6.0." in told
    assert "everything; then region=28" in told
    assert "The new run holds no verdict" in told
    assert len(told.splitlines()) == 5


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("", "it holds none that is complete"),
        ("<urn:a> <urn:b> .", "Nothing was loaded"),
        ("<urn:a> a <https://w3id.org/consulaire/ns#EvaluationRun> .", "none that is complete"),
    ],
)
def test_a_file_that_is_no_run_is_refused_with_the_command_that_makes_one(tmp_path: Path, text: str, why: str) -> None:
    bad = tmp_path / "bad.ttl"
    bad.write_text(text, encoding="utf-8")
    with pytest.raises(HistoryError) as caught:
        read_run(bad)
    assert why in str(caught.value)
    assert "bad.ttl" in str(caught.value)
    assert "`consulaire check --record FILE.ttl`" in str(caught.value)


def test_two_runs_in_one_file_and_unknown_or_double_statuses_are_refused(tmp_path: Path) -> None:
    text = stored(tmp_path / "run.ttl", [verdict("a", "met"), verdict("b", "met")]).read_text(encoding="utf-8")
    bad = {
        "it holds 2 of them": text + text[text.index("\nid:run--") :].replace("run--2024", "run--1024"),
        "is not a status": text.replace("def:status-met", "def:status-splendid"),
        "it says two things of": text.replace("cons:assesses id:obl--b", "cons:assesses id:obl--a"),
    }
    for why, wrong in bad.items():
        assert wrong != text
        (tmp_path / "bad.ttl").write_text(wrong, encoding="utf-8")
        with pytest.raises(HistoryError, match=why):
            read_run(tmp_path / "bad.ttl")


def test_the_command_shows_a_table_and_exits_by_what_is_newly_open(tmp_path: Path) -> None:
    old = str(stored(tmp_path / "old.ttl", [verdict("a", "not-yet-due"), verdict("b", "breached")]))
    new = str(stored(tmp_path / "new.ttl", [verdict("a", "met-late"), verdict("b", "met")], TAKEN, NOVEMBER))
    worse, better, same = outside(old, new), outside(new, old), outside(old, old)
    assert (worse.exit_code, better.exit_code, same.exit_code) == (1, 1, 0)
    assert "NOTE  The runs are as of two days, 2024-06-30 and 2024-11-21" in worse.stdout
    row = next(line for line in worse.stdout.splitlines() if "obl--a" in line)
    cells = [cell.strip() for cell in row.strip("│").split("│")]
    due = "2023-10-01..2023-10-30"
    assert cells == ["new", "OB05", "CCI Normandie", "not-yet-due", "met-late", due, "id:obl--a"]
    assert "2 obligations: 1 new, 0 still-open, 1 fixed, 0 changed, 0 gone, 0 added, 0 unchanged" in worse.stdout
    assert "NOTE" not in same.stdout


def test_the_command_writes_json(tmp_path: Path) -> None:
    old = str(stored(tmp_path / "old.ttl", [verdict("a", "overdue-no-evidence"), verdict("b", "met")]))
    new = str(stored(tmp_path / "new.ttl", [verdict("a", "met"), verdict("b", "met")], replace(TAKEN, rules="0" * 64)))
    result = outside(old, new, "--format", "json")
    assert result.exit_code == 0
    said = json.loads(result.stdout)
    assert said["counts"]["fixed"] == said["counts"]["unchanged"] == 1
    assert said["differences"] == [
        "The rules differ: a change may come from how verdicts are computed, and not from what was done."
    ]
    (change,) = said["changes"]
    assert (change["change"], change["before"]["status"], change["now"]["status"]) == (
        "fixed", "overdue-no-evidence", "met",
    )  # fmt: skip
    assert change["now"]["due_latest"] == "2023-10-30"
    assert said["new"]["rules"] == "0" * 64
    assert said["old"]["as_of"] == "2024-06-30"


def test_the_command_exits_2_on_what_is_not_a_run(tmp_path: Path) -> None:
    bad = tmp_path / "bad.ttl"
    bad.write_text("", encoding="utf-8")
    result = outside(str(bad), str(bad))
    assert result.exit_code == 2
    assert "writes a run" in result.stderr
    assert outside(str(bad), str(tmp_path / "absent.ttl")).exit_code == 2
