"""Say what is in a store, for people: labels of things, counts by class, and what it knows of one thing."""

from collections.abc import Iterable
from dataclasses import dataclass
from difflib import get_close_matches

from .errors import UnknownName
from .frames import Rows, read_token
from .namespaces import CONS, DESCRIPTION_GRAPH, PREFIXES, expand, short
from .stores.base import Store, Term

_MOST_NAMED = 1_000  # IRIs in one question, so that its text stays short

_LABELS = """
PREFIX dcterms: <http://purl.org/dc/terms/>
PREFIX foaf: <http://xmlns.com/foaf/0.1/>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
SELECT ?thing ?label ?title WHERE {
  %THINGS%
  { ?thing rdfs:label ?label } UNION { ?thing skos:prefLabel ?label } UNION { ?thing foaf:name ?label }
  UNION { ?thing dcterms:title ?label BIND ( true AS ?title ) }
}
"""
_CLASSES = """
SELECT ?class (COUNT(DISTINCT ?thing) AS ?count) WHERE {{
  ?thing a ?class
  FILTER ( STRSTARTS(STR(?class), "{namespace}") )
}}
GROUP BY ?class
ORDER BY DESC(?count) ?class
"""
_SPAN = f"""
PREFIX cons: <{CONS}>
PREFIX prov: <http://www.w3.org/ns/prov#>
PREFIX xsd: <http://www.w3.org/2001/XMLSchema#>
SELECT ?first ?last ?changed {{
  {{ SELECT (MIN(?earliest) AS ?first) (MAX(?latest) AS ?last) {{
    ?signature cons:signs ?act ; cons:partOfEvent ?event .
    ?event cons:earliestDate ?earliest ; cons:latestDate ?latest
  }} }}
  {{ SELECT (MAX(?asserted) AS ?changed) {{ ?attestation prov:generatedAtTime ?asserted }} }}
}}
"""
_DESCRIBING = f"SELECT (COUNT(*) AS ?n) {{ GRAPH <{DESCRIPTION_GRAPH}> {{ ?s ?p ?o }} }}"


@dataclass(frozen=True)
class ClassCount:
    """Hold how many things of one of our classes there are; `label` is in the language that was asked for."""

    iri: str
    label: str
    count: int


@dataclass(frozen=True)
class Span:
    """Hold the first and the last day of the signings that are known, and the day of the latest entry, as ISO days."""

    first_signing: str | None
    last_signing: str | None
    last_entry: str | None


def labels(store: Store, iris: Iterable[str], language: str = "fr") -> dict[str, str]:
    """Find one label for each IRI that has one: in the language asked for, else in none, else in any, else its title.

    One question whatever their number: many IRIs are not named in it, since its text would be too long.
    """
    wanted = dict.fromkeys(iris)
    if not wanted:
        return {}
    few = len(wanted) <= _MOST_NAMED
    named = " ".join(filter(None, map(_as_sparql, wanted))) if few else ""
    text = _LABELS.replace("%THINGS%", f"VALUES ?thing {{ {named} }}" if few else "")
    rows = Rows.of_tsv(store.query(text).serialize("tsv"))
    found: dict[str, tuple[bool, int, str]] = {}
    for thing, label, title in zip(*rows.columns, strict=True):
        iri = thing[1:-1]
        if iri in wanted:
            tag = label.rpartition('"')[2].removeprefix("@")
            rank = (bool(title), 0 if tag == language else 2 if tag else 1, label)
            found[iri] = min(found.get(iri, rank), rank)
    return {iri: read_token(label).text for iri, (_, _, label) in found.items()}


def count_facts(store: Store) -> int:
    """Count the quads of a store without those that describe it."""
    return len(store) - int(next(store.query(_DESCRIBING).rows())["n"].value)


def count_by_class(store: Store, language: str = "fr") -> list[ClassCount]:
    """Count the things of each class of our vocabulary, the largest class first."""
    rows = [
        (row["class"].value, int(row["count"].value)) for row in store.query(_CLASSES.format(namespace=CONS)).rows()
    ]
    names = labels(store, (iri for iri, _ in rows), language)
    return [ClassCount(iri, names.get(iri, iri.removeprefix(CONS)), count) for iri, count in rows]


def span_of_facts(store: Store) -> Span:
    """Find between which days the graph knows signings, and when a fact was last entered."""
    row = next(iter(store.query(_SPAN).rows()), {})
    first, last, changed = (row[name].value[:10] if name in row else None for name in ("first", "last", "changed"))
    return Span(first, last, changed)


def known_thing(store: Store, told: str) -> str:
    """Give the IRI of a thing by itself or its prefixed name; UnknownName when no triple is about it."""
    iri = expand(told) or told.removeprefix("<").removesuffix(">")
    term = _as_sparql(iri)
    if term is None:
        raise UnknownName("thing", told, ())
    if not store.query(f"ASK {{ {{ {term} ?p ?o }} UNION {{ ?s ?q {term} }} }}").boolean:
        raise UnknownName("thing", told, _nearest(store, iri))
    return iri


def describe_query(iri: str) -> str | None:
    """Write the query that gives all triples about a thing; None when the text is not an IRI.

    >>> describe_query("https://w3id.org/consulaire/id/org-cci-france")
    'DESCRIBE <https://w3id.org/consulaire/id/org-cci-france>'
    """
    term = _as_sparql(iri)
    return f"DESCRIBE {term}" if term else None


def construct_query(iri: str) -> str:
    """Write the query for the triples about a thing, in both directions, without those of its attestations."""
    term, rdf = Term("iri", iri).sparql(), PREFIXES["rdf"]
    return (
        f"CONSTRUCT {{ {term} ?p ?o . ?s ?q {term} }} WHERE {{\n  {{ {term} ?p ?o }}\n  UNION\n"
        f"  {{ ?s ?q {term} FILTER ( ?q NOT IN ( <{rdf}subject>, <{rdf}object> ) ) }}\n}}"
    )


def _as_sparql(iri: str) -> str | None:
    try:
        return Term("iri", iri).sparql()
    except ValueError:
        return None


def _nearest(store: Store, iri: str) -> tuple[str, ...]:
    rows = store.query("SELECT DISTINCT ?s { ?s a ?class FILTER ( isIRI(?s) ) }").rows()
    names = [short(row["s"].value) for row in rows]
    return tuple(get_close_matches(short(iri), names, n=3, cutoff=0.6))
