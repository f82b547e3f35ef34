"""Know when a thing was there: for the filter by years, and for a search as of a day."""

import contextlib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

from ..dates import Period
from ..errors import DateError
from .reading import Facts

Presence = Literal["certain", "possible", "absent"]
_BOUNDS = ("cons:startEarliest", "cons:startLatest", "cons:endEarliest", "cons:endLatest")
_LASTING = {"body", "concept", "territory", "term", "organisation", "authority", "other"}
"""Kinds that no day takes away where the graph gives no bounds."""


@dataclass(frozen=True)
class Times:
    """Hold when a thing was there.

    `periods` are those it was there in; `shown` are days on which a source shows it. What is there `always` has
    periods for its years alone. What `happened` has the years in which it did, and is there ever after. No day is
    certain of an open period where `open_is_certain` is False, nor of one without a start where `start_is_needed`.
    """

    periods: tuple[Period, ...] = ()
    shown: tuple[date, ...] = ()
    always: bool = False
    happened: bool = False
    open_is_certain: bool = True
    start_is_needed: bool = False

    def on(self, day: date) -> Presence:
        """Tell whether it was there on a day; what has no day at all may have been."""
        if self.always or (self.shown and min(self.shown) <= day <= max(self.shown)):
            return "certain"
        if not self.periods:
            return "possible"
        if any(self._settles(period) and period.certainly_at(day) for period in self.periods):
            return "certain"
        return "possible" if any(period.possibly_at(day) for period in self.periods) else "absent"

    def _settles(self, period: Period) -> bool:
        if self.start_is_needed and not period.start_latest:
            return False
        return self.open_is_certain or not period.is_open

    @property
    def years(self) -> tuple[int | None, int | None] | None:
        """Give the first and the last year that its bounds allow, None for an open end; None when no day is known."""
        spans = [self._span(period) for period in self.periods if period != Period()]
        spans += [(day.year, day.year) for day in self.shown] if not spans else []
        if not spans:
            return None
        firsts, lasts = zip(*spans, strict=True)
        known_firsts, known_lasts = [one for one in firsts if one], [one for one in lasts if one]
        return (
            min(known_firsts) if len(known_firsts) == len(firsts) else None,
            max(known_lasts) if len(known_lasts) == len(lasts) else None,
        )

    def _span(self, period: Period) -> tuple[int | None, int | None]:
        first = period.start_earliest or period.start_latest
        if self.happened:
            last = period.start_latest or period.start_earliest
        else:
            last = _before(period.end_latest) if period.end_latest else None
        return first.year if first else None, last.year if last else None


