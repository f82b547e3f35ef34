"""Offer the comparison of two runs on the command line."""

import json
import sys
from pathlib import Path

import click
from prettytable import PrettyTable, TableStyle

from ..namespaces import short
from ..plainly import told_plainly
from .comparison import LISTED, Change, Comparison, as_record, compare
from .history import Assessed, Run, read_run


@click.command("compare")
@click.argument("old", type=click.Path(path_type=Path, exists=True, dir_okay=False))
@click.argument("new", type=click.Path(path_type=Path, exists=True, dir_okay=False))
@click.option("--format", "format_name", type=click.Choice(["table", "json"]), default="table", show_default=True)
@told_plainly
def compare_command(old: Path, new: Path, format_name: str) -> None:
    """Compare two runs that `consulaire check --record` wrote: new, still open, fixed, changed, gone.

    Open is what is a violation or a warning. Exit 0 when nothing is newly open, 1 when something is, 2 when a file
    holds no run. What besides the facts may explain a change (other rules, another day) is told first.

    \b
    Example:  consulaire compare june.ttl november.ttl
    """
    made = compare(read_run(old), read_run(new))
    click.echo(_as_json(made) if format_name == "json" else _as_table(made), nl=False)
    sys.exit(1 if made.counts["new"] else 0)


def _as_table(made: Comparison) -> str:
    lines = [f"NOTE  {difference}" for difference in made.differences]
    table = PrettyTable(["change", "rule", "debtor", "before", "now", "due", "obligation"], align="l")
    table.set_style(TableStyle.SINGLE_BORDER)
    for change in made.changes:
        if change.kind in LISTED:
            one = change.latest
            before, now = (side.status if side else "-" for side in (change.old, change.new))
            due = _due(change)
            table.add_row([change.kind, one.identifier, one.debtor.label_fr, before, now, due, short(one.obligation)])
    if table.rows:
        lines.append(table.get_string())
    counted = ", ".join(f"{number} {kind}" for kind, number in made.counts.items())
    return "\n".join([*lines, f"{len(made.changes)} obligations: {counted}"]) + "\n"


def _due(change: Change) -> str:
    """Show the bounds of the due date, and the former ones where they were others."""
    shown = list(dict.fromkeys(_bounds(side) for side in (change.old, change.new) if side))
    return " -> ".join(shown) if len(shown) > 1 else shown[0]


def _bounds(one: Assessed) -> str:
    days = dict.fromkeys(str(day) for day in (one.due_earliest, one.due_latest) if day)
    return "..".join(days) or "-"


def _as_json(made: Comparison) -> str:
    document = {
        "old": _run(made.old),
        "new": _run(made.new),
        "differences": list(made.differences),
        "counts": made.counts,
        "changes": [as_record(change) for change in made.changes if change.kind in LISTED],
    }
    return json.dumps(document, ensure_ascii=False, indent=2) + "\n"


def _run(run: Run) -> dict[str, object]:
    taken = run.fingerprint
    return {
        "run": run.iri,
        "as_of": run.as_of.isoformat(),
        "started": run.started.isoformat(),
        "data": taken.data,
        "shapes": taken.shapes,
        "rules": taken.rules,
        "tools": dict(taken.tools),
        "selection": list(run.selection),
        "obligations": len(run.assessed),
    }
