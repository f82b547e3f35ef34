"""Tell what limits an opinion: a day before the register, a day to come, a renewal that nothing dates."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from ..namespaces import short
from .names import Names, Renewal
from .selection import Selection
from .verdict import Verdict
from .wording import counted, day_in_words, when

_NETWORKS = {"cci": ("des CCI", "CCI"), "cma": ("des CMA", "CMA")}


@dataclass(frozen=True)
class Note:
    """Hold one remark in both languages."""

    fr: str
    en: str


def notes_on(as_of: date, today: date, names: Names) -> tuple[Note, ...]:
    """Say what the graph does not know of a day, before any verdict."""
    found = [*_before_the_register(as_of, names.first_rule_day()), *_to_come(as_of, today)]
    renewals = names.renewals()
    for network in _NETWORKS:
        found += _renewal(as_of, network, [one for one in renewals if one.network == network])
    return tuple(found)


def note_on_undated(verdicts: Sequence[Verdict], selection: Selection) -> tuple[Note, ...]:
    """Count what a period of due dates leaves out because it has no due date."""
    number = sum(verdict.due_latest is None and verdict.due_earliest is None for verdict in verdicts)
    if not (selection.dated and number):
        return ()
    return (
        Note(
            f"Hors de la période demandée : {counted(number, 'obligation', 'fr')} sans échéance connue ; "
            "demander sans période pour tout voir.",
            f"Left out of the period asked for: {counted(number, 'obligation', 'en')} without a known due date; "
            "ask without a period to see everything.",
        ),
    )


def note_on_what_came_before(number: int, begins: date) -> tuple[Note, ...]:
    """Count the obligations that arose before the reference tables begin, and are left out for it."""
    if not number:
        return ()
    return (
        Note(
            f"Hors de cet avis : {counted(number, 'obligation', 'fr')} d'un fait antérieur au "
            f"{day_in_words(begins, 'fr')} ; le graphe ne dit pas qui étaient alors les établissements d'aujourd'hui.",
            f"Left out of this opinion: {counted(number, 'obligation', 'en')} arising before "
            f"{day_in_words(begins, 'en')}; the graph does not tell who today's bodies were then.",
        ),
    )


def note_on_unused_evidence(unused: Sequence[str]) -> tuple[Note, ...]:
    """Name the obligations that evidence bears on although none of that name is laid out as of the day."""
    if not unused:
        return ()
    names = ", ".join(short(one) for one in unused)
    return (
        Note(
            f"Des preuves portent sur des obligations qui n'existent pas à cette date, et ne comptent pas : {names}. "
            "Vérifier leur nom avec consulaire check, ou la date de l'avis.",
            f"Evidence bears on obligations that are not there as of this day, so it does not count: {names}. "
            "Check their names with consulaire check, or the day of the opinion.",
        ),
    )


def _before_the_register(as_of: date, first: date | None) -> Iterator[Note]:
    if first and as_of < first:
        yield Note(
            f"Aucune règle de ce graphe n'est en vigueur avant le {day_in_words(first, 'fr')} : au "
            f"{day_in_words(as_of, 'fr')}, rien ne peut être dit.",
            f"No rule of this graph is in force before {day_in_words(first, 'en')}: nothing can be said as of "
            f"{day_in_words(as_of, 'en')}.",
        )


def _to_come(as_of: date, today: date) -> Iterator[Note]:
    if as_of > today:
        yield Note(
            f"Le {day_in_words(as_of, 'fr')} est à venir : l'avis repose sur ce que le graphe contient aujourd'hui, et "
            "ne devine aucun fait d'ici là.",
            f"{day_in_words(as_of, 'en')} is to come: the opinion rests on what the graph holds today, and guesses no "
            "fact until then.",
        )


def _renewal(as_of: date, network: str, renewals: Sequence[Renewal]) -> Iterator[Note]:
    """Tell of a day that lies within the bounds of a renewal, or after the last one that the graph holds."""
    if not renewals:
        return
    name_fr, name_en = _NETWORKS[network]
    last = renewals[-1]
    if last.earliest <= as_of <= last.latest and last.earliest != last.latest:
        yield Note(
            f"Le renouvellement général {name_fr} est attendu {when(last.earliest, last.latest, 'fr')} : "
            "son jour n'est pas connu, et peut être avant ou après la date demandée.",
            f"The general renewal of the {name_en} network is expected {when(last.earliest, last.latest, 'en')}, on a "
            "day that is not known: it may come before or after the day asked for.",
        )
    elif last.latest < as_of:
        yield Note(
            f"Le dernier renouvellement général {name_fr} que ce graphe connaît est daté "
            f"{when(last.earliest, last.latest, 'fr')}. Le suivant n'y est pas : ce qui est dû avant lui n'a pas "
            "d'échéance, et aucune n'est devinée.",
            f"The last general renewal of the {name_en} network that this graph knows is dated "
            f"{when(last.earliest, last.latest, 'en')}. The next one is not there: what is due before it has no due "
            "date, and none is guessed.",
        )
