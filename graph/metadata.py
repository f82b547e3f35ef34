"""Describe a dataset to machines: VoID with partitions, prefixes, and the named queries as runnable examples.

It is computed from an open store, in about a second for our graph, and not stored in it: a description within the
dataset would change the counts that it gives and the digest that names its version. Whoever serves it keeps it for as
long as the version stays.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import count

from .catalogue import Catalogue, NamedQuery
from .namespaces import GRAPH, PREFIXES
from .stores.base import Row, Store, Term
from .stores.parsing import write_rdf
from .stores.sparql_tokens import query_form

LICENCE = "https://creativecommons.org/licenses/by/4.0/"
_RDF = PREFIXES["rdf"]
_VOID = "http://rdfs.org/ns/void#"
_SH = PREFIXES["sh"]
_DCT = PREFIXES["dcterms"]
_RDFS = PREFIXES["rdfs"]
_XSD = PREFIXES["xsd"]
_TOTALS = """SELECT (COUNT(*) AS ?triples) (COUNT(DISTINCT ?s) AS ?distinctSubjects)
  (COUNT(DISTINCT ?o) AS ?distinctObjects) (COUNT(DISTINCT ?p) AS ?properties) { ?s ?p ?o }"""
_ENTITIES = "SELECT (COUNT(DISTINCT ?s) AS ?entities) { ?s a ?class FILTER(isIRI(?s)) }"
_CLASSES = """SELECT ?class (COUNT(DISTINCT ?s) AS ?entities) { ?s a ?class FILTER(isIRI(?class)) }
GROUP BY ?class ORDER BY ?class"""
_CLASS_PROPERTIES = """SELECT ?class ?property (COUNT(*) AS ?triples)
{ ?s a ?class ; ?property ?o FILTER(isIRI(?class)) }
GROUP BY ?class ?property ORDER BY ?class ?property"""
_PROPERTIES = """SELECT ?property (COUNT(*) AS ?triples) (COUNT(DISTINCT ?s) AS ?distinctSubjects)
  (COUNT(DISTINCT ?o) AS ?distinctObjects) { ?s ?property ?o } GROUP BY ?property ORDER BY ?property"""
_GRAPHS = "SELECT ?graph (COUNT(*) AS ?triples) { GRAPH ?graph { ?s ?p ?o } } GROUP BY ?graph ORDER BY ?graph"


@dataclass(frozen=True)
class Place:
    """Hold where a dataset is served, by absolute IRIs: its description, its endpoint; and the dataset's version."""

    description: str
    endpoint: str
    version: str

    @property
    def dataset(self) -> str:
        """Name the dataset."""
        return f"{self.description}#dataset"


def describe_dataset(store: Store, place: Place, catalogue: Catalogue) -> bytes:
    """Write the VoID description as N-Triples; the examples and the licence only when the store holds our graph.

    The counts are those that a query of the endpoint gives: over the union of the named graphs.
    """
    graphs = [row["graph"].value for row in store.query(_GRAPHS).rows()]
    lines = [*_dataset(store, place), *_partitions(store, place.dataset), *_prefixes(place.dataset)]
    if any(graph.startswith(GRAPH) for graph in graphs):
        lines += _titles(place)
        for query in catalogue:
            lines += _example(query, place)
    return "".join(lines).encode("utf-8")


def graph_sizes(store: Store) -> list[tuple[str, int]]:
    """List the named graphs that hold something, with their numbers of triples."""
    return [(row["graph"].value, int(row["triples"].value)) for row in store.query(_GRAPHS).rows()]


def write_description(ntriples: bytes, format_name: str) -> bytes:
    """Write a description in a format of GRAPH_FORMATS."""
    return write_rdf(ntriples, format_name)


def line(subject: str, predicate: str, value: Term) -> str:
    r"""Write one triple as N-Triples; a subject that begins with `_:` is a blank node.

    ValueError when a value cannot be an IRI.

    >>> line("a:s", "a:p", Term("literal", "é", language="fr"))
    '<a:s> <a:p> "é"@fr .\n'
    """
    written = value.value if value.kind == "bnode" else value.sparql()
    named = subject if subject.startswith("_:") else Term("iri", subject).sparql()
    return f"{named} {Term('iri', predicate).sparql()} {written} .\n"


