"""Look triples up by subject and predicate, without a query for each."""

from collections import defaultdict
from datetime import date

from ..namespaces import PREFIXES, short
from ..stores.base import Term
from ..stores.parsing import read_triples
from .verdict import Named

_LABELS = (PREFIXES["rdfs"] + "label", PREFIXES["skos"] + "prefLabel")
_NAME = PREFIXES["foaf"] + "name"


class Index:
    """Hold N-Triples by subject and predicate, and by predicate and object."""

    def __init__(self, triples: bytes) -> None:
        self._by_subject: dict[tuple[str, str], list[Term]] = defaultdict(list)
        self._by_object: dict[tuple[str, str], list[str]] = defaultdict(list)
        for subject, predicate, value in read_triples(triples):
            self._by_subject[subject, predicate].append(value)
            if value.kind == "iri":
                self._by_object[predicate, value.value].append(subject)

    def objects(self, subject: str, predicate: str) -> list[str]:
        """List the values of a property, as IRIs or lexical forms."""
        return [one.value for one in self._by_subject.get((subject, predicate), ())]

    def one(self, subject: str, predicate: str) -> str | None:
        """Give the value of a property, the first in alphabetical order where there are several."""
        return min(self.objects(subject, predicate), default=None)

    def subjects(self, predicate: str, value: str) -> list[str]:
        """List what has a node as the value of a property, sorted."""
        return sorted(self._by_object.get((predicate, value), ()))

    def day(self, subject: str, predicate: str) -> date | None:
        """Give a day, or None."""
        value = self.one(subject, predicate)
        return None if value is None else date.fromisoformat(value)

    def number(self, subject: str, predicate: str) -> int | None:
        """Give a whole number, or None."""
        value = self.one(subject, predicate)
        return None if value is None else int(value)

    def text(self, subject: str, predicate: str, language: str) -> str | None:
        """Give a text in a language, or None."""
        found = self._by_subject.get((subject, predicate), ())
        return min((one.value for one in found if one.language == language), default=None)

    def named(self, iri: str) -> Named:
        """Give a thing with its labels; where a language is missing the other stands in, then its name."""
        french, english = self._label(iri, "fr"), self._label(iri, "en")
        plain = self.one(iri, _NAME) or short(iri)
        return Named(iri, french or english or plain, english or french or plain)

    def all_named(self, subject: str, predicate: str) -> tuple[Named, ...]:
        """Give the things that a property names, with their labels, in the order of their IRIs."""
        return tuple(self.named(one) for one in sorted(self.objects(subject, predicate)))

    def _label(self, iri: str, language: str) -> str | None:
        return next((found for kind in _LABELS if (found := self.text(iri, kind, language))), None)
