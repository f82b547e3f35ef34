"""Hold the ontology and the vocabularies against the model and against their own rules."""

from collections import Counter
from functools import cache
from pathlib import Path

from rdflib import DCTERMS, OWL, RDF, RDFS, SKOS, VANN, BNode, Graph, Literal, URIRef
from rdflib.term import Node

from graph.namespaces import CONS, DEF, NS
from graph.resources import ONTOLOGY

KINDS = {OWL.Class: 32, OWL.ObjectProperty: 95, OWL.DatatypeProperty: 54, RDFS.Datatype: 1}
SCHEMES = 36
CONCEPTS = 297
ENTITIES = [
    "Instrument",
    "PlanElement",
    "Obligation",
    "Assessment",
    "Attestation",
    "Citation",
    "Figure",
    "SourceDocument",
]


@cache
def ontology() -> Graph:
    graph = Graph()
    for path in sorted(ONTOLOGY.rglob("*.ttl")):
        graph.parse(path)
    return graph


def own(kind: Node, namespace: str) -> list[URIRef]:
    found = (term for term in ontology().subjects(RDF.type, kind) if isinstance(term, URIRef))
    return sorted(term for term in found if term.startswith(namespace))


def terms() -> list[URIRef]:
    return [term for kind in KINDS for term in own(kind, CONS)]


def concepts() -> list[URIRef]:
    return own(SKOS.Concept, DEF)


def schemes() -> list[URIRef]:
    return own(SKOS.ConceptScheme, DEF)


def languages(subject: Node, predicate: URIRef) -> list[str]:
    texts = [text for text in ontology().objects(subject, predicate) if isinstance(text, Literal)]
    assert all(str(text) == str(text).strip() != "" for text in texts)
    return sorted(text.language or "" for text in texts)


def test_the_ontology_holds_as_many_terms_as_it_announces() -> None:
    assert {kind: len(own(kind, CONS)) for kind in KINDS} == KINDS
    assert len(schemes()) == SCHEMES
    assert len(concepts()) == CONCEPTS


def test_the_header_says_who_when_which_version_and_under_which_licence() -> None:
    assert list(ontology().subjects(RDF.type, OWL.Ontology)) == [URIRef(NS)]
    said = set(ontology().predicates(URIRef(NS), None))
    assert said >= {OWL.versionIRI, OWL.versionInfo, DCTERMS.title, DCTERMS.description, DCTERMS.license}
    assert said >= {DCTERMS.creator, DCTERMS.publisher, DCTERMS.bibliographicCitation}
    assert said >= {DCTERMS.created, DCTERMS.issued, DCTERMS.modified}
    assert said >= {VANN.preferredNamespacePrefix, VANN.preferredNamespaceUri}


def test_the_version_iri_carries_the_version_number() -> None:
    header = URIRef(NS)
    number = ontology().value(header, OWL.versionInfo)
    assert ontology().value(header, OWL.versionIRI) == URIRef(f"{NS}/{number}")


def test_every_class_and_property_is_labelled_and_defined_in_french_and_english_by_this_ontology() -> None:
    faulty = [
        term
        for term in terms()
        if languages(term, RDFS.label) != ["en", "fr"]
        or languages(term, SKOS.definition) != ["en", "fr"]
        or list(ontology().objects(term, RDFS.isDefinedBy)) != [URIRef(NS)]
    ]
    assert faulty == []


def test_every_concept_and_scheme_is_labelled_and_defined_in_french_and_english() -> None:
    faulty = [
        concept
        for concept in concepts() + schemes()
        if languages(concept, SKOS.prefLabel) != ["en", "fr"] or languages(concept, SKOS.definition) != ["en", "fr"]
    ]
    assert faulty == []


def test_every_concept_stands_in_the_scheme_and_under_the_notation_of_its_name() -> None:
    for concept in concepts():
        scheme = ontology().value(concept, SKOS.inScheme, any=False)
        notation = ontology().value(concept, SKOS.notation, any=False)
        assert str(concept) == f"{scheme}-{notation}"
        assert scheme in schemes()


