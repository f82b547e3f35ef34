"""Find out when a thing was, or may have been, from what is said of it and of the events that it depends on."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date, timedelta

from ..namespaces import CONS
from ..stores.base import Term
from .bounds import Time
from .naming import day_of
from .raw import Around
from .terms import AS_OF, BOUNDS, CONVENTIONS, DAYS, IN_FORCE, ISSUED, LEGAL_DAYS, YEARS

_PARTS = {f"{CONS}PlanElement", f"{CONS}Commitment"}
_Said = Mapping[str, list[Term]]


def time_of(around: Around, iri: str) -> Time | None:
    """Give when the thing or a neighbour was: None when nothing is said of it."""
    said, types = around.all_of(iri), around.types(iri)
    own = _lasting(said) or _in_force(said) or _happened(said)
    signing = _signing(around, iri)
    if types & CONVENTIONS:
        return _convention(said, signing)
    if own and own.is_bounded:
        return own
    return signing if signing else _document(said)


def shows_its_time(around: Around, iri: str) -> bool:
    """Tell whether the time of a neighbour is worth a reader's while: a part of a plan has that of the plan."""
    return not around.types(iri) & _PARTS


def _lasting(said: _Said) -> Time | None:
    ends = [_days(said, name) for name in BOUNDS]
    seen = tuple(sorted(_days(said, AS_OF)))
    if not any(ends) and not seen:
        return None
    first, second, third, fourth = ends
    return Time(
        *(min(first, default=None), max(second, default=None)),
        *(min(third, default=None), max(fourth, default=None)),
        seen=seen,
    )


def _in_force(said: _Said) -> Time | None:
    first, last = (_days(said, name) for name in IN_FORCE)
    if not first and not last:
        first, last = (_days(said, name) for name in LEGAL_DAYS[:2])
    if not first and not last:
        return None
    start, end = min(first, default=None), _after(max(last, default=None))
    return Time(start, start, end, end)


def _happened(said: _Said) -> Time | None:
    earliest, latest, exact = (_days(said, name) for name in DAYS)
    first, last = min(earliest + exact, default=None), max(latest + exact, default=None)
    return Time(first, last, lasting=False) if first or last else None


def _document(said: _Said) -> Time | None:
    days = _days(said, LEGAL_DAYS[2]) or _days(said, ISSUED)
    return Time(min(days), max(days), lasting=False) if days else None


def _signing(around: Around, iri: str) -> Time | None:
    found = [_happened(around.days.get(event, {})) for event in around.events.get(iri, ())]
    times = [time for time in found if time]
    if not times:
        return None
    return Time(
        min((time.start_earliest for time in times if time.start_earliest), default=None),
        max((time.start_latest for time in times if time.start_latest), default=None),
        lasting=False,
    )


def _convention(said: _Said, signing: Time | None) -> Time | None:
    """Bound a convention as the listings do: from its signing or its first year to the end of its last year."""
    first, last = (_years(said, name) for name in YEARS)
    end = date(max(last) + 1, 1, 1) if last else None
    begun = date(min(first), 1, 1) if first else None
    if not signing and not begun and not end:
        return None
    time = Time(begun, begun, end, end, unsettled=not last)
    if not signing:
        return time
    return replace(time, start_earliest=signing.start_earliest, start_latest=signing.start_latest, signed=True)


def _days(said: _Said, predicate: str) -> list[date]:
    return [found for term in said.get(predicate, ()) if (found := day_of(term.value))]


def _years(said: _Said, predicate: str) -> list[int]:
    found: Iterable[str] = (term.value[:4] for term in said.get(predicate, ()))
    return [int(text) for text in found if text.isascii() and text.isdigit() and 1 <= int(text) < 9999]


def _after(day: date | None) -> date | None:
    return day + timedelta(days=1) if day and day < date.max else None
