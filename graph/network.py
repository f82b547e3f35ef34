"""See the graph as networkx does: who signs with whom."""

from itertools import combinations

import networkx as nx

from .catalogue import Catalogue
from .stores.base import Row, Store


def cosignatures(store: Store) -> "nx.Graph[str]":
    """Project signatures on the organisations in whose name they were given.

    A node is the IRI of an organisation, with `label` and `network` (the IRI of its concept, or None). An edge joins
    two organisations that signed the same instrument: `instruments` maps the IRI of each to its label, `weight` counts
    them, `earliest` and `latest` bound the days of signing (None where no source gives any), and `disputed` is true
    where a source contests one of the signatures. Parties that did not sign are not joined.
    """
    signed: dict[str, dict[str, Row]] = {}
    network: nx.Graph[str] = nx.Graph()
    for row in Catalogue.load().run(store, "signatures").rows():
        organisation = row["organisation"].value
        network.add_node(organisation, label=_text(row, "organisationLabel"), network=_text(row, "network"))
        signed.setdefault(row["instrument"].value, {})[organisation] = row
    for instrument, rows in signed.items():
        for one, other in combinations(sorted(rows), 2):
            _join(network, instrument, rows[one], rows[other])
    return network


def _join(network: "nx.Graph[str]", instrument: str, one: Row, other: Row) -> None:
    """Add one instrument to the edge between two of its signing organisations."""
    ends = one["organisation"].value, other["organisation"].value
    if not network.has_edge(*ends):
        network.add_edge(*ends, weight=0, instruments={}, earliest=None, latest=None, disputed=False)
    edge = network.edges[ends]
    edge["instruments"][instrument] = _text(one, "instrumentLabel")
    edge["weight"] = len(edge["instruments"])
    earliest = [day for day in (edge["earliest"], _text(one, "earliest"), _text(other, "earliest")) if day]
    latest = [day for day in (edge["latest"], _text(one, "latest"), _text(other, "latest")) if day]
    edge["earliest"], edge["latest"] = min(earliest, default=None), max(latest, default=None)
    edge["disputed"] = edge["disputed"] or "true" in {_text(one, "disputed"), _text(other, "disputed")}


def _text(row: Row, name: str) -> str | None:
    return row[name].value if name in row else None
