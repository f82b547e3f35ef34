"""Put verdicts in the order of somebody who has things to do: by urgency, by month, by due date."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Literal

from .verdict import Named, Rule, Verdict

Kind = Literal["violation", "contested", "no-evidence", "to-come", "standing", "unsettled", "met", "set-aside"]
KINDS: tuple[Kind, ...] = (
    "violation",
    "contested",
    "no-evidence",
    "to-come",
    "standing",
    "unsettled",
    "met",
    "set-aside",
)
_OF_STATUS: dict[str, Kind] = {
    "breached": "violation",
    "met-late": "violation",
    "contested": "contested",
    "overdue-no-evidence": "no-evidence",
    "met": "met",
    "not-applicable": "set-aside",
}


@dataclass(frozen=True)
class Task:
    """Hold obligations alike: of one rule, status and due date, that lack the same precisions."""

    rule: Rule
    status: str
    due_earliest: date | None
    due_latest: date | None
    gaps: tuple[str, ...]
    verdicts: tuple[Verdict, ...]

    @property
    def debtors(self) -> tuple[Named, ...]:
        """List who owes, each once."""
        return tuple(dict.fromkeys(verdict.debtor for verdict in self.verdicts))

    @property
    def due(self) -> date | None:
        """Give the latest day on which it is due, as far as it is known."""
        return self.due_latest or self.due_earliest


@dataclass(frozen=True)
class Section:
    """Hold the tasks of one kind, those that are due first at the top, those without a due date at the end."""

    kind: Kind
    tasks: tuple[Task, ...]

    @property
    def total(self) -> int:
        """Count the obligations."""
        return sum(len(task.verdicts) for task in self.tasks)


@dataclass(frozen=True)
class Month:
    """Hold the tasks whose due date ends in a month."""

    year: int
    month: int
    tasks: tuple[Task, ...]


def kind_of(verdict: Verdict) -> Kind:
    """Tell what somebody may have to do with a verdict; what is not settled is never counted as late."""
    if verdict.status == "not-yet-due":
        return "to-come" if verdict.due_latest or verdict.due_earliest else "standing"
    return _OF_STATUS.get(verdict.status, "unsettled")


def sections(verdicts: Iterable[Verdict]) -> tuple[Section, ...]:
    """Sort verdicts into the kinds that occur, in the order of KINDS."""
    found: dict[Kind, list[Verdict]] = {}
    for verdict in verdicts:
        found.setdefault(kind_of(verdict), []).append(verdict)
    return tuple(Section(kind, tasks(found[kind])) for kind in KINDS if kind in found)


def months(verdicts: Iterable[Verdict]) -> tuple[Month, ...]:
    """Group what has a due date by the month in which it falls at the latest."""
    found: dict[tuple[int, int], list[Task]] = {}
    for task in tasks(verdicts):
        if task.due:
            found.setdefault((task.due.year, task.due.month), []).append(task)
    return tuple(Month(*month, tuple(found[month])) for month in sorted(found))


def tasks(verdicts: Iterable[Verdict]) -> tuple[Task, ...]:
    """Join obligations that differ by their debtor or trigger alone, in the order of their due dates."""
    found: dict[tuple[object, ...], list[Verdict]] = {}
    for verdict in verdicts:
        alike = verdict.rule.identifier, verdict.status, verdict.due_earliest, verdict.due_latest, verdict.gaps
        found.setdefault(alike, []).append(verdict)
    made = [
        Task(group[0].rule, group[0].status, group[0].due_earliest, group[0].due_latest, group[0].gaps, tuple(group))
        for group in found.values()
    ]
    return tuple(sorted(made, key=_order))


def _order(task: Task) -> tuple[date, str, str, tuple[str, ...]]:
    return task.due or date.max, task.rule.identifier, task.status, task.gaps
