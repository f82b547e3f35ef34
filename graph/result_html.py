"""Show a result in a notebook: labels and IRIs that link to what they name, and a line on whose rows these are."""

from collections.abc import Callable, Hashable, Mapping
from html import escape
from typing import TYPE_CHECKING, Any

from .frames import Rows
from .namespaces import short

if TYPE_CHECKING:
    from .result import Result

SHOWN = 20  # rows; the table itself has all
Link = Callable[[str], str | None]


def write_html(result: "Result", rows: Rows, link: Link) -> str:
    """Write the first rows as an HTML table, every text escaped, and the line that `summary` is.

    A thing and its label, two columns of `df`, are one here: the label, linked, or the IRI where it has none.
    """
    foot = f"<p>{escape(result.summary)}</p>"
    if result.kind == "ask":
        return f"<p><strong>{str(result.boolean).lower()}</strong></p>{foot}"
    iris = {name: rows.column(name) for name in rows.columns_of_iris()}
    names = [str(name) for name in result.df.columns if str(name).removesuffix("Label") not in iris or name in iris]
    head = "".join(f'<th scope="col">{escape(name)}</th>' for name in names)
    shown = result.df.head(SHOWN).astype("object").to_dict(orient="records")
    body = "".join(
        f"<tr>{''.join(_cell(row, name, iris[name][number] if name in iris else '', link) for name in names)}</tr>"
        for number, row in enumerate(shown)
    )
    left = rows.count - SHOWN
    more = f"<p>… {left:,} more in .df</p>" if left > 0 else ""
    return f"<table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>{more}{foot}"


def _cell(row: Mapping[Hashable, Any], name: str, token: str, link: Link) -> str:
    text = _text(row[name])
    if token[:1] != "<":
        return f"<td>{escape(text)}</td>"
    iri = token[1:-1]
    shown, address = _text(row.get(f"{name}Label")) or short(iri), link(iri)
    if address is None:
        return f"<td>{escape(shown)}</td>"
    return f'<td><a href="{escape(address)}" title="{escape(short(iri))}">{escape(shown)}</a></td>'


def _text(value: Any) -> str:
    import pandas as pd

    if pd.isna(value):
        return ""
    if isinstance(value, pd.Timestamp):
        return value.date().isoformat() if value == value.normalize() and value.tzinfo is None else value.isoformat()
    return str(value).lower() if isinstance(value, bool) else str(value)
