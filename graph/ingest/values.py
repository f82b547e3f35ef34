"""Turn the text of a cell into RDF terms, by the kind that the mapping gives it."""

import difflib
import re
from collections.abc import Callable
from typing import Any

from ..namespaces import CONS, PREFIXES, expand
from ..stores import Term
from .findings import CellProblem
from .lookup import Lookup
from .mapping import CellMap
from .periods import Bounds, read_bounds, read_day

_XSD = PREFIXES["xsd"]
_ADDRESS = re.compile(r"https?://[^\s<>\"{}|\\^`]+\Z")
_WHOLE_IRI = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:[^\s<>\"{}|\\^`]+\Z")
_DURATION = re.compile(r"P(?=\d)(?:\d+Y)?(?:\d+M)?(?:\d+D)?\Z")
_MOMENT = re.compile(r"\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(?:Z|[+-]\d{2}:\d{2})\Z")
_YES = {"true": "true", "oui": "true", "yes": "true", "1": "true", "vrai": "true"}
_NO = {"false": "false", "non": "false", "no": "false", "0": "false", "faux": "false"}

Values = list[Term | None]  # one term, or two for kinds with bounds (None where a bound is not known)


def replaced(text: str, told: CellMap | None) -> str | None:
    """Put the value of the mapping's own map in the place of a cell; None when the cell counts for nothing."""
    if told is None:
        return text
    if text in told.values:
        return told.values[text]
    if not told.closed:
        return text
    near = difflib.get_close_matches(text, list(told.values), n=1, cutoff=0)
    nearest = near[0] if near else "-"
    raise CellProblem("unknown-value", value=text, nearest=nearest, offer=", ".join(told.values))


def read_value(text: str, kind: str, options: dict[str, Any], lookup: Lookup) -> Values:
    """Read one text as its kind says; CellProblem says why it cannot be."""
    if kind in {"region", "department", "commune"}:
        return [Term("iri", lookup.place(kind, text))]
    if kind == "concept":
        return [Term("iri", lookup.concept(options["scheme"], text))]
    if kind == "node":
        return [Term("iri", lookup.node(options["classes"], text))]
    if kind in {"start", "end", "bounds"}:
        return _bounds(text, kind, options)
    if kind == "text":
        language = options.get("lang", "fr")
        return [Term("literal", text, None, language) if language else Term("literal", text)]
    return [_READERS[kind](text)]


def check_siren(text: str) -> str:
    """Verify the nine digits of a SIREN by its check digit (Luhn), spaces left out.

    >>> check_siren("130 027 923")
    '130027923'
    """
    digits = re.sub(r"[\s. ]", "", text)
    if not re.fullmatch(r"[0-9]{9}", digits):
        raise CellProblem("siren-form", value=text, digits=sum(char.isdigit() for char in digits))
    doubled = (int(digit) * (2 if place % 2 else 1) for place, digit in enumerate(digits))
    if sum(value // 10 + value % 10 for value in doubled) % 10:
        raise CellProblem("siren-check", value=text)
    return digits


def _bounds(text: str, kind: str, options: dict[str, Any]) -> Values:
    bounds = read_bounds(text)
    if kind == "end" and options.get("day", "last") == "last":
        bounds = bounds.next_day()
    if kind == "bounds" and None in (bounds.earliest, bounds.latest):
        raise CellProblem("both-bounds", value=text)
    terms: Values = [_day(bounds, "earliest"), _day(bounds, "latest")]
    if options.get("exact") and bounds.earliest == bounds.latest:
        terms.append(terms[0])
    return terms


def _day(bounds: Bounds, which: str) -> Term | None:
    day = getattr(bounds, which)
    return None if day is None else Term("literal", day.isoformat(), f"{_XSD}date")


def _iri(text: str) -> Term:
    iri = expand(text) or text
    if not _WHOLE_IRI.match(iri):
        raise CellProblem("iri", value=text)
    return Term("iri", iri)


def _url(text: str) -> Term:
    if not _ADDRESS.match(text):
        raise CellProblem("url", value=text)
    return Term("iri", text)


def _date(text: str) -> Term:
    return Term("literal", read_day(text).isoformat(), f"{_XSD}date")


def _integer(text: str) -> Term:
    if not re.fullmatch(r"[+-]?[0-9]+", text):
        raise CellProblem("number", value=text, form_fr="entier", form_en="a whole number")
    return Term("literal", str(int(text)), f"{_XSD}integer")


def _year(text: str) -> Term:
    if not re.fullmatch(r"(19|20)[0-9]{2}|2100", text):
        raise CellProblem("number", value=text, form_fr="de quatre chiffres (une année)", form_en="a four-digit year")
    return Term("literal", text, f"{_XSD}integer")


def _decimal(text: str) -> Term:
    found = re.fullmatch(r"([+-]?[0-9]+)(?:[.,]([0-9]+))?", text)
    if not found:
        raise CellProblem("number", value=text, form_fr="décimal", form_en="a decimal number")
    return Term("literal", f"{found[1]}.{found[2] or '0'}", f"{_XSD}decimal")


def _boolean(text: str) -> Term:
    value = (_YES | _NO).get(text.lower())
    if value is None:
        raise CellProblem("boolean", value=text)
    return Term("literal", value, f"{_XSD}boolean")


def _duration(text: str) -> Term:
    if not _DURATION.match(text):
        raise CellProblem("duration", value=text)
    return Term("literal", text, f"{_XSD}duration")


def _siren(text: str) -> Term:
    return Term("literal", check_siren(text), f"{CONS}siren")


def _datetime(text: str) -> Term:
    if not _MOMENT.match(text):
        raise CellProblem("moment", value=text)
    read_day(text[:10])
    return Term("literal", text, f"{_XSD}dateTime")


def _code(text: str) -> Term:
    return Term("literal", text)


_READERS: dict[str, Callable[[str], Term]] = {
    "iri": _iri,
    "url": _url,
    "date": _date,
    "integer": _integer,
    "year": _year,
    "decimal": _decimal,
    "boolean": _boolean,
    "duration": _duration,
    "siren": _siren,
    "datetime": _datetime,
    "code": _code,
}
