"""Draw the things beside a thing: what leads to it at the left, what it leads to at the right, by relation."""

from dataclasses import dataclass
from typing import Literal

from .kinds import VOCABULARY
from .model import Group, Thing
from .naming import shortened
from .terms import LABELS, TYPE
from .titles import is_vocabulary

WIDTH, ROW, TOP = 900, 21, 16
_DRAWN, _A_SIDE = 24, 12
_SHORT, _MIDDLE = 42, 28
_CENTRE, _REACH = WIDTH / 2, 78.0
_LEFT, _RIGHT = _CENTRE - 140, _CENTRE + 140


@dataclass(frozen=True)
class Neighbour:
    """Hold a thing beside another one, and by which relation."""

    iri: str
    label: str
    relation: str
    direction: Literal["out", "in"]


@dataclass(frozen=True)
class Node:
    """Hold a neighbour as it is drawn, with the line that joins it to the middle."""

    neighbour: Neighbour
    label: str
    x: float
    y: float
    path: str


@dataclass(frozen=True)
class Heading:
    """Hold the name of a relation above the neighbours that it joins."""

    text: str
    x: float
    y: float
    side: Literal["left", "right"]


@dataclass(frozen=True)
class Network:
    """Hold all neighbours that the page names, those of them that are drawn, and how many more there are.

    The thing itself lies `reach` to both sides of the `middle`.
    """

    neighbours: tuple[Neighbour, ...]
    nodes: tuple[Node, ...] = ()
    headings: tuple[Heading, ...] = ()
    label: tuple[str, ...] = ()
    height: float = 0.0
    beyond: int = 0
    width: int = WIDTH
    middle: float = _CENTRE
    reach: float = _REACH

    @property
    def undrawn(self) -> int:
        """Count the neighbours that are not drawn, listed on the page or not."""
        return len(self.neighbours) - len(self.nodes) + self.beyond


def network_of(thing: Thing) -> Network:
    """Draw the neighbours of a thing; at most two dozen, each relation in turn, so that none crowds out the others."""
    groups = [group for group in thing.groups if group.property not in {TYPE, thing.iri, *LABELS}]
    found = {one.iri: one for group in reversed(groups) for one in reversed(_of_group(thing, group))}
    neighbours = [one for group in groups for one in _of_group(thing, group) if found.get(one.iri) == one]
    neighbours = [*dict.fromkeys(neighbours)]
    drawn = _chosen(neighbours)
    beyond = sum(group.rest for group in groups)
    left, right = ([one for one in drawn if one.direction == way] for way in ("in", "out"))
    nodes: list[Node] = []
    headings: list[Heading] = []
    height = max(_height(left), _height(right), 3 * ROW) + 2 * TOP
    for side, members in (("left", left), ("right", right)):
        _place("left" if side == "left" else "right", members, height, nodes, headings)
    return Network(tuple(neighbours), tuple(nodes), tuple(headings), _in_lines(thing.label), height, beyond)


def _of_group(thing: Thing, group: Group) -> list[Neighbour]:
    vocabulary = thing.kind in VOCABULARY
    return [
        Neighbour(part.iri, part.text, group.title, group.direction)
        for fact in group.facts
        for part in fact.parts
        if part.iri and part.iri != thing.iri and (vocabulary or not is_vocabulary(part.iri))
    ]


def _chosen(neighbours: list[Neighbour]) -> list[Neighbour]:
    """Take one of each relation after the other, until there is no more room; the order stays that of the page."""
    by_relation: dict[tuple[str, str], list[Neighbour]] = {}
    for one in neighbours:
        by_relation.setdefault((one.direction, one.relation), []).append(one)
    taken: set[str] = set()
    sides = {way: sum(one.direction == way for one in neighbours) for way in ("in", "out")}
    room = {"in": max(_A_SIDE, _DRAWN - sides["out"]), "out": max(_A_SIDE, _DRAWN - sides["in"])}
    for turn in range(_DRAWN):
        for (direction, _), members in by_relation.items():
            if turn < len(members) and len(taken) < _DRAWN and room[direction]:
                taken.add(members[turn].iri)
                room[direction] -= 1
    return [one for one in neighbours if one.iri in taken]


def _height(members: list[Neighbour]) -> float:
    return ROW * (len(members) + 1.3 * len({one.relation for one in members}))


def _place(
    side: Literal["left", "right"],
    members: list[Neighbour],
    height: float,
    nodes: list[Node],
    headings: list[Heading],
) -> None:
    x = _LEFT if side == "left" else _RIGHT
    y, relation = (height - _height(members)) / 2, ""
    middle = height / 2
    for one in members:
        if one.relation != relation:
            relation = one.relation
            y += 1.3 * ROW
            headings.append(Heading(shortened(relation, _SHORT), x, round(y, 1), side))
        y += ROW
        inner, start = (x + 8, _CENTRE - _REACH) if side == "left" else (x - 8, _CENTRE + _REACH)
        bend = (inner + start) / 2
        path = f"M{inner:.0f} {y - 5:.1f}C{bend:.0f} {y - 5:.1f} {bend:.0f} {middle:.1f} {start:.0f} {middle:.1f}"
        nodes.append(Node(one, shortened(one.label, _SHORT), x, round(y, 1), path))


def _in_lines(label: str) -> tuple[str, ...]:
    """Break the label in the middle over at most three lines."""
    lines: list[str] = [""]
    for word in label.split():
        if lines[-1] and len(lines[-1]) + len(word) >= 18:
            lines.append(word)
        else:
            lines[-1] = f"{lines[-1]} {word}".strip()
    kept = lines[:3]
    if len(lines) > 3:
        kept[-1] += "…"
    return tuple(shortened(line, _MIDDLE) for line in kept)
