"""Choose what a network is of: a day, a span, or all; what the bounds of the dates do not settle stays, marked."""

from dataclasses import dataclass
from datetime import date, timedelta

from ..dates import Period, read_day
from ..errors import ParameterError
from ..obligations.wording import day_in_words

Day = date | str | None
Days = tuple[Day, Day]


@dataclass(frozen=True)
class Window:
    """Hold the days that a network is of, both ends included; None is no limit.

    With `at`, what lasts is taken as it stood on that day, and what happened on a day is taken up to it.
    """

    first: date | None = None
    last: date | None = None
    at: date | None = None

    def of_event(self, earliest: date | None, latest: date | None) -> bool | None:
        """Tell whether something of one day, between two bounds, is in the window: certainly, possibly (False) or not.

        An unknown bound excludes nothing and settles nothing.
        """
        if (earliest and self.last and earliest > self.last) or (latest and self.first and latest < self.first):
            return None
        begun = self.first is None or bool(earliest and earliest >= self.first)
        return begun and (self.last is None or bool(latest and latest <= self.last))

    def of_period(self, period: Period) -> bool | None:
        """Tell whether something that lasts held on some day of the window: certainly, possibly (False) or not."""
        first, last = (self.at, self.at) if self.at else (self.first, self.last)
        if (last and period.start_earliest and period.start_earliest > last) or (
            first and period.end_latest and period.end_latest <= first
        ):
            return None
        return _begun_by(period, last) and _lasts_past(period, first)

    @property
    def title(self) -> str:
        """Say in French what the window is; empty without limits."""
        if self.at:
            return f"au {day_in_words(self.at, 'fr')}"
        if self.first and self.last:
            return f"du {day_in_words(self.first, 'fr')} au {day_in_words(self.last, 'fr')}"
        if self.first:
            return f"depuis le {day_in_words(self.first, 'fr')}"
        return f"jusqu'au {day_in_words(self.last, 'fr')}" if self.last else ""


def window(at: Day, period: Days | None) -> Window:
    """Read the two ways to choose; ParameterError when both are given or the span is empty, DateError for no day."""
    if at is not None and period is not None:
        raise ParameterError(
            "'at' and 'period' exclude each other: give `at` for one day, or `period=(first, last)` for a span.",
            name="period",
        )
    if period is None:
        day = _day(at)
        return Window(None, day, day)
    first, last = (_day(one) for one in period)
    if first and last and last < first:
        raise ParameterError(
            f"The period ends on {last}, before it begins on {first}. Give `period=(first, last)`.", name="period"
        )
    return Window(first, last)


def seen_on(period: Period, days: list[date]) -> Period:
    """Narrow a period of unknown bounds by the days on which a source shows it."""
    if not days:
        return period
    return Period(
        period.start_earliest,
        period.start_latest or min(days),
        period.end_earliest or max(days) + timedelta(days=1),
        period.end_latest,
    )


def _begun_by(period: Period, last: date | None) -> bool:
    if last is None:
        return True
    return period.start_latest <= last if period.start_latest else period.start_earliest is None


def _lasts_past(period: Period, first: date | None) -> bool:
    if first is None:
        return True
    return period.end_earliest > first if period.end_earliest else period.end_latest is None


def _day(told: Day) -> date | None:
    return read_day(told) if isinstance(told, str) else told
