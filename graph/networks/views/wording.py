"""Put ties into words: what they are, when they hold, what is open about them."""

from datetime import date
from typing import Any

from ...dates import Period
from ...obligations.wording import Language, choose, joined, when
from .registry import View, Words

_LINKS = {
    "makes": ("fonde la règle", "makes the rule"),
    "derives-from": ("se décline en", "is carried out by"),
    "legal-basis": ("est la base légale de", "is the legal basis of"),
    "arises-from": ("donne lieu à", "gives rise to"),
    "requires": ("exige un accord de ce type", "requires an agreement of this kind"),
}
_READINGS = {
    "stated": ("énoncé", "stated"),
    "inferred": ("déduit", "inferred"),
    "disputed": ("contesté", "disputed"),
}
_CHANGES = {
    "new": ("apparu", "appeared"),
    "gone": ("disparu", "vanished"),
    "changed": ("modifié", "changed"),
    "kept": ("resté", "kept"),
}


def says(view: View, said: dict[str, Any], language: Language) -> str:
    """Say what a tie is, to be read between its two ends."""
    if view.name in {"signing", "themes"}:
        count = said["weight"]
        acts = f"{count} {choose(language, 'accord', 'agreement')}{'s' if count > 1 else ''}"
        if view.name == "themes":
            return choose(language, f"en traite dans {acts}", f"deals with it in {acts}")
        return choose(language, f"{acts} signé{'s' if count > 1 else ''} ensemble", f"{acts} signed together")
    if view.name == "signatures":
        by = joined(said["signatories"], language)
        return (
            choose(language, f"a signé, par {by}", f"signed, by {by}") if by else choose(language, "a signé", "signed")
        )
    if view.name == "chain":
        return choose(language, *_LINKS[said["kind"]])
    name = "role" if view.name == "mandates" else "kind"
    french = said[f"{name}_label"] or said[name] or ""
    return str(choose(language, french, said[f"{name}_label_en"] or french))


def dated(said: dict[str, Any], language: Language) -> str:
    """Say when a tie was made or holds, as far as the bounds go; empty for what has no days of its own."""
    if "earliest" in said:
        return when(said["earliest"], said["latest"], language)
    if "start_earliest" not in said:
        return ""
    span = Period(*(said[name] for name in ("start_earliest", "start_latest", "end_earliest", "end_latest")))
    begins = _bound(span.start_earliest, span.start_latest, language, ("début", "begins"))
    ends = _bound(span.end_earliest, span.end_latest, language, ("fin", "ends"))
    return ", ".join(filter(None, (begins, ends))) or choose(language, "dates inconnues", "dates unknown")


def doubts(said: dict[str, Any], language: Language) -> list[str]:
    """List what is open about a tie: contested, not settled by the dates, computed and not said by a source."""
    found = [
        (said.get("disputed"), "contesté par une source", "contested by a source"),
        (not said.get("certain", True), "la date ne permet pas de trancher", "the dates do not settle it"),
        (
            said.get("computed"),
            "calculé : dit ce qui est exigé, non ce qui est fait",
            "computed: what is required, not what is done",
        ),
    ]
    return [choose(language, french, english) for holds, french, english in found if holds]


def reading(name: str | None, language: Language) -> str:
    """Name how a source was read."""
    return choose(language, *_READINGS[name]) if name in _READINGS else ""


def change(name: str | None, language: Language) -> str:
    """Name what became of a tie between two days."""
    return choose(language, *_CHANGES[name]) if name in _CHANGES else ""


def _bound(earliest: date | None, latest: date | None, language: Language, lead: Words) -> str:
    if not earliest and not latest:
        return ""
    if earliest and latest and (earliest.month, earliest.day, latest.month, latest.day) == (1, 1, 12, 31):
        years = str(earliest.year) if earliest.year == latest.year else f"{earliest.year}–{latest.year}"
        return f"{choose(language, *lead)} {choose(language, 'en', 'in')} {years}"
    return f"{choose(language, *lead)} {when(earliest, latest, language)}"
