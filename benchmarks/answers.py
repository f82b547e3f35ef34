"""Read the twelve kinds of query, and bring the answers of different servers to one form."""

import json
import re
from pathlib import Path

import pyoxigraph as ox

from .synthetic import PREFIXES

KINDS = (
    "point",
    "star",
    "path",
    "aggregate",
    "completeness",
    "regex",
    "concat",
    "cosign",
    "construct",
    "describe",
    "export",
    "legal",
)
_FOLDER = Path(__file__).with_name("kinds")
_NUMBER = re.compile(r"[+-]?[0-9]+(?:\.[0-9]*)?(?:[eE][+-]?[0-9]+)?\Z")


def query(kind: str) -> str:
    """Give the query of a kind, complete: with the prefixes that it uses."""
    text = (_FOLDER / f"{kind}.rq").read_text(encoding="utf-8")
    used = {name for name in re.findall(r"(?<![\w:?])([a-z]*):[\w-]", text) if name in PREFIXES}
    return "".join(f"PREFIX {name}: <{iri}>\n" for name, iri in PREFIXES.items() if name in used) + text


def media_type(kind: str) -> str:
    """Give the one format that every server is asked for."""
    return "text/turtle" if kind in {"construct", "describe"} else "application/sparql-results+json"


def canonical(media_type: str, body: bytes) -> list[tuple[str, ...]]:
    """Give the rows or triples of an answer in an order of their own; ValueError when it is not one.

    Numbers count by value, joined names in any order, datatypes not at all: in these servers differ by right.
    """
    rdf = ox.RdfFormat.from_media_type(media_type)
    try:
        if rdf:
            return sorted(tuple(map(str, quad.triple)) for quad in ox.parse(body, format=rdf))
        answer = json.loads(body)
        names = answer["head"]["vars"]
        return sorted(tuple(_plain(row.get(name)) for name in names) for row in answer["results"]["bindings"])
    except (KeyError, TypeError, ValueError, SyntaxError) as error:
        raise ValueError(f"not an answer in {media_type}") from error


def _plain(term: dict[str, str] | None) -> str:
    if term is None:
        return ""
    value = term["value"]
    if term["type"] == "uri":
        return f"<{value}>"
    if _NUMBER.match(value):
        value = f"{float(value):.9g}"
    return "; ".join(sorted(value.split("; "))) + (f"@{term['xml:lang']}" if "xml:lang" in term else "")
