"""Answer a submission: read it, judge it or hold it against the texts, and write the outcome as it is asked for."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from ..obligations import evaluate, read_verdicts
from ..obligations.draft import DraftError, check_draft
from ..obligations.draft_facts import DraftFacts
from ..obligations.draft_report import write_draft_report
from ..obligations.opinion import give_opinion
from ..obligations.pack import make_pack
from ..obligations.selection import Selection
from ..obligations.wording import Language
from ..obligations.writers import write_opinion
from ..readable import Held
from .faults import whole
from .judging import Judged, named_obligations, resolved, statuses
from .reading import Reading, read
from .telling import tell_draft, tell_reading, tell_verdicts

Plain = dict[str, object]


@dataclass(frozen=True)
class Submission:
    """Hold what was handed in and what is asked of it.

    `day` may be None for a draft, whose signing then tells it. `format` is `page` for plain values, `zip`, `csv`,
    `ics` or `turtle` for verdicts, `text` for drafts. `before` are the statuses of the graph alone, where known.
    """

    files: Sequence[Held]
    graph: bytes = field(repr=False)
    day: date | None
    draft: bool = False
    selection: Selection = field(default_factory=Selection)
    format: str = "page"
    language: Language = "fr"
    before: Mapping[str, str] | None = field(default=None, repr=False)


@dataclass(frozen=True)
class Answer:
    """Hold plain values for a page, or the bytes of another format; `before` are the statuses of the graph alone."""

    told: Plain
    body: bytes | None = None
    before: Mapping[str, str] = field(default_factory=dict)


def answer(asked: Submission) -> Answer:
    """Answer; faults of the files are part of what is told. UnknownName when the selection names nothing."""
    selection = asked.selection if asked.draft else resolved(asked.selection, asked.graph)
    day = asked.day or date.today()
    reading = read(asked.files, asked.graph, None if asked.draft else lambda facts: named_obligations(facts, day))
    if reading.refused:
        return Answer(tell_reading(reading))
    return _look_at_draft(asked, reading) if asked.draft else _judge(asked, reading, selection, day)


def _judge(asked: Submission, reading: Reading, selection: Selection, day: date) -> Answer:
    told = tell_reading(reading)
    opinion = give_opinion(day, selection, facts=asked.graph, own=reading.own)
    if asked.format == "page":
        before = statuses(asked.graph, day) if asked.before is None else asked.before
        return Answer({**told, **tell_verdicts(Judged(opinion, before, reading.described))}, before=before)
    body = make_pack(opinion) if asked.format == "zip" else write_opinion(opinion, asked.format, asked.language)
    return Answer(told, body)


def _look_at_draft(asked: Submission, reading: Reading) -> Answer:
    facts = DraftFacts(reading.own, asked.graph)
    day = asked.day or facts.signing_day() or date.today()
    try:
        check_draft(facts, day)
    except DraftError as error:
        names = ", ".join(file.name for file in asked.files)
        nothing = whole(
            names,
            "aucune convention d’un type qu’une règle veut voir signé n’est décrite (COM, COP, plan d’actions…).",
            str(error),
            "Écrire son type et ses parties, comme dans l’exemple ou dans le modèle « conventions ».",
            "Write its kind and its parties, as in the example or in the template “conventions”.",
        )
        return Answer(tell_reading(Reading(b"", reading.files, (*reading.faults, nothing))))
    report = check_draft(facts, day, read_verdicts(evaluate(asked.graph, day)))
    told = {**tell_reading(reading), **tell_draft(report)}
    if asked.format == "text":
        return Answer(told, write_draft_report(report, "text", asked.language).encode())
    return Answer(told)
