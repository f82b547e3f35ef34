"""Answer one question for each region, for a map and the table beside it."""

from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from ..errors import UnknownName
from ..maps import iris_by_code
from .comparison import is_open_status
from .verdict import SEVERITIES, Verdict

SOON = 183  # days


@dataclass(frozen=True)
class Question:
    """Hold a question; `counts` tells which verdicts it counts, as of a day."""

    name: str
    label_fr: str
    label_en: str
    counts: Callable[[Verdict, date], bool]


@dataclass(frozen=True)
class Measure:
    """Hold the answer for a region: `number` of `total` obligations; a region without any has no share."""

    code: str
    iri: str
    number: int
    total: int

    @property
    def share(self) -> float | None:
        """Give the share, from 0 to 1."""
        return self.number / self.total if self.total else None


def _is_soon(verdict: Verdict, day: date) -> bool:
    due = verdict.due_latest
    return verdict.status == "not-yet-due" and due is not None and due <= day + timedelta(days=SOON)


QUESTIONS = {
    question.name: question
    for question in (
        Question(
            "open",
            "À regarder : manquement, retard, preuves contradictoires, ou échue sans preuve dans ce graphe",
            "To look at: breached, late, contested, or overdue without evidence in this graph",
            lambda verdict, _: is_open_status(verdict.status),
        ),
        Question(
            "no-evidence",
            "Échue, sans preuve dans ce graphe",
            "Overdue, without evidence in this graph",
            lambda verdict, _: verdict.status == "overdue-no-evidence",
        ),
        Question(
            "violation",
            "Manquement établi, ou exécution en retard",
            "Established breach, or late performance",
            lambda verdict, _: SEVERITIES.get(verdict.status) == "violation",
        ),
        Question("soon", "Échéance dans les six mois", "Due within six months", _is_soon),
        Question(
            "unsettled",
            "Que les faits du graphe ne permettent pas de trancher",
            "That the facts of the graph do not settle",
            lambda verdict, _: SEVERITIES.get(verdict.status) == "info",
        ),
        Question("met", "Respectée dans les temps", "Met in time", lambda verdict, _: verdict.status == "met"),
    )
}


def question_of(name: str) -> Question:
    """Find a question; UnknownName lists them."""
    if name not in QUESTIONS:
        raise UnknownName("question", name, tuple(QUESTIONS))
    return QUESTIONS[name]


def measure(verdicts: Iterable[Verdict], question: Question, day: date) -> tuple[Measure, ...]:
    """Count for every region of today, one without obligations too; what is national is in none."""
    total: dict[str, int] = defaultdict(int)
    number: dict[str, int] = defaultdict(int)
    for verdict in verdicts:
        if verdict.region:
            total[verdict.region] += 1
            number[verdict.region] += question.counts(verdict, day)
    regions = iris_by_code("regions")
    return tuple(Measure(code, regions[code], number[code], total[code]) for code in sorted(regions))
