"""Fill templates from the cells of a row, and ask conditions of them."""

import re
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass

from .names import slug

Cells = Mapping[str, str]
Condition = Callable[[Cells], bool]

_BRACES = re.compile(r"\{([^{}]*)\}")
_FUNCTIONS: dict[str, Callable[[str], str]] = {
    "slug": slug,
    "lower": str.lower,
    "upper": str.upper,
    "year": lambda text: text[:4],
}


@dataclass(frozen=True)
class Template:
    """Hold a text with {column}, {slug:column}, {column?}; `columns` are those that it reads."""

    text: str
    columns: tuple[str, ...]

    def fill(self, cells: Cells) -> str | None:
        """Put the cells in; None when a column that is not marked `?` is empty."""
        missing = False

        def put(match: re.Match[str]) -> str:
            nonlocal missing
            function, column, optional = _read_brace(match[1])
            text = function(cells.get(column, ""))
            missing = missing or not (text or optional)
            return text

        filled = _BRACES.sub(put, self.text)
        return None if missing else filled


def read_template(text: str, known: Collection[str]) -> Template:
    """Read a template; ValueError when it names a function or a column that is not known."""
    columns = []
    for match in _BRACES.finditer(text):
        _, column, _ = _read_brace(match[1])
        if column not in known:
            raise ValueError(f"'{{{match[1]}}}' names the column '{column}', which is not in \"columns\"")
        columns.append(column)
    return Template(text, tuple(columns))


def _read_brace(inside: str) -> tuple[Callable[[str], str], str, bool]:
    optional = inside.endswith("?")
    name, colon, column = inside.removesuffix("?").partition(":")
    if not colon:
        return str, name, optional
    if name == "part":
        return _part(column, optional)
    if name not in _FUNCTIONS:
        raise ValueError(f"'{{{inside}}}': there is no function '{name}'; on offer: part, {', '.join(_FUNCTIONS)}")
    return _FUNCTIONS[name], column, optional


def _part(rest: str, optional: bool) -> tuple[Callable[[str], str], str, bool]:
    """Read {part:column:N:SEPARATOR}: the N-th piece of the cell, from 1."""
    found = re.fullmatch(r"(.+?):([1-9]\d*):(.+)", rest)
    if not found:
        raise ValueError(f"'{{part:{rest}}}': write {{part:column:1:separator}}")
    number, separator = int(found[2]), found[3]

    def cut(cell: str) -> str:
        pieces = cell.split(separator)
        return pieces[number - 1].strip() if number <= len(pieces) else ""

    return cut, found[1], optional


def read_condition(told: object, known: Collection[str]) -> Condition:
    """Read a condition of a mapping; ValueError says what is wrong with it."""
    if not isinstance(told, dict):
        raise ValueError('a condition is an object such as {"column": "level", "in": ["région"]}')  # noqa: TRY004
    for word, every in (("all", all), ("any", any)):
        if word in told:
            inner = [read_condition(one, known) for one in told[word]]
            return lambda cells: every(one(cells) for one in inner)
    column = told.get("column")
    if column not in known:
        raise ValueError(f"a condition asks the column '{column}', which is not in \"columns\"")
    return _test_of(told, str(column))


def _test_of(told: dict[str, object], column: str) -> Condition:
    asked = [word for word in ("in", "not-in", "filled", "matches") if word in told]
    if len(asked) != 1 or set(told) - {"column", asked[0]}:
        raise ValueError('a condition has "column" and one of "in", "not-in", "filled", "matches"')
    value = told[asked[0]]
    if asked[0] == "filled" and isinstance(value, bool):
        return lambda cells: bool(cells.get(column)) is value
    if asked[0] == "matches" and isinstance(value, str):
        pattern = re.compile(value)
        return lambda cells: bool(pattern.fullmatch(cells.get(column, "")))
    if isinstance(value, list):
        wanted = asked[0] == "in"
        return lambda cells: (cells.get(column, "") in value) is wanted
    raise ValueError(f'the value of "{asked[0]}" is not of the right kind')
