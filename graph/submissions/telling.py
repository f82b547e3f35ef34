"""Write verdicts and reports on drafts as plain values in both languages, the same for pages and for programs."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import asdict

from ..namespaces import short
from ..obligations.draft import DraftReport, InstrumentReport, RuleReport
from ..obligations.draft_items import Item
from ..obligations.draft_report import OUTCOMES
from ..obligations.grouping import by_debtor
from ..obligations.labels import concept_label, status_label
from ..obligations.notes import Note
from ..obligations.verdict import STATUSES, EvidenceItem, Named, Verdict
from ..obligations.wording import LANGUAGES, Language, choose, when
from ..obligations.writers.phrases import dated_cause, due
from ..obligations.writers.rows import as_record
from .judging import Judged
from .reading import Reading

Plain = dict[str, object]
_MOST_FAULTS = 500
_KINDS = {
    "rdf": Note("faits en RDF", "facts in RDF"),
    "conventions": Note("conventions", "agreements"),
    "mandates": Note("mandats", "mandates"),
    "signatories": Note("signataires", "signatories"),
    "evidence": Note("preuves", "evidence"),
}


def tell_reading(reading: Reading) -> Plain:
    """Say what the files were taken for, and what is wrong with them: the first faults, and how many there are."""
    told = reading.faults[:_MOST_FAULTS]
    return {
        "files": [
            {"name": one.name, "kind": one.kind, "number": one.number, **_both("kind", _KINDS[one.kind])}
            for one in reading.files
        ],
        "faults": [asdict(fault) for fault in told],
        "faults_left_out": len(reading.faults) - len(told),
        "errors": sum(fault.severity == "error" for fault in reading.faults),
        "judged": not reading.refused,
    }


def tell_verdicts(judged: Judged) -> Plain:
    """Say what the verdicts are, which of them the files bear on, and what they were without the files."""
    shown = judged.shown
    ordered = [one for group in by_debtor(shown) for one in group[1]]
    ordered.sort(key=lambda one: not judged.touches(one))
    return {
        "day": judged.opinion.as_of.isoformat(),
        "selection": {name: str(value) for name, value in asdict(judged.opinion.selection).items() if value},
        "obligations": len(judged.opinion.every),
        "selected": len(judged.opinion.verdicts),
        "touched": sum(judged.touches(one) for one in shown),
        "changed": sum(judged.before.get(one.obligation) != one.status for one in shown),
        "counts": _counts(judged),
        "notes": [asdict(note) for note in judged.opinion.notes],
        "verdicts": [_verdict(one, judged) for one in ordered],
        "gone": [{"obligation": name, "status": status} for name, status in sorted(judged.gone.items())],
    }


def tell_draft(report: DraftReport) -> Plain:
    """Say of each instrument of a draft what the texts require, what is there, what is missing, what is left free."""
    return {
        "day": report.day.isoformat(),
        "lacks": report.lacks,
        "instruments": [_instrument(one) for one in report.instruments],
    }


def _counts(judged: Judged) -> list[Plain]:
    kept = judged.opinion.verdicts
    now = Counter(one.status for one in kept)
    before = Counter(judged.before[one.obligation] for one in kept if one.obligation in judged.before)
    return [
        {"status": status, "number": now[status], "before": before[status], **_status(status)}
        for status in STATUSES
        if now[status] or before[status]
    ]


def _status(status: str) -> Plain:
    return {f"status_{language}": status_label(status, language) for language in LANGUAGES}


def _verdict(verdict: Verdict, judged: Judged) -> Plain:
    before = judged.before.get(verdict.obligation)
    labels = {f"debtor_label_{language}": _label(verdict.debtor, language) for language in LANGUAGES}
    return {
        **as_record(verdict),
        **labels,
        **_status(verdict.status),
        **{f"article_{name}": getattr(verdict.article, f"label_{name}", None) for name in LANGUAGES},
        **{f"cause_{name}": _cause(verdict, name) for name in LANGUAGES},
        **{f"due_{name}": due(verdict, name) for name in LANGUAGES},
        **{f"who_{name}": [_label(one, name) for one in verdict.must_act or (verdict.debtor,)] for name in LANGUAGES},
        "touched": judged.touches(verdict),
        "before": before,
        **({f"before_{name}": status_label(before, name) for name in LANGUAGES} if before else {}),
        "rests_on": [_evidence(one, judged.described) for one in verdict.evidence],
    }


def _evidence(item: EvidenceItem, described: Iterable[str]) -> Plain:
    dated = {name: when(item.earliest, item.latest, name) for name in LANGUAGES if item.earliest or item.latest}
    return {
        "iri": item.iri,
        **{f"shows_{name}": _label(item.shows, name) for name in LANGUAGES},
        **{f"dated_{name}": dated.get(name) for name in LANGUAGES},
        "performed": item.performed,
        "yours": item.iri in described or item.shows.iri in described,
        "requirements": [
            {
                "outcome": one.outcome,
                **{f"told_{name}": _requirement(one.kind, one.value, one.outcome, name) for name in LANGUAGES},
            }
            for one in item.requirements
        ],
    }


def _requirement(kind: str, value: Named | None, outcome: str, language: Language) -> str:
    named = f" ({_label(value, language)})" if value else ""
    colon = choose(language, " :", ":")
    told = concept_label(f"requirement-{outcome}", language)
    return f"{concept_label(f'required-{kind}', language)}{named}{colon} {told}"


def _cause(verdict: Verdict, language: Language) -> str:
    if verdict.year is None and _label(verdict.trigger, language) == short(verdict.trigger.iri):
        return ""  # it has no name
    return dated_cause(verdict, language)


def _instrument(one: InstrumentReport) -> Plain:
    lacking = list(dict.fromkeys([*(_told(item) for item in one.of("missing", "late")), *one.notes]))
    return {
        "instrument": one.instrument.iri,
        **{f"label_{name}": _label(one.instrument, name) for name in LANGUAGES},
        "kind": short(one.kind).removeprefix("def:kind-"),
        **{f"kind_{name}": concept_label(one.kind, name) for name in LANGUAGES},
        "parties": [{"iri": party.named.iri, "known": party.known, **_labels(party.named)} for party in one.parties],
        "lacks": one.lacks,
        "missing": [asdict(note) for note in lacking],
        "free": [asdict(note) for note in dict.fromkeys(note for rule in one.rules for note in rule.free)],
        "rules": [_rule(rule) for rule in one.rules],
    }


def _rule(rule: RuleReport) -> Plain:
    return {
        "rule": rule.identifier,
        **_both("label", rule.label),
        "debtor": {"iri": rule.debtor.iri, **_labels(rule.debtor)} if rule.debtor else None,
        **_both("articles", rule.articles),
        **_both("content", rule.content),
        **_both("reading", rule.comment),
        "notes": [asdict(note) for note in rule.notes],
        "items": [
            {
                "kind": item.kind,
                "outcome": item.outcome,
                **_both("outcome", OUTCOMES[item.outcome]),
                **_both("told", _told(item)),
                "facts": [fact.iri for fact in item.facts],
            }
            for item in rule.items
        ],
    }


def _told(item: Item) -> Note:
    def with_facts(told: str, language: Language) -> str:
        facts = ", ".join(_label(one, language) for one in item.facts)
        return f"{told} [{facts}]" if facts else told

    return Note(with_facts(item.told.fr, "fr"), with_facts(item.told.en, "en"))


def _both(name: str, note: Note) -> Plain:
    return {f"{name}_{language}": text for language, text in asdict(note).items()}


def _labels(named: Named) -> Plain:
    return {f"label_{language}": _label(named, language) for language in LANGUAGES}


def _label(named: Named, language: Language) -> str:
    return choose(language, named.label_fr, named.label_en)
