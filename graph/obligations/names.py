"""Know by which names a user may call a body, a region, a rule, a status."""

import difflib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from ..errors import UnknownName
from ..ingest.names import fold, fold_body
from ..namespaces import expand, short
from ..stores import Store, oxigraph_store

_ASKED = frozenset(  # the store holds nothing else, which makes it quick to fill
    f"<{expand(name)}>".encode()
    for name in (
        "rdf:type",
        "rdfs:label",
        "skos:altLabel",
        "skos:prefLabel",
        "skos:notation",
        "skos:inScheme",
        "foaf:name",
        "igeo:codeINSEE",
        "dcterms:identifier",
        "dcterms:spatial",
        "cons:network",
        "cons:inForceFrom",
        "cons:earliestDate",
        "cons:latestDate",
    )
)
_PREFIXES = "".join(
    f"PREFIX {name}: <{expand(f'{name}:')}>\n"
    for name in ("cons", "def", "dcterms", "foaf", "igeo", "org", "rdfs", "skos")
)
_NEAREST = 3


@dataclass(frozen=True)
class Renewal:
    """Hold a general renewal of a network, whole or of one region, with the bounds of its day."""

    network: str
    label: str
    earliest: date
    latest: date


class Names:
    """Know the names in N-Quads: those of the graph, and of the files of a user beside them."""

    def __init__(self, nquads: bytes) -> None:
        self._nquads = nquads

    def region(self, told: str) -> str:
        """Give the INSEE code of a region by its code, IRI or label; UnknownName gives the nearest."""
        codes = self._pairs("SELECT ?x ?y { ?x a igeo:Region ; igeo:codeINSEE ?y }")
        if f"0{told}" in {code for _, code in codes}:
            raise UnknownName("region", told, (f"0{told} (a code has two digits)",))
        labels = self._pairs("SELECT ?x ?y { ?x a igeo:Region ; rdfs:label|skos:altLabel ?y }")
        regions = dict(codes)
        return regions[_find("region", told, labels + codes, regions)]

    def body(self, told: str) -> str:
        """Give the IRI of a chamber, an authority or a person by its IRI or any of its names."""
        return self._of_somebody("body", told)

    def actor(self, told: str) -> str:
        """Give the IRI of whoever must do or receive something, by its IRI or any of its names."""
        return self._of_somebody("actor", told)

    def obligation(self, told: str) -> str:
        """Give the IRI of a rule by its identifier or IRI; the IRI of an obligation is given back unchecked.

        Only an evaluation knows the obligations: `select` refuses one that is not there.
        """
        iri = expand(told) or told
        if short(iri).startswith("id:obl-"):
            return iri
        rules = self._pairs("SELECT ?x ?y { ?x a cons:ObligationRule ; dcterms:identifier ?y }")
        known = self._pairs("SELECT ?x { ?x a cons:ObligationRule }")
        return _find("obligation", told, rules, dict(known))

    def status(self, told: str) -> str:
        """Give the notation of a status by itself or by its label."""
        concepts = dict(self._pairs("SELECT ?x ?y { ?x skos:inScheme def:status ; skos:notation ?y }"))
        names = list(concepts.items())
        names += self._pairs("SELECT ?x ?y { ?x skos:inScheme def:status ; skos:prefLabel ?y }")
        return concepts[_find("status", told, names, concepts)]

    def renewals(self) -> tuple[Renewal, ...]:
        """List the dated general renewals of whole networks, in the order of their days."""
        rows = self._store.query(
            f"""{_PREFIXES}SELECT ?network ?label ?earliest ?latest WHERE {{
  ?renewal a cons:GeneralRenewal ; cons:network ?scheme ; cons:earliestDate ?earliest ; cons:latestDate ?latest .
  ?scheme skos:notation ?network .
  OPTIONAL {{ ?renewal rdfs:label ?label FILTER ( LANG(?label) = "en" ) }}
  OPTIONAL {{ ?renewal dcterms:spatial ?place }} FILTER ( !BOUND(?place) )
}} ORDER BY ?earliest ?network"""
        ).rows()
        return tuple(
            Renewal(
                row["network"].value,
                row["label"].value if "label" in row else "a general renewal",
                date.fromisoformat(row["earliest"].value),
                date.fromisoformat(row["latest"].value),
            )
            for row in rows
        )

    def first_rule_day(self) -> date | None:
        """Give the first day on which a rule of the register is in force."""
        days = self._pairs("SELECT ?x ?y { ?x a cons:ObligationRule ; cons:inForceFrom ?y }")
        return min((date.fromisoformat(day) for _, day in days), default=None)

    def _of_somebody(self, what: str, told: str) -> str:
        kinds = "cons:ConsularBody cons:StateAuthority org:FormalOrganization org:Organization foaf:Person"
        names = self._pairs(
            f"SELECT ?x ?y {{ VALUES ?kind {{ {kinds} }} ?x a ?kind ; rdfs:label|skos:altLabel|foaf:name ?y }}"
        )
        known = self._pairs(f"SELECT ?x {{ VALUES ?kind {{ {kinds} }} ?x a ?kind }}")
        return _find(what, told, names, dict(known))

    def _pairs(self, query: str) -> list[tuple[str, str]]:
        rows = self._store.query(f"{_PREFIXES}{query}").rows()
        return sorted({(row["x"].value, row.get("y", row["x"]).value) for row in rows})

    @cached_property
    def _store(self) -> Store:
        lines = self._nquads.splitlines(keepends=True)
        return oxigraph_store(b"".join(line for line in lines if line.split(b" ", 2)[1] in _ASKED))


def _find(what: str, told: str, names: Iterable[tuple[str, str]], known: Mapping[str, str]) -> str:
    """Find the one thing that is told by IRI, by name, or by a name of which only small words differ."""
    iri = expand(told) or told.removeprefix("<").removesuffix(">")
    if iri in known:
        return iri
    pairs = list(names)
    for folded in (fold, fold_body):
        meant = folded(told)
        found = sorted({one for one, name in pairs if meant and folded(name) == meant})
        if len(found) == 1:
            return found[0]
        if found:
            raise UnknownName(what, told, tuple(_offer(one, pairs) for one in found), several=True)
    raise UnknownName(what, told, _nearest(told, pairs, known))


def _nearest(told: str, names: Iterable[tuple[str, str]], known: Mapping[str, str]) -> tuple[str, ...]:
    candidates: dict[str, str] = {}
    pairs = list(names)
    for iri, name in pairs:
        candidates.setdefault(fold(name), iri)
        candidates.setdefault(short(iri), iri)
    for iri in known:
        candidates.setdefault(short(iri), iri)
    within = [name for name in sorted(candidates, key=lambda one: (len(one), one)) if fold(told) in name.split()]
    alike = difflib.get_close_matches(fold(told), candidates, n=2 * _NEAREST, cutoff=0.5)
    alike += difflib.get_close_matches(told, candidates, n=2 * _NEAREST, cutoff=0.5)
    found = dict.fromkeys(candidates[name] for name in [*within, *alike])
    return tuple(_offer(iri, pairs) for iri in list(found)[:_NEAREST])


def _offer(iri: str, names: Iterable[tuple[str, str]]) -> str:
    label = next((name for one, name in names if one == iri), None)
    return f"{label} ({short(iri)})" if label else short(iri)
