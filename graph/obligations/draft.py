"""Hold a draft plan or contract against the rules: what the texts require, what is there, what lacks, what is free."""

import difflib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from ..errors import ConsulaireError
from ..namespaces import DEF, short
from .draft_facts import Adaptation, DraftFacts, Party
from .draft_free import free_points, unread_points
from .draft_items import Case, Item, Properties, items_of
from .labels import concept_label
from .notes import Note
from .verdict import Named, Verdict
from .wording import Language, cite_article, joined

_SIGNED, _VOTED, _PUBLISHED = f"{DEF}event-signing", f"{DEF}event-deliberation", f"{DEF}event-publication"


class DraftError(ConsulaireError):
    """Report a draft in which there is nothing that the rules speak of."""


@dataclass(frozen=True)
class RuleReport:
    """Hold one rule held against one debtor: content in our words, reading adopted, items, and what is left free."""

    identifier: str
    label: Note
    debtor: Named | None
    articles: Note
    content: Note
    comment: Note
    items: tuple[Item, ...]
    free: tuple[Note, ...]
    notes: tuple[Note, ...]


@dataclass(frozen=True)
class InstrumentReport:
    """Hold an instrument of the draft with the rules on its kind."""

    instrument: Named
    kind: str
    parties: tuple[Party, ...]
    rules: tuple[RuleReport, ...]
    notes: tuple[Note, ...]

    def of(self, *outcomes: str) -> tuple[Item, ...]:
        """List the items of some outcomes, each once though two rules may want the same."""
        found = [item for rule in self.rules for item in rule.items if item.outcome in outcomes]
        return tuple(dict.fromkeys(found))

    @property
    def lacks(self) -> bool:
        """Tell whether something is missing, contradicts a text, or names an organisation that nothing describes."""
        return bool(self.of("missing", "late")) or not all(party.known for party in self.parties)


@dataclass(frozen=True)
class DraftReport:
    """Hold the instruments of a draft, looked at on a day."""

    day: date
    instruments: tuple[InstrumentReport, ...]

    @property
    def lacks(self) -> bool:
        """Tell whether any of the instruments lacks something."""
        return any(one.lacks for one in self.instruments)


def check_draft(facts: DraftFacts, day: date, verdicts: Iterable[Verdict] = ()) -> DraftReport:
    """Hold every plan or contract of a draft against the rules in force on a day.

    `verdicts` are those of the graph on that day: due dates and triggers come from them. DraftError when the draft
    holds no instrument of a kind that a rule wants signed.
    """
    check = _Check(facts, day, tuple(verdicts))
    instruments = facts.instruments(check.kinds)
    if not instruments:
        kinds = ", ".join(f"{short(kind)} ({concept_label(kind, 'en')})" for kind in check.kinds)
        raise DraftError(
            "The file describes no instrument of a kind that a rule wants signed. Write its kind and its parties, such "
            "as `id:instr-my-com a cons:Agreement ; dcterms:type def:kind-com ; cons:party id:org-… .`, or fill the "
            f"template of `consulaire import --template conventions`. Kinds: {kinds}."
        )
    return DraftReport(day, tuple(check.instrument(one, kind) for one, kind in instruments))


