"""Give everything that a page names its words: no address stands bare before a reader."""

import re
from collections.abc import Iterable, Mapping
from datetime import date
from urllib.parse import urlsplit

from ..namespaces import CONS, DEF, GRAPH, ID, PREFIXES, short
from ..obligations.wording import Language, choose, day_in_words
from ..stores.base import Term
from .model import Part
from .titles import name_of_term, plain_name

_XSD = PREFIXES["xsd"]
_OURS = (ID, DEF, CONS, GRAPH)
_DURATION = re.compile(r"P(?:(\d+)Y)?(?:(\d+)M)?(?:(\d+)D)?\Z", re.ASCII)
_UNITS = (
    (("an", "ans"), ("year", "years")),
    (("mois", "mois"), ("month", "months")),
    (("jour", "jours"), ("day", "days")),
)
_DIGEST = re.compile(r"[0-9a-f]{64}\Z")


class Names:
    """Name things and values in one language; `known` are those that the graph itself describes."""

    def __init__(self, labels: Mapping[str, str], language: Language, known: frozenset[str]) -> None:
        self._labels, self.language, self._known = labels, language, known

    def name(self, iri: str) -> str:
        """Give the words for a thing: its label, what it is called here, or the words in its address."""
        return self._labels.get(iri) or name_of_term(iri, self.language) or self._from_address(iri)

    def label(self, iri: str) -> str | None:
        """Give the label that the graph has of a thing."""
        return self._labels.get(iri)

    def part(self, iri: str) -> Part:
        """Name a thing with the way to its page, or to the page elsewhere when the graph tells nothing of it."""
        elsewhere = iri.startswith(("http://", "https://")) and not iri.startswith(_OURS) and iri not in self._known
        if elsewhere and iri not in self._labels and not name_of_term(iri, self.language):
            return Part(self._from_address(iri), address=iri)
        return Part(self.name(iri), iri=iri)

    def value(self, term: Term) -> Part:
        """Write a value as a reader has it: a day in words, yes or no, years and months; or name a thing."""
        if term.kind == "iri":
            return self.part(term.value)
        if term.kind == "bnode":
            return Part(choose(self.language, "chose sans nom", "thing without a name"))
        return Part(self._literal(term))

    def _literal(self, term: Term) -> str:
        kind, text = (term.datatype or "").removeprefix(_XSD), term.value
        if kind == "date":
            day = day_of(text)
            return day_in_words(day, self.language) if day else text
        if kind == "boolean":
            return choose(self.language, "oui", "yes") if text in {"true", "1"} else choose(self.language, "non", "no")
        if kind == "duration":
            return self._duration(text)
        if kind in {"decimal", "double", "float"} and self.language == "fr":
            return text.replace(".", ",")
        return f"{text[:12]}…" if _DIGEST.match(text) else text

    def _duration(self, text: str) -> str:
        found = _DURATION.match(text)
        if not found or not any(found.groups()):
            return text
        place = 0 if self.language == "fr" else 1
        told = [
            f"{number} {unit[place][0 if int(number) < 2 else 1]}"
            for number, unit in zip(found.groups(), _UNITS, strict=True)
            if number
        ]
        return choose(self.language, " et ", " and ").join(told)

    def _from_address(self, iri: str) -> str:
        if iri.startswith(_OURS):
            return plain_name(iri)
        try:
            parts = urlsplit(iri)
        except ValueError:
            return plain_name(iri)
        if short(iri) != iri:
            return f"{plain_name(iri)} ({short(iri).partition(':')[0]})"
        host = (parts.hostname or "").removeprefix("www.")
        tail = plain_name(iri) if parts.path.strip("/") or parts.fragment else ""
        return " › ".join(filter(None, (host, tail))) or plain_name(iri)


def in_language(terms: Iterable[Term], language: str) -> list[Term]:
    """Leave out what is said in the other language where this one, or none, says it too."""
    told = [*terms]
    return [term for term in told if term.language in {None, language}] or told


def shortened(text: str, length: int) -> str:
    """Cut a text that is longer than a picture has room for, and show that it is cut."""
    return text if len(text) <= length else f"{text[: length - 1].rstrip()}…"


def whole_number(text: str) -> int | None:
    """Read a number written in digits alone, None when it is none."""
    return int(text) if text.isascii() and text.isdigit() else None


def day_of(text: str) -> date | None:
    """Read the day of an xsd:date, None when it is none."""
    try:
        return date.fromisoformat(text[:10])
    except ValueError:
        return None
