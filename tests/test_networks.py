"""Project a small world on networks, in both engines; the expected values follow from `networks/world.ttl` by hand."""

from datetime import date
from pathlib import Path

import networkx as nx
import pytest

from graph import Store, memory_store, oxigraph_store
from graph.errors import DateError, ParameterError
from graph.namespaces import CONS, DEF, ID, PREFIXES
from graph.networks import (
    Networks,
    attachments,
    cosignatures,
    legal_chain,
    mandates,
    regional_themes,
    signatories,
    theme_cooccurrence,
)
from graph.stores.parsing import parse_any

RDF = PREFIXES["rdf"]
WORLD = Path(__file__).parent / "networks" / "world.ttl"
CCI_A, CCI_B, CMA_A, PREFECTURE = (f"{ID}org-{name}" for name in ("cci-a", "cci-b", "cma-a", "prefecture"))
NO_BOUNDS = dict.fromkeys(("start_earliest", "start_latest", "end_earliest", "end_latest"))


@pytest.fixture(scope="module", params=["oxigraph", "memory"])
def world(request: pytest.FixtureRequest) -> Store:
    make = {"oxigraph": oxigraph_store, "memory": memory_store}[request.param]
    return make(parse_any(WORLD))


def short_edges(network: "nx.Graph[str]") -> set[tuple[str, ...]]:
    return {tuple(sorted(str(end).removeprefix(ID) for end in edge[:2])) for edge in network.edges}


def test_a_node_is_typed_and_labelled_in_two_languages(world: Store) -> None:
    nodes = cosignatures(world).nodes
    assert nodes[CCI_A] == {
        "label": "CCI A",
        "label_en": "Chamber A",
        "network": "cci",
        "region": "01",
        "region_label": "Nord",
        "kind": "body",
        "kind_label": "établissement consulaire",
        "kind_label_en": "consular body",
        **NO_BOUNDS,
    }
    assert (nodes[CMA_A]["label_en"], nodes[PREFECTURE]["kind"], nodes[PREFECTURE]["network"]) == (
        "CMA A",
        "authority",
        None,
    )


def test_those_who_signed_the_same_are_joined_with_bounds_facts_and_doubt(world: Store) -> None:
    edge = cosignatures(world).edges[CCI_A, CMA_A]
    assert edge == {
        "weight": 1,
        "instruments": {f"{ID}instr-plan": "Plan"},
        "disputed": True,
        "certain": True,
        "facts": [f"{ID}sig-plan-cci", f"{ID}sig-plan-cma"],
        "earliest": date(2022, 11, 7),
        "latest": date(2022, 11, 8),
    }


def test_an_instrument_without_days_leaves_the_days_unknown(world: Store) -> None:
    edge = cosignatures(world).edges[CCI_A, CCI_B]
    assert (edge["earliest"], edge["latest"], edge["disputed"]) == (None, None, False)


def test_bodies_alone_leave_the_state_out_and_isolated_ones_may_come_in(world: Store) -> None:
    assert set(cosignatures(world, bodies_only=True)) == {CCI_A, CCI_B, CMA_A}
    assert set(cosignatures(world, bodies_only=True, isolated=True)) == {CCI_A, CCI_B, CMA_A, f"{ID}org-cma-gone"}
    assert set(cosignatures(world, bodies_only=True, isolated=True, at="2011-01-01")) == {CCI_A, CCI_B, CMA_A}


@pytest.mark.parametrize(
    ("at", "expected"),
    [
        # The plan: 7 or 8 November 2022. The COM: a day from 24 January 2020 to 24 January 2023. The other: unknown.
        ("2020-01-23", {("org-cci-a", "org-cci-b"): False}),
        ("2020-01-24", {("org-cci-a", "org-cci-b"): False, ("org-cci-a", "org-prefecture"): False}),
        (
            "7 novembre 2022",
            {
                ("org-cci-a", "org-cci-b"): False,
                ("org-cci-a", "org-prefecture"): False,
                ("org-cci-a", "org-cma-a"): False,
            },
        ),
        (
            "2022-11-08",
            {
                ("org-cci-a", "org-cci-b"): False,
                ("org-cci-a", "org-prefecture"): False,
                ("org-cci-a", "org-cma-a"): True,
            },
        ),
        (
            "2023-01-24",
            {
                ("org-cci-a", "org-cci-b"): False,
                ("org-cci-a", "org-prefecture"): True,
                ("org-cci-a", "org-cma-a"): True,
            },
        ),
    ],
)
def test_a_day_keeps_what_was_signed_by_then_and_marks_what_the_bounds_leave_open(
    world: Store, at: str, expected: dict[tuple[str, str], bool]
) -> None:
    network = cosignatures(world, at=at)
    assert short_edges(network) == set(expected)
    assert {ends: network.edges[f"{ID}{ends[0]}", f"{ID}{ends[1]}"]["certain"] for ends in expected} == expected


