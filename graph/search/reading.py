"""Read from a store, by one query, everything that the index of names is made of."""

from collections import defaultdict
from dataclasses import dataclass, field

from ..frames import read_token
from ..namespaces import PREFIXES
from ..stores.base import Store

NAMES = {  # what a name is called, from the one that people see to those that only programs do
    "rdfs:label": "label",
    "skos:prefLabel": "label",
    "foaf:name": "label",
    "skos:altLabel": "other",
    "dcterms:title": "title",
    "cons:officialName": "official",
    "eli:number": "number",
    "dcterms:identifier": "code",
    "igeo:codeINSEE": "code",
    "org:identifier": "code",
    "skos:notation": "code",
}
LINKS = (
    *("rdf:type", "dcterms:type", "dcterms:spatial", "dcterms:subject", "skos:broader", "prov:wasGeneratedBy"),
    *("cons:network", "cons:debtorNetwork", "cons:locatedIn", "cons:inPlace", "cons:party", "cons:inInstrument"),
    *("cons:statusOf", "cons:relationFrom", "cons:relationTo", "org:member", "org:organization", "cons:signs"),
    *("cons:onBehalfOf", "cons:signatory", "cons:partOfEvent", "org:originalOrganization", "cons:figureAbout"),
    *("org:resultingOrganization", "cons:statementAbout", "cons:statedBy", "cons:debtor", "cons:participant"),
    *("cons:presents", "cons:binds", "eli:is_member_of"),
)
DAYS = (
    *("cons:startEarliest", "cons:startLatest", "cons:endEarliest", "cons:endLatest", "cons:asOf"),
    *("cons:startYear", "cons:endYear", "cons:fiscalYear", "cons:earliestDate", "cons:latestDate", "cons:date"),
    *("cons:inForceFrom", "cons:inForceUntil", "dcterms:issued", "eli:date_document", "eli:date_publication"),
    *("eli:first_date_entry_in_force", "eli:date_no_longer_in_force"),
)
_UNNAMED = ("cons:Attestation", "cons:Citation", "oa:FragmentSelector", "oa:TextPositionSelector")
_MOST = 1_000_000  # rows; nobody waits for an index of more


def _iri(name: str) -> str:
    prefix, _, local = name.partition(":")
    return f"{PREFIXES[prefix]}{local}"


_PROPERTIES = {_iri(name): name for name in (*NAMES, *LINKS, *DAYS)}
_QUERY = f"""SELECT DISTINCT ?thing ?property ?value WHERE {{
  VALUES ?property {{ {" ".join(f"<{iri}>" for iri in _PROPERTIES)} }}
  ?thing ?property ?value
  FILTER ( isIRI(?thing) && ?value NOT IN ( {", ".join(f"<{_iri(name)}>" for name in _UNNAMED)} ) )
}} LIMIT {_MOST}"""


@dataclass(frozen=True)
class Named:
    """Hold one name as the graph has it; `role` is a value of NAMES."""

    text: str
    role: str
    language: str


@dataclass
class Facts:
    """Hold what was read: names, links and days of each thing, by properties with our prefixes.

    `whole` is False when the graph has more than an index takes.
    """

    names: dict[str, list[Named]] = field(default_factory=lambda: defaultdict(list))
    links: dict[str, dict[str, list[str]]] = field(default_factory=lambda: defaultdict(dict))
    inverse: dict[str, dict[str, list[str]]] = field(default_factory=lambda: defaultdict(dict))
    days: dict[str, dict[str, list[str]]] = field(default_factory=lambda: defaultdict(dict))
    whole: bool = True

    def of(self, name: str, thing: str) -> list[str]:
        """List what a property leads to from a thing."""
        return self.links[name].get(thing, [])

    def to(self, name: str, thing: str) -> list[str]:
        """List from what a property leads to a thing."""
        return self.inverse[name].get(thing, [])


def read_facts(store: Store) -> Facts:
    """Read the names of all things, and what tells their kind, place, themes and time."""
    facts = Facts()
    lines = store.query(_QUERY).serialize("tsv").decode("utf-8").split("\n")[1:-1]
    facts.whole = len(lines) < _MOST
    for line in sorted(lines):
        thing, predicate, value = line.split("\t")
        iri, name = thing[1:-1], _PROPERTIES[predicate[1:-1]]
        if name in NAMES:
            tag = value.rpartition('"')[2]
            facts.names[iri].append(Named(read_token(value).text, NAMES[name], tag[1:] if tag[:1] == "@" else ""))
        elif value.startswith("<"):
            facts.links[name].setdefault(iri, []).append(value[1:-1])
            facts.inverse[name].setdefault(value[1:-1], []).append(iri)
        elif value.startswith('"') or value[:1].isdigit():
            facts.days[name].setdefault(iri, []).append(read_token(value).text)
    return facts
