"""Choose the language of a page: French first, English for whoever asks."""

from datetime import date
from functools import lru_cache
from typing import Literal

from flask import Request, g
from werkzeug.datastructures import LanguageAccept
from werkzeug.http import parse_accept_header

Language = Literal["fr", "en"]

_MONTHS = {
    "fr": (
        *("janvier", "février", "mars", "avril", "mai", "juin"),
        *("juillet", "août", "septembre", "octobre", "novembre", "décembre"),
    ),
    "en": (
        *("January", "February", "March", "April", "May", "June"),
        *("July", "August", "September", "October", "November", "December"),
    ),
}


def choose_language(request: Request) -> Language:
    """Choose by `?lang=`, else by Accept-Language; French when neither names one of the two."""
    asked = request.args.get("lang")
    if asked in {"fr", "en"}:
        return "en" if asked == "en" else "fr"
    return accepted_language(request.environ.get("HTTP_ACCEPT_LANGUAGE", ""))


@lru_cache(maxsize=256)
def accepted_language(header: str) -> Language:
    """Choose by the header Accept-Language alone."""
    accepted = parse_accept_header(header, LanguageAccept)
    return "en" if accepted.best_match(["fr", "en"], default="fr") == "en" else "fr"


def say(french: str, english: str) -> str:
    """Give the wording in the language of this request's page."""
    return english if getattr(g, "language", "fr") == "en" else french


def write_number(number: int) -> str:
    """Write a whole number with the thin spaces or commas of the page's language."""
    return f"{number:,}" if getattr(g, "language", "fr") == "en" else f"{number:,}".replace(",", "\u202f")


def write_day(day: date | str) -> str:
    """Write a day as a sentence has it in the language of this request's page; what is no ISO day stays as it is.

    >>> write_day("2022-11-01"), write_day("2022-11")
    ('1er novembre 2022', '2022-11')
    """
    try:
        found = day if isinstance(day, date) else date.fromisoformat(day)
    except ValueError:
        return str(day)
    language = getattr(g, "language", "fr") if g else "fr"
    number = "1er" if found.day == 1 and language == "fr" else str(found.day)
    return f"{number} {_MONTHS[language][found.month - 1]} {found.year}"


def write_month(year: int, month: int) -> str:
    """Write a month of a year in the language of this request's page."""
    return f"{_MONTHS[getattr(g, 'language', 'fr')][month - 1]} {year}"