def test_a_span_keeps_what_was_signed_in_it(world: Store) -> None:
    network = cosignatures(world, period=("2022-11-07", "2022-12-31"))
    assert network.edges[CCI_A, CMA_A]["certain"] is True
    assert network.edges[CCI_A, PREFECTURE]["certain"] is False
    assert short_edges(cosignatures(world, period=("2024-01-01", None))) == {("org-cci-a", "org-cci-b")}


def test_two_ways_to_choose_days_exclude_each_other_and_a_day_must_be_one(world: Store) -> None:
    with pytest.raises(ParameterError, match="exclude each other"):
        cosignatures(world, at="2022-01-01", period=("2022-01-01", None))
    with pytest.raises(ParameterError, match="before it begins"):
        signatories(world, period=("2022-01-02", "2022-01-01"))
    with pytest.raises(DateError, match="day first or the month first"):
        mandates(world, at="7/11/2022")


def test_the_bipartite_network_joins_organisations_to_what_they_signed(world: Store) -> None:
    network = signatories(world)
    assert network.edges[CCI_A, f"{ID}instr-plan"] == {
        "facts": [f"{ID}sig-plan-cci"],
        "signatories": ["Paul P"],
        "disputed": False,
        "certain": True,
        "earliest": date(2022, 11, 7),
        "latest": date(2022, 11, 8),
    }
    assert {network.nodes[node]["side"] for node in network} == {"organisation", "instrument"}
    assert all(network.nodes[one]["side"] != network.nodes[other]["side"] for one, other in network.edges)
    assert (network.nodes[f"{ID}instr-plan"]["kind"], network.nodes[f"{ID}instr-plan"]["start_year"]) == (
        "joint-plan",
        2022,
    )
    assert len(network.edges) == 7


def test_each_mandate_is_an_edge_with_its_bounds(world: Store) -> None:
    network = mandates(world)
    edge = network.edges[f"{ID}person-p", CCI_A, f"{ID}mandate-p"]
    assert (edge["role"], edge["start_latest"], edge["end_earliest"]) == (
        "president",
        date(2016, 11, 30),
        date(2021, 11, 1),
    )
    assert network.nodes[f"{ID}person-p"] == {
        "side": "person",
        "kind": "person",
        "label": "Paul P",
        "label_en": "Paul P",
    }


@pytest.mark.parametrize(
    ("at", "expected"),
    [
        ("2016-10-31", {"mandate-seen": False, "mandate-bare": False}),
        ("2016-11-15", {"mandate-p": False, "mandate-seen": False, "mandate-bare": False}),
        ("2018-01-01", {"mandate-p": True, "mandate-seen": False, "mandate-bare": False}),
        (
            "2021-11-30",
            {"mandate-seen": False, "mandate-bare": False},
        ),  # the end is the first day on which it no longer holds
        ("2022-11-09", {"mandate-seen": True, "mandate-bare": False}),
        ("2022-11-10", {"mandate-seen": False, "mandate-bare": False}),
    ],
)
def test_a_mandate_seen_on_one_day_is_certain_on_that_day_only(
    world: Store, at: str, expected: dict[str, bool]
) -> None:
    edges = mandates(world, at=at).edges(keys=True, data=True)
    assert {key.removeprefix(ID): said["certain"] for _, _, key, said in edges} == expected


def test_a_span_keeps_mandates_of_some_day_in_it(world: Store) -> None:
    edges = mandates(world, period=("2021-01-01", "2021-12-31")).edges(keys=True, data=True)
    assert {key.removeprefix(ID): said["certain"] for _, _, key, said in edges} == {
        "mandate-p": True,
        "mandate-seen": False,
        "mandate-bare": False,
    }


def test_a_body_points_to_what_it_is_attached_to_and_to_its_authority(world: Store) -> None:
    network = attachments(world, at="2016-06-30")
    assert {(one, other, kind): certain for one, other, kind, certain in _kinds(network)} == {
        (CCI_A, CCI_B, "attachment"): False,
        (CCI_A, PREFECTURE, "supervision"): True,
    }
    assert [kind for *_, kind, _ in _kinds(attachments(world, at="2015-12-31"))] == ["supervision"]
    assert [kind for *_, kind, _ in _kinds(attachments(world, kinds=("attachment",)))] == ["attachment"]


