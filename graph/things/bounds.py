"""Know when something was, by its bounds: a period that lasted, or something that happened."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

from ..obligations.wording import Language, choose, day_in_words
from ..obligations.wording import when as say_when

At = Literal["certain", "possible", "not-yet", "over"]


@dataclass(frozen=True)
class Time:
    """Hold the bounds of a period (the end is the first day on which it no longer held), or of what happened.

    `seen` are days on which a source says that it held; `signed` periods begin with a signing; of `unsettled` ones no
    day is certain. Bounds that contradict each other are kept as they are told.
    """

    start_earliest: date | None = None
    start_latest: date | None = None
    end_earliest: date | None = None
    end_latest: date | None = None
    lasting: bool = True
    unsettled: bool = False
    signed: bool = False
    seen: tuple[date, ...] = ()

    @property
    def is_bounded(self) -> bool:
        """Tell whether any bound is known."""
        return any((self.start_earliest, self.start_latest, self.end_earliest, self.end_latest, self.seen))

    def at(self, day: date) -> At:
        """Tell whether it held on a day, wherever in the bounds its ends lie; what happened stays so afterwards."""
        if self.start_earliest and day < self.start_earliest:
            return "not-yet"
        if self.lasting and self.end_latest and day >= self.end_latest:
            return "over"
        if self.seen and min(self.seen) <= day <= max(self.seen):
            return "certain"
        if not self.lasting:
            return "certain" if self.start_latest and self.start_latest <= day else "possible"
        begun = self.start_latest <= day if self.start_latest else self.start_earliest is None and not self.seen
        running = day < self.end_earliest if self.end_earliest else self.end_latest is None
        return "certain" if begun and running and not self.unsettled else "possible"

    def say(self, language: Language) -> str:
        """Write the time as a line has it: `du 1er janvier 2013 au 31 décembre 2020`, bounds as bounds."""
        if not self.lasting:
            return say_when(self.start_earliest, self.start_latest, language)
        start, end = self._start(language), self._end(language)
        exact = self.start_earliest and self.start_earliest == self.start_latest and not self.signed
        told = (" " if exact else ", ").join(filter(None, (start, end)))
        if self.seen:
            seen = say_when(min(self.seen), min(self.seen), language)
            told = ", ".join(filter(None, (told, choose(language, f"attesté {seen}", f"attested {seen}"))))
        return told

    def _start(self, language: Language) -> str:
        first, last = self.start_earliest, self.start_latest
        if self.signed:
            return choose(language, f"signature {say_when(first, last, 'fr')}", f"signed {say_when(first, last, 'en')}")
        if first and first == last:
            day = day_in_words(first, language)
            if self.end_earliest and self.end_earliest == self.end_latest:
                return choose(language, f"du {day}", f"from {day}")
            return choose(language, f"depuis le {day}", f"since {day}")
        if first and last:
            return choose(language, f"début {say_when(first, last, 'fr')}", f"start {say_when(first, last, 'en')}")
        if first:
            day = day_in_words(first, language)
            return choose(language, f"début au plus tôt le {day}", f"start on {day} at the earliest")
        if last and not self.seen:
            day = day_in_words(last, language)
            return choose(language, f"début au plus tard le {day}", f"start on {day} at the latest")
        return ""

    def _end(self, language: Language) -> str:
        first, last = (_before(day) for day in (self.end_earliest, self.end_latest))
        if first and first == last:
            day = day_in_words(first, language)
            sure = not self.signed and self.start_earliest and self.start_earliest == self.start_latest
            return choose(language, f"au {day}" if sure else f"jusqu’au {day}", f"to {day}" if sure else f"until {day}")
        if first and last:
            return choose(language, f"fin {say_when(first, last, 'fr')}", f"end {say_when(first, last, 'en')}")
        if last:
            day = day_in_words(last, language)
            return choose(language, f"fin au plus tard le {day}", f"end on {day} at the latest")
        if first and not self.seen:
            day = day_in_words(first, language)
            return choose(language, f"fin au plus tôt le {day}", f"end on {day} at the earliest")
        return ""


def _before(day: date | None) -> date | None:
    return day - timedelta(days=1) if day and day > date.min else None