class _Check:
    """Hold what is the same for every instrument of a draft."""

    def __init__(self, facts: DraftFacts, day: date, verdicts: tuple[Verdict, ...]) -> None:
        self._facts, self._day, self._verdicts = facts, day, verdicts
        self._rules = facts.rules()

    @property
    def kinds(self) -> tuple[str, ...]:
        signed = [one for one in self._rules.values() if _SIGNED in one.get("cons:performedBy", ())]
        return tuple(sorted({kind for one in signed for kind in one["cons:requiresKind"]}))

    def instrument(self, iri: str, kind: str) -> InstrumentReport:
        parties = self._facts.parties(iri, self._day)
        rules = {name: rule for name, rule in self._rules.items() if self._bears_on(rule, kind)}
        pairs: list[tuple[str, Party | None]] = [
            (name, party) for name, rule in rules.items() for party in parties if _owes(rule, party)
        ]
        if not pairs:
            networks = {party.network for party in parties}
            near = [name for name, rule in rules.items() if networks & set(rule.get("cons:debtorNetwork", ()))]
            pairs = [(name, None) for name in near or rules]
        reports = [self._rule(iri, kind, name, party, parties) for name, party in pairs]
        reports.sort(key=lambda one: (one.identifier, one.debtor.iri if one.debtor else ""))
        return InstrumentReport(self._facts.named(iri), kind, parties, tuple(reports), self._unknown(parties))

    def _bears_on(self, rule: Properties, kind: str) -> bool:
        concluding = {_SIGNED, _VOTED} & set(rule.get("cons:performedBy", ()))
        return kind in rule["cons:requiresKind"] and bool(concluding) and _in_force(rule, self._day)

    def _rule(
        self, instrument: str, kind: str, name: str, debtor: Party | None, parties: tuple[Party, ...]
    ) -> RuleReport:
        rule = self._rules[name]
        adaptations = tuple(one for one in self._facts.adaptations(name, self._day) if _meets(one, debtor))
        signatures = self._facts.signatures(instrument)
        verdict = self._verdict(instrument, name, debtor)
        facts, day = self._facts, self._day
        case = Case(facts, instrument, rule, debtor, parties, signatures, adaptations, verdict, day)
        excluded = any(one.excluded for one in adaptations)
        return RuleReport(
            identifier=_text(rule, "dcterms:identifier"),
            label=_note(rule, "rdfs:label"),
            debtor=debtor.named if debtor else None,
            articles=Note(self._articles(name, "fr"), self._articles(name, "en")),
            content=_note(rule, "cons:requiredContent"),
            comment=_note(rule, "rdfs:comment"),
            items=() if excluded else items_of(case),
            free=() if excluded else free_points(case, self._is_published(kind)),
            notes=(*_exceptions(adaptations), *unread_points(case)),
        )

    def _articles(self, rule: str, language: Language) -> str:
        known = self._facts.background.articles(rule, language)
        articles = [one for one in known if one.may_hold_on(self._day)] or known
        return joined([cite_article(one.label, language) for one in articles], language)

    def _is_published(self, kind: str) -> bool:
        return any(
            kind in rule["cons:requiresKind"] and _PUBLISHED in rule.get("cons:performedBy", ())
            for rule in self._rules.values()
        )

    def _verdict(self, instrument: str, rule: str, debtor: Party | None) -> Verdict | None:
        """Choose the obligation that the instrument would perform: of the contract that it renders, else the latest."""
        mine = [one for one in self._verdicts if debtor and one.rule.iri == rule and one.debtor.iri == debtor.named.iri]
        upper = [one.value for one in self._facts.values(instrument, "cons:derivesFrom")]
        events = {event for one in upper for event in self._facts.signing_events(one)}
        meant = [one for one in mine if one.trigger.iri in events] or ([] if events else mine)
        return max(meant, key=lambda one: one.trigger_latest or date.min, default=None)

    def _unknown(self, parties: Iterable[Party]) -> tuple[Note, ...]:
        found = []
        for party in parties:
            if not party.known:
                near = difflib.get_close_matches(short(party.named.iri), self._facts.organisations(), n=3, cutoff=0.5)
                offer = ", ".join(near) or "-"
                name = short(party.named.iri)
                found.append(
                    Note(
                        f"rien ne décrit la partie {name} ; la plus proche du graphe : {offer}",
                        f"nothing describes the party {name}; nearest in the graph: {offer}",
                    )
                )
        return tuple(found)


def _in_force(rule: Properties, day: date) -> bool:
    first, last = _text(rule, "cons:inForceFrom"), _text(rule, "cons:inForceUntil")
    return (not first or date.fromisoformat(first) <= day) and (not last or day <= date.fromisoformat(last))


def _owes(rule: Properties, party: Party) -> bool:
    if party.network not in rule.get("cons:debtorNetwork", ()):
        return False
    levels, forms = set(rule.get("cons:debtorLevel", ())), set(rule.get("cons:debtorForm", ()))
    return bool(party.levels & levels or party.forms & forms)


def _meets(adaptation: Adaptation, debtor: Party | None) -> bool:
    if debtor is None:
        return False
    same_form, same_place = adaptation.forms & debtor.forms, adaptation.places & debtor.regions
    return bool(same_form or same_place or debtor.named.iri in adaptation.bodies)


def _exceptions(adaptations: Iterable[Adaptation]) -> Iterator[Note]:
    for one in adaptations:
        name = one.named
        if one.excluded:
            yield Note(f"règle écartée : {name.label_fr}", f"rule set aside: {name.label_en}")
        else:
            yield Note(f"règle adaptée : {name.label_fr}", f"rule adapted: {name.label_en}")


def _text(rule: Properties, name: str) -> str:
    return next(iter(rule.get(name, ())), "")


def _note(rule: Properties, name: str) -> Note:
    return Note(_text(rule, f"{name}@fr"), _text(rule, f"{name}@en"))
