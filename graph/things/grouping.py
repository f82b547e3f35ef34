"""Put the facts about a thing into groups, in the order in which people read them."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date

from ..namespaces import CONS, PREFIXES
from ..obligations.wording import upper_first
from ..stores.base import Term
from .asked import listing
from .attesting import Evidence
from .bounds import Time
from .lines import line_of, relation_type
from .model import Attestation, Certainty, Direction, Fact, Group, Part
from .naming import Names, in_language
from .order import order_of_properties
from .raw import Around
from .terms import BOUNDS, DAYS, DESCRIPTIONS, HAS_SOURCE, LABELS, NODES, OBJECT, PREDICATE, SUBJECT, TYPE
from .times import shows_its_time, time_of
from .titles import rank_inward, title_of, title_of_relation

_SKOS = PREFIXES["skos"]
_APART = {TYPE, *DESCRIPTIONS, *BOUNDS, *DAYS}  # told at the head of the page, or as one line of time
_BEFORE = (*LABELS, f"{_SKOS}altLabel")


class Grouping:
    """Make groups of what stands around a thing, as of a day where one is given."""

    def __init__(self, around: Around, evidence: Evidence, names: Names, day: date | None) -> None:
        self._around, self._evidence, self._names, self._day = around, evidence, names, day
        self._ranks = _ranks(around)

    def groups(self) -> list[Group]:
        """Give the groups: what the thing says of itself first, then what leads to it."""
        outward = [*self._times(), *(self._outward(predicate) for predicate in self._predicates("out"))]
        inward = [group for predicate in self._predicates("in") for group in self._inward(predicate)]
        outward += self._rejected(outward)
        found = sorted(outward, key=self._outward_rank) + sorted(inward, key=lambda one: rank_inward(one.property))
        return [group for group in found if not self._is_the_title(group)]

    def _predicates(self, way: Direction) -> list[str]:
        untold = _APART if way == "out" else {SUBJECT, OBJECT, PREDICATE, HAS_SOURCE if self._is_source() else ""}
        return [
            predicate for direction, predicate in self._around.counts if direction == way and predicate not in untold
        ]

    def _is_the_title(self, group: Group) -> bool:
        """Tell whether a group would only repeat the name at the head of the page."""
        name, alone = self._names.name(self._around.iri), len(group.facts) == group.count == 1
        return group.property in LABELS and alone and group.facts[0].text == name and not group.facts[0].attestations

    def _is_source(self) -> bool:
        return any(name.endswith("#SourceDocument") for name in self._around.types(self._around.iri))

    def _outward(self, predicate: str) -> Group:
        terms = self._around.own(predicate)
        shown = terms if predicate in LABELS else in_language(terms, self._names.language)
        facts, hidden = [], 0
        for term in shown:
            state = self._state_of(term.value, "out") if term.kind == "iri" else "certain"
            if state is None:
                hidden += 1
            else:
                facts.append(self._fact((self._worded(term, predicate),), term, [predicate], state))
        count = self._around.counts["out", predicate] - (len(terms) - len(shown))
        return self._group(predicate, "out", facts, count, hidden)

    def _worded(self, term: Term, predicate: str) -> Part:
        part = self._names.value(term)
        if predicate in LABELS and term.language and term.language != self._names.language:
            return Part(f"{part.text} ({term.language})")
        return part

    def _fact(self, parts: tuple[Part, ...], term: Term, predicates: Iterable[str], state: Certainty) -> Fact:
        found = self._evidence.of_value(self._around.iri, predicates, term)
        return Fact(
            parts, term.value, self._evidence.verdict(found), self._evidence.tell(found, self._names), certainty=state
        )

    def _times(self) -> list[Group]:
        """Tell the bounds of a period, or of a date, as one line instead of four properties."""
        made = []
        for predicates, french, english in ((BOUNDS, "Période", "Period"), (DAYS, "Date", "Date")):
            terms = [term for predicate in predicates for term in self._around.own(predicate)]
            time = time_of(self._around, self._around.iri) if terms else None
            if not time:
                continue
            found = [
                one
                for predicate in predicates
                for term in self._around.own(predicate)
                for one in self._evidence.of_value(self._around.iri, [predicate], term)
            ]
            kept = [*dict.fromkeys(found)]
            told = self._evidence.tell(kept, self._names, properties=True)
            reading = self._evidence.verdict(kept, weakest=True)
            own = Time(time.start_earliest, time.start_latest, time.end_earliest, time.end_latest, lasting=time.lasting)
            fact = Fact((Part(upper_first(own.say(self._names.language))),), predicates[0], reading, told)
            title = french if self._names.language == "fr" else english
            made.append(Group(predicates[0], "out", title, 1, (fact,)))
        return made

    def _inward(self, predicate: str) -> list[Group]:
        nodes = [term.value for term in self._around.values.get(("in", predicate), ()) if term.kind == "iri"]
        by_title: dict[str | None, list[str]] = {}
        for node in nodes:
            by_title.setdefault(relation_type(self._around, node), []).append(node)
        groups: list[Group] = []
        beyond = self._around.counts["in", predicate] - len(nodes)
        for kind, members in by_title.items():
            facts, hidden = [], 0
            for node in members:
                state = self._state_of(node, "in")
                if state is None:
                    hidden += 1
                else:
                    facts.append(self._line(node, predicate, state))
            title = (
                title_of_relation(kind, "in" if predicate.endswith("From") else "out", self._names.language)
                if kind
                else None
            )
            rest = beyond if not groups else 0
            groups.append(
                self._group(predicate, "in", _sorted(facts, self._around), len(members) + rest, hidden, title)
            )
        return groups

    def _line(self, node: str, predicate: str, state: Certainty) -> Fact:
        is_node = bool(self._around.types(node) & NODES)
        if is_node:
            found = self._evidence.of_node(node)
        else:
            found = self._evidence.of_value(node, [predicate], Term("iri", self._around.iri))
        reading = self._evidence.verdict(found, weakest=is_node)
        told: tuple[Attestation, ...] = self._evidence.tell(found, self._names, properties=is_node)
        time = time_of(self._around, node) if shows_its_time(self._around, node) else None
        return Fact(line_of(self._around, node, self._names), node, reading, told, time, state)

    def _state_of(self, other: str, way: Direction) -> Certainty | None:
        """Tell whether what is at the other end was there on the day; None when it was not."""
        time = time_of(self._around, other) if self._day else None
        if not time or not self._day:
            return "certain"
        state = time.at(self._day)
        if state == "not-yet" or (state == "over" and way == "in"):
            return None
        return "possible" if state == "possible" else "certain"

    def _rejected(self, groups: list[Group]) -> list[Group]:
        """Tell what was read in a source and set aside: no triple says it, so no property has it yet."""
        made: dict[str, list[Fact]] = {}
        for attestation, predicate, value in self._evidence.rejected(self._around.iri):
            told = self._evidence.tell([attestation], self._names)
            made.setdefault(predicate, []).append(Fact((self._names.value(value),), value.value, "rejected", told))
        for place, group in enumerate(groups):
            if extra := made.pop(group.property, None):
                groups[place] = replace(group, facts=(*group.facts, *extra), count=group.count + len(extra))
        return [self._group(predicate, "out", facts, len(facts), 0) for predicate, facts in made.items()]

    def _group(
        self, predicate: str, way: Direction, facts: list[Fact], count: int, hidden: int, title: str | None = None
    ) -> Group:
        label = self._names.label(predicate)
        return Group(
            property=predicate,
            direction=way,
            title=title or title_of(predicate, way, label, self._names.language),
            count=count,
            facts=tuple(facts),
            hidden=hidden,
            rest=max(0, count - len(facts) - hidden),
            query=listing(self._around.iri, predicate, way),
        )

    def _outward_rank(self, group: Group) -> tuple[int, int, str]:
        if group.property in _BEFORE:
            return (0, _BEFORE.index(group.property), "")
        if group.property in {BOUNDS[0], DAYS[0]}:
            return (1, 0, "")
        return (2, self._ranks.get(group.property, len(self._ranks)), group.title)


def _ranks(around: Around) -> dict[str, int]:
    known = order_of_properties()
    found: dict[str, int] = {}
    for name in sorted(around.types(around.iri)):
        for predicate in known.get(name, ()):
            found.setdefault(predicate, len(found))
    return found


def _sorted(facts: list[Fact], around: Around) -> list[Fact]:
    """Sort lines by rank in the plan, then by time, then by their text."""

    def key(fact: Fact) -> tuple[float, date, str]:
        rank = next((term.value for term in around.of(fact.key, f"{CONS}position")), "")
        start = fact.time.start_earliest or fact.time.start_latest if fact.time else None
        return (float(rank) if rank.isdigit() else 1e9, start or date.max, fact.text)

    return sorted(facts, key=key)
