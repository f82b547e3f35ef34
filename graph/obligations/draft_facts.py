"""Read a draft instrument, and what the graph beside it tells of its parties, rules, signatures and votes."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from ..dates import Period
from ..namespaces import PREFIXES, expand, short
from ..stores import Row, Store, Term, oxigraph_store
from .background import Background
from .verdict import Named

_PREFIXES = "".join(f"PREFIX {name}: <{iri}>\n" for name, iri in PREFIXES.items())
_BOUNDS = ("startEarliest", "startLatest", "endEarliest", "endLatest")
_OPTIONAL_BOUNDS = " ".join(f"OPTIONAL {{ ?x cons:{name} ?{name} }}" for name in _BOUNDS)
_DAYS = "OPTIONAL { ?event cons:earliestDate ?earliest } OPTIONAL { ?event cons:latestDate ?latest }"
_PROVENANCE = frozenset(
    f"<{expand(name)}>".encode()
    for name in (
        *("prov:wasDerivedFrom", "prov:wasAttributedTo", "prov:generatedAtTime", "oa:hasSelector", "oa:hasSource"),
        *("rdf:subject", "rdf:predicate", "rdf:object", "rdf:value", "cons:confidence", "cons:reading"),
        *("skos:definition", "cons:sha256"),
    )
)


@dataclass(frozen=True)
class Party:
    """Hold a party: network, and the levels, forms and regions that it has, or may have, on the day, as IRIs."""

    named: Named
    network: str | None
    levels: frozenset[str]
    forms: frozenset[str]
    regions: frozenset[str]
    known: bool
    of_the_state: bool


@dataclass(frozen=True)
class Act:
    """Hold a signature or a vote: for which organisation, in which role (an IRI), between which days."""

    named: Named
    side: str
    role: str | None
    earliest: date | None
    latest: date | None


@dataclass(frozen=True)
class Adaptation:
    """Hold an exception to a rule: excluded or adapted, for which form, place or body, with whom instead."""

    named: Named
    excluded: bool
    forms: frozenset[str]
    places: frozenset[str]
    bodies: frozenset[str]
    creditors: tuple[Named, ...]


class DraftFacts:
    """Answer about the instruments of a draft, from the draft and the graph together (both as N-Quads)."""

    def __init__(self, draft: bytes, graph: bytes) -> None:
        self._draft: Store = oxigraph_store(draft)
        self._store: Store = oxigraph_store(_without_provenance(graph) + draft)
        self.background = Background(self._store)

    def instruments(self, kinds: Iterable[str]) -> tuple[tuple[str, str], ...]:
        """List the instruments that the draft itself types, with their kinds, among the kinds given (IRIs)."""
        wanted = set(kinds)
        rows = self._draft.query(f"{_PREFIXES}SELECT DISTINCT ?x ?kind {{ ?x dcterms:type ?kind }} ORDER BY ?x ?kind")
        found = ((row["x"].value, row["kind"].value) for row in rows.rows())
        return tuple((instrument, kind) for instrument, kind in found if kind in wanted)

    def rules(self) -> dict[str, dict[str, tuple[str, ...]]]:
        """Give the properties of each rule on a kind of document, by prefixed name (`rdfs:label@fr` for a text)."""
        found: dict[str, dict[str, tuple[str, ...]]] = {}
        for row in self._rows("?x a cons:ObligationRule ; cons:requiresKind ?kind ; ?p ?o", "?x ?p ?o"):
            rule = found.setdefault(row["x"].value, {})
            value, name = row["o"], short(row["p"].value)
            name = f"{name}@{value.language}" if value.language else name
            rule[name] = (*rule.get(name, ()), value.value)
        return found

    def values(self, node: str, property_: str) -> tuple[Term, ...]:
        """List the values of a property (a prefixed name) of a node."""
        return tuple(row["o"] for row in self._rows(f"{_iri(node)} {property_} ?o", "?o"))

    def named(self, iri: str) -> Named:
        """Give a thing with its labels; one without a label keeps its short name."""
        labels: dict[str, str] = {}
        for row in self._rows(f"{_iri(iri)} rdfs:label|skos:prefLabel|foaf:name ?o", "?o"):
            labels.setdefault(row["o"].language or "", row["o"].value)
        name = labels.get("fr") or labels.get("") or labels.get("en") or short(iri)
        return Named(iri, name, labels.get("en") or name)

    def party(self, iri: str, day: date) -> Party:
        """Say what a party is on a day."""
        network = next((one.value for one in self.values(iri, "cons:network")), None)
        standings = self.background.standings(iri, day)
        levels = {one.level for one in standings} or {one.value for one in self.values(iri, "cons:level")}
        areas = {one.value for one in self.values(iri, "dcterms:spatial")}
        larger = {one.value for area in areas for one in self.values(area, "cons:locatedIn")}
        kinds = {short(one.value) for one in self.values(iri, "rdf:type")}
        return Party(
            self.named(iri),
            network,
            frozenset(level for level in levels if level),
            frozenset(one.form for one in standings if one.form),
            frozenset(areas | larger),
            bool(kinds),
            "cons:StateAuthority" in kinds,
        )

    def parties(self, instrument: str, day: date) -> tuple[Party, ...]:
        """List the parties of an instrument."""
        return tuple(self.party(one.value, day) for one in self.values(instrument, "cons:party"))

    def signatures(self, instrument: str) -> tuple[Act, ...]:
        """List the signatures of an instrument, dated by themselves, else by the event that they are part of."""
        where = f"""?x cons:signs {_iri(instrument)} ; cons:onBehalfOf ?side
          OPTIONAL {{ ?x cons:inRole ?role }} OPTIONAL {{ ?x cons:partOfEvent ?event {_DAYS} }}
          OPTIONAL {{ ?x cons:earliestDate ?own }} OPTIONAL {{ ?x cons:latestDate ?ownLatest }}"""
        return tuple(self._act(row) for row in self._rows(where, "?x ?side ?role ?earliest ?latest ?own ?ownLatest"))

    def signing_day(self) -> date | None:
        """Give the first day on which the draft itself says that something is signed, or None."""
        rows = self._draft.query(
            f"{_PREFIXES}SELECT ?day {{ ?x cons:signs ?instrument ; cons:partOfEvent ?event . "
            "?event cons:earliestDate ?day } ORDER BY ?day LIMIT 1"
        )
        return next((_day(row, "day") for row in rows.rows()), None)

    def elements(self, instrument: str) -> tuple[Named, ...]:
        """List the axes, actions and indicators that are described as parts of an instrument."""
        return tuple(self.named(row["x"].value) for row in self._rows(f"?x cons:inInstrument {_iri(instrument)}", "?x"))

    def signing_events(self, instrument: str) -> tuple[str, ...]:
        """List the events at which an instrument is signed."""
        where = f"?signature cons:signs {_iri(instrument)} ; cons:partOfEvent ?x"
        return tuple(row["x"].value for row in self._rows(where, "?x"))

    def votes(self, instrument: str) -> tuple[Act, ...]:
        """List the deliberations about an instrument, by the body that took part."""
        where = f"""?x cons:concerns {_iri(instrument)} ; dcterms:type def:event-deliberation ; cons:participant ?side
          BIND ( ?x AS ?event ) {_DAYS}"""
        return tuple(self._act(row) for row in self._rows(where, "?x ?side ?earliest ?latest"))

    def _act(self, row: Row) -> Act:
        role = row["role"].value if "role" in row else None
        return Act(
            self.named(row["x"].value),
            row["side"].value,
            role,
            _day(row, "own") or _day(row, "earliest"),
            _day(row, "ownLatest") or _day(row, "latest"),
        )

    def heads(self, network: str) -> tuple[str, ...]:
        """List the national bodies of a network."""
        levels = "{ ?x cons:level ?level } UNION { ?status cons:statusOf ?x ; cons:atLevel ?level }"
        where = f"?x a cons:ConsularBody ; cons:network {_iri(network)} {levels} FILTER ( ?level = def:level-national )"
        return tuple(row["x"].value for row in self._rows(where, "?x"))

    def supervisors(self, body: str, day: date) -> tuple[str, ...]:
        """List the authorities that supervise a body, or may, on a day."""
        where = f"""?x dcterms:type def:relation-supervision ; cons:relationFrom {_iri(body)} ; cons:relationTo ?other
          {_OPTIONAL_BOUNDS}"""
        rows = self._rows(where, f"?x ?other {' '.join(f'?{name}' for name in _BOUNDS)}")
        return tuple(row["other"].value for row in rows if _period(row).possibly_at(day))

    def adaptations(self, rule: str, day: date) -> tuple[Adaptation, ...]:
        """List the exceptions to a rule that hold, or may hold, on a day."""
        where = f"?x cons:exceptionTo {_iri(rule)} {_OPTIONAL_BOUNDS}"
        rows = self._rows(where, f"?x {' '.join(f'?{name}' for name in _BOUNDS)}")
        return tuple(self._adaptation(row["x"].value) for row in rows if _period(row).possibly_at(day))

    def _adaptation(self, iri: str) -> Adaptation:
        def told(name: str) -> frozenset[str]:
            return frozenset(one.value for one in self.values(iri, name))

        return Adaptation(
            self.named(iri),
            any(short(one) == "def:effect-excluded" for one in told("cons:exceptionEffect")),
            told("cons:form"),
            told("dcterms:spatial"),
            told("cons:exceptsBody"),
            tuple(self.named(one) for one in sorted(told("cons:creditor"))),
        )

    def organisations(self) -> tuple[str, ...]:
        """List the chambers and authorities of the graph by their short names."""
        where = "VALUES ?kind { cons:ConsularBody cons:StateAuthority } ?x a ?kind"
        return tuple(dict.fromkeys(short(row["x"].value) for row in self._rows(where, "?x")))

    def _rows(self, where: str, variables: str) -> Iterator[Row]:
        query = f"{_PREFIXES}SELECT DISTINCT {variables} WHERE {{ {where} }} ORDER BY {variables}"
        return self._store.query(query).rows()


def _without_provenance(nquads: bytes) -> bytes:
    """Leave out who read what where, half of the graph, which no question here is about."""
    lines = nquads.splitlines(keepends=True)
    return b"".join(line for line in lines if line.split(b" ", 2)[1] not in _PROVENANCE)


def _iri(iri: str) -> str:
    return Term("iri", iri).sparql()


def _day(row: Row, name: str) -> date | None:
    return date.fromisoformat(row[name].value) if name in row else None


def _period(row: Row) -> Period:
    return Period(*(_day(row, name) for name in _BOUNDS))