def _dataset(store: Store, place: Place) -> Iterator[str]:
    me = place.dataset
    yield line(place.description, f"{_RDF}type", _iri(f"{_VOID}DatasetDescription"))
    yield line(place.description, f"{PREFIXES['foaf']}primaryTopic", _iri(me))
    yield line(me, f"{_RDF}type", _iri(f"{_VOID}Dataset"))
    yield line(me, f"{_VOID}sparqlEndpoint", _iri(place.endpoint))
    yield line(me, f"{PREFIXES['owl']}versionInfo", Term("literal", place.version))
    for query in (_TOTALS, _ENTITIES):
        for row in store.query(query).rows():
            yield from _counts(me, row)


def _partitions(store: Store, me: str) -> Iterator[str]:
    numbers, namespaces, classes = count(1), set(), list(store.query(_CLASSES).rows())
    yield line(me, f"{_VOID}classes", _integer(len(classes)))
    nodes = {row["class"].value: f"_:class{next(numbers)}" for row in classes}
    for row in classes:
        yield from _partition(me, "class", nodes[row["class"].value], row)
    for row in store.query(_CLASS_PROPERTIES).rows():
        yield from _partition(nodes[row["class"].value], "property", f"_:use{next(numbers)}", row)
    properties = list(store.query(_PROPERTIES).rows())
    for row in properties:
        yield from _partition(me, "property", f"_:property{next(numbers)}", row)
    for iri in [*nodes, *(row["property"].value for row in properties)]:
        namespaces.add(iri[: max(iri.rfind("#"), iri.rfind("/")) + 1])
    for namespace in sorted(namespaces - {""}):
        yield line(me, f"{_VOID}vocabulary", _iri(namespace))


def _partition(whole: str, kind: str, node: str, row: Row) -> Iterator[str]:
    yield line(whole, f"{_VOID}{kind}Partition", Term("bnode", node))
    yield line(node, f"{_VOID}{kind}", row[kind])
    yield from _counts(node, row)


def _counts(node: str, row: Row) -> Iterator[str]:
    for name, value in row.items():
        if name not in {"class", "property"}:
            yield line(node, f"{_VOID}{name}", value)


def _prefixes(me: str) -> Iterator[str]:
    for prefix, namespace in PREFIXES.items():
        node = f"_:prefix-{prefix}"
        yield line(me, f"{_SH}declare", Term("bnode", node))
        yield line(node, f"{_SH}prefix", Term("literal", prefix))
        yield line(node, f"{_SH}namespace", Term("literal", namespace, f"{_XSD}anyURI"))


def _titles(place: Place) -> Iterator[str]:
    titles = {
        "en": "Consulaire: the open knowledge graph of the French consular chambers",
        "fr": "Consulaire : le graphe de connaissances ouvert des chambres consulaires françaises",
    }
    for language, title in titles.items():
        yield line(place.dataset, f"{_DCT}title", Term("literal", title, language=language))
    yield line(place.dataset, f"{_DCT}license", _iri(LICENCE))
    yield line(place.dataset, f"{_VOID}uriSpace", Term("literal", PREFIXES["id"]))


def _example(query: NamedQuery, place: Place) -> Iterator[str]:
    form = query_form(query.text)
    me = f"{place.description}#query-{query.name}"
    yield line(me, f"{_RDF}type", _iri(f"{_SH}SPARQLExecutable"))
    yield line(me, f"{_RDF}type", _iri(f"{_SH}SPARQL{form.capitalize()}Executable"))
    for language, question in (("en", query.question), ("fr", query.question_fr)):
        if question:
            yield line(me, f"{_RDFS}comment", Term("literal", question, language=language))
    yield line(me, f"{_SH}{form.lower()}", Term("literal", runnable(query)))
    yield line(me, f"{_SH}prefixes", _iri(place.dataset))
    yield line(me, "https://schema.org/target", _iri(place.endpoint))


def runnable(query: NamedQuery) -> str:
    """Give a named query without its header, so that an address that holds it stays short."""
    return re.sub(r"\A(?:#\+[^\n]*\n)+", "", query.text)


def _iri(value: str) -> Term:
    return Term("iri", value)


def _integer(value: int) -> Term:
    return Term("literal", str(value), f"{_XSD}integer")
