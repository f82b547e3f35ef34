"""Choose the language of a page: French first, English for whoever asks."""

from datetime import date
from functools import lru_cache

from flask import Request, g
from werkzeug.datastructures import LanguageAccept
from werkzeug.http import parse_accept_header

from graph.obligations.wording import Language, day_in_words, month_in_words, plural


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


def write_plural(number: int, french: str, english: str) -> str:
    """Give words as a number before them wants them (see `wording.plural`) in the language of this request's page."""
    return plural(number, say(french, english), getattr(g, "language", "fr"))


def write_day(day: date | str) -> str:
    """Write a day as a sentence has it in the language of this request's page; what is no ISO day stays as it is.

    >>> write_day("2022-11-01"), write_day("2022-11")
    ('1er novembre 2022', '2022-11')
    """
    try:
        found = day if isinstance(day, date) else date.fromisoformat(day)
    except ValueError:
        return str(day)
    return day_in_words(found, getattr(g, "language", "fr") if g else "fr")


def write_month(year: int, month: int) -> str:
    """Write a month of a year in the language of this request's page."""
    return month_in_words(year, month, getattr(g, "language", "fr"))
