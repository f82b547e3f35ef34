"""Read the verdicts out of an evaluation: each obligation with its rule, article, evidence and reasons."""

import re
from collections import defaultdict
from collections.abc import Iterable
from datetime import date

from ..namespaces import CONS, DEF, ID, PREFIXES
from ..resources import RULES
from . import run_rules as runner
from .evidence import Evidences
from .run_rules import Evaluation, Progress
from .triples_index import Index
from .verdict import Named, Rule, Verdict

_TYPE = PREFIXES["rdf"] + "type"
_RANKS = " rdla"


def evaluate(data: bytes, as_of: date, engine: str = "oxigraph", progress: Progress | None = None) -> Evaluation:
    """Run the rules of the project over N-Quads or N-Triples, as of a day; `engine` is `oxigraph` or `rdflib`."""
    return runner.evaluate_with(data, as_of, runner.read_rules(RULES), engine=engine, progress=progress)


def read_verdicts(evaluation: Evaluation) -> tuple[Verdict, ...]:
    """Give the verdicts of an evaluation, sorted by rule, debtor and due day."""
    index = Index(evaluation.triples)
    evidences = Evidences(index)
    rules = {iri: _rule(index, iri) for iri in index.subjects(_TYPE, f"{CONS}ObligationRule")}
    regions = _Regions(index)
    found = [
        _verdict(index, evidences, regions, rules, assessment, evaluation.as_of)
        for assessment in index.subjects(_TYPE, f"{CONS}Assessment")
    ]
    return tuple(sorted(found, key=_order))


def _order(verdict: Verdict) -> tuple[str, str, str, int, str]:
    due = verdict.due_latest or verdict.due_earliest
    return (verdict.rule.identifier, verdict.debtor.label_fr, str(due or ""), verdict.year or 0, verdict.obligation)


class _Regions:
    """Find the region of a body: that of its area, of the chamber it is attached to, or of those it supervises."""

    def __init__(self, index: Index) -> None:
        self._index = index
        self._chambers: dict[str, list[str]] = defaultdict(list)
        self._supervised: dict[str, list[str]] = defaultdict(list)
        for relation in index.subjects(_TYPE, f"{CONS}BodyRelation"):
            kind = index.one(relation, PREFIXES["dcterms"] + "type")
            one, other = index.one(relation, f"{CONS}relationFrom"), index.one(relation, f"{CONS}relationTo")
            if one and other and kind == f"{DEF}relation-attachment":
                self._chambers[one].append(other)
            elif one and other and kind == f"{DEF}relation-supervision":
                self._supervised[other].append(one)

    def of(self, body: str) -> Named | None:
        """Give the one region of a body, or None where there is none or more than one."""
        found = self._own(body) or self._shared(self._chambers[body]) or self._shared(self._supervised[body])
        return self._index.named(next(iter(found))) if len(found) == 1 else None

    def _shared(self, bodies: Iterable[str]) -> set[str]:
        return {region for body in bodies for region in self._own(body)}

    def _own(self, body: str) -> set[str]:
        areas = self._index.objects(body, PREFIXES["dcterms"] + "spatial")
        return {self._index.one(area, f"{CONS}locatedIn") or area for area in areas}


