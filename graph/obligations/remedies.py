"""Say what to do about a verdict: which document, by whom, to whom, or which precision to find."""

from collections.abc import Callable

from .deadlines import as_of, hangs_on_an_event, has_due_date, label, trigger_with_date
from .labels import concept_label
from .verdict import Verdict
from .wording import Language, by, choose, joined, quoted, the, to, upper_first


def remedy(verdict: Verdict, language: Language) -> str:
    """Say in one or two sentences what would mend or settle the verdict, or that nothing is to be done."""
    return upper_first(_REMEDIES[verdict.status](verdict, language))


def who(verdict: Verdict, language: Language) -> str:
    """Name who must act: those that the text designates, else the debtor."""
    actors = verdict.must_act or (verdict.debtor,)
    return joined([the(label(one, language), language) for one in actors], language)


def addressees(verdict: Verdict, language: Language) -> str:
    """Name those to whom the act is owed, each after `to`; empty where the text names none."""
    return joined([to(label(one, language), language) for one in verdict.owed_to], language)


def document(verdict: Verdict, language: Language) -> str:
    """Name the evidence that is expected, as the rule does; the kind of rule where it names none."""
    rule = verdict.rule
    expected = choose(language, rule.expected_fr or rule.label_fr, rule.expected_en or rule.label_en)
    plain = expected.rstrip(" .")
    return plain[:1].lower() + plain[1:] if plain[1:2].islower() or plain[1:2] in "'’ " else plain


def _act(verdict: Verdict, language: Language, due: str = "") -> str:
    """Say who has to act, by when, and for whom."""
    actor, owed = who(verdict, language), addressees(verdict, language)
    if language == "fr":
        told = f"{actor} {'doivent' if len(verdict.must_act) > 1 else 'doit'} agir{due}"
        return f"{told}, et adresser l'acte {owed}" if owed else told
    return f"{actor} must act{due}, and send the act {owed}" if owed else f"{actor} must act{due}"


def _ask(verdict: Verdict, language: Language) -> str:
    """Say from whom to get what is not normally public."""
    if verdict.rule.public is not False:
        return ""
    actor = joined([to(label(one, language), language) for one in verdict.must_act or (verdict.debtor,)], language)
    from_whom = joined([the(label(one, "en"), "en") for one in verdict.must_act or (verdict.debtor,)], "en")
    return choose(
        language,
        f" ; ces pièces n'étant d'ordinaire pas publiques, les demander {actor}",
        f"; these documents not being normally public, ask {from_whom} for them",
    )


def _keep(verdict: Verdict, language: Language) -> str:
    checks = [check for item in verdict.evidence for check in item.requirements if check.outcome != "shown"]
    if not checks:
        return choose(language, "rien à faire ; garder la pièce.", "nothing to do; keep the document.")
    kinds = list(dict.fromkeys(concept_label(f"required-{check.kind}", language) for check in checks))
    return choose(
        language,
        f"garder la pièce, et verser au dossier ce qui montre les exigences non établies ({joined(kinds, 'fr')}).",
        f"keep the document, and add what shows the requirements that are not shown ({joined(kinds, 'en')}).",
    )


def _late(verdict: Verdict, language: Language) -> str:
    base = ("", "")
    if hangs_on_an_event(verdict.rule):
        base = (
            f", ou celle du fait déclencheur, {trigger_with_date(verdict, 'fr')}",
            f", or that of the trigger, {trigger_with_date(verdict, 'en')}",
        )
    return choose(
        language,
        "l'acte est fait et le retard demeure ; seule une autre date, avec sa source, y changerait quelque chose : "
        f"celle de l'acte{base[0]}.",
        "the act is done and the delay stands; only another date, with its source, would change this: that of the act"
        f"{base[1]}.",
    )


def _date_the_act(verdict: Verdict, language: Language) -> str:
    if "deadline" in verdict.rule.unread:
        return _read_the_text(verdict, language)
    what = ("la date de l'acte", "the date of the act") if has_due_date(verdict) else ("l'échéance", "the due date")
    return choose(
        language,
        f"trouver {what[0]} ({document(verdict, 'fr')}) et la verser avec sa source{_ask(verdict, 'fr')}.",
        f"find {what[1]} ({document(verdict, 'en')}) and add it with its source{_ask(verdict, 'en')}.",
    )


def _read_the_text(verdict: Verdict, language: Language) -> str:
    aspects = joined([concept_label(f"aspect-{one}", language) for one in verdict.rule.unread], language)
    article = label(verdict.article, language) if verdict.article else verdict.rule.identifier
    told = f" ({aspects})" if aspects else ""
    return choose(
        language,
        f"lire en entier le texte sur ce point{told} : {quoted(article, 'fr')}, et compléter la règle.",
        f"read the text in full on this point{told}: {quoted(article, 'en')}, and complete the rule.",
    )


def _find_precision(verdict: Verdict, language: Language) -> str:
    told = [_PRECISIONS[one](verdict, language) for one in verdict.gaps or ("evidence",)]
    return choose(language, " ; ", "; ").join(dict.fromkeys(told)).rstrip(".") + "."


def _show_or_do(verdict: Verdict, language: Language) -> str:
    return choose(
        language,
        f"si l'acte est accompli, {_document(verdict, 'fr')}. Sinon, {_act(verdict, 'fr')}.",
        f"if the act is done, {_document(verdict, 'en')}. Otherwise, {_act(verdict, 'en')}.",
    )


