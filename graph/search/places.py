"""Give each thing the networks, regions and themes that it is of, by itself or through what it belongs to."""

from collections.abc import Callable, Iterable

from ..namespaces import DEF, PREFIXES
from .reading import Facts

REGION = f"{PREFIXES['igeo']}Region"
_ATTACHMENT, _SUPERVISION = f"{DEF}relation-attachment", f"{DEF}relation-supervision"
_THROUGH = (  # a thing is also of where what these lead to is, unless that is a person, who was in many places
    *("cons:party", "cons:inInstrument", "cons:statusOf", "cons:relationFrom", "org:organization", "cons:onBehalfOf"),
    *("org:originalOrganization", "org:resultingOrganization", "cons:figureAbout", "cons:participant", "cons:binds"),
    *("cons:statementAbout", "cons:statedBy", "cons:debtor", "cons:presents", "prov:wasGeneratedBy"),
)
_BACK = ("org:member", "cons:signatory", "eli:is_member_of")  # and of where what leads to it by these is
_DEEPEST = 5
_Own = Callable[[str], frozenset[str]]


class Places:
    """Find networks, regions and themes, each worked out once."""

    def __init__(self, facts: Facts) -> None:
        self._facts = facts
        self._regions: dict[str, frozenset[str]] = {}
        self._networks: dict[str, frozenset[str]] = {}
        self._known_regions = frozenset(facts.to("rdf:type", REGION))

    def regions(self, thing: str) -> frozenset[str]:
        """Give the regions of a thing: of its own area, else of what it belongs to."""
        return self._found(thing, self._regions, self._own_regions, _DEEPEST)

    def networks(self, thing: str) -> frozenset[str]:
        """Give the networks of a thing: its own, else those of what it belongs to."""
        return self._found(thing, self._networks, self._own_networks, _DEEPEST)

    def themes(self, thing: str) -> frozenset[str]:
        """Give the themes of a thing and of its elements, each with the broader ones."""
        parts = (thing, *self._facts.to("cons:inInstrument", thing))
        found = {theme for one in parts for theme in self._facts.of("dcterms:subject", one)}
        for _ in range(_DEEPEST):
            found |= {broader for theme in found for broader in self._facts.of("skos:broader", theme)}
        return frozenset(found)

    def _found(self, thing: str, known: dict[str, frozenset[str]], own: _Own, depth: int) -> frozenset[str]:
        if thing not in known:
            known[thing] = own(thing)
            if not known[thing] and depth:
                ways = [other for name in _THROUGH for other in self._facts.of(name, thing)]
                ways = [other for other in ways if not self._facts.to("org:member", other)]
                ways += [other for name in _BACK for other in self._facts.to(name, thing)]
                ways += self._signed_at(thing)
                known[thing] = frozenset().union(*(self._found(one, known, own, depth - 1) for one in ways))
        return known[thing]

    def _signed_at(self, event: str) -> list[str]:
        signatures = self._facts.to("cons:partOfEvent", event)
        return [signed for one in signatures for signed in self._facts.of("cons:signs", one)]

    def _own_regions(self, thing: str) -> frozenset[str]:
        areas = [*self._facts.of("dcterms:spatial", thing), *self._facts.of("cons:inPlace", thing)]
        if thing in self._known_regions or self._facts.of("cons:locatedIn", thing):
            areas.append(thing)
        found = self._around(areas)
        return found or self._by_attachment(thing) or self._by_supervision(thing)

    def _around(self, areas: Iterable[str]) -> frozenset[str]:
        reached = set(areas)
        for _ in range(_DEEPEST):
            reached |= {wider for area in reached for wider in self._facts.of("cons:locatedIn", area)}
        return frozenset(reached & self._known_regions)

    def _by_attachment(self, thing: str) -> frozenset[str]:
        """Give the regions of the chambers that a body is attached to."""
        chambers = [
            other
            for relation in self._facts.to("cons:relationFrom", thing)
            if _ATTACHMENT in self._facts.of("dcterms:type", relation)
            for other in self._facts.of("cons:relationTo", relation)
        ]
        return self._around(area for one in chambers for area in self._facts.of("dcterms:spatial", one))

    def _by_supervision(self, thing: str) -> frozenset[str]:
        """Give the region of the bodies that an authority supervises, when they are all of one; else none."""
        bodies = [
            other
            for relation in self._facts.to("cons:relationTo", thing)
            if _SUPERVISION in self._facts.of("dcterms:type", relation)
            for other in self._facts.of("cons:relationFrom", relation)
        ]
        found = self._around(area for one in bodies for area in self._facts.of("dcterms:spatial", one))
        return found if len(found) == 1 else frozenset()

    def _own_networks(self, thing: str) -> frozenset[str]:
        return frozenset((*self._facts.of("cons:network", thing), *self._facts.of("cons:debtorNetwork", thing)))
