"""Turn a verdict into one record of plain values, the same for JSON and CSV: a null where nothing is known."""

from collections.abc import Iterable
from datetime import date
from typing import TypedDict

from ..deadlines import due_basis
from ..reasons import reason
from ..remedies import remedy
from ..verdict import EvidenceItem, Named, Passage, Requirement, Verdict


class EvidenceRecord(TypedDict):
    """Hold one passage of one piece of evidence; `start` and `end` count code points."""

    iri: str
    source: str | None
    paragraph: int | None
    start: int | None
    end: int | None
    confidence: float | None
    fragment: str | None
    reading: str | None
    shows: str
    shows_label: str
    by_rule: bool
    performed: bool
    earliest: str | None
    latest: str | None
    timeliness: str | None


class RequirementRecord(TypedDict):
    """Hold one thing that the text wants of the act, and whether it is shown."""

    evidence: str
    requirement: str
    value: str | None
    value_label_fr: str | None
    value_label_en: str | None
    outcome: str
    shown_by: list[str]


class _What(TypedDict):
    obligation: str
    as_of: str
    identifier: str
    rule: str
    rule_label_fr: str
    rule_label_en: str
    article: str | None
    article_label: str | None
    article_as_of: str | None
    article_as_of_label: str | None
    debtor: str
    debtor_label: str
    network: str | None
    region: str | None
    region_label: str | None


class _When(TypedDict):
    trigger: str
    trigger_label_fr: str
    trigger_label_en: str
    trigger_earliest: str | None
    trigger_latest: str | None
    year: int | None
    due_earliest: str | None
    due_latest: str | None
    due_basis: str | None
    due_basis_fr: str | None
    due_basis_en: str | None


class _Found(TypedDict):
    status: str
    severity: str | None
    certain: bool
    evidence: list[EvidenceRecord]
    requirements: list[RequirementRecord]
    gaps: list[str]
    searches: list[str]
    completeness: list[str]
    waived_by: list[str]


class _Said(TypedDict):
    reason_fr: str
    reason_en: str
    remedy_fr: str | None
    remedy_en: str | None
    who_must_act: list[str]
    who_must_act_labels: list[str]
    owed_to: list[str]
    owed_to_labels: list[str]


class Record(_What, _When, _Found, _Said):
    """Hold what a program reads of one verdict; every key is always there."""


def as_record(verdict: Verdict) -> Record:
    """Give the record of a verdict; days are written YYYY-MM-DD, things by their IRIs, statuses by notation."""
    return {**_what(verdict), **_when(verdict), **_found(verdict), **_said(verdict)}


def _found(verdict: Verdict) -> _Found:
    return {
        "status": verdict.status,
        "severity": verdict.severity,
        "certain": verdict.certain,
        "evidence": [one for item in verdict.evidence for one in _evidence(item)],
        "requirements": [_requirement(item, one) for item in verdict.evidence for one in item.requirements],
        "gaps": list(verdict.gaps),
        "searches": _iris(verdict.searches),
        "completeness": _iris(verdict.completeness),
        "waived_by": _iris(verdict.waived_by),
    }


def _said(verdict: Verdict) -> _Said:
    return {
        "reason_fr": reason(verdict, "fr"),
        "reason_en": reason(verdict, "en"),
        "remedy_fr": remedy(verdict, "fr") or None,
        "remedy_en": remedy(verdict, "en") or None,
        "who_must_act": _iris(verdict.must_act or (verdict.debtor,)),
        "who_must_act_labels": [one.label_fr for one in verdict.must_act or (verdict.debtor,)],
        "owed_to": _iris(verdict.owed_to),
        "owed_to_labels": [one.label_fr for one in verdict.owed_to],
    }


def _what(verdict: Verdict) -> _What:
    rule, article, now = verdict.rule, verdict.article, verdict.article_now
    return {
        "obligation": verdict.obligation,
        "as_of": verdict.as_of.isoformat(),
        "identifier": rule.identifier,
        "rule": rule.iri,
        "rule_label_fr": rule.label_fr,
        "rule_label_en": rule.label_en,
        "article": article.iri if article else None,
        "article_label": article.label_fr if article else None,
        "article_as_of": now.iri if now else None,
        "article_as_of_label": now.label_fr if now else None,
        "debtor": verdict.debtor.iri,
        "debtor_label": verdict.debtor.label_fr,
        "network": verdict.network,
        "region": verdict.region,
        "region_label": verdict.region_label,
    }


def _when(verdict: Verdict) -> _When:
    return {
        "trigger": verdict.trigger.iri,
        "trigger_label_fr": verdict.trigger.label_fr,
        "trigger_label_en": verdict.trigger.label_en,
        "trigger_earliest": day(verdict.trigger_earliest),
        "trigger_latest": day(verdict.trigger_latest),
        "year": verdict.year,
        "due_earliest": day(verdict.due_earliest),
        "due_latest": day(verdict.due_latest),
        "due_basis": verdict.due_basis,
        "due_basis_fr": due_basis(verdict, "fr") or None,
        "due_basis_en": due_basis(verdict, "en") or None,
    }


def _evidence(item: EvidenceItem) -> list[EvidenceRecord]:
    """Give one object per passage, since a reader checks passages; one without place for an item that cites nothing."""
    return [_passage(item, passage) for passage in item.passages or (None,)]


def _passage(item: EvidenceItem, passage: Passage | None) -> EvidenceRecord:
    return {
        "iri": item.iri,
        "source": passage.source if passage else None,
        "paragraph": passage.paragraph if passage else None,
        "start": passage.start if passage else None,
        "end": passage.end if passage else None,
        "confidence": float(passage.confidence) if passage and passage.confidence else None,
        "fragment": passage.fragment if passage else None,
        "reading": passage.reading if passage else None,
        "shows": item.shows.iri,
        "shows_label": item.shows.label_fr,
        "by_rule": item.by_rule,
        "performed": item.performed,
        "earliest": day(item.earliest),
        "latest": day(item.latest),
        "timeliness": item.timeliness,
    }


def _requirement(item: EvidenceItem, requirement: Requirement) -> RequirementRecord:
    value = requirement.value
    return {
        "evidence": item.iri,
        "requirement": requirement.kind,
        "value": value.iri if value else None,
        "value_label_fr": value.label_fr if value else None,
        "value_label_en": value.label_en if value else None,
        "outcome": requirement.outcome,
        "shown_by": _iris(requirement.shown_by),
    }


def _iris(named: Iterable[Named]) -> list[str]:
    return [one.iri for one in named]


def day(value: date | None) -> str | None:
    """Write a day as YYYY-MM-DD."""
    return value.isoformat() if value else None
