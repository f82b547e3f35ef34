"""Turn what a person asks, a text or a name with values of Python, into the text of one query."""

import re
from collections.abc import Mapping
from datetime import date, datetime
from typing import Literal

from .catalogue import Catalogue, NamedQuery
from .dates import read_day
from .errors import ParameterError
from .snippets import Asked

_NAME = re.compile(r"[A-Za-z][\w-]*\Z")
_VALUES = re.compile(r"VALUES\s+\?(\w+)\s*\{[^{}]*\}", re.IGNORECASE)
DAY = "day"  # the parameter that `at` fills in


def as_asked(told: object, params: Mapping[str, object], day: date | None) -> Asked:
    """Find the query of that name, or take the text, and put the values in.

    A text of one's own has the parameters that its lines `VALUES ?name { … }` name. With a day, the query must have
    the parameter `day`: one that cannot depend on a day would give a false answer. UnknownQuery and ParameterError
    say what is wrong.
    """
    if not isinstance(told, str):
        raise ParameterError(f"A query is a text or the name of one, not {told!r}.", name="query")
    named = Catalogue.load().get(told.strip()) if _NAME.match(told.strip()) else _own(told)
    values = {name: as_text(name, value) for name, value in params.items()}
    if day is not None and DAY not in values:
        if DAY not in named.params:
            raise ParameterError(
                f"{_called(named)} has no parameter 'day', so a day cannot bear on it, and its rows would be of every "
                "day. Ask it of the graph itself (`.undated`), or write a line VALUES ?day { … } and use ?day.",
                name=DAY,
            )
        values[DAY] = day.isoformat()
    from .metadata import runnable

    text = runnable(named.fill(values))
    known_day = read_day(values[DAY]) if DAY in values else None
    return Asked(text, named.name or None, values, known_day)


def known_language(told: str) -> Literal["fr", "en"]:
    """Give back `fr` or `en`; ParameterError for any other."""
    if told == "fr":
        return "fr"
    if told == "en":
        return "en"
    raise ParameterError(f"Labels are in French and English: lang must be 'fr' or 'en', not {told!r}.", name="lang")


def as_text(name: str, value: object) -> str:
    """Write a value of Python as a parameter is written; ParameterError lists what is taken.

    >>> as_text("day", date(2024, 6, 30))
    '2024-06-30'
    """
    if isinstance(value, str):
        return value
    if isinstance(value, datetime):
        return value.date().isoformat()
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, int) and not isinstance(value, bool):
        return str(value)
    raise ParameterError(
        f"The parameter '{name}' cannot be {value!r}, of type {type(value).__name__}. Give a text (an IRI, a prefixed "
        "name such as id:org-cci-france, a day), a date, or a whole number.",
        name=name,
    )


def as_day(told: object) -> date:
    """Read a day, written 2022-11-07 or 7 novembre 2022; DateError says what to write.

    >>> as_day("1er janvier 2020")
    datetime.date(2020, 1, 1)
    """
    if isinstance(told, datetime):
        return told.date()
    return told if isinstance(told, date) else read_day(str(told))


def _own(text: str) -> NamedQuery:
    params = " ".join(dict.fromkeys(_VALUES.findall(text)))
    return NamedQuery("", {"params": params or "none"}, text)


def _called(named: NamedQuery) -> str:
    return f"The query '{named.name}'" if named.name else "This query"
