"""Say who states a fact: the attestations of things, properties and values, with their places in the sources."""

from collections.abc import Hashable, Iterable
from typing import TYPE_CHECKING, Any

from .errors import UnknownFormat
from .frames import Rows, frame, labelled, read_token
from .namespaces import CONS, PREFIXES
from .stores.base import Term

if TYPE_CHECKING:
    import pandas as pd

    from .explore import Graph

_MOST_NAMED = 1_000  # subjects in one text; beyond them, all attestations are read: still one query
_DTYPES = {
    **dict.fromkeys(("row", "paragraph", "start", "end"), "Int64"),
    "confidence": "Float64",
    "asserted": "datetime64[us, UTC]",
}
# Each OPTIONAL begins at the attestation: one that began at a citation that is not bound would match any.
_QUERY = f"""PREFIX cons: <{CONS}>
PREFIX oa: <{PREFIXES["oa"]}>
PREFIX prov: <{PREFIXES["prov"]}>
PREFIX rdf: <{PREFIXES["rdf"]}>
PREFIX rdfs: <{PREFIXES["rdfs"]}>
SELECT DISTINCT ?subject ?predicate ?object ?attestation ?reading ?confidence ?source ?paragraph ?start ?end ?fragment
  ?asserter ?asserted ?note WHERE {{
  %SUBJECTS%
  ?attestation rdf:subject ?subject .
  OPTIONAL {{ ?attestation rdf:predicate ?predicate }}
  OPTIONAL {{ ?attestation rdf:object ?object }}
  OPTIONAL {{ ?attestation cons:reading ?reading }}
  OPTIONAL {{ ?attestation cons:confidence ?confidence }}
  OPTIONAL {{ ?attestation prov:wasAttributedTo ?asserter }}
  OPTIONAL {{ ?attestation prov:generatedAtTime ?asserted }}
  OPTIONAL {{ ?attestation rdfs:comment ?note FILTER ( LANG(?note) = "fr" ) }}
  OPTIONAL {{ ?attestation prov:wasDerivedFrom ?citation . ?citation oa:hasSource ?source }}
  OPTIONAL {{ ?attestation prov:wasDerivedFrom ?citation . ?citation cons:paragraph ?paragraph }}
  OPTIONAL {{
    ?attestation prov:wasDerivedFrom ?citation . ?citation oa:hasSelector ?place . ?place oa:start ?start ; oa:end ?end
  }}
  OPTIONAL {{ ?attestation prov:wasDerivedFrom ?citation . ?citation oa:hasSelector/rdf:value ?fragment }}
}}
ORDER BY ?subject ?predicate ?object ?attestation ?source ?paragraph ?start"""


def evidence_of_rows(graph: "Graph", rows: Rows, *, lang: str, attrs: dict[Hashable | None, Any]) -> "pd.DataFrame":
    """List the attestations of each row of a table; UnknownFormat when no column holds an IRI to look up."""
    if rows.count and not rows.columns_of_iris():
        raise UnknownFormat(
            "No column holds an IRI, so it cannot be known what the rows are of. Add to the SELECT the variable of the "
            "thing that a label names."
        )
    found = _attestations(graph, rows.iris())
    kept = _of_rows(rows, found)
    table = labelled(frame(kept, _DTYPES), kept, graph.labels(kept.iris(), lang=lang))
    table.attrs = attrs
    return table


def provenance(graph: "Graph", subject: str, predicate: str | None, value: str | None, *, lang: str) -> "pd.DataFrame":
    """List who states a thing, a property of it, or one value of that property.

    An attestation without a predicate covers the whole thing, one without an object every value of the property.
    """
    found = _attestations(graph, [subject])
    lines = list(zip(*found.columns, strict=True))
    wanted = f"<{predicate}>" if predicate else None
    places = found.names.index("predicate"), found.names.index("object")
    kept = [
        line
        for line in lines
        if (wanted is None or line[places[0]] in {"", wanted})
        and (value is None or not line[places[1]] or _plain(line[places[1]]) == value)
    ]
    columns = tuple(zip(*kept, strict=True)) if kept else ((),) * len(found.names)
    rows = Rows(found.names, columns, len(kept))
    return labelled(frame(rows, _DTYPES), rows, graph.labels(rows.iris(), lang=lang))


def _attestations(graph: "Graph", subjects: Iterable[str]) -> Rows:
    """Read the attestations of these things by one query; the question is never too long to be put."""
    named = list(subjects)
    values = " ".join(Term("iri", iri).sparql() for iri in named)
    text = _QUERY.replace("%SUBJECTS%", f"VALUES ?subject {{ {values} }}" if len(named) <= _MOST_NAMED else "")
    return Rows.of_tsv(graph.store.query(text).serialize("tsv"))


def _of_rows(rows: Rows, found: Rows) -> Rows:
    """Give each row its attestations: those of a subject in it whose object, if any, is in it too."""
    by_subject: dict[str, list[tuple[str, ...]]] = {}
    for line in zip(*found.columns, strict=True):
        by_subject.setdefault(line[0], []).append(line)
    at = found.names.index("object")
    kept: list[tuple[str, ...]] = []
    for number, row in enumerate(zip(*rows.columns, strict=True)):
        there = {_plain(token) for token in row if token}
        for name, token in zip(rows.names, row, strict=True):
            lines = by_subject.get(token, ())
            kept += [(str(number), f'"{name}"', *line) for line in lines if not line[at] or _plain(line[at]) in there]
    columns = tuple(zip(*kept, strict=True)) if kept else ((),) * (len(found.names) + 2)
    return Rows(("row", "column", *found.names), columns, len(kept))


def _plain(token: str) -> str:
    """Give the text of a term, by which a value in a table and the object of an attestation are compared."""
    return read_token(token).text
