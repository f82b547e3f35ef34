"""Say what would change a verdict, by its status."""

from .verdict import Verdict
from .wording import Language

_CHANGES = {
    "met": (
        "une preuve acceptée de l'inexécution, le rejet de la preuve, ou d'autres dates du fait ou de l'acte",
        "accepted evidence of non-performance, the rejection of the evidence, or other dates of the trigger or the act",
    ),
    "met-late": (
        "une preuve plus ancienne de l'exécution, ou d'autres dates pour le fait ou pour l'acte",
        "earlier evidence of performance, or other dates for the trigger or the act",
    ),
    "met-undated": (
        "la date de l'acte ou l'échéance, qui le ferait dire à temps ou en retard",
        "the date of the act or the due date, which would make it in time or late",
    ),
    "undetermined": (
        "la précision qui manque, dans un sens ou dans l'autre",
        "the missing precision, one way or the other",
    ),
    "not-yet-due": (
        "une preuve datée de l'exécution, ou le passage de l'échéance s'il y en a une",
        "dated evidence of performance, or the passing of the due date if there is one",
    ),
    "overdue-no-evidence": (
        "une preuve datée de l'exécution, ou un registre déclaré complet où l'acte n'est pas (manquement établi)",
        "dated evidence of performance, or a register declared complete without the act (breached)",
    ),
    "trigger-undated": (
        "la date du fait, ou une preuve de l'exécution",
        "the date of the trigger, or evidence of performance",
    ),
    "breached": (
        "une preuve acceptée de l'exécution, ou le rejet du constat par un curateur",
        "accepted evidence of performance, or the rejection of the finding by a curator",
    ),
    "contested": (
        "le rejet de l'une des preuves par un curateur",
        "the rejection of one of the pieces of evidence by a curator",
    ),
    "not-applicable": (
        "la fin du texte ou de l'exception qui écarte l'obligation",
        "the end of the text or exception that sets the obligation aside",
    ),
}


def what_would_change(verdict: Verdict, language: Language) -> str:
    """Name the facts that would make the verdict another one."""
    french, english = _CHANGES[verdict.status]
    return french if language == "fr" else english
