"""Place the nodes of a directed graph in layers, long arrows led past the nodes between, as Sugiyama has it."""

from collections import defaultdict
from collections.abc import Hashable, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

Node = Hashable
Pair = tuple[Node, Node]

_SWEEPS = 12


@dataclass
class Layers:
    """Hold the rows from top to bottom, the place of each node in units of a node's width, and the way of each arrow.

    `ways` gives for each pair the nodes that its arrow leads over, ends included: those between are no nodes of the
    graph but places kept free for it.
    """

    rows: list[list[Node]]
    ways: dict[Pair, list[Node]]
    across: dict[Node, float] = field(default_factory=dict)

    @property
    def rank(self) -> dict[Node, int]:
        """Give the number of the row that each node is in."""
        return {node: number for number, row in enumerate(self.rows) for node in row}


def lay_out(nodes: Sequence[Node], pairs: Sequence[Pair], *, free: float = 0.28) -> Layers:
    """Place nodes so that most arrows lead down and few cross; a place kept for an arrow is `free` of a node wide.

    Of a circle, the arrow that closes it leads up. Isolated nodes stand in a row of their own at the end.
    """
    tied = {node for pair in pairs if pair[0] != pair[1] for node in pair}
    ranks = _ranks([node for node in nodes if node in tied], pairs)
    layers = _with_free_places(ranks, pairs)
    _untangle(layers)
    lonely = [node for node in nodes if node not in tied]
    width = max((len(row) for row in layers.rows), default=4)
    layers.rows += [lonely[start : start + max(width, 4)] for start in range(0, len(lonely), max(width, 4))]
    _spread(layers, set(nodes), free)
    return layers


def _ranks(nodes: list[Node], pairs: Sequence[Pair]) -> dict[Node, int]:
    below: dict[Node, list[Node]] = defaultdict(list)
    for start, end in pairs:
        if start != end and not _reaches(below, end, start):
            below[start].append(end)
    rank = dict.fromkeys(nodes, 0)
    for _ in nodes:
        for start, ends in below.items():
            for end in ends:
                rank[end] = max(rank[end], rank[start] + 1)
    for node in reversed(nodes):  # what nothing points to stands just above what it points to
        if below[node] and not any(node in ends for ends in below.values()):
            rank[node] = min(rank[end] for end in below[node]) - 1
    return rank


def _reaches(below: dict[Node, list[Node]], start: Node, wanted: Node) -> bool:
    todo, seen = [start], set[Node]()
    while todo:
        one = todo.pop()
        if one == wanted:
            return True
        if one not in seen:
            seen.add(one)
            todo += below.get(one, [])
    return False


def _with_free_places(ranks: dict[Node, int], pairs: Sequence[Pair]) -> Layers:
    rows: list[list[Node]] = [[] for _ in range(max(ranks.values(), default=-1) + 1)]
    for node, rank in ranks.items():
        rows[rank].append(node)
    ways: dict[Pair, list[Node]] = {}
    for start, end in pairs:
        if start == end:
            continue
        step = 1 if ranks[end] >= ranks[start] else -1
        between: list[Node] = []
        for rank in range(ranks[start] + step, ranks[end], step):
            place = (start, end, rank)
            rows[rank].append(place)
            between.append(place)
        ways[start, end] = [start, *between, end]
    return Layers(rows, ways)


def _untangle(layers: Layers) -> None:
    """Order each row by the middle of the places of its neighbours in the row before, down and up in turn."""
    near: dict[Node, list[Node]] = defaultdict(list)
    for way in layers.ways.values():
        for one, next_one in pairwise(way):
            near[one].append(next_one)
            near[next_one].append(one)
    rank = layers.rank
    for sweep in range(_SWEEPS):
        step = -1 if sweep % 2 == 0 else 1
        for row in layers.rows if step < 0 else reversed(layers.rows):
            place = {node: index / max(len(line), 1) for line in layers.rows for index, node in enumerate(line)}
            keys = dict[Node, float]()
            for node in row:
                beside = [place[one] for one in near[node] if rank[one] == rank[node] + step]
                keys[node] = sum(beside) / len(beside) if beside else place[node]
            row.sort(key=keys.__getitem__)


def _spread(layers: Layers, nodes: set[Node], free: float) -> None:
    """Give each row its places from left to right, then pull each node towards its neighbours while there is room."""
    near: dict[Node, list[Node]] = defaultdict(list)
    for way in layers.ways.values():
        for one, next_one in pairwise(way):
            near[one].append(next_one)
            near[next_one].append(one)
    wide = {node: 1.0 if node in nodes else free for row in layers.rows for node in row}
    for row in layers.rows:
        at = 0.0
        for node in row:
            layers.across[node] = at + wide[node] / 2
            at += wide[node]
    for _ in range(_SWEEPS):
        for row in layers.rows:
            wished = [
                sum(layers.across[one] for one in near[node]) / len(near[node]) if near[node] else layers.across[node]
                for node in row
            ]
            _settle(row, wished, wide, layers.across)
    left = min((layers.across[node] - wide[node] / 2 for node in wide), default=0.0)
    layers.across = {node: at - left for node, at in layers.across.items()}


def _settle(row: list[Node], wished: list[float], wide: dict[Node, float], across: dict[Node, float]) -> None:
    """Put a row as near as can be to the wished places, in its order: nodes that meet share their middle."""
    blocks: list[tuple[list[Node], float, float]] = []  # nodes, sum of the wished left edges, number
    for node, wish in zip(row, wished, strict=True):
        blocks.append(([node], wish - wide[node] / 2, 1))
        while len(blocks) > 1 and _left(blocks[-2]) + _width(blocks[-2][0], wide) > _left(blocks[-1]):
            nodes, total, number = blocks.pop()
            before, sum_before, number_before = blocks.pop()
            moved = total - number * _width(before, wide)
            blocks.append((before + nodes, sum_before + moved, number_before + number))
    for nodes, total, number in blocks:
        at = total / number
        for node in nodes:
            across[node] = at + wide[node] / 2
            at += wide[node]


def _left(block: tuple[list[Node], float, float]) -> float:
    return block[1] / block[2]


def _width(nodes: list[Node], wide: dict[Node, float]) -> float:
    return sum(wide[node] for node in nodes)
