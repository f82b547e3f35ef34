"""Measure a network to answer a question: who stands between, who stands apart, what both networks share.

Every measure is of what the graph knows. A chamber without a known signature is not one that signed nothing.
"""

from collections.abc import Iterable
from typing import TYPE_CHECKING

import networkx as nx

if TYPE_CHECKING:
    import pandas as pd


def brokers(network: "nx.Graph[str]", between: tuple[str, str] = ("cci", "cma")) -> "pd.DataFrame":
    """Rank organisations by how many pairs of chambers, one of each network, they stand between.

    `pairs` is betweenness centrality restricted to paths from a node of the one network to a node of the other: the
    sum, over such pairs, of the share of their shortest paths that run through the node, its own pairs left out
    (Freeman 1977, "A set of measures of centrality based on betweenness", Sociometry 40; for subsets, Brandes 2008, "On
    variants of shortest-path betweenness centrality", Social Networks 30). `share` divides it by the pairs that any
    path joins. `betweenness` is Freeman's measure over all pairs, between 0 and 1, and `degree` counts neighbours.

    Directions, weights and doubts of edges are left out. Rows are sorted by `pairs`; those of 0 stay, last.
    """
    import pandas as pd

    plain = _plain(network)
    one, other = ([node for node in plain if plain.nodes[node].get("network") == side] for side in between)
    counted = nx.betweenness_centrality_subset(plain, one, other) if one and other else dict.fromkeys(plain, 0.0)
    everywhere = nx.betweenness_centrality(plain)
    joined = _joined_pairs(plain, one, other)
    table = pd.DataFrame(
        {
            **_described(plain, plain),
            "pairs": [2 * counted[node] for node in plain],  # networkx halves what it counts in an undirected network
            "share": [2 * counted[node] / joined if joined else 0.0 for node in plain],
            "betweenness": [everywhere[node] for node in plain],
            "degree": [plain.degree(node) for node in plain],
        }
    )
    return table.sort_values(["pairs", "betweenness", "iri"], ascending=[False, False, True], ignore_index=True)


def components(network: "nx.Graph[str]") -> "pd.DataFrame":
    """List the parts of a network that no edge joins, the largest first: one row each.

    Connected components, directions left out (Hopcroft and Tarjan 1973, "Algorithm 447", CACM 16). `size` counts nodes,
    `cci` and `cma` those of each network, `members` names them. What joins two parts in fact may be unknown to the
    graph.
    """
    import pandas as pd

    plain = _plain(network)
    parts = sorted((sorted(part) for part in nx.connected_components(plain)), key=lambda part: (-len(part), part))
    networks = [[plain.nodes[node].get("network") for node in part] for part in parts]
    return pd.DataFrame(
        {
            "size": [len(part) for part in parts],
            "cci": [names.count("cci") for names in networks],
            "cma": [names.count("cma") for names in networks],
            "members": [[plain.nodes[node]["label"] for node in part] for part in parts],
        }
    )


def isolated(network: "nx.Graph[str]") -> "pd.DataFrame":
    """List the nodes without an edge: chambers of which the graph knows no common signature.

    Degree 0 (Freeman 1978, "Centrality in social networks: conceptual clarification", Social Networks 1). Only of use
    for a network made with `isolated=True`, which has every chamber.
    """
    import pandas as pd

    alone = sorted(nx.isolates(_plain(network)))
    table = pd.DataFrame(_described(network, alone))
    return table.sort_values(["network", "label", "iri"], ignore_index=True)


def reciprocity(network: "nx.Graph[str]") -> "pd.DataFrame":
    """Compare, region by region, what the CCI side and the CMA side signed: how much of it both signed.

    For a network of `signatories`. `cci` counts the instruments that a CCI of the region signed, `cma` those that a CMA
    of it signed, `both` those that both sides signed, `reciprocity` is `both` divided by all of them: Jaccard's index
    of the two sets (Jaccard 1912, "The distribution of the flora in the alpine zone", New Phytologist 11). It is not
    the reciprocity of directed networks (Wasserman and Faust 1994, chapter 13): a signature has no direction, so that
    one would be 1 everywhere. Regions of which no instrument is known have no row, since 0 would be a false answer.
    """
    import pandas as pd

    signed: dict[tuple[str, str], dict[str, set[str]]] = {}
    for node, known in network.nodes(data=True):
        if known.get("region") and known.get("network") in {"cci", "cma"}:
            sides = signed.setdefault((known["region"], known["region_label"]), {"cci": set(), "cma": set()})
            sides[known["network"]].update(network[node])
    rows = [
        {
            "region": code,
            "region_label": label,
            "cci": len(sides["cci"]),
            "cma": len(sides["cma"]),
            "both": len(sides["cci"] & sides["cma"]),
            "reciprocity": len(sides["cci"] & sides["cma"]) / len(sides["cci"] | sides["cma"]),
        }
        for (code, label), sides in sorted(signed.items())
        if sides["cci"] or sides["cma"]
    ]
    return pd.DataFrame(rows, columns=["region", "region_label", "cci", "cma", "both", "reciprocity"])


def _plain(network: "nx.Graph[str]") -> "nx.Graph[str]":
    """Leave out directions and parallel edges."""
    plain: nx.Graph[str] = nx.Graph()
    plain.add_nodes_from(network.nodes(data=True))
    plain.add_edges_from((one, other) for one, other, *_ in network.edges)
    return plain


def _joined_pairs(network: "nx.Graph[str]", one: Iterable[str], other: Iterable[str]) -> int:
    """Count the pairs, one node of each side, that some path joins."""
    first, second = set(one), set(other)
    return sum(len(first & part) * len(second & part) for part in nx.connected_components(network))


def _described(network: "nx.Graph[str]", nodes: Iterable[str]) -> dict[str, list[str | None]]:
    listed = list(nodes)
    names = ("label", "network", "region_label")
    return {"iri": [*listed], **{name: [network.nodes[node].get(name) for node in listed] for name in names}}
