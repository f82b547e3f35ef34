"""Read the model out of a graph: classes, properties, how often each is used, and the concepts of a scheme."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from ..namespaces import CONS, DEF, GRAPH, PREFIXES, short
from ..overview import labels
from ..stores.base import Row, Store

_PREFIXES = "".join(f"PREFIX {name}: <{PREFIXES[name]}>\n" for name in ("cons", "owl", "rdf", "rdfs", "skos", "xsd"))
_CLASSES = f"""{_PREFIXES}SELECT ?class ?module ?label ?comment ?parent {{
  GRAPH ?module {{
    ?class a owl:Class ; rdfs:label ?label .
    OPTIONAL {{ ?class rdfs:comment|skos:definition ?comment FILTER ( LANG(?comment) = LANG(?label) ) }}
  }}
  OPTIONAL {{ ?class rdfs:subClassOf ?parent FILTER ( isIRI(?parent) ) }}
  FILTER ( STRSTARTS(STR(?class), "{CONS}") )
}}"""
_PROPERTIES = f"""{_PREFIXES}SELECT ?property ?kind ?label ?comment ?domain ?range {{
  VALUES ?kind {{ owl:ObjectProperty owl:DatatypeProperty }}
  ?property a ?kind ; rdfs:label ?label .
  OPTIONAL {{ ?property rdfs:comment|skos:definition ?comment FILTER ( LANG(?comment) = LANG(?label) ) }}
  OPTIONAL {{ ?property rdfs:domain ?domain FILTER ( isIRI(?domain) ) }}
  OPTIONAL {{ ?property rdfs:range ?range FILTER ( isIRI(?range) ) }}
  FILTER ( STRSTARTS(STR(?property), "{CONS}") )
}}"""
_USES = f"""{_PREFIXES}SELECT ?class ?property (COUNT(*) AS ?number) (SAMPLE(?value) AS ?one) {{
  ?thing a ?class ; ?property ?value FILTER ( STRSTARTS(STR(?class), "{CONS}") )
}} GROUP BY ?class ?property"""
_TIES = f"""{_PREFIXES}SELECT DISTINCT ?start ?property ?end {{
  ?one a ?start ; ?property ?other . ?other a ?end
  FILTER ( STRSTARTS(STR(?start), "{CONS}") && STRSTARTS(STR(?end), "{CONS}") )
}}"""
_CONCEPTS = f"""{_PREFIXES}SELECT ?concept ?label ?definition {{
  ?concept skos:inScheme %SCHEME% ; skos:prefLabel ?label .
  OPTIONAL {{ ?concept skos:definition ?definition FILTER ( LANG(?definition) = LANG(?label) ) }}
}}"""


@dataclass(frozen=True)
class PropertyDoc:
    """Hold one property; `label` and `definition` are in the language asked for, `domain` and `range` IRIs or None."""

    iri: str
    label: str
    definition: str
    domain: str | None
    range: str | None
    to_things: bool


@dataclass(frozen=True)
class Use:
    """Hold how often things of a class have a property, of ours or not, and whether its values are things."""

    property: str
    number: int
    to_things: bool


@dataclass(frozen=True)
class ClassDoc:
    """Hold one class: the file of the ontology that it is from, the classes above it, and what its things have."""

    iri: str
    label: str
    definition: str
    module: str
    parents: tuple[str, ...]
    count: int
    uses: tuple[Use, ...]

    @property
    def name(self) -> str:
        """Give the name without the namespace: `Signature`."""
        return self.iri.removeprefix(CONS)


@dataclass(frozen=True)
class Tie:
    """Hold that things of one class lead to things of another by a property, as the ontology or the facts have it."""

    start: str
    property: str
    end: str
    label: str


@dataclass(frozen=True)
class Model:
    """Hold the classes and the properties in the order of their labels, and what ties the classes."""

    classes: tuple[ClassDoc, ...]
    properties: tuple[PropertyDoc, ...]
    ties: tuple[Tie, ...]


@dataclass(frozen=True)
class Concept:
    """Hold one concept of a scheme."""

    iri: str
    label: str
    definition: str


def read_model(store: Store, language: str = "fr") -> Model:
    """Read the model that a graph carries; what it does not define is not there."""
    uses = _uses(store)
    classes: dict[str, list[Row]] = defaultdict(list)
    for row in store.query(_CLASSES).rows():
        classes[row["class"].value].append(row)
    properties: dict[str, list[Row]] = defaultdict(list)
    for row in store.query(_PROPERTIES).rows():
        properties[row["property"].value].append(row)
    told = [_class(iri, rows, uses.get(iri, []), language) for iri, rows in classes.items()]
    made = [_property(*pair, language) for pair in properties.items()]
    return Model(
        tuple(sorted(told, key=lambda one: one.label)),
        tuple(sorted(made, key=lambda one: one.label)),
        tuple(_ties(store, {one.iri: one for one in told}, made, language)),
    )


def concepts_of(store: Store, scheme: str, language: str = "fr") -> list[Concept]:
    """List the concepts of one of our schemes (`status`, `reading`), in the order of their names."""
    rows: dict[str, list[Row]] = defaultdict(list)
    for row in store.query(_CONCEPTS.replace("%SCHEME%", f"<{DEF}{scheme}>")).rows():
        rows[row["concept"].value].append(row)
    return [
        Concept(iri, _text(found, "label", language), _text(found, "definition", language))
        for iri, found in sorted(rows.items())
    ]


def _uses(store: Store) -> dict[str, list[Use]]:
    found: dict[str, list[Use]] = defaultdict(list)
    for row in store.query(_USES).rows():
        use = Use(row["property"].value, int(row["number"].value), row["one"].kind == "iri")
        found[row["class"].value].append(use)
    return {iri: sorted(uses, key=lambda one: (-one.number, one.property)) for iri, uses in found.items()}


def _class(iri: str, rows: list[Row], uses: list[Use], language: str) -> ClassDoc:
    parents = sorted({row["parent"].value for row in rows if "parent" in row})
    count = next((use.number for use in uses if use.property.endswith("#type")), 0)
    module = rows[0]["module"].value.removeprefix(f"{GRAPH}ontology/")
    own = tuple(use for use in uses if not use.property.endswith("#type"))
    return ClassDoc(
        iri, _text(rows, "label", language), _text(rows, "comment", language), module, tuple(parents), count, own
    )


def _property(iri: str, rows: list[Row], language: str) -> PropertyDoc:
    domain, reach = (next((row[name].value for row in rows if name in row), None) for name in ("domain", "range"))
    is_object = rows[0]["kind"].value.endswith("ObjectProperty")
    return PropertyDoc(iri, _text(rows, "label", language), _text(rows, "comment", language), domain, reach, is_object)


def _ties(store: Store, classes: dict[str, ClassDoc], properties: list[PropertyDoc], language: str) -> list[Tie]:
    """Join what the ontology says of domains and ranges with what the facts show, by the narrowest classes of ours."""
    found = {(one.domain, one.iri, one.range) for one in properties if one.domain in classes and one.range in classes}
    found |= {(row["start"].value, row["property"].value, row["end"].value) for row in store.query(_TIES).rows()}
    told = {triple for triple in found if triple[0] in classes and triple[2] in classes}
    kept = [
        (start, name, end)
        for start, name, end in told
        if not any((narrow, name, end) in told for narrow in _below(classes, start))
        and not any((start, name, narrow) in told for narrow in _below(classes, end))
    ]
    names = labels(store, {name for _, name, _ in kept}, language)
    return sorted(
        (Tie(start, name, end, names.get(name, short(name))) for start, name, end in kept if start and end),
        key=lambda one: (one.start, one.end, one.label),
    )


def _below(classes: dict[str, ClassDoc], iri: str | None) -> list[str]:
    return [one.iri for one in classes.values() if iri in one.parents]


def _text(rows: Iterable[Row], name: str, language: str) -> str:
    """Choose the text in the language, else in another, else a name in short."""
    told = [(row[name].language != language, row[name].value) for row in rows if name in row]
    return min(told)[1] if told else ""
