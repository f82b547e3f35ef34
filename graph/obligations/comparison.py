"""Compare two runs of the evaluation, obligation by obligation.

An obligation is *open* when its status is a violation or a warning (`SEVERITIES`): breached, met-late,
overdue-no-evidence, contested. A late performance stays open, since nothing undoes it. Undetermined is not open: it
accuses nobody. Each obligation of either run falls under one kind of change, and only one:

- `new`: open in the new run, and in the old one not open or not there;
- `still-open`: open in both, be it under another status;
- `fixed`: open in the old run, there and not open in the new one;
- `changed`: open in neither, with another status or another due date;
- `gone`: in the old run only, open or not: that is no repair;
- `added`: in the new run only, and not open;
- `unchanged`: open in neither, with the same status and due dates.
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Literal

from .history import Assessed, Run
from .verdict import SEVERITIES, Verdict

Kind = Literal["new", "still-open", "fixed", "changed", "gone", "added", "unchanged"]
KINDS: tuple[Kind, ...] = ("new", "still-open", "fixed", "changed", "gone", "added", "unchanged")
LISTED = KINDS[:-1]  # of what is unchanged, only the number is told


@dataclass(frozen=True)
class Change:
    """Hold what became of one obligation; `old` or `new` is None where that run does not have it."""

    kind: Kind
    old: Assessed | None
    new: Assessed | None

    @property
    def latest(self) -> Assessed:
        """Give what the newest run that has the obligation says of it."""
        found = self.new or self.old
        assert found is not None  # noqa: S101 (a change is made from one at least)
        return found


@dataclass(frozen=True)
class Comparison:
    """Hold all changes, and `differences`: what besides the facts may have made them."""

    old: Run
    new: Run
    differences: tuple[str, ...]
    changes: tuple[Change, ...]

    @property
    def counts(self) -> dict[Kind, int]:
        """Count the obligations of each kind, none left out."""
        return count_kinds(self.changes)


def compare(old: Run, new: Run) -> Comparison:
    """Compare two runs; other rules, shapes, tools or another selection are told in `differences`, never hidden."""
    return Comparison(old, new, tuple(_differences(old, new)), _changes(old.assessed, new.assessed))


def compare_verdicts(old: Iterable[Verdict], new: Iterable[Verdict]) -> tuple[Change, ...]:
    """Compare verdicts on one graph by one program as of two days: only time can have made the changes."""
    before, after = ({one.obligation: Assessed.of(one) for one in verdicts} for verdicts in (old, new))
    return _changes(before, after)


def count_kinds(changes: Iterable[Change]) -> dict[Kind, int]:
    """Count the changes of each kind, none left out."""
    counted = Counter(change.kind for change in changes)
    return {kind: counted[kind] for kind in KINDS}


def as_record(change: Change) -> dict[str, object]:
    """Give the record of a change, as JSON has it: what either run said, None where it said nothing."""
    one = change.latest
    return {
        "change": change.kind,
        "obligation": one.obligation,
        "rule": one.identifier,
        "rule_fr": one.rule.label_fr,
        "rule_en": one.rule.label_en,
        "debtor": one.debtor.iri,
        "debtor_label": one.debtor.label_fr,
        "before": _side(change.old),
        "now": _side(change.new),
    }


def _changes(before: Mapping[str, Assessed], after: Mapping[str, Assessed]) -> tuple[Change, ...]:
    names = sorted(before.keys() | after.keys())
    changes = [_change(before.get(name), after.get(name)) for name in names]
    return tuple(sorted(changes, key=lambda change: KINDS.index(change.kind)))


def is_open(one: Assessed) -> bool:
    """Tell whether someone must look at it: its status is a violation or a warning."""
    return is_open_status(one.status)


def is_open_status(status: str) -> bool:
    """Tell whether a status is a violation or a warning."""
    return SEVERITIES.get(status) in {"violation", "warning"}


def _change(old: Assessed | None, new: Assessed | None) -> Change:
    return Change(_kind(old, new), old, new)


def _kind(old: Assessed | None, new: Assessed | None) -> Kind:
    if new is None:
        return "gone"
    if is_open(new):
        return "still-open" if old and is_open(old) else "new"
    if old is None:
        return "added"
    if is_open(old):
        return "fixed"
    return "unchanged" if _said(old) == _said(new) else "changed"


def _side(one: Assessed | None) -> dict[str, str | None] | None:
    if one is None:
        return None
    due = [day.isoformat() if day else None for day in (one.due_earliest, one.due_latest)]
    return {"status": one.status, "due_earliest": due[0], "due_latest": due[1]}


def _said(one: Assessed) -> tuple[object, ...]:
    return one.status, one.due_earliest, one.due_latest


def _differences(old: Run, new: Run) -> list[str]:
    told = []
    if old.as_of != new.as_of:
        order = ", the earlier one given second" if new.as_of < old.as_of else ""
        told.append(
            f"The runs are as of two days, {old.as_of} and {new.as_of}{order}: time alone makes due dates pass."
        )
    if old.fingerprint.data != new.fingerprint.data:
        told.append("The data differ: facts were added, removed or corrected.")
    if old.fingerprint.rules != new.fingerprint.rules:
        told.append("The rules differ: a change may come from how verdicts are computed, and not from what was done.")
    if old.fingerprint.shapes != new.fingerprint.shapes:
        told.append("The shapes differ: the data were held against other checks.")
    tools = {**old.fingerprint.tools, **new.fingerprint.tools}
    for name in sorted(tools):
        before, after = old.fingerprint.tools.get(name, "none"), new.fingerprint.tools.get(name, "none")
        if before != after:
            told.append(f"The versions of {name} differ: {before}, then {after}.")
    if set(old.selection) != set(new.selection):
        chosen = [" ".join(run.selection) or "everything" for run in (old, new)]
        told.append(
            f"The selections differ ({chosen[0]}; then {chosen[1]}): 'gone', 'added' and 'new' may come from that."
        )
    for which, run in (("old", old), ("new", new)):
        if not run.assessed:
            told.append(f"The {which} run holds no verdict: there is nothing to compare.")
    return told
