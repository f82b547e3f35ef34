"""Count what is known region by region, for a map; a region of which nothing is known has no count, not zero."""

from collections.abc import Sequence
from typing import Any

from .registry import Words

Told = dict[str, Any]


def by_region(nodes: Sequence[Told], ties: Sequence[Told], regions: dict[str, Words], *, english: bool) -> list[Told]:
    """List every region with how many nodes are of it and how many ties touch one of them; None where there are none.

    A tie between two regions counts for both. An agreement is of the region that its source gives as its area.
    """
    codes = {words[0]: code for code, words in regions.items()}
    region_of = {node["iri"]: node["region"] or codes.get(node["region_label"]) for node in nodes}
    there = [code for code in region_of.values() if code]
    touched = [code for tie in ties for code in {region_of[tie["one"]], region_of[tie["other"]]} if code]
    return [
        {
            "region": code,
            "region_label": words[english],
            "nodes": there.count(code) or None,
            "ties": touched.count(code) or None,
        }
        for code, words in regions.items()
    ]
