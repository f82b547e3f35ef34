"""Let HermiT look for contradictions in the ontology, its alignments and the facts.

HermiT knows neither xsd:date, xsd:duration nor rdf:langString, which OWL 2 leaves out, nor the datatype of SIREN
numbers, and stops on them: the copy that it reads has neither such ranges nor such literals. The shapes check those.
"""

import tempfile
from functools import cache
from io import BytesIO
from pathlib import Path
from typing import Any

import owlready2
import pytest
from owlready2.base import OwlReadyInconsistentOntologyError
from rdflib import RDF, RDFS, XSD, Graph, Literal, URIRef
from rdflib.term import Node

from graph.namespaces import CONS, PREFIXES
from graph.resources import FACTS, ONTOLOGY

UNKNOWN_TO_HERMIT = {XSD.date, XSD.duration, RDF.langString, URIRef(CONS + "siren")}
HEADER = "".join(f"@prefix {prefix}: <{namespace}> .\n" for prefix, namespace in PREFIXES.items())


def hermit_can_read(triple: tuple[Node, Node, Node]) -> bool:
    _, predicate, obj = triple
    if isinstance(obj, Literal):
        return not obj.language and obj.datatype not in UNKNOWN_TO_HERMIT
    return predicate != RDFS.range or obj not in UNKNOWN_TO_HERMIT


@pytest.fixture(autouse=True)
def leave_nothing_behind(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Owlready2 hands its graph to HermiT in a temporary file that it never deletes."""
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))


@cache
def readable() -> Graph:
    whole = Graph()
    for folder in (ONTOLOGY, FACTS):
        for path in sorted(folder.rglob("*.ttl")):
            whole.parse(path)
    kept = Graph()
    for triple in whole:
        if hermit_can_read(triple):
            kept.add(triple)
    return kept


def impossible_classes(java: str, planted: str = "") -> list[str]:
    """Run HermiT; an inconsistent whole raises, and classes that can have no instance are named."""
    graph = readable() + Graph().parse(data=HEADER + planted, format="turtle")
    owl: Any = owlready2  # untyped
    world = owl.World()
    world.get_ontology("https://w3id.org/consulaire/all").load(
        fileobj=BytesIO(graph.serialize(format="nt", encoding="utf-8"))
    )
    owl.JAVA_EXE = java
    owl.sync_reasoner_hermit(world, infer_property_values=False, debug=0)
    return sorted(str(found.iri) for found in world.inconsistent_classes())


def test_ontology_alignments_and_facts_contradict_nothing(java: str) -> None:
    assert len(readable()) > 5_000
    assert impossible_classes(java) == []


def test_a_class_of_both_activities_and_entities_is_named(java: str) -> None:
    planted = "cons:Session a owl:Class ; rdfs:subClassOf prov:Activity , prov:Entity ."
    assert CONS + "Session" in impossible_classes(java, planted)


@pytest.mark.parametrize(
    "planted",
    [
        "id:event-signing-na a org:Organization .",
        "cons:network rdfs:subPropertyOf org:classification .",
        "id:instr-plan-na a cons:Programme .",
    ],
    ids=["an event that is an organisation", "the trap of org:classification", "agreement and programme"],
)
def test_a_planted_contradiction_is_found(java: str, planted: str) -> None:
    with pytest.raises(OwlReadyInconsistentOntologyError):
        impossible_classes(java, planted)
