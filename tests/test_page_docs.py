"""The documentation: drawn from the graph and the server that run, so that it cannot be out of date."""

import json
import re
from html import unescape
from itertools import pairwise
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from graph import oxigraph_store
from graph.load import Dataset
from graph.model import VIEWS, Box, Diagram, draw, example_query, read_model
from graph.model.layers import lay_out
from graph.resources import RULES
from graph.stores import Store
from server import create_app
from server.config import Settings

HTML = {"Accept": "text/html"}
NOT_STORED = {
    "Assessment",
    "CompletenessStatement",
    "EvaluationRun",
    "EvidenceSearch",
    "FoundEvidence",
    "RequirementCheck",
}


@pytest.fixture(scope="module")
def store(dataset: Dataset) -> Store:
    return oxigraph_store(dataset.nquads)


@pytest.fixture(scope="module")
def client(store: Store) -> FlaskClient:
    return create_app(Settings(Path("/nowhere")), store=store).test_client()


def test_every_class_of_the_ontology_is_explained_and_in_a_diagram(client: FlaskClient, store: Store) -> None:
    model = read_model(store)
    data = json.loads(client.get("/docs/model?format=json").data)
    assert {one["iri"] for one in data["classes"]} == {one.iri for one in model.classes}
    assert len(model.classes) == 32
    assert all(one["label"] and one["definition"] for one in data["classes"])
    assert {one.name for one in model.classes} == {name for names in VIEWS.values() for name in names}
    page = client.get("/docs/model", headers=HTML).text
    assert [one.name for one in model.classes if f'id="class-{one.name}"' not in page] == []


def test_every_example_query_runs_and_gives_rows_where_there_are_things(store: Store) -> None:
    empty = {one.name for one in read_model(store).classes if not list(store.query(example_query(one)).rows())}
    assert empty == {one.name for one in read_model(store).classes if not one.count}
    assert empty <= NOT_STORED | {"Instrument"}


@pytest.mark.parametrize("view", VIEWS)
def test_no_box_of_a_diagram_covers_another_and_every_tie_is_drawn(view: str, store: Store) -> None:
    model = read_model(store)
    diagram = draw(model, VIEWS[view])
    assert len(diagram.boxes) == len(VIEWS[view])
    assert [pair for pair in pairs_of(diagram) if overlap(*pair)] == []
    for box in diagram.boxes:
        assert 0 <= box.x <= diagram.width - box.width
        assert 0 <= box.y <= diagram.height - box.height
    shown = {box.iri for box in diagram.boxes}
    ties = {(tie.start, tie.end) for tie in model.ties if tie.start in shown and tie.end in shown}
    assert ties == {(arrow.start, arrow.end) for arrow in diagram.arrows if arrow.number}
    assert sorted(arrow.number for arrow in diagram.arrows if arrow.number) == list(range(1, len(ties) + 1))


def pairs_of(diagram: Diagram) -> list[tuple[Box, Box]]:
    return [(one, other) for one in diagram.boxes for other in diagram.boxes if one.iri < other.iri]


def overlap(one: Box, other: Box) -> bool:
    return abs(one.x - other.x) < one.width and abs(one.y - other.y) < one.height


def test_a_long_arrow_is_led_past_what_stands_between() -> None:
    layers = lay_out(["a", "b", "c", "alone"], [("a", "b"), ("b", "c"), ("a", "c"), ("c", "a")])
    assert [len(row) for row in layers.rows] == [1, 3, 1, 1]
    assert layers.ways["a", "c"] == ["a", ("a", "c", 1), "c"]
    middle = sorted(layers.across[node] for node in layers.rows[1])
    assert all(after - before > 0.25 for before, after in pairwise(middle))


def test_the_interface_is_told_as_the_server_has_it(client: FlaskClient) -> None:
    paths = json.loads(client.get("/openapi.json").data)["paths"]
    told = json.loads(client.get("/docs/api?format=json").data)["operations"]
    assert {one["path"] for one in told} == set(paths)
    page = client.get("/docs/api", headers=HTML).text
    assert [path for path in paths if f"<code>{path}</code>" not in page] == []


def test_every_step_of_the_rules_is_told_in_both_languages(client: FlaskClient) -> None:
    told = [json.loads(client.get(f"/docs/verdicts?format=json&lang={one}").data)["steps"] for one in ("fr", "en")]
    assert len(told[0]) == len(told[1]) == len(list(RULES.glob("*.rq"))) >= 60
    assert all(one["summary"] != other["summary"] for one, other in zip(*told, strict=True))


def test_what_is_not_there_is_not_found(client: FlaskClient) -> None:
    assert client.get("/docs/secrets").status_code == 404


def test_the_links_of_the_tutorial_lead_somewhere(client: FlaskClient) -> None:
    page = client.get("/docs/tutorial", headers=HTML).text
    links = [unescape(one) for one in re.findall(r'<a href="(/[^"]+)"', page)]
    assert len(links) >= 10
    assert [one for one in links if client.get(one, headers=HTML).status_code != 200] == []
