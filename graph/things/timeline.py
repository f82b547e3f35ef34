"""Lay what concerns a thing along time: where bounds are all that is known, bounds are drawn, never a point."""

from dataclasses import dataclass
from datetime import date
from typing import Literal

from ..obligations.wording import Language, choose
from .bounds import Time
from .model import Part, Reading, Thing
from .naming import shortened
from .terms import BOUNDS, DAYS, TYPE

WIDTH, LABEL, ROW, TOP = 900, 320, 22, 26
_DRAWN = 26
_SHORT = 43
_STEPS = (1, 2, 5, 10, 20, 25, 50, 100, 200, 500)
_OWN = {BOUNDS[0], DAYS[0]}  # the groups that tell the thing's own time
_LEAST = 4.0  # units of the picture, so that a span of some days is seen


@dataclass(frozen=True)
class Moment:
    """Hold one line of time: what, under which heading, when, and how it was read."""

    text: str
    iri: str
    title: str
    time: Time
    when: str
    reading: Reading = "unattested"
    certainty: str = "certain"


@dataclass(frozen=True)
class Mark:
    """Hold one mark of a line: `sure`, `maybe` (a bound), `day`, `seen` (a source shows it then), `open` (no end)."""

    kind: Literal["sure", "maybe", "day", "seen", "open"]
    x: float
    width: float = 0.0


@dataclass(frozen=True)
class Line:
    """Hold a line as it is drawn."""

    moment: Moment
    label: str
    y: float
    marks: tuple[Mark, ...]


@dataclass(frozen=True)
class Timeline:
    """Hold all moments of a thing, and the lines of those that are drawn, with the ticks of the years.

    The labels of lines end at `margin`.
    """

    moments: tuple[Moment, ...]
    lines: tuple[Line, ...] = ()
    ticks: tuple[tuple[float, str], ...] = ()
    day: float | None = None
    height: float = 0.0
    width: int = WIDTH
    margin: int = LABEL

    @property
    def undrawn(self) -> int:
        """Count the moments that are in the table only."""
        return len(self.moments) - len(self.lines)


def timeline_of(thing: Thing, language: Language) -> Timeline:
    """Draw what concerns a thing, earliest first; a thing without a day gives no line."""
    moments = _moments(thing, language)
    drawn = moments[:_DRAWN]
    days = [day for moment in drawn for day in _days(moment.time)]
    if not days:
        return Timeline(tuple(moments))
    days += [thing.day] if thing.day else []
    span = max(days).year - min(days).year
    scale = _Scale(min(days).year, max(days).year + 1 + span // 10)
    lines = tuple(
        Line(moment, shortened(moment.text, _SHORT), TOP + (rank + 0.5) * ROW, tuple(_marks(moment.time, scale)))
        for rank, moment in enumerate(drawn)
    )
    height = TOP + ROW * len(lines) + 8
    return Timeline(tuple(moments), lines, scale.ticks(), scale.x(thing.day) if thing.day else None, height)


@dataclass(frozen=True)
class _Scale:
    first: int
    last: int

    @property
    def left(self) -> float:
        return LABEL + 12.0

    @property
    def right(self) -> float:
        return WIDTH - 14.0

    def x(self, day: date) -> float:
        start = date(self.first, 1, 1).toordinal()
        end = date(min(self.last, 9999), 1, 1).toordinal()
        share = (day.toordinal() - start) / max(end - start, 1)
        return round(self.left + (self.right - self.left) * min(max(share, 0.0), 1.0), 1)

    def ticks(self) -> tuple[tuple[float, str], ...]:
        step = next((step for step in _STEPS if (self.last - self.first) / step <= 9), 1000)
        years = range(-(-self.first // step) * step, self.last + 1, step)
        return tuple((self.x(date(year, 1, 1)), str(year)) for year in years if 1 <= year <= 9999)


def _moments(thing: Thing, language: Language) -> list[Moment]:
    found: dict[str, Moment] = {}
    if thing.time and thing.time.is_bounded:
        own = choose(language, "Période ou date de cette chose", "Period or date of this thing")
        told = (group.facts[0].reading for group in thing.groups if group.property in _OWN and group.facts)
        reading = next(told, thing.asserted_whole)
        found[thing.iri] = Moment(thing.label, thing.iri, own, thing.time, thing.time.say(language), reading)
    for group in (group for group in thing.groups if group.property != TYPE):
        for fact in group.facts:
            if fact.time and fact.time.is_bounded and fact.key not in found and group.direction == "in":
                found[fact.key] = Moment(
                    fact.text,
                    _goal(fact.parts, fact.key),
                    group.title,
                    fact.time,
                    fact.time.say(language),
                    fact.reading,
                    fact.certainty,
                )
    return sorted(found.values(), key=lambda moment: (min(_days(moment.time), default=date.max), moment.text))


def _goal(parts: tuple[Part, ...], key: str) -> str:
    return next((part.iri for part in parts if part.iri), key)


def _days(time: Time) -> list[date]:
    bounds = (time.start_earliest, time.start_latest, time.end_earliest, time.end_latest, *time.seen)
    return [day for day in bounds if day]


def _marks(time: Time, scale: _Scale) -> list[Mark]:
    if not time.lasting:
        first, last = time.start_earliest or time.start_latest, time.start_latest or time.start_earliest
        if not first or not last:
            return []
        both = time.start_earliest and time.start_latest
        return (
            [Mark("day", scale.x(first))] if first == last and both else [_span("maybe", scale.x(first), scale.x(last))]
        )
    known = time.start_earliest or time.start_latest
    begin = scale.x(time.start_earliest) if time.start_earliest else scale.left
    sure = scale.x(time.start_latest) if time.start_latest else begin if not known and not time.seen else None
    end = scale.x(time.end_latest) if time.end_latest else scale.right
    until = scale.x(time.end_earliest) if time.end_earliest else (scale.right if not time.end_latest else None)
    if time.unsettled or sure is None or until is None or until <= sure:
        marks = [_span("maybe", begin, end)]
    else:
        marks = [_span("sure", sure, until)]
        marks += [_span("maybe", begin, sure)] if begin < sure else []
        marks += [_span("maybe", until, end)] if until < end else []
    marks += [] if time.end_latest else [Mark("open", scale.right)]
    return marks + [Mark("seen", scale.x(day)) for day in time.seen]


def _span(kind: Literal["sure", "maybe"], start: float, end: float) -> Mark:
    return Mark(kind, start, round(max(end - start, _LEAST), 1))
