"""Show what became of obligations between two days: new, still open, fixed, and the rest."""

from datetime import date
from typing import Any

from flask import Response

from graph.errors import ParameterError
from graph.obligations.comparison import LISTED, Change, as_record, compare_verdicts, count_kinds
from graph.obligations.opinion import Opinion

from ...opinions import FIRST_DAY, check_day
from ...tables import write_csv
from ...twins import CSV, send_page
from ..current import current_opinions
from .asked import asked_day, day_of, read_asked
from .shown import about, choices
from .words import Words


def changes() -> Response:
    """Compare two days, the day of the page and a year before it unless given; the filters hold on either."""
    last = check_day(day_of("to") or asked_day())
    first = check_day(day_of("from") or _a_year_before(last))
    if first > last:
        raise ParameterError(f"'from' ({first}) is after 'to' ({last}): exchange the two days.", name="from")
    asked, words = read_asked(day=last), Words()
    found = _compare(current_opinions().of(first).narrowed(asked.opinion.selection), asked.opinion)
    listed = [one for one in found if one.kind in LISTED]
    data = {
        **about(asked),
        "from": first,
        "to": asked.day,
        "kinds": count_kinds(found),
        "changes": [as_record(one) for one in listed],
    }
    return send_page(
        "obligations/changes.html",
        data,
        writers={CSV: lambda: _csv(listed)},
        asked_for=asked,
        first=first,
        by_kind={kind: [one for one in listed if one.kind == kind] for kind in LISTED},
        words=words,
        choices=choices(asked.opinion),
    )


def _compare(before: Opinion, after: Opinion) -> tuple[Change, ...]:
    """Compare what the filters keep on either day: what has left them since is still there, and not gone."""
    kept = {one.obligation for opinion in (before, after) for one in opinion.verdicts}
    return compare_verdicts(*((one for one in each.every if one.obligation in kept) for each in (before, after)))


def _a_year_before(day: date) -> date:
    before = day.replace(year=day.year - 1, day=min(day.day, 28)) if day.month == 2 else day.replace(year=day.year - 1)
    return max(before, FIRST_DAY)


def _csv(listed: list[Change]) -> str:
    sides = [(side, name) for side in ("before", "now") for name in ("status", "due_earliest", "due_latest")]
    names = ("change", "obligation", "rule", "debtor", "debtor_label", *(f"{side}_{name}" for side, name in sides))
    records: list[dict[str, Any]] = [as_record(one) for one in listed]
    flat = ({f"{side}_{name}": (one[side] or {}).get(name) for side, name in sides} for one in records)
    return write_csv(names, (record | said for record, said in zip(records, flat, strict=True)))
