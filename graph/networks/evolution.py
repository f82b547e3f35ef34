"""Compare one network on two days: which ties are new, which are gone."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import networkx as nx

if TYPE_CHECKING:
    import pandas as pd

_Tie = tuple[str, str, str]  # the two ends, and the kind of tie where there are several


@dataclass
class _Seen:
    weight: int
    certain: bool


def evolution(before: "nx.Graph[str]", after: "nx.Graph[str]") -> "pd.DataFrame":
    """List the ties of two networks of the same kind, made for two days: `new`, `gone`, `changed` in weight, or `kept`.

    `weight_before` and `weight_after` are the weights of the edge, or the number of parallel ones, 0 where there is
    none. `certain` is false where the bounds of the dates leave open, on either day, whether the tie was there: such a
    change may be none. For the measure of all of them together see `stability`.
    """
    import pandas as pd

    then, now = _ties(before), _ties(after)
    names = {node: str(known["label"]) for network in (before, after) for node, known in network.nodes(data=True)}
    rows = [_row(tie, then.get(tie), now.get(tie), names) for tie in sorted(then.keys() | now.keys())]
    columns = ["one", "other", "one_label", "other_label", "kind", "change", "weight_before", "weight_after", "certain"]
    return pd.DataFrame(rows, columns=columns)


def stability(before: "nx.Graph[str]", after: "nx.Graph[str]") -> float:
    """Give the share of ties that both networks have, of all that either has; 1 for two networks without a tie.

    Jaccard's index of the two sets of ties (Jaccard 1912, New Phytologist 11; for networks over time, Snijders, van de
    Bunt and Steglich 2010, Social Networks 32). Signatures add up, so that of them it falls only by new ones.
    """
    then, now = _ties(before).keys(), _ties(after).keys()
    return len(then & now) / len(then | now) if then | now else 1.0


def _row(tie: _Tie, then: _Seen | None, now: _Seen | None, names: dict[str, str]) -> dict[str, Any]:
    weights = then.weight if then else 0, now.weight if now else 0
    change = "new" if not then else "gone" if not now else "kept" if weights[0] == weights[1] else "changed"
    return {
        "one": tie[0],
        "other": tie[1],
        "one_label": names[tie[0]],
        "other_label": names[tie[1]],
        "kind": tie[2] or None,
        "change": change,
        "weight_before": weights[0],
        "weight_after": weights[1],
        "certain": all(seen.certain for seen in (then, now) if seen),
    }


def _ties(network: "nx.Graph[str]") -> dict[_Tie, _Seen]:
    found: dict[_Tie, _Seen] = {}
    for one, other, said in network.edges(data=True):
        first, second = (one, other) if network.is_directed() or one < other else (other, one)
        seen = found.setdefault((first, second, str(said.get("kind") or "")), _Seen(0, certain=True))
        seen.weight += said.get("weight", 1)
        seen.certain = seen.certain and said.get("certain", True)
    return found
