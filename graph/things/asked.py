"""Write the queries that a page offers: all that it does not list, and all that it is made of."""

from ..namespaces import PREFIXES, short
from ..stores.base import Term
from .model import Direction

_NAMED = "rdfs:label|skos:prefLabel|foaf:name"


def listing(iri: str, predicate: str, way: Direction) -> str:
    """Write the query that lists every value of a property, or every thing that has this one as its value."""
    thing, named = Term("iri", iri).sparql(), _name(predicate)
    pattern = f"{thing} {named} ?value ." if way == "out" else f"?value {named} {thing} ."
    return (
        f"{_prefixes(named, 'rdfs', 'skos', 'foaf')}\nSELECT DISTINCT ?value ?valueLabel WHERE {{\n  {pattern}\n"
        f"  OPTIONAL {{ ?value {_NAMED} ?valueLabel }}\n}}\nORDER BY ?valueLabel ?value"
    )


def all_about(iri: str) -> str:
    """Write the query that gives every fact about a thing in both directions, as a table."""
    thing = Term("iri", iri).sparql()
    return (
        f"SELECT ?from ?property ?value WHERE {{\n  {{ {thing} ?property ?value }}\n  UNION\n"
        f"  {{ ?from ?property {thing} }}\n}}\nORDER BY ?property ?from ?value"
    )


def instances(iri: str) -> str:
    """Write an example for a class: its things and their names."""
    named = _name(iri)
    return (
        f"{_prefixes(named, 'rdfs', 'skos', 'foaf')}\nSELECT ?thing ?thingLabel WHERE {{\n  ?thing a {named} .\n"
        f"  OPTIONAL {{ ?thing {_NAMED} ?thingLabel }}\n}}\nORDER BY ?thingLabel\nLIMIT 100"
    )


def uses(iri: str) -> str:
    """Write an example for a property: what it joins."""
    named = _name(iri)
    return f"{_prefixes(named)}\nSELECT ?thing ?value WHERE {{\n  ?thing {named} ?value .\n}}\nLIMIT 100".lstrip()


def passages(iri: str) -> str:
    """Write the query for all that a source attests."""
    source = Term("iri", iri).sparql()
    return (
        f"{_prefixes('cons: oa: prov: rdf:', 'cons', 'oa', 'prov', 'rdf')}\n"
        "SELECT ?paragraph ?fragment ?subject ?property ?value ?reading WHERE {\n"
        f"  ?citation oa:hasSource {source} .\n  ?attestation prov:wasDerivedFrom ?citation ; rdf:subject ?subject .\n"
        "  OPTIONAL { ?attestation rdf:predicate ?property }\n  OPTIONAL { ?attestation rdf:object ?value }\n"
        "  OPTIONAL { ?attestation cons:reading ?reading }\n  OPTIONAL { ?citation cons:paragraph ?paragraph }\n"
        "  OPTIONAL { ?citation oa:hasSelector/rdf:value ?fragment }\n}\nORDER BY ?paragraph ?fragment ?subject"
    )


def classes_in(iri: str) -> str:
    """Write the query that counts the things of each class in a named graph."""
    graph = Term("iri", iri).sparql()
    return (
        f"SELECT ?class (COUNT(DISTINCT ?thing) AS ?things) WHERE {{\n  GRAPH {graph} {{ ?thing a ?class }}\n}}\n"
        "GROUP BY ?class\nORDER BY DESC(?things) ?class"
    )


def _name(iri: str) -> str:
    """Write an IRI with its prefix where SPARQL reads it so, else whole."""
    told = short(iri)
    local = told.partition(":")[2]
    plain = told != iri and local.replace("-", "").replace("_", "").isalnum() and local.isascii()
    return told if plain else Term("iri", iri).sparql()


def _prefixes(named: str, *always: str) -> str:
    used = dict.fromkeys([*always, *([named.partition(":")[0]] if not named.startswith("<") else [])])
    return "\n".join(f"PREFIX {name}: <{PREFIXES[name]}>" for name in used if name in PREFIXES)
