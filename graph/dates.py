"""Know what is valid on a day: one notion for the whole graph.

A period is half-open: its end is the first day on which it no longer holds. Both ends have bounds, since sources often
give no more than a year. A missing bound is not an error: no bound of the start means before any known day, no bound
of the end means that no end is known.
"""

import re
from dataclasses import dataclass
from datetime import MAXYEAR, date, timedelta

from .errors import DateError

_FORM = re.compile(r"(\d{4})-(\d{2})-(\d{2})\Z", re.ASCII)
_FRENCH = re.compile(r"([0-9]{1,2}|1er)\s+(\w+)\s+([0-9]{4})\Z", re.IGNORECASE)
_PART = re.compile(r"(\d{4})(?:-(\d{2}))?\Z", re.ASCII)
_NUMBERS = re.compile(r"(\d{1,2})[/.\-](\d{1,2})[/.\-](\d{4})\Z", re.ASCII)
_LIKE = re.compile(
    r"\d{1,4}\s*[-/.]\s*\d{1,2}\s*[-/.]\s*\d{1,4}\Z|(?:\d{1,2}|1er)\s+[^\W\d]{3,}\.?\s+\d{4}\Z", re.IGNORECASE
)
_MONTHS = (
    *("janvier", "février", "mars", "avril", "mai", "juin"),
    *("juillet", "août", "septembre", "octobre", "novembre", "décembre"),
)
_PLAIN = str.maketrans("éû", "eu")
_REMEDY = "Write the day as YYYY-MM-DD, such as 2022-11-07"


def read_day(text: str) -> date:
    """Read one day, written `2022-11-07` or `7 novembre 2022`; DateError says what is wrong and what to write."""
    stripped = " ".join(text.split())
    if found := _FORM.match(stripped):
        return _day(stripped, int(found[1]), int(found[2]), int(found[3]))
    if found := _FRENCH.match(stripped):
        return _day(stripped, int(found[3]), _month(stripped, found[2]), int(found[1].lower().removesuffix("er")))
    if found := _PART.match(stripped):
        what = "a month" if found[2] else "a year"
        raise DateError(f"'{stripped}' is {what}, not a day. {_REMEDY}; where no day is known, give its bounds.")
    if found := _NUMBERS.match(stripped):
        raise DateError(f"'{stripped}' can be read with the day first or the month first. {_REMEDY}.")
    raise DateError(f"'{stripped}' is not a day. {_REMEDY}.")


def looks_like_a_day(text: str) -> bool:
    """Tell whether somebody meant a day, rightly or wrongly written: `2024-02-30` and `7/11/2022` look like one."""
    return bool(_LIKE.match(" ".join(text.split())))


def read_bounds(text: str) -> tuple[date, date]:
    """Read a day, a month (`2021-11`) or a year (`2017`) as its first and its last day."""
    stripped = " ".join(text.split())
    found = _PART.match(stripped)
    if not found:
        day = read_day(stripped)
        return day, day
    year, month = int(found[1]), int(found[2]) if found[2] else None
    first = _day(stripped, year, month or 1, 1)
    return first, _last_day(first.year, month or 12)


@dataclass(frozen=True)
class Period:
    """Hold the bounds of a validity; DateError when they contradict each other.

    It begins between `start_earliest` and `start_latest`, and the first day on which it no longer holds lies between
    `end_earliest` and `end_latest`.
    """

    start_earliest: date | None = None
    start_latest: date | None = None
    end_earliest: date | None = None
    end_latest: date | None = None

    def __post_init__(self) -> None:
        _in_order("start", self.start_earliest, self.start_latest)
        _in_order("end", self.end_earliest, self.end_latest)
        begins, ends = self.start_earliest, self.end_latest
        if begins and ends and ends <= begins:
            raise DateError(
                f"A period that begins on {begins} at the earliest has ended by {ends}, so no day is in it. The end is "
                "the first day on which it no longer holds: mend the one or the other."
            )

    @classmethod
    def between(cls, first: date | None = None, end: date | None = None) -> "Period":
        """Hold a period whose first day, and first day after it, are known exactly, or not at all."""
        return cls(first, first, end, end)

    @classmethod
    def until(cls, last: date, first: date | None = None) -> "Period":
        """Hold a period whose last day is known, as in "valid until 31 December 2020"."""
        return cls.between(first, last + timedelta(days=1))

    @property
    def is_open(self) -> bool:
        """Tell whether no end is known."""
        return self.end_earliest is None and self.end_latest is None

    def certainly_at(self, day: date) -> bool:
        """Tell whether the period holds on a day, wherever in their bounds its ends lie.

        A lone earliest start or a lone latest end makes no day certain: the other bound is not known.
        """
        begun = self.start_latest <= day if self.start_latest else self.start_earliest is None
        return begun and (day < self.end_earliest if self.end_earliest else self.end_latest is None)

    def possibly_at(self, day: date) -> bool:
        """Tell whether the bounds allow the period to hold on a day; what is certain is possible."""
        begun = self.start_earliest is None or self.start_earliest <= day
        return begun and (self.end_latest is None or day < self.end_latest)

    def certainly_outlasts(self, other: "Period") -> bool:
        """Tell whether the period ends after another one, wherever in their bounds the two ends lie.

        A period of which no end is known outlasts any that has ended.
        """
        if other.end_latest is None:
            return False
        return self.is_open or (self.end_earliest is not None and self.end_earliest > other.end_latest)


def _in_order(end: str, earliest: date | None, latest: date | None) -> None:
    if earliest and latest and latest < earliest:
        raise DateError(
            f"The latest {end}, {latest}, comes before the earliest {end}, {earliest}: exchange the two, or mend one."
        )


def _day(text: str, year: int, month: int, day: int) -> date:
    if not 1 <= year <= MAXYEAR:
        raise DateError(f"'{text}' is not a day: there is no year {year:04}. {_REMEDY}.")
    if not 1 <= month <= 12:
        raise DateError(f"'{text}' is not a day: there is no month {month:02}. {_REMEDY}.")
    last = _last_day(year, month).day
    if not 1 <= day <= last:
        name = f"{_MONTHS[month - 1]} {year}"
        raise DateError(f"'{text}' is not a day: {name} has the days 1 to {last}, not {day}. {_REMEDY}.")
    return date(year, month, day)


def _month(text: str, name: str) -> int:
    plain = name.lower().translate(_PLAIN)
    for number, month in enumerate(_MONTHS, start=1):
        if plain == month.translate(_PLAIN):
            return number
    raise DateError(f"'{text}' is not a day: '{name}' is not a French month in full. {_REMEDY}.")


def _last_day(year: int, month: int) -> date:
    if month == 12:
        return date(year, 12, 31)
    return date(year, month + 1, 1) - timedelta(days=1)
