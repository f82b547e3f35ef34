"""Show a network to explore in Jupyter: move, zoom, search, click on a node to read its attributes."""

from typing import Any

from ..errors import NotebookError
from ..networks.files import flattened
from ..networks.layout import Network, spread
from .network import LOOKS, look_of

_SHEET = 560.0  # as wide as a printed figure, so that labels have as much room
_EDGE, _DOUBT = "#8A8A8A", "#E69F00"


def interactive(network: Network, *, height: int = 500) -> Any:
    """Show a network of `graph.networks` in Jupyter; the last line of a cell, or `display(interactive(…))`.

    The widget is ipysigma's (Sigma.js), which pip installs with its JupyterLab extension: nothing is fetched from
    another machine. Colours tell the kind of a node, which a click names too with all its attributes; the size tells
    its degree, the width of an edge its weight. An edge in orange is contested, or left open by the bounds of its
    dates. Places are those of `draw_network`. NotebookError where ipysigma is not installed.
    """
    try:
        from ipysigma import Sigma  # type: ignore[import-untyped]
    except ModuleNotFoundError as error:
        raise NotebookError(
            "Exploring a network needs ipysigma, which is not installed. Install the notebooks' extra: "
            "pip install 'consulaire[notebooks]'."
        ) from error
    shown = dressed(network)
    used = {look_of(said) for _, said in network.nodes(data=True)}
    kinds = {look.label: look.colour for name, look in LOOKS.items() if name in used}
    looks: dict[str, Any] = {
        "node_color": "type de nœud",
        "node_color_palette": kinds,
        "node_size": shown.degree,
        "node_size_range": (5, 14),
        "node_border_color_from": None,
        "edge_size": "weight",
        "edge_size_range": (1, 5),
        "raw_edge_color": "color",
        "camera_state": {"ratio": 1.35, "x": 0.5, "y": 0.5, "angle": 0},  # room for the panels
        "show_all_labels": len(shown) <= 60,
    }
    return Sigma(shown, name=str(network.graph.get("title", "réseau")), height=height, start_layout=False, **looks)


def dressed(network: Network) -> Network:
    """Copy a network with what the widget shows: flat attributes, places, the kind of each node in French."""
    shown = flattened(network)
    places = spread(network, _SHEET, _SHEET * 0.7)
    for node, said in network.nodes(data=True):
        x, y = places[node]
        shown.nodes[node].update({"x": x, "y": y, "type de nœud": LOOKS[look_of(said)].label})
    for *_, said in shown.edges(data=True):
        said.setdefault("weight", 1)
        said["color"] = _DOUBT if said.get("disputed") or not said.get("certain", True) else _EDGE
        said.pop("label", None)
    return shown
