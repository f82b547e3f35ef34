"""Tell what only some kinds of thing have: the passages of a source, the uses of a property, the content of a graph."""

from collections.abc import Iterable
from dataclasses import dataclass

from ..namespaces import PREFIXES
from ..obligations.wording import choose, counted
from ..stores.base import Row, Store, Term
from .asked import classes_in, passages, uses
from .attesting import Evidence
from .model import Fact, Group, Part
from .naming import Names, whole_number
from .raw import Told, read_told
from .terms import FROM, HAS_SOURCE, SUBJECT, TYPE

_MOST = 120  # passages of one source that a page tells
_MOST_USES = 20
_MOST_VALUES = 6  # of a property that is attested as a whole; a line says how many more there are
_MOST_CLASSES = 40


@dataclass(frozen=True)
class Passage:
    """Hold one fact that a source attests, and where."""

    attestation: str
    subject: str
    predicate: str | None
    value: Term | None
    paragraph: int | None
    fragment: str | None


@dataclass(frozen=True)
class Passages:
    """Hold the first passages of a source, how many facts it attests in all, and what the things attested say."""

    count: int
    listed: tuple[Passage, ...]
    told: Told

    def values(self, passage: Passage) -> tuple[Term, ...]:
        """Give what is attested, as far as it is told: the value that is named, else the first of the property."""
        return self._all(passage)[:_MOST_VALUES]

    def untold(self, passage: Passage) -> int:
        """Count the values that are attested too and not told."""
        return max(0, len(self._all(passage)) - _MOST_VALUES)

    def _all(self, passage: Passage) -> tuple[Term, ...]:
        if passage.value or not passage.predicate:
            return (passage.value,) if passage.value else ()
        return tuple(self.told.get(passage.subject, {}).get(passage.predicate, ()))

    @property
    def named(self) -> set[str]:
        """List the things and properties that the passages name."""
        found = {passage.subject for passage in self.listed}
        found |= {passage.predicate for passage in self.listed if passage.predicate}
        return found | {term.value for one in self.listed for term in self.values(one) if term.kind == "iri"}


def read_passages(store: Store, source: str) -> Passages:
    """Read what a source attests, in the order of its paragraphs."""
    term = Term("iri", source).sparql()
    core = f"?c <{HAS_SOURCE}> {term} . ?a <{FROM}> ?c ; <{SUBJECT}> ?s ."
    count = next(store.query(f"SELECT (COUNT(DISTINCT ?a) AS ?n) {{ {core} }}").rows())["n"].value
    first = (  # sorted by themselves, since what is optional would make all rows long before they are sorted
        f"SELECT DISTINCT ?a ?c ?paragraph {{ {core} OPTIONAL {{ ?c <{PREFIXES['cons']}paragraph> ?paragraph }} }} "
        f"ORDER BY ?paragraph ?c ?a LIMIT {_MOST}"
    )
    rows = store.query(
        f"PREFIX oa: <{PREFIXES['oa']}> PREFIX rdf: <{PREFIXES['rdf']}> "
        f"SELECT * {{ {{ {first} }} ?a rdf:subject ?s . OPTIONAL {{ ?a rdf:predicate ?p }} "
        "OPTIONAL { ?a rdf:object ?o } OPTIONAL { ?c oa:hasSelector/rdf:value ?fragment } } "
        "ORDER BY ?paragraph ?fragment ?s ?p ?a"
    ).rows()
    found: dict[str, Passage] = {}
    for row in rows:
        found.setdefault(row["a"].value, _passage(row))
    predicates = {passage.predicate for passage in found.values() if passage.predicate and not passage.value}
    told = read_told(store, {passage.subject: None for passage in found.values()}, predicates)
    return Passages(int(count), tuple(found.values()), told)


def _passage(row: Row) -> Passage:
    return Passage(
        attestation=row["a"].value,
        subject=row["s"].value,
        predicate=row["p"].value if "p" in row else None,
        value=row.get("o"),
        paragraph=whole_number(row["paragraph"].value) if "paragraph" in row else None,
        fragment=row["fragment"].value if "fragment" in row else None,
    )


