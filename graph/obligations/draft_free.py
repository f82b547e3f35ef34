"""Say what the texts leave free, from what a rule does not set; nothing is said of what was not read."""

import re

from ..namespaces import DEF
from .draft_items import Case
from .labels import concept_label
from .notes import Note

_FREEDOM = {
    "fr": re.compile(r"^(Ni |Aucun|Elle peut |Il peut |Ils peuvent )"),
    "en": re.compile(r"^(No |It may |They may )"),
}
_STATE = re.compile(r"\b(État|préfet|tutelle|ministre)\b", re.IGNORECASE)
_YEARS = re.compile(r"\b(ans?|années?|pluriannuel\w*)\b")
_ROLES = ("cons:requiredSignatory", "cons:requiredCountersignatory", "cons:requiredAddressee", "cons:creditor")
_WITHOUT_LIMIT = (f"{DEF}deadline-none", f"{DEF}deadline-before-next")


def free_points(case: Case, published: bool) -> tuple[Note, ...]:
    """List what the rule leaves free; `published` tells whether another rule wants the instrument made public."""
    if f"{DEF}event-signing" not in case.of("cons:performedBy"):
        return ()
    content = " ".join(case.of("cons:requiredContent@fr"))
    found = [*_deadline(case), *_stated(case)]
    if not case.of("cons:requiresDeliberation"):
        found.append(Note("vote préalable d'une assemblée : non exigé", "prior vote of an assembly: not required"))
    if not (case.of("cons:requiredSignatory") or case.of("cons:requiredCountersignatory")):
        found.append(
            Note(
                "signataires : aucune qualité ni aucun ordre n'est fixé",
                "signatories: neither capacity nor order is set",
            )
        )
    if not any(case.of(name) for name in _ROLES) and not _STATE.search(content):
        found.append(
            Note(
                "représentant de l'État : aucun rôle ne lui est donné",
                "representative of the State: given no role",
            )
        )
    if not _YEARS.search(content):
        found.append(Note("durée : non fixée", "duration: not set"))
    if not published:
        found.append(Note("publicité : aucune n'est imposée", "publicity: none is required"))
    if not (case.of("cons:requiredAddressee") or case.of("cons:creditor")):
        found.append(Note("transmission : aucun destinataire n'est fixé", "transmission: no addressee is set"))
    return tuple(found)


def unread_points(case: Case) -> tuple[Note, ...]:
    """Name the parts of the text that were not fully read."""
    return tuple(
        Note(
            f"non lu en entier dans le texte : {concept_label(one, 'fr')}",
            f"not fully read in the text: {concept_label(one, 'en')}",
        )
        for one in case.of("cons:unreadAspect")
    )


def _deadline(case: Case) -> list[Note]:
    kinds = case.of("cons:deadlineKind")
    if not set(kinds) & set(_WITHOUT_LIMIT) or f"{DEF}aspect-deadline" in case.of("cons:unreadAspect"):
        return []
    if _WITHOUT_LIMIT[1] in kinds:
        return [
            Note(
                "délai : aucun ; le texte veut l'acte après chaque renouvellement général, sans dire quand",
                "time limit: none; the text wants the act after each general renewal, without saying when",
            )
        ]
    return [Note("délai pour conclure : aucun", "time limit for concluding: none")]


def _stated(case: Case) -> list[Note]:
    """Take from the content the sentences that say what is not required or may be."""
    sentences = [
        [one for one in _sentences(" ".join(case.of(f"cons:requiredContent@{language}"))) if pattern.match(one)]
        for language, pattern in _FREEDOM.items()
    ]
    return [
        Note(french[:1].lower() + french[1:], english[:1].lower() + english[1:])
        for french, english in zip(*sentences, strict=False)
    ]


def _sentences(text: str) -> list[str]:
    return [one.strip(" .") for one in re.split(r"(?<=[.])\s+", text) if one.strip(" .")]
