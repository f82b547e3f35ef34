"""How verdicts are laid out for pages: the board, the tasks of somebody, and the measures of regions."""

from dataclasses import replace
from datetime import date

import pytest

from graph.errors import UnknownName
from graph.obligations.agenda import months, sections, tasks
from graph.obligations.board import lay_out
from graph.obligations.by_region import QUESTIONS, measure, question_of
from graph.obligations.comparison import compare_verdicts
from graph.obligations.names import Names
from graph.obligations.selection import NATIONAL, Selection, resolve, select
from graph.obligations.verdict import STATUSES, Named, Verdict
from server.routes.obligations.map import _classes, _level

DAY = date(2024, 6, 30)


@pytest.fixture
def three(late_com: Verdict) -> list[Verdict]:
    """Give one late verdict, one overdue without evidence in the same cell, and one of a national body, to come."""
    rule = replace(late_com.rule, identifier="OB08")
    national = replace(
        late_com,
        obligation="x:national",
        status="not-yet-due",
        region=None,
        region_label=None,
        debtor=Named("x:france", "CCI France", "CCI France"),
        rule=rule,
        due_earliest=date(2024, 9, 1),
        due_latest=date(2024, 9, 30),
    )
    return [late_com, replace(late_com, obligation="x:other", status="overdue-no-evidence"), national]


def test_a_cell_shows_the_gravest_status_and_counts_them_all(three: list[Verdict]) -> None:
    board = lay_out(three)
    assert [rule.identifier for rule in board.rules] == ["OB05", "OB08"]
    assert [row.key for row in board.rows] == ["28", NATIONAL]
    cell = board.rows[0].cells[0]
    assert cell is not None
    assert (cell.status, cell.alike, cell.total) == ("met-late", 1, 2)
    assert board.rows[0].cells[1] is None


def test_bodies_are_rows_too(three: list[Verdict]) -> None:
    assert [row.label_fr for row in lay_out(three, "bodies").rows] == ["CCI France", "CCI X"]


def test_what_is_national_can_be_chosen(three: list[Verdict], tiny: bytes) -> None:
    selection = resolve(Selection(region="National"), Names(tiny))
    assert [one.obligation for one in select(three, selection)] == ["x:national"]
    assert len(select(three, Selection(region="28"))) == 2


@pytest.mark.parametrize("status", STATUSES)
def test_every_status_falls_into_one_section(status: str, late_com: Verdict) -> None:
    (section,) = sections([replace(late_com, status=status)])
    assert section.total == 1
    if status in {"undetermined", "met-undated", "trigger-undated"}:
        assert section.kind == "unsettled"


def test_what_has_no_due_date_stands_apart_and_in_no_month(late_com: Verdict) -> None:
    undated = replace(late_com, status="not-yet-due", due_earliest=None, due_latest=None)
    assert [section.kind for section in sections([undated])] == ["standing"]
    assert months([undated]) == ()


def test_tasks_alike_are_joined_and_the_first_due_comes_first(three: list[Verdict]) -> None:
    same = replace(three[0], obligation="x:same", debtor=Named("x:y", "CCI Y", "CCI Y"))
    found = tasks([three[2], three[0], same])
    assert [(task.rule.identifier, len(task.verdicts), len(task.debtors)) for task in found] == [
        ("OB05", 2, 2),
        ("OB08", 1, 1),
    ]
    assert [(month.year, month.month) for month in months(three)] == [(2023, 10), (2024, 9)]


def test_a_region_without_obligations_has_no_share(three: list[Verdict]) -> None:
    found = {one.code: one for one in measure(three, QUESTIONS["open"], DAY)}
    assert (len(found), found["28"].number, found["28"].total, found["28"].share) == (18, 2, 2, 1.0)
    assert (found["94"].number, found["94"].share) == (0, None)


@pytest.mark.parametrize(("name", "counted"), [("no-evidence", 1), ("violation", 1), ("met", 0), ("soon", 0)])
def test_each_question_counts_its_own(name: str, counted: int, three: list[Verdict]) -> None:
    assert sum(one.number for one in measure(three, question_of(name), DAY)) == counted


def test_soon_is_within_six_months(three: list[Verdict]) -> None:
    soon = replace(three[2], region="28")
    assert sum(one.number for one in measure([soon], QUESTIONS["soon"], DAY)) == 1
    assert sum(one.number for one in measure([soon], QUESTIONS["soon"], date(2024, 1, 1))) == 0


def test_an_unknown_question_is_told_those_that_there_are() -> None:
    with pytest.raises(UnknownName, match="no-evidence") as caught:
        question_of("late")
    assert "aucune question « late »" in caught.value.french


def test_two_days_are_compared_obligation_by_obligation(three: list[Verdict]) -> None:
    before = [replace(three[1], status="not-yet-due"), three[0]]
    found = {change.latest.obligation: change.kind for change in compare_verdicts(before, three)}
    assert found == {three[0].obligation: "still-open", "x:other": "new", "x:national": "added"}


@pytest.mark.parametrize("top", [1, 3, 5, 7, 34, 38, 100])
def test_every_number_of_the_map_is_in_the_class_that_the_legend_says(top: int) -> None:
    told = {level: range(low + 1, high + 1) for level, low, high in _classes(top)}
    for value in range(1, top + 1):
        assert value in told[_level(value, top) or 0]
    assert (_level(0, top), _level(None, top)) == (0, None)
