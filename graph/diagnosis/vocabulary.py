"""Know what the graph has: its terms, namespaces, labels; and find the nearest to one that it has not."""

import re
import unicodedata
from collections.abc import Iterable
from difflib import SequenceMatcher
from functools import cached_property
from weakref import WeakKeyDictionary

from ..namespaces import PREFIXES
from ..stores.base import Store, Term
from .findings import Wording

_MOST = 200_000  # IRIs that are compared
_LABELS = "rdfs:label", "skos:prefLabel", "foaf:name", "skos:altLabel", "skos:notation", "dcterms:title"
_LOCAL = re.compile(r"[^/#]+\Z")
_STEM = 4  # letters
_CUT = 40  # candidates that are compared closely
_KNOWN: "WeakKeyDictionary[Store, Vocabulary]" = WeakKeyDictionary()


class Vocabulary:
    """Hold the terms of one store, read when first needed."""

    def __init__(self, store: Store) -> None:
        self._ask = store.query

    @classmethod
    def of(cls, store: Store) -> "Vocabulary":
        """Give what is known of a store; of one that can be written to, what is so now."""
        if getattr(store, "writable", False):
            return cls(store)
        if store not in _KNOWN:
            _KNOWN[store] = cls(store)
        return _KNOWN[store]

    @cached_property
    def predicates(self) -> dict[str, int]:
        """Count the triples of each property."""
        return self._counts("SELECT ?x (COUNT(*) AS ?n) { ?s ?x ?o } GROUP BY ?x")

    @cached_property
    def classes(self) -> dict[str, int]:
        """Count the things of each class."""
        return self._counts("SELECT ?x (COUNT(*) AS ?n) { ?s a ?x } GROUP BY ?x")

    @cached_property
    def graphs(self) -> list[str]:
        """List the named graphs."""
        return self._iris("SELECT DISTINCT ?x { GRAPH ?x { ?s ?p ?o } }")

    @cached_property
    def iris(self) -> list[str]:
        """List the IRIs that are subjects or objects."""
        return self._iris(
            f"SELECT DISTINCT ?x {{ {{ ?x ?p ?o }} UNION {{ ?s ?q ?x }} FILTER ( isIRI(?x) ) }} LIMIT {_MOST}"
        )

    @cached_property
    def namespaces(self) -> dict[str, int]:
        """Count the terms in each namespace."""
        found: dict[str, int] = {}
        for iri in (*self.iris, *self.predicates):
            if namespace := namespace_of(iri):  # a `urn:` may have none
                found[namespace] = found.get(namespace, 0) + 1
        return found

    @cached_property
    def _labels(self) -> list[tuple[str, Term]]:
        """List everything with its names, those that it goes by first."""
        head = "".join(f"PREFIX {prefix}: <{PREFIXES[prefix]}>\n" for prefix in ("rdfs", "skos", "foaf", "dcterms"))
        found: list[tuple[str, Term]] = []
        for one in _LABELS:
            rows = self._ask(f"{head}SELECT ?x ?label {{ ?x {one} ?label }} LIMIT {_MOST}").rows()
            found += [(row["x"].value, row["label"]) for row in rows if row["x"].kind == "iri"]
        return found

    @cached_property
    def _names(self) -> list[tuple[str, str]]:
        """List each name, plain, with what it is of."""
        return [(plain(label.value), iri) for iri, label in self._labels]

    @cached_property
    def _shown(self) -> dict[tuple[str, str], str]:
        """Give the name to show of everything, by language."""
        return {(iri, label.language or ""): label.value for iri, label in reversed(self._labels)}

    def label(self, iri: str) -> Wording | None:
        """Give the name of a thing in both languages, or in the one that it has; None for what has none."""
        french, english, bare = (self._shown.get((iri, tag)) for tag in ("fr", "en", ""))
        first = french or bare or english
        return Wording(first, english or first) if first else None

    @cached_property
    def _by_name(self) -> dict[str, list[str]]:
        found: dict[str, list[str]] = {}
        for name, iri in self._names:
            found.setdefault(name, []).append(iri)
        return found

    def named(self, label: str) -> list[str]:
        """List the IRIs with that name, whatever its case and accents."""
        return list(dict.fromkeys(self._by_name.get(plain(label), ())))

    def nearest(self, iri: str, among: Iterable[str], *, most: int = 3, least: float = 0.62) -> list[str]:
        """List the terms whose name in their namespace is nearest to that of this one, or that are called so."""
        candidates = [one for one in among if one != iri]
        local = local_name(iri)
        wanted = _grams(local)
        rated = sorted(candidates, key=lambda one: -_overlap(wanted, local_name(one)))[:_CUT]
        scored = [
            (_likeness(local, local_name(one)) + (namespace_of(one) == namespace_of(iri)) * 0.05, one) for one in rated
        ]
        near = [one for score, one in sorted(scored, key=lambda pair: -pair[0]) if score >= least]
        known = set(candidates)
        called = [one for one in self.named(words_of(local)) if one in known]
        return list(dict.fromkeys([*called[:1], *near] if called and not near else [*near, *called]))[:most]

    def of_one_stem(self, iri: str, among: Iterable[str]) -> list[str]:
        """List the terms of the same namespace that have a word which begins as one of this name does."""
        stems = {word[:_STEM] for word in words_of(local_name(iri)).split() if len(word) >= _STEM}
        return [
            one
            for one in among
            if namespace_of(one) == namespace_of(iri)
            and any(word[:_STEM] in stems for word in words_of(local_name(one)).split())
        ]

    def nearest_by_words(self, iri: str, among: Iterable[str], *, most: int = 3) -> list[str]:
        """List the terms whose label shares most with the words of this one's name."""
        words = set(words_of(local_name(iri)).split())
        among = set(among)
        rated: dict[str, float] = {}
        for name, one in self._names:
            if one in among and (shared := words & set(re.findall(r"\w+", name))):
                rated[one] = max(rated.get(one, 0.0), len(shared) / max(len(words), len(name.split())))
        return [one for one, score in sorted(rated.items(), key=lambda pair: (-pair[1], pair[0])) if score >= 0.3][
            :most
        ]

    def _counts(self, text: str) -> dict[str, int]:
        return {row["x"].value: int(row["n"].value) for row in self._ask(text).rows() if row["x"].kind == "iri"}

    def _iris(self, text: str) -> list[str]:
        return sorted(row["x"].value for row in self._ask(text).rows() if row["x"].kind == "iri")


