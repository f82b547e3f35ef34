"""Read results in the W3C's formats, and tell whether two are the same but for the names of blank nodes."""

import csv
import io
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from pathlib import Path

import pyoxigraph as ox

XSD = "http://www.w3.org/2001/XMLSchema#"
RS = "http://www.w3.org/2001/sw/DataAccess/tests/result-set#"
MEDIA_TYPES = {
    ".srx": "application/sparql-results+xml",
    ".srj": "application/sparql-results+json",
    ".tsv": "text/tab-separated-values",
    ".csv": "text/csv",
    ".ttl": "text/turtle",
}
_TABLES = {
    "application/sparql-results+xml": ox.QueryResultsFormat.XML,
    "application/sparql-results+json": ox.QueryResultsFormat.JSON,
    "text/tab-separated-values": ox.QueryResultsFormat.TSV,
}
_EXACT = {"decimal", "integer", "negativeInteger", "nonNegativeInteger", "positiveInteger", "long", "int", "short"}

Cell = tuple[str, ...]  # ("blank", its name), or a kind and what makes the term what it is
Row = tuple[tuple[str, Cell], ...]


@dataclass(frozen=True)
class Result:
    """Hold a yes or no, or rows; the triples of a graph are rows of s, p and o."""

    variables: tuple[str, ...] = ()
    rows: tuple[Row, ...] = ()
    boolean: bool | None = None

    def difference(self, expected: "Result") -> str:
        """Say how this differs from what is expected; nothing when it is the same."""
        if self.boolean is not expected.boolean:
            return f"{self.boolean} instead of {expected.boolean}"
        if self.variables != expected.variables:
            return f"the variables {self.variables} instead of {expected.variables}"
        if same_rows(self.rows, expected.rows):
            return ""
        surplus, missing = Counter(self.rows) - Counter(expected.rows), Counter(expected.rows) - Counter(self.rows)
        return f"rows {list(surplus.elements())} instead of {list(missing.elements())}"


def read_result(body: bytes, media_type: str, base: str) -> Result:
    """Read a result; no order counts, since no test of SPARQL 1.1 asks for one."""
    if media_type == "text/csv":
        return _read_csv(body)
    if media_type == "text/turtle":
        parsed = ox.parse(input=body, format=ox.RdfFormat.TURTLE, base_iri=base)
        return graph_result(ox.Triple(quad.subject, quad.predicate, quad.object) for quad in parsed)
    return result_of(ox.parse_query_results(input=body, format=_TABLES[media_type]))


def read_expected(file: Path, base: str) -> Result:
    """Read the result that a test expects; a table may be written in Turtle."""
    result = read_result(file.read_bytes(), MEDIA_TYPES[file.suffix], base)
    if any(row[1][1] == ("iri", f"{RS}resultVariable") for row in result.rows if len(row) > 1):
        return _read_result_set(result)
    return result


def result_of(found: ox.QuerySolutions | ox.QueryBoolean | ox.QueryTriples) -> Result:
    """Take what the engine gave."""
    if isinstance(found, ox.QueryBoolean):
        return Result(boolean=bool(found))
    if isinstance(found, ox.QueryTriples):
        return graph_result(found)
    names = sorted(variable.value for variable in found.variables)
    rows = (tuple((name, _cell(term)) for name in names if (term := one[name]) is not None) for one in found)
    return Result(tuple(names), tuple(rows))


def graph_result(triples: Iterable[ox.Triple]) -> Result:
    """Take triples, each once."""
    rows = {(("s", _cell(one.subject)), ("p", _cell(one.predicate)), ("o", _cell(one.object))): None for one in triples}
    return Result(("s", "p", "o"), tuple(rows))


def same_rows(left: Iterable[Row], right: Iterable[Row]) -> bool:
    """Tell whether rows are the same, each as often, under some renaming of the blank nodes.

    >>> blank = lambda name: (("x", ("blank", name)),)
    >>> same_rows([blank("a"), blank("b")], [blank("c"), blank("d")])
    True
    >>> same_rows([blank("a"), blank("b")], [blank("c"), blank("c")])
    False
    """
    plain = [Counter(row for row in rows if not _has_blank(row)) for rows in (left, right)]
    blank = [[row for row in rows if _has_blank(row)] for rows in (left, right)]
    return plain[0] == plain[1] and _match(blank[0], blank[1], {})


def _match(left: Sequence[Row], right: Sequence[Row], names: dict[str, str]) -> bool:
    if not left or len(left) != len(right):
        return len(left) == len(right)
    for place, candidate in enumerate(right):
        wider = _renamed(left[0], candidate, names)
        if wider is not None and _match(left[1:], [*right[:place], *right[place + 1 :]], wider):
            return True
    return False


def _renamed(one: Row, other: Row, names: dict[str, str]) -> dict[str, str] | None:
    wider = dict(names)
    if [name for name, _ in one] != [name for name, _ in other]:
        return None
    for (_, mine), (_, theirs) in zip(one, other, strict=True):
        if mine[0] != "blank" or theirs[0] != "blank":
            if mine != theirs:
                return None
        elif mine[1] in wider:
            if wider[mine[1]] != theirs[1]:
                return None
        elif theirs[1] in wider.values():
            return None
        else:
            wider[mine[1]] = theirs[1]
    return wider


def _has_blank(row: Row) -> bool:
    return any(cell[0] == "blank" for _, cell in row)


def _cell(term: ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple) -> Cell:
    if isinstance(term, ox.BlankNode):
        return ("blank", term.value)
    if isinstance(term, ox.Literal):
        return ("literal", _by_value(term), term.datatype.value, (term.language or "").lower())
    return ("iri", term.value) if isinstance(term, ox.NamedNode) else ("triple", str(term))


def _by_value(literal: ox.Literal) -> str:
    """Write a number or a truth value in one way: an engine may keep its value and not its digits."""
    name = literal.datatype.value.removeprefix(XSD)
    try:
        if name in _EXACT:
            return str(Decimal(literal.value).normalize())
        if name in {"double", "float"}:
            return repr(float(literal.value))
    except (InvalidOperation, ValueError):
        pass
    return {"1": "true", "0": "false"}.get(literal.value, literal.value) if name == "boolean" else literal.value


def _read_csv(body: bytes) -> Result:
    header, *lines = csv.reader(io.StringIO(body.decode("utf-8"), newline=""))
    rows = (tuple(sorted((n, _csv_cell(text)) for n, text in zip(header, line, strict=True))) for line in lines)
    return Result(tuple(sorted(header)), tuple(rows))


def _csv_cell(text: str) -> Cell:
    return ("blank", text) if text.startswith("_:") else ("text", text)


def _read_result_set(graph: Result) -> Result:
    """Turn the description of a table, in the W3C's vocabulary for that, into the table."""
    found = [tuple(cell for _, cell in row) for row in graph.rows]

    def values(subject: Cell, name: str) -> list[Cell]:
        return [value for one, predicate, value in found if one == subject and predicate == ("iri", f"{RS}{name}")]

    rows = [
        tuple(sorted((values(one, "variable")[0][1], values(one, "value")[0]) for one in values(solution, "binding")))
        for _, predicate, solution in found
        if predicate == ("iri", f"{RS}solution")
    ]
    names = sorted(value[1] for _, predicate, value in found if predicate == ("iri", f"{RS}resultVariable"))
    return Result(tuple(names), tuple(rows))