def test_every_concept_is_at_the_top_of_its_scheme_or_under_one_that_is() -> None:
    graph = ontology()
    for concept in concepts():
        scheme = graph.value(concept, SKOS.inScheme)
        top = graph.value(concept, SKOS.broader) or concept
        assert (top, SKOS.topConceptOf, scheme) in graph
        assert (scheme, SKOS.hasTopConcept, top) in graph
        assert ((concept, SKOS.topConceptOf, scheme) in graph) == (top == concept)


def test_no_two_terms_of_a_kind_share_a_label_in_a_language() -> None:
    labels = Counter(
        ("class" if kind == OWL.Class else "property", label)
        for kind in KINDS
        for term in own(kind, CONS)
        for label in ontology().objects(term, RDFS.label)
    )
    assert [pair for pair, times in labels.items() if times > 1] == []


def test_no_two_concepts_of_a_scheme_and_no_two_schemes_share_a_label_or_a_definition() -> None:
    texts = Counter(
        (ontology().value(concept, SKOS.inScheme), said, text)
        for said in (SKOS.prefLabel, SKOS.definition)
        for concept in concepts() + schemes()
        for text in ontology().objects(concept, said)
    )
    assert [found for found, times in texts.items() if times > 1] == []


def test_no_term_is_defined_twice_or_in_two_files() -> None:
    places = Counter(
        term for path in ONTOLOGY.rglob("*.ttl") for term in set(Graph().parse(path).subjects(SKOS.definition, None))
    )
    assert len(places) == sum(KINDS.values()) + SCHEMES + CONCEPTS
    assert set(places.values()) == {1}


def test_every_own_name_that_the_ontology_uses_is_declared() -> None:
    declared = {*terms(), *concepts(), *schemes()}
    iris = {term for triple in ontology() for term in triple if isinstance(term, URIRef)}
    used = {iri for iri in iris if str(iri).startswith((CONS, DEF))}
    assert used == declared


def test_there_is_no_blank_node() -> None:
    assert [triple for triple in ontology() if any(isinstance(term, BNode) for term in triple)] == []


def test_every_name_of_the_model_is_kept(shared: Path) -> None:
    model = Graph()
    for name in ("cons.ttl", "schemes.ttl"):
        model.parse(shared / "design" / "model" / name)
    names = {term for term in model.subjects(RDF.type, None) if str(term).startswith((CONS, DEF))}
    assert len(names) == 25 + 70 + 20 + 109
    kinds = {triple for term in names for triple in model.triples((term, RDF.type, None))}
    assert kinds - set(ontology()) == set()


def test_the_eight_kinds_of_entity_exclude_each_other() -> None:
    pairs = [(one, other) for i, one in enumerate(ENTITIES) for other in ENTITIES[i + 1 :]]
    assert len(pairs) == 28
    for one, other in pairs:
        ends = URIRef(CONS + one), URIRef(CONS + other)
        said = [(a, OWL.disjointWith, b) in ontology() for a, b in (ends, ends[::-1])]
        assert sum(said) == 1


def test_before_the_next_renewal_never_means_a_number_of_months() -> None:
    concept = URIRef(f"{DEF}deadline-before-next")
    said = " ".join(str(text) for text in ontology().objects(concept, SKOS.definition))
    assert "veille du prochain renouvellement général que le graphe contient" in said
    assert "no date where it holds none" in said
    assert "60" not in said


def test_every_reused_term_says_what_it_is_and_where_it_comes_from() -> None:
    reused = Graph().parse(ONTOLOGY / "reused-terms.ttl")
    declared = set(reused.subjects(RDF.type, None))
    assert declared == set(reused.subjects(RDFS.isDefinedBy, None))
    for term in declared:
        assert reused.value(term, RDF.type, any=False) is not None
