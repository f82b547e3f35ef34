"""Turn the rows of a SELECT into a pandas DataFrame whose columns have types.

The engine writes the rows as TSV, where a term stands as in Turtle, and each distinct term is read once: that is some
times faster than asking the engine for one term after the other.

| every value of the column is | dtype |
|---|---|
| an IRI, a blank node or a text | `string` |
| a whole number | `Int64` |
| any other number (a decimal becomes the nearest double) | `Float64` |
| a boolean | `boolean` |
| an xsd:date | `datetime64[s]` |
| an xsd:dateTime, all with a time zone or all without | `datetime64[us, UTC]`, `datetime64[us]` |
| an xsd:gYear | `Int64` |
| of several kinds | `object`, each value by itself |

What is unbound is NA (NaT among days), never an empty text or a zero.
"""

import re
import warnings
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, Any, NamedTuple

from .namespaces import PREFIXES

if TYPE_CHECKING:
    import pandas as pd

_XSD = PREFIXES["xsd"]
_LITERAL = re.compile(r'"(.*)"(?:@([A-Za-z0-9-]+)|\^\^<([^>]*)>)?\Z', re.DOTALL)
_ESCAPE = re.compile(r"\\(?:u([0-9A-Fa-f]{4})|U([0-9A-Fa-f]{8})|(.))", re.DOTALL)
_ESCAPED = {"t": "\t", "n": "\n", "r": "\r", "b": "\b", "f": "\f"}
_WHOLE = frozenset(
    (
        *("integer", "int", "long", "short", "byte", "nonNegativeInteger", "positiveInteger", "nonPositiveInteger"),
        *("negativeInteger", "unsignedInt", "unsignedLong", "unsignedShort", "unsignedByte"),
    )
)
_ZONE = r"(?:Z|[+-]\d\d:\d\d)?\Z"
_VALID = {  # what the datatype allows; Python's own readers are more generous
    "whole": re.compile(r"[+-]?\d+\Z", re.ASCII),
    "number": re.compile(r"[+-]?(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d+)?\Z|[+-]?INF\Z|NaN\Z", re.ASCII),
    "truth": re.compile(r"true\Z|false\Z|1\Z|0\Z"),
    "day": re.compile(rf"-?\d{{4,}}-\d\d-\d\d{_ZONE}", re.ASCII),
    "moment": re.compile(rf"-?\d{{4,}}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?{_ZONE}", re.ASCII),
    "year": re.compile(rf"-?\d{{4,}}{_ZONE}", re.ASCII),
}
_BEYOND = {  # allowed too, but more than a column of that dtype can hold: such a value is a text
    "day": re.compile(r"-|\d{5}|.{11}"),
    "moment": re.compile(r"-|\d{5}"),
    "year": re.compile(r".*(?:Z|:\d\d)\Z"),
}
_NUMBER_KINDS = {"whole", "number"}
_INT64 = range(-(2**63), 2**63)


class IllTyped(UserWarning):
    """Warn of a column that stays text, since a value in it is not of the type that it claims."""


class Value(NamedTuple):
    """Hold one term as Python has it; `kind` is iri, bnode, text, whole, number, truth, day, moment, year or ill."""

    kind: str
    value: Any
    text: str


@dataclass(frozen=True)
class Rows:
    """Hold the rows of a SELECT, column by column, as tokens of TSV; an unbound place is an empty token."""

    names: tuple[str, ...]
    columns: tuple[tuple[str, ...], ...]
    count: int

    @classmethod
    def of_tsv(cls, written: bytes) -> "Rows":
        """Read what an answer writes as `tsv`."""
        lines = written.decode("utf-8").split("\n")
        names = tuple(name.removeprefix("?") for name in lines[0].split("\t")) if lines[0] else ()
        body = lines[1:-1]
        columns = (
            tuple(zip(*(line.split("\t") for line in body), strict=True)) if body and names else ((),) * len(names)
        )
        return cls(names, columns, len(body))

    def column(self, name: str) -> tuple[str, ...]:
        """Give the tokens of one column."""
        return self.columns[self.names.index(name)]

    def iris(self) -> dict[str, None]:
        """List the distinct IRIs, in the order of their first appearance in each column."""
        return {token[1:-1]: None for column in self.columns for token in dict.fromkeys(column) if token[:1] == "<"}

    def columns_of_iris(self) -> tuple[str, ...]:
        """Name the columns that hold an IRI somewhere."""
        found = zip(self.names, self.columns, strict=True)
        return tuple(name for name, column in found if any(token[:1] == "<" for token in dict.fromkeys(column)))


def read_token(token: str) -> Value:
    r"""Read one term as TSV writes it; `ill` when the text does not fit the datatype.

    >>> read_token('"7"^^<http://www.w3.org/2001/XMLSchema#integer>').value
    7
    >>> read_token('"2023-02-30"^^<http://www.w3.org/2001/XMLSchema#date>').kind
    'ill'
    """
    first = token[:1]
    if first == "<":
        return Value("iri", token[1:-1], token[1:-1])
    if first == "_":
        return Value("bnode", token, token)
    if first != '"':
        return _bare(token)
    found = _LITERAL.match(token)
    if not found:
        return Value("ill", token, token)
    text = _ESCAPE.sub(_unescaped, found[1]) if "\\" in found[1] else found[1]
    datatype = found[3]
    return _typed(text, datatype) if datatype else Value("text", text, text)


