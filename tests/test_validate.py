"""Turn a validation into findings that a person can act on."""

import json
from pathlib import Path

import pytest
import rdflib

from graph.engines import ENGINES
from graph.errors import FactFileError
from graph.locate import Locator
from graph.report import write_report
from graph.validate import Report, check, load_shapes

SHAPES = """
@prefix sh: <http://www.w3.org/ns/shacl#> . @prefix ex: <https://ex.org/> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
ex:Person a sh:NodeShape ; sh:targetClass ex:Person ; sh:property ex:Person-name , ex:Person-age .
ex:Person-name a sh:PropertyShape ; sh:path ex:name ; sh:minCount 1 ; sh:severity sh:Violation ;
  sh:message "Un nom manque : ajoutez-le."@fr , "A name is missing: add it."@en .
ex:Person-age a sh:PropertyShape ; sh:path ex:age ; sh:datatype xsd:integer ; sh:severity sh:Warning ;
  sh:message "L'âge n'est pas un entier."@fr , "The age is not a whole number."@en .
"""
NAMELESS = "@prefix ex: <https://ex.org/> .\nex:b a ex:Person ; ex:age 'vieux' .\nex:a a ex:Person ; ex:name 'A' .\n"


def graph(turtle: str) -> rdflib.Graph:
    return rdflib.Graph().parse(data=turtle, format="turtle")


@pytest.fixture
def report() -> Report:
    return check(graph(NAMELESS), graph(SHAPES))


def test_a_finding_names_rule_node_path_value_and_says_what_to_do(report: Report) -> None:
    violation, warning = report.findings
    assert (violation.shape, violation.focus, violation.path) == (
        "https://ex.org/Person-name",
        "https://ex.org/b",
        "https://ex.org/name",
    )
    assert (violation.message_fr, violation.message_en) == ("Un nom manque : ajoutez-le.", "A name is missing: add it.")
    assert (warning.severity, warning.value) == ("warning", "vieux")
    assert report.shapes == 3


def test_only_violations_flip_the_verdict(report: Report) -> None:
    assert not report.conforms
    assert check(graph(NAMELESS + "ex:b ex:name 'B' ."), graph(SHAPES)).conforms


def test_warnings_alone_still_stand_in_the_report() -> None:
    warned = check(graph(NAMELESS + "ex:b ex:name 'B' ."), graph(SHAPES))
    assert [finding.severity for finding in warned.findings] == ["warning"]


def test_a_check_without_shapes_is_refused_since_it_would_be_green() -> None:
    with pytest.raises(ValueError, match="no shape"):
        check(graph(NAMELESS), rdflib.Graph())


def test_the_text_groups_by_rule_and_ends_with_the_verdict(report: Report) -> None:
    text = write_report(report, "text")
    assert text.startswith("VIOLATION  https://ex.org/Person-name  (1)\n  Un nom manque : ajoutez-le.\n")
    assert text.endswith("The graph does not conform: 1 violations, 1 warnings, 0 infos; 3 shapes tried.\n")


def test_json_csv_and_turtle_say_the_same(report: Report) -> None:
    document = json.loads(write_report(report, "json"))
    assert document["conforms"] is False
    assert [one["focus"] for one in document["findings"]] == ["https://ex.org/b", "https://ex.org/b"]
    assert write_report(report, "csv").count("\n") == 3
    results = graph(write_report(report, "turtle"))
    assert len(list(results.subjects(rdflib.RDF.type, rdflib.SH.ValidationResult))) == 2


def test_a_finding_is_placed_in_its_file(tmp_path: Path) -> None:
    path = tmp_path / "people.ttl"
    path.write_text("\n<https://ex.org/b> a <https://ex.org/Person> .\n", encoding="utf-8")
    found = check(graph(path.read_text()), graph(SHAPES), Locator([path])).findings[0]
    assert (found.file, found.line) == (str(path), 2)


def test_a_malformed_shape_file_is_named(tmp_path: Path) -> None:
    (tmp_path / "broken.ttl").write_text("ex:A a sh:NodeShape .", encoding="utf-8")
    with pytest.raises(
        FactFileError, match=r"broken\.ttl:1:1: The prefix ex: has not been declared\. Nothing was loaded"
    ):
        load_shapes(tmp_path)


WHOLE_GRAPH = """
@prefix sh: <http://www.w3.org/ns/shacl#> . @prefix ex: <https://ex.org/> .
ex:NoAge a sh:NodeShape ; sh:targetNode <https://w3id.org/consulaire/ns> ; sh:sparql ex:NoAge-query ;
  sh:message "Personne sans âge : donnez-le."@fr , "A person without an age: give it."@en .
ex:NoAge-query a sh:SPARQLConstraint ; sh:select "SELECT $this ?value WHERE { ?value a <https://ex.org/Person> }" .
ex:Known a sh:NodeShape ; sh:targetClass ex:Person ; sh:property ex:Known-by .
ex:Known-by a sh:PropertyShape ; sh:path [ sh:inversePath ex:knows ] ; sh:minCount 1 ;
  sh:message "Personne ne la connaît."@fr , "Nobody knows this person."@en .
"""


