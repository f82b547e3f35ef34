"""Look up every term of another vocabulary that ontology, facts, shapes and queries use."""

import re
from pathlib import Path

import pytest
from rdflib import RDF, RDFS, SH, Graph, Literal, URIRef
from rdflib.plugins.sparql import prepareQuery
from rdflib.plugins.sparql.algebra import traverse
from rdflib.term import Node

from graph.namespaces import PREFIXES
from graph.resources import FACTS, ONTOLOGY, QUERIES, SHAPES
from graph.vocabularies import TERM_LISTS, known_terms, unknown_terms

HEADER = "".join(f"@prefix {prefix}: <{namespace}> .\n" for prefix, namespace in PREFIXES.items())
REFUSED_UNDER_ITS_OLD_NAME = "no-text.ttl: http://schema.org/articleBody "  # that shape names it to refuse it
OWN_PREFIXES = {"cons", "def", "id", "csh", "graph"}


def unknown_in(files: list[Path]) -> list[str]:
    return [f"{path.name}: {term}" for path in files for term in unknown_terms(Graph().parse(path))]


def unknown_in_query(text: str) -> list[str]:
    """Look up the IRIs of a query; each is put where no term must stand, so that only known vocabularies count."""
    iris: set[URIRef] = set()

    def visit(node: object) -> None:
        if isinstance(node, URIRef):
            iris.add(node)

    traverse(prepareQuery(text, initNs=PREFIXES).algebra, visitPre=visit)
    return [str(term) for term in unknown_terms((iri, RDFS.seeAlso, iri) for iri in iris)]


@pytest.mark.parametrize(("folder", "files"), [(ONTOLOGY, 51), (FACTS, 37)], ids=["ontology", "facts"])
def test_every_term_of_the_turtle_files_is_known(folder: Path, files: int) -> None:
    found = sorted(folder.rglob("*.ttl"))
    assert len(found) == files
    assert unknown_in(found) == []


def test_every_term_of_the_shapes_is_known() -> None:
    found = sorted(SHAPES.rglob("*.ttl"))
    assert len(found) > 30
    unknown = [bad for bad in unknown_in(found) if REFUSED_UNDER_ITS_OLD_NAME not in bad]
    assert unknown == []


def test_every_term_of_the_named_queries_is_known() -> None:
    queries = sorted(QUERIES.glob("*.rq"))
    assert len(queries) > 20
    assert {path.name: bad for path in queries if (bad := unknown_in_query(path.read_text("utf-8")))} == {}


def test_every_term_of_the_queries_inside_shapes_is_known() -> None:
    shapes = Graph()
    for path in SHAPES.rglob("*.ttl"):
        shapes.parse(path)
    queries = [str(text) for text in shapes.objects(None, SH.select)]
    assert len(queries) > 0
    assert [bad for text in queries for bad in unknown_in_query(text.replace("$PATH", "rdf:value"))] == []


@pytest.mark.parametrize(
    ("wrong", "meant"),
    [
        ("id:x org:memer id:y .", "org:member"),
        ('id:x eli:tittle "titre" .', "eli:title"),
        ("id:x a igeo:Departament .", "igeo:Departement"),
        ("id:x <http://www.w3.org/n/org#member> id:y .", "org:member"),
        ("id:x a <http://xmlns.com/foaf/1.0/Person> .", "foaf:Person"),
        ('id:x cons:date "2022-11-07"^^xsd:dat .', "xsd:date"),
        ("csh:x sh:minCout 1 .", "sh:minCount"),
        ("csh:x sh:path oa:hasSelectors .", "oa:hasSelector"),
        ("cons:X skos:closeMatch <http://purl.org/net/p-plan#Step> .", None),
    ],
)
def test_a_term_that_does_not_exist_is_found(wrong: str, meant: str | None) -> None:
    (found,) = unknown_terms(Graph().parse(data=HEADER + wrong, format="turtle"))
    hint = f"Did you mean {meant}?" if meant else "is declared by no vocabulary known here"
    assert hint in str(found)


@pytest.mark.parametrize(
    "triple",
    [
        (URIRef("https://example.org/x"), RDFS.seeAlso, URIRef("https://example.org/page")),
        (URIRef(PREFIXES["org"]), RDF.type, RDFS.Resource),
        (URIRef(PREFIXES["id"] + "x"), URIRef(PREFIXES["cons"] + "anything"), Literal("ours")),
        (URIRef("https://example.org/x"), RDFS.label, Literal("deux", lang="fr")),
    ],
    ids=["pages", "vocabularies themselves", "our own names", "words in a language"],
)
def test_what_is_not_a_term_of_another_vocabulary_is_left_alone(triple: tuple[Node, Node, Node]) -> None:
    assert unknown_terms([triple]) == []


def test_every_vocabulary_that_has_a_prefix_has_its_terms() -> None:
    others = {prefix: space for prefix, space in PREFIXES.items() if prefix not in OWN_PREFIXES}
    assert len(others) == 15
    assert [prefix for prefix, space in others.items() if not known_terms(space)] == []
    assert known_terms("http://example.org/none#") == frozenset()


def test_the_term_lists_say_where_they_come_from() -> None:
    table = (TERM_LISTS.parent / "VENDORED.md").read_text(encoding="utf-8")
    lists = sorted(TERM_LISTS.glob("*.txt"))
    assert [path.stem for path in lists] == ["cv", "eli", "gist", "igeo", "oa"]
    for path in lists:
        head, *names = [line for line in path.read_text("utf-8").splitlines() if "Namespace" not in line]
        assert re.search(r"Sources?: ", head)
        assert f"| `{path.name}` |" in table
        names = [name for name in names if not name.startswith("#")]
        assert names == sorted(set(names))


def test_reused_terms_are_exactly_those_that_stand_in_the_graph_or_its_shapes() -> None:
    reused = Graph().parse(ONTOLOGY / "reused-terms.ttl")
    used: set[Node] = set()
    for folder in (ONTOLOGY, FACTS, SHAPES):
        for path in folder.rglob("*.ttl"):
            if path.name != "reused-terms.ttl":
                used.update(term for triple in Graph().parse(path) for term in triple)
    assert set(reused.subjects(RDF.type, None)) - used == set()
