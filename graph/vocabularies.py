"""Know the terms of the vocabularies that the graph reuses, without a network.

A misspelt term of another vocabulary breaks nothing: it parses, it loads, and every query silently misses it. rdflib
lists the terms of the W3C and Dublin Core vocabularies; `ontology/vendored/term-lists/` holds the rest.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from difflib import get_close_matches
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from .namespaces import CONS, PREFIXES, short
from .resources import ONTOLOGY

if TYPE_CHECKING:
    from rdflib.term import Node

TERM_LISTS = ONTOLOGY / "vendored" / "term-lists"

_OWN = "https://w3id.org/consulaire/"
_IN_RDFLIB = [
    "DCTERMS",
    "FOAF",
    "ODRL2",
    "ORG",
    "OWL",
    "PROV",
    "RDF",
    "RDFS",
    "SDO",
    "SH",
    "SKOS",
    "SOSA",
    "VANN",
    "XSD",
]
_NAMESPACE_LINE = "# Namespace: "
_OBJECT_IS_A_TERM = frozenset(
    PREFIXES[prefix] + name
    for prefix, names in {
        "owl": "disjointWith equivalentClass equivalentProperty inverseOf",
        "rdf": "type predicate",
        "rdfs": "domain range subClassOf subPropertyOf",
        "sh": "class datatype path targetClass targetObjectsOf targetSubjectsOf",
    }.items()
    for name in names.split()
)


@dataclass(frozen=True, order=True)
class UnknownTerm:
    """Hold an IRI that its vocabulary does not declare, and what was probably meant."""

    iri: str
    nearest: str | None

    def __str__(self) -> str:
        hint = f" Did you mean {short(self.nearest)}?" if self.nearest else ""
        return (
            f"{short(self.iri)} is declared by no vocabulary known here: queries for the right term would miss it."
            f"{hint} Mend the name, or add its vocabulary to ontology/vendored/term-lists/ (see VENDORED.md)."
        )


def known_terms(namespace: str) -> frozenset[str]:
    """Give the IRIs of the terms that a vocabulary declares; none when the vocabulary is not known here.

    >>> "http://www.w3.org/ns/org#member" in known_terms("http://www.w3.org/ns/org#")
    True
    """
    return _vocabularies().get(namespace, frozenset())


def unknown_terms(triples: "Iterable[tuple[Node, Node, Node]]") -> list[UnknownTerm]:
    """List the terms of other vocabularies that these triples use and that do not exist, each once.

    An IRI in a known vocabulary is looked up wherever it stands. An IRI in no known vocabulary counts only where a
    term must stand: as predicate, class, datatype, path, or as what one of our terms is matched to. Our own names
    are not looked at.
    """
    found = {iri for triple in triples for iri, is_term in _iris(triple) if _is_unknown(iri, is_term)}
    return sorted((UnknownTerm(iri, _nearest(iri)) for iri in found), key=lambda term: term.iri)


def _iris(triple: "tuple[Node, Node, Node]") -> list[tuple[str, bool]]:
    """Give each IRI of a triple, and whether a term must stand there."""
    from rdflib import Literal, URIRef

    subject, predicate, obj = triple
    found = [(str(predicate), True)]
    if isinstance(subject, URIRef):
        found.append((str(subject), False))
    if isinstance(obj, URIRef):
        matched = str(predicate) == PREFIXES["skos"] + "closeMatch" and str(subject).startswith(CONS)
        found.append((str(obj), matched or str(predicate) in _OBJECT_IS_A_TERM))
    elif isinstance(obj, Literal) and obj.datatype:
        found.append((str(obj.datatype), True))
    return found


def _is_unknown(iri: str, is_term: bool) -> bool:
    if iri.startswith(_OWN):
        return False
    namespace = _namespace_of(iri)
    if namespace is None:
        return is_term
    return iri != namespace and iri not in known_terms(namespace)


def _namespace_of(iri: str) -> str | None:
    return next((namespace for namespace in _vocabularies() if iri.startswith(namespace)), None)


def _nearest(iri: str) -> str | None:
    namespace = _namespace_of(iri)
    if namespace is None:
        candidates = {term for terms in _vocabularies().values() for term in terms}
        return next(iter(get_close_matches(iri, candidates, n=1, cutoff=0.9)), None)
    names = [term.removeprefix(namespace) for term in known_terms(namespace)]
    close = get_close_matches(iri.removeprefix(namespace), names, n=1)
    return namespace + close[0] if close else None


@cache
def _vocabularies() -> dict[str, frozenset[str]]:
    import rdflib

    found = {}
    for name in _IN_RDFLIB:
        vocabulary = getattr(rdflib, name)
        names = [*vocabulary.__annotations__, *vocabulary._extras]  # extras: sh:or and other words of Python
        found[str(vocabulary)] = frozenset(f"{vocabulary}{local}" for local in names)
    for path in sorted(TERM_LISTS.glob("*.txt")):
        namespace, terms = _read_list(path)
        found[namespace] = terms
    return found


def _read_list(path: Path) -> tuple[str, frozenset[str]]:
    lines = path.read_text(encoding="utf-8").splitlines()
    namespace = next(line.removeprefix(_NAMESPACE_LINE) for line in lines if line.startswith(_NAMESPACE_LINE))
    return namespace, frozenset(namespace + line for line in lines if not line.startswith("#"))
