"""Offer the named queries as questions: choose, fill in, read, take along."""

import json
from dataclasses import dataclass

from flask import Blueprint, Response, g, request

from graph.alternatives import Choice, alternatives
from graph.catalogue import Catalogue, NamedQuery
from graph.column_names import column_name, is_label_of_another
from graph.dates import looks_like_a_day
from graph.errors import ParameterError
from graph.metadata import runnable
from graph.namespaces import short
from graph.overview import labels
from graph.snippets import Asked

from ..day import current_day
from ..engine import Question
from ..links import link
from ..tables import write_csv
from ..twins import CSV, send_page
from .current import current_engine
from .results import snippets

queries = Blueprint("queries", __name__)

SHOWN = 500  # rows on a page; the data have all
_LONGEST = 300  # characters of a parameter's value


@dataclass(frozen=True)
class Field:
    """Hold one parameter as the form shows it; `choices` is empty where it is typed."""

    name: str
    label: str
    value: str
    is_day: bool
    choices: list[Choice]


@queries.get("/queries")
def queries_list() -> Response:
    """List the questions that the graph answers."""
    listed = [_listed(query) for query in Catalogue.load()]
    return send_page(
        "queries/list.html", {"queries": listed}, writers={CSV: lambda: write_csv(list(listed[0]), listed)}
    )


@queries.get("/queries/<name>")
def query(name: str) -> Response:
    """Answer one question, with what the reader filled in."""
    found = Catalogue.load().get(name)
    values = found.defaults | _given(found)
    text = found.fill(values)
    reply = current_engine().answer(Question(text), {"select": "json"})
    answer = json.loads(reply.read())
    columns: list[str] = answer["head"]["vars"]
    rows = _labelled(answer["results"]["bindings"])
    asked = Asked(text, name=name, params=values)
    data = _listed(found) | {"parameters": values, "query": runnable(text), "columns": columns, "rows": rows}
    return send_page(
        "queries/query.html",
        data,
        writers={CSV: lambda: write_csv(columns, ({key: one["value"] for key, one in row.items()} for row in rows))},
        fields=[_field(one, values[one]) for one in found.params],
        shown=SHOWN,
        headings=[(one, column_name(one, g.language)) for one in columns if not is_label_of_another(one, columns)],
        snippets=list(snippets(asked)),
    )


def _listed(query: NamedQuery) -> dict[str, object]:
    return {
        "name": query.name,
        "question": query.asks(g.language),
        "summary": query.says(g.language),
        "address": link("queries.query", name=query.name),
    }


def _given(query: NamedQuery) -> dict[str, str]:
    """Read what the reader filled in; the day of the page is that of a query that takes one."""
    given = {name: request.args[name].strip() for name in query.params if request.args.get(name, "").strip()}
    for name, value in given.items():
        if len(value) > _LONGEST:
            raise ParameterError(f"The parameter '{name}' has more than {_LONGEST} characters.", name=name)
    day = current_day()
    if day and "day" in query.params:
        given["day"] = day.isoformat()
    return given


def _field(name: str, value: str) -> Field:
    is_day = looks_like_a_day(value)
    choices = [] if is_day else alternatives(current_engine().store, value, g.language)
    return Field(name, column_name(name, g.language), value, is_day, choices)


def _labelled(rows: list[dict[str, dict[str, str]]]) -> list[dict[str, dict[str, str]]]:
    """Put its label beside each IRI, all found by one question."""
    iris = {term["value"] for row in rows for term in row.values() if term["type"] == "uri"}
    names = labels(current_engine().store, sorted(iris), g.language)
    return [
        {
            name: term | ({"label": names.get(term["value"], short(term["value"]))} if term["type"] == "uri" else {})
            for name, term in row.items()
        }
        for row in rows
    ]
