"""Project the themes of each region: what the instruments of it deal with."""

from collections.abc import Collection

import networkx as nx

from ..stores.base import Store
from .nodes import instruments, labels, unknown
from .rows import rows_of, text
from .themes import add_theme, kept_instruments
from .windows import Day, Days, window

Region = tuple[str, str]  # its IRI and its name


def regional_themes(
    store: Store, *, at: Day = None, period: Days | None = None, among: Collection[str] | None = None
) -> "nx.Graph[str]":
    """Join each region to the themes of the instruments of it: a bipartite network.

    A node has `side` (`region` or `theme`), `kind` (the same), `label`, `label_en`; a region also `region` (its INSEE
    code) and `region_label`, a theme `broader` and `weight` as in `theme_cooccurrence`. An edge has `weight` (how many
    instruments), `instruments` (IRI to label), `facts` (what bears the theme) and `certain`.

    The region of an instrument is the area that its source gives, where that is a region, else those of its parties
    that are chambers or prefectures. What has neither, such as a national COP, is of no region:
    `graph["without_region"]` counts these instruments. `at`, `period` and `among` as in `cosignatures`; what no source
    dates stays, not certain. A region without a theme here is one of which no instrument with a theme is known.
    """
    chosen = window(at, period)
    network: nx.Graph[str] = nx.Graph(title="Thèmes par région", window=chosen.title)
    acts, kept, regions = instruments(store), kept_instruments(store, chosen), regions_of_instruments(store)
    nowhere: set[str] = set()
    for row in rows_of(store, "themes-of-instruments"):
        instrument, theme = row["instrument"].value, row["theme"].value
        act = acts.get(instrument, unknown(instrument))
        if kept.get(instrument, False) is None or (among is not None and instrument not in among):
            continue
        where = regions.get(instrument, {})
        if not where:
            nowhere.add(instrument)
            continue
        add_theme(network, row, side="theme")
        certain = bool(kept.get(instrument, not chosen.title))
        for region, (code, name) in where.items():
            network.add_node(region, **labels(name, name, region), kind="region", side="region")
            network.nodes[region].update(region=code, region_label=name)
            _join(network, (region, theme), (instrument, act["label"]), row["part"].value, certain=certain)
    for node, said in network.nodes(data=True):
        if said["side"] == "theme":
            said["weight"] = len({act for edge in network[node].values() for act in edge["instruments"]})
    network.graph["without_region"] = len(nowhere)
    return network


def _join(network: "nx.Graph[str]", ends: tuple[str, str], act: tuple[str, str], part: str, *, certain: bool) -> None:
    if not network.has_edge(*ends):
        network.add_edge(*ends, weight=0, instruments={}, facts=[], certain=True)
    edge = network.edges[ends]
    edge["instruments"][act[0]] = act[1]
    edge["weight"] = len(edge["instruments"])
    edge["facts"] += [part] if part not in edge["facts"] else []
    edge["certain"] = edge["certain"] and certain


def regions_of_instruments(store: Store) -> dict[str, dict[str, Region]]:
    """Map each instrument to its regions: IRI of the region to code and name."""
    of_parties: dict[str, tuple[str, str, str]] = {}
    for row in rows_of(store, "regions-of-organisations"):
        code, name = text(row, "code") or "", text(row, "regionLabel") or row["region"].value
        of_parties[row["organisation"].value] = row["region"].value, code, name
    regions = {iri: (code, name) for iri, code, name in of_parties.values()}
    found: dict[str, dict[str, Region]] = {}
    for row in rows_of(store, "instruments"):
        if "area" in row and row["area"].value in regions:
            found.setdefault(row["instrument"].value, {})[row["area"].value] = regions[row["area"].value]
    by_area = {*found}
    for row in rows_of(store, "parties-of-instruments"):
        party = of_parties.get(row["party"].value)
        if party and row["instrument"].value not in by_area:
            found.setdefault(row["instrument"].value, {})[party[0]] = party[1:]
    return found
