"""Show due dates by month."""

from datetime import date, timedelta

from flask import Response

from graph.obligations.agenda import Month, months
from graph.obligations.grouping import counts
from graph.obligations.selection import Selection, select

from ...language import write_month
from ...twins import send_page
from .asked import read_asked
from .shown import about, choices, exports
from .words import Words

_AHEAD = 2  # years that are shown unless a period is asked for


def calendar() -> Response:
    """List what is due, by month: from the month of the day on, unless a period of due dates is asked for."""
    asked, words = read_asked(), Words()
    opinion = asked.opinion
    first, last, narrowed = opinion.selection.due_from, opinion.selection.due_to, list(opinion.verdicts)
    if not opinion.selection.dated:
        first, last = asked.day.replace(day=1), date(asked.day.year + _AHEAD, asked.day.month, 1) - timedelta(days=1)
        narrowed = list(select(narrowed, Selection(due_from=first, due_to=last)))
    undated = sum(one.due_latest is None and one.due_earliest is None for one in opinion.verdicts)
    found = months(narrowed)
    data = {
        **about(asked),
        "first": first,
        "last": last,
        "without_due_date": undated,
        "months": [_month(month) for month in found],
    }
    return send_page(
        "obligations/calendar.html",
        data,
        writers=exports(opinion, words.language),
        asked_for=asked,
        months=found,
        month_name=lambda month: write_month(month.year, month.month),
        undated=undated,
        words=words,
        counts=counts(narrowed),
        choices=choices(opinion),
        saved_as=f"obligations-{asked.day}",
    )


def _month(month: Month) -> dict[str, object]:
    return {
        "month": f"{month.year}-{month.month:02}",
        "due": [
            {
                "identifier": task.rule.identifier,
                "status": task.status,
                "due_earliest": task.due_earliest,
                "due_latest": task.due_latest,
                "obligations": [verdict.obligation for verdict in task.verdicts],
                "debtors": [debtor.iri for debtor in task.debtors],
            }
            for task in month.tasks
        ],
    }
