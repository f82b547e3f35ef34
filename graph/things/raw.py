"""Read from the store what stands around a thing: a fixed number of questions, however much there is of it."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from ..stores.base import Row, Store, Term
from .model import Direction
from .terms import CONVENTIONS, DAYS, LABELS, LINE_TERMS, OBJECT, PREDICATE, SUBJECT, TIMES, TYPE, iris

LISTED = 40  # of one property in one direction; beyond them a page gives the number and a query
_NOT_NAMED = 400  # predicates beyond which no thing goes; what stands in the way of a page without end
_AT = iris("cons:partOfEvent", "prov:wasGeneratedBy")
_SIGNS, _WHOLE = iris("cons:signs", "cons:inInstrument")
_UNTOLD = {SUBJECT, OBJECT, PREDICATE}  # told with each fact, as its evidence

Told = dict[str, dict[str, list[Term]]]


@dataclass
class Around:
    """Hold the triples about a thing in both directions, as far as a page lists them, with what each neighbour says."""

    iri: str
    counts: dict[tuple[Direction, str], int] = field(default_factory=dict)
    values: dict[tuple[Direction, str], list[Term]] = field(default_factory=dict)
    told: Told = field(default_factory=dict)
    events: dict[str, list[str]] = field(default_factory=dict)
    days: Told = field(default_factory=dict)

    def own(self, predicate: str) -> list[Term]:
        """List the values of a property of the thing itself."""
        return self.values.get(("out", predicate), [])

    def of(self, iri: str, predicate: str) -> list[Term]:
        """List the values of a property of a neighbour."""
        return self.told.get(iri, {}).get(predicate, [])

    def all_of(self, iri: str) -> dict[str, list[Term]]:
        """Give what the thing itself or a neighbour says, by property."""
        if iri == self.iri:
            return {predicate: terms for (way, predicate), terms in self.values.items() if way == "out"}
        return self.told.get(iri, {})

    def types(self, iri: str) -> set[str]:
        """Give the classes of the thing or of a neighbour."""
        found = self.own(TYPE) if iri == self.iri else self.of(iri, TYPE)
        return {term.value for term in found}


def look_around(store: Store, iri: str) -> Around | None:
    """Read what stands around a thing; None when no triple is about it."""
    around = Around(iri, _counts(store, iri))
    if not around.counts:
        return None
    around.values = _values(store, iri, around.counts)
    beside = {term.value: None for terms in around.values.values() for term in terms if term.kind == "iri"}
    around.told = read_told(store, beside, (TYPE, *LABELS, *TIMES, *LINE_TERMS))
    around.events = _events(store, around)
    around.days = read_told(store, {event: None for events in around.events.values() for event in events}, DAYS)
    return around


def read_told(store: Store, subjects: Iterable[str], predicates: Iterable[str]) -> Told:
    """Read these properties of many things by one question."""
    named, wanted = _named(subjects), set(predicates)
    found: Told = {}
    if named:  # a FILTER by property would take the engine five times as long as passing over rows here
        for row in store.query(f"SELECT DISTINCT ?s ?p ?o {{ VALUES ?s {{ {named} }} ?s ?p ?o }}").rows():
            if row["p"].value in wanted:
                found.setdefault(row["s"].value, {}).setdefault(row["p"].value, []).append(row["o"])
    return found


def attestations_of(store: Store, subjects: Iterable[str], attestations: Iterable[str]) -> Told:
    """Read all that the attestations of these things say, and these attestations, by attestation."""
    things, single = _named(subjects), _named(attestations)
    ways = [f"{{ VALUES ?x {{ {things} }} ?s <{SUBJECT}> ?x . ?s ?p ?o }}"] if things else []
    ways += [f"{{ VALUES ?s {{ {single} }} ?s ?p ?o }}"] if single else []
    found: Told = {}
    if ways:
        for row in store.query(f"SELECT DISTINCT ?s ?p ?o {{ {' UNION '.join(ways)} }}").rows():
            found.setdefault(row["s"].value, {}).setdefault(row["p"].value, []).append(row["o"])
    return found


def _counts(store: Store, iri: str) -> dict[tuple[Direction, str], int]:
    term = Term("iri", iri).sparql()
    text = (
        f'SELECT ?way ?p (COUNT(DISTINCT ?o) AS ?n) {{ {{ {term} ?p ?o BIND ( "out" AS ?way ) }} UNION '
        f'{{ ?o ?p {term} BIND ( "in" AS ?way ) }} }} GROUP BY ?way ?p ORDER BY ?way ?p LIMIT {_NOT_NAMED}'
    )
    return {(_way(row), row["p"].value): int(row["n"].value) for row in store.query(text).rows()}


def _values(
    store: Store, iri: str, counts: dict[tuple[Direction, str], int]
) -> dict[tuple[Direction, str], list[Term]]:
    """Read the first of each property in each direction, in the order of the terms."""
    term = Term("iri", iri).sparql()
    pieces = []
    for number, (way, predicate) in enumerate(counts):
        if way == "in" and predicate in _UNTOLD:
            continue
        pattern = f"{term} <{predicate}> ?o" if way == "out" else f"?o <{predicate}> {term}"
        pieces.append(f"{{ SELECT DISTINCT ?o ({number} AS ?n) {{ {pattern} }} ORDER BY ?o LIMIT {LISTED} }}")
    keys = [*counts]
    found: dict[tuple[Direction, str], list[Term]] = {}
    if pieces:
        for row in store.query(f"SELECT ?n ?o {{ {' UNION '.join(pieces)} }}").rows():
            found.setdefault(keys[int(row["n"].value)], []).append(row["o"])
    return found


def _events(store: Store, around: Around) -> dict[str, list[str]]:
    """Find the events that date things: that of a signature, those at which a convention was signed, and its parts."""
    found: dict[str, list[str]] = {}
    wholes: dict[str, list[str]] = {}
    for thing in [around.iri, *around.told]:
        told = around.all_of(thing)
        found[thing] = [term.value for name in _AT for term in told.get(name, ())]
        if around.types(thing) & CONVENTIONS:
            wholes.setdefault(thing, []).append(thing)
        for term in told.get(_WHOLE, ()):
            wholes.setdefault(term.value, []).append(thing)
    named = _named(wholes)
    if named:
        text = f"SELECT DISTINCT ?n ?e {{ VALUES ?n {{ {named} }} ?s <{_SIGNS}> ?n . ?s <{_AT[0]}> ?e }}"
        for row in store.query(text).rows():
            for thing in wholes[row["n"].value]:
                found[thing].append(row["e"].value)
    return {thing: [*dict.fromkeys(events)] for thing, events in found.items() if events}


def _named(things: Iterable[str]) -> str:
    return " ".join(Term("iri", thing).sparql() for thing in dict.fromkeys(things))


def _way(row: Row) -> Direction:
    return "in" if row["way"].value == "in" else "out"
