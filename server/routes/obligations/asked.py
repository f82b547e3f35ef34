"""Read what a page on obligations is asked for: the day, and which verdicts to keep."""

from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from flask import request

from graph.dates import read_day
from graph.errors import DateError, ParameterError, UnknownName
from graph.obligations.opinion import Opinion
from graph.obligations.selection import Selection, resolve

from ...day import current_day
from ...opinions import check_day
from ..current import current_opinions

LONGEST = 300  # characters of a name
_NAMES = {"network": "network", "region": "region", "body": "body", "rule": "obligation", "status": "status"}
_NETWORKS = ("cci", "cma")


@dataclass(frozen=True)
class Asked:
    """Hold the opinion on what was asked for; `told` are the parameters that said so, for links and the form."""

    opinion: Opinion
    told: dict[str, str]

    @property
    def day(self) -> date:
        """Give the day of the opinion."""
        return self.opinion.as_of

    @property
    def is_today(self) -> bool:
        """Tell whether that is today."""
        return self.day == date.today()


def read_asked(*, day: date | None = None, **given: str) -> Asked:
    """Read the filters of the address, and those that the path gives; errors (400, 404) say what was wrong.

    The opinion is as of `day`, or of `?at=` where it is None.
    """
    day = check_day(day) if day else asked_day()
    told = {name: text for name in (*_NAMES, "due_from", "due_to") if (text := text_of(name))}
    chosen: dict[str, Any] = {_NAMES[name]: text for name, text in told.items() if name in _NAMES} | given
    if chosen.get("network", "cci") not in _NETWORKS:
        raise UnknownName("network", chosen["network"], _NETWORKS)
    first, last = day_of("due_from"), day_of("due_to")
    if first and last and last < first:
        raise ParameterError("The period of due dates ends before it begins: exchange its two days.", name="due_to")
    opinions = current_opinions()
    opinion = opinions.of(day)
    selection = resolve(Selection(**chosen), opinions.names()) if chosen else Selection()
    return Asked(opinion.narrowed(replace(selection, due_from=first, due_to=last)), told)


def asked_day() -> date:
    """Give the day of `?at=`, today unless given; a day that is not judged is refused."""
    return check_day(current_day() or date.today())


def text_of(name: str, default: str = "") -> str:
    """Give a parameter of the address; ParameterError when it is longer than any name."""
    text = request.args.get(name, default).strip()
    if len(text) > LONGEST:
        raise ParameterError(f"The parameter '{name}' is longer than {LONGEST} characters.", name=name)
    return text


def day_of(name: str) -> date | None:
    """Give a day of the address; ParameterError when it is none."""
    text = text_of(name)
    if not text:
        return None
    try:
        return read_day(text)
    except DateError as error:
        raise ParameterError(f"The parameter '{name}': {error}", name=name) from error
