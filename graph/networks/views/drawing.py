"""Draw a view as shapes on a sheet, in numbers that a page turns into SVG or hands to a script; y goes down."""

import textwrap
from dataclasses import dataclass
from math import hypot
from typing import Any

import networkx as nx

from ...obligations.wording import Language
from ..layout import Network, Places, layered, spread
from .looks import LOOKS, Look, look_of
from .registry import View
from .trees import trees

WIDTH = 940.0
SIGNS = {"new": "+", "gone": "−", "changed": "±"}
STYLES = ("certain", "open", "disputed", "computed")
_MARGIN = 34.0
_LINE, _SIZE = 14.0, 7.5  # height of a line of a label, half the width of a mark
_SCALE = (1.75, 1.5)  # how much larger labels are here than in the figures that `spread` was made for


@dataclass(frozen=True)
class Mark:
    """Hold one node: where it is, how it looks, the lines of its label, and on which side they stand."""

    iri: str
    x: float
    y: float
    look: str
    lines: tuple[str, ...]
    side: str  # left, right, below


@dataclass(frozen=True)
class Line:
    """Hold one tie between two marks, by their ranks; `style` is certain, open, disputed or computed."""

    one: int
    other: int
    style: str
    weight: int
    path: str  # as SVG has it, up to the edge of the mark where the tie has a direction
    middle: tuple[float, float]
    change: str | None  # new, gone, changed or kept, between two days


@dataclass(frozen=True)
class Drawing:
    """Hold a picture: its size, its marks in the order of the nodes, its lines in the order of the ties."""

    width: float
    height: float
    marks: tuple[Mark, ...]
    lines: tuple[Line, ...]

    @property
    def looks(self) -> tuple[Look, ...]:
        """List the looks that are used, for the key."""
        used = {mark.look for mark in self.marks}
        return tuple(look for look in LOOKS.values() if look.name in used)

    @property
    def changes(self) -> tuple[str, ...]:
        """List what became of lines, as far as it is marked: a sign in the middle of those that are not as before."""
        used = {line.change for line in self.lines}
        return tuple(change for change in SIGNS if change in used)

    @property
    def styles(self) -> tuple[str, ...]:
        """List the styles of lines that are used, for the key."""
        used = {line.style for line in self.lines}
        return tuple(style for style in STYLES if style in used)


def draw(network: Network, view: View, ties: list[tuple[str, str, dict[str, Any]]], language: Language) -> Drawing:
    """Lay a network out and draw it: the same network gives the same picture.

    `ties` are its edges in the order in which they are told; the marks are in the order of the nodes.
    """
    places, height = _places(network, view)
    rank = {node: number for number, node in enumerate(network)}
    name = "label" if language == "fr" else "label_en"
    marks, sides = [], _sides(network, view)
    for node, known in network.nodes(data=True):
        side = sides[node]
        label = _label(str(known[name]), _wrap(view, side), 1 if view.plan == "trees" else 4)
        marks.append(Mark(node, round(places[node][0], 1), round(places[node][1], 1), look_of(known), label, side))
    at = [(mark.x, mark.y) for mark in marks]
    lines = tuple(
        Line(
            rank[one],
            rank[other],
            _style(said),
            int(said.get("weight", 1)),
            _path(at[rank[one]], at[rank[other]], directed=network.is_directed(), bent=view.plan == "trees"),
            _middle(at[rank[one]], at[rank[other]], bent=view.plan == "trees"),
            said.get("change"),
        )
        for one, other, said in ties
    )
    return Drawing(WIDTH, round(height, 1), tuple(marks), lines)


def _places(network: Network, view: View) -> tuple[Places, float]:
    if view.plan == "trees" and isinstance(network, nx.DiGraph):
        columns = min(3, max(1, nx.number_weakly_connected_components(network)))
        places, tall = trees(network, columns, WIDTH - 2 * 16)
        return {node: (x + 16, y + 18) for node, (x, y) in places.items()}, tall + 18
    if view.plan == "columns":
        return _in_columns(network, view)
    tall = max(220.0, len(network) * 140 * 128 / WIDTH + 110)
    wide, high = WIDTH - 2 * 76, tall - _MARGIN - 70
    places = spread(network, wide / _SCALE[0], high / _SCALE[1])
    return {node: (76 + x * _SCALE[0], tall - 70 - y * _SCALE[1]) for node, (x, y) in places.items()}, tall


def _in_columns(network: Network, view: View) -> tuple[Places, float]:
    placed = network.copy()
    for _, known in placed.nodes(data=True):
        known["layer"] = _column(view, known)
    counts = [sum(known["layer"] == name for _, known in placed.nodes(data=True)) for name in view.columns]
    used = [count for count in counts if count]
    row = 34.0 if len(used) <= 2 else 50.0 if len(used) == 3 else 64.0
    tall = max(used, default=1) * row
    left = 196.0 if len(used) <= 3 else 120.0
    places = layered(placed, view.columns, WIDTH - 2 * left if len(used) > 1 else 0, tall)
    return {node: (x + left, tall - y + 16) for node, (x, y) in places.items()}, tall + 56


def _column(view: View, known: dict[str, Any]) -> str:
    if view.name == "signatures":
        if known["side"] == "instrument":
            return "instrument"
        return "cci" if known.get("network") == "cci" else "cma"
    return str(known.get("side") or known.get("layer"))


def _sides(network: Network, view: View) -> dict[str, str]:
    """Tell on which side of its mark the label of each node has room."""
    if view.plan != "columns":
        return dict.fromkeys(network, "right" if view.plan == "trees" else "below")
    column = {node: _column(view, known) for node, known in network.nodes(data=True)}
    used = [name for name in view.columns if name in column.values()]
    if len(used) > 3:
        return dict.fromkeys(network, "below")
    sides = dict.fromkeys(used, "below") | {used[0]: "left"} | {used[-1]: "right"} if used else {}
    return {node: sides[column[node]] for node in network}


def _label(text: str, width: int, most: int) -> tuple[str, ...]:
    """Break a name into lines; what does not fit is told by three dots, and stands whole in the table."""
    lines = textwrap.wrap(text, width)
    if len(lines) <= most:
        return tuple(lines)
    return (*lines[: most - 1], textwrap.shorten(" ".join(lines[most - 1 :]), width, placeholder="…"))


def _wrap(view: View, side: str) -> int:
    """Tell how many characters a line of a label may have."""
    if view.plan == "trees":
        return 42
    return (22 if view.plan == "spread" or len(view.columns) > 3 else 38) if side == "below" else 27


def _path(one: tuple[float, float], other: tuple[float, float], *, directed: bool, bent: bool) -> str:
    if bent and other[1] < one[1] and other[0] < one[0]:
        return f"M{one[0]} {one[1]}H{other[0]}V{other[1] + 10}"
    length = max(hypot(other[0] - one[0], other[1] - one[1]), 1.0)
    kept = 1 - 11 / length if directed else 1.0
    end = (round(start + (stop - start) * kept, 1) for start, stop in zip(one, other, strict=True))
    return "M{} {}L{} {}".format(*one, *end)


def _middle(one: tuple[float, float], other: tuple[float, float], *, bent: bool) -> tuple[float, float]:
    if bent:
        return other[0], one[1]
    return round((one[0] + other[0]) / 2, 1), round((one[1] + other[1]) / 2, 1)


def _style(said: dict[str, Any]) -> str:
    if said.get("disputed"):
        return "disputed"
    if said.get("computed"):
        return "computed"
    return "certain" if said.get("certain", True) else "open"
