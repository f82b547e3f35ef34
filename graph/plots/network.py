"""Draw a network so that it can be read in print: a shape for each network of chambers, labels that cover nothing."""

from typing import TYPE_CHECKING, Any, NamedTuple

from ..networks.layout import Network, Places, spread
from .frame import BLACK, BLUE, GREEN, GREY, PURPLE, SMALL, VERMILION, WIDTH, YELLOW, frame, sheet_for, source_line
from .labels import Box, place_labels, wrapped
from .layers import draw_layers

if TYPE_CHECKING:
    from matplotlib.axes import Axes

_ASIDE, _MARGIN, _KEY, _RADIUS = 52.0, 16.0, 34.0, 4.6  # points
_WRAP = 24  # characters of a line of a label


class _Look(NamedTuple):
    marker: str
    colour: str
    size: float
    label: str


LOOKS = {
    "cci": _Look("o", BLUE, 42, "réseau des CCI"),
    "cma": _Look("s", VERMILION, 38, "réseau des CMA"),
    "authority": _Look("D", GREY, 34, "État"),
    "organisation": _Look("X", BLACK, 40, "autre organisation"),
    "instrument": _Look("h", YELLOW, 38, "instrument"),
    "person": _Look("^", PURPLE, 42, "personne"),
    "theme": _Look("p", GREEN, 46, "thème"),
    "article": _Look("v", GREY, 40, "texte"),
    "rule": _Look("P", PURPLE, 40, "règle"),
    "renewal": _Look("d", BLACK, 40, "renouvellement"),
}


def draw_network(
    network: Network,
    *,
    title: str | None = None,
    source: str | None = None,
    labels: bool = True,
    height: float = 5.2,
    axes: "Axes | None" = None,
) -> "Axes":
    """Draw a network of `graph.networks`; `height` is in inches, the width is that of two columns of a paper.

    Shapes tell the kind of a node as well as colours do: round for CCI, square for CMA, diamond for the State. An edge
    is wider where it weighs more, dotted where a source contests it, dashed where the bounds of its dates leave open
    whether it holds. A network whose nodes have a `layer`, the legal chain, is drawn in columns from the law down. Over
    seventy labels cover each other: choose a part of the network first, or leave labels out.
    """
    if any("layer" in said for _, said in network.nodes(data=True)):
        return draw_layers(network, title=title or _title(network), source=source, axes=axes)
    alone = axes is None
    axes, wide, tall = sheet_for(axes, WIDTH, height)
    places = _shifted(spread(network, wide - 2 * _ASIDE, tall - 2 * _MARGIN - _KEY))
    _draw_edges(axes, network, places)
    looks = _draw_nodes(axes, network, places)
    if labels:
        _write_labels(axes, network, places, Box(0, _KEY, wide, tall))
    axes.set_xlim(0, wide)
    axes.set_ylim(0, tall)
    axes.axis("off")
    _key(axes, network, looks)
    named = title if title is not None else _title(network)
    frame(axes, named, source_line(network.graph, source), alone=alone)
    return axes


def _title(network: Network) -> str:
    return ", ".join(filter(None, (network.graph.get("title", ""), network.graph.get("window", ""))))


def _shifted(places: Places) -> Places:
    return {node: (x + _ASIDE, y + _MARGIN + _KEY) for node, (x, y) in places.items()}


def look_of(said: dict[str, Any]) -> str:
    """Name the look of a node by its attributes."""
    if said.get("network") in {"cci", "cma"}:
        return str(said["network"])
    if said.get("side") in {"person", "instrument"}:
        return str(said["side"])
    if said.get("layer") in {"cop", "com", "plan"}:
        return "instrument"
    return str(said["kind"]) if said.get("kind") in LOOKS else "organisation"


def _draw_edges(axes: "Axes", network: Network, places: Places) -> None:
    from matplotlib.collections import LineCollection

    for style, chosen in _by_style(network).items():
        lines = [[places[one], places[other]] for one, other, _ in chosen]
        widths = [0.7 + 0.7 * (float(said.get("weight", 1)) - 1) for *_, said in chosen]
        dashes: Any = {"solid": "solid", "dotted": (0, (1, 1.6)), "dashed": (0, (4, 2.4))}[style]
        axes.add_collection(
            LineCollection(lines, linewidths=widths, colors="#8A8A8A", linestyles=dashes, zorder=1, gid=style)
        )


def _by_style(network: Network) -> dict[str, list[tuple[str, str, dict[str, Any]]]]:
    found: dict[str, list[tuple[str, str, dict[str, Any]]]] = {}
    for one, other, said in network.edges(data=True):
        style = "dotted" if said.get("disputed") else "solid" if said.get("certain", True) else "dashed"
        found.setdefault(style, []).append((one, other, said))
    return found


def _draw_nodes(axes: "Axes", network: Network, places: Places) -> list[str]:
    """Draw the nodes, and name the looks that were used."""
    kinds: dict[str, list[str]] = {}
    for node, said in network.nodes(data=True):
        kinds.setdefault(look_of(said), []).append(node)
    for name, nodes in kinds.items():
        look = LOOKS[name]
        xs, ys = zip(*(places[node] for node in nodes), strict=True)
        axes.scatter(xs, ys, s=look.size, c=look.colour, marker=look.marker, edgecolors=BLACK, linewidths=0.5, zorder=3)
    return [name for name in LOOKS if name in kinds]


def _write_labels(axes: "Axes", network: Network, places: Places, sheet: Box) -> None:
    from matplotlib.patheffects import withStroke

    texts = {node: wrapped(str(network.nodes[node].get("label", node)), _WRAP) for node in network}
    edges = [(one, other) for one, other, *_ in network.edges]
    boxes = place_labels(places, texts, edges, size=SMALL, radius=_RADIUS, sheet=sheet)
    for node, box in boxes.items():
        x, y = (box.left + box.right) / 2, (box.bottom + box.top) / 2
        style: Any = {"ha": "center", "va": "center", "fontsize": SMALL, "linespacing": 1.15}
        axes.text(x, y, texts[node], zorder=4, path_effects=[withStroke(linewidth=2, foreground="white")], **style)


def _key(axes: "Axes", network: Network, looks: list[str]) -> None:
    from matplotlib.lines import Line2D

    outline: Any = {"linestyle": "", "markeredgecolor": BLACK, "markeredgewidth": 0.5, "markersize": 5.5}
    used = [LOOKS[name] for name in looks]
    marks = [Line2D([], [], marker=look.marker, color=look.colour, label=look.label, **outline) for look in used]
    styles = _by_style(network)
    marks += [
        Line2D([], [], color="#8A8A8A", linewidth=1.1, linestyle=dashes, label=label)
        for style, dashes, label in (
            ("dotted", (0, (1, 1.6)), "lien contesté par une source"),
            ("dashed", (0, (4, 2.4)), "date que les bornes ne tranchent pas"),
        )
        if style in styles
    ]
    axes.legend(handles=marks, loc="lower center", ncols=4, frameon=False, fontsize=SMALL)
