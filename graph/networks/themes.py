"""Project the themes: which are dealt with together."""

from itertools import combinations

import networkx as nx

from ..stores.base import Row, Store
from .nodes import instruments, labels, unknown
from .rows import day, rows_of, text
from .windows import Day, Days, Window, window


def theme_cooccurrence(store: Store, *, at: Day = None, period: Days | None = None) -> "nx.Graph[str]":
    """Join two themes that the same instrument deals with, in itself or in its elements.

    A node has `label`, `label_en`, `kind` (`theme`), `broader` (the IRI of the theme above it, or None) and
    `weight` (how many deal with it). An edge has `weight` (how many instruments deal with both), `instruments`
    (IRI to label), `facts` (what bears the themes: instruments and their elements) and `certain`. A theme is counted as
    it was said: one that lies under another is not counted for that one too.

    `at` keeps instruments signed by that day, `period` those signed in a span; one whose signing no source dates, such
    as a programme, stays with `certain` false. The themes were chosen by the curator from the vocabulary: how often two
    go together says as much of what the articles report as of what the chambers do.
    """
    chosen = window(at, period)
    network: nx.Graph[str] = nx.Graph(title="Thèmes traités ensemble", window=chosen.title)
    acts, kept = instruments(store), kept_instruments(store, chosen)
    parts: dict[str, dict[str, list[str]]] = {}
    for row in rows_of(store, "themes-of-instruments"):
        instrument, theme = row["instrument"].value, row["theme"].value
        if kept.get(instrument, False) is not None:
            add_theme(network, row)
            parts.setdefault(instrument, {}).setdefault(theme, []).append(row["part"].value)
    for instrument, by in parts.items():
        label = acts.get(instrument, unknown(instrument))["label"]
        certain = bool(kept.get(instrument, not chosen.title))
        for theme in by:
            network.nodes[theme]["weight"] += 1
        for ends in combinations(sorted(by), 2):
            if not network.has_edge(*ends):
                network.add_edge(*ends, weight=0, instruments={}, facts=[], certain=True)
            edge = network.edges[ends]
            edge["instruments"][instrument] = label
            edge["weight"] += 1
            edge["facts"] += sorted({*by[ends[0]], *by[ends[1]]})
            edge["certain"] = edge["certain"] and certain
    return network


def add_theme(network: "nx.Graph[str]", row: Row, **more: str) -> None:
    """Add the theme of a row of `themes-of-instruments` as a node, unless it is there."""
    theme = row["theme"].value
    if theme not in network:
        name = labels(text(row, "themeLabel"), text(row, "themeLabelEn"), theme)
        network.add_node(theme, kind="theme", broader=text(row, "broader"), weight=0, **name, **more)


def kept_instruments(store: Store, chosen: Window) -> dict[str, bool | None]:
    """Tell of each signed instrument whether it is in the window: certainly, possibly (False) or not (None)."""
    found: dict[str, bool | None] = {}
    for row in rows_of(store, "signatures"):
        instrument = row["instrument"].value
        certain = chosen.of_event(day(row, "earliest"), day(row, "latest"))
        found[instrument] = None if certain is None else certain and found.get(instrument, True) is not False
    return found
