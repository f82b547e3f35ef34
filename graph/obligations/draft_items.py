"""Check one by one the things that a rule requires of a draft instrument."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Literal

from ..namespaces import DEF, short
from .draft_facts import Act, Adaptation, DraftFacts, Party
from .labels import concept_label
from .notes import Note
from .verdict import Named, Verdict
from .wording import LANGUAGES, by, of, when

Outcome = Literal["there", "missing", "late", "to-read"]
Properties = dict[str, tuple[str, ...]]
_SUPERVISION = (f"{DEF}role-supervisory-authority", f"{DEF}role-regional-prefect")
_HEAD = f"{DEF}role-network-head-president"
_BETWEEN = re.compile(r"(?:Convention|Contrat) entre (.+?)(?=[:.;]|, conforme|, pour |$)")
_STATE = re.compile(r"État|préfet")


@dataclass(frozen=True)
class Item:
    """Hold one thing that a text requires, whether the draft has it, and the facts that show it."""

    kind: str
    outcome: Outcome
    told: Note
    facts: tuple[Named, ...] = ()


@dataclass(frozen=True)
class Case:
    """Hold one rule that an instrument is held against, for one debtor (None where no party is one)."""

    facts: DraftFacts
    instrument: str
    properties: Properties
    debtor: Party | None
    parties: tuple[Party, ...]
    signatures: tuple[Act, ...]
    adaptations: tuple[Adaptation, ...]
    verdict: Verdict | None
    day: date

    @property
    def signing(self) -> tuple[Act, ...]:
        """List the signatures that have a day."""
        return tuple(one for one in self.signatures if one.earliest and one.latest)

    def of(self, name: str) -> tuple[str, ...]:
        """List the values of a property of the rule, by its prefixed name."""
        return self.properties.get(name, ())


def items_of(case: Case) -> tuple[Item, ...]:
    """List what the rule requires, in the order in which an officer would prepare it."""
    if f"{DEF}event-signing" not in case.of("cons:performedBy"):
        return (_debtor(case), *_vote(case))
    found = [_debtor(case), *_counterparty(case), *_parties_named(case), *_higher_contract(case)]
    found += [*_content(case), *_vote(case), *_signatories(case), *_order(case), *_addressees(case), *_deadline(case)]
    return tuple(found)


def _debtor(case: Case) -> Item:
    if case.debtor:
        told = Note("partie que la règle oblige", "the party that the rule binds")
        return Item("party", "there", told, (case.debtor.named,))
    network = [concept_label(one, "fr") for one in case.of("cons:debtorNetwork")]
    levels = [concept_label(one, "fr") for one in case.of("cons:debtorLevel")]
    english = [concept_label(one, "en") for one in (*case.of("cons:debtorNetwork"), *case.of("cons:debtorLevel"))]
    told = Note(
        f"partie que la règle oblige ({', '.join([*network, *(f'niveau {one}' for one in levels)])})",
        f"the party that the rule binds ({', '.join(english)})",
    )
    return Item("party", "missing", told)


def _counterparty(case: Case) -> Iterable[Item]:
    networks, levels = case.of("cons:counterpartyNetwork"), case.of("cons:counterpartyLevel")
    if not networks:
        return
    home = case.debtor.regions if case.debtor else frozenset()
    found = [
        party.named
        for party in case.parties
        if party.network in networks and party.levels & set(levels) and (not home or party.regions & home)
    ]
    network, level = networks[0], levels[0]
    told = Note(
        f"autre partie : {concept_label(network, 'fr')}, niveau {concept_label(level, 'fr')}, même ressort",
        f"counterparty: {concept_label(network, 'en')}, {concept_label(level, 'en')} level, same area",
    )
    yield Item("counterparty", "there" if found else "missing", told, tuple(found))


def _parties_named(case: Case) -> Iterable[Item]:
    """Check the State and the head of the network, where the content says that the act is made between them."""
    clause = _BETWEEN.match(" ".join(case.of("cons:requiredContent@fr")))
    if clause is None:
        return
    if _STATE.search(clause[1]):
        state = tuple(one.named for one in case.parties if one.of_the_state)
        told = Note("partie : l'État, par l'une de ses autorités", "party: the State, by one of its authorities")
        yield Item("state-party", "there" if state else "missing", told, state)
    for network in case.of("cons:debtorNetwork"):
        for head in map(case.facts.named, case.facts.heads(network)):
            if head.label_fr in clause[1] and not (case.debtor and case.debtor.named.iri == head.iri):
                there = tuple(one.named for one in case.parties if one.named.iri == head.iri)
                told = Note(f"partie : {head.label_fr}", f"party: {head.label_en}")
                yield Item("head-party", "there" if there else "missing", told, there)


def _higher_contract(case: Case) -> Iterable[Item]:
    if f"{DEF}tie-derives" not in case.of("cons:evidenceTie"):
        return
    upper = [one.value for one in case.facts.values(case.instrument, "cons:derivesFrom")]
    known = case.verdict.trigger if case.verdict else None
    hint_fr = f" (dernière signature connue : {known.label_fr})" if known and not upper else ""
    hint_en = f" (last known signing: {known.label_en})" if known and not upper else ""
    told = Note(f"le COP que la convention décline{hint_fr}", f"the COP that the agreement renders{hint_en}")
    yield Item("derives", "there" if upper else "missing", told, tuple(case.facts.named(one) for one in upper))


def _content(case: Case) -> Iterable[Item]:
    elements = case.facts.elements(case.instrument)
    number = len(elements)
    told = Note(
        "le contenu exigé, que seul un lecteur peut vérifier "
        + (f"(éléments décrits : {number})" if number else "(le brouillon n'en décrit aucun élément)"),
        "the required content, which only a reader can check "
        + (f"(elements described: {number})" if number else "(the draft describes no element of it)"),
    )
    yield Item("content", "to-read", told, elements)


def _vote(case: Case) -> Iterable[Item]:
    if "true" not in case.of("cons:requiresDeliberation"):
        return
    body = case.debtor.named.iri if case.debtor else ""
    votes = [one for one in case.facts.votes(case.instrument) if one.side == body]
    told = Note("délibération de l'assemblée, avant la signature", "vote of the assembly, before the signing")
    if not votes:
        yield Item("deliberation", "missing", told)
        return
    vote = votes[0]
    first = min((one.earliest for one in case.signing if one.earliest), default=None)
    last = max((one.latest for one in case.signing if one.latest), default=None)
    if last and vote.earliest and vote.earliest > last:
        outcome: Outcome = "late"
    elif first and not (vote.latest and vote.latest <= first):
        outcome = "to-read"
    else:
        outcome = "there"
    dated = Note(
        f"{told.fr} ({when(vote.earliest, vote.latest, 'fr')})", f"{told.en} ({when(vote.earliest, vote.latest, 'en')})"
    )
    yield Item("deliberation", outcome, dated, (vote.named,))


def _signatories(case: Case) -> Iterable[Item]:
    roles = [("signatory", one) for one in case.of("cons:requiredSignatory")]
    roles += [("countersignatory", one) for one in case.of("cons:requiredCountersignatory")]
    for kind, role in roles:
        yield _signatory(case, kind, role)


def _signatory(case: Case, kind: str, role: str) -> Item:
    sides = sides_of(case, role)
    capacity = f"{DEF}role-regional-prefect" if role in _SUPERVISION else f"{DEF}role-president"
    mine = [one for one in case.signatures if one.side in sides]
    there = [one for one in mine if one.role in (capacity, role)]
    first = kind == "signatory"
    name_fr, name_en = concept_label(role, "fr"), concept_label(role, "en")
    who_fr = " ou ".join(case.facts.named(one).label_fr for one in sides)
    who_en = " or ".join(case.facts.named(one).label_en for one in sides)
    told = Note(
        f"signature {'en premier' if first else 'ensuite'} : {name_fr}{f' ({who_fr})' if who_fr else ''}",
        f"{'first' if first else 'later'} signature: {name_en}{f' ({who_en})' if who_en else ''}",
    )
    if there:
        return Item(kind, "there", told, tuple(one.named for one in there))
    if mine:
        wanted = short(capacity)
        told = Note(
            f"{told.fr} ; une signature est là, sans la qualité qui le montre (cons:inRole {wanted})",
            f"{told.en}; a signature is there, without the capacity that shows it (cons:inRole {wanted})",
        )
    return Item(kind, "missing", told, tuple(one.named for one in mine))


def sides_of(case: Case, role: str) -> tuple[str, ...]:
    """Name the organisations for which the holder of a role would sign; an exception may put another in its place."""
    if case.debtor is None:
        return ()
    if role == _HEAD:
        return case.facts.heads(case.debtor.network or "")
    if role not in _SUPERVISION:
        return (case.debtor.named.iri,)
    heads = case.facts.heads(case.debtor.network or "")
    instead = [one.iri for exception in case.adaptations for one in exception.creditors if one.iri not in heads]
    return tuple(instead) or case.facts.supervisors(case.debtor.named.iri, case.day)


def _order(case: Case) -> Iterable[Item]:
    if not (case.of("cons:requiredSignatory") and case.of("cons:requiredCountersignatory")):
        return
    sides = {side for role in case.of("cons:requiredSignatory") for side in sides_of(case, role)}
    first = [one for one in case.signing if one.side in sides]
    later = [one for one in case.signing if one.side not in sides]
    wrong = [one for one in later for mine in first if one.latest and mine.earliest and one.latest < mine.earliest]
    told = Note(
        "ordre des signatures : la chambre d'abord, l'autorité de tutelle et la tête de réseau ensuite",
        "order of the signatures: the chamber first, then the supervisory authority and the head of the network",
    )
    yield Item("order", "late" if wrong else "to-read", told, tuple(one.named for one in wrong))


def _addressees(case: Case) -> Iterable[Item]:
    for one in case.of("cons:requiredAddressee"):
        named = case.facts.named(one)
        told = Note(f"destinataire : {named.label_fr}", f"addressee: {named.label_en}")
        yield Item("addressee", "to-read", told)


def _deadline(case: Case) -> Iterable[Item]:
    verdict = case.verdict
    if verdict is None or verdict.due_latest is None or verdict.rule.deadline_kind in ("before-next", "none", "order"):
        return
    earliest = verdict.due_earliest or verdict.due_latest
    due_fr, due_en = (by(earliest, verdict.due_latest, language) for language in LANGUAGES)
    base_fr, base_en = of(verdict.trigger.label_fr, "fr"), of(verdict.trigger.label_en, "en")
    told = Note(f"signature {due_fr}, à compter {base_fr}", f"signing {due_en}, counted from the day {base_en}")
    days = [day for one in case.signing for day in (one.earliest, one.latest) if day]
    if not days:
        passed = verdict.as_of > verdict.due_latest
        unsigned = Note(
            f"{told.fr} ; le brouillon n'a pas de date de signature" + (", et l'échéance est passée" if passed else ""),
            f"{told.en}; the draft has no day of signing" + (", and the due date has passed" if passed else ""),
        )
        yield Item("deadline", "to-read", unsigned)
        return
    outcome: Outcome = "there" if max(days) <= earliest else "late" if min(days) > verdict.due_latest else "to-read"
    signed_fr, signed_en = (when(min(days), max(days), language) for language in LANGUAGES)
    yield Item("deadline", outcome, Note(f"{told.fr} ; signée {signed_fr}", f"{told.en}; signed {signed_en}"))
