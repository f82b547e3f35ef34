"""What a build says of itself, as VoID in a named graph: true of the facts, found by plain queries, not in the way."""

import csv
import io
from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path
from urllib.parse import urlencode

import pytest
import rdflib

from graph import build, open_store, oxigraph_store
from graph.catalogue import Catalogue
from graph.load import Dataset
from graph.metadata import description_to_store
from graph.namespaces import DESCRIPTION_GRAPH
from graph.overview import count_by_class, count_facts
from graph.stores.published import Build
from graph.stores.scratch import Scratch
from server import create_app
from server.config import Settings
from tests.test_queries import answer, expected
from tests.test_server_running import read_with_patience, serving
from tests.w3c_http import send

VOID = rdflib.Namespace("http://rdfs.org/ns/void#")
SH = rdflib.Namespace("http://www.w3.org/ns/shacl#")
DATASET = rdflib.URIRef(f"{DESCRIPTION_GRAPH}#dataset")
PREFIXES = f"PREFIX void: <{VOID}> PREFIX sh: <{SH}> PREFIX rdfs: <{rdflib.RDFS}>"
EXAMPLES = f"{PREFIXES} SELECT ?example ?text {{ ?example a sh:SPARQLExecutable ; sh:select ?text }}"
NOTHING_TO_FIND = {"unattested-triples"}  # its answer is none, as long as every fact has its passage


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("described")


@pytest.fixture(scope="module")
def built(folder: Path) -> Build:
    return build(folder)


@pytest.fixture(scope="module")
def server(folder: Path, built: Build) -> Iterator[str]:
    with serving("--workers", "1", CONSULAIRE_STORE_DIR=str(folder)) as (address, _):
        read_with_patience(f"{address}/sparql?query=ASK%7B%7D")  # while all is judged, a first query may find it busy
        yield address


@pytest.fixture(scope="module")
def void(server: str) -> rdflib.Graph:
    sent = send(server, "GET", "/.well-known/void", {"Accept": "text/turtle"}, None)
    return rdflib.Graph().parse(data=sent.body, format="turtle")


def rows(server: str, query: str) -> list[list[str]]:
    sent = send(server, "GET", f"/sparql?{urlencode({'query': query})}", {"Accept": "text/csv"}, None)
    assert sent.status == 200, sent.body
    return list(csv.reader(io.StringIO(sent.body.decode("utf-8"), newline="")))[1:]


def test_the_version_and_the_number_of_quads_are_the_facts(built: Build, folder: Path, dataset: Dataset) -> None:
    assert built.dataset == sha256(dataset.nquads).hexdigest()
    assert built.quads == len(dataset.nquads.splitlines()) == count_facts(open_store(folder)) < len(open_store(folder))


def test_what_is_stored_is_what_the_facts_alone_give_and_has_no_blank_node(
    built: Build, folder: Path, dataset: Dataset
) -> None:
    end = f" <{DESCRIPTION_GRAPH}> .".encode()
    stored = [line for line in open_store(folder).dump().splitlines() if line.endswith(end)]
    assert stored == description_to_store(oxigraph_store(dataset.nquads), built.dataset).splitlines()
    assert len(stored) > 1_000
    assert [line for line in stored if line.startswith(b"_:") or b" _:" in line.split(b'"')[0]] == []


def test_its_own_query_gives_the_number_of_triples_in_both_languages(server: str, void: rdflib.Graph) -> None:
    told = {getattr(text, "language", None): str(text) for text in void.objects(DATASET, rdflib.DCTERMS.description)}
    assert set(told) == {"en", "fr"}
    for text in told.values():
        assert rows(server, text[text.index("SELECT") :]) == [[str(void.value(DATASET, VOID.triples))]]


@pytest.mark.parametrize(
    "query",
    [
        "SELECT ?prefix ?namespace { ?x sh:prefix ?prefix ; sh:namespace ?namespace }",
        "SELECT ?class ?property { [] void:class ?class ; void:propertyPartition [ void:property ?property ] }",
        "SELECT ?query ?comment { ?q a sh:SPARQLExecutable ; rdfs:comment ?comment ; sh:select|sh:ask ?query }",
    ],
)
def test_editors_find_it_with_plain_queries(query: str, server: str) -> None:
    assert len(rows(server, f"{PREFIXES} {query}")) >= 20


def test_every_example_runs_over_http_and_finds_what_it_must(server: str) -> None:
    examples = rows(server, EXAMPLES)
    assert {iri.partition("#query-")[2] for iri, _ in examples} == set(Catalogue.load().names)
    found = {iri.partition("#query-")[2]: len(rows(server, text)) for iri, text in examples}
    assert found == {name: sum(expected(name)[1].values()) for name in found}
    assert {name for name, number in found.items() if not number} == NOTHING_TO_FIND


def test_it_changes_no_answer_of_a_named_query(built: Build, folder: Path) -> None:
    store = open_store(folder)
    assert [query.name for query in Catalogue.load() if answer(store, query.text) != expected(query.name)] == []


def test_it_is_served_with_the_address_of_the_server(server: str, void: rdflib.Graph) -> None:
    assert set(void.objects(DATASET, VOID.sparqlEndpoint)) == {rdflib.URIRef(f"{server}/sparql")}
    targets = set(void.objects(None, rdflib.URIRef("https://schema.org/target")))
    assert targets == {rdflib.URIRef(f"{server}/sparql")}
    document = rdflib.URIRef(f"{server}/.well-known/void")
    assert void.value(document, rdflib.FOAF.primaryTopic) == DATASET


def test_the_service_lists_its_graph_and_the_home_page_and_readiness_do_not_count_it(server: str, built: Build) -> None:
    assert DESCRIPTION_GRAPH.encode() in send(server, "GET", "/sparql", {"Accept": "application/n-triples"}, None).body
    assert f'"quads":{built.quads}'.encode() in send(server, "GET", "/readyz", {}, None).body
    page = send(server, "GET", "/", {"Accept-Language": "en"}, None).body.decode("utf-8")
    assert f"<p>{built.quads:,} quads." in page


def test_the_home_page_lists_the_classes_of_the_facts(built: Build, folder: Path, dataset: Dataset) -> None:
    assert count_by_class(open_store(folder)) == count_by_class(oxigraph_store(dataset.nquads))


def test_a_graph_opened_for_writing_holds_no_description_that_a_change_would_belie(tmp_path: Path) -> None:
    facts = tmp_path / "facts"
    facts.mkdir()
    (facts / "one.ttl").write_text("<a:a> a <a:b> .\n", encoding="utf-8")
    made = build(tmp_path / "store", facts=facts, ontology=tmp_path / "none")
    store = Scratch(tmp_path / "store" / "builds" / made.database, tmp_path / "scratch", stores_union=True).store
    assert len(store) == made.quads == 1
    store.update("INSERT DATA { GRAPH <a:g> { <a:c> a <a:d> } }")
    client = create_app(Settings(tmp_path, writable=True), store=store).test_client()
    found = rdflib.Graph().parse(data=client.get("/.well-known/void").data, format="turtle")
    assert {str(one) for one in found.objects(None, VOID["class"])} == {"a:b", "a:d"}
    store.close()
