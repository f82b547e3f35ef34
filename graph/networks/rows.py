"""Read the rows of the named queries that networks are made of, with the types of Python."""

from collections.abc import Iterator
from datetime import date

from ..catalogue import Catalogue
from ..dates import Period
from ..namespaces import DEF
from ..stores.base import Row, Store


def rows_of(store: Store, query: str) -> Iterator[Row]:
    """Run a named query without parameters."""
    return Catalogue.load().run(store, query).rows()


def text(row: Row, name: str) -> str | None:
    """Give the value of a cell, or None where nothing is known."""
    return row[name].value if name in row else None


def day(row: Row, name: str) -> date | None:
    """Give the day in a cell, or None where nothing is known."""
    return date.fromisoformat(row[name].value[:10]) if name in row else None


def whole(row: Row, name: str) -> int | None:
    """Give the whole number (or the year) in a cell, or None where nothing is known."""
    return int(row[name].value) if name in row else None


def span_of(row: Row) -> Period:
    """Give the four bounds of what the row says."""
    return Period(day(row, "startEarliest"), day(row, "startLatest"), day(row, "endEarliest"), day(row, "endLatest"))


def concept(row: Row, name: str, scheme: str) -> str | None:
    """Give the notation of a concept: the end of its IRI after the scheme's name, such as `cci` or `com`."""
    value = text(row, name)
    return value.removeprefix(f"{DEF}{scheme}-") if value else None


def bounds(of: Period) -> dict[str, date | None]:
    """Name the four bounds as the attributes of an edge."""
    return {
        "start_earliest": of.start_earliest,
        "start_latest": of.start_latest,
        "end_earliest": of.end_earliest,
        "end_latest": of.end_latest,
    }
