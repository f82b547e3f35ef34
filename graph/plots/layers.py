"""Draw a network in columns, from what is above to what follows from it: the legal chain."""

from typing import TYPE_CHECKING, Any

from ..networks.layout import Network, Places, layered
from ..networks.legal import LAYERS
from .frame import BLUE, GREEN, GREY, PURPLE, SMALL, TEXT, VERMILION, WIDTH, axes_for, frame, source_line
from .labels import wrapped

if TYPE_CHECKING:
    from matplotlib.axes import Axes

_HEADS = {"law": "Textes et renouvellements", "rule": "Règles", "cop": "COP", "com": "COM", "plan": "Plans et autres"}
_COLOURS = {"law": GREY, "rule": PURPLE, "cop": BLUE, "com": VERMILION, "plan": GREEN}
_ROW, _HEAD, _WRAP = 0.44, 0.9, 23  # inches for a box, for the heads; characters of a line


def draw_layers(network: Network, *, title: str, source: str | None, axes: "Axes | None") -> "Axes":
    """Draw the nodes as boxes of text in columns by their attribute `layer`, joined from left to right."""
    alone = axes is None
    filled = [layer for layer in LAYERS if any(said.get("layer") == layer for _, said in network.nodes(data=True))]
    counts = [sum(said.get("layer") == layer for _, said in network.nodes(data=True)) for layer in filled]
    longest = max(counts, default=1)
    axes = axes_for(axes, WIDTH, _HEAD + _ROW * longest)
    places = layered(network, filled, float(len(filled) - 1), float(longest))
    half = 0.37
    for one, other, said in network.edges(data=True):
        _join(axes, places, one, other, said, half)
    for node, (x, y) in places.items():
        _box(axes, network.nodes[node], x, y, half)
    for number, layer in enumerate(filled):
        style: Any = {"ha": "center", "va": "bottom", "fontsize": TEXT, "fontweight": "bold", "color": _COLOURS[layer]}
        axes.text(number, longest + 0.05, wrapped(_HEADS[layer], 18), **style)
    axes.set_xlim(-half - 0.03, len(filled) - 1 + half + 0.03)
    axes.set_ylim(0, longest + 0.6)
    axes.axis("off")
    _key(axes, network)
    frame(axes, title, source_line(network.graph, source), alone=alone)
    return axes


def _join(axes: "Axes", places: Places, one: str, other: str, said: dict[str, Any], half: float) -> None:
    """Draw an edge as a soft curve from the right side of one box to the left side of the other."""
    from matplotlib.patches import PathPatch
    from matplotlib.path import Path

    (x, y), (to_x, to_y) = places[one], places[other]
    start, end = x + half, to_x - half
    bend = (end - start) / 2
    curve = Path([(start, y), (start + bend, y), (end - bend, to_y), (end, to_y)], [1, 4, 4, 4])
    dashes: Any = (0, (3, 2)) if not said.get("certain", True) else "solid"
    colour, width = ("#B8B8B8", 0.7) if said.get("computed") else ("#303030", 1.0)
    style = {"fill": False, "edgecolor": colour, "linewidth": width, "linestyle": dashes, "zorder": 1}
    axes.add_patch(PathPatch(curve, gid=str(said.get("kind")), **style))


def _box(axes: "Axes", said: dict[str, Any], x: float, y: float, half: float) -> None:
    from matplotlib.patches import FancyBboxPatch

    look: Any = {"boxstyle": "round,pad=0,rounding_size=0.04", "facecolor": "white", "zorder": 2, "linewidth": 0.8}
    axes.add_patch(FancyBboxPatch((x - half, y - 0.4), 2 * half, 0.8, edgecolor=_COLOURS[said["layer"]], **look))
    told = f"{said['identifier']} · {said['label']}" if said.get("identifier") else str(said["label"])
    lines = wrapped(told, _WRAP).split("\n")
    kept = "\n".join(lines) if len(lines) <= 3 else "\n".join([*lines[:2], f"{lines[2]}…"])
    axes.text(x, y, kept, ha="center", va="center", fontsize=SMALL - 1, linespacing=1.05, zorder=3)


def _key(axes: "Axes", network: Network) -> None:
    from matplotlib.lines import Line2D

    kinds = [said for *_, said in network.edges(data=True)]
    grey: Any = {"color": "#B8B8B8", "linewidth": 0.9}
    marks = [
        Line2D([], [], color="#303030", linewidth=1.0, label="lien dit par une source"),
        Line2D([], [], **grey, label="calculé : la règle exige ce type d'acte"),
    ]
    if any(not said.get("certain", True) for said in kinds):
        marks.append(Line2D([], [], **grey, linestyle=(0, (3, 2)), label="les bornes ne tranchent pas"))
    axes.legend(handles=marks, loc="upper center", bbox_to_anchor=(0.5, 0.0), ncols=3, frameon=False, fontsize=SMALL)
