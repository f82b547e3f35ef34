"""Place nodes on a sheet: everything on it, nothing on anything, the same each time."""

import math
from itertools import combinations

import networkx as nx

from graph.networks.layout import layered, spread


def parts() -> "nx.Graph[str]":
    """Give a ring of eight, a pair and a node alone."""
    network: nx.Graph[str] = nx.Graph()
    network.add_edges_from((f"a{number}", f"a{(number + 1) % 8}") for number in range(8))
    network.add_edge("b1", "b2")
    network.add_node("c")
    return network


def test_every_node_is_on_the_sheet_and_none_on_another() -> None:
    places = spread(parts(), 500, 300)
    assert set(places) == set(parts())
    assert all(0 <= x <= 500 and 0 <= y <= 300 for x, y in places.values())
    assert min(math.dist(one, other) for one, other in combinations(places.values(), 2)) > 20


def test_the_largest_part_is_at_the_left() -> None:
    places = spread(parts(), 500, 300)
    ring = max(x for node, (x, _) in places.items() if node.startswith("a"))
    assert all(places[node][0] > ring for node in ("b1", "b2", "c"))


def test_the_same_network_in_another_order_has_the_same_places() -> None:
    turned: nx.Graph[str] = nx.Graph()
    turned.add_nodes_from(reversed([*parts()]))
    turned.add_edges_from((other, one) for one, other in reversed([*parts().edges]))
    assert spread(turned, 500, 300) == spread(parts(), 500, 300)


def test_a_network_without_nodes_has_no_places_and_one_node_is_placed() -> None:
    assert spread(nx.Graph(), 500, 300) == {}
    alone: nx.Graph[str] = nx.Graph()
    alone.add_node("a")
    assert [*spread(alone, 500, 300)] == ["a"]


def test_layers_are_columns_sorted_so_that_edges_do_not_cross() -> None:
    network: nx.DiGraph[str] = nx.DiGraph([("a1", "b3"), ("a2", "b2"), ("a3", "b1")])
    for node in network:
        network.nodes[node]["layer"] = {"a": "law", "b": "cop"}[node[0]]
    places = layered(network, ("law", "rule", "cop"), 2, 3)
    assert {node: x for node, (x, _) in places.items()} == {
        node: 0.0 if node.startswith("a") else 2.0 for node in network
    }  # the layer without a node takes no column
    down = sorted((places[one][1], places[other][1]) for one, other in network.edges)
    assert [other for _, other in down] == sorted(other for _, other in down)
