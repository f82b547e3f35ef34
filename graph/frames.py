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

import csv
import io
import re
import warnings
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from functools import cached_property
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


_MANY = 10_000  # rows
Column = Sequence[str]


class Value(NamedTuple):
    """Hold one term as Python has it; `kind` is iri, bnode, text, whole, number, truth, day, moment, year or ill."""

    kind: str
    value: Any
    text: str


@dataclass(frozen=True)
class Rows:
    """Hold the rows of a SELECT, column by column, as tokens of TSV; an unbound place is an empty token."""

    names: tuple[str, ...]
    columns: tuple[Column, ...]
    count: int

    @classmethod
    def of_tsv(cls, written: bytes) -> "Rows":
        """Read what an answer writes as `tsv`."""
        head = written[: written.find(b"\n")].decode("utf-8")
        names = tuple(name.removeprefix("?") for name in head.split("\t")) if head else ()
        count = written.count(b"\n") - 1
        if not (names and count):
            return cls(names, ([],) * len(names), count)
        if count > _MANY:
            return cls(names, _columns_of_many(written, len(names)), count)
        cells = written.decode("utf-8")[:-1].replace("\n", "\t").split("\t")  # one list, not one for each row
        return cls(names, tuple(cells[len(names) + place :: len(names)] for place in range(len(names))), count)

    @cached_property
    def distinct(self) -> dict[str, dict[str, None]]:
        """Give the distinct tokens of each column, in the order of their first appearance."""
        return {name: dict.fromkeys(column) for name, column in zip(self.names, self.columns, strict=True)}

    def column(self, name: str) -> Column:
        """Give the tokens of one column."""
        return self.columns[self.names.index(name)]

    def iris(self) -> dict[str, None]:
        """List the distinct IRIs, in the order of their first appearance in each column."""
        return {token[1:-1]: None for tokens in self.distinct.values() for token in tokens if token[:1] == "<"}

    def columns_of_iris(self) -> tuple[str, ...]:
        """Name the columns that hold an IRI somewhere."""
        return tuple(name for name, tokens in self.distinct.items() if any(token[:1] == "<" for token in tokens))


def _columns_of_many(written: bytes, width: int) -> tuple[Column, ...]:
    """Split many rows with pandas' reader, which makes one text of all that are equal: half the time, less memory."""
    import pandas as pd

    table = pd.read_csv(
        io.BytesIO(written),
        sep="\t",
        header=0,
        names=range(width),
        quoting=csv.QUOTE_NONE,
        dtype="object",
        na_filter=False,
        skip_blank_lines=False,
        low_memory=False,
        lineterminator="\n",
        encoding="utf-8",
    )
    return tuple(table[place].tolist() for place in range(width))


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


def frame(rows: Rows, dtypes: Mapping[str, str] | None = None) -> "pd.DataFrame":
    """Make the DataFrame, its columns in the order of the query; IllTyped warns of a column that stays text.

    A column of `dtypes` has that type even where nothing is bound in it.
    """
    import pandas as pd

    series = {name: _series(name, rows.column(name), tokens) for name, tokens in rows.distinct.items()}
    for name, dtype in (dtypes or {}).items():
        if name in series and not any(rows.distinct[name]):
            series[name] = pd.Series([None] * rows.count, dtype=dtype).array
    return pd.DataFrame(series, index=pd.RangeIndex(rows.count))


def labelled(
    table: "pd.DataFrame", rows: Rows, labels: Mapping[str, str], *, replacing: bool = False
) -> "pd.DataFrame":
    """Put a column of labels after each column of IRIs; one that the query gave stays, unless `replacing`."""
    for name in rows.columns_of_iris():
        beside = f"{name}Label"
        if beside in table.columns and not replacing:
            continue
        known = {token: labels.get(token[1:-1]) for token in rows.distinct[name] if token[:1] == "<"}
        found = list(map(known.get, rows.column(name)))
        if beside in table.columns:
            table[beside] = array_of(found, "string").fillna(table[beside])
        elif any(known.values()):
            put_beside(table, name, beside, found)
    return table


def _series(name: str, column: Column, distinct: Iterable[str]) -> Any:
    texts, others = _texts_among(distinct)
    if not others:
        return _array_of_texts(texts, column)
    read = {token: read_token(token) for token in others}
    kinds = {value.kind for value in read.values()}
    if "ill" in kinds:
        ill = next(value.text for value in read.values() if value.kind == "ill")
        warnings.warn(f"The column '{name}' stays text: '{ill}' is not of the type it claims.", IllTyped, stacklevel=2)
    make = _maker(kinds | ({"text"} if texts else set()), read.values())
    return make(column, read | {token: Value("text", text, text) for token, text in texts.items()})


def _texts_among(distinct: Iterable[str]) -> tuple[dict[str, str], list[str]]:
    """Read the IRIs and texts, which most tokens are, without ado; give the others, which have types, as they are."""
    texts: dict[str, str] = {}
    others = []
    for token in distinct:
        first, last = token[:1], token[-1:]
        if first == "<":
            texts[token] = token[1:-1]
        elif first == '"' and last != ">" and "\\" not in token:
            texts[token] = token[1:-1] if last == '"' else token[1 : token.rindex('"')]
        elif token:
            others.append(token)
    return texts, others


_Maker = Callable[[Column, dict[str, Value]], Any]


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


def _array_of_texts(texts: dict[str, str], column: Column) -> Any:
    """Make a column of texts; what `array_of` would, without looking at each value twice."""
    import numpy as np
    import pandas as pd

    known: dict[str, Any] = texts | {"": pd.NA}
    values = np.empty(len(column), dtype="object")
    values[:] = list(map(known.__getitem__, column))
    return pd.arrays.StringArray(values)


def put_beside(table: "pd.DataFrame", name: str, beside: str, values: Iterable[object]) -> None:
    """Put a column of texts after another one, in place."""
    place: Any = table.columns.get_loc(name)
    table.insert(place + 1, beside, array_of(values, "string"))


def _texts(column: Column, read: dict[str, Value]) -> Any:
    return _array_of_texts({token: value.text for token, value in read.items()}, column)


def _of(dtype: str) -> _Maker:
    def make(column: Column, read: dict[str, Value]) -> Any:
        values = {token: value.value for token, value in read.items()}
        return array_of(map(values.get, column), dtype)

    return make


def _days(column: Column, read: dict[str, Value]) -> Any:
    return _instants((read[token].text if token else "NaT" for token in column), "s").array


def _moments(column: Column, read: dict[str, Value]) -> Any:
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


def _objects(column: Column, read: dict[str, Value]) -> Any:
    import pandas as pd

    values = {token: value.value for token, value in read.items()} | {"": pd.NA}
    return array_of(map(values.__getitem__, column), "object")


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
