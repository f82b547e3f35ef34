"""The library for notebooks: the same tables from every store, and errors that say what to do."""

from collections.abc import Callable, Iterator
from datetime import date
from hashlib import sha256
from pathlib import Path
from typing import cast

import pandas as pd
import pytest

from graph import Graph, Store, open_graph
from graph.listings import _one_row_per_convention
from graph.load import Dataset
from graph.namespaces import ID
from graph.state import state_at
from graph.stores.published import PublishedGraph
from tests.test_server_running import serving

PLACES = ("published", "memory", "remote")
DAY = "2024-06-30"
CCI_FRANCE = "https://w3id.org/consulaire/id/org-cci-france"
COM = "https://w3id.org/consulaire/id/instr-com-normandie"

MEANS = """SELECT ?p (COUNT(*) AS ?n) (AVG(?c) AS ?mean) {
  ?a <https://w3id.org/consulaire/ns#confidence> ?c ; ?p ?o
} GROUP BY ?p ORDER BY ?p"""

TABLES: dict[str, Callable[[Graph], pd.DataFrame]] = {
    "bodies": lambda g: g.bodies(),
    "bodies on a day": lambda g: g.at(DAY).bodies(),
    "bodies in English": lambda g: g.bodies(lang="en"),
    "conventions": lambda g: g.conventions(),
    "conventions on a day": lambda g: g.conventions(at=DAY),
    "people": lambda g: g.people(),
    "people on a day": lambda g: g.at(date(2024, 6, 30)).people(),
    "a named query": lambda g: g.query("signatures").df,
    "a named query with a thing": lambda g: g.query("signatories-of-an-instrument", instrument=COM).df,
    "a named query on a day": lambda g: g.at(DAY).query("network-at-a-date", network="def:network-cma").df,
    "the evidence of rows": lambda g: g.query("signatures").source(),
    "who states a fact": lambda g: g.provenance("id:instr-com-normandie", "cons:party", "id:org-cci-france"),
    "a description": lambda g: g.describe("id:instr-com-normandie").df,
    "a search": lambda g: g.search("prefecture normandie"),
    "a yes": lambda g: g.query("ASK { ?s ?p ?o }").df,
    "triples": lambda g: g.query("CONSTRUCT WHERE { <" + COM + "> ?p ?o }").df,
    "numbers": lambda g: g.query(MEANS).df,
}


@pytest.fixture(scope="module")
def published(tmp_path_factory: pytest.TempPathFactory, dataset: Dataset) -> Graph:
    folder = tmp_path_factory.mktemp("published")
    PublishedGraph(folder).replace(dataset.nquads)
    return open_graph(folder)


@pytest.fixture(scope="module", params=PLACES)
def graph(
    request: pytest.FixtureRequest, published: Graph, in_rdflib: Store, serve: Callable[[Store], str]
) -> Iterator[Graph]:
    if request.param == "published":
        yield published
    elif request.param == "memory":
        yield Graph(in_rdflib)
    else:
        yield open_graph(serve(published.store))


def test_every_place_is_asked_for_every_table() -> None:
    assert (len(PLACES), len(TABLES)) == (3, 17)


@pytest.mark.parametrize("name", TABLES)
def test_a_table_is_the_same_from_every_store(graph: Graph, published: Graph, name: str) -> None:
    table = TABLES[name](graph)
    assert len(table) > 0
    pd.testing.assert_frame_equal(table, TABLES[name](published))
    assert table.attrs["query_hash"] == TABLES[name](published).attrs["query_hash"]
    assert table.attrs["version"] == graph.version


def test_the_version_is_the_digest_of_the_facts(published: Graph, dataset: Dataset) -> None:
    assert published.version == sha256(dataset.nquads).hexdigest()


def test_a_server_of_a_published_store_tells_the_same_version(tmp_path: Path, dataset: Dataset) -> None:
    PublishedGraph(tmp_path).replace(dataset.nquads)
    with serving("--workers", "1", CONSULAIRE_STORE_DIR=str(tmp_path)) as (address, _):
        remote = open_graph(f"{address}/sparql")
        assert remote.version == sha256(dataset.nquads).hexdigest()
        assert remote.store.dump() == PublishedGraph(tmp_path).open().dump()
        assert len(remote.query("signatures")) > 0


