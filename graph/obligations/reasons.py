"""Defend a verdict in plain sentences: the rule on the day of the fact, the due date, the evidence or its absence."""

from collections.abc import Callable, Sequence
from typing import Literal

from .deadlines import as_of, due_basis, hangs_on_an_event, has_due_date, label, with_limit
from .labels import concept_label, gap, status_label
from .open_points import not_public, nothing_found, open_point
from .remedies import remedy
from .verdict import EvidenceItem, Requirement, Verdict
from .wording import Language, choose, cite_article, joined, quoted, the, upper_first, when

__all__ = ["due_basis", "gap", "reason", "remedy", "status_label"]

_MOST = 3
_OF_THE_DAYS = {  # what is said when a rule is kept, and when it is broken
    "cap": (
        ("les mandats enregistrés respectent ce plafond", "the recorded terms respect this cap"),
        ("les mandats enregistrés dépassent ce plafond", "the recorded terms exceed this cap"),
    ),
    "age-on-day": (
        ("l'âge enregistré respecte cette limite", "the recorded age respects this limit"),
        ("l'âge enregistré dépasse cette limite", "the recorded age exceeds this limit"),
    ),
    "no-overlap": (
        ("le cumul a cessé à temps", "the overlap was ended in time"),
        ("le cumul n'a pas cessé à temps", "the overlap was not ended in time"),
    ),
}
_OF_OTHER_FACTS = (
    ("les faits enregistrés respectent la règle", "the recorded facts respect the rule"),
    ("un fait enregistré contredit la règle", "a recorded fact contradicts the rule"),
)


def reason(verdict: Verdict, language: Language) -> str:
    """Give the two or three sentences that defend a verdict; absence of evidence never reads as not done."""
    return f"{_basis(verdict, language)}. {finding(verdict, language)}"


def finding(verdict: Verdict, language: Language) -> str:
    """Give the part of the reason that comes after the rule: what the graph shows, or does not."""
    sentences = [upper_first(_FINDINGS[verdict.status](verdict, language)), *_requirements(verdict, language)]
    return " ".join(f"{sentence}." for sentence in sentences)


def _basis(verdict: Verdict, language: Language) -> str:
    """Say which text subjects whom to which rule, by when, and how that day was counted."""
    rule = verdict.rule
    name = f"{rule.identifier}, {quoted(choose(language, rule.label_fr, rule.label_en), language)}"
    debtor = the(label(verdict.debtor, language), language)
    year = choose(language, f", pour l'année {verdict.year}", f", for the year {verdict.year}") if verdict.year else ""
    verb = ("soumet", "subjects") if verdict.certain else ("pourrait soumettre", "may subject")
    told = choose(language, f"{verb[0]} {debtor} à la règle", f"{verb[1]} {debtor} to rule")
    return f"{_text(verdict, language)} {told} {name}{year}{with_limit(verdict, language)}"


def _text(verdict: Verdict, language: Language) -> str:
    """Cite the text in force on the day that counts, and the one that has taken its place since."""
    day = in_force_on(verdict, language)
    if verdict.article is None:
        return choose(
            language,
            f"Un texte dont la rédaction en vigueur {day} n'est pas dans ce graphe",
            f"A text whose wording in force {day} is not in this graph",
        )
    article = upper_first(cite_article(label(verdict.article, language), language))
    undated = verdict.article.iri.endswith("--undated")
    held = choose(
        language, "tenu pour en vigueur" if undated else "en vigueur", "taken as in force" if undated else "in force"
    )
    return f"{article}, {held} {day}{_since_then(verdict, language)},"


def _since_then(verdict: Verdict, language: Language) -> str:
    if verdict.article is None or verdict.article_now is None:
        return ""
    then, now = (cite_article(label(one, language), language) for one in (verdict.article, verdict.article_now))
    if then.partition(" (")[0] == now.partition(" (")[0]:
        return ""
    day = as_of(verdict.as_of, language)
    return choose(language, f" ({day} : {now.partition(' (')[0]})", f" ({day}: {now.partition(' (')[0]})")


def in_force_on(verdict: Verdict, language: Language) -> str:
    """Name the day that decides which version of the text holds."""
    if verdict.year is not None and has_due_date(verdict):
        return choose(language, "à l'échéance", "on the due day")
    if verdict.year is not None:
        return choose(language, "cette année-là", "in that year")
    if hangs_on_an_event(verdict.rule) or verdict.trigger_earliest:
        return choose(language, "au jour du fait", "on the day of the fact")
    return as_of(verdict.as_of, language)


