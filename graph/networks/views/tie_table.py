"""Lay the ties of a view out as a table with plain cells, a row for each, for a spreadsheet."""

from .seeing import Seen, Told

_BETWEEN = " | "  # joins several values in one cell


def table_of_ties(seen: Seen) -> tuple[list[str], list[dict[str, object]]]:
    """Give the columns, and one row for each tie in the order of the page; several values in a cell have ` | ` between.

    The columns are there when no tie is; `change` is one of them only where two days are compared.
    """
    rows = [_row(tie) for tie in seen.ties]
    columns = [*_row(_EMPTY), *(["change"] if any("change" in tie for tie in seen.ties) else [])]
    return columns, rows


_EMPTY: Told = {
    **dict.fromkeys(("one", "one_label", "says", "kind", "other", "other_label", "weight", "dated"), ""),
    **dict.fromkeys(("certain", "disputed", "computed"), False),
    **dict.fromkeys(("instruments", "facts", "sources"), ()),
}


def _row(tie: Told) -> dict[str, object]:
    plain = {
        name: tie[name] for name in ("one", "one_label", "says", "kind", "other", "other_label", "weight", "dated")
    }
    truths = {name: "true" if tie[name] else "false" for name in ("certain", "disputed", "computed")}
    lists = {
        "instruments": _BETWEEN.join(one["iri"] for one in tie["instruments"]),
        "facts": _BETWEEN.join(tie["facts"]),
        "sources": _BETWEEN.join(one["source"] for one in tie["sources"]),
        "readings": _BETWEEN.join(one["reading"] or "" for one in tie["sources"]),
    }
    return {**plain, **truths, **lists, **({"change": tie["change"]} if "change" in tie else {})}
