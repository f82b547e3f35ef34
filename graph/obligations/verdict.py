"""Hold a verdict: one obligation of one body, what it rests on, and what would settle it."""

from dataclasses import dataclass
from datetime import date
from typing import Literal

Severity = Literal["violation", "warning", "info"]

SEVERITIES: dict[str, Severity] = {
    "breached": "violation",
    "met-late": "violation",
    "overdue-no-evidence": "warning",
    "contested": "warning",
    "undetermined": "info",
    "met-undated": "info",
    "trigger-undated": "info",
}
STATUSES: tuple[str, ...] = (
    "breached",
    "met-late",
    "contested",
    "overdue-no-evidence",
    "undetermined",
    "trigger-undated",
    "met-undated",
    "not-yet-due",
    "met",
    "not-applicable",
)


@dataclass(frozen=True)
class Named:
    """Hold a thing with its labels; a label is the IRI's local name where the graph has none."""

    iri: str
    label_fr: str
    label_en: str


@dataclass(frozen=True)
class Passage:
    """Hold a place in a source; `start` and `end` count code points, `fragment` names a place in a legal text."""

    source: str
    paragraph: int | None = None
    start: int | None = None
    end: int | None = None
    fragment: str | None = None
    confidence: str | None = None
    reading: str | None = None


@dataclass(frozen=True)
class Requirement:
    """Hold one thing that the text wants of the act; `outcome` is shown, not-shown or contradicted."""

    kind: str
    value: Named | None
    outcome: str
    shown_by: tuple[Named, ...] = ()


@dataclass(frozen=True)
class EvidenceItem:
    """Hold one piece of evidence: `by_rule` when nobody judged it, `performed` False when it shows the contrary."""

    iri: str
    shows: Named
    by_rule: bool
    performed: bool
    earliest: date | None
    latest: date | None
    timeliness: str | None
    passages: tuple[Passage, ...] = ()
    requirements: tuple[Requirement, ...] = ()


@dataclass(frozen=True)
class Rule:
    """Hold one row of the register."""

    iri: str
    identifier: str
    label_fr: str
    label_en: str
    deadline_kind: str
    trigger_kind: str
    requires_fr: str | None
    requires_en: str | None
    expected_fr: str | None
    expected_en: str | None
    comment_fr: str | None
    comment_en: str | None
    public: bool | None
    unread: tuple[str, ...]
    months: int | None = None
    weeks: int | None = None
    days: int | None = None
    month: int | None = None
    day: int | None = None
    count: int | None = None
    age: int | None = None


@dataclass(frozen=True)
class Verdict:
    """Hold what can be said of one obligation as of a day; `status`, `due_basis` and `gaps` are notations."""

    obligation: str
    as_of: date
    rule: Rule
    article: Named | None
    article_now: Named | None
    debtor: Named
    network: str | None
    region: str | None
    region_label: str | None
    trigger: Named
    trigger_earliest: date | None
    trigger_latest: date | None
    year: int | None
    due_earliest: date | None
    due_latest: date | None
    due_basis: str | None
    status: str
    certain: bool
    evidence: tuple[EvidenceItem, ...] = ()
    searches: tuple[Named, ...] = ()
    completeness: tuple[Named, ...] = ()
    waived_by: tuple[Named, ...] = ()
    must_act: tuple[Named, ...] = ()
    owed_to: tuple[Named, ...] = ()
    gaps: tuple[str, ...] = ()

    @property
    def severity(self) -> Severity | None:
        """Give the severity of the status, None where there is nothing to look at."""
        return SEVERITIES.get(self.status)