def test_a_rule_about_the_whole_graph_names_the_node_and_speaks_both_languages(tmp_path: Path) -> None:
    path = tmp_path / "people.ttl"
    path.write_text("<https://ex.org/b> a <https://ex.org/Person> .\n", encoding="utf-8")
    found = {one.shape: one for one in check(graph(path.read_text()), graph(WHOLE_GRAPH), Locator([path])).findings}
    whole = found["https://ex.org/NoAge"]
    assert (whole.focus, whole.node) == ("https://w3id.org/consulaire/ns", "https://ex.org/b")
    assert (whole.message_fr, whole.message_en) == (
        "Personne sans âge : donnez-le.",
        "A person without an age: give it.",
    )
    assert (whole.file, whole.line) == (str(path), 1)
    assert found["https://ex.org/Known-by"].path == "^https://ex.org/knows"


FILLED = """
@prefix sh: <http://www.w3.org/ns/shacl#> . @prefix ex: <https://ex.org/> .
ex:Late a sh:NodeShape ; sh:targetClass ex:Act ; sh:sparql ex:Late-query ; sh:severity sh:Warning ;
  sh:message "Un acte en retard."@fr , "A late act."@en .
ex:Late-query a sh:SPARQLConstraint ;
  sh:message "En retard de {?days} jours : {$name}."@fr , "{$name} is {?days} days late."@en ;
  sh:select "SELECT $this ?days ?name WHERE { $this <https://ex.org/late> ?days ; <https://ex.org/name> ?name }" .
"""
LATE = """@prefix ex: <https://ex.org/> .
ex:a a ex:Act ; ex:late 3 ; ex:name "le plan (d'ensemble)" . ex:b a ex:Act ; ex:late 12 ; ex:name "la\\nCOM" ."""


@pytest.mark.parametrize("engine", ENGINES)
def test_a_message_with_variables_is_shown_filled_in_either_language(engine: str) -> None:
    found = check(graph(LATE), graph(FILLED), engine=engine).findings
    assert [(one.message_fr, one.message_en) for one in found] == [
        ("En retard de 3 jours : le plan (d'ensemble).", "le plan (d'ensemble) is 3 days late."),
        ("En retard de 12 jours : la\nCOM.", "la\nCOM is 12 days late."),
    ]


@pytest.mark.parametrize("engine", ENGINES)
def test_a_message_with_variables_on_the_shape_itself_is_filled_too(engine: str) -> None:
    shapes = graph(FILLED)
    query = rdflib.URIRef("https://ex.org/Late-query")
    for message in list(shapes.objects(query, rdflib.SH.message)):
        shapes.remove((query, rdflib.SH.message, message))
    shapes.remove((None, rdflib.SH.message, None))
    shapes.add((rdflib.URIRef("https://ex.org/Late"), rdflib.SH.message, rdflib.Literal("{?days} jours", "fr")))
    found = check(graph(LATE), shapes, engine=engine).findings
    assert [(one.message_fr, one.message_en) for one in found] == [("3 jours",) * 2, ("12 jours",) * 2]


VERDICT = """
@prefix cons: <https://w3id.org/consulaire/ns#> . @prefix def: <https://w3id.org/consulaire/def/> .
@prefix id: <https://w3id.org/consulaire/id/> . @prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
id:assessment-a a cons:Assessment ; cons:assesses id:obl-a ; cons:status def:status-undetermined ;
  cons:openPoint def:gap-trigger-date .
id:obl-a cons:dueEarliest "2023-10-01"^^xsd:date ; cons:dueLatest "2023-10-30"^^xsd:date .
"""


def test_the_shapes_of_verdicts_name_debtor_text_due_date_and_what_would_settle_it() -> None:
    cases = Path(__file__).with_name("shapes")
    facts = graph((cases / "base.ttl").read_text(encoding="utf-8"))
    facts.parse(data=VERDICT, format="turtle")
    (found,) = [one for one in check(facts, load_shapes()).findings if one.severity == "info"]
    due_fr, due_en = "entre le 2023-10-01 et le 2023-10-30", "between 2023-10-01 and 2023-10-30"
    assert found.message_fr == (
        f"Verdict indéterminé. CCI témoin ; texte : Texte témoin ; échéance : {due_fr}. "
        "Ce qui trancherait : trigger-date."
    )
    assert found.message_en == (
        f"Undetermined verdict. CCI témoin; text: Texte témoin; due date: {due_en}. What would settle it: trigger-date."
    )
