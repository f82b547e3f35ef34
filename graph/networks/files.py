"""Write a network for other tools: GraphML (Gephi, yEd, igraph), GEXF (Gephi), node-link JSON (d3, sigma)."""

import json
import re
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

import networkx as nx

from ..errors import UnknownFormat

BETWEEN = " | "  # joins several values in one cell


def write_network(network: "nx.Graph[str]", path: Path | str) -> Path:
    """Write a network to a file, in the format of its ending: `.graphml`, `.gexf` or `.json` (node-link).

    GraphML and GEXF get the attributes of `flattened`; JSON keeps lists and maps, days as texts. The same network gives
    the same bytes. UnknownFormat for another ending; a file that is there is replaced.
    """
    target = Path(path)
    target.write_text(network_text(network, target.suffix.lower(), name=target.name), encoding="utf-8")
    return target


def network_text(network: "nx.Graph[str]", ending: str, *, name: str = "") -> str:
    """Give what `write_network` writes into a file of this ending, such as `.gexf`, without a file."""
    writers = {".graphml": _graphml, ".gexf": _gexf, ".json": _json}
    write = writers.get(ending)
    if write is None:
        offer = ", ".join(writers)
        raise UnknownFormat(
            f"A network cannot be written as '{name or ending}'. Give the file one of the endings {offer}."
        )
    return write(network)


def flattened(network: "nx.Graph[str]") -> "nx.Graph[str]":
    """Copy a network with attributes that every format can hold: texts, numbers, truth values.

    A day becomes `2022-11-07`; a list is joined by ` | `; a map such as `instruments` becomes two texts, its IRIs and,
    with `_labels` at its name, its labels in the same order; what is unknown (None) is left out.
    """
    flat = network.__class__()
    flat.graph.update(_flat(network.graph))
    flat.add_nodes_from((node, _flat(said)) for node, said in network.nodes(data=True))
    edges = network.edges(keys=True, data=True) if isinstance(network, nx.MultiGraph) else network.edges(data=True)
    for *ends, said in edges:
        flat.add_edge(*ends, **_flat(said))
    return flat


def node_link(network: "nx.Graph[str]") -> dict[str, Any]:
    """Give the network as maps and lists, days as texts: `networkx.node_link_graph(…, edges="links")` reads it back."""
    told: dict[str, Any] = json.loads(json.dumps(nx.node_link_data(network, edges="links"), default=_as_text))
    return told


def _graphml(network: "nx.Graph[str]") -> str:
    return "\n".join(nx.generate_graphml(flattened(network))) + "\n"


def _gexf(network: "nx.Graph[str]") -> str:
    written = "\n".join(nx.generate_gexf(flattened(network))) + "\n"
    return re.sub(r' lastmodifieddate="[^"]*"', "", written)  # the day of writing is no part of the network


def _json(network: "nx.Graph[str]") -> str:
    return json.dumps(node_link(network), ensure_ascii=False, indent=1) + "\n"


def _flat(said: Mapping[str, Any]) -> dict[str, Any]:
    flat: dict[str, Any] = {}
    for name, value in said.items():
        if isinstance(value, Mapping):
            flat[name] = BETWEEN.join(map(str, value))
            flat[f"{name}_labels"] = BETWEEN.join(map(str, value.values()))
        elif isinstance(value, list | tuple):
            flat[name] = BETWEEN.join(map(str, value))
        elif isinstance(value, str | int | float):
            flat[name] = value
        elif value is not None:
            flat[name] = _as_text(value)
    return flat


def _as_text(value: object) -> str:
    if isinstance(value, date):
        return value.isoformat()
    raise TypeError(f"{value!r} has no form in a file of a network")
