"""Choose among verdicts: of a body, a region, a network, a rule, a status, an actor, or due in a period."""

import difflib
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date

from ..errors import DateError, UnknownName
from ..namespaces import short
from .names import Names
from .verdict import Verdict

NATIONAL = "national"  # as a region: what is owed by bodies of no region, or of more than one


@dataclass(frozen=True)
class Selection:
    """Hold what to keep: IRIs of body, actor, rule or obligation; INSEE code or NATIONAL; notations; days.

    None keeps everything. `resolve` makes IRIs of the names that a user tells.
    A period keeps only what has a due date, if any day that its bounds allow lies in it.
    """

    body: str | None = None
    region: str | None = None
    network: str | None = None
    obligation: str | None = None
    status: str | None = None
    actor: str | None = None
    due_from: date | None = None
    due_to: date | None = None

    def __post_init__(self) -> None:
        if self.due_from and self.due_to and self.due_to < self.due_from:
            raise DateError(
                f"The period asked for ends on {self.due_to}, before it begins on {self.due_from}: no due date can lie "
                "in it. Exchange --from and --to, or mend one."
            )

    @property
    def dated(self) -> bool:
        """Tell whether due dates are asked for, so that what has none is left out."""
        return self.due_from is not None or self.due_to is not None

    def without_period(self) -> "Selection":
        """Give the same selection for any due date."""
        return replace(self, due_from=None, due_to=None)


def resolve(told: Selection, names: Names) -> Selection:
    """Look up in the graph what a user told in names of any kind; UnknownName gives the nearest."""
    return replace(
        told,
        body=names.body(told.body) if told.body else None,
        region=_region(told.region, names) if told.region else None,
        obligation=names.obligation(told.obligation) if told.obligation else None,
        status=names.status(told.status) if told.status else None,
        actor=names.actor(told.actor) if told.actor else None,
    )


def _region(told: str, names: Names) -> str:
    return NATIONAL if told.strip().casefold() == NATIONAL else names.region(told)


def select(verdicts: Iterable[Verdict], selection: Selection) -> tuple[Verdict, ...]:
    """Keep the verdicts of a selection, in their order.

    UnknownName when an obligation is asked for that none of them is about: an empty answer would be a false one.
    """
    known = tuple(verdicts)
    if selection.obligation and short(selection.obligation).startswith("id:obl-"):
        _must_be_there(selection.obligation, known)
    return tuple(verdict for verdict in known if _kept(verdict, selection))


def _must_be_there(obligation: str, verdicts: Iterable[Verdict]) -> None:
    known = [short(verdict.obligation) for verdict in verdicts]
    if short(obligation) not in known:
        nearest = difflib.get_close_matches(short(obligation), known, n=3, cutoff=0.4)
        raise UnknownName("obligation", short(obligation), tuple(nearest))


def _kept(verdict: Verdict, selection: Selection) -> bool:
    asked = (
        (selection.body, (verdict.debtor.iri,)),
        (selection.region, (verdict.region or NATIONAL,)),
        (selection.network, (verdict.network,)),
        (selection.obligation, (verdict.obligation, verdict.rule.iri)),
        (selection.status, (verdict.status,)),
        (selection.actor, actors(verdict)),
    )
    return all(value is None or value in among for value, among in asked) and _is_due(verdict, selection)


def actors(verdict: Verdict) -> tuple[str, ...]:
    """Name whoever owes, must act, or is owed the thing."""
    return (verdict.debtor.iri, *(one.iri for one in (*verdict.must_act, *verdict.owed_to)))


def _is_due(verdict: Verdict, selection: Selection) -> bool:
    if not selection.dated:
        return True
    earliest, latest = verdict.due_earliest or verdict.due_latest, verdict.due_latest or verdict.due_earliest
    if earliest is None or latest is None:
        return False
    after = selection.due_from is None or latest >= selection.due_from
    return after and (selection.due_to is None or earliest <= selection.due_to)
