"""Write verdicts as one accessible page in French that needs nothing else: no script, no other file."""

from collections.abc import Sequence
from datetime import date
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from ...namespaces import short
from ...resources import consulaire_version
from ..grouping import by_debtor, counts
from ..labels import concept_label, status_label
from ..reasons import reason
from ..remedies import remedy
from ..verdict import SEVERITIES, EvidenceItem, Named, Passage, Requirement, Verdict
from ..wording import counted, day_in_words, when
from .phrases import ABSENCE, EMPTY, dated_cause, due, network_name

_SHAPES = {  # of the statuses, for who does not see their colours
    "breached": "✖",
    "met-late": "▲",
    "contested": "◆",
    "overdue-no-evidence": "△",
    "undetermined": "?",
    "trigger-undated": "?",
    "met-undated": "◐",
    "not-yet-due": "○",
    "met": "✔",
    "not-applicable": "–",
}


def write_page(verdicts: Sequence[Verdict], *, as_of: date, told: Sequence[str] = (), notes: Sequence[str] = ()) -> str:
    """Write a page; `told` says in French what was asked for, `notes` what limits the opinion."""
    env = Environment(
        loader=FileSystemLoader(Path(__file__).parent), autoescape=True, undefined=StrictUndefined, trim_blocks=True
    )
    groups = by_debtor(verdicts)
    day = day_in_words(as_of, "fr")
    return env.get_template("page.html").render(
        title=f"Obligations des chambres consulaires au {day}",
        as_of=day,
        told=told,
        notes=notes,
        total=f"{counted(len(verdicts), 'obligation', 'fr')}, {counted(len(groups), 'débiteur', 'fr')}",
        counts=[_status(status) | {"number": found} for status, found in counts(verdicts).items()],
        bodies=[_body(debtor, group) for debtor, group in groups],
        counted=counted,
        absence=ABSENCE[0],
        empty=EMPTY[0],
        version=consulaire_version(),
    )


def _body(debtor: Named, verdicts: Sequence[Verdict]) -> dict[str, object]:
    first = verdicts[0]
    watched = sum(verdict.severity in {"violation", "warning"} for verdict in verdicts)
    return {
        "anchor": short(debtor.iri).replace(":", "-"),
        "name": debtor.label_fr,
        "place": ", ".join(filter(None, (network_name(first.network, "fr"), first.region_label))),
        "summary": counted(len(verdicts), "obligation", "fr") + (f", dont {watched} à regarder" if watched else ""),
        "rows": [_row(verdict) for verdict in verdicts],
    }


def _row(verdict: Verdict) -> dict[str, object]:
    rule = verdict.rule
    return _status(verdict.status) | {
        "identifier": rule.identifier,
        "label": rule.label_fr,
        "article": verdict.article.label_fr if verdict.article else None,
        "cause": dated_cause(verdict, "fr"),
        "due": due(verdict, "fr"),
        "reason": reason(verdict, "fr"),
        "remedy": remedy(verdict, "fr") if verdict.severity else None,
        "evidence": [_evidence(item) for item in verdict.evidence],
        "obligation": short(verdict.obligation),
        "who": [one.label_fr for one in verdict.must_act or (verdict.debtor,)],
    }


def _status(notation: str) -> dict[str, object]:
    tone = SEVERITIES.get(notation) or ("fine" if notation == "met" else "quiet")
    return {"word": status_label(notation, "fr"), "shape": _SHAPES.get(notation, "?"), "tone": tone}


def _evidence(item: EvidenceItem) -> dict[str, object]:
    judged = "retenu par la règle" if item.by_rule else "apprécié par un curateur"
    return {
        "shows": item.shows.label_fr,
        "dated": when(item.earliest, item.latest, "fr") if item.earliest or item.latest else "sans date",
        "judged": judged if item.performed else f"{judged}, montre l’inexécution",
        "passages": [_passage(passage) for passage in item.passages],
        "requirements": [_requirement(one) for one in item.requirements],
    }


def _passage(passage: Passage) -> str:
    place = [short(passage.source)]
    if passage.paragraph is not None:
        place.append(f"paragraphe {passage.paragraph}")
    if passage.start is not None and passage.end is not None:
        place.append(f"caractères {passage.start} à {passage.end}")
    if passage.fragment:
        place.append(passage.fragment)
    if passage.confidence:
        place.append(f"confiance {passage.confidence.replace('.', ',')}")
    return ", ".join(place)


def _requirement(requirement: Requirement) -> str:
    name = concept_label(f"required-{requirement.kind}", "fr")
    value = f" ({requirement.value.label_fr})" if requirement.value else ""
    shown = ", ".join(one.label_fr for one in requirement.shown_by)
    outcome = concept_label(f"requirement-{requirement.outcome}", "fr")
    return f"{name}{value} : {outcome}{f', par {shown}' if shown else ''}"
