"""Write tables as CSV, for spreadsheets and programs."""

import csv
import re
from collections.abc import Iterable, Mapping, Sequence
from io import StringIO

_NUMBER = re.compile(r"[-+]?\d+(?:\.\d+)?")


def write_csv(names: Sequence[str], rows: Iterable[Mapping[str, object]]) -> str:
    """Write rows under these names, as RFC 4180 has it; what a row lacks is empty.

    A text that a spreadsheet would take for a formula gets an apostrophe before it, as OWASP advises.
    """
    text = StringIO()
    writer = csv.DictWriter(text, names, extrasaction="ignore", lineterminator="\r\n")
    writer.writeheader()
    writer.writerows({name: _tame(row.get(name)) for name in names} for row in rows)
    return text.getvalue()


def _tame(value: object) -> object:
    is_odd = isinstance(value, str) and value[:1] in {"=", "+", "-", "@", "\t", "\r"}
    return f"'{value}" if is_odd and not _NUMBER.fullmatch(str(value)) else value
