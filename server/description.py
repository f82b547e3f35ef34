"""Write the SPARQL 1.1 Service Description of this server: what it can do, each point held by a test."""

from collections.abc import Iterable, Iterator

from graph.metadata import line
from graph.namespaces import PREFIXES
from graph.stores import Term

_SD = "http://www.w3.org/ns/sparql-service-description#"
_VOID = "http://rdfs.org/ns/void#"
_FORMATS = "http://www.w3.org/ns/formats/"
_TYPE = f"{PREFIXES['rdf']}type"
_INTEGER = f"{PREFIXES['xsd']}integer"

RESULT_FORMATS = {  # the W3C's name of a format, and the media type that gets it
    "SPARQL_Results_JSON": "application/sparql-results+json",
    "SPARQL_Results_XML": "application/sparql-results+xml",
    "SPARQL_Results_CSV": "text/csv",
    "SPARQL_Results_TSV": "text/tab-separated-values",
    "Turtle": "text/turtle",
    "N-Triples": "application/n-triples",
    "RDF_XML": "application/rdf+xml",
    "JSON-LD": "application/ld+json",
    "TriG": "application/trig",
    "N-Quads": "application/n-quads",
}
INPUT_FORMATS = ("Turtle", "N-Triples", "RDF_XML", "JSON-LD")


def describe_service(endpoint: str, graphs: Iterable[tuple[str, int]], *, writable: bool) -> bytes:
    """Write the description as N-Triples; `graphs` are the named graphs with their numbers of triples.

    No DereferencesURIs and no BasicFederatedQuery: this server contacts no other machine.
    """
    return "".join([*_service(endpoint, writable=writable), *_dataset(endpoint, graphs)]).encode("utf-8")


def _service(endpoint: str, *, writable: bool) -> Iterator[str]:
    me = f"{endpoint}#service"
    yield line(me, _TYPE, _iri(f"{_SD}Service"))
    yield line(me, f"{_SD}endpoint", _iri(endpoint))
    for language in ("SPARQL11Query", *(["SPARQL11Update"] if writable else [])):
        yield line(me, f"{_SD}supportedLanguage", _iri(_SD + language))
    for name in RESULT_FORMATS:
        yield line(me, f"{_SD}resultFormat", _iri(_FORMATS + name))
    for name in INPUT_FORMATS if writable else ():
        yield line(me, f"{_SD}inputFormat", _iri(_FORMATS + name))
    for feature in ("UnionDefaultGraph", *(["EmptyGraphs"] if writable else [])):
        yield line(me, f"{_SD}feature", _iri(_SD + feature))
    yield line(me, f"{_SD}defaultDataset", _iri(f"{endpoint}#dataset"))


def _dataset(endpoint: str, graphs: Iterable[tuple[str, int]]) -> Iterator[str]:
    me, default = f"{endpoint}#dataset", f"{endpoint}#default-graph"
    yield line(me, _TYPE, _iri(f"{_SD}Dataset"))
    yield line(me, f"{_SD}defaultGraph", _iri(default))
    yield line(default, _TYPE, _iri(f"{_SD}Graph"))
    for number, (name, triples) in enumerate(graphs, 1):
        named, graph = f"_:named{number}", f"_:graph{number}"
        yield line(me, f"{_SD}namedGraph", Term("bnode", named))
        yield line(named, _TYPE, _iri(f"{_SD}NamedGraph"))
        yield line(named, f"{_SD}name", _iri(name))
        yield line(named, f"{_SD}graph", Term("bnode", graph))
        yield line(graph, _TYPE, _iri(f"{_SD}Graph"))
        yield line(graph, f"{_VOID}triples", Term("literal", str(triples), _INTEGER))


def _iri(value: str) -> Term:
    return Term("iri", value)