class Clock:
    """Find the times of things by their kinds."""

    def __init__(self, facts: Facts) -> None:
        self._facts = facts

    def times(self, thing: str, kind: str) -> Times:
        """Give when a thing was there."""
        find = {
            "convention": self._convention,
            "event": self._event,
            "source": self._source,
            "text": self._text,
            "article": self._article,
            "rule": self._rule,
            "element": self._part,
            "figure": self._figure,
            "statement": self._said,
            "person": self._person,
            "record": self._record,
            "obligation": self._event,
        }.get(kind)
        if find:
            return find(thing)
        bounds = self._bounds(thing)
        return Times(_known(bounds), always=bounds == Period() and kind in _LASTING)

    def _bounds(self, thing: str) -> Period:
        return _period(*(self.day(name, thing) for name in _BOUNDS))

    def _days(self, name: str, things: Iterable[str]) -> list[date]:
        """List the days of a property; what is no day, as a stranger's graph may have it, is passed over."""
        found = []
        for told in (told for thing in things for told in self._facts.days[name].get(thing, [])):
            with contextlib.suppress(ValueError):
                found.append(date.fromisoformat(told))
        return found

    def day(self, name: str, thing: str) -> date | None:
        """Give the earliest day of a property, None where there is none."""
        return min(self._days(name, [thing]), default=None)

    def _year(self, name: str, thing: str) -> int | None:
        told = min(self._facts.days[name].get(thing, []), default="")
        return int(told) if told.isascii() and told.isdigit() and len(told) == 4 and told != "9999" else None

    def _convention(self, thing: str) -> Times:
        signed = [
            event for one in self._facts.to("cons:signs", thing) for event in self._facts.of("cons:partOfEvent", one)
        ]
        earliest, latest = self._days("cons:earliestDate", signed), self._days("cons:latestDate", signed)
        first, last = self._year("cons:startYear", thing), self._year("cons:endYear", thing)
        begun = date(first, 1, 1) if first else None
        over = date(last + 1, 1, 1) if last else None
        period = _period(min(earliest, default=begun), max(latest, default=begun), over, over)
        return Times(_known(period), open_is_certain=False)

    def _event(self, thing: str) -> Times:
        latest = max(self._days("cons:latestDate", [thing]), default=None)
        return _since(self.day("cons:earliestDate", thing), latest)

    def _source(self, thing: str) -> Times:
        issued = self.day("dcterms:issued", thing)
        return _since(issued, issued)

    def _text(self, thing: str) -> Times:
        names = ("eli:first_date_entry_in_force", "eli:date_publication", "eli:date_document")
        days = [day for name in names if (day := self.day(name, thing))]
        return _since(min(days), min(days)) if days else Times()

    def _article(self, thing: str) -> Times:
        bounds = [self._bounds(one) for one in (thing, *self._facts.to("eli:is_member_of", thing))]
        bounds = [one for one in bounds if one != Period()]
        first = self.day("eli:first_date_entry_in_force", thing)
        last = self.day("eli:date_no_longer_in_force", thing)
        if not bounds and (first or last):
            return Times(_known(_in_force(first, last)))
        return Times(tuple(bounds))

    def _rule(self, thing: str) -> Times:
        first, last = self.day("cons:inForceFrom", thing), self.day("cons:inForceUntil", thing)
        bounds = self._bounds(thing)
        if first or last:
            bounds = _in_force(first, last)
        return Times(_known(bounds))

    def _part(self, thing: str) -> Times:
        instruments = self._facts.of("cons:inInstrument", thing)
        found = [self._convention(one) for one in instruments]
        periods = tuple(period for one in found for period in one.periods)
        return Times(periods, open_is_certain=False) if periods else self._said(thing)

    def _said(self, thing: str) -> Times:
        events = self._facts.of("prov:wasGeneratedBy", thing)
        periods = tuple(period for event in events for period in self._event(event).periods)
        return Times(periods, happened=True)

    def _figure(self, thing: str) -> Times:
        year = self._year("cons:fiscalYear", thing) or self._year("cons:endYear", thing)
        return _since(date(year, 1, 1), date(year, 1, 1)) if year else self._said(thing)

    def _person(self, thing: str) -> Times:
        mandates = [self._mandate(one) for one in self._facts.to("org:member", thing)]
        periods = tuple(period for one in mandates for period in one.periods)
        return Times(periods, tuple(day for one in mandates for day in one.shown), always=True)

    def _mandate(self, thing: str) -> Times:
        shown = tuple(self._days("cons:asOf", [thing]))
        return Times(_known(self._bounds(thing)), shown, start_is_needed=True)

    def _record(self, thing: str) -> Times:
        if self._facts.of("org:member", thing):
            return self._mandate(thing)
        if self._facts.of("cons:signs", thing):
            events = self._facts.of("cons:partOfEvent", thing)
            return Times(tuple(period for one in events for period in self._event(one).periods), happened=True)
        bounds = self._bounds(thing)
        return Times(_known(bounds), always=bounds == Period())


def _known(period: Period) -> tuple[Period, ...]:
    return () if period == Period() else (period,)


def _since(earliest: date | None, latest: date | None) -> Times:
    if not earliest and not latest:
        return Times()
    return Times((_period(earliest, latest, None, None),), happened=True)


def _in_force(first: date | None, last: date | None) -> Period:
    """Hold what is known by its first and its last day; the last day of the calendar stands for no end."""
    end = last + timedelta(days=1) if last and last < date.max else None
    return _period(first, first, end, end)


def _before(end: date) -> date:
    return end - timedelta(days=1) if end > date.min else end


def _period(*bounds: date | None) -> Period:
    """Hold bounds that a stranger's graph may have got wrong: what contradicts itself tells nothing."""
    try:
        return Period(*bounds)
    except DateError:
        return Period()


def overlaps(years: tuple[int | None, int | None], span: tuple[int | None, int | None]) -> bool:
    """Tell whether the years of a thing reach into a span; None for an end of either means no bound."""
    (first, last), (start, end) = years, span
    return (last is None or start is None or start <= last) and (first is None or end is None or first <= end)
