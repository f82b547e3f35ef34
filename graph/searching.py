"""Find things by their names, whatever the store: the same query everywhere."""

import re
from typing import TYPE_CHECKING

from .errors import UnknownName
from .frames import Rows, frame, labelled
from .namespaces import PREFIXES, expand, short
from .stores.base import Store, Term

if TYPE_CHECKING:
    import pandas as pd

    from .explore import Graph

_ALIKE = ("aàâä", "cç", "eéèêë", "iîï", "oôö", "uùûü", "yÿ")
_NAMES = f"""PREFIX foaf: <{PREFIXES["foaf"]}>
PREFIX rdfs: <{PREFIXES["rdfs"]}>
PREFIX skos: <{PREFIXES["skos"]}>
SELECT DISTINCT ?thing ?name ?type WHERE {{
  {{ ?thing rdfs:label ?name }} UNION {{ ?thing skos:prefLabel ?name }} UNION {{ ?thing skos:altLabel ?name }}
  UNION {{ ?thing foaf:name ?name }}
  %FILTERS%
  ?thing a ?type .
}} ORDER BY ?thing ?name ?type"""


def search_names(graph: "Graph", text: str, lang: str, limit: int) -> "pd.DataFrame":
    """List the things that have a name with every word of the text, the shortest names first.

    `attrs["found"]` counts them all, of which the first `limit` are listed.
    """
    words = text.split()
    filters = "\n  ".join(
        f"FILTER REGEX(STR(?name), {Term('literal', _pattern(word)).sparql()}, 'i')" for word in words
    )
    rows = Rows.of_tsv(graph.store.query(_NAMES.replace("%FILTERS%", filters)).serialize("tsv"))
    table = labelled(frame(rows), rows, graph.labels(rows.iris(), lang=lang))
    order = table["name"].str.len().sort_values(kind="stable").index
    found = table.loc[order].drop_duplicates("thing")
    listed = found.head(limit).reset_index(drop=True)
    listed.attrs["found"] = len(found)
    return listed


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


def _pattern(word: str) -> str:
    """Write a word as a regular expression that accents make no difference to.

    >>> _pattern("Été")
    '[eéèêë]t[eéèêë]'
    """
    alike = {letter: f"[{group}]" for group in _ALIKE for letter in group}
    return "".join(alike.get(letter, re.escape(letter)) for letter in word.lower())


def _nearest(store: Store, iri: str) -> tuple[str, ...]:
    import difflib

    rows = store.query("SELECT DISTINCT ?s { ?s a ?class FILTER ( isIRI(?s) ) }").rows()
    names = [short(row["s"].value) for row in rows]
    return tuple(difflib.get_close_matches(short(iri), names, n=3, cutoff=0.6))
