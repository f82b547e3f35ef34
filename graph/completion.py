"""Give what an editor of queries offers while one types: prefixes, classes, properties and things of this graph."""

from collections.abc import Iterable
from dataclasses import dataclass

from .namespaces import DEF, ID, PREFIXES, short
from .overview import labels
from .stores.base import Store

_OWL, _RDF = PREFIXES["owl"], PREFIXES["rdf"]
_CLASSES = "SELECT ?term (COUNT(DISTINCT ?s) AS ?count) { ?s a ?term FILTER ( isIRI(?term) ) } GROUP BY ?term"
_PROPERTIES = "SELECT ?term (COUNT(*) AS ?count) { ?s ?term ?o } GROUP BY ?term"
_DECLARED = f"""SELECT DISTINCT ?term ?kind {{
  ?term a ?kind FILTER ( isIRI(?term) )
  VALUES ?kind {{ <{_OWL}Class> <{_OWL}ObjectProperty> <{_OWL}DatatypeProperty> <{_OWL}AnnotationProperty> }}
}}"""
_THINGS = f"""SELECT DISTINCT ?term {{
  ?term a ?class FILTER ( STRSTARTS(STR(?term), "{ID}") || STRSTARTS(STR(?term), "{DEF}") )
}}"""


@dataclass(frozen=True)
class Offered:
    """Hold one name that can be completed, with its labels, empty where there is none, and how often it occurs."""

    name: str
    iri: str
    fr: str
    en: str
    count: int


@dataclass(frozen=True)
class Vocabulary:
    """Hold all that can be completed in a query of one graph; `count` of a thing is 0, since it is not counted."""

    prefixes: dict[str, str]
    classes: tuple[Offered, ...]
    properties: tuple[Offered, ...]
    things: tuple[Offered, ...]


def vocabulary_of(store: Store) -> Vocabulary:
    """Read the vocabulary from the graph itself: what it uses, the most used first, then what it only declares.

    A thing is offered when it has a label: nobody looks for one by a name that only a program reads.
    """
    classes, properties = _counted(store, _CLASSES), _counted(store, _PROPERTIES)
    for row in store.query(_DECLARED).rows():
        declared = classes if row["kind"].value == f"{_OWL}Class" else properties
        declared.setdefault(row["term"].value, 0)
    things = [row["term"].value for row in store.query(_THINGS).rows()]
    every = {*classes, *properties, *things}
    french, english = labels(store, every, "fr"), labels(store, every, "en")

    def offer(counts: Iterable[tuple[str, int]]) -> tuple[Offered, ...]:
        offered = (Offered(short(iri), iri, french.get(iri, ""), english.get(iri, ""), n) for iri, n in counts)
        return tuple(sorted(offered, key=lambda one: (-one.count, one.name)))

    named = [(iri, 0) for iri in things if iri in french and iri not in classes]
    return Vocabulary(dict(PREFIXES), offer(classes.items()), offer(properties.items()), offer(named))


def _counted(store: Store, query: str) -> dict[str, int]:
    return {row["term"].value: int(row["count"].value) for row in store.query(query).rows()}
