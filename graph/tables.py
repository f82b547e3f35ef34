"""Write an answer for a reader: a table, or one of the formats of machines."""

from prettytable import PrettyTable, TableStyle

from .errors import UnknownFormat
from .stores.base import Answer


def write_answer(answer: Answer, format_name: str | None) -> str:
    """Write an answer as `table`, `csv`, `json` or `turtle`; the default fits its kind.

    A table shows IRIs with their prefix and never cuts a cell. UnknownFormat when the format does not fit.
    """
    if answer.kind == "graph":
        if format_name in {"table", "csv"}:
            raise UnknownFormat(
                f"CONSTRUCT and DESCRIBE give a graph, not rows: '{format_name}' does not fit. Use turtle."
            )
        return answer.serialize("jsonld" if format_name == "json" else "turtle").decode()
    if format_name in {None, "table"}:
        return f"{str(answer.boolean).lower()}\n" if answer.kind == "ask" else _table(answer)
    return answer.serialize(format_name or "json").decode()


def _table(answer: Answer) -> str:
    table = PrettyTable(answer.variables, align="l")
    table.set_style(TableStyle.SINGLE_BORDER)
    for row in answer.rows():
        table.add_row([str(row.get(name, "")) for name in answer.variables])
    count = len(table.rows)
    return f"{table.get_string()}\n{count} row{'' if count == 1 else 's'}\n"
