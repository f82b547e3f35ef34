"""Find which element of a WHERE empties it: the first with which what stands before has no solution any more."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from .inquiry import Inquiry
from .probing import filters, required, write
from .tree import Element, Filter, Group, Nested, SubSelect, Triple, Union

_SHORT = 12  # elements that are gone through one by one; of more, halves are taken


@dataclass(frozen=True)
class Scope:
    """Hold what is written around a group to ask it where it stands, and the elements before it."""

    opening: str = ""
    closing: str = ""
    before: tuple[Element, ...] = ()
    graph: Nested | None = None

    def around(self, body: str) -> str:
        """Write a probe of something in this group."""
        return f"{self.opening} {body} {self.closing}"

    def within(self, done: Sequence[Element], text: str, opening: str = "{", graph: Nested | None = None) -> "Scope":
        """Go into a group that stands after some elements, written as `text`."""
        closing = f"}} {self.closing}" if opening else self.closing
        return Scope(f"{self.opening} {text} {opening}", closing, (*self.before, *done), graph or self.graph)


@dataclass(frozen=True)
class Culprit:
    """Hold the element that empties, those before it, and the scope that it stands in."""

    element: Element
    done: tuple[Element, ...]
    scope: Scope
    group: Group
    cut: bool = False  # of an inner SELECT: what stands after its WHERE is to blame
    earlier_filters: tuple[Filter, ...] = field(default=())

    @property
    def before(self) -> tuple[Element, ...]:
        """Give all elements that come before, outer ones too."""
        return (*self.scope.before, *self.done)


def locate(inquiry: Inquiry, group: Group, scope: Scope) -> list[Culprit]:
    """List what empties a group, one for each branch of a UNION; nothing when it is not empty."""
    elements = required(group)
    count = _first_empty(inquiry, elements, scope)
    if count:
        return _descend(inquiry, elements[count - 1], elements[: count - 1], scope, group)
    return _filter_that_empties(inquiry, elements, group, scope)


def _first_empty(inquiry: Inquiry, elements: list[Element], scope: Scope) -> int:
    """Count the elements up to the first with which nothing is left; 0 when something is."""

    def is_empty(count: int) -> bool:
        part = elements[:count]
        found = inquiry.prober.ask(scope.around(write(part, inquiry.query)))
        inquiry.note((part[-1].start, part[-1].end), found, "up-to")
        return not found

    if not elements:
        return 0
    if len(elements) <= _SHORT:
        return next((count for count in range(1, len(elements) + 1) if is_empty(count)), 0)
    if not is_empty(len(elements)):
        return 0
    low, high = 0, len(elements)  # `low` elements have solutions, `high` have none
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (low, middle) if is_empty(middle) else (middle, high)
    return high


def _descend(inquiry: Inquiry, element: Element, done: list[Element], scope: Scope, group: Group) -> list[Culprit]:
    here = [Culprit(element, tuple(done), scope, group)]
    text = write(done, inquiry.query)
    if isinstance(element, Union):
        inner = [locate(inquiry, branch, scope.within(done, text)) for branch in element.branches]
        return [one for found in inner for one in found] or here
    if isinstance(element, Nested) and element.word == "GRAPH" and element.name:
        opening = f"GRAPH {element.name.text} {{"
        return locate(inquiry, element.group, scope.within(done, text, opening, element)) or here
    if isinstance(element, SubSelect):
        return _inner_select(inquiry, element, done, scope) or here
    return here


def _inner_select(inquiry: Inquiry, element: SubSelect, done: list[Element], scope: Scope) -> list[Culprit]:
    alone = locate(inquiry, element.group, Scope(graph=scope.graph))
    if alone:
        return alone
    text = write(done, inquiry.query)
    inner = inquiry.text[element.group.start : element.group.end]
    if inquiry.prober.ask(scope.around(f"{text} {inner}")):
        return [Culprit(element, tuple(done), scope, element.group, cut=True)]
    return locate(inquiry, element.group, scope.within(done, text))


def _filter_that_empties(inquiry: Inquiry, elements: list[Element], group: Group, scope: Scope) -> list[Culprit]:
    there = filters(group)
    body = write(elements, inquiry.query)
    for one in there:
        found = inquiry.prober.ask(scope.around(f"{body} {write([one], inquiry.query)}"))
        inquiry.note((one.start, one.end), found, "with-filter")
        if not found:
            return [Culprit(one, tuple(elements), scope, group)]
    for index in range(1, len(there)):
        if not inquiry.prober.ask(scope.around(f"{body} {write(there[: index + 1], inquiry.query)}")):
            return [Culprit(there[index], tuple(elements), scope, group, earlier_filters=tuple(there[:index]))]
    return []


def triples_of(elements: Sequence[Element]) -> list[Triple]:
    """List the triples that must match in some elements, those within GRAPH and plain groups too."""
    found: list[Triple] = []
    for one in elements:
        if isinstance(one, Triple):
            found.append(one)
        elif (isinstance(one, Nested) and one.word == "GRAPH") or isinstance(one, SubSelect):
            found += triples_of(one.group.elements)
        elif isinstance(one, Union) and len(one.branches) == 1:
            found += triples_of(one.branches[0].elements)
    return found
