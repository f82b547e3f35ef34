"""Keep slow forms out of every query: `NOT EXISTS` over joined triples is quadratic in Oxigraph.

Write `OPTIONAL { … } FILTER (!BOUND(?x))` instead; over one triple pattern `NOT EXISTS` is fine. The forms are read
in the algebra of rdflib, not in the text, so neither layout nor a semicolon hides one.
"""

import re
from collections.abc import Iterator
from typing import Any

import pytest
from rdflib import Graph
from rdflib.namespace import SH
from rdflib.paths import SequencePath
from rdflib.plugins.sparql import prepareQuery
from rdflib.plugins.sparql.parserutils import CompValue

from graph.resources import FACTS, QUERIES, SHAPES
from graph.validate import load_shapes

RULES = FACTS.parent / "rules"
SHAPES_GRAPH = load_shapes(SHAPES)


def prefixed(shapes: Graph, query: str) -> str:
    declared = {
        shapes.value(node, SH.prefix): shapes.value(node, SH.namespace) for node in shapes.objects(None, SH.declare)
    }
    return "".join(f"PREFIX {prefix}: <{iri}>\n" for prefix, iri in sorted(declared.items(), key=str)) + query


def all_queries() -> dict[str, str]:
    found = {
        path.name: path.read_text(encoding="utf-8") for root in (QUERIES, RULES) for path in sorted(root.glob("*.rq"))
    }
    for node in sorted(SHAPES_GRAPH.subjects(SH.select, None), key=str):
        found[str(node).rpartition("#")[2]] = prefixed(SHAPES_GRAPH, str(SHAPES_GRAPH.value(node, SH.select)))
    return found


ALL = all_queries()


def parts(node: Any) -> Iterator[CompValue]:
    """Walk a parsed query, node by node."""
    if isinstance(node, CompValue):
        yield node
        for child in node.values():
            yield from parts(child)
    elif isinstance(node, (list, tuple, set)):
        for child in node:
            yield from parts(child)


def triples_in(absence: CompValue) -> int:
    """Count the triple patterns of an absence; a path `first/second` is two of them."""
    blocks = [part for part in parts(absence) if part.name in {"TriplesBlock", "BGP"}]
    terms = [term for block in blocks for flat in block.triples for term in flat]
    return len(terms) // 3 + sum(isinstance(term, SequencePath) or is_sequence(term) for term in terms)


def is_sequence(term: Any) -> bool:
    return any(part.name == "PathSequence" and len(part.part) > 1 for part in parts(term))


def joined_absences(query: str) -> int:
    """Count the EXISTS and NOT EXISTS of a query that look for more than one triple."""
    algebra = prepareQuery(query).algebra
    absences = [part for part in parts(algebra) if part.name in {"Builtin_NOTEXISTS", "Builtin_EXISTS"}]
    return sum(triples_in(absence) > 1 for absence in absences)


def test_the_suite_collects_the_queries_of_the_catalogue_and_of_the_shapes() -> None:
    assert len(ALL) == len(list(QUERIES.glob("*.rq"))) + len(list(RULES.glob("*.rq"))) + 30
    assert len(ALL) > 35


def test_the_slow_form_is_seen_and_the_quick_ones_are_not() -> None:
    assert joined_absences("SELECT * { ?s ?p ?o FILTER NOT EXISTS { ?a ?b ?s ; ?c ?d } }") == 1
    assert joined_absences("SELECT * { ?s ?p ?o FILTER EXISTS { ?a ?b ?s . ?s ?c ?d } }") == 1
    assert joined_absences("SELECT * { ?s ?p ?o FILTER (?s != ?o && NOT EXISTS { ?a <urn:b>/<urn:c> ?s }) }") == 1
    assert joined_absences("SELECT * { ?s ?p ?o FILTER NOT EXISTS { ?a ?b ?s } }") == 0
    assert joined_absences("SELECT * { ?s ?p ?o OPTIONAL { ?a ?b ?s ; ?c ?d } FILTER (!BOUND(?a)) }") == 0


@pytest.mark.parametrize("name", sorted(ALL))
def test_no_query_looks_for_the_absence_of_joined_triples(name: str) -> None:
    assert joined_absences(ALL[name]) == 0


@pytest.mark.parametrize("name", sorted(name for name in ALL if name.endswith("-query")))
def test_a_constraint_keeps_to_what_shacl_can_bind_beforehand(name: str) -> None:
    words = set(re.findall(r"\b(?:MINUS|VALUES|SERVICE)\b", ALL[name].upper()))
    assert words == set()
