"""Write verdicts as a matrix of counts: one line per rule, one column per status."""

from collections import Counter
from collections.abc import Sequence

from prettytable import PrettyTable, TableStyle

from ..labels import status_label
from ..verdict import STATUSES, Verdict
from ..wording import Language, choose
from .phrases import ABSENCE, EMPTY


def write_matrix(verdicts: Sequence[Verdict], language: Language = "fr") -> str:
    """Count the obligations of all bodies by rule and status; a dot stands for none, the last line adds up."""
    if not verdicts:
        return choose(language, *EMPTY) + "\n"
    found = Counter((verdict.rule.identifier, verdict.status) for verdict in verdicts)
    rules = {verdict.rule.identifier: verdict.rule for verdict in verdicts}
    shown = [status for status in STATUSES if any(status == one for _, one in found)]
    total = "Total"
    table = PrettyTable([choose(language, "Règle", "Rule"), *(status_label(one, language) for one in shown), total])
    table.set_style(TableStyle.SINGLE_BORDER)
    table.align = "r"
    table.align[table.field_names[0]] = "l"
    table.max_width = dict.fromkeys(table.field_names[1:], 12) | {table.field_names[0]: 60}
    for identifier in sorted(rules):
        numbers = [found[identifier, status] for status in shown]
        label = choose(language, rules[identifier].label_fr, rules[identifier].label_en)
        table.add_row([f"{identifier} {label}", *(number or "·" for number in numbers), sum(numbers)])
    sums = [sum(found[identifier, status] for identifier in rules) for status in shown]
    table.add_divider()
    table.add_row([total, *sums, sum(sums)])
    bodies = len({verdict.debtor.iri for verdict in verdicts})
    of_bodies = choose(language, f"{bodies} débiteurs, au", f"{bodies} debtors, as of")
    return f"{table.get_string()}\n{of_bodies} {verdicts[0].as_of}.\n{choose(language, *ABSENCE)}\n"
