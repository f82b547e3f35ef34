"""Gather what several pages on obligations show, and what their data twins say."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from graph.obligations.grouping import counts
from graph.obligations.opinion import Opinion
from graph.obligations.verdict import STATUSES, Verdict
from graph.obligations.wording import Language
from graph.obligations.writers import write_opinion
from graph.obligations.writers.rows import as_record

from ...negotiation import Offer
from ...opinions import whole
from ...twins import CSV
from .asked import Asked
from .words import polish

TURTLE = Offer("turtle", "text/turtle")
ICS = Offer("ics", "text/calendar")
REPORT = Offer("report", "text/html")  # one file for printing and keeping, in French


@dataclass(frozen=True)
class Choices:
    """Hold what the form offers, as pairs of value and label."""

    regions: list[tuple[str, str]]
    rules: list[tuple[str, str, str]]
    bodies: list[str]
    statuses: tuple[str, ...]


def choices(opinion: Opinion) -> Choices:
    """List what occurs in an opinion before any selection."""
    regions = {verdict.region: verdict.region_label for verdict in opinion.every}
    rules = {verdict.rule.identifier: (verdict.rule.label_fr, verdict.rule.label_en) for verdict in opinion.every}
    there = {verdict.status for verdict in opinion.every}
    return Choices(
        sorted(((code, str(name)) for code, name in regions.items() if code), key=lambda pair: pair[1]),
        [(identifier, *rules[identifier]) for identifier in sorted(rules)],
        sorted({verdict.debtor.label_fr for verdict in opinion.every}),
        tuple(status for status in STATUSES if status in there),
    )


def about(asked: Asked) -> dict[str, object]:
    """Say for a data twin as of when, what was asked for, how many there are, what limits the opinion."""
    opinion = asked.opinion
    return {
        "as_of": opinion.as_of.isoformat(),
        "asked": asked.told,
        "total": len(opinion.verdicts),
        "debtors": len({verdict.debtor.iri for verdict in opinion.verdicts}),
        "counts": counts(opinion.verdicts),
        "notes": [{"fr": polish(note.fr, "fr"), "en": note.en} for note in opinion.notes],
    }


def records(verdicts: Iterable[Verdict]) -> list[dict[str, object]]:
    """Give the records of verdicts, as JSON has them."""
    return [dict(as_record(verdict)) for verdict in verdicts]


def exports(opinion: Opinion, language: Language) -> dict[Offer, Callable[[], bytes | str]]:
    """Offer a selection, whole, in the formats of `consulaire check`."""
    return {
        CSV: lambda: write_opinion(opinion, "csv"),
        TURTLE: lambda: write_opinion(whole(opinion), "turtle"),
        ICS: lambda: write_opinion(opinion, "ics", language),
        REPORT: lambda: write_opinion(opinion, "html"),
    }
