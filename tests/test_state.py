"""See the network as it stood on a day, in a small world of every kind of bound."""

import csv
from datetime import date
from pathlib import Path

import pytest

from graph import Catalogue, Store, memory_store, oxigraph_store
from graph.errors import DateError, ParameterError
from graph.load import Dataset
from graph.namespaces import short
from graph.state import BodyState, Status, state_at
from graph.stores.parsing import parse_any

HERE = Path(__file__).parent / "state"


@pytest.fixture(scope="module")
def whole(dataset: Dataset) -> Store:
    return oxigraph_store(dataset.nquads)


@pytest.fixture(scope="module", params=["oxigraph", "memory"])
def world(request: pytest.FixtureRequest) -> Store:
    make = {"oxigraph": oxigraph_store, "memory": memory_store}[request.param]
    return make(parse_any(HERE / "world.ttl"))


def chambers(store: Store, day: str, region: str = "id:geo-north") -> list[tuple[str, ...]]:
    answer = Catalogue.load().run(store, "chambers-of-a-region-at-a-date", {"region": region, "day": day})
    names = ("body", "form", "personality", "certainty")
    return [tuple(str(row[name]) if name in row else "" for name in names) for row in answer.rows()]


DAYS = ("2019-06-30", "2021-06-30", "2026-06-30")


def on_the_day(day: str) -> dict[str, list[tuple[str, ...]]]:
    """Read the chambers of each region on a day, worked out from the tables of chambers without the graph."""
    found: dict[str, list[tuple[str, ...]]] = {}
    with (HERE / f"chambers-{day}.csv").open(encoding="utf-8", newline="") as lines:
        for row in csv.DictReader(lines):
            region = row.pop("region")
            found.setdefault(region, []).append(tuple(row.values()))
    return found


def rows_of(store: Store, region: str, day: str) -> list[tuple[str, ...]]:
    answer = Catalogue.load().run(store, "chambers-of-a-region-at-a-date", {"region": region, "day": day})
    names = ("body", "form", "level", "personality", "certainty")
    return sorted(tuple(str(row[name]) if name in row else "" for name in names) for row in answer.rows())


def test_the_expected_rows_are_those_of_eighteen_regions_on_three_days() -> None:
    rows = {day: on_the_day(day) for day in DAYS}
    assert [len(regions) for regions in rows.values()] == [18, 18, 18]
    assert [sum(map(len, regions.values())) for regions in rows.values()] == [224, 228, 222]


@pytest.mark.parametrize("day", DAYS)
@pytest.mark.parametrize("region", sorted(on_the_day(DAYS[0])))
def test_each_region_has_the_chambers_that_the_tables_give_it(whole: Store, region: str, day: str) -> None:
    assert rows_of(whole, region, day) == sorted(on_the_day(day)[region])


@pytest.mark.parametrize(
    ("region", "day"),
    [("id:geo-corse", DAYS[2]), ("id:geo-bourgogne-franche-comte", DAYS[0]), ("id:geo-mayotte", DAYS[1])],
)
def test_the_other_engine_gives_the_same_chambers(in_rdflib: Store, region: str, day: str) -> None:
    assert rows_of(in_rdflib, region, day) == sorted(on_the_day(day)[region])


@pytest.mark.parametrize("day", DAYS)
def test_a_state_has_the_bodies_of_every_region_and_the_national_ones(whole: Store, day: str) -> None:
    regional = {row[0] for rows in on_the_day(day).values() for row in rows}
    state = {short(found.iri): found for found in state_at(whole, day)}
    assert set(state) == regional | {"id:org-cci-france", "id:org-cma-france"}
    assert state["id:org-cci-bretagne"].supervised_by != ()
    assert [relation.label for relation in state["id:org-cci-ille-et-vilaine"].attached_to] == ["CCI Bretagne"]


def body(store: Store, day: str, name: str) -> BodyState:
    found = state_at(store, day).get(name)
    assert found is not None
    return found


