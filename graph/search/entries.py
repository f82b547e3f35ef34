"""Make the entries of the index: one for each thing with a name."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from ..namespaces import DEF
from ..stores.base import Store
from .folding import fold
from .kinds import Kind, kind_of
from .places import Places
from .reading import Facts, Named, read_facts
from .times import Clock, Times

_SPELT_OUT = {  # what no label of a chamber spells out
    f"{DEF}network-cci": ("chambre de commerce et d'industrie", "chamber of commerce and industry"),
    f"{DEF}network-cma": ("chambre de métiers et de l'artisanat", "chamber of trades and crafts"),
}


@dataclass(frozen=True, slots=True)
class Name:
    """Hold one text that a thing is found by.

    `role` is one of those of `reading.NAMES`, or `mandate` for an office of a person, `about` for words that are no
    name of the thing. `until` is the first day on which an official name no longer was one.
    """

    text: str
    role: str
    language: str
    folded: str
    until: date | None = None

    @property
    def is_name(self) -> bool:
        """Tell whether the thing is called so."""
        return self.role not in {"about", "code", "mandate"}


@dataclass(frozen=True)
class Entry:
    """Hold what a search knows of one thing; `values` are its regions and the like, by facet, as keys."""

    iri: str
    kind: Kind
    classes: tuple[str, ...]
    labels: dict[str, str]
    names: tuple[Name, ...]
    times: Times
    values: dict[str, tuple[str, ...]]
    words: frozenset[str] = field(repr=False)
    years: tuple[int | None, int | None] | None = None

    def label(self, language: str) -> str:
        """Give its label in a language, else in none, else in any."""
        return self.labels.get(language) or self.labels.get("") or next(iter(self.labels.values()))

    @property
    def local(self) -> str:
        """Give the last part of its IRI."""
        return self.iri.rpartition("#")[2].rpartition("/")[2]


@dataclass(frozen=True)
class Listing:
    """Hold all entries in the order of their IRIs; `whole` is False when the graph has more than were read."""

    entries: tuple[Entry, ...]
    whole: bool


def list_entries(store: Store) -> Listing:
    """Read the things of a store that have a name; the sameness of the graph makes the sameness of the list."""
    facts = read_facts(store)
    making = _Making(facts)
    return Listing(tuple(making.entry(iri) for iri in sorted(facts.names) if making.is_named(iri)), facts.whole)


class _Making:
    def __init__(self, facts: Facts) -> None:
        self._facts, self._places, self._clock = facts, Places(facts), Clock(facts)

    def is_named(self, iri: str) -> bool:
        return any(name.role in {"label", "title"} for name in self._facts.names[iri])

    def entry(self, iri: str) -> Entry:
        classes = tuple(self._facts.of("rdf:type", iri))
        kind = kind_of(classes)
        regions, networks = self._places.regions(iri), self._places.networks(iri)
        times = self._clock.times(iri, kind.key)
        names = tuple(dict.fromkeys(self._names(iri, kind, [*regions, *networks])))
        return Entry(
            iri=iri,
            kind=kind,
            classes=classes,
            labels=self._labels(iri),
            names=names,
            times=times,
            values={
                "kind": (kind.key,),
                "network": tuple(sorted(networks)),
                "region": tuple(sorted(regions)),
                "theme": tuple(sorted(self._places.themes(iri))),
            },
            words=frozenset(word for name in names for word in name.folded.split()),
            years=times.years,
        )

    def _labels(self, iri: str) -> dict[str, str]:
        """Choose as `graph.overview.labels` does: the first of each language; a title where there is no label."""
        names = self._facts.names.get(iri, [])
        labels = [name for name in names if name.role == "label"] or [name for name in names if name.role == "title"]
        found: dict[str, str] = {}
        for name in labels:
            found[name.language] = min(found.get(name.language, name.text), name.text)
        return found

    def _names(self, iri: str, kind: Kind, places: Sequence[str]) -> Iterator[Name]:
        for name in self._facts.names[iri]:
            yield _named(name, name.role)
            if name.role == "number":
                yield Name(name.text, "code", "", _compact(name.text))
        for status in self._facts.to("cons:statusOf", iri):
            for name in self._facts.names.get(status, []):
                if name.role == "official":
                    yield replace(_named(name, "official"), until=self._clock.day("cons:endLatest", status))
        for mandate in self._facts.to("org:member", iri):
            yield from (_named(name, "mandate") for name in self._facts.names.get(mandate, []))
        about = [*places, *self._facts.of("dcterms:type", iri), *self._facts.of("dcterms:subject", iri)]
        for other in about:
            yield from (_named(name, "about") for name in self._facts.names.get(other, []) if name.role != "code")
        if kind.key == "body":
            for place in places:
                yield from (Name(text, "about", "", fold(text)) for text in _SPELT_OUT.get(place, ()))


def _named(name: Named, role: str) -> Name:
    return Name(name.text, role, name.language, fold(name.text))


def _compact(number: str) -> str:
    """Write the number of an article as one word for its letters and one for all its digits: R71221."""
    return fold("".join(fold(number).split()))