def _rule(index: Index, iri: str) -> Rule:
    def number(name: str) -> int | None:
        return index.number(iri, f"{CONS}{name}")

    def text(name: str, language: str) -> str | None:
        return index.text(iri, f"{CONS}{name}", language)

    comment = PREFIXES["rdfs"] + "comment"
    named = index.named(iri)
    public = index.one(iri, f"{CONS}evidenceIsPublic")
    return Rule(
        iri=iri,
        identifier=index.one(iri, PREFIXES["dcterms"] + "identifier") or named.label_fr,
        label_fr=named.label_fr,
        label_en=named.label_en,
        deadline_kind=_notation(index.one(iri, f"{CONS}deadlineKind")) or "",
        trigger_kind=_notation(index.one(iri, f"{CONS}triggerKind")) or "",
        requires_fr=text("requiredContent", "fr"),
        requires_en=text("requiredContent", "en"),
        expected_fr=text("evidenceExpected", "fr"),
        expected_en=text("evidenceExpected", "en"),
        comment_fr=index.text(iri, comment, "fr"),
        comment_en=index.text(iri, comment, "en"),
        public=None if public is None else public in {"true", "1"},
        unread=tuple(sorted(_notation(one) or "" for one in index.objects(iri, f"{CONS}unreadAspect"))),
        months=number("deadlineMonths"),
        weeks=number("deadlineWeeks"),
        days=number("deadlineDays"),
        month=number("deadlineMonth"),
        day=number("deadlineDay"),
        count=number("deadlineCount"),
        age=number("ageLimit"),
    )


def _verdict(
    index: Index, evidences: Evidences, regions: _Regions, rules: dict[str, Rule], assessment: str, as_of: date
) -> Verdict:
    obligation = index.one(assessment, f"{CONS}assesses") or ""
    rule, debtor = (index.one(obligation, f"{CONS}{name}") or "" for name in ("underRule", "debtor"))
    region = regions.of(debtor)

    def day(name: str) -> date | None:
        return index.day(obligation, f"{CONS}{name}")

    rests = sorted(index.objects(assessment, f"{CONS}restsOn"))
    return Verdict(
        obligation=obligation,
        as_of=as_of,
        rule=rules[rule],
        article=_article(index.all_named(obligation, f"{CONS}underVersion")),
        article_now=_article(index.all_named(assessment, f"{CONS}underVersion")),
        debtor=index.named(debtor),
        network=_notation(index.one(rule, f"{CONS}debtorNetwork")),
        region=index.one(region.iri, PREFIXES["igeo"] + "codeINSEE") if region else None,
        region_label=region.label_fr if region else None,
        trigger=index.named(index.one(obligation, f"{CONS}trigger") or ""),
        trigger_earliest=day("triggerEarliest"),
        trigger_latest=day("triggerLatest"),
        year=index.number(obligation, f"{CONS}coversYear"),
        due_earliest=day("dueEarliest"),
        due_latest=day("dueLatest"),
        due_basis=_notation(index.one(obligation, f"{CONS}dueDateBasis")),
        status=_notation(index.one(assessment, f"{CONS}status")) or "",
        certain=index.one(obligation, f"{CONS}bindingCertainty") == f"{DEF}certainty-certain",
        evidence=tuple(evidences.item(one) for one in rests if evidences.is_item(one)),
        searches=evidences.searches(obligation),
        completeness=tuple(index.named(one) for one in rests if not evidences.is_item(one)),
        waived_by=index.all_named(obligation, f"{CONS}waivedBy"),
        must_act=index.all_named(assessment, f"{CONS}mustAct"),
        owed_to=index.all_named(assessment, f"{CONS}owedTo"),
        gaps=tuple(sorted(_notation(one) or "" for one in index.objects(assessment, f"{CONS}openPoint"))),
    )


def _article(versions: tuple[Named, ...]) -> Named | None:
    """Choose the article to cite: a decree says the terms, the statute above it the principle, an order the detail."""
    ranked = sorted(versions, key=lambda one: (_RANKS.find(_series(one.iri)), one.iri))
    return ranked[0] if ranked else None


def _series(iri: str) -> str:
    """Give the letter of an article's series (L., R., D., A.), or the space that ranks any other text first."""
    local = iri.rpartition("/law-")[2].split("--")[0]
    found = re.search(r"-([lrda])\d", local)
    return found[1] if found else " "


def _notation(concept: str | None) -> str | None:
    """Give the notation of a concept: its local name without that of its scheme."""
    if concept is None:
        return None
    local = concept.removeprefix(DEF).removeprefix(ID)
    return local.partition("-")[2] if concept.startswith(DEF) else local
