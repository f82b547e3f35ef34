"""Lay what a search by names finds out as a pandas DataFrame, for whoever explores the graph."""

from functools import cached_property
from typing import TYPE_CHECKING

from ..frames import array_of, put_beside
from ..stores.base import Store
from .index import Index

if TYPE_CHECKING:
    import pandas as pd

    from ..explore import Graph


class Names:
    """Hold the index of the names in a store, made at the first search."""

    def __init__(self, store: Store) -> None:
        self._store = store

    @cached_property
    def index(self) -> Index:
        """Give the index."""
        return Index.of(self._store)


def search_names(graph: "Graph", index: Index, text: str, lang: str, limit: int) -> "pd.DataFrame":
    """List the things that have a name with every word of the text, or the beginning of it, the best first.

    `attrs["found"]` counts them all, of which the first `limit` are listed; `attrs["whole"]` is False when the graph
    has more names than were read.
    """
    import pandas as pd

    hits = [hit for hit in index.find(text) if hit.in_one_name or not text.strip()]
    listed = hits[:limit]
    things = [hit.entry.iri for hit in listed]
    names = [hit.name.text if hit.name else hit.entry.label(lang) for hit in listed]
    types = [min(hit.entry.classes, default="") for hit in listed]
    columns: dict[str, list[str | None]] = {
        "thing": [*things],
        "name": [*names],
        "type": [one or None for one in types],
    }
    table = pd.DataFrame({name: array_of(values, "string") for name, values in columns.items()})
    labels = graph.labels(dict.fromkeys((*things, *filter(None, types))), lang=lang)
    for name, iris in (("thing", things), ("type", types)):
        put_beside(table, name, f"{name}Label", map(labels.get, iris))
    table.attrs |= {"found": len(hits), "whole": index.whole}
    return table
