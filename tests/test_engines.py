"""Hold the fast engine against pySHACL, the referee: the same results, tuple by tuple, on all that we check."""

from collections import Counter
from importlib.util import find_spec
from pathlib import Path

import pytest
import rdflib
from rdflib.namespace import RDF, SH

import graph.engines
from graph.engines import ENGINES, engine
from graph.errors import EngineError
from graph.load import Dataset
from graph.namespaces import ID
from graph.resources import SHAPES
from graph.stores.parsing import parse_any
from graph.validate import check, load_shapes, shape_iris

CASES = Path(__file__).with_name("shapes")
SHAPES_GRAPH = load_shapes(SHAPES)
NAMES = sorted(path.name for path in CASES.iterdir() if path.is_dir())
PARTS = (SH.focusNode, SH.resultPath, SH.value, SH.sourceConstraintComponent, SH.resultSeverity, SH.sourceShape)
Tuples = Counter[tuple[str, ...]]

PLANTED = f"""
<{ID}agr-planted> <http://www.w3.org/1999/02/22-rdf-syntax-ns#type> <https://w3id.org/consulaire/ns#Agreement> .
<{ID}agr-planted> <https://w3id.org/consulaire/ns#startYear> "2018.50"^^<http://www.w3.org/2001/XMLSchema#decimal> .
<{ID}agr-planted> <https://w3id.org/consulaire/ns#isNoProperty> _:b .
"""


def world(case: str, *names: str) -> rdflib.Graph:
    """Give the faultless world of the cases with some of them added."""
    triples = rdflib.Graph()
    for path in (CASES / "base.ttl", *(CASES / name / f"{case}.ttl" for name in names)):
        triples.parse(path, format="turtle")
    return triples


def tuples(results: rdflib.Graph) -> Tuples:
    found: Tuples = Counter()
    for node in results.subjects(RDF.type, SH.ValidationResult):
        terms = [results.value(node, part) for part in PARTS]
        found[tuple("_:" if isinstance(term, rdflib.BNode) else term.n3() if term else "" for term in terms)] += 1
    return found


def results(name: str, data: rdflib.Graph | bytes) -> Tuples:
    return tuples(engine(name).run(data, SHAPES_GRAPH))


def test_the_suite_has_two_engines_and_every_case() -> None:
    assert ENGINES == ("shifty", "pyshacl")
    assert len(NAMES) == len(shape_iris(SHAPES_GRAPH))
    assert len(NAMES) >= 216


def test_the_engines_agree_on_the_real_graph_and_find_what_is_planted_in_it(dataset: Dataset, tmp_path: Path) -> None:
    (tmp_path / "planted.nt").write_text(PLANTED, encoding="utf-8")
    data = dataset.nquads + parse_any(tmp_path / "planted.nt")
    fast = results("shifty", data)
    assert fast == results("pyshacl", data)
    planted = {one[3].rpartition("#")[2] for one in fast if one[0] == f"<{ID}agr-planted>"}
    assert planted >= {"MinCountConstraintComponent>", "DatatypeConstraintComponent>", "ClosedConstraintComponent>"}


@pytest.mark.parametrize(("case", "least"), [("violated", 400), ("respected", 0)])
def test_the_engines_agree_on_all_cases_of_the_shapes_in_one_world(case: str, least: int) -> None:
    data = world(case, *NAMES)
    fast = results("shifty", data)
    assert fast == results("pyshacl", data)
    assert fast.total() >= least


def test_both_engines_speak_both_languages_and_the_same_words() -> None:
    data = world("violated", "Attested", "Attestation-confidence", "Citation-place")
    fast, referee = (check(data, SHAPES_GRAPH, engine=name).findings for name in ENGINES)
    assert [(one.shape, one.message_fr, one.message_en) for one in fast] == [
        (one.shape, one.message_fr, one.message_en) for one in referee
    ]
    assert {one.shape.rpartition("#")[2] for one in fast} >= {"Attested", "Attestation-confidence", "Citation-place"}
    assert all(one.message_fr and one.message_en and one.message_fr != one.message_en for one in fast)


@pytest.mark.parametrize("name", ENGINES)
def test_a_report_conforms_when_it_holds_warnings_only(name: str) -> None:
    warned = check(world("violated", "Commitment-debtor"), SHAPES_GRAPH, engine=name)
    assert [one.severity for one in warned.findings] == ["warning"]
    assert list(warned.triples.objects(None, SH.conforms)) == [rdflib.Literal(True)]


@pytest.mark.parametrize("name", ENGINES)
def test_a_graph_without_fault_gets_a_report_too(name: str) -> None:
    report = check(world("respected"), SHAPES_GRAPH, engine=name)
    assert report.findings == ()
    assert list(report.triples.objects(None, SH.conforms)) == [rdflib.Literal(True)]
    assert len(list(report.triples.subjects(RDF.type, SH.ValidationReport))) == 1


@pytest.mark.parametrize("name", ENGINES)
def test_an_engine_says_which_shape_it_cannot_check(name: str) -> None:
    odd = "@prefix sh: <http://www.w3.org/ns/shacl#> . <a:s> a sh:NodeShape ; sh:targetNode <a:n> ; sh:sparql <a:q> ."
    odd += ' <a:q> sh:select "SELECT $this WHERE { MINUS { $this ?p ?o } }" .'
    shapes = rdflib.Graph().parse(data=odd, format="turtle")
    with pytest.raises(EngineError, match=r"(?i)minus"):
        engine(name).run(b"<a:n> <a:p> <a:o> <a:g> .\n", shapes)


def test_an_engine_that_does_not_exist_is_refused_with_those_that_do() -> None:
    with pytest.raises(EngineError, match=r"no engine 'jena' here\. On offer: shifty, pyshacl\."):
        engine("jena")


def test_pyshacl_stands_in_where_the_fast_engine_has_no_build_and_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(graph.engines, "find_spec", lambda name: None if name == "shifty" else find_spec(name))
    chosen = engine()
    assert chosen.name == "pyshacl"
    assert chosen.note is not None
    assert "'shifty' is not installed" in chosen.note
    with pytest.raises(EngineError, match="On offer: pyshacl"):
        engine("shifty")
