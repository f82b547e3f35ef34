"""Hold every shape both ways: a case that respects it gives no finding, one that violates it gives exactly its own.

`shapes/<Shape>/` has respected.ttl, violated.ttl and findings.csv, all findings of all shapes on the violated case.
Every case is added to `shapes/base.ttl`, a tiny faultless world whose vocabulary is a set of stand-ins. The respected
cases are checked together, in one world: none of them may trouble another.
"""

import csv
import re
from collections import Counter
from functools import lru_cache
from pathlib import Path
from typing import Any

import pytest
import rdflib
from rdflib.namespace import RDF, SH
from rdflib.plugins.sparql import prepareQuery
from rdflib.query import Result

from graph.namespaces import CONS, DEF, short
from graph.resources import ONTOLOGY, SHAPES
from graph.validate import check, load_shapes, shape_iris

CASES = Path(__file__).with_name("shapes")
SHAPES_GRAPH = load_shapes(SHAPES)
NAMES = sorted(short(iri).removeprefix("csh:") for iri in shape_iris(SHAPES_GRAPH))
CONSTRAINTS = sorted(SHAPES_GRAPH.subjects(SH.select, None), key=str)
Row = tuple[str, ...]

prepared = lru_cache(maxsize=None)(prepareQuery)


class World(rdflib.Graph):
    """Hold the triples of a case; the queries of the shapes are parsed once for all cases."""

    def query(self, query_object: Any, *args: Any, **keywords: Any) -> Result:
        parsed = prepared(query_object) if isinstance(query_object, str) else query_object
        return super().query(parsed, *args, **keywords)


def world(*cases: Path) -> World:
    triples = World()
    for path in (CASES / "base.ttl", *cases):
        triples.parse(path, format="turtle")
    return triples


def named(term: str | None, blanks: frozenset[str]) -> str:
    return "_:blank" if term in blanks else short(term or "")


def rows_of(triples: World, engine: str = "pyshacl") -> Counter[Row]:
    report = check(triples, SHAPES_GRAPH, engine=engine)
    blanks = frozenset(str(node) for node in report.triples.all_nodes() if isinstance(node, rdflib.BNode))
    return Counter(
        (
            named(finding.focus, blanks),
            short(finding.path or ""),
            named(finding.value, blanks),
            finding.severity,
            short(finding.shape),
            short(finding.component),
        )
        for finding in report.findings
    )


def expected(name: str) -> Counter[Row]:
    with (CASES / name / "findings.csv").open(encoding="utf-8", newline="") as lines:
        header, *rows = csv.reader(lines)
    assert header == ["focus", "path", "value", "severity", "shape", "component"]
    return Counter(tuple(row) for row in rows)


def test_the_suite_collects_every_shape() -> None:
    assert len(NAMES) == 357
    assert len(CONSTRAINTS) == 30


def test_every_shape_has_its_case_and_every_case_its_shape() -> None:
    assert sorted(folder.name for folder in CASES.iterdir() if folder.is_dir()) == NAMES


@pytest.mark.parametrize("name", NAMES)
def test_a_case_has_its_three_files(name: str) -> None:
    assert {path.name for path in (CASES / name).iterdir()} == {"respected.ttl", "violated.ttl", "findings.csv"}


def test_the_base_has_no_fault_of_its_own() -> None:
    assert rows_of(world()) == Counter()


def test_the_respected_cases_give_no_finding() -> None:
    assert sorted(rows_of(world(*(CASES / name / "respected.ttl" for name in NAMES)))) == []


@pytest.mark.parametrize("name", NAMES)
def test_a_violated_case_gives_exactly_its_findings_with_either_engine(name: str) -> None:
    triples = world(CASES / name / "violated.ttl")
    found = rows_of(triples, "shifty")
    assert found == expected(name)
    assert found == rows_of(triples, "pyshacl")
    assert any(row[4] == f"csh:{name}" for row in found)


@pytest.mark.parametrize("name", NAMES)
def test_a_shape_says_how_bad_and_what_to_do_in_both_languages(name: str) -> None:
    shape = rdflib.URIRef(f"https://w3id.org/consulaire/shapes#{name}")
    messages = {getattr(message, "language", None) for message in SHAPES_GRAPH.objects(shape, SH.message)}
    assert messages == {"fr", "en"}
    assert SHAPES_GRAPH.value(shape, SH.severity) in {SH.Violation, SH.Warning, SH.Info}


def test_every_property_shape_and_constraint_has_a_name() -> None:
    held = [*SHAPES_GRAPH.objects(None, SH.property), *SHAPES_GRAPH.objects(None, SH.sparql)]
    assert len(held) > 100
    assert [node for node in held if isinstance(node, rdflib.BNode)] == []


def test_blank_nodes_stand_only_in_lists_paths_alternatives_and_prefixes() -> None:
    allowed = {RDF.first, RDF.rest, SH.declare, SH["in"], SH["or"], SH.path, SH.languageIn, SH.ignoredProperties}
    allowed |= {SH.alternativePath, SH.inversePath}
    used = {predicate for _, predicate, node in SHAPES_GRAPH if isinstance(node, rdflib.BNode)}
    assert used <= allowed


def test_the_shapes_name_only_terms_of_the_ontology() -> None:
    ontology = rdflib.Graph()
    for path in sorted(ONTOLOGY.rglob("*.ttl")):
        ontology.parse(path, format="turtle")
    iris = {str(term) for triple in SHAPES_GRAPH for term in triple if isinstance(term, rdflib.URIRef)}
    named_terms = {iri for iri in iris if iri.startswith((CONS, DEF))}
    for constraint in CONSTRAINTS:
        query = str(SHAPES_GRAPH.value(constraint, SH.select))
        named_terms |= {CONS + local for local in re.findall(r"\bcons:([A-Za-z]+)", query)}
        named_terms |= {DEF + local for local in re.findall(r"\bdef:([a-z-]+)", query)}
    assert len(named_terms) > 100
    assert sorted(term for term in named_terms if (rdflib.URIRef(term), RDF.type, None) not in ontology) == []
