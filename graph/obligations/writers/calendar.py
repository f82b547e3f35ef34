"""Write due dates as an iCalendar (RFC 5545): one event of a day for each obligation that has one."""

from collections.abc import Iterable
from datetime import UTC, datetime, time, timedelta

from icalendar import Calendar, Event

from ..deadlines import label
from ..labels import status_label
from ..reasons import reason
from ..remedies import remedy
from ..verdict import Verdict
from ..wording import Language, choose, when

_MAKER = "-//Consulaire//Obligations//FR"


def write_calendar(verdicts: Iterable[Verdict], language: Language = "fr", feed: str | None = None) -> bytes:
    """Write an event on the latest day of each due date; bounds are told in its text, no alarm is set.

    A `feed`, by its name, asks who subscribes to it to look again each day.

    The hour of writing is the as-of day, and an event's UID is the IRI of its obligation: the same verdicts give the
    same bytes, and a calendar that was imported before is brought up to date.
    """
    calendar = Calendar()
    calendar.add("prodid", _MAKER)
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    calendar.add("method", "PUBLISH")
    name = feed or choose(language, "Obligations consulaires", "Obligations of the consular chambers")
    calendar.add("x-wr-calname", name)
    if feed:
        calendar.add("refresh-interval", timedelta(days=1), parameters={"VALUE": "DURATION"})
        calendar.add("x-published-ttl", "P1D")
    for verdict in verdicts:
        if verdict.due_latest:
            calendar.add_component(_event(verdict, language))
    return bytes(calendar.to_ical())


def _event(verdict: Verdict, language: Language) -> Event:
    if verdict.due_latest is None:
        raise ValueError(f"{verdict.obligation} has no due date to put into a calendar")
    event = Event()
    event.add("uid", verdict.obligation)
    event.add("dtstamp", datetime.combine(verdict.as_of, time(), UTC))
    event.add("dtstart", verdict.due_latest)
    event.add("dtend", verdict.due_latest + timedelta(days=1))
    event.add("summary", _summary(verdict, language))
    event.add("description", _description(verdict, language))
    event.add("categories", [label(verdict.debtor, language), status_label(verdict.status, language)])
    event.add("url", verdict.obligation)
    event.add("transp", "TRANSPARENT")
    return event


def _summary(verdict: Verdict, language: Language) -> str:
    rule = f"{verdict.rule.identifier} {choose(language, verdict.rule.label_fr, verdict.rule.label_en)}"
    year = f" ({verdict.year})" if verdict.year else ""
    return f"{label(verdict.debtor, language)}{choose(language, ' : ', ': ')}{rule}{year}"


def _description(verdict: Verdict, language: Language) -> str:
    bounds = None
    if verdict.due_earliest and verdict.due_earliest != verdict.due_latest:
        bounds = choose(language, "Échéance ", "Due ") + when(verdict.due_earliest, verdict.due_latest, language) + "."
    status = status_label(verdict.status, language)
    as_of = verdict.as_of.isoformat()
    lines = (
        choose(language, f"Verdict au {as_of} : {status}.", f"Verdict as of {as_of}: {status}."),
        bounds,
        reason(verdict, language),
        remedy(verdict, language),
    )
    return "\n".join(line for line in lines if line)
