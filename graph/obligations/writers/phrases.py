"""Say in both languages what several writers say."""

from datetime import date

from ..deadlines import label
from ..verdict import Verdict
from ..wording import Language, choose, upper_first, when

ABSENCE = (
    "« Sans preuve dans ce graphe » ne veut jamais dire « non fait » : l'acte peut exister ailleurs.",
    "“No evidence in this graph” never means “not done”: the act may exist elsewhere.",
)
EMPTY = (
    "Aucune obligation ne correspond à cette sélection à cette date.",
    "No obligation matches this selection at this date.",
)
NATIONAL_NAME = "National ou interrégional", "National or of several regions"  # what is of no one region
_NETWORKS = {"cci": ("réseau des CCI", "CCI network"), "cma": ("réseau des CMA", "CMA network")}


def network_name(notation: str | None, language: Language) -> str | None:
    """Name a network by its notation."""
    return choose(language, *_NETWORKS[notation]) if notation in _NETWORKS else notation


def days(earliest: date | None, latest: date | None, between: str = " ") -> str:
    """Write a day, or the two bounds of one, or nothing where none is known."""
    known = dict.fromkeys(day.isoformat() for day in (earliest, latest) if day)
    return f"{between}…{between}".join(known)


def cause(verdict: Verdict, language: Language) -> str:
    """Name what makes an obligation arise: a year, an event, both for a duty that an instrument bears each year."""
    if verdict.rule.trigger_kind == "entry-into-force":
        return choose(language, "texte en vigueur", "text in force")
    if verdict.year is None:
        return label(verdict.trigger, language)
    if verdict.rule.trigger_kind == "civil-year":
        return str(verdict.year)
    return f"{verdict.year}, {label(verdict.trigger, language)}"


def dated_cause(verdict: Verdict, language: Language) -> str:
    """Name what makes an obligation arise, with its day where it is an event."""
    dated = verdict.year is None and verdict.trigger_latest and verdict.rule.trigger_kind != "entry-into-force"
    told = when(verdict.trigger_earliest, verdict.trigger_latest, language) if dated else ""
    return ", ".join(filter(None, (upper_first(cause(verdict, language)), told)))


def due(verdict: Verdict, language: Language) -> str:
    """Say when an obligation is due, or why no day is known."""
    if verdict.due_earliest is None and verdict.due_latest is None:
        return upper_first(no_due_date(verdict, language))
    told = when(verdict.due_earliest, verdict.due_latest, language)
    return choose(language, f"Échéance {told}", f"Due {told}")


def no_due_date(verdict: Verdict, language: Language) -> str:
    """Say why there is no due date: the text sets none, or none can be computed."""
    if verdict.rule.deadline_kind == "none" and "deadline" not in verdict.rule.unread:
        return choose(language, "aucun délai dans le texte", "no time limit in the text")
    return choose(language, "sans échéance connue", "no known due date")