def pieces(evidence: Sequence[EvidenceItem], language: Language) -> str:
    """Enumerate pieces of evidence with their days, three at most."""
    told = [
        f"{quoted(label(item.shows, language), language)} ({_dated(item, language)})"
        for item in dict.fromkeys(evidence[:_MOST])
    ]
    more = len(evidence) - _MOST
    if more > 0:
        told.append(choose(language, f"{more} autre{'s' if more > 1 else ''}", f"{more} more"))
    return joined(told, language)


def _dated(item: EvidenceItem, language: Language) -> str:
    if item.earliest is None and item.latest is None:
        return choose(language, "sans date dans ce graphe", "undated in this graph")
    return when(item.earliest, item.latest, language)


def performances(verdict: Verdict) -> tuple[EvidenceItem, ...]:
    """List the evidence that shows performance."""
    return tuple(item for item in verdict.evidence if item.performed)


def refutations(verdict: Verdict) -> tuple[EvidenceItem, ...]:
    """List the evidence that shows non-performance."""
    return tuple(item for item in verdict.evidence if not item.performed)


def _on_every_day(verdict: Verdict, language: Language) -> str:
    """Say that the answer is the same on every day of the bounds, where there are bounds."""
    ends = [(verdict.due_earliest, verdict.due_latest)] if has_due_date(verdict) else []
    ends += [(item.earliest, item.latest) for item in performances(verdict)]
    if all(first == last for first, last in ends):
        return ""
    return choose(
        language, ", quel que soit le jour retenu entre ces bornes", ", whichever day of these bounds is taken"
    )


def _met(verdict: Verdict, language: Language) -> str:
    shown = pieces(performances(verdict), language)
    if not shown:  # dates of mandates and births were compared, and no act was looked for
        return _whichever_day(verdict, "kept", language)
    if verdict.rule.deadline_kind == "before-next":
        times = choose(language, ", après le fait et avant le renouvellement suivant", ", after it and before the next")
    elif has_due_date(verdict):
        times = choose(language, ", à temps", ", in time") + _on_every_day(verdict, language)
    else:
        times = ""
    return choose(language, f"l'exécution est établie par {shown}{times}", f"performance is shown by {shown}{times}")


def _met_late(verdict: Verdict, language: Language) -> str:
    shown, always = pieces(performances(verdict), language), _on_every_day(verdict, language)
    return choose(
        language,
        f"l'exécution est établie par {shown}, après l'échéance{always}",
        f"performance is shown by {shown}, after the due date{always}",
    )


def _met_undated(verdict: Verdict, language: Language) -> str:
    shown = pieces(performances(verdict), language)
    if "deadline" in verdict.rule.unread:
        why = choose(language, "faute d'avoir lu le délai en entier", "since the time limit was not fully read")
    elif not has_due_date(verdict):
        why = choose(language, "faute d'échéance connue", "since no due date is known")
    else:
        why = choose(language, "faute de date de l'acte", "since the act is undated")
    return choose(
        language,
        f"l'exécution est établie par {shown} ; {why}, on ne peut dire si elle est à temps",
        f"performance is shown by {shown}; {why}, nothing can be said of its timeliness",
    )


def _undetermined(verdict: Verdict, language: Language) -> str:
    shown = performances(verdict)
    why = [open_point(one, verdict, language) for one in verdict.gaps or ("evidence",)]
    told = choose(language, "on ne peut trancher : ", "this cannot be settled: ") + "; ".join(why).replace(
        "; ", choose(language, " ; ", "; ")
    )
    if shown:
        told += choose(language, f" (acte relevé : {pieces(shown, 'fr')})", f" (act recorded: {pieces(shown, 'en')})")
    if not verdict.gaps:
        return told
    settles = joined([quoted(gap(one, language), language) for one in verdict.gaps], language)
    return told + choose(language, f" ; trancherait : {settles}", f"; what would settle it: {settles}")


def _not_yet_due(verdict: Verdict, language: Language) -> str:
    day = as_of(verdict.as_of, language)
    if has_due_date(verdict) and verdict.rule.deadline_kind != "before-next":
        return choose(
            language,
            f"{day}, l'échéance n'est pas passée, et {nothing_found('fr')}",
            f"{day}, the due date has not passed, and {nothing_found('en')}",
        )
    return choose(
        language,
        f"{day}, rien n'est échu, et {nothing_found('fr')} ; cela ne dit pas que l'acte n'a pas été accompli",
        f"{day}, nothing is overdue, and {nothing_found('en')}; this does not say that the act was not done",
    )


def _overdue(verdict: Verdict, language: Language) -> str:
    private = (
        choose(language, f" ; {not_public('fr')}", f"; {not_public('en')}") if verdict.rule.public is False else ""
    )
    return choose(
        language,
        f"{as_of(verdict.as_of, 'fr')}, l'échéance est passée et {nothing_found('fr')} : cela ne dit pas que "
        f"l'acte n'a pas été accompli{private}",
        f"{as_of(verdict.as_of, 'en')}, the due date has passed and {nothing_found('en')}: this does not say that "
        f"the act was not done{private}",
    )


