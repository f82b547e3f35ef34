"""Make the form for a convention out of the shapes: a SHACL profile that a form generator reads.

Each card becomes a node shape of one class. Its properties are those that the shapes of that class describe, with their
constraints, messages and severity. `sh:name` and `sh:order` of a shape are kept, else the label that the ontology gives
to the property and the order of the card serve. `sh:in` lists the concepts of the scheme that the shapes hold the
property to. What cannot be judged on the few triples of a form is left out: queries, closedness, and the classes of
what is named (`form:choice` tells them). The shapes of dates, periods and reasons go along as they are.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

import rdflib
from rdflib.namespace import RDF, RDFS, SH, SKOS
from rdflib.term import Node

from ..ingest.names import fold
from ..ingest.turtle import write_name, write_term
from ..namespaces import PREFIXES, short
from ..resources import ONTOLOGY, SHAPES
from ..stores import Term
from ..stores.parsing import parse_any
from ..triples import triples_of
from ..validate import load_shapes
from .cards import CARDS, Card, Extra

FORM = "https://w3id.org/consulaire/form#"
_KEPT = (
    *(SH.minCount, SH.maxCount, SH.datatype, SH.nodeKind, SH.pattern, SH.minInclusive, SH.maxInclusive),
    *(SH.minLength, SH.maxLength, SH.uniqueLang, SH.lessThan, SH.lessThanOrEquals),
    *(SH.severity, SH.message),
)
_END, _LOCAL = re.compile(r"[/#]"), re.compile(r"[^A-Za-z0-9-]+")
_LANGUAGES = ("fr", "en")
Texts = dict[str, str]  # by language


@dataclass
class FormField:
    """Hold one property as the form asks for it; `written` are its constraints as the profile has them."""

    path: str
    names: Texts
    descriptions: Texts
    order: float
    choices: tuple[str, ...]
    values: tuple[str, ...]
    written: list[str]
    shapes: tuple[str, ...]
    required: bool

    @property
    def local(self) -> str:
        """Give the name within the card."""
        return _LOCAL.sub("-", _END.split(self.path)[-1])


@dataclass(frozen=True)
class FormCard:
    """Hold a card and its fields, in order."""

    name: str
    target: str
    names: Texts
    fields: tuple[FormField, ...]

    @property
    def shape(self) -> str:
        """Give the IRI of the node shape."""
        return f"{FORM}{self.name}"


@dataclass(frozen=True)
class FormProfile:
    """Hold the cards of the form, and the same as Turtle."""

    cards: tuple[FormCard, ...]
    turtle: str


@cache
def form_profile(shapes: Path = SHAPES, ontology: Path = ONTOLOGY) -> FormProfile:
    """Make the profile of the shapes and the ontology in these folders; they are read once in the life of a process."""
    terms = rdflib.Graph()
    for path in sorted(ontology.rglob("*.ttl")):
        if "vendored" not in path.parts:
            terms += triples_of(parse_any(path))
    read = load_shapes(shapes / "model", shapes / "hygiene")
    cards = tuple(_Reader(card, read, terms).card() for card in CARDS)
    return FormProfile(cards, _write(cards, read, terms))


@dataclass
class _Found:
    """Hold the shapes of one path: those of the class, and those of whatever has the property."""

    own: list[Node] = field(default_factory=list)
    general: list[Node] = field(default_factory=list)
    schemes: list[Node] = field(default_factory=list)


class _Reader:
    """Read what the shapes say of the properties of one class."""

    def __init__(self, card: Card, shapes: rdflib.Graph, terms: rdflib.Graph) -> None:
        self._card, self._shapes, self._terms = card, shapes, terms
        self._classes = set(terms.transitive_objects(rdflib.URIRef(card.target), RDFS.subClassOf))
        self._extras = {extra.path: extra for extra in card.extras}

    def card(self) -> FormCard:
        found = self._by_path()
        first = list(self._card.first)
        paths = first + [path for path in found if path not in first and found[path].own]
        asked = [path for path in paths if path not in self._card.computed and self._is_asked(path)]
        fields = [self._field(path, found.get(path, _Found()), place) for place, path in enumerate(asked, 1)]
        names = {"fr": self._card.french, "en": self._card.english}
        return FormCard(self._card.name, self._card.target, names, tuple(sorted(fields, key=lambda one: one.order)))

    def _is_asked(self, path: str) -> bool:
        return path != str(RDFS.label) or self._card.labels

    def _by_path(self) -> dict[str, _Found]:
        """Find the property shapes of the class, and of whatever has a property, in the order of their names."""
        shapes, found = self._shapes, dict[str, _Found]()
        nodes = [shape for one in self._classes for shape in shapes.subjects(SH.targetClass, one)]
        own = {shape for node in nodes for shape in (node, *shapes.objects(node, SH.property))}
        general = set(shapes.subjects(SH.targetSubjectsOf)) - own
        for shape in (*sorted(own, key=str), *sorted(general, key=str)):
            path = shapes.value(shape, SH.path)
            if isinstance(path, rdflib.URIRef):
                place = found.setdefault(str(path), _Found())
                (place.own if shape in own else place.general).append(shape)
            elif isinstance(path, rdflib.BNode) and (first := self._of_scheme(path)):
                found.setdefault(str(first), _Found()).schemes.append(shape)
        return found

    def _of_scheme(self, path: Node) -> Node | None:
        steps = list(self._shapes.items(path))
        return steps[0] if len(steps) == 2 and steps[1] == SKOS.inScheme else None

    def _field(self, path: str, found: _Found, place: int) -> FormField:
        extra, shapes = self._extras.get(path), self._shapes
        values = self._values(found)
        choices = self._choices(path, found, extra) if not values else ()
        orders = [float(str(order)) for one in found.own for order in shapes.objects(one, SH.order)]
        return FormField(
            path,
            self._texts(found.own, SH.name) or self._names_of_term(path, extra),
            self._texts(found.own, SH.description) or _texts(self._terms, rdflib.URIRef(path), SKOS.definition),
            orders[0] if orders else 10.0 * place,
            choices,
            values,
            self._constraints(path, found, bool(values or choices)),
            tuple(short(str(one)) for one in found.own),
            any(int(str(count)) > 0 for one in found.own for count in shapes.objects(one, SH.minCount)),
        )

    def _names_of_term(self, path: str, extra: Extra | None) -> Texts:
        named = _texts(self._terms, rdflib.URIRef(path), RDFS.label)
        if extra:
            named = {"fr": extra.french, "en": extra.english}
        return named or dict.fromkeys(_LANGUAGES, short(path))

    def _texts(self, nodes: list[Node], predicate: Node) -> Texts:
        return {language: text for node in nodes for language, text in _texts(self._shapes, node, predicate).items()}

    def _values(self, found: _Found) -> tuple[str, ...]:
        """List the concepts of the schemes that a shape holds the property to, by their French labels."""
        shapes, terms = self._shapes, self._terms
        lists = [shapes.value(shape, SH["in"]) for shape in found.schemes]
        schemes = {scheme for one in lists if one is not None for scheme in shapes.items(one)}
        concepts = {str(one) for scheme in schemes for one in terms.subjects(SKOS.inScheme, scheme)}
        labels = {one: _texts(terms, rdflib.URIRef(one), SKOS.prefLabel).get("fr", one) for one in concepts}
        return tuple(sorted(concepts - self._card.offered_not, key=lambda one: (fold(labels[one]), one)))

    def _choices(self, path: str, found: _Found, extra: Extra | None) -> tuple[str, ...]:
        """Name the classes that the values belong to, by the shapes of the class, then of the property's objects."""
        if extra and extra.choice:
            return (extra.choice,)
        objects = list(self._shapes.subjects(SH.targetObjectsOf, rdflib.URIRef(path)))
        for nodes in (found.own, objects):
            if classes := [one for node in nodes for one in self._classes_of(node)]:
                return tuple(dict.fromkeys(map(str, classes)))
        return ()

    def _classes_of(self, node: Node) -> list[Node]:
        shapes = self._shapes
        either = [one for listed in shapes.objects(node, SH["or"]) for one in shapes.items(listed)]
        return [one for shape in (node, *either) for one in shapes.objects(shape, SH["class"])]

    def _constraints(self, path: str, found: _Found, is_thing: bool) -> list[str]:
        """Write the constraints of the class; of a property that whoever has it is held to, the datatype alone."""
        written = [line for shape in found.own for line in self._constraints_of(shape)]
        if not any(line.startswith(("sh:datatype", "sh:languageIn")) for line in written):
            written += self._kinds_of_text(found, self._extras.get(path))
        # The form attests a thing as a whole, so that it cannot tell two values which contradict each other.
        if not is_thing and not any(line.startswith(("sh:maxCount", "sh:uniqueLang")) for line in written):
            written.append("sh:maxCount 1")
        if default := self._card.defaults.get(path):
            written.append(f"sh:defaultValue {write_term(default)}")
        if is_thing:
            written.append("sh:nodeKind sh:IRI")
        return list(dict.fromkeys(written))

    def _constraints_of(self, shape: Node) -> Iterator[str]:
        for predicate in _KEPT:
            for value in sorted(self._shapes.objects(shape, predicate), key=str):
                yield f"{_name(predicate)} {_object(value)}"
        for listed in self._shapes.objects(shape, SH.languageIn):
            yield f"sh:languageIn ( {' '.join(_object(one) for one in self._shapes.items(listed))} )"

    def _kinds_of_text(self, found: _Found, extra: Extra | None) -> Iterator[str]:
        general = [one for shape in found.general for one in self._shapes.objects(shape, SH.datatype)]
        if RDF.langString in general or (extra and extra.language):
            yield 'sh:languageIn ( "fr" )'
        elif general:
            yield f"sh:datatype {_object(general[0])}"
        elif extra and extra.datatype:
            yield f"sh:datatype {write_name(extra.datatype)}"


