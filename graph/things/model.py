"""Hold what is told of a thing: facts in groups, each with its sources, its time and whether the day allows it."""

from dataclasses import dataclass
from datetime import date
from typing import Literal

from .bounds import Time

Direction = Literal["out", "in"]
Reading = Literal["stated", "normalised", "inferred", "disputed", "rejected", "unattested"]
Certainty = Literal["certain", "possible"]


@dataclass(frozen=True)
class Part:
    """Hold a piece of a line: text alone, the name of a thing (`iri`), or of a page elsewhere (`address`)."""

    text: str
    iri: str | None = None
    address: str | None = None


@dataclass(frozen=True)
class Citation:
    """Hold a place in a source: a paragraph and positions (end excluded), or the name of a part (`fragment`)."""

    source: Part
    publisher: str | None = None
    issued: date | None = None
    paragraph: int | None = None
    start: int | None = None
    end: int | None = None
    fragment: str | None = None


@dataclass(frozen=True)
class Attestation:
    """Hold who states a fact and how the passage was read; `about` is the property where one line has several."""

    iri: str
    reading: Reading
    reading_label: str
    confidence: str | None
    citations: tuple[Citation, ...]
    note: str | None = None
    about: str | None = None
    asserter: Part | None = None
    asserted: str | None = None


@dataclass(frozen=True)
class Fact:
    """Hold one fact as a line that people read; `key` is the node or value that it is of."""

    parts: tuple[Part, ...]
    key: str
    reading: Reading = "unattested"
    attestations: tuple[Attestation, ...] = ()
    time: Time | None = None
    certainty: Certainty = "certain"

    @property
    def text(self) -> str:
        """Give the line as plain text."""
        return "".join(part.text for part in self.parts)


@dataclass(frozen=True)
class Group:
    """Hold the facts of one property in one direction; `count` is of all, `facts` are those that are told.

    `hidden` did not hold on the day that was asked for, `elsewhere` are not of the source that was asked for, `rest`
    are not listed here: `query` lists them all.
    """

    property: str
    direction: Direction
    title: str
    count: int
    facts: tuple[Fact, ...]
    hidden: int = 0
    elsewhere: int = 0
    rest: int = 0
    query: str | None = None


@dataclass(frozen=True)
class Share:
    """Hold a source, and how many of the facts that are told cite it."""

    source: Part
    publisher: str | None
    facts: int


@dataclass(frozen=True)
class Thing:
    """Hold all that a page about a thing tells; `state` is whether it was there on the day that was asked for.

    `sources` are those of all its facts, `source` the only one that was asked for.
    """

    iri: str
    label: str
    kind: str
    types: tuple[Part, ...]
    description: tuple[str, ...] = ()
    groups: tuple[Group, ...] = ()
    time: Time | None = None
    day: date | None = None
    state: Literal["undated", "certain", "possible", "not-yet", "over"] = "undated"
    asserted_whole: Reading = "unattested"
    attestations: tuple[Attestation, ...] = ()
    example: str | None = None
    sources: tuple[Share, ...] = ()
    source: str | None = None

    @property
    def facts(self) -> tuple[Fact, ...]:
        """List the facts of all groups."""
        return tuple(fact for group in self.groups for fact in group.facts)

    @property
    def shown(self) -> tuple[Group, ...]:
        """List the groups but for those of which the source that was asked for says nothing."""
        return tuple(group for group in self.groups if group.facts or group.rest or not group.elsewhere)

    @property
    def hidden(self) -> int:
        """Count what is not shown since it did not hold on the day."""
        return sum(group.hidden for group in self.groups)

    @property
    def elsewhere(self) -> int:
        """Count what is not shown since it is not of the source that was asked for."""
        return sum(group.elsewhere for group in self.groups)