def _trigger_undated(_: Verdict, language: Language) -> str:
    return choose(
        language,
        f"faute de date du fait, l'échéance ne se calcule pas, et {nothing_found('fr')} ; cela ne dit pas que "
        "l'acte n'a pas été accompli",
        f"the trigger being undated, no due date can be computed, and {nothing_found('en')}; this does not say that "
        "the act was not done",
    )


def _breached(verdict: Verdict, language: Language) -> str:
    against = refutations(verdict)
    if against:
        shown = pieces(against, language)
        return choose(
            language,
            f"l'inexécution est constatée par {shown}, preuve qu'un curateur a acceptée",
            f"non-performance is stated by {shown}, evidence that a curator accepted",
        )
    if verdict.completeness:
        where = joined([quoted(label(one, language), language) for one in verdict.completeness], language)
        return choose(
            language,
            f"l'échéance est passée, {nothing_found('fr')}, et {where} est déclaré complet pour cette règle, ce lieu "
            "et cette période : l'inexécution est établie",
            f"the due date has passed, {nothing_found('en')}, and {where} is declared complete for this rule, place "
            "and period: non-performance is established",
        )
    return _contradicted(verdict, language)


def _contradicted(verdict: Verdict, language: Language) -> str:
    shown = pieces(performances(verdict), language)
    if verdict.rule.deadline_kind == "order" and shown:
        return choose(language, f"l'acte vient après : {shown}", f"the act comes after it: {shown}")
    certainly = _whichever_day(verdict, "broken", language)
    return f"{certainly} ({shown})" if shown else certainly


def _whichever_day(verdict: Verdict, outcome: Literal["kept", "broken"], language: Language) -> str:
    """Say what the recorded days themselves show of a rule, without any act."""
    kept, broken = _OF_THE_DAYS.get(verdict.rule.deadline_kind, _OF_OTHER_FACTS)
    told = choose(language, *(kept if outcome == "kept" else broken))
    return told + choose(language, ", quel que soit le jour retenu", ", whichever day is taken")


def _contested(verdict: Verdict, language: Language) -> str:
    yes, no = pieces(performances(verdict), language), pieces(refutations(verdict), language)
    return choose(
        language,
        f"les preuves acceptées se contredisent : {yes} montre l'exécution, {no} l'inexécution ; un curateur doit "
        "trancher",
        f"the accepted evidence conflicts: {yes} shows performance, {no} non-performance; a curator must decide",
    )


def _not_applicable(verdict: Verdict, language: Language) -> str:
    texts = joined([cite_article(label(one, language), language) for one in verdict.waived_by], language)
    if not texts:
        return choose(
            language, "l'obligation est écartée pour ce débiteur", "the obligation is set aside for this debtor"
        )
    return choose(
        language,
        f"elle est écartée pour ce débiteur par {texts}",
        f"it is set aside for this debtor by {texts}",
    )


def _requirements(verdict: Verdict, language: Language) -> list[str]:
    """Say what the text wants of the act and no fact of the graph shows, or one contradicts."""
    checks = [check for item in performances(verdict) for check in item.requirements]
    met = {(one.kind, one.value) for one in checks if one.outcome == "shown"}
    open_ = [one for one in checks if one.outcome == "not-shown" and (one.kind, one.value) not in met]
    wrong = [one for one in checks if one.outcome == "contradicted"]
    told = []
    if open_:
        names = joined(list(dict.fromkeys(requirement_name(one, language) for one in open_)), language)
        told.append(
            choose(
                language,
                f"Ce graphe ne montre pas, sans que cela dise qu'ils manquent : {names}",
                f"This graph does not show, which does not say that they lack: {names}",
            )
        )
    if wrong:
        names = joined(list(dict.fromkeys(requirement_name(one, language) for one in wrong)), language)
        told.append(
            choose(language, f"Un fait de ce graphe contredit : {names}", f"A fact of this graph contradicts: {names}")
        )
    return told


def requirement_name(requirement: Requirement, language: Language) -> str:
    """Name a requirement with its value: `premier signataire (président de la chambre de région)`."""
    kind = concept_label(f"required-{requirement.kind}", language)
    if requirement.value is None:
        return kind
    return f"{kind} ({label(requirement.value, language)})"


_Sentence = Callable[[Verdict, Language], str]
_FINDINGS: dict[str, _Sentence] = {
    "met": _met,
    "met-late": _met_late,
    "met-undated": _met_undated,
    "undetermined": _undetermined,
    "not-yet-due": _not_yet_due,
    "overdue-no-evidence": _overdue,
    "trigger-undated": _trigger_undated,
    "breached": _breached,
    "contested": _contested,
    "not-applicable": _not_applicable,
}
