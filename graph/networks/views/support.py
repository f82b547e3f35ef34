"""Find what shows a tie: the sources, their paragraphs, how they were read and how sure the reading is."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from ...frames import Rows, read_token
from ...namespaces import CONS, DEF, PREFIXES
from ...stores.base import Store, Term

_MOST_NAMED = 1_000  # subjects in one text; beyond them all attestations are read, by one query still
_READINGS = ("disputed", "inferred", "stated")  # the gravest first
_QUERY = f"""PREFIX cons: <{CONS}>
PREFIX oa: <{PREFIXES["oa"]}>
PREFIX prov: <{PREFIXES["prov"]}>
PREFIX rdf: <{PREFIXES["rdf"]}>
SELECT DISTINCT ?subject ?predicate ?reading ?confidence ?source ?paragraph WHERE {{
  %SUBJECTS%
  ?attestation rdf:subject ?subject .
  OPTIONAL {{ ?attestation rdf:predicate ?predicate }}
  OPTIONAL {{ ?attestation cons:reading ?reading }}
  OPTIONAL {{ ?attestation cons:confidence ?confidence }}
  ?attestation prov:wasDerivedFrom ?citation . ?citation oa:hasSource ?source .
  OPTIONAL {{ ?attestation prov:wasDerivedFrom ?citation . ?citation oa:hasSource ?source ; cons:paragraph ?paragraph }}
}}
ORDER BY ?subject ?source ?paragraph ?reading ?confidence ?predicate"""
_SAID_BY = {  # the properties that say a tie, where not the whole thing does
    "makes": (f"{PREFIXES['cv']}isDerivedFrom",),
    "derives-from": (f"{CONS}derivesFrom",),
    "legal-basis": (f"{CONS}legalBasis",),
    "arises-from": (f"{CONS}arisesFrom",),
    "theme": (f"{PREFIXES['dcterms']}subject",),
}


@dataclass(frozen=True)
class Support:
    """Hold how one source shows a tie: paragraphs in its order, the gravest reading, the lowest confidence."""

    source: str
    paragraphs: tuple[int, ...]
    reading: str | None
    confidence: float | None


class Attestations:
    """Hold who states the facts of a network, read at once."""

    def __init__(self, store: Store, facts: Iterable[str]) -> None:
        named = list(dict.fromkeys(facts))
        self._rows: dict[str, list[dict[str, str]]] = {}
        if not named:
            return
        values = " ".join(Term("iri", iri).sparql() for iri in named)
        chosen = f"VALUES ?subject {{ {values} }}" if len(named) <= _MOST_NAMED else ""
        rows = Rows.of_tsv(store.query(_QUERY.replace("%SUBJECTS%", chosen)).serialize("tsv"))
        for line in zip(*rows.columns, strict=True):
            row = {name: read_token(token).text for name, token in zip(rows.names, line, strict=True) if token}
            self._rows.setdefault(row["subject"], []).append(row)

    def of_tie(self, facts: Iterable[str], kind: str | None = None) -> tuple[Support, ...]:
        """List the sources of a tie in the order of their IRIs; of a fact that says more, only what says the tie.

        A computed tie has none: it follows from a rule and an instrument, which have theirs.
        """
        said_by = _SAID_BY.get(kind or "")
        found: dict[str, list[dict[str, str]]] = {}
        for row in (row for fact in facts for row in self._rows.get(fact, ())):
            if said_by is None or row.get("predicate", said_by[0]) in said_by:
                found.setdefault(row["source"], []).append(row)
        return tuple(_support(source, found[source]) for source in sorted(found))


def _support(source: str, rows: list[dict[str, Any]]) -> Support:
    readings = {str(row["reading"]).removeprefix(f"{DEF}reading-") for row in rows if "reading" in row}
    confidences = [float(row["confidence"]) for row in rows if "confidence" in row]
    return Support(
        source,
        tuple(sorted({int(row["paragraph"]) for row in rows if "paragraph" in row})),
        next((reading for reading in _READINGS if reading in readings), None),
        min(confidences, default=None),
    )
