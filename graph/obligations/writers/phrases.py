"""Say in both languages what several writers say."""

from datetime import date

from ..wording import Language, choose

ABSENCE = (
    "« Sans preuve dans ce graphe » ne veut jamais dire « non fait » : l'acte peut exister ailleurs.",
    "“No evidence in this graph” never means “not done”: the act may exist elsewhere.",
)
EMPTY = (
    "Aucune obligation ne correspond à cette sélection à cette date.",
    "No obligation matches this selection at this date.",
)
_NETWORKS = {"cci": ("réseau des CCI", "CCI network"), "cma": ("réseau des CMA", "CMA network")}


def network_name(notation: str | None, language: Language) -> str | None:
    """Name a network by its notation."""
    return choose(language, *_NETWORKS[notation]) if notation in _NETWORKS else notation


def days(earliest: date | None, latest: date | None, between: str = " ") -> str:
    """Write a day, or the two bounds of one, or a dash where nothing is known."""
    known = dict.fromkeys(day.isoformat() for day in (earliest, latest) if day)
    return f"{between}…{between}".join(known) or "-"
