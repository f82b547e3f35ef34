"""Choose the language of a page: French first, English for whoever asks."""

from functools import lru_cache
from typing import Literal

from flask import Request, g
from werkzeug.datastructures import LanguageAccept
from werkzeug.http import parse_accept_header

Language = Literal["fr", "en"]


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
