"""Describe a dataset to machines: VoID with partitions, prefixes, and the named queries as runnable examples.

A build computes it from the facts and stores it in a named graph of its own, so that a client finds it with plain
queries; its counts leave that graph out, and so does the digest that names the version. A store without that graph is
described when it is asked. Counting by queries takes as long as one pass over the N-Quads in Python (measured: 0.25 s
for our graph either way), and is written once for both.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from hashlib import sha256

from .catalogue import Catalogue, NamedQuery
from .namespaces import DESCRIPTION_GRAPH, GRAPH, PREFIXES, short
from .stores.base import BASE, Row, Store, Term
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
_STORED = f"CONSTRUCT {{ ?s ?p ?o }} WHERE {{ GRAPH <{DESCRIPTION_GRAPH}> {{ ?s ?p ?o }} }}"
TRIPLES = f"""SELECT (COUNT(*) AS ?triples) {{
  SELECT DISTINCT ?s ?p ?o {{ GRAPH ?g {{ ?s ?p ?o }} FILTER(?g != <{DESCRIPTION_GRAPH}>) }}
}}"""
_COUNTED = {
    "en": "The counts are of the union of the named graphs, each triple once, without this description, which is the "
    f"graph <{DESCRIPTION_GRAPH}>. void:triples is what this query gives: {{query}}",
    "fr": "Les nombres sont ceux de l’union des graphes nommés, chaque triplet une fois, sans la présente description, "
    f"qui est le graphe <{DESCRIPTION_GRAPH}>. void:triples est ce que donne cette requête : {{query}}",
}


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
    lines = [*_dataset(store, place), *_partitions(store, place), *_prefixes(place)]
    if any(graph.startswith(GRAPH) for graph in graphs):
        lines += _titles(place)
        for query in catalogue:
            lines += _example(query, place)
    return "".join(lines).encode("utf-8")


def description_to_store(store: Store, version: str) -> bytes:
    """Write as N-Quads what a build says of the facts in a store, at an address that stays, without blank nodes.

    The endpoint is named by its own lasting IRI: where it will be served, a build does not know.
    """
    described = describe_dataset(store, Place(DESCRIPTION_GRAPH, BASE, version), Catalogue.load())
    end = f" <{DESCRIPTION_GRAPH}> .\n".encode()
    return b"".join(one.removesuffix(b" .\n") + end for one in sorted(set(described.splitlines(keepends=True))))


def stored_description(store: Store, place: Place) -> bytes:
    """Read what a build stored as N-Triples, with the endpoint where it is served; nothing when there is none."""
    lasting, here = f" {_iri(BASE).sparql()} .\n".encode(), f" {_iri(place.endpoint).sparql()} .\n".encode()
    lines = store.query(_STORED).serialize("ntriples").splitlines(keepends=True)
    if not lines:
        return b""
    about = [*_document(place.description, f"{DESCRIPTION_GRAPH}#dataset")]
    moved = (one.removesuffix(lasting) + here if one.endswith(lasting) else one for one in lines)
    return b"".join([*(one.encode() for one in about), *moved])


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
    yield from _document(place.description, me)
    yield line(me, f"{_RDF}type", _iri(f"{_VOID}Dataset"))
    yield line(me, f"{_VOID}sparqlEndpoint", _iri(place.endpoint))
    yield line(me, f"{PREFIXES['owl']}versionInfo", Term("literal", place.version))
    for query in (_TOTALS, _ENTITIES):
        for row in store.query(query).rows():
            yield from _counts(me, row)


def _document(me: str, dataset: str) -> Iterator[str]:
    yield line(me, f"{_RDF}type", _iri(f"{_VOID}DatasetDescription"))
    yield line(me, f"{PREFIXES['foaf']}primaryTopic", _iri(dataset))


def _partitions(store: Store, place: Place) -> Iterator[str]:
    me, classes, properties = place.dataset, list(store.query(_CLASSES).rows()), list(store.query(_PROPERTIES).rows())
    yield line(me, f"{_VOID}classes", _integer(len(classes)))
    nodes = {row["class"].value: f"{place.description}#class-{_slug(row['class'].value)}" for row in classes}
    for row in classes:
        yield from _partition(me, "class", nodes[row["class"].value], row)
    for row in store.query(_CLASS_PROPERTIES).rows():
        node = nodes[row["class"].value]
        yield from _partition(node, "property", f"{node}--{_slug(row['property'].value)}", row)
    for row in properties:
        yield from _partition(me, "property", f"{place.description}#property-{_slug(row['property'].value)}", row)
    terms = [*nodes, *(row["property"].value for row in properties)]
    for namespace in sorted({iri[: max(iri.rfind("#"), iri.rfind("/")) + 1] for iri in terms} - {""}):
        yield line(me, f"{_VOID}vocabulary", _iri(namespace))


def _partition(whole: str, kind: str, node: str, row: Row) -> Iterator[str]:
    yield line(whole, f"{_VOID}{kind}Partition", _iri(node))
    yield line(node, f"{_VOID}{kind}", row[kind])
    yield from _counts(node, row)


def _counts(node: str, row: Row) -> Iterator[str]:
    for name, value in row.items():
        if name not in {"class", "property"}:
            yield line(node, f"{_VOID}{name}", value)


def _slug(iri: str) -> str:
    """Name a term within an IRI: by its prefixed name where that is plain, else by a digest."""
    prefixed = short(iri)
    return prefixed.replace(":", "-") if re.fullmatch(r"\w+:\w+", prefixed) else sha256(iri.encode()).hexdigest()[:16]


def _prefixes(place: Place) -> Iterator[str]:
    for prefix, namespace in PREFIXES.items():
        node = f"{place.description}#prefix-{prefix}"
        yield line(place.dataset, f"{_SH}declare", _iri(node))
        yield line(node, f"{_SH}prefix", Term("literal", prefix))
        yield line(node, f"{_SH}namespace", Term("literal", namespace, f"{_XSD}anyURI"))


def _titles(place: Place) -> Iterator[str]:
    titles = {
        "en": "Consulaire: the open knowledge graph of the French consular chambers",
        "fr": "Consulaire : le graphe de connaissances ouvert des chambres consulaires françaises",
    }
    for language, title in titles.items():
        yield line(place.dataset, f"{_DCT}title", Term("literal", title, language=language))
    for language, text in _COUNTED.items():
        told = text.format(query=" ".join(TRIPLES.split()))
        yield line(place.dataset, f"{_DCT}description", Term("literal", told, language=language))
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
    yield line(me, f"{_SH}{form.lower()}", Term("literal", runnable(query.text)))
    yield line(me, f"{_SH}prefixes", _iri(place.dataset))
    yield line(me, "https://schema.org/target", _iri(place.endpoint))


def runnable(text: str) -> str:
    """Give the text of a named query without its header, so that an address that holds it stays short."""
    return re.sub(r"\A(?:#\+[^\n]*\n)+", "", text)


def _iri(value: str) -> Term:
    return Term("iri", value)


def _integer(value: int) -> Term:
    return Term("literal", str(value), f"{_XSD}integer")
