"""Place the nodes of a network on a sheet, so that a figure can be read: the same network, the same places."""

import math
from collections.abc import Sequence
from typing import TypeAlias

import networkx as nx

Network: TypeAlias = "nx.Graph[str]"
Places = dict[str, tuple[float, float]]

_SEED = 7
_GAP = 0.06  # of the width, between two parts
_SWEEPS, _PUSHES = 8, 120
_ROOM = (78.0, 40.0)  # points around a node, across and down


def spread(network: Network, width: float, height: float) -> Places:
    """Place each connected part by the force of its edges, the largest at the left, the others below each other.

    Fruchterman and Reingold 1991, "Graph drawing by force-directed placement", from a fixed start. Parts have room in
    proportion to the square root of their size.
    """
    plain: Network = nx.Graph()
    plain.add_nodes_from(sorted(network))
    plain.add_edges_from((one, other) for one, other, *_ in network.edges)
    parts = sorted((sorted(part) for part in nx.connected_components(plain)), key=lambda part: (-len(part), part))
    if not parts:
        return {}
    rest = parts[1:]
    room = width if not rest else width * max(0.55, 1 - 0.16 * math.sqrt(max(map(len, rest))) - _GAP)
    places = _fit(_forces(plain, parts[0]), (0, 0), (room, height))
    shares = [math.sqrt(len(part)) for part in rest]
    top = height
    for part, share in zip(rest, shares, strict=True):
        tall = height * share / sum(shares)
        corner, size = (room + _GAP * width, top - tall * 0.9), (width * (1 - _GAP) - room, tall * 0.8)
        places |= _fit(_forces(plain, part), corner, size)
        top -= tall
    return _apart(places, width, height)


def layered(network: Network, layers: Sequence[str], width: float, height: float) -> Places:
    """Place the nodes in columns by their attribute `layer`, each near what it is joined to.

    The barycentre method (Sugiyama, Tagawa and Toda 1981), in sweeps from left to right and back. Columns without a
    node take no room.
    """
    columns = [sorted(node for node in network if network.nodes[node].get("layer") == layer) for layer in layers]
    columns = [column for column in columns if column]
    rank = {node: float(place) for column in columns for place, node in enumerate(column)}
    for sweep in range(_SWEEPS):
        ordered = columns if sweep % 2 == 0 else columns[::-1]
        for number, column in enumerate(ordered[1:], start=1):
            _sort_by_neighbours(network, ordered[:number], column, rank)
    step = width / max(len(columns) - 1, 1)
    places: Places = {}
    for number, column in enumerate(columns):
        for place, node in enumerate(column):
            places[node] = (number * step, height * (1 - (place + 0.5) / len(column)))
    return places


def _sort_by_neighbours(network: Network, before: list[list[str]], column: list[str], rank: dict[str, float]) -> None:
    """Sort a column by where its neighbours in the columns before stand, each in its share of its column."""
    share = {node: (rank[node] + 0.5) / len(other) for other in before for node in other}
    size = len(column)

    def middle(node: str) -> tuple[float, str]:
        near = [share[other] for other in nx.all_neighbors(network, node) if other in share]
        return (sum(near) / len(near) if near else (rank[node] + 0.5) / size, node)

    column.sort(key=middle)
    rank.update({node: float(place) for place, node in enumerate(column)})


def _forces(network: Network, part: Sequence[str]) -> Places:
    piece = network.subgraph(part)
    ordered: Network = nx.Graph()
    ordered.add_nodes_from(part)
    ordered.add_edges_from(sorted((min(one, other), max(one, other)) for one, other in piece.edges))
    start = nx.circular_layout(ordered)
    if len(part) <= 2:
        return {node: (float(x), float(y)) for node, (x, y) in start.items()}
    found = nx.spring_layout(ordered, pos=start, seed=_SEED, iterations=400, k=2.4 / math.sqrt(len(part)))
    return {node: (float(x), float(y)) for node, (x, y) in found.items()}


def _apart(places: Places, width: float, height: float) -> Places:
    """Push nodes from each other that are so near that their labels would cover them; labels are wider than high."""
    near_x, near_y = min(_ROOM[0], width / 4), min(_ROOM[1], height / 8)
    nodes, at = list(places), {node: [*place] for node, place in places.items()}
    for _ in range(_PUSHES):
        for rank, one in enumerate(nodes):
            for other in nodes[rank + 1 :]:
                x, y = at[other][0] - at[one][0], at[other][1] - at[one][1]
                far = math.hypot(x / near_x, y / near_y)
                if far < 1:
                    push = 0.25 * (1 - far) / max(far, 0.05)
                    for end, sign in ((one, -1), (other, 1)):
                        at[end][0] = min(max(at[end][0] + sign * push * (x or 0.1), 0), width)
                        at[end][1] = min(max(at[end][1] + sign * push * (y or 0.1), 0), height)
    return {node: (x, y) for node, (x, y) in at.items()}


def _fit(places: Places, corner: tuple[float, float], size: tuple[float, float]) -> Places:
    """Stretch places over a box."""
    spans = []
    for axis in (0, 1):
        along = [place[axis] for place in places.values()]
        spans.append((min(along), max(along) - min(along)))

    def put(place: tuple[float, float], axis: int) -> float:
        low, span = spans[axis]
        share = (place[axis] - low) / span if span > 1e-6 else 0.5
        return corner[axis] + share * size[axis]

    return {node: (put(place, 0), put(place, 1)) for node, place in places.items()}