def _write(cards: tuple[FormCard, ...], shapes: rdflib.Graph, terms: rdflib.Graph) -> str:
    """Write cards, the labels of what they offer, and the shapes that hold of whoever has a property."""
    blocks = []
    for card in cards:
        fields = " ,\n    ".join(f"form:{card.name}-{one.local}" for one in card.fields)
        titles = _written(SH.name, card.names)
        blocks.append(
            f"form:{card.name} a sh:NodeShape ;\n  sh:targetClass {write_name(card.target)} ; {titles} ;\n"
            f"  sh:nodeKind sh:IRI ;\n  sh:property {fields} .\n"
        )
        blocks += [_write_field(card, one) for one in card.fields]
    offered = dict.fromkeys(value for card in cards for one in card.fields for value in one.values)
    for value in offered:
        labels = _written(SKOS.prefLabel, _texts(terms, rdflib.URIRef(value), SKOS.prefLabel))
        blocks.append(f"{write_name(value)} {labels} .\n")
    prefixes = {**PREFIXES, "form": FORM}
    head = "".join(f"@prefix {name}: <{iri}> .\n" for name, iri in prefixes.items())
    return "\n".join(["# Made of the shapes and the ontology; do not edit.\n", head, *blocks, _beside(cards, shapes)])


def _write_field(card: FormCard, one: FormField) -> str:
    lines = [f"form:{card.name}-{one.local} a sh:PropertyShape", f"sh:path {write_name(one.path)}"]
    lines += [_written(SH.name, one.names), _written(SH.description, one.descriptions)]
    lines.append(f"sh:order {one.order:g}")
    lines += [f"form:choice {' , '.join(map(write_name, one.choices))}"] if one.choices else []
    lines += [f"prov:wasDerivedFrom {' , '.join(one.shapes)}"] if one.shapes else []
    lines += [f"sh:in ( {' '.join(map(write_name, one.values))} )"] if one.values else []
    return " ;\n  ".join(filter(None, [*lines, *one.written])) + " .\n"


