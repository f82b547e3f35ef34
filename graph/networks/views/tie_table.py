"""Write the ties of a view as CSV, a row for each, for a spreadsheet."""

import csv
import io

from .seeing import Seen, Told

_BETWEEN = " | "  # joins several values in one cell


def ties_as_csv(seen: Seen) -> str:
    """Write one row for each tie, in the order of the table; several values in a cell are joined by ` | `."""
    file = io.StringIO()
    rows = [_row(tie) for tie in seen.ties]
    columns = [*_row(_EMPTY), *(["change"] if any("change" in tie for tie in seen.ties) else [])]
    writer = csv.DictWriter(file, columns, lineterminator="\r\n")
    writer.writeheader()
    writer.writerows(rows)
    return file.getvalue()


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