@pytest.mark.parametrize(
    ("day", "rows"),
    [
        (
            "2017-12-31",
            [
                ("cci-port", "", "", "certain"),
                ("cci-west", "ccit", "", "certain"),
                ("cma-east", "cmad", "true", "certain"),
            ],
        ),
        (
            "2018-06-30",
            [
                ("cci-port", "", "", "certain"),
                ("cci-west", "ccil", "false", "possible"),
                ("cci-west", "ccit", "", "possible"),
                ("cma-east", "cmad", "true", "certain"),
            ],
        ),
        (
            "2020-12-31",
            [
                ("cci-port", "", "", "certain"),
                ("cci-west", "ccil", "false", "certain"),
                ("cma-east", "cmad", "true", "certain"),
            ],
        ),
        (
            "2021-01-01",
            [
                ("cci-port", "", "", "certain"),
                ("cci-west", "ccil", "false", "certain"),
                ("cma-east", "cma-nd", "false", "certain"),
                ("cma-north", "cmar", "true", "certain"),
            ],
        ),
        (
            "2021-12-30",
            [
                ("cci-port", "", "", "possible"),
                ("cci-west", "ccil", "false", "certain"),
                ("cma-east", "cma-nd", "false", "certain"),
                ("cma-north", "cmar", "true", "certain"),
            ],
        ),
        (
            "2021-12-31",
            [
                ("cci-west", "ccil", "false", "certain"),
                ("cma-east", "cma-nd", "false", "certain"),
                ("cma-north", "cmar", "true", "certain"),
            ],
        ),
    ],
)
def test_the_chambers_of_a_region_change_with_the_day(world: Store, day: str, rows: list[tuple[str, ...]]) -> None:
    expected = [(f"id:org-{name}", f"def:form-{form}" if form else "", *rest) for name, form, *rest in rows]
    assert chambers(world, day) == expected


def test_a_chamber_that_only_reaches_into_a_region_is_of_another(world: Store) -> None:
    assert [row[0] for row in chambers(world, "2018-01-23", "id:geo-south")] == ["id:org-cci-far"]
    assert [row[0] for row in chambers(world, "2022-01-01", "id:geo-south")] == ["id:org-cci-edge", "id:org-cci-south"]
    assert "id:org-cci-edge" not in {row[0] for row in chambers(world, "2022-01-01")}


def test_a_body_that_ended_on_a_day_at_the_latest_is_never_certain(world: Store) -> None:
    assert chambers(world, "2010-01-01", "id:geo-south") == [("id:org-cci-far", "", "", "possible")]
    assert chambers(world, "2018-01-24", "id:geo-south") == []


def test_a_state_holds_the_bodies_of_the_day_certain_and_possible(world: Store) -> None:
    state = state_at(world, "30 décembre 2021")
    assert state.day == date(2021, 12, 30)
    assert [found.label for found in state.certain] == ["CCI Ouest", "CMA Est", "CMA Nord"]
    assert [found.label for found in state.possible] == ["CCI Port"]
    assert len(state) == len(list(state)) == 4
    assert state.get("id:org-cci-far") is None


def test_a_body_has_its_status_its_relations_and_its_seat(world: Store) -> None:
    before, after = body(world, "2020-12-31", "id:org-cma-east"), body(world, "2021-01-01", "id:org-cma-east")
    prefix, form = "https://w3id.org/consulaire/id/", "https://w3id.org/consulaire/def/form-"
    level = "https://w3id.org/consulaire/def/level-departmental"
    assert before.statuses == (
        Status(f"{prefix}status-cma-east-1", f"{form}cmad", level, True, "Chambre de métiers de l'Est", True),
    )
    assert after.statuses == (Status(f"{prefix}status-cma-east-2", f"{form}cma-nd", level, False, None, True),)
    assert before.attached_to == ()
    assert [(relation.label, relation.certain) for relation in after.attached_to] == [("CMA Nord", True)]
    assert body(world, "2021-01-01", "id:org-cci-port").seats == (f"{prefix}geo-port",)
    assert body(world, "2021-01-01", "id:org-cma-north").websites == ("https://north.example/",)