def groups_of_passages(source: str, found: Passages, evidence: Evidence, names: Names) -> list[Group]:
    """Put what a source attests into a group for each paragraph; what has none goes into one group."""
    by_paragraph: dict[int | None, list[Fact]] = {}
    for passage in found.listed:
        parts = [names.part(passage.subject)]
        if passage.predicate:
            parts += [Part(" – "), Part(names.name(passage.predicate), iri=passage.predicate)]
        for number, term in enumerate(found.values(passage)):
            parts += [Part(", " if number else choose(names.language, " : ", ": ")), names.value(term)]
        if more := found.untold(passage):
            others = counted(more, choose(names.language, "autre", "other"), names.language)
            parts.append(Part(choose(names.language, f" et {others}", f" and {others}")))
        if passage.fragment:
            parts.append(Part(f" ({passage.fragment})"))
        told = evidence.tell([passage.attestation], names)
        reading = told[0].reading if told else "unattested"
        by_paragraph.setdefault(passage.paragraph, []).append(Fact(tuple(parts), passage.subject, reading, told))
    beyond = max(0, found.count - len(found.listed))
    groups = []
    for number, (paragraph, facts) in enumerate(by_paragraph.items()):
        rest = beyond if number == len(by_paragraph) - 1 else 0
        title = choose(names.language, "Ce que cette source atteste", "What this source attests")
        if paragraph is not None:
            title = choose(names.language, f"Paragraphe {paragraph}", f"Paragraph {paragraph}")
        query = passages(source) if rest else None
        groups.append(Group(HAS_SOURCE, "in", title, len(facts) + rest, tuple(facts), rest=rest, query=query))
    return groups


@dataclass(frozen=True)
class Uses:
    """Hold how often a property is used, and the first pairs that it joins."""

    count: int
    pairs: tuple[tuple[Term, Term], ...]


def read_uses(store: Store, iri: str) -> Uses:
    """Read how a property is used."""
    term = Term("iri", iri).sparql()
    count = int(next(store.query(f"SELECT (COUNT(*) AS ?n) {{ ?s {term} ?o }}").rows())["n"].value)
    rows = store.query(f"SELECT ?s ?o {{ ?s {term} ?o }} LIMIT {_MOST_USES}").rows() if count else ()
    return Uses(count, tuple((row["s"], row["o"]) for row in rows))


def group_of_uses(iri: str, found: Uses, names: Names) -> Group:
    """Show what a property joins, with the number of its uses."""
    facts = tuple(
        Fact((names.value(one), Part(" → "), names.value(other)), f"{one.value} {other.value}")
        for one, other in found.pairs
    )
    title = choose(names.language, "Emplois", "Uses")
    return Group(iri, "out", title, found.count, facts, rest=found.count - len(facts), query=uses(iri))


@dataclass(frozen=True)
class Content:
    """Hold what a named graph contains: its triples, and the things of each class."""

    triples: int
    classes: tuple[tuple[str, int], ...]


def read_content(store: Store, iri: str) -> Content | None:
    """Read what a named graph holds; None when there is no such graph."""
    term = Term("iri", iri).sparql()
    triples = int(next(store.query(f"SELECT (COUNT(*) AS ?n) {{ GRAPH {term} {{ ?s ?p ?o }} }}").rows())["n"].value)
    if not triples:
        return None
    rows = store.query(
        f"SELECT ?c (COUNT(DISTINCT ?s) AS ?n) {{ GRAPH {term} {{ ?s a ?c }} }} GROUP BY ?c ORDER BY DESC(?n) ?c"
    ).rows()
    return Content(triples, tuple((row["c"].value, int(row["n"].value)) for row in rows))


def group_of_content(iri: str, found: Content, names: Names) -> Group:
    """List the classes of the things in a named graph, with their numbers."""
    facts = tuple(
        Fact((names.part(name), Part(choose(names.language, f" : {count}", f": {count}"))), name)
        for name, count in found.classes[:_MOST_CLASSES]
    )
    title = choose(names.language, f"Contenu ({found.triples} triplets)", f"Content ({found.triples} triples)")
    count = len(found.classes)
    return Group(TYPE, "out", title, count, facts, rest=count - len(facts), query=classes_in(iri))


def named_in(pairs: Iterable[tuple[Term, Term]]) -> set[str]:
    """List the things that stand in pairs of terms."""
    return {term.value for pair in pairs for term in pair if term.kind == "iri"}