def _wait(verdict: Verdict, language: Language) -> str:
    if verdict.rule.deadline_kind == "before-next":
        due = choose(language, " avant le prochain renouvellement général", " before the next general renewal")
    elif has_due_date(verdict):
        due = f" {by(verdict.due_earliest, verdict.due_latest, language)}"
    else:
        due = choose(language, ", sans délai fixé", ", with no time limit set")
    return choose(
        language,
        f"{_act(verdict, 'fr', due)} ; pièce attendue : {document(verdict, 'fr')}.",
        f"{_act(verdict, 'en', due)}; expected document: {document(verdict, 'en')}.",
    )


def _date_the_trigger(verdict: Verdict, language: Language) -> str:
    trigger = trigger_with_date(verdict, language)
    return choose(
        language,
        f"trouver la date du fait déclencheur, {trigger}, et la verser avec sa source ; ou verser la pièce qui "
        f"montre l'exécution ({document(verdict, 'fr')}){_ask(verdict, 'fr')}.",
        f"find the date of the trigger, {trigger}, and add it with its source; or add the document that shows "
        f"performance ({document(verdict, 'en')}){_ask(verdict, 'en')}.",
    )


def _mend(verdict: Verdict, language: Language) -> str:
    return choose(
        language,
        f"{_act(verdict, 'fr')}, s'il en est encore temps ; si le constat est inexact, verser la pièce qui le "
        f"contredit ({document(verdict, 'fr')}).",
        f"{_act(verdict, 'en')}, if there is still time; if the finding is wrong, add the document that contradicts it "
        f"({document(verdict, 'en')}).",
    )


def _decide(_: Verdict, language: Language) -> str:
    return choose(
        language,
        "un curateur doit comparer les preuves et écarter celle qui ne tient pas, avec sa raison.",
        "a curator must compare the evidence and reject what does not hold, with the reason.",
    )


def _nothing_to_do(_: Verdict, language: Language) -> str:
    return choose(language, "rien à faire au titre de cette règle.", "nothing to do under this rule.")


def _form(verdict: Verdict, language: Language) -> str:
    return choose(
        language,
        f"trouver la forme et le niveau en droit de ce débiteur ({verdict.debtor.label_fr}) au jour qui compte",
        f"find the form and level in law of this debtor ({verdict.debtor.label_en}) on the day that counts",
    )


def _trigger_day(verdict: Verdict, language: Language) -> str:
    if not hangs_on_an_event(verdict.rule):
        return _binding(verdict, language)
    trigger = trigger_with_date(verdict, language)
    return choose(
        language, f"trouver le jour exact du fait : {trigger}", f"find the exact day of the trigger: {trigger}"
    )


def _act_day(_: Verdict, language: Language) -> str:
    return choose(language, "trouver le jour exact de l'acte", "find the exact day of the act")


def _condition(_: Verdict, language: Language) -> str:
    return choose(
        language,
        "verser ce qui montre si l'établissement remplit la condition d'application",
        "add what shows whether the body meets the condition of application",
    )


def _document(verdict: Verdict, language: Language) -> str:
    return choose(
        language,
        f"verser la pièce datée qui montre l'exécution ({document(verdict, 'fr')}){_ask(verdict, 'fr')}",
        f"add the dated document that shows performance ({document(verdict, 'en')}){_ask(verdict, 'en')}",
    )


def _end(_: Verdict, language: Language) -> str:
    return choose(language, "trouver la fin de l'instrument", "find the end of the instrument")


def _birth(_: Verdict, language: Language) -> str:
    return choose(
        language,
        "donner la date de naissance dans vos propres données, non dans ce graphe",
        "give the birth date in your own data, not in this graph",
    )


def _terms(_: Verdict, language: Language) -> str:
    return choose(
        language,
        "trouver le début et la fin de chaque mandat, avec leurs sources",
        "find the start and end of each term, with their sources",
    )


def _order(_: Verdict, language: Language) -> str:
    return choose(language, "trouver le jour exact des deux actes", "find the exact day of both acts")


def _binding(verdict: Verdict, language: Language) -> str:
    day = as_of(verdict.as_of, language)
    return choose(
        language,
        f"établir si la règle oblige ce débiteur (entrée en vigueur, exception), avis rendu {day}",
        f"establish whether the rule binds this debtor (entry into force, exception), opinion given {day}",
    )


def _kind(_: Verdict, language: Language) -> str:
    return choose(
        language,
        "trouver une source qui dise que l'acte relevé répond à ce texte, ou le juger comme preuve",
        "find a source that says that the recorded act answers this text, or judge it as evidence",
    )


_REMEDIES: dict[str, Callable[[Verdict, Language], str]] = {
    "met": _keep,
    "met-late": _late,
    "met-undated": _date_the_act,
    "undetermined": _find_precision,
    "not-yet-due": _wait,
    "overdue-no-evidence": _show_or_do,
    "trigger-undated": _date_the_trigger,
    "breached": _mend,
    "contested": _decide,
    "not-applicable": _nothing_to_do,
}
_PRECISIONS: dict[str, Callable[[Verdict, Language], str]] = {
    "trigger-date": _trigger_day,
    "due-date": _trigger_day,
    "evidence-date": _act_day,
    "body-form": _form,
    "rule-text": _read_the_text,
    "condition": _condition,
    "evidence": _document,
    "end-of-instrument": _end,
    "birth-date": _birth,
    "mandate-dates": _terms,
    "order": _order,
    "binding": _binding,
    "act-kind": _kind,
}