def frame(rows: Rows) -> "pd.DataFrame":
    """Make the DataFrame, its columns in the order of the query; IllTyped warns of a column that stays text."""
    import pandas as pd

    series = {name: _series(name, column) for name, column in zip(rows.names, rows.columns, strict=True)}
    return pd.DataFrame(series, index=pd.RangeIndex(rows.count))


def labelled(table: "pd.DataFrame", rows: Rows, labels: Mapping[str, str]) -> "pd.DataFrame":
    """Put a column of labels after each column of IRIs that the query gave none."""
    for name in rows.columns_of_iris():
        beside = f"{name}Label"
        if beside in table.columns:
            continue
        known = {token: labels.get(token[1:-1]) for token in dict.fromkeys(rows.column(name)) if token[:1] == "<"}
        if any(known.values()):
            put_beside(table, name, beside, map(known.get, rows.column(name)))
    return table


def _series(name: str, column: tuple[str, ...]) -> Any:
    read = {token: read_token(token) for token in dict.fromkeys(column) if token}
    kinds = {value.kind for value in read.values()}
    make = _maker(kinds, read.values())
    if "ill" in kinds:
        ill = next(value.text for value in read.values() if value.kind == "ill")
        warnings.warn(f"The column '{name}' stays text: '{ill}' is not of the type it claims.", IllTyped, stacklevel=6)
    return make(column, read)


_Maker = Callable[[tuple[str, ...], dict[str, Value]], Any]


def _maker(kinds: set[str], values: Iterable[Value]) -> _Maker:
    if "ill" in kinds or kinds <= {"iri", "bnode", "text"}:
        return _texts
    if kinds <= {"whole"} or kinds == {"year"}:
        return _of("Int64") if all(value.value in _INT64 for value in values) else _objects
    if kinds <= _NUMBER_KINDS:
        return _of("Float64")
    if kinds == {"truth"}:
        return _of("boolean")
    if kinds == {"day"}:
        return _days
    if kinds == {"moment"} and len({value.value.tzinfo is None for value in values}) == 1:
        return _moments
    return _objects


def array_of(values: Iterable[object], dtype: str) -> Any:
    """Make a column of a nullable dtype; None is NA."""
    import pandas as pd

    make: Any = pd.array
    return make(list(values), dtype=dtype)


def put_beside(table: "pd.DataFrame", name: str, beside: str, values: Iterable[object]) -> None:
    """Put a column of texts after another one, in place."""
    place: Any = table.columns.get_loc(name)
    table.insert(place + 1, beside, array_of(values, "string"))


def _texts(column: tuple[str, ...], read: dict[str, Value]) -> Any:
    texts = {token: value.text for token, value in read.items()}
    return array_of(map(texts.get, column), "string")


def _of(dtype: str) -> _Maker:
    def make(column: tuple[str, ...], read: dict[str, Value]) -> Any:
        values = {token: value.value for token, value in read.items()}
        return array_of(map(values.get, column), dtype)

    return make


def _days(column: tuple[str, ...], read: dict[str, Value]) -> Any:
    return _instants((read[token].text if token else "NaT" for token in column), "s").array


def _moments(column: tuple[str, ...], read: dict[str, Value]) -> Any:
    zoned = next(iter(read.values())).value.tzinfo is not None
    plain = {
        token: value.value.astimezone(UTC).replace(tzinfo=None) if zoned else value.value
        for token, value in read.items()
    }
    naive = _instants((plain.get(token, "NaT") for token in column), "us")
    return naive.dt.tz_localize("UTC").array if zoned else naive.array


def _instants(values: Iterable[object], unit: str) -> Any:
    import numpy as np
    import pandas as pd

    return pd.Series(np.array(list(values), dtype=f"datetime64[{unit}]"))


def _objects(column: tuple[str, ...], read: dict[str, Value]) -> Any:
    import pandas as pd

    return array_of((read[token].value if token else pd.NA for token in column), "object")


def _bare(token: str) -> Value:
    """Read a number or a boolean, which TSV may write without quotes."""
    kind = next((one for one in ("whole", "number", "truth") if _VALID[one].match(token)), "ill")
    return Value(kind, _READ[kind](token) if kind in _READ else token, token)


def _typed(text: str, datatype: str) -> Value:
    local = datatype.removeprefix(_XSD)
    if local == datatype:
        return Value("text", text, text)
    kind, told = "whole" if local in _WHOLE else _KIND_OF.get(local, "text"), text.strip(" \t\r\n")
    if kind == "text" or (kind in _BEYOND and _VALID[kind].match(told) and _BEYOND[kind].match(told)):
        return Value("text", text, text)
    try:
        return Value(kind if _VALID[kind].match(told) else "ill", _READ[kind](told), told)
    except ValueError:
        return Value("ill", text, text)


_KIND_OF = {
    **dict.fromkeys(("decimal", "double", "float"), "number"),
    "boolean": "truth",
    "date": "day",
    "dateTime": "moment",
    "gYear": "year",
}
_READ: dict[str, Callable[[str], object]] = {
    "whole": int,
    "number": float,
    "truth": {"true", "1"}.__contains__,
    "day": date.fromisoformat,
    "moment": datetime.fromisoformat,
    "year": int,
}


def _unescaped(found: re.Match[str]) -> str:
    if found[1] or found[2]:
        return chr(int(found[1] or found[2], 16))
    return _ESCAPED.get(found[3], found[3])
