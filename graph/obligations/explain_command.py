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
        under = found or [one for one in opinion.every if one.rule.iri == opinion.selection.obligation]
        debtors = tuple(dict.fromkeys(f'--body "{one.debtor.label_fr}"' for one in under))[:_MOST]
        name = f"{obligation} {body}" if body else obligation
        raise UnknownName("obligation", name, debtors, several=bool(found))
    background = Background(oxigraph_store(opinion.nquads))
    for number, verdict in enumerate(found):
        click.echo("\n" * bool(number) + heading(verdict, language))
        for rank, sentence in enumerate(explain(verdict, background, language), 1):
            click.echo(f"{rank:>3}. {sentence}")
    sys.exit(0)


@click.command("check-draft")
@click.argument("file", type=click.Path(path_type=Path, exists=True, dir_okay=False))
@click.option(
    "--signatories",
    type=click.Path(path_type=Path, exists=True, dir_okay=False),
    help="A filled template `signatories` (.xlsx, .ods, .csv) on the agreements of FILE.",
)
@click.option("--at", "at", metavar="DATE", help="The day of the rules  [default: that of the signing, else today].")
@click.option("--format", "format_name", type=click.Choice(["text", "json", "html"]), default="text", show_default=True)
@language_option
@told_plainly
def check_draft_command(
    file: Path, signatories: Path | None, at: str | None, format_name: str, language: Language
) -> None:
    """Say what the texts require of a draft joint plan, COM or COP, what FILE has, what it lacks, what is free.

    FILE is Turtle, or a filled template `conventions` of `consulaire import`. Exit 0 when nothing is missing, 1 when
    something is, 2 when the file cannot be read or describes no such instrument.

    \b
    Example:  consulaire check-draft my-com.ttl
    Example:  consulaire check-draft conventions.xlsx --signatories signatories.xlsx --format html > draft.html
    """
    told_day = read_day(at) if at else None

    from ..load import load
    from .draft import check_draft
    from .draft_facts import DraftFacts
    from .draft_input import read_draft
    from .draft_report import write_draft_report
    from .verdicts import evaluate, read_verdicts

    handed_in = read_draft(file, signatories)
    graph = load().nquads
    facts = DraftFacts(handed_in, graph)
    day = told_day or facts.signing_day() or date.today()
    check_draft(facts, day)
    click.echo(f"  evaluating the obligations as of {day}", err=True)
    report = check_draft(facts, day, read_verdicts(evaluate(graph, day)))
    click.echo(write_draft_report(report, format_name, language), nl=False)
    sys.exit(1 if report.lacks else 0)
