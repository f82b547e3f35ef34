"""Put verdicts in the order of a reader: by body, the gravest first."""

from collections import Counter
from collections.abc import Iterable
from datetime import date

from ..ingest.names import fold
from .verdict import STATUSES, Named, Verdict


def by_debtor(verdicts: Iterable[Verdict]) -> list[tuple[Named, list[Verdict]]]:
    """Group verdicts by debtor, in the order of the names; within a debtor the gravest status first, then by rule."""
    groups: dict[Named, list[Verdict]] = {}
    for verdict in verdicts:
        groups.setdefault(verdict.debtor, []).append(verdict)
    names = sorted(groups, key=lambda one: (fold(one.label_fr), one.iri))
    return [(name, sorted(groups[name], key=_rank)) for name in names]


def counts(verdicts: Iterable[Verdict]) -> dict[str, int]:
    """Count the verdicts of each status that occurs, the gravest first."""
    counted = Counter(verdict.status for verdict in verdicts)
    return {status: counted[status] for status in sorted(counted, key=status_rank)}


def _rank(verdict: Verdict) -> tuple[int, str, date, str]:
    due = verdict.due_latest or verdict.trigger_latest or date.max
    return status_rank(verdict.status), verdict.rule.identifier, due, verdict.obligation


def status_rank(status: str) -> int:
    """Rank a status among the others, the gravest first."""
    return STATUSES.index(status) if status in STATUSES else len(STATUSES)
