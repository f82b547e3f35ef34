"""Look triples up by subject and predicate, without a query for each."""

from collections import defaultdict
from datetime import date

import pyoxigraph as ox

from ..namespaces import PREFIXES, short
from .verdict import Named

_LABELS = (PREFIXES["rdfs"] + "label", PREFIXES["skos"] + "prefLabel")


class Index:
    """Hold N-Triples by subject and predicate, and by predicate and object."""

    def __init__(self, triples: bytes) -> None:
        self._by_subject: dict[tuple[str, str], list[ox.NamedNode | ox.BlankNode | ox.Literal]] = defaultdict(list)
        self._by_object: dict[tuple[str, str], list[str]] = defaultdict(list)
        for quad in ox.parse(input=triples, format=ox.RdfFormat.N_TRIPLES):
            subject, value = str(getattr(quad.subject, "value", quad.subject)), quad.object
            if isinstance(value, ox.Triple):
                continue
            self._by_subject[subject, quad.predicate.value].append(value)
            if isinstance(value, ox.NamedNode):
                self._by_object[quad.predicate.value, value.value].append(subject)

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

    def text(self, subject: str, predicate: str, language: str) -> str | None:
        """Give a text in a language, or None."""
        found = self._by_subject.get((subject, predicate), ())
        return min(
            (one.value for one in found if isinstance(one, ox.Literal) and one.language == language), default=None
        )

    def named(self, iri: str) -> Named:
        """Give a thing with its labels; where a language is missing the other stands in, then the prefixed name."""
        french, english = self._label(iri, "fr"), self._label(iri, "en")
        return Named(iri, french or english or short(iri), english or french or short(iri))

    def _label(self, iri: str, language: str) -> str | None:
        return next((found for kind in _LABELS if (found := self.text(iri, kind, language))), None)
