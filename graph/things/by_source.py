"""Keep of a thing what one source says: what a law states apart from what a chamber or a newspaper reports."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import replace

from .model import Citation, Fact, Group, Share, Thing
from .terms import BOUNDS, DAYS


def shares(groups: Iterable[Group]) -> tuple[Share, ...]:
    """List the sources that the facts of some groups cite, those of most facts first."""
    counts: Counter[str] = Counter()
    first: dict[str, Citation] = {}
    for fact in (fact for group in groups for fact in group.facts):
        cited = _cited(fact)
        counts.update(cited.keys())
        first = {**cited, **first}
    ordered = sorted(counts.items(), key=lambda pair: (-pair[1], first[pair[0]].source.text, pair[0]))
    return tuple(Share(first[iri].source, first[iri].publisher, number) for iri, number in ordered)


def stated_by(thing: Thing, source: str) -> Thing:
    """Leave out, and count, the facts that cite other sources only, or none; a fact that is kept keeps all its sources.

    So a fact that another source disputes still looks disputed. What a group does not list is not looked at. The
    thing's own time goes unless the source states its period or its date.
    """
    groups = tuple(_of_source(group, source) for group in thing.groups)
    dated = any(group.facts for group in groups if group.property in {*BOUNDS, *DAYS})
    return replace(thing, source=source, groups=groups, time=thing.time if dated else None)


def _of_source(group: Group, source: str) -> Group:
    kept = tuple(fact for fact in group.facts if source in _cited(fact))
    return replace(group, facts=kept, elsewhere=len(group.facts) - len(kept))


def _cited(fact: Fact) -> dict[str, Citation]:
    """List the first citation of each source of a fact."""
    found: dict[str, Citation] = {}
    for citation in (citation for one in fact.attestations for citation in one.citations):
        if citation.source.iri:
            found.setdefault(citation.source.iri, citation)
    return found
