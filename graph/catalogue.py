"""Keep the named queries: one `.rq` per question, with a header, runnable as it stands.

A parameter is a line `VALUES ?name { … }` inside the WHERE clause, with a default. It is replaced by a serialised
RDF term, never by a user's text: bindings from outside are not portable between engines.
"""

import difflib
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from .dates import looks_like_a_day, read_day
from .errors import DateError, ParameterError, UnknownQuery
from .load import read_header
from .namespaces import expand
from .resources import QUERIES
from .stores.base import Answer, Store, Term

_IRI = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:[^\s<>\"{}|\\^`]*\Z")
_XSD = "http://www.w3.org/2001/XMLSchema#"
_NAMED = re.compile(r"<[^<>\s]*>|[\w-]*:[^\s\"<>]*")  # how a default that is a thing is written
_WHOLE = re.compile(r"-?\d+")


@dataclass(frozen=True)
class NamedQuery:
    """Hold one named query; `text` runs as it stands, with the defaults of its parameters."""

    name: str
    header: dict[str, str]
    text: str

    @property
    def summary(self) -> str:
        """Say in English what the query lists."""
        return self.header.get("summary", "")

    @property
    def question(self) -> str:
        """Give the question in English that the query answers."""
        return self.header.get("question", "")

    @property
    def question_fr(self) -> str:
        """Give the question in French that the query answers."""
        return self.header.get("question-fr", "")

    def asks(self, language: str) -> str:
        """Give the question in a language; in English where the other is not there."""
        return (self.question_fr if language == "fr" else "") or self.question

    def says(self, language: str) -> str:
        """Say in a language what the query lists; in English where the other is not there."""
        return (self.header.get("summary-fr", "") if language == "fr" else "") or self.summary

    @property
    def number(self) -> int | None:
        """Give the number of the competency question, or None for a query that is not one of them."""
        return int(self.header["number"]) if "number" in self.header else None

    @property
    def params(self) -> tuple[str, ...]:
        """Name the parameters, without question marks."""
        declared = self.header.get("params", "").replace(",", " ").split()
        return tuple(name for name in declared if name != "none")

    @property
    def defaults(self) -> dict[str, str]:
        """Give the default of each parameter as a person would type it: `2021-06-30`, `id:geo-bretagne`, `4`."""
        found = {name: _values_clause(name).search(self.text) for name in self.params}
        return {name: clause[2].partition("^^")[0].strip('"') for name, clause in found.items() if clause}

    def fill(self, values: Mapping[str, str]) -> str:
        """Put values in the place of the defaults.

        A value is a prefixed name of ours (`id:org-cci-france`), an IRI, a day, a whole number, or else a plain text;
        where the default is a day, a thing or a whole number, only such a one will do. ParameterError when the query
        has no such parameter, when the value cannot be an RDF term, or when it is no day of the calendar.
        """
        text = self.text
        for name, value in values.items():
            if name not in self.params:
                offer = ", ".join(self.params) or "none"
                raise ParameterError(
                    f"The query '{self.name}' has no parameter '{name}'. Its parameters: {offer}.", name=name
                )
            clause = _values_clause(name).search(text)
            if not clause:
                raise ParameterError(
                    f"The query '{self.name}' declares '{name}' but has no line `VALUES ?{name} {{ … }}`.",
                    name=name,
                )
            term = _term_like(clause[2], name, value)
            text = _values_clause(name).sub(partial(_replace_term, term), text)
        return text


@dataclass(frozen=True)
class Catalogue:
    """Find and run named queries."""

    queries: tuple[NamedQuery, ...]

    @classmethod
    def load(cls, folder: Path = QUERIES) -> "Catalogue":
        """Read every `.rq` of a folder, in the order of their names."""
        return cls(tuple(read_query(path) for path in sorted(folder.glob("*.rq"))))

    @property
    def names(self) -> tuple[str, ...]:
        """Name the queries, sorted."""
        return tuple(query.name for query in self.queries)

    def __iter__(self) -> Iterator[NamedQuery]:
        return iter(self.queries)

    def __len__(self) -> int:
        return len(self.queries)

    def get(self, name: str) -> NamedQuery:
        """Find a query by name; UnknownQuery gives the nearest names."""
        for query in self.queries:
            if query.name == name:
                return query
        raise UnknownQuery(name, tuple(difflib.get_close_matches(name, self.names, n=3, cutoff=0.4)))

    def run(self, store: Store, name: str, params: Mapping[str, str] | None = None) -> Answer:
        """Run a named query on a store, with its defaults unless `params` says otherwise."""
        return store.query(self.get(name).fill(params or {}))


def read_query(path: Path) -> NamedQuery:
    """Read one `.rq` file."""
    return NamedQuery(path.stem, read_header(path), path.read_text(encoding="utf-8"))


def _replace_term(term: str, clause: re.Match[str]) -> str:
    return clause[1] + term + clause[3]


def _values_clause(name: str) -> re.Pattern[str]:
    return re.compile(rf"(VALUES\s+\?{re.escape(name)}\s*\{{\s*)([^{{}}]*?)(\s*\}})")


def _term_like(default: str, name: str, value: str) -> str:
    """Turn a value into a term of the kind of the default: another kind would give an empty answer, a false one."""
    if default.endswith("^^xsd:date"):
        return _day(name, value)
    term = _term(name, value)
    if _NAMED.fullmatch(default) and not term.startswith("<"):
        raise ParameterError(
            f"The parameter '{name}' takes a thing, not '{value}'. Give a prefixed name such as id:org-cci-france, or "
            "an IRI.",
            name=name,
        )
    if _WHOLE.fullmatch(default) and not term.endswith(f"<{_XSD}integer>"):
        raise ParameterError(f"The parameter '{name}' takes a whole number, not '{value}'.", name=name)
    return term


def _day(name: str, value: str) -> str:
    """Turn a day as a person typed it into an xsd:date as SPARQL writes it."""
    try:
        return Term("literal", read_day(value).isoformat(), f"{_XSD}date").sparql()
    except DateError as error:
        raise ParameterError(f"The parameter '{name}' is refused. {error}", name=name) from error


def _term(name: str, value: str) -> str:
    """Turn what a person typed into an RDF term as SPARQL writes it."""
    iri = expand(value) or (value[1:-1] if value.startswith("<") and value.endswith(">") else value)
    if _IRI.match(iri):
        term = Term("iri", iri)
    elif looks_like_a_day(value):
        return _day(name, value)
    elif re.fullmatch(r"-?\d+", value):
        term = Term("literal", value, f"{_XSD}integer")
    else:
        term = Term("literal", value)
    try:
        return term.sparql()
    except ValueError as error:
        raise ParameterError(
            f"'{value}' cannot be the value of '{name}': {error}. Give a prefixed name such as id:org-cci-france, an "
            "IRI, a date YYYY-MM-DD, a number or a text.",
            name=name,
        ) from error