def test_a_kind_of_relation_that_is_none_is_refused(world: Store) -> None:
    with pytest.raises(ParameterError, match="On offer: attachment, association, supervision"):
        attachments(world, kinds=("tutelle",))


def test_the_legal_chain_links_a_rule_to_what_it_requires_while_it_is_in_force(world: Store) -> None:
    network = legal_chain(world)
    edges = {
        (one.removeprefix(ID), other.removeprefix(ID)): (said["kind"], said["computed"], said["certain"])
        for one, other, said in network.edges(data=True)
    }
    assert edges == {
        ("law-new", "rule-com"): ("makes", False, True),
        ("rule-com", "instr-com"): ("requires", True, True),
        ("instr-cop", "instr-com"): ("derives-from", False, True),
    }
    layers = {node.removeprefix(ID): network.nodes[node]["layer"] for node in network}
    assert layers == {
        "law-new": "law",
        "rule-com": "rule",
        "instr-cop": "cop",
        "instr-com": "com",
        "instr-plan": "plan",
        "instr-old": "plan",
    }
    assert network.nodes[f"{ID}rule-com"]["identifier"] == "OB1"


def test_the_legal_chain_of_a_day_has_no_instrument_signed_later(world: Store) -> None:
    assert f"{ID}instr-com" not in legal_chain(world, at="2020-01-23")
    assert legal_chain(world, at="2020-01-24").nodes[f"{ID}instr-com"]["certain"] is False


def test_two_themes_of_an_instrument_or_its_elements_are_joined(world: Store) -> None:
    network = theme_cooccurrence(world)
    x, y, z = (f"{DEF}theme-{name}" for name in "xyz")
    assert {frozenset((one, other)): said["weight"] for one, other, said in network.edges(data=True)} == {
        frozenset((x, y)): 1,
        frozenset((x, z)): 1,
    }
    assert network.nodes[x] == {
        "label": "thème x",
        "label_en": "theme x",
        "kind": "theme",
        "broader": None,
        "weight": 2,
    }
    assert network.nodes[y]["broader"] == x
    assert network.edges[x, z]["facts"] == [f"{ID}el-com", f"{ID}instr-com"]
    assert [*theme_cooccurrence(world, at="2020-01-24").edges(data="certain")] == [(x, z, False)]


def test_the_networks_of_a_graph_take_its_day_unless_told_otherwise(world: Store) -> None:
    of_2016 = Networks(world, date(2016, 6, 30))
    assert len(of_2016.attachments().edges) == 2
    assert len(of_2016.attachments(at="2015-12-31").edges) == 1
    assert short_edges(of_2016.cosignatures()) == {("org-cci-a", "org-cci-b")}
    assert len(of_2016.signatories(period=(None, "2022-12-31")).edges) == 7
    assert (len(of_2016.mandates().edges), len(of_2016.legal_chain()), len(of_2016.theme_cooccurrence())) == (2, 1, 0)


def _kinds(network: "nx.Graph[str]") -> list[tuple[str, str, str, bool]]:
    return [(one, other, said["kind"], said["certain"]) for one, other, said in network.edges(data=True)]


def test_only_the_instruments_that_are_meant_are_counted(world: Store) -> None:
    assert short_edges(cosignatures(world, among={f"{ID}instr-com"})) == {("org-cci-a", "org-prefecture")}
    assert len(cosignatures(world, among=())) == 0


def test_a_region_is_joined_to_the_themes_of_its_instruments(world: Store) -> None:
    network = regional_themes(world)
    north = f"{ID}geo-north"
    told = {theme.removeprefix(DEF): edge["weight"] for theme, edge in network[north].items()}
    assert told == {"theme-x": 2, "theme-y": 1, "theme-z": 1}
    assert network.nodes[north]["region_label"] == "Nord"
    assert network.nodes[f"{DEF}theme-x"]["weight"] == 2
    assert network.edges[north, f"{DEF}theme-z"]["facts"] == [f"{ID}el-com"]
    assert set(regional_themes(world, among={f"{ID}instr-com"})[north]) == {f"{DEF}theme-x", f"{DEF}theme-z"}


def test_an_instrument_of_no_region_is_counted_and_not_placed() -> None:
    lone = (
        f"<{ID}instr-cop> <{RDF}type> <{CONS}Agreement> .\n"
        f"<{ID}instr-cop> <http://purl.org/dc/terms/subject> <{DEF}theme-x> .\n"
    )
    network = regional_themes(memory_store(lone.encode()))
    assert (len(network), network.graph["without_region"]) == (0, 1)
