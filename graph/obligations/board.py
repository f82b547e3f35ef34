"""Lay verdicts out as a board: a row for each region or body, a column for each rule."""

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from ..ingest.names import fold
from .grouping import status_rank
from .selection import NATIONAL
from .verdict import Rule, Verdict
from .writers.phrases import NATIONAL_NAME

Rows = Literal["regions", "bodies"]
ROWS: tuple[Rows, ...] = ("regions", "bodies")


@dataclass(frozen=True)
class Cell:
    """Hold what a row has under a rule: how many verdicts of each status, the gravest first."""

    rule: str
    statuses: tuple[tuple[str, int], ...]

    @property
    def status(self) -> str:
        """Give the gravest status, for which the cell stands."""
        return self.statuses[0][0]

    @property
    def alike(self) -> int:
        """Count the verdicts of that status."""
        return self.statuses[0][1]

    @property
    def total(self) -> int:
        """Count all verdicts of the cell."""
        return sum(number for _, number in self.statuses)


@dataclass(frozen=True)
class Row:
    """Hold one row: the INSEE code of a region (NATIONAL for none) or the IRI of a body, its name, its cells."""

    key: str
    label_fr: str
    label_en: str
    cells: tuple[Cell | None, ...]


@dataclass(frozen=True)
class Board:
    """Hold the rules, in the order of their identifiers, and the rows in that of their names, the national one last."""

    rules: tuple[Rule, ...]
    rows: tuple[Row, ...]


def lay_out(verdicts: Iterable[Verdict], rows: Rows = "regions") -> Board:
    """Lay out verdicts; a cell without any is None, since the rule binds nobody there."""
    rules: dict[str, Rule] = {}
    names: dict[str, tuple[str, str]] = {}
    found: dict[tuple[str, str], Counter[str]] = defaultdict(Counter)
    for verdict in verdicts:
        key, *labels = _region(verdict) if rows == "regions" else _body(verdict)
        rules[verdict.rule.identifier] = verdict.rule
        names[key] = labels[0], labels[1]
        found[key, verdict.rule.identifier][verdict.status] += 1
    columns = sorted(rules)
    lines = sorted(names, key=lambda key: (key == NATIONAL, fold(names[key][0]), key))
    return Board(
        tuple(rules[identifier] for identifier in columns),
        tuple(Row(key, *names[key], tuple(_cell(identifier, found, key) for identifier in columns)) for key in lines),
    )


def _cell(identifier: str, found: dict[tuple[str, str], Counter[str]], key: str) -> Cell | None:
    counted = found.get((key, identifier))
    if not counted:
        return None
    return Cell(identifier, tuple(sorted(counted.items(), key=lambda one: status_rank(one[0]))))


def _region(verdict: Verdict) -> tuple[str, str, str]:
    if verdict.region is None or verdict.region_label is None:
        return NATIONAL, *NATIONAL_NAME
    return verdict.region, verdict.region_label, verdict.region_label


def _body(verdict: Verdict) -> tuple[str, str, str]:
    return verdict.debtor.iri, verdict.debtor.label_fr, verdict.debtor.label_en
