"""Say what keeps an undetermined verdict open, one sentence for each kind of missing precision."""

from collections.abc import Callable

from .deadlines import as_of, hangs_on_an_event, label, trigger_with_date
from .labels import concept_label
from .verdict import Verdict
from .wording import Language, choose, joined, of, the


def open_point(notation: str, verdict: Verdict, language: Language) -> str:
    """Say why a missing precision leaves the verdict open, by the notation of the gap."""
    return _GAPS[notation](verdict, language)


def nothing_found(language: Language) -> str:
    """Say that the graph holds no evidence, which is no finding about the act."""
    return choose(
        language,
        "ce graphe ne contient aucune preuve de l'exécution",
        "this graph holds no evidence of performance",
    )


def not_public(language: Language) -> str:
    """Say that nobody outside would see the evidence."""
    return choose(
        language,
        "les pièces qui le montreraient ne sont d'ordinaire pas publiques",
        "the documents that would show it are not normally public",
    )


def _gap_trigger(verdict: Verdict, language: Language) -> str:
    if not hangs_on_an_event(verdict.rule):
        return _gap_binding(verdict, language)
    trigger = the(label(verdict.trigger, language), language)
    dated = trigger_with_date(verdict, language).removeprefix(trigger).strip()
    name = of(label(verdict.trigger, language), language)
    return choose(
        language,
        f"l'issue dépend du jour {name} {dated}",
        f"the outcome depends on the day {name} {dated}",
    )


def _gap_due(verdict: Verdict, language: Language) -> str:
    day = as_of(verdict.as_of, language)
    return choose(
        language,
        f"selon le jour retenu entre les bornes de l'échéance, elle est passée ou non {day}",
        f"depending on the day taken within the bounds of the due date, it has passed or not {day}",
    )


def _gap_evidence_date(_: Verdict, language: Language) -> str:
    return choose(
        language,
        "selon le jour retenu entre les bornes de l'acte, il est à temps ou non",
        "depending on the day taken within the bounds of the act, it is in time or not",
    )


def _gap_form(_: Verdict, language: Language) -> str:
    return choose(
        language,
        "la forme ou le niveau de l'établissement ce jour-là n'est pas établi, et l'obligation en dépend",
        "the form or level of the body on that day is not established, and the obligation depends on it",
    )


def _gap_text(verdict: Verdict, language: Language) -> str:
    aspects = joined([concept_label(f"aspect-{one}", language) for one in verdict.rule.unread], language)
    told = f" ({aspects})" if aspects else ""
    return choose(language, f"le texte n'a pas été lu en entier{told}", f"the text was not fully read{told}")


def _gap_condition(_: Verdict, language: Language) -> str:
    return choose(
        language,
        "ce graphe ne dit pas si l'établissement remplit la condition d'application",
        "this graph does not say whether the body meets the condition of application",
    )


def _gap_evidence(verdict: Verdict, language: Language) -> str:
    also = choose(language, f", et {not_public('fr')}", f", and {not_public('en')}")
    private = also if verdict.rule.public is False else ""
    return choose(
        language,
        f"{nothing_found('fr')}, ce qui ne dit pas que l'acte n'a pas été accompli{private}",
        f"{nothing_found('en')}, which does not say that the act was not done{private}",
    )


def _gap_end(verdict: Verdict, language: Language) -> str:
    trigger = trigger_with_date(verdict, language)
    return choose(
        language,
        f"la fin de l'instrument né de {trigger} n'est pas connue, ni donc s'il court encore cette année-là",
        f"the end of the instrument born of {trigger} is not known, nor so whether it still runs in that year",
    )


def _gap_birth(_: Verdict, language: Language) -> str:
    return choose(
        language,
        "la date de naissance n'est pas connue (ce graphe n'en contient pas, seules vos données le peuvent)",
        "the birth date is not known (this graph holds none, only your own data may)",
    )


def _gap_mandates(_: Verdict, language: Language) -> str:
    return choose(
        language,
        "le début ou la fin d'un mandat manque, et le total en dépend",
        "the start or end of a term is missing, and the total depends on it",
    )


def _gap_order(_: Verdict, language: Language) -> str:
    return choose(
        language,
        "les dates connues ne disent pas lequel des deux actes vient d'abord",
        "the known dates do not tell which of the two acts comes first",
    )


def _gap_binding(_: Verdict, language: Language) -> str:
    return choose(
        language,
        "il n'est pas établi que la règle oblige ce débiteur ce jour-là",
        "it is not established that the rule binds this debtor on that day",
    )


def _gap_kind(_: Verdict, language: Language) -> str:
    return choose(
        language,
        "que l'acte relevé soit celui que le texte exige est déduit, sa source ne le dit pas",
        "that the recorded act is the one the text requires is inferred, its source does not say so",
    )


_GAPS: dict[str, Callable[[Verdict, Language], str]] = {
    "trigger-date": _gap_trigger,
    "due-date": _gap_due,
    "evidence-date": _gap_evidence_date,
    "body-form": _gap_form,
    "rule-text": _gap_text,
    "condition": _gap_condition,
    "evidence": _gap_evidence,
    "end-of-instrument": _gap_end,
    "birth-date": _gap_birth,
    "mandate-dates": _gap_mandates,
    "order": _gap_order,
    "binding": _gap_binding,
    "act-kind": _gap_kind,
}
