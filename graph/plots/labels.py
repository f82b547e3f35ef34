"""Place the labels of points so that they cover neither each other nor the points."""

import math
import textwrap
from collections.abc import Mapping, Sequence
from typing import NamedTuple

_TURNS = (0, 180, 90, 270, 35, 145, 215, 325)  # degrees, the best first: beside, above and below, then aslant
_REACH = (1.0, 1.9, 3.0)  # times the distance from the point
_LINE, _SLACK = 1.25, 1.05  # times the size of the font; room for what the sheet shrinks by


class Box(NamedTuple):
    """Hold a rectangle, in points."""

    left: float
    bottom: float
    right: float
    top: float

    def overlap(self, other: "Box") -> float:
        """Give the area that two boxes share."""
        across = min(self.right, other.right) - max(self.left, other.left)
        down = min(self.top, other.top) - max(self.bottom, other.bottom)
        return across * down if across > 0 and down > 0 else 0.0


def place_labels(
    points: Mapping[str, tuple[float, float]],
    texts: Mapping[str, str],
    edges: Sequence[tuple[str, str]],
    *,
    size: float,
    radius: float,
    sheet: Box,
) -> dict[str, Box]:
    """Find a box for each text beside its point: the first place that covers nothing, else the one that covers least.

    Everything is in points of print. Points with many edges choose first, since there is least room around them.
    """
    degree = {node: sum(node in edge for edge in edges) for node in points}
    taken = [Box(x - radius, y - radius, x + radius, y + radius) for x, y in points.values()]
    inked = [spot for edge in edges for spot in _along(points[edge[0]], points[edge[1]])]
    found: dict[str, Box] = {}
    for node in sorted(texts, key=lambda one: (-degree[one], one)):
        around = _candidates(points[node], texts[node], size, radius)
        costs = [_cost(box, taken, inked, sheet) + 0.4 * rank for rank, box in enumerate(around)]
        best = around[costs.index(min(costs))]
        found[node] = best
        taken.append(best)
    return found


def width_of(text: str, size: float) -> float:
    """Give the width of a text in the figure's font, in points."""
    from matplotlib.font_manager import FontProperties
    from matplotlib.textpath import TextPath

    font = FontProperties(size=size)
    return max(float(TextPath((0, 0), line or " ", prop=font).get_extents().width) for line in text.split("\n"))


def wrapped(text: str, width: int) -> str:
    """Break a text into as few lines as `width` characters allow, of about the same length."""
    lines = len(textwrap.wrap(text, width, break_on_hyphens=False))
    longest_word = max(map(len, text.split()), default=1)
    for narrow in range(longest_word, width):
        if len(textwrap.wrap(text, narrow, break_on_hyphens=False)) <= lines:
            return textwrap.fill(text, narrow, break_on_hyphens=False)
    return textwrap.fill(text, width, break_on_hyphens=False)


def _candidates(point: tuple[float, float], text: str, size: float, radius: float) -> list[Box]:
    wide, tall = width_of(text, size) * _SLACK + 2, size * _LINE * (1 + text.count("\n"))
    boxes = []
    for reach in _REACH:
        for turn in _TURNS:
            across, up = math.cos(math.radians(turn)), math.sin(math.radians(turn))
            x = point[0] + across * (radius * reach + 1.5 + wide / 2)
            y = point[1] + up * (radius * reach + 1.5 + tall / 2)
            boxes.append(Box(x - wide / 2, y - tall / 2, x + wide / 2, y + tall / 2))
    return boxes


def _cost(box: Box, taken: Sequence[Box], inked: Sequence[tuple[float, float]], sheet: Box) -> float:
    covered = sum(box.overlap(other) for other in taken)
    crossed = sum(box.left < x < box.right and box.bottom < y < box.top for x, y in inked)
    outside = max(0.0, sheet.left - box.left) + max(0.0, box.right - sheet.right)
    outside += max(0.0, sheet.bottom - box.bottom) + max(0.0, box.top - sheet.top)
    return 10 * covered + 2 * crossed + 200 * outside


def _along(one: tuple[float, float], other: tuple[float, float]) -> list[tuple[float, float]]:
    """Give spots on the line between two points, some 6 points from each other."""
    steps = max(2, int(math.dist(one, other) / 6))
    return [
        (one[0] + (other[0] - one[0]) * step / steps, one[1] + (other[1] - one[1]) * step / steps)
        for step in range(1, steps)
    ]
