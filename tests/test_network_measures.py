"""Measure networks small enough to do it by hand: each comment has the sum."""

import networkx as nx
import pytest

from graph.networks import brokers, components, evolution, isolated, reciprocity, stability


def network_of(*edges: tuple[str, str], alone: tuple[str, ...] = ()) -> "nx.Graph[str]":
    """Make a network of chambers named `cci-…`, `cma-…` or otherwise; the region follows the last dash."""
    network: nx.Graph[str] = nx.Graph()
    for name in (*(end for edge in edges for end in edge), *alone):
        kind, _, region = name.partition("-")
        known = kind if kind in {"cci", "cma"} else None
        network.add_node(name, label=name.upper(), network=known, region=region or None, region_label=region.title())
    network.add_edges_from(edges)
    return network


# cci-b — cci-a — state — cma-a: the pair cci-a and cma-a runs through `state`, the pair cci-b and cma-a through both.
LINE = network_of(("cci-b", "cci-a"), ("cci-a", "state"), ("state", "cma-a"))


def test_a_broker_stands_between_pairs_of_the_two_networks() -> None:
    table = brokers(LINE).set_index("iri")
    # state: the pairs (cci-a, cma-a) and (cci-b, cma-a), of 2 that a path joins. cci-a: the second. The ends: none.
    assert table["pairs"].to_dict() == {"state": 2.0, "cci-a": 1.0, "cci-b": 0.0, "cma-a": 0.0}
    assert table["share"].to_dict() == {"state": 1.0, "cci-a": 0.5, "cci-b": 0.0, "cma-a": 0.0}
    # Freeman, over all pairs: a path of 4 nodes; each inner node lies on 2 of the (4-1)(4-2)/2 = 3 pairs of others.
    assert table["betweenness"].to_dict() == pytest.approx({"state": 2 / 3, "cci-a": 2 / 3, "cci-b": 0.0, "cma-a": 0.0})
    assert brokers(LINE)["iri"].tolist() == ["state", "cci-a", "cci-b", "cma-a"]


def test_two_brokers_on_paths_of_the_same_length_share_the_pair() -> None:
    square = network_of(("cci-a", "x"), ("cci-a", "y"), ("x", "cma-a"), ("y", "cma-a"))
    # The one pair has two shortest paths, by x and by y: half a pair each.
    assert brokers(square).set_index("iri")["pairs"].to_dict() == {"x": 0.5, "y": 0.5, "cci-a": 0.0, "cma-a": 0.0}


def test_directions_and_parallel_edges_do_not_change_who_is_between() -> None:
    directed: nx.MultiDiGraph[str] = nx.MultiDiGraph(LINE)
    directed.add_edge("state", "cma-a")
    assert brokers(directed)["pairs"].tolist() == brokers(LINE)["pairs"].tolist()


def test_without_one_of_the_networks_nobody_stands_between() -> None:
    table = brokers(network_of(("cci-a", "state"), ("state", "cci-b")))
    assert table[["pairs", "share"]].to_numpy().max() == 0
    assert table["betweenness"].max() == 1.0  # `state` lies on the one pair of others


def test_components_are_counted_with_their_networks_the_largest_first() -> None:
    table = components(network_of(("cci-a", "cma-a"), ("cma-a", "state"), alone=("cci-b",)))
    assert table.to_dict("records") == [
        {"size": 3, "cci": 1, "cma": 1, "members": ["CCI-A", "CMA-A", "STATE"]},
        {"size": 1, "cci": 1, "cma": 0, "members": ["CCI-B"]},
    ]


def test_the_isolated_are_those_without_any_edge() -> None:
    network = network_of(("cci-a", "cma-a"), alone=("cma-b", "cci-c"))
    assert isolated(network)["iri"].tolist() == ["cci-c", "cma-b"]
    assert isolated(network_of(("cci-a", "cma-a"))).empty


def test_reciprocity_is_the_share_of_what_a_region_signed_that_both_sides_signed() -> None:
    network = network_of(
        *(("cci-nord", "plan"), ("cma-nord", "plan"), ("cci-nord", "com"), ("cci-nord", "old"), ("state", "com")),
        ("cma-sud", "com-cma"),
        alone=("cci-est",),
    )
    # nord: the CCI signed 3, the CMA 1, both 1, either 3: 1/3. sud: the CMA 1, no CCI: 0. est: nothing known, no row.
    assert reciprocity(network).to_dict("records") == [
        {"region": "nord", "region_label": "Nord", "cci": 3, "cma": 1, "both": 1, "reciprocity": pytest.approx(1 / 3)},
        {"region": "sud", "region_label": "Sud", "cci": 0, "cma": 1, "both": 0, "reciprocity": 0.0},
    ]
    assert reciprocity(network_of(alone=("cci-est",))).empty


def test_evolution_says_what_is_new_gone_changed_or_kept() -> None:
    before = network_of(("a", "b"), ("b", "c"), ("c", "d"))
    after = network_of(("b", "a"), ("c", "d"), ("a", "d"))
    after.edges["c", "d"]["weight"] = 2
    after.edges["a", "d"]["certain"] = False
    table = evolution(before, after)
    assert [(row.one, row.other, row.change, row.certain) for row in table.itertuples()] == [
        ("a", "b", "kept", True),  # an edge without direction is the same from both ends
        ("a", "d", "new", False),
        ("b", "c", "gone", True),
        ("c", "d", "changed", True),
    ]
    assert table["weight_after"].tolist() == [1, 1, 0, 2]
    # Kept or changed: a-b and c-d. All: a-b, b-c, c-d, a-d. Two of four.
    assert stability(before, after) == 0.5


def test_a_directed_tie_the_other_way_round_is_another_tie() -> None:
    there: nx.DiGraph[str] = nx.DiGraph([("a", "b")])
    back: nx.DiGraph[str] = nx.DiGraph([("b", "a")])
    for network in (there, back):
        network.add_nodes_from(("a", "b"), label="x")
    assert evolution(there, back)["change"].tolist() == ["gone", "new"]
    assert stability(there, back) == 0.0


def test_two_networks_without_ties_did_not_change() -> None:
    assert stability(network_of(alone=("a",)), network_of(alone=("b",))) == 1.0
    assert evolution(network_of(), network_of()).empty
