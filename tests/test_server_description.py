"""What the server says of itself to machines: service description and VoID, held against what it does."""

import json
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote

import pytest
import rdflib
from flask.testing import FlaskClient
from rdflib import RDF, XSD, URIRef

from graph import load, oxigraph_store
from graph.catalogue import Catalogue
from server import create_app
from server.config import Settings
from server.description import INPUT_FORMATS, RESULT_FORMATS
from tests.w3c_http import MF, SUITES, empty_server, send

SD = rdflib.Namespace("http://www.w3.org/ns/sparql-service-description#")
VOID = rdflib.Namespace("http://rdfs.org/ns/void#")
SH = rdflib.Namespace("http://www.w3.org/ns/shacl#")
SUITE = SUITES / "service-description" / "manifest.ttl"
DOMAINS = {  # of the schema: property, class of its subject, class of its object
    SD.endpoint: (SD.Service, None),
    SD.defaultDataset: (SD.Service, SD.Dataset),
    SD.resultFormat: (SD.Service, None),
    SD.inputFormat: (SD.Service, None),
    SD.feature: (SD.Service, None),
    SD.supportedLanguage: (SD.Service, None),
    SD.defaultGraph: (SD.Dataset, SD.Graph),
    SD.namedGraph: (SD.Dataset, SD.NamedGraph),
    SD.name: (SD.NamedGraph, None),
    SD.graph: (SD.NamedGraph, SD.Graph),
}
INSTANCES = {
    SD.supportedLanguage: {SD.SPARQL11Query, SD.SPARQL11Update},
    SD.feature: {SD.UnionDefaultGraph, SD.EmptyGraphs},
}


def number(graph: rdflib.Graph, subject: rdflib.term.Node | None, predicate: URIRef) -> int:
    return int(str(graph.value(subject, predicate)))


@pytest.fixture(scope="module")
def server() -> Iterator[str]:
    with empty_server() as address:
        send(address, "PUT", "/graph-store?graph=http://x/g", {"Content-Type": "text/turtle"}, b"<a:a> <a:b> 1, 2 .")
        yield address


@pytest.fixture(scope="module")
def described(server: str) -> rdflib.Graph:
    return rdflib.Graph().parse(data=send(server, "GET", "/sparql", {}, None).body, format="turtle")


def test_the_suite_has_its_3_tests(shared: Path) -> None:
    tests = set(rdflib.Graph().parse(SUITE).subjects(RDF.type, MF.ServiceDescriptionTest))
    names = {str(test).rpartition("#")[2] for test in tests}
    assert names == {"returns-rdf", "has-endpoint-triple", "conforms-to-schema"}


@pytest.mark.parametrize("accept", [None, "text/turtle", "application/rdf+xml", "application/n-triples", "*/*"])
def test_w3c_returns_rdf(accept: str | None, server: str) -> None:
    sent = send(server, "GET", "/sparql", {"Accept": accept} if accept else {}, None)
    assert sent.status == 200
    assert len(rdflib.Graph().parse(data=sent.body, format=sent.headers["content-type"].partition(";")[0])) > 20


def test_w3c_has_endpoint_triple(server: str, described: rdflib.Graph) -> None:
    assert [str(found) for found in described.objects(None, SD.endpoint)] == [f"{server}/sparql"]


def test_w3c_conforms_to_schema(described: rdflib.Graph) -> None:
    used = {predicate for predicate in described.predicates() if str(predicate).startswith(str(SD))}
    assert used == set(DOMAINS)
    for predicate, (domain, range_) in DOMAINS.items():
        for subject, value in described.subject_objects(predicate):
            assert (subject, RDF.type, domain) in described
            assert range_ is None or (value, RDF.type, range_) in described
            assert predicate not in INSTANCES or value in INSTANCES[predicate]
    assert len(list(described.subjects(RDF.type, SD.Service))) == 1


def test_the_named_graphs_are_listed_with_their_sizes(described: rdflib.Graph) -> None:
    named = {
        str(described.value(one, SD.name)): described.value(one, SD.graph)
        for one in described.objects(None, SD.namedGraph)
    }
    assert {name: number(described, graph, VOID.triples) for name, graph in named.items()} == {"http://x/g": 2}


def test_every_format_that_is_named_is_served(server: str, described: rdflib.Graph) -> None:
    formats = {str(found).rpartition("/")[2] for found in described.objects(None, SD.resultFormat)}
    assert formats == set(RESULT_FORMATS)
    for name, media_type in RESULT_FORMATS.items():
        text = "SELECT%20*%20{}" if name.startswith("SPARQL") else "CONSTRUCT%20WHERE%20{?s%20?p%20?o}"
        sent = send(server, "GET", f"/sparql?query={text}", {"Accept": media_type}, None)
        assert (sent.status, sent.headers["content-type"].partition(";")[0]) == (200, media_type)


def test_every_input_format_is_read(server: str, described: rdflib.Graph) -> None:
    formats = {str(found).rpartition("/")[2] for found in described.objects(None, SD.inputFormat)}
    assert formats == set(INPUT_FORMATS)
    for name in formats:
        body = b"[]" if name == "JSON-LD" else f'<r:RDF xmlns:r="{RDF}"/>'.encode() if name == "RDF_XML" else b""
        header = {"Content-Type": RESULT_FORMATS[name]}
        assert send(server, "PUT", f"/graph-store?graph=http://x/{name}", header, body).status == 201


