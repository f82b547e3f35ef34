"""Offer explanations of verdicts, and the check of drafts, on the command line."""

import sys
from datetime import date
from pathlib import Path

import click

from ..dates import read_day
from ..errors import UnknownName
from ..plainly import told_plainly
from .wording import Language

_MOST = 12

language_option = click.option("--language", type=click.Choice(["fr", "en"]), default="fr", show_default=True)


@click.command("explain")
@click.argument("obligation")
@click.option("--body", help="The chamber, authority or person that owes it, for a rule such as OB05.")
@click.option("--at", "at", metavar="DATE", help="The day of the opinion, YYYY-MM-DD  [default: today].")
@click.option(
    "--data",
    "data_files",
    multiple=True,
    metavar="FILE",
    type=click.Path(path_type=Path, exists=True, dir_okay=False),
    help="Your own facts (Turtle…), judged beside the graph and stored nowhere; repeatable.",
)
@language_option
@told_plainly
def explain_command(
    obligation: str, body: str | None, at: str | None, data_files: tuple[Path, ...], language: Language
) -> None:
    """Tell in numbered sentences how the verdict on OBLIGATION came about, and what would change it.

    OBLIGATION is an obligation (id:obl--…, as `consulaire check` names it), or a rule such as OB05 with a --body.
    Exit 2 when there is no such obligation as of that day; the nearest ones are told.

    \b
    Example:  consulaire explain OB05 --body "CCI Normandie" --at 2024-06-30
    Example:  consulaire explain id:obl--rule-com-cci--org-cci-normandie--event-cop-cci-current --language en
    """
    as_of = read_day(at) if at else date.today()

    from ..stores import oxigraph_store
    from .background import Background
    from .explain import explain, heading
    from .opinion import give_opinion
    from .selection import Selection

    told = Selection(obligation=obligation, body=body)
    opinion = give_opinion(as_of, told, data_files, progress=lambda step: click.echo(f"  {step}", err=True))
    found = opinion.verdicts
    if not found or len(found) > _MOST:
        debtors = dict.fromkeys(one.debtor.label_en for one in found or opinion.of_rule(opinion.selection.obligation))
        raise UnknownName("obligation of one body", f"{obligation} {body or ''}".strip(), tuple(debtors)[:_MOST])
    background = Background(oxigraph_store(opinion.nquads))
    for number, verdict in enumerate(found):
        click.echo("\n" * bool(number) + heading(verdict, language))
        for rank, sentence in enumerate(explain(verdict, background, language), 1):
            click.echo(f"{rank:>3}. {sentence}")
    sys.exit(0)
