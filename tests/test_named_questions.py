"""The pages of the named queries: chosen, filled in, read, taken along."""

import csv
import io
import json
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from graph import oxigraph_store
from graph.alternatives import alternatives
from graph.catalogue import Catalogue
from graph.column_names import column_name, is_label_of_another
from graph.load import Dataset
from graph.stores import Store
from server import create_app
from server.config import Settings
from tests.browsing import Visitor
from tests.conftest import ROOT

HTML = {"Accept": "text/html"}
NAMES = Catalogue.load().names


@pytest.fixture(scope="module")
def store(dataset: Dataset) -> Store:
    return oxigraph_store(dataset.nquads)


@pytest.fixture(scope="module")
def client(store: Store) -> FlaskClient:
    return create_app(Settings(Path("/nowhere")), store=store).test_client()


def test_every_named_query_is_among_them() -> None:
    assert len(NAMES) >= 49


@pytest.mark.parametrize("name", NAMES)
def test_a_page_its_json_and_its_csv_hold_the_same_rows(name: str, client: FlaskClient, store: Store) -> None:
    expected = [{key: term.value for key, term in row.items()} for row in Catalogue.load().run(store, name).rows()]
    data = json.loads(client.get(f"/queries/{name}?format=json").data)
    assert [{key: term["value"] for key, term in row.items()} for row in data["rows"]] == expected
    table = list(csv.DictReader(io.StringIO(client.get(f"/queries/{name}?format=csv").text)))
    assert len(table) == len(expected)
    page = client.get(f"/queries/{name}", headers=HTML)
    assert page.status_code == 200
    assert page.text.count("<tr>") == min(len(expected), 500) + bool(expected)


def test_the_day_of_the_page_is_that_of_the_question(client: FlaskClient) -> None:
    answer = json.loads(client.get("/queries/network-at-a-date?at=7+novembre+2022&format=json").data)
    assert answer["parameters"]["day"] == "2022-11-07"
    assert '"2022-11-07"' in answer["query"]


def test_a_thing_is_chosen_from_those_of_its_kind(store: Store) -> None:
    regions = alternatives(store, "id:geo-bretagne")
    assert len(regions) == 18
    assert regions[0].name == "id:geo-auvergne-rhone-alpes"
    assert {one.name for one in alternatives(store, "def:network-cma")} == {"def:network-cci", "def:network-cma"}
    assert alternatives(store, "id:nothing") == alternatives(store, "no < iri") == []


@pytest.mark.parametrize(
    ("address", "status", "told"),
    [
        ("/queries/signaturs", 404, "signatures"),
        ("/queries/network-at-a-date?network=Bretagne", 400, "takes a thing"),
        ("/queries/network-at-a-date?network=%3Cx%3E%20.%20%7D", 400, "takes a thing"),
        (f"/queries/network-at-a-date?network={'x' * 400}", 400, "300 characters"),
        ("/?map=%3Cscript%3E", 400, "The map has no question"),
    ],
)
def test_a_wrong_question_is_explained(address: str, status: int, told: str, client: FlaskClient) -> None:
    response = client.get(address, headers={"Accept": "application/json"})
    assert (response.status_code, told in response.text) == (status, True)
    assert "<script>" not in client.get(address, headers=HTML).text


def test_a_question_is_filled_in_by_keyboard(visitor: Visitor) -> None:
    with visitor.open("/queries/chambers-of-a-region-at-a-date", scripts=False) as page:
        page.get_by_label("région", exact=True).focus()
        page.keyboard.type("Corse")
        page.get_by_role("button", name="Demander").focus()
        with page.expect_navigation():
            page.keyboard.press("Enter")
        assert "geo-corse" in page.url
        assert page.locator("tbody tr").count() >= 2


def test_every_column_and_parameter_has_a_name_in_both_languages() -> None:
    columns = {name for query in Catalogue.load() for name in (*query.header["result"].split(), *query.params)}
    shown = {name for name in columns if not is_label_of_another(name, [*columns])}
    with (ROOT / "graph" / "column_names.csv").open(encoding="utf-8") as lines:
        told = {row["name"]: (row["fr"], row["en"]) for row in csv.DictReader(lines)}
    assert len(shown) >= 140
    assert set(told) == shown
    assert all(all(names) for names in told.values())
    assert column_name("day", "fr") == "jour"
