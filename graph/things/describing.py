"""Tell all about one thing, for a page and its data twin, by about a dozen questions whatever its size."""

from collections.abc import Sequence
from datetime import date

from ..namespaces import PREFIXES
from ..obligations.wording import Language
from ..overview import labels
from ..stores.base import Store, Term
from .asked import instances, uses
from .attesting import Evidence
from .by_source import shares
from .grouping import Grouping
from .kinds import kind_of
from .model import Group, Thing
from .naming import Names, in_language
from .raw import Around, look_around
from .special import (
    Passages,
    Uses,
    group_of_content,
    group_of_uses,
    groups_of_passages,
    named_in,
    read_content,
    read_passages,
    read_uses,
)
from .terms import DESCRIPTIONS, EVIDENCE, TYPE
from .times import time_of
from .unknown import NoSuchThing


def describe_thing(store: Store, iri: str, language: Language, day: date | None = None) -> Thing:
    """Tell what the graph knows of a thing, in both directions; NoSuchThing when nothing.

    As of a day, what had not begun or was over is counted, not told, and what the bounds leave open is `possible`.
    """
    try:
        Term("iri", iri).sparql()
    except ValueError:
        raise NoSuchThing(iri) from None
    around = look_around(store, iri)
    content = read_content(store, iri) if around is None or not around.types(iri) else None
    found = read_uses(store, iri) if around is None or kind_of(iri, around.types(iri)) == "property" else None
    if around is None and content is None and not (found and found.count):
        raise NoSuchThing(iri)
    around = around or Around(iri)
    kind = kind_of(iri, around.types(iri))
    kind = "property" if kind == "thing" and found and found.count else kind
    passages = read_passages(store, iri) if kind == "source" else None
    read = [passage.attestation for passage in passages.listed] if passages else []
    evidence = Evidence(store, _attested(around), read)
    named = _named(around, evidence, passages, found) | {name for name, _ in (content.classes if content else ())}
    names = Names(labels(store, named, language), language, frozenset(around.told))
    groups = Grouping(around, evidence, names, day).groups()
    if content:
        groups.insert(0, group_of_content(iri, content, names))
    if found and found.count:
        groups.append(group_of_uses(iri, found, names))
    if passages:
        groups += groups_of_passages(iri, passages, evidence, names)
    return _thing(around, evidence, names, kind, groups, day)


def _thing(
    around: Around, evidence: Evidence, names: Names, kind: str, groups: Sequence[Group], day: date | None
) -> Thing:
    whole, time = evidence.of_whole(around.iri), time_of(around, around.iri)
    classes = sorted(around.types(around.iri))
    return Thing(
        iri=around.iri,
        label=names.name(around.iri),
        kind=kind,
        types=tuple(
            names.part(name) for name in classes if name != f"{PREFIXES['dcterms']}Location" or len(classes) == 1
        ),
        description=_description(around, names.language),
        groups=tuple(groups),
        sources=shares(groups),
        time=time,
        day=day,
        state="undated" if day is None else time.at(day) if time else "certain",
        asserted_whole=evidence.verdict(whole),
        attestations=evidence.tell(whole, names),
        example=instances(around.iri) if kind == "class" else uses(around.iri) if kind == "property" else None,
    )


def _attested(around: Around) -> dict[str, None]:
    """List the things whose attestations matter: the thing, and what leads to it by a property that is a fact."""
    subjects = {around.iri: None}
    for (way, predicate), terms in around.values.items():
        if way == "in" and predicate not in EVIDENCE:
            subjects.update((term.value, None) for term in terms if term.kind == "iri")
    return subjects


def _named(around: Around, evidence: Evidence, passages: Passages | None, found: Uses | None) -> set[str]:
    """List all that the page names, so that one question finds the labels."""
    named = {around.iri, *around.told, *evidence.named, *(predicate for _, predicate in around.counts)}
    for told in around.told.values():
        named |= {
            term.value for predicate, terms in told.items() if predicate != TYPE for term in terms if term.kind == "iri"
        }
    named |= passages.named if passages else set()
    return named | (named_in(found.pairs) if found else set())


def _description(around: Around, language: str) -> tuple[str, ...]:
    """Give what says what the thing is: definitions first, in the language where they are, else in the other."""
    told = []
    for predicate in DESCRIPTIONS:
        told += [term.value for term in in_language(around.own(predicate), language)]
    return tuple(dict.fromkeys(told))
