"""Draw classes and what ties them, from the ontology and the facts: boxes and numbered arrows, for any picture."""

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from itertools import pairwise

from .layers import Layers, lay_out
from .reading import Model

_WIDE, _HIGH, _ACROSS, _DOWN = 216, 42, 244, 96  # a box, and from one to the next
_MARGIN = 14

Point = tuple[float, float]
Pair = tuple[str, str]


@dataclass(frozen=True)
class Box:
    """Hold one class with the place of its upper left corner; all boxes are of one size."""

    iri: str
    label: str
    x: float
    y: float
    width: int = _WIDE
    height: int = _HIGH


@dataclass(frozen=True)
class Arrow:
    """Hold what ties two classes: the labels of the properties, none where the first is a kind of the second.

    `path` is an SVG path from border to border. `number` is written at `x`, `y`, and stands beside the labels in the
    list that goes with the picture; it is 0 where there is nothing to say.
    """

    number: int
    start: str
    end: str
    labels: tuple[str, ...]
    path: str
    x: float
    y: float


@dataclass(frozen=True)
class Diagram:
    """Hold a picture in units of its own, y going down."""

    width: int
    height: int
    boxes: tuple[Box, ...]
    arrows: tuple[Arrow, ...]


def draw(model: Model, names: Collection[str]) -> Diagram:
    """Draw the classes of these names (`Signature`) and what ties them; a name that is not in the model is left out."""
    by_iri = {one.iri: one for one in model.classes if one.name in names}
    ties = _ties(model, by_iri)
    layers = lay_out(list(by_iri), list(ties))
    places = {node: _place(layers, node) for node in layers.across}
    boxes = [
        Box(iri, by_iri[iri].label, round(places[iri][0] - _WIDE / 2, 1), round(places[iri][1] - _HIGH / 2, 1))
        for iri in by_iri
    ]
    arrows: list[Arrow] = []
    for pair, labels in ties.items():
        number = 1 + sum(1 for arrow in arrows if arrow.number) if labels else 0
        arrows.append(_arrow(number, pair, labels, [places[node] for node in layers.ways.get(pair, pair)]))
    width = max((x + _WIDE * (node in by_iri) / 2 for node, (x, _) in places.items()), default=0) + 3 * _MARGIN
    height = max((box.y for box in boxes), default=0) + _HIGH + _MARGIN
    return Diagram(round(width), round(height), tuple(boxes), tuple(arrows))


def _ties(model: Model, by_iri: Collection[str]) -> dict[Pair, tuple[str, ...]]:
    found: dict[Pair, list[str]] = defaultdict(list)
    for tie in model.ties:
        if tie.start in by_iri and tie.end in by_iri and tie.label not in found[tie.start, tie.end]:
            found[tie.start, tie.end].append(tie.label)
    kinds = [(one.iri, parent) for one in model.classes for parent in one.parents]
    return {pair: tuple(labels) for pair, labels in found.items() if labels} | {
        pair: () for pair in kinds if pair[0] in by_iri and pair[1] in by_iri and not found.get(pair)
    }


def _place(layers: Layers, node: object) -> Point:
    x, row = layers.across[node], layers.rank[node]
    return round(_MARGIN + x * _ACROSS, 1), _MARGIN + _HIGH / 2 + row * _DOWN


def _arrow(number: int, pair: Pair, labels: tuple[str, ...], way: list[Point]) -> Arrow:
    if pair[0] == pair[1]:
        x, y = way[0][0] + _WIDE / 2, way[0][1]
        return Arrow(number, *pair, labels, f"M{x:g} {y - 9:g}c30 -6 30 24 1 18", x + 26, y)
    points = [_border(way[0], way[1]), *way[1:-1], _border(way[-1], way[-2])]
    path = f"M{points[0][0]:g} {points[0][1]:g}"
    for (x1, y1), (x2, y2) in pairwise(points):
        bend = (y2 - y1) * 0.45
        path += f"C{x1:g} {y1 + bend:g} {x2:g} {y2 - bend:g} {x2:g} {y2:g}"
    (x1, y1), (x2, y2) = points[0], points[1]
    return Arrow(number, *pair, labels, path, round((x1 + x2) / 2, 1), round((y1 + y2) / 2, 1))


def _border(box: Point, towards: Point) -> Point:
    """Give the point of a box's border where an arrow to another place begins, a little to that side."""
    x, y = box
    if towards[1] == y:
        return x + (_WIDE / 2 if towards[0] > x else -_WIDE / 2), y
    aside = max(-0.4 * _WIDE, min(0.4 * _WIDE, (towards[0] - x) * 0.3))
    return round(x + aside, 1), y + (_HIGH / 2 if towards[1] > y else -_HIGH / 2)