def local_name(iri: str) -> str:
    """Give the part after the last `/` or `#`.

    >>> local_name("https://w3id.org/consulaire/id/org-cci-normandie")
    'org-cci-normandie'
    """
    found = _LOCAL.search(iri)
    return found[0] if found else ""


def namespace_of(iri: str) -> str:
    """Give the part up to the last `/` or `#`."""
    return iri[: len(iri) - len(local_name(iri))]


def plain(text: str) -> str:
    """Write a text without case, accents, and differences of apostrophes, dashes and spaces.

    >>> plain("CCI  Côte-d’Or")
    "cci cote-d'or"
    """
    if text.isascii():
        return " ".join(text.lower().split())
    text = text.replace("’", "'").replace("‘", "'").replace("–", "-").replace("—", "-").replace("œ", "oe")
    apart = unicodedata.normalize("NFKD", text)
    return " ".join("".join(one for one in apart if not unicodedata.combining(one)).casefold().split())


def words_of(local: str) -> str:
    """Part a name into words.

    >>> words_of("ConsularBody")
    'consular body'
    """
    return " ".join(re.findall(r"[A-Z]?[a-z0-9]+|[A-Z]+(?![a-z])", local)).lower()


def likeness(one: str, other: str) -> float:
    """Tell from 0 to 1 how alike two texts are."""
    return SequenceMatcher(None, one, other, autojunk=False).ratio()


def _likeness(one: str, other: str) -> float:
    return likeness(plain(one), plain(other))


def _grams(text: str) -> set[str]:
    padded = f"^{plain(text)}$"
    return {padded[place : place + 3] for place in range(len(padded) - 2)}


def _overlap(wanted: set[str], text: str) -> float:
    grams = _grams(text)
    return len(wanted & grams) / (len(wanted | grams) or 1)
