"""Find who states each fact, where, and how the passage was read."""

from collections.abc import Iterable
from typing import cast, get_args

from ..namespaces import PREFIXES
from ..stores.base import Store, Term
from .model import Attestation, Citation, Part, Reading
from .naming import Names, day_of, in_language, whole_number
from .raw import Told, attestations_of, read_told
from .terms import FROM, HAS_SOURCE, ISSUED, OBJECT, PREDICATE, READING, SUBJECT, iris

_READING, _CONFIDENCE, _PARAGRAPH = iris("cons:reading", "cons:confidence", "cons:paragraph")
_ASSERTER, _ASSERTED = iris("prov:wasAttributedTo", "prov:generatedAtTime")
_SELECTOR, _START, _END, _FRAGMENT = iris("oa:hasSelector", "oa:start", "oa:end", "rdf:value")
(_PUBLISHER,) = iris("dcterms:publisher")
_COMMENT = f"{PREFIXES['rdfs']}comment"
_READINGS = set(get_args(Reading))
_STRENGTH: tuple[Reading, ...] = ("stated", "normalised", "inferred")


class Evidence:
    """Hold the attestations of some things, with the places and the sources that they point to."""

    def __init__(self, store: Store, subjects: Iterable[str], attestations: Iterable[str] = ()) -> None:
        self._said = attestations_of(store, subjects, attestations)
        self._by_subject: dict[str, list[str]] = {}
        for attestation, told in sorted(self._said.items()):
            for subject in told.get(SUBJECT, ()):
                self._by_subject.setdefault(subject.value, []).append(attestation)
        self._places = _places(store, self._said)
        sources = {term.value for told in self._places.values() for term in told.get(HAS_SOURCE, ())}
        self._sources = read_told(store, sorted(sources), (_PUBLISHER, ISSUED))

    @property
    def named(self) -> set[str]:
        """List what is named beside the facts: sources, publishers, readings, who asserts."""
        found = {term.value for told in self._places.values() for term in told.get(HAS_SOURCE, ())}
        found |= {
            term.value for told in self._sources.values() for term in told.get(_PUBLISHER, ()) if term.kind == "iri"
        }
        for told in self._said.values():
            found |= {term.value for name in (_READING, _ASSERTER, PREDICATE) for term in told.get(name, ())}
        return found

    def of_value(self, subject: str, predicates: Iterable[str], value: Term, *, loose: bool = False) -> list[str]:
        """List the attestations of one value; one without a property covers the thing, without a value the property.

        `loose` leaves the value out of account, where several properties make one line.
        """
        wanted = set(predicates)
        found = []
        for attestation in self._by_subject.get(subject, ()):
            told = self._said[attestation]
            named = {term.value for term in told.get(PREDICATE, ())}
            objects = told.get(OBJECT, ())
            if named and not named & wanted:
                continue
            if loose or not objects or any(term.value == value.value for term in objects):
                found.append(attestation)
        return [one for one in found if self._reading(one) != "rejected"]

    def of_node(self, node: str) -> list[str]:
        """List the attestations of a node, whatever of it they attest."""
        return [one for one in self._by_subject.get(node, ()) if self._reading(one) != "rejected"]

    def of_whole(self, subject: str) -> list[str]:
        """List the attestations that name no property: they cover all that is said of the thing."""
        return [one for one in self.of_node(subject) if not self._said[one].get(PREDICATE)]

    def rejected(self, subject: str) -> list[tuple[str, str, Term]]:
        """List what was read in a source and set aside: attestation, property, value."""
        return [
            (one, predicate.value, value)
            for one in self._by_subject.get(subject, ())
            if self._reading(one) == "rejected"
            for predicate in self._said[one].get(PREDICATE, ())
            for value in self._said[one].get(OBJECT, ())
        ]

    def verdict(self, attestations: Iterable[str], *, weakest: bool = False) -> Reading:
        """Sum up how a fact was read: disputed as soon as one is; else the strongest, of a whole line the weakest."""
        readings = {self._reading(one) for one in attestations}
        if "disputed" in readings:
            return "disputed"
        order = _STRENGTH[::-1] if weakest else _STRENGTH
        return next((reading for reading in order if reading in readings), "unattested")

    def tell(self, attestations: Iterable[str], names: Names, *, properties: bool = False) -> tuple[Attestation, ...]:
        """Write attestations for a reader; with `properties`, each says of which property it is."""
        return tuple(self._tell(one, names, properties=properties) for one in attestations)

    def _tell(self, attestation: str, names: Names, *, properties: bool) -> Attestation:
        told = self._said[attestation]
        notes = in_language(told.get(_COMMENT, ()), names.language)
        about = [names.name(term.value) for term in told.get(PREDICATE, ())] if properties else []
        asserter = next((term.value for term in told.get(_ASSERTER, ())), None)
        asserted = next((term.value for term in told.get(_ASSERTED, ())), None)
        return Attestation(
            iri=attestation,
            reading=self._reading(attestation),
            reading_label=next((names.name(term.value) for term in told.get(_READING, ())), ""),
            confidence=next((names.value(term).text for term in told.get(_CONFIDENCE, ())), None),
            citations=tuple(
                self._cite(term.value, names) for term in told.get(FROM, ()) if self._places.get(term.value)
            ),
            note=next((term.value for term in notes), None),
            about=", ".join(sorted(about)) or None,
            asserter=names.part(asserter) if asserter else None,
            asserted=asserted[:10] if asserted else None,
        )

    def _cite(self, citation: str, names: Names) -> Citation:
        place = self._places[citation]
        source = next((term.value for term in place.get(HAS_SOURCE, ())), None)
        said = self._sources.get(source or "", {})
        publisher = next((names.value(term).text for term in said.get(_PUBLISHER, ())), None)
        numbers = {name: _number(place.get(name, ())) for name in (_PARAGRAPH, _START, _END)}
        return Citation(
            source=names.part(source) if source else Part("?"),
            publisher=publisher,
            issued=next((day_of(term.value) for term in said.get(ISSUED, ())), None),
            paragraph=numbers[_PARAGRAPH],
            start=numbers[_START],
            end=numbers[_END],
            fragment=next((term.value for term in place.get(_FRAGMENT, ())), None),
        )

    def _reading(self, attestation: str) -> Reading:
        told = (term.value.removeprefix(READING) for term in self._said[attestation].get(_READING, ()))
        return cast("Reading", next((one for one in told if one in _READINGS), "unattested"))


def _places(store: Store, said: Told) -> Told:
    """Read citations and their selectors, each selector's positions with its citation."""
    citations = sorted({term.value for told in said.values() for term in told.get(FROM, ()) if term.kind == "iri"})
    places = read_told(store, citations, (HAS_SOURCE, _SELECTOR, _PARAGRAPH))
    of_selector: dict[str, list[str]] = {}
    for citation, told in places.items():
        for term in told.get(_SELECTOR, ()):
            of_selector.setdefault(term.value, []).append(citation)
    for selector, told in read_told(store, sorted(of_selector), (_START, _END, _FRAGMENT)).items():
        for citation in of_selector[selector]:
            places[citation].update(told)
    return places


def _number(terms: Iterable[Term]) -> int | None:
    numbers = (whole_number(term.value) for term in terms)
    return next((number for number in numbers if number is not None), None)
