"""Write verdicts as tables for a terminal: one per body, the reasons of what is grave, then the counts."""

import textwrap
from collections.abc import Sequence

from prettytable import PrettyTable, TableStyle

from ..deadlines import label
from ..grouping import by_debtor, counts
from ..labels import gap, status_label
from ..reasons import reason
from ..remedies import remedy
from ..verdict import EvidenceItem, Named, Verdict
from ..wording import Language, choose, counted
from .phrases import ABSENCE, EMPTY, cause, days, network_name, no_due_date

_WIDTHS = (18, 34, 24, 12, 26)
_LINE = 124
_GRAVE = frozenset(("breached", "met-late", "contested"))


def write_table(verdicts: Sequence[Verdict], language: Language = "fr") -> str:
    """Write every verdict, none cut, and the reasons of those that are a violation or contested.

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


def _grid(verdicts: Sequence[Verdict], language: Language) -> str:
    heads = choose(
        language,
        "Verdict|Obligation|Fait ou année|Échéance|Preuve, ou ce qui manque",
        "Verdict|Obligation|Event or year|Due|Evidence, or what is missing",
    ).split("|")
    table = PrettyTable(heads, align="l")
    table.set_style(TableStyle.SINGLE_BORDER)
    table.max_width = dict(zip(heads, _WIDTHS, strict=True))
    for verdict, after in zip(verdicts, [*verdicts[1:], None], strict=True):
        rule = f"{verdict.rule.identifier} {choose(language, verdict.rule.label_fr, verdict.rule.label_en)}"
        due = days(verdict.due_earliest, verdict.due_latest) or no_due_date(verdict, language)
        ends = after is not None and after.status != verdict.status
        table.add_row(
            [status_label(verdict.status, language), rule, cause(verdict, language), due, _found(verdict, language)],
            divider=ends,
        )
    return str(table.get_string())


def _found(verdict: Verdict, language: Language) -> str:
    """Name the evidence with its days, then the precisions that are missing; what would show it, where nothing does."""
    shown = [_shown(item, language) for item in verdict.evidence]
    missing = [gap(one, language) for one in verdict.gaps]
    expected = choose(language, verdict.rule.expected_fr or "", verdict.rule.expected_en or "").rstrip(".")
    if verdict.status == "overdue-no-evidence" and expected:
        missing.append(choose(language, f"à verser : {expected}", f"to bring: {expected}"))
    return "; ".join([*shown, *missing]) or "-"


def _shown(item: EvidenceItem, language: Language) -> str:
    dated = days(item.earliest, item.latest) or choose(language, "sans date", "undated")
    return f"{label(item.shows, language)} ({dated})"


def _look(verdict: Verdict, language: Language) -> list[str]:
    """Give the reason of a grave verdict, and what to do."""
    if verdict.status not in _GRAVE:
        return []
    year = f" {verdict.year}" if verdict.year else ""
    head = f"{verdict.rule.identifier}{year}, {status_label(verdict.status, language)}"
    told = " ".join(filter(None, (reason(verdict, language), remedy(verdict, language))))
    sign = choose(language, " : ", ": ")
    return textwrap.wrap(
        f"{head}{sign}{told}", _LINE, initial_indent="- ", subsequent_indent="  ", break_long_words=False
    )


def _counts(verdicts: Sequence[Verdict], language: Language) -> str:
    table = PrettyTable(["Verdict", choose(language, "Nombre", "Number")])
    table.set_style(TableStyle.SINGLE_BORDER)
    table.align = "l"
    for status, found in counts(verdicts).items():
        table.add_row([status_label(status, language), found])
    many = counted(len(verdicts), "obligation", language)
    bodies = len({verdict.debtor.iri for verdict in verdicts})
    day = verdicts[0].as_of.isoformat()
    total = choose(
        language,
        f"{many}, {counted(bodies, 'débiteur', language)}, au {day}.",
        f"{many}, {counted(bodies, 'debtor', language)}, as of {day}.",
    )
    return f"{table.get_string()}\n{total}"
