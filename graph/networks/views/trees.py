"""Lay out a network that is nearly a forest as indented trees, in columns: who is under whom, read as a list."""

from collections.abc import Sequence

import networkx as nx

from ..layout import Network, Places

ROW, INDENT = 21.0, 20.0
_GAP = 1.0  # rows between two trees


def trees(network: "nx.DiGraph[str]", columns: int, width: float) -> tuple[Places, float]:
    """Place each part as an indented tree under what it points to, and tell the height that they take.

    A node that points to several is under the first of them by name. Trees are put into the column that ends highest,
    the largest first, so that the columns end at about the same height.
    """
    blocks = [_block(network, sorted(part)) for part in nx.weakly_connected_components(network)]
    blocks.sort(key=lambda block: (-len(block), _name(network, block[0][0])))
    ends = [0.0] * columns
    places: Places = {}
    for block in blocks:
        column = min(range(columns), key=lambda number: (ends[number], number))
        for rank, (node, depth) in enumerate(block):
            places[node] = column * width / columns + depth * INDENT, (ends[column] + rank) * ROW
        ends[column] += len(block) + _GAP
    return places, max(ends, default=0.0) * ROW


def _block(network: "nx.DiGraph[str]", part: Sequence[str]) -> list[tuple[str, int]]:
    """List the nodes of a part in the order of their rows, each with its depth."""
    above = {node: sorted(network.successors(node), key=lambda other: _name(network, other)) for node in part}
    below: dict[str, list[str]] = {}
    for node in part:
        for parent in above[node][:1]:
            below.setdefault(parent, []).append(node)
    rows: list[tuple[str, int]] = []
    tops = sorted((node for node in part if not above[node]), key=lambda one: _name(network, one))
    tops.sort(key=lambda one: -len(nx.ancestors(network, one)))
    pending = [(node, 0) for node in reversed(tops)]
    seen: set[str] = set()
    while pending:
        node, depth = pending.pop()
        if node in seen:
            continue
        seen.add(node)
        rows.append((node, depth))
        children = sorted(below.get(node, ()), key=lambda one: (one in below, _name(network, one)))
        pending += [(child, depth + 1) for child in reversed(children)]
    return rows + [(node, 0) for node in part if node not in seen]  # only a circle has such


def _name(network: Network, node: str) -> tuple[str, str]:
    return str(network.nodes[node].get("label", "")), node
