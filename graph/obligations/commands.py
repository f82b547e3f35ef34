"""Offer the opinion on the command line."""

import sys
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from ..dates import read_day
from ..plainly import told_plainly
from .wording import Language

if TYPE_CHECKING:
    from .opinion import Opinion

_FORMATS = ("table", "matrix", "json", "csv", "turtle", "html", "ics")


@click.command("check")
@click.option("--at", "at", metavar="DATE", help="The day of the opinion, YYYY-MM-DD  [default: today].")
@click.option("--from", "due_from", metavar="DATE", help="Keep what is due on this day or later.")
@click.option("--to", "due_to", metavar="DATE", help="Keep what is due on this day or earlier.")
@click.option("--body", help="Keep what this chamber, authority or person owes: its name, or id:org-….")
@click.option("--region", help="Keep one region: its INSEE code such as 28, its name, or id:geo-….")
@click.option("--network", type=click.Choice(["cci", "cma"]), help="Keep one network.")
@click.option("--obligation", help="Keep one rule, such as OB05, or one obligation, id:obl--….")
@click.option("--status", help="Keep one status, such as met-late, or its label.")
@click.option("--actor", help="Keep what this body or authority owes, must do or receives.")
@click.option(
    "--data",
    "data_files",
    multiple=True,
    metavar="FILE",
    type=click.Path(path_type=Path, exists=True, dir_okay=False),
    help="Your own facts (Turtle…), judged beside the graph and stored nowhere; repeatable.",
)
@click.option("--format", "format_name", type=click.Choice(_FORMATS), default="table", show_default=True)
@click.option(
    "--language", type=click.Choice(["fr", "en"]), default="fr", show_default=True, help="Of table, matrix and ics."
)
@click.option("--output", type=click.Path(path_type=Path, dir_okay=False), help="Write to this file.")
@click.option("--pack", type=click.Path(path_type=Path, dir_okay=False), help="Make an evidence pack too (.zip).")
@click.option("--record", type=click.Path(path_type=Path, dir_okay=False), help="Keep the run as RDF too (.ttl).")
@told_plainly
def check_command(
    at: str | None,
    due_from: str | None,
    due_to: str | None,
    data_files: tuple[Path, ...],
    format_name: str,
    language: Language,
    output: Path | None,
    pack: Path | None,
    record: Path | None,
    **names: str | None,
) -> None:
    """Say of each obligation, as of a day, whether it is met, late, due or unsettled, and why.

    Exit 0 when none of those asked for is a violation (done late, or breached), 1 when some are, 2 when the question or
    a data file is wrong. No evidence in the graph is never a violation.

    \b
    Example:  consulaire check --at 2024-06-30 --region 28
    Example:  consulaire check --network cma --format matrix
    Example:  consulaire check --body "CCI Normandie" --format ics --output normandie.ics
    Example:  consulaire check --data my-com.ttl --obligation OB05 --format html --output opinion.html
    """
    from .opinion import give_opinion
    from .selection import Selection
    from .writers import write_opinion

    told = Selection(**names, due_from=_day(due_from), due_to=_day(due_to))
    as_of = _day(at) or date.today()
    started = datetime.now(UTC)
    opinion = give_opinion(as_of, told, data_files, progress=_tell)
    for note in opinion.notes:
        click.echo(note.fr if language == "fr" else note.en, err=True)
    written = write_opinion(opinion, format_name, language)
    if output:
        _write(output, written)
    else:
        click.echo(written, nl=False)
    _keep(opinion, started, pack, record)
    sys.exit(1 if opinion.violations else 0)


def _keep(opinion: "Opinion", started: datetime, pack: Path | None, record: Path | None) -> None:
    """Write the evidence pack and the record of the run, where they are asked for."""
    if pack:
        from .pack import write_pack

        digest = write_pack(pack, opinion)
        _tell(f"evidence pack written to {pack}, SHA-256 {digest}")
    if record:
        from .history import record_opinion

        record_opinion(record, opinion, started, datetime.now(UTC))
        _tell(f"run written to {record}")


def _tell(step: str) -> None:
    click.echo(f"  {step}", err=True)


def _day(text: str | None) -> date | None:
    return read_day(text) if text is not None else None


def _write(path: Path, content: bytes) -> None:
    aside = path.with_name(f".{path.name}.part")
    aside.write_bytes(content)
    aside.replace(path)
    _tell(f"written to {path}")
