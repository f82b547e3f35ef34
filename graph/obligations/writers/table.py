"""Write verdicts as tables for a terminal: one per body, then what needs a look, then the counts."""

import textwrap
from collections.abc import Iterable, Sequence

from prettytable import PrettyTable, TableStyle

from ..deadlines import label
from ..grouping import by_debtor, counts
from ..labels import status_label
from ..reasons import reason
from ..remedies import remedy
from ..verdict import Named, Verdict
from ..wording import Language, choose
from .phrases import ABSENCE, EMPTY, days, network_name

_WIDTHS = (22, 46, 34, 14)
_LINE = 124


def write_table(verdicts: Sequence[Verdict], language: Language = "fr") -> str:
    """Write every verdict, none cut, and the reason of each that is a violation, a warning or undetermined.

    The last lines count the verdicts per status and say what the absence of evidence does not mean.
    """
    if not verdicts:
        return choose(language, *EMPTY) + "\n"
    parts = [_of_debtor(debtor, group, language) for debtor, group in by_debtor(verdicts)]
    return "\n".join([*parts, _counts(verdicts, language), choose(language, *ABSENCE)]) + "\n"


def _of_debtor(debtor: Named, verdicts: Sequence[Verdict], language: Language) -> str:
    first = verdicts[0]
    where = ", ".join(filter(None, (network_name(first.network, language), first.region_label)))
    lines = [f"{label(debtor, language)}{f'  ({where})' if where else ''}", _grid(verdicts, language)]
    lines += [line for verdict in verdicts for line in _look(verdict, language)]
    return "\n".join([*lines, ""])


def _grid(verdicts: Iterable[Verdict], language: Language) -> str:
    heads = choose(language, "Verdict|Obligation|Fait ou année|Échéance", "Verdict|Obligation|Event or year|Due").split(
        "|"
    )
    table = PrettyTable(heads, align="l")
    table.set_style(TableStyle.SINGLE_BORDER)
    table.max_width = dict(zip(heads, _WIDTHS, strict=True))
    for verdict in verdicts:
        rule = f"{verdict.rule.identifier} {choose(language, verdict.rule.label_fr, verdict.rule.label_en)}"
        cause = str(verdict.year) if verdict.year else label(verdict.trigger, language)
        table.add_row(
            [status_label(verdict.status, language), rule, cause, days(verdict.due_earliest, verdict.due_latest)]
        )
    return str(table.get_string())


def _look(verdict: Verdict, language: Language) -> list[str]:
    """Give the reason, and what to do, of a verdict that asks for a look."""
    if verdict.severity is None:
        return []
    cause = f" {verdict.year}" if verdict.year else ""
    head = f"{verdict.rule.identifier}{cause}, {status_label(verdict.status, language)}"
    told = " ".join(filter(None, (reason(verdict, language), remedy(verdict, language))))
    sign = choose(language, " : ", ": ")
    return textwrap.wrap(
        f"{head}{sign}{told}", _LINE, initial_indent="- ", subsequent_indent="  ", break_long_words=False
    )


def _counts(verdicts: Sequence[Verdict], language: Language) -> str:
    table = PrettyTable([choose(language, "Verdict", "Verdict"), choose(language, "Nombre", "Number")])
    table.set_style(TableStyle.SINGLE_BORDER)
    table.align = "l"
    for status, number in counts(verdicts).items():
        table.add_row([status_label(status, language), number])
    bodies = len({verdict.debtor.iri for verdict in verdicts})
    total = choose(
        language,
        f"{len(verdicts)} obligations, {bodies} débiteurs, au {verdicts[0].as_of.isoformat()}.",
        f"{len(verdicts)} obligations, {bodies} debtors, as of {verdicts[0].as_of.isoformat()}.",
    )
    return f"{table.get_string()}\n{total}"
