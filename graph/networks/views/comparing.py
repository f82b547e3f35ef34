"""Put two days of one view over each other: which ties appeared, which vanished."""

from collections import Counter
from typing import Any

import networkx as nx

from ..evolution import evolution
from ..layout import Network

CHANGES = ("new", "gone", "changed", "kept")


def compared(before: Network, after: Network) -> Network:
    """Give the nodes and ties of both days; each tie has `change`: `new`, `gone`, `changed` in weight, or `kept`.

    What is told of a tie of both days is what holds on the later one. Where the bounds of the dates leave a tie open,
    `certain` is false: its change may be none.
    """
    found: dict[tuple[str, str, str], tuple[str, bool]] = {}
    for row in evolution(before, after).to_dict("records"):
        kind = row["kind"] if isinstance(row["kind"], str) else ""
        found[str(row["one"]), str(row["other"]), kind] = str(row["change"]), bool(row["certain"])
    both: Network = nx.compose(before, after)
    both.graph.update(after.graph)
    for one, other, said in both.edges(data=True):
        ends = (one, other) if both.is_directed() or one < other else (other, one)
        said["change"], certain = found[(*ends, str(said.get("kind") or ""))]
        said["certain"] = said.get("certain", True) and certain
    return both


def count_changes(ties: list[tuple[str, str, dict[str, Any]]]) -> dict[str, int]:
    """Count the ties by what became of them."""
    counts = Counter(said["change"] for _, _, said in ties)
    return {change: counts[change] for change in CHANGES}