def test_the_features_are_so(server: str) -> None:
    """UnionDefaultGraph: a query sees the named graphs. EmptyGraphs: one without triples is kept. No dereferencing."""
    send(server, "PUT", "/graph-store?graph=http://x/empty", {"Content-Type": "text/turtle"}, b"")
    for text in ("ASK{<a:a> <a:b> 1}", "ASK{GRAPH <http://x/empty> {}}"):
        path = f"/sparql?query={quote(text)}"
        assert json.loads(send(server, "GET", path, {}, None).body)["boolean"] is True


def test_a_server_that_only_reads_names_neither_update_nor_input(tiny: bytes) -> None:
    client = create_app(Settings(Path("/nowhere")), store=oxigraph_store(tiny)).test_client()
    found = rdflib.Graph().parse(data=client.get("/sparql").data, format="turtle")
    assert set(found.objects(None, SD.supportedLanguage)) == {SD.SPARQL11Query}
    assert list(found.objects(None, SD.inputFormat)) == []


@pytest.fixture(scope="module")
def ours() -> FlaskClient:
    return create_app(Settings(Path("/nowhere")), store=oxigraph_store(load().nquads)).test_client()


@pytest.fixture(scope="module")
def void(ours: FlaskClient) -> rdflib.Graph:
    return rdflib.Graph().parse(data=ours.get("/.well-known/void").data, format="turtle")


@pytest.fixture(scope="module")
def dataset(void: rdflib.Graph) -> URIRef:
    return URIRef("http://localhost/.well-known/void#dataset")


def count(client: FlaskClient, pattern: str) -> int:
    text = f"SELECT (COUNT({pattern}) AS ?n) {{ ?s ?p ?o }}"
    rows = json.loads(client.get("/sparql", query_string={"query": text}).data)["results"]["bindings"]
    return int(rows[0]["n"]["value"])


def test_void_counts_what_a_query_counts(ours: FlaskClient, void: rdflib.Graph, dataset: URIRef) -> None:
    counted = {"triples": "*", "distinctSubjects": "DISTINCT ?s", "properties": "DISTINCT ?p"}
    for name, pattern in counted.items():
        assert number(void, dataset, VOID[name]) == count(ours, pattern)


def test_void_partitions_add_up(void: rdflib.Graph, dataset: URIRef) -> None:
    parts = list(void.objects(dataset, VOID.propertyPartition))
    assert sum(number(void, part, VOID.triples) for part in parts) == number(void, dataset, VOID.triples)
    classes = list(void.objects(dataset, VOID.classPartition))
    assert len(classes) == number(void, dataset, VOID.classes) >= 40
    for part in classes:
        uses = {
            void.value(use, VOID.property): number(void, use, VOID.triples)
            for use in void.objects(part, VOID.propertyPartition)
        }
        assert uses[RDF.type] >= number(void, part, VOID.entities)


def test_void_names_vocabularies_licence_version_and_prefixes(void: rdflib.Graph, dataset: URIRef) -> None:
    assert URIRef("https://w3id.org/consulaire/ns#") in set(void.objects(dataset, VOID.vocabulary))
    assert str(void.value(dataset, rdflib.DCTERMS.license)) == "https://creativecommons.org/licenses/by/4.0/"
    assert void.value(dataset, rdflib.OWL.versionInfo)
    declared = {
        str(void.value(one, SH.prefix)): void.value(one, SH.namespace) for one in void.objects(dataset, SH.declare)
    }
    assert declared["cons"] == rdflib.Literal("https://w3id.org/consulaire/ns#", datatype=XSD.anyURI)


def test_every_named_query_is_an_example_in_both_languages_that_runs(ours: FlaskClient, void: rdflib.Graph) -> None:
    examples = list(void.subjects(RDF.type, SH.SPARQLExecutable))
    assert len(examples) == len(Catalogue.load())
    for example in examples:
        assert {getattr(comment, "language", None) for comment in void.objects(example, rdflib.RDFS.comment)} == {
            "fr",
            "en",
        }
        text = void.value(example, SH.select)
        assert (example, RDF.type, SH.SPARQLSelectExecutable) in void
        assert ours.get("/sparql", query_string={"query": text}).status_code == 200


def test_void_of_other_data_has_no_licence_of_ours(tiny: bytes) -> None:
    client = create_app(Settings(Path("/nowhere")), store=oxigraph_store(b"<a:a> <a:b> <a:c> <a:g> .\n")).test_client()
    found = rdflib.Graph().parse(data=client.get("/.well-known/void").data, format="turtle")
    assert list(found.objects(None, rdflib.DCTERMS.license)) == []
    assert list(found.subjects(RDF.type, SH.SPARQLExecutable)) == []


@pytest.mark.parametrize("host", ["a b<>", 'x"y', "", "a:b:c", "[::1"])
def test_a_host_that_is_none_does_no_harm(host: str, tiny: bytes) -> None:
    client = create_app(Settings(Path("/nowhere")), store=oxigraph_store(tiny)).test_client()
    response = client.get("/.well-known/void", headers={"Host": host})
    assert response.status_code == 400 or rdflib.Graph().parse(data=response.data, format="turtle")