def test_verdicts_are_the_same_from_a_server(published: Graph, serve: Callable[[Store], str]) -> None:
    remote = open_graph(serve(published.store))
    here, there = (one.at(DAY).verdicts(region="Normandie") for one in (published, remote))
    pd.testing.assert_frame_equal(here, there)
    assert len(here) > 100
    laid_out = published.obligations(at="30 juin 2024", region="28")
    assert list(laid_out["obligation"]) == list(here["obligation"])
    assert (str(here["dueLatest"].dtype), str(here["certain"].dtype)) == ("datetime64[s]", "boolean")
    assert set(here["asOf"].dt.date) == {date(2024, 6, 30)}
    assert "status" not in laid_out
    counts = published.at(DAY).verdicts(status="met-late")
    assert list(counts["statusLabel"]) == ["respectée en retard"] * len(counts)


def test_a_body_of_a_day_is_what_the_state_of_that_day_says(published: Graph) -> None:
    bodies = published.at("2021-06-30").bodies().set_index("body")
    state = state_at(published.store, "2021-06-30")
    assert [str(bodies[name].dtype) for name in ("form", "personality")] == ["string", "boolean"]
    assert set(bodies.index) == {body.iri for body in state}
    for body in state:
        row = bodies.loc[body.iri]
        assert set(row["seats"]) == set(body.seats)
        assert row["certainty"] == ("certain" if body.certain else "possible")
        assert (None if pd.isna(row["form"]) else row["form"]) == (body.status.form if body.status else None)


def test_every_convention_has_one_row_and_its_parties(published: Graph) -> None:
    conventions = published.conventions()
    counted = published.query("SELECT (COUNT(DISTINCT ?a) AS ?n) { ?a a <https://w3id.org/consulaire/ns#Agreement> }")
    assert [len(conventions)] == list(counted.df["n"])
    assert conventions["convention"].is_unique
    com = conventions.set_index("convention").loc[COM]
    assert CCI_FRANCE in com["parties"]
    assert com["partiesLabel"] == "CCI France; CCI Normandie; Préfecture de région Normandie"
    assert com["signedEarliest"] == com["signedLatest"] == pd.Timestamp("2023-09-12")


@pytest.mark.parametrize(
    ("day", "certainty"),
    [("2023-09-11", None), ("2023-09-12", "certain"), ("2027-12-31", "certain"), ("2028-01-01", None)],
)
def test_a_convention_runs_from_its_signing_to_the_end_of_its_last_year(
    published: Graph, day: str, certainty: str | None
) -> None:
    found = published.conventions(at=day).set_index("convention")["certainty"]
    assert found.get(COM) == certainty


def test_a_convention_of_which_no_end_is_known_is_certain_on_no_day(published: Graph) -> None:
    found = published.conventions(at="2024-06-30")
    assert set(found[found["endYear"].isna()]["certainty"]) == {"possible"}


def test_the_labels_of_a_table_cost_one_query_whatever_its_length(published: Graph) -> None:
    asked: list[str] = []

    class Counting:
        def query(self, text: str, **dataset: object) -> object:
            asked.append(text)
            return published.store.query(text)

    counting = Graph(cast("Store", Counting()), version="0")
    for rows in (10, 3_000):
        asked.clear()
        label = "http://www.w3.org/2000/01/rdf-schema#label"
        table = counting.query(f"SELECT ?s ?o {{ ?s <{label}> ?o }} ORDER BY ?s ?o LIMIT {rows}").df
        assert len(table) == rows
        assert len(asked) == 2
        assert table["sLabel"].notna().all()


def test_a_convention_that_was_signed_at_two_events_is_bounded_by_both() -> None:
    days = {"signedEarliest": ["2022-11-07", "2023-01-05"], "signedLatest": ["2022-11-08", "2023-01-06"]}
    table = pd.DataFrame({"convention": ["id:one", "id:one"], **days})
    (made,) = _one_row_per_convention(table).to_dict("records")
    assert made == {"convention": "id:one", "signedEarliest": "2022-11-07", "signedLatest": "2023-01-06"}


def test_every_seat_of_a_body_is_listed(published: Graph) -> None:
    seats = published.bodies().set_index("body").loc[f"{ID}org-cci-marne-en-champagne"]
    assert len(seats["seats"]) == 2
    assert str(seats["seatsLabel"]).count("; ") == 1


def test_a_search_tells_how_many_there_are_beyond_those_listed(published: Graph) -> None:
    all_of, some = published.search("normandie", limit=10_000), published.search("normandie", limit=2)
    assert len(all_of) == all_of.attrs["found"] > 2
    assert (len(some), some.attrs["found"]) == (2, len(all_of))
    assert some.attrs["version"] == published.version