def _beside(cards: tuple[FormCard, ...], shapes: rdflib.Graph) -> str:
    """Write, as they are, the shapes of whoever has a property that is asked for, and of a value that is offered."""
    asked = {rdflib.URIRef(one.path) for card in cards for one in card.fields}
    offered = {rdflib.URIRef(value) for card in cards for one in card.fields for value in one.values}
    held = {shape for path in asked for shape in shapes.subjects(SH.targetSubjectsOf, path)}
    held = {shape for shape in held if shapes.value(shape, SH.path) in asked}
    held |= {shape for value in offered for shape in shapes.subjects(SH.targetNode, value)}
    kept = rdflib.Graph()
    for prefix, iri in PREFIXES.items():
        kept.bind(prefix, iri)
    waiting = sorted(held, key=str)
    while waiting:
        node = waiting.pop()
        for triple in shapes.triples((node, None, None)):
            if triple in kept or triple[1] == SH["class"]:
                continue
            kept.add(triple)
            if isinstance(triple[2], rdflib.BNode) or triple[1] == SH.property:
                waiting.append(triple[2])
    # A target that no form offers would be judged by the shape of another.
    for shape, target in list(kept.subject_objects(SH.targetNode)):
        if target not in offered:
            kept.remove((shape, SH.targetNode, target))
    return kept.serialize(format="turtle")


def _texts(graph: rdflib.Graph, node: Node, predicate: Node) -> Texts:
    found = [one for one in graph.objects(node, predicate) if isinstance(one, rdflib.Literal)]
    return {str(one.language): str(one) for one in sorted(found, key=str) if one.language in _LANGUAGES}


def _written(predicate: Node, texts: Texts) -> str:
    values = [
        write_term(Term("literal", texts[language], language=language)) for language in _LANGUAGES if language in texts
    ]
    return f"{_name(predicate)} {' , '.join(values)}" if values else ""


def _name(node: Node) -> str:
    return write_name(str(node))


def _object(node: Node) -> str:
    if isinstance(node, rdflib.Literal):
        datatype = None if node.datatype is None else str(node.datatype)
        return write_term(Term("literal", str(node), datatype, node.language))
    return _name(node)
