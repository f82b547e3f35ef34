"""Read dates as people write them in tables: a day, a month, a year, or bounds. Nothing is guessed."""

import re
from dataclasses import dataclass
from datetime import date, timedelta

from .findings import CellProblem

_DAY = timedelta(days=1)
_FORM = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?\Z")
_EXCEL_SERIAL = re.compile(r"\d{5}(?:\.\d+)?\Z")
_EXCEL_EPOCH = date(1899, 12, 30)
_LOCAL_DAY = re.compile(r"(\d{1,2})[/.](\d{1,2})[/.](\d{4})\Z")


@dataclass(frozen=True)
class Bounds:
    """Hold the first and the last day that a date may be; None where nothing is known."""

    earliest: date | None
    latest: date | None

    def next_day(self) -> "Bounds":
        """Give the bounds of the day after, for a period told by its last day."""
        return Bounds(self.earliest and self.earliest + _DAY, self.latest and self.latest + _DAY)


def read_day(text: str) -> date:
    """Read YYYY-MM-DD and nothing else; CellProblem names an Excel serial number for what it is."""
    found = _span(text) if len(text) == 10 else None
    if found is None:
        raise _not_a_date("date", text)
    return found[0]


def read_bounds(text: str) -> Bounds:
    """Read a day, a month, a year, `A/B`, `<D`, `<=D`, `>D` or `>=D` as bounds.

    >>> read_bounds("2017")
    Bounds(earliest=datetime.date(2017, 1, 1), latest=datetime.date(2017, 12, 31))
    >>> read_bounds("<2021-01-01").latest
    datetime.date(2020, 12, 31)
    """
    sign = re.match(r"[<>]=?|", text)[0]  # type: ignore[index]  # the empty branch always matches
    parts = [part.strip() for part in text[len(sign) :].split("/")]
    spans = [_span(part) for part in parts]
    first, last = spans[0], spans[-1]
    if first is None or last is None or len(spans) > (1 if sign else 2):
        raise _not_a_date("bounds", text)
    if sign:
        return _open_bounds(sign, first)
    if first[0] > last[1]:
        raise CellProblem("range-order", value=text)
    return Bounds(first[0], last[1])


def _open_bounds(sign: str, span: tuple[date, date]) -> Bounds:
    return {
        "<": Bounds(None, span[0] - _DAY),
        "<=": Bounds(None, span[1]),
        ">": Bounds(span[1] + _DAY, None),
        ">=": Bounds(span[0], None),
    }[sign]


def _span(text: str) -> tuple[date, date] | None:
    """Give the first and last day of a day, a month or a year."""
    found = _FORM.match(text)
    if not found:
        return None
    year, month, day = (int(part) if part else None for part in found.groups())
    try:
        if year is None or not 1000 <= year <= 2999:
            return None
        if month is None:
            return date(year, 1, 1), date(year, 12, 31)
        if day is None:
            return date(year, month, 1), date(year + month // 12, month % 12 + 1, 1) - _DAY
        return date(year, month, day), date(year, month, day)
    except ValueError:
        return None


def _not_a_date(code: str, text: str) -> CellProblem:
    if _EXCEL_SERIAL.match(text):
        guess = _EXCEL_EPOCH + timedelta(days=int(text.split(".")[0]))
        return CellProblem("excel-date", value=text, guess=guess.isoformat())
    hint_fr = hint_en = ""
    local = _LOCAL_DAY.match(text)
    if local:
        hint_fr = " Le 3/4/2023 est en mars ou en avril selon le pays : l'ordre doit être sans équivoque."
        hint_en = " 3/4/2023 is in March or April depending on the country: the order must leave no doubt."
    return CellProblem(code, value=text, hint_fr=hint_fr, hint_en=hint_en)
