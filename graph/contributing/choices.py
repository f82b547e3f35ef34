"""List what a new fact can name: what is in the graph already, and which names are taken."""

import re
from dataclasses import dataclass

from ..frames import Rows, read_token
from ..namespaces import CONS, ID, PREFIXES
from ..overview import labels
from ..stores.base import Store

_ORG, _FOAF, _ELI = PREFIXES["org"], PREFIXES["foaf"], PREFIXES["eli"]
_ORGANISATION, _AUTHORITY = f"{_ORG}Organization", f"{CONS}StateAuthority"
CLASSES = {  # of what a thing is typed → of what a field leads to
    f"{CONS}ConsularBody": (_ORGANISATION,),
    _AUTHORITY: (_ORGANISATION, _AUTHORITY),
    f"{_ORG}FormalOrganization": (_ORGANISATION,),
    _ORGANISATION: (_ORGANISATION,),
    f"{_FOAF}Person": (f"{_FOAF}Person",),
    f"{_FOAF}Group": (f"{_FOAF}Group",),
    f"{PREFIXES['dcterms']}Location": (f"{PREFIXES['dcterms']}Location",),
    f"{CONS}Agreement": (f"{CONS}Instrument",),
    f"{CONS}Programme": (f"{CONS}Instrument",),
    f"{CONS}GeneralRenewal": (f"{CONS}GeneralRenewal",),
    f"{_ELI}LegalResource": (f"{_ELI}LegalResource",),
    f"{_ELI}LegalResourceSubdivision": (f"{_ELI}LegalResourceSubdivision",),
    f"{PREFIXES['prov']}Agent": (f"{PREFIXES['prov']}Agent",),
}
_THINGS = f"""
SELECT DISTINCT ?thing ?class WHERE {{
  VALUES ?class {{ {" ".join(f"<{iri}>" for iri in CLASSES)} }}
  ?thing a ?class
  FILTER ( STRSTARTS(STR(?thing), "{ID}") )
}}"""
_SOURCES = f"SELECT ?source ?digest WHERE {{ ?source a <{CONS}SourceDocument> ; <{CONS}sha256> ?digest }}"
_NAMES = f"""SELECT DISTINCT ?thing WHERE {{ ?thing ?p ?o FILTER ( STRSTARTS(STR(?thing), "{ID}") ) }}"""
_AT_ONCE = 1_000
_NAMED = ("event-", "group-", "instr-", "org-", "person-", "sig-", "src-")
_NUMBERED = re.compile(r"((?:att|cit|sel)-.+)-\d+")  # thousands: a draft names its own by a stem and a number


@dataclass(frozen=True)
class Choices:
    """Hold the things with label and classes, the texts that are held by SHA-256, and the names that are taken.

    `taken` has the local names that a draft could want; of attestations, citations and selectors with a number, the
    names without it.
    """

    things: tuple[tuple[str, str, tuple[str, ...]], ...]
    sources: tuple[tuple[str, str, str], ...]
    taken: tuple[str, ...]


def list_choices(store: Store, language: str = "fr") -> Choices:
    """List them by label; a thing without a label is not offered, since nobody could tell what it is."""
    classes: dict[str, list[str]] = {}
    for thing, kind in _rows(store, _THINGS):
        classes.setdefault(thing, []).extend(one for one in CLASSES[kind] if one not in classes.get(thing, ()))
    sources = _rows(store, _SOURCES)
    asked = [*classes, *(source for source, _ in sources)]
    named: dict[str, str] = {}
    for start in range(0, len(asked), _AT_ONCE):  # a question that names its things reads those alone
        named |= labels(store, asked[start : start + _AT_ONCE], language)
    things = [(iri, named[iri], tuple(sorted(kinds))) for iri, kinds in classes.items() if iri in named]
    held = [(iri, named.get(iri, iri.removeprefix(ID)), digest) for iri, digest in sources]
    names = {thing.removeprefix(ID) for (thing,) in _rows(store, _NAMES)}
    stems = {found[1] for name in names if (found := _NUMBERED.fullmatch(name))}
    return Choices(
        tuple(sorted(things, key=lambda one: (one[1], one[0]))),
        tuple(sorted(held)),
        tuple(sorted(stems | {name for name in names if name.startswith(_NAMED)})),
    )


def _rows(store: Store, query: str) -> list[tuple[str, ...]]:
    rows = Rows.of_tsv(store.query(query).serialize("tsv"))
    return [tuple(read_token(token).text for token in line) for line in zip(*rows.columns, strict=True)]
