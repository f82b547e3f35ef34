"""Read the day that a page is asked for, `?at=` or the field of a form: one notion of it for every page."""

from dataclasses import dataclass
from datetime import date

from flask import g, request

from graph.dates import read_day
from graph.errors import DateError, ParameterError

_LONGEST = 100  # characters of a wrong day that a message gives back


class DayRefused(ParameterError):
    """Report an `?at=` that is no day; the page says so beside its date control, which keeps what was typed."""

    def __init__(self, text: str, reason: DateError) -> None:
        self.french = (
            f"« {text} » n’est pas un jour du calendrier. Écrivez-le AAAA-MM-JJ, par exemple 2022-11-07, "
            "ou en toutes lettres : 7 novembre 2022."
        )
        super().__init__(f"The parameter 'at': {reason}", name="at")


@dataclass(frozen=True)
class AskedDay:
    """Hold the day as it was typed and as it was read: both None when none was asked for, `day` when it is wrong."""

    text: str | None
    day: date | None
    refusal: DayRefused | None = None


def asked_day() -> AskedDay:
    """Read `?at=` once for a request, whatever it says; nothing is raised."""
    if "asked_day" not in g:
        g.asked_day = _read(request.args.get("at", "").strip())
    found: AskedDay = g.asked_day
    return found


def current_day() -> date | None:
    """Give the day that the page is to be of, None when none was asked for; DayRefused (400) when it is no day."""
    asked = asked_day()
    if asked.refusal:
        raise asked.refusal
    return asked.day


def day_of_form(text: str) -> date | None:
    """Give the day that a field of a form says, else that of `?at=`, None where neither does; DayRefused (400)."""
    if not text:
        return current_day()
    read = _read(text)
    if read.refusal:
        raise read.refusal
    return read.day


def _read(text: str) -> AskedDay:
    if not text:
        return AskedDay(None, None)
    try:
        return AskedDay(text, read_day(text))
    except DateError as error:
        shown = text[:_LONGEST]
        return AskedDay(shown, None, DayRefused(shown, error if shown == text else DateError("it is far too long.")))