def test_a_supervision_that_begins_within_bounds_is_possible_and_then_certain(world: Store) -> None:
    early, late = (body(world, day, "id:org-cma-north").supervised_by for day in ("2021-03-01", "2021-06-30"))
    assert [(relation.label, relation.certain) for relation in early + late] == [
        ("Préfecture", False),
        ("Préfecture", True),
    ]


def test_no_status_is_given_where_several_are_possible_or_none_is_known(world: Store) -> None:
    changing = body(world, "2018-06-30", "id:org-cci-west")
    assert changing.status is None
    assert {status.certain for status in changing.statuses} == {False}
    assert len(changing.statuses) == 2
    assert body(world, "2018-06-30", "id:org-cci-port").statuses == ()
    settled = body(world, "2019-01-01", "id:org-cci-west").status
    assert settled is not None
    assert settled.level is None


def test_a_state_is_limited_to_a_region_or_a_network(world: Store) -> None:
    def names(**limits: str) -> list[str | None]:
        return [found.label for found in state_at(world, date(2018, 1, 23), **limits)]

    assert names() == ["CCI Loin", "CCI Port", "CCI Ouest", "CMA Est"]
    assert names(region="id:geo-south") == ["CCI Loin"]
    assert names(region="https://w3id.org/consulaire/id/geo-north") == ["CCI Port", "CCI Ouest", "CMA Est"]
    assert names(network="def:network-cma") == ["CMA Est"]
    assert names(network="def:network-cma", region="id:geo-south") == []


def test_what_is_no_day_and_what_the_graph_does_not_know_is_refused(world: Store) -> None:
    with pytest.raises(DateError, match="février 2024 has the days 1 to 29"):
        state_at(world, "2024-02-30")
    with pytest.raises(ParameterError, match=r"^The graph knows no region 'id:geo-nort'\. Nearest: id:geo-north"):
        state_at(world, "2024-02-29", region="id:geo-nort")
    with pytest.raises(ParameterError, match=r"knows no network 'cma'\. Nearest: def:network-cci, def:network-cma"):
        state_at(world, "2024-02-29", network="cma")
    with pytest.raises(ParameterError, match=r"'id:geo-north'\. The graph has no region at all\.$"):
        state_at(oxigraph_store(b""), "2024-02-29", region="id:geo-north")


def history(store: Store, query: str, **params: str) -> list[list[str]]:
    rows = Catalogue.load().run(store, query, params).rows()
    names = ("body", "type", "kind", "startEarliest", "endLatest", "form", "part", "other")
    return [[str(row[name]) for name in names if name in row] for row in rows]


def test_the_history_of_a_body_is_told_in_the_order_of_time(world: Store) -> None:
    change = ["cons:ChangeEvent", "def:change-regionalisation", "2021-01-01"]
    assert history(world, "history-of-a-body", body="id:org-cma-east") == [
        ["cons:ConsularBody"],
        ["cons:BodyStatus", "2021-01-01", "def:form-cmad"],
        ["cons:BodyRelation", "def:relation-attachment", "2021-01-01", "cons:relationTo", "id:org-cma-north"],
        ["cons:BodyStatus", "2021-01-01", "def:form-cma-nd"],
        [*change, "org:originalOrganization", "id:org-cma-east"],
        [*change, "org:resultingOrganization", "id:org-cma-north"],
    ]


def test_the_history_of_a_region_goes_body_by_body(world: Store) -> None:
    rows = history(world, "history-of-the-bodies-of-a-region", region="id:geo-north")
    assert [row[0] for row in rows] == ["id:org-cci-port"] + ["id:org-cci-west"] * 3 + ["id:org-cma-east"] * 6 + [
        "id:org-cma-north"
    ] * 6
    assert [row[1:] for row in rows[4:10]] == history(world, "history-of-a-body", body="id:org-cma-east")
