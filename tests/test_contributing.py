"""The form for a convention is made of the shapes, and what it chooses from is what the graph has."""

import re
import shutil
from pathlib import Path

import rdflib
from rdflib.namespace import RDF, SH

from graph import oxigraph_store
from graph.contributing import FormCard, FormField, form_profile, list_choices
from graph.load import Dataset
from graph.namespaces import CONS, DEF, ID, PREFIXES
from graph.resources import SHAPES
from graph.validate import check

FORM = "https://w3id.org/consulaire/form#"
ORGANISATION = f"{PREFIXES['org']}Organization"


def cards(shapes: Path = SHAPES) -> dict[str, FormCard]:
    return {card.name: card for card in form_profile(shapes).cards}


def fields(card: str, shapes: Path = SHAPES) -> dict[str, FormField]:
    return {field.local: field for field in cards(shapes)[card].fields}


def changed(folder: Path, name: str, before: str, after: str) -> Path:
    """Give a copy of the shapes with one change in a file."""
    copied = folder / "shapes"
    shutil.copytree(SHAPES, copied)
    path = copied / "model" / name
    text = path.read_text(encoding="utf-8")
    assert before in text
    path.write_text(text.replace(before, after, 1), encoding="utf-8")
    return copied


def test_each_card_asks_what_the_shapes_of_its_class_describe() -> None:
    assert list(cards()) == ["source", "agreement", "event", "signature", "attestation"]
    assert list(fields("agreement"))[:3] == ["label", "type", "party"]
    assert {"startYear", "endYear", "statedDuration", "legalBasis", "derivesFrom"} <= fields("agreement").keys()
    assert list(fields("signature")) == ["onBehalfOf", "signatory", "inRole"]
    assert {"date", "earliestDate", "latestDate", "statedDate", "inPlace"} <= fields("event").keys()


def test_names_and_definitions_come_from_the_shapes_or_the_ontology() -> None:
    assert fields("agreement")["party"].names == {"fr": "partie", "en": "party"}  # ontology/core.ttl
    assert fields("agreement")["type"].names == {"fr": "type de convention", "en": "kind of agreement"}  # the shape
    assert "liée" in fields("agreement")["party"].descriptions["fr"]
    for card in cards().values():
        for field in card.fields:
            assert field.names.keys() == {"fr", "en"}, (card.name, field.path)
            assert not re.match(r"[a-z]+:", field.names["fr"]), f"{field.path} has no name but its IRI"


def test_values_are_the_concepts_of_the_scheme_and_things_the_classes_that_the_shapes_want() -> None:
    assert f"{DEF}kind-partnership" in fields("agreement")["type"].values
    assert all(value.startswith(f"{DEF}role-") for value in fields("signature")["inRole"].values)
    assert f"{DEF}reading-rejected" not in fields("attestation")["reading"].values
    assert fields("agreement")["party"].choices == (ORGANISATION,)
    assert f"{PREFIXES['foaf']}Person" in fields("signature")["signatory"].choices


def test_a_name_and_an_order_of_a_shape_are_those_of_the_form(tmp_path: Path) -> None:
    mended = 'sh:path cons:endYear ;\n  sh:name "dernière année"@fr , "last year"@en ; sh:order 1 ;'
    shapes = changed(tmp_path, "instrument.ttl", "sh:path cons:endYear ;", mended)
    assert next(iter(fields("agreement", shapes))) == "endYear"
    assert fields("agreement", shapes)["endYear"].names["fr"] == "dernière année"
    assert '"dernière année"@fr' in form_profile(shapes).turtle
    assert next(iter(fields("agreement"))) == "label"


def test_a_property_that_a_shape_gains_is_asked_for(tmp_path: Path) -> None:
    gained = (
        "csh:Signature-motive .\n\ncsh:Signature-motive a sh:PropertyShape ;\n  sh:path cons:motive ;\n"
        '  sh:name "motif"@fr , "motive"@en ;\n  sh:minCount 1 ; sh:maxLength 80 ;\n'
        '  sh:severity sh:Violation ;\n  sh:message "Dire pourquoi."@fr , "Say why."@en .\n'
    )
    shapes = changed(
        tmp_path, "signature.ttl", "csh:Signature-partOfEvent .\n", f"csh:Signature-partOfEvent , {gained}"
    )
    found = fields("signature", shapes)["motive"]
    assert (found.names["fr"], found.required) == ("motif", True)
    assert "motive" not in fields("signature")


def test_the_profile_is_shacl_that_judges_the_triples_of_a_form() -> None:
    profile = rdflib.Graph().parse(data=form_profile().turtle, format="turtle")
    assert len(set(profile.subjects(RDF.type, SH.NodeShape))) == 5
    assert not set(profile.objects(None, SH["class"]))
    assert not set(profile.subjects(SH.sparql))
    label, kind = f"{PREFIXES['rdfs']}label", f"{PREFIXES['dcterms']}type"
    good = f'<{ID}a> a <{CONS}Agreement> ; <{label}> "A"@fr ; <{kind}> <{DEF}kind-com> .'
    bad = f"{good} <{ID}a> <{CONS}startYear> 2027 ; <{CONS}endYear> 2023 ."
    said = {text: findings(text, profile) for text in (good, bad)}
    assert said[good] == set()
    assert said[bad] == {f"{CONS}startYear"}


def findings(turtle: str, profile: rdflib.Graph) -> set[str]:
    data = rdflib.Graph().parse(data=turtle, format="turtle")
    return {found.path or "" for found in check(data, profile, engine="pyshacl").of("violation")}


def test_the_same_shapes_give_the_same_profile() -> None:
    first = form_profile(SHAPES, SHAPES.parent / "ontology").turtle
    form_profile.cache_clear()
    assert form_profile(SHAPES, SHAPES.parent / "ontology").turtle == first


def test_choices_are_what_the_graph_has_with_a_label(dataset: Dataset) -> None:
    store = oxigraph_store(dataset.nquads)
    found = list_choices(store)
    by_iri = {iri: (label, kinds) for iri, label, kinds in found.things}
    assert by_iri[f"{ID}org-cci-essonne"] == ("CCI Essonne", (ORGANISATION,))
    assert by_iri[f"{ID}org-prefecture-normandie"][1] == (ORGANISATION, f"{CONS}StateAuthority")
    assert f"{ID}src-000" in {iri for iri, _, _ in found.sources}
    assert len({digest for _, _, digest in found.sources}) >= 5
    assert {"org-cci-essonne", "instr-plan-na", "att-000", "person-cledel"} <= set(found.taken)
    assert all(label and not label.startswith("http") for label, _ in by_iri.values())
