"""Name the parts of a query, each with its place, so that any of them can be asked by itself or be replaced."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Literal

TermKind = Literal["iri", "literal", "variable", "path", "other"]


@dataclass(frozen=True)
class Node:
    """Hold one term, or a path, as it stands in the query; `value` is the IRI, the name or the text that it means.

    `text` is what a probe writes for it: for what stands in brackets, a variable of ours.
    """

    kind: TermKind
    text: str
    start: int
    end: int
    value: str = ""
    datatype: str = ""
    language: str = ""

    @property
    def is_variable(self) -> bool:
        """Tell whether it is a variable, of the query or of ours."""
        return self.kind == "variable"


@dataclass(frozen=True)
class Triple:
    """Hold one triple pattern; a sequence path is told as several, with a variable of ours between each two."""

    subject: Node
    predicate: Node
    object: Node
    inverse: bool = False  # the step of a path that was written with ^
    plain: bool = True  # stands as it is in the query: no step of a path, nothing in brackets

    @property
    def start(self) -> int:
        """Give where it begins: where the predicate does, when it shares its subject with one before."""
        return min(node.start for node in self.nodes) if self._is_whole else self.predicate.start

    @property
    def end(self) -> int:
        """Give where it ends."""
        return max(self.object.end, self.predicate.end)

    @property
    def nodes(self) -> tuple[Node, Node, Node]:
        """Give subject, predicate and object as they are written."""
        return self.subject, self.predicate, self.object

    @property
    def _is_whole(self) -> bool:
        return 0 <= self.predicate.start - self.subject.end < 3

    @property
    def ends(self) -> tuple[Node, Node]:
        """Give subject and object as the triple has them, `^` taken into account."""
        return (self.object, self.subject) if self.inverse else (self.subject, self.object)

    def text(self) -> str:
        """Write it for a probe."""
        subject, value = self.ends
        return f"{subject.text} {self.predicate.text} {value.text} ."


@dataclass
class Group:
    """Hold what stands between two braces."""

    start: int
    end: int
    elements: list["Element"] = field(default_factory=list)


@dataclass(frozen=True)
class Nested:
    """Hold OPTIONAL, MINUS, or GRAPH with its name, and their group."""

    word: Literal["OPTIONAL", "MINUS", "GRAPH"]
    start: int
    end: int
    group: Group
    name: Node | None = None


@dataclass(frozen=True)
class Union:
    """Hold the groups of a UNION, or a single group in braces."""

    start: int
    end: int
    branches: tuple[Group, ...]


@dataclass(frozen=True)
class Filter:
    """Hold a FILTER: its whole place, and that of its expression, without parentheses around it."""

    start: int
    end: int
    inner: tuple[int, int]
    exists: Literal["", "EXISTS", "NOT EXISTS"] = ""
    group: Group | None = None


@dataclass(frozen=True)
class Bind:
    """Hold a BIND; `inner` is the place of its expression."""

    start: int
    end: int
    inner: tuple[int, int]
    variable: str


@dataclass(frozen=True)
class Values:
    """Hold VALUES with its variables, and its terms in rows."""

    start: int
    end: int
    variables: tuple[str, ...]
    rows: tuple[tuple[Node | None, ...], ...]


@dataclass(frozen=True)
class SubSelect:
    """Hold an inner SELECT: its group, and the place of what stands after it."""

    start: int
    end: int
    group: Group
    modifiers: tuple[int, int]


Element = Triple | Nested | Union | Filter | Bind | Values | SubSelect


@dataclass
class Query:
    """Hold a whole query: the places of its parts."""

    text: str
    form: Literal["SELECT", "ASK", "CONSTRUCT", "DESCRIBE"]
    prologue_end: int
    prefixes: dict[str, Node]  # where each prefix gets its namespace
    base: str
    head: tuple[int, int]  # from the form to the dataset or the WHERE: projection, template, described things
    dataset: tuple[tuple[bool, Node], ...]  # (NAMED, graph)
    dataset_span: tuple[int, int]
    where: Group | None
    modifiers: tuple[int, int]
    template: Group | None = None


def walk(group: Group) -> Iterator[Element]:
    """Yield every element of a group and of those within it."""
    for element in group.elements:
        yield element
        for inner in groups_of(element):
            yield from walk(inner)


def groups_of(element: Element) -> tuple[Group, ...]:
    """Give the groups directly within an element."""
    if isinstance(element, Union):
        return element.branches
    if isinstance(element, Nested | SubSelect):
        return (element.group,)
    if isinstance(element, Filter) and element.group:
        return (element.group,)
    return ()
