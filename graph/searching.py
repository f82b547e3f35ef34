"""Find things by their names, whatever the store: the same index everywhere."""

from functools import cached_property
from typing import TYPE_CHECKING

from .errors import UnknownName
from .frames import array_of, put_beside
from .namespaces import PREFIXES, expand, short
from .search import Index
from .stores.base import Store, Term

if TYPE_CHECKING:
    import pandas as pd

    from .explore import Graph


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

    `attrs["found"]` counts them all, of which the first `limit` are listed.
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
    table.attrs["found"] = len(hits)
    return table


def known_thing(store: Store, told: str) -> str:
    """Give the IRI of a thing by itself or its prefixed name; UnknownName when no triple is about it."""
    iri = expand(told) or told.removeprefix("<").removesuffix(">")
    try:
        term = Term("iri", iri).sparql()
    except ValueError:
        raise UnknownName("thing", told, ()) from None
    if not store.query(f"ASK {{ {{ {term} ?p ?o }} UNION {{ ?s ?q {term} }} }}").boolean:
        raise UnknownName("thing", told, _nearest(store, iri))
    return iri


def describing(iri: str) -> str:
    """Write the query for the triples about a thing, in both directions, without those of its attestations."""
    term, rdf = Term("iri", iri).sparql(), PREFIXES["rdf"]
    return (
        f"CONSTRUCT {{ {term} ?p ?o . ?s ?q {term} }} WHERE {{\n  {{ {term} ?p ?o }}\n  UNION\n"
        f"  {{ ?s ?q {term} FILTER ( ?q NOT IN ( <{rdf}subject>, <{rdf}object> ) ) }}\n}}"
    )


def _nearest(store: Store, iri: str) -> tuple[str, ...]:
    import difflib

    rows = store.query("SELECT DISTINCT ?s { ?s a ?class FILTER ( isIRI(?s) ) }").rows()
    names = [short(row["s"].value) for row in rows]
    return tuple(difflib.get_close_matches(short(iri), names, n=3, cutoff=0.6))
