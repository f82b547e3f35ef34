"""Show an answer as a page: a table with labels, a yes or no, or Turtle."""

import itertools
import json
from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import urlencode

from flask import current_app, g, render_template, url_for

from graph.namespaces import short
from graph.overview import describe_query, labels
from graph.snippets import Asked, curl_command, notebook_cell, r_lines, wrapper_lines
from graph.stores.sparql_tokens import query_form

from ..engine import Engine, Question
from ..links import link, thing_link
from ..problems import RequestError
from .diagnosing import explained_or_none, runner

SHOWN = 500  # rows on a page; downloads have all
_MEDIA = {"select": "text/csv", "ask": "application/sparql-results+json", "graph": "text/turtle"}
_TURTLE_SHOWN = 200_000  # characters
_DOWNLOADS = {
    "select": (("csv", "CSV"), ("tsv", "TSV"), ("json", "JSON"), ("xml", "XML")),
    "ask": (("json", "JSON"), ("xml", "XML")),
    "graph": (("turtle", "Turtle"), ("ntriples", "N-Triples"), ("rdfxml", "RDF/XML"), ("jsonld", "JSON-LD")),
}


@dataclass(frozen=True)
class Cell:
    """Hold what a cell shows: its text, the IRI behind it, and a link that describes that thing."""

    text: str
    iri: str = ""
    link: str = ""
    language: str = ""
    number: bool = False


def query_page() -> str:
    """Show the query form alone."""
    return render_template("query.html", query="")


def results_page(engine: Engine, question: Question) -> str:
    """Answer a question and show the answer, with the form, the query and downloads."""
    reply = engine.answer(question, {"select": "json", "ask": "json", "graph": "turtle"})
    shown: dict[str, object] = {"kind": reply.kind, "query": question.text, "shown": SHOWN}
    shown["downloads"] = list(_downloads(question, reply.kind))
    shown["snippets"] = list(snippets_of(question))
    if reply.kind == "graph":
        prefixes, turtle = _split_prefixes(reply.read().decode("utf-8"))
        shown |= {"prefixes": prefixes, "turtle": turtle[:_TURTLE_SHOWN], "cut": len(turtle) > _TURTLE_SHOWN}
    else:
        answer = json.loads(reply.read())
        shown["boolean"] = answer.get("boolean")
        if reply.kind == "select":
            rows = answer["results"]["bindings"]
            shown |= {"variables": answer["head"]["vars"], "total": len(rows)}
            shown["rows"] = _cells(engine, answer["head"]["vars"], rows[:SHOWN])
    if not (shown.get("turtle") or shown.get("boolean") or shown.get("total")):
        shown |= {"diagnosis": explained_or_none(engine, question), "run": runner(question)}
    return render_template("results.html", **shown)


def page_of(iri: str) -> str:
    """Give the address of the page about a thing; without such pages, that of the query that describes it."""
    if "things.thing" in current_app.view_functions:
        return thing_link(iri)
    text = describe_query(iri)
    return link("sparql.ask", query=text) if text else ""


def _split_prefixes(turtle: str) -> tuple[str, str]:
    """Part the prefix lines, which open the file, from the triples, which are what the reader came for."""
    lines = turtle.splitlines(keepends=True)
    head = list(itertools.takewhile(lambda line: line.startswith("@prefix "), lines))
    return "".join(head), "".join(lines[len(head) :])


def _downloads(question: Question, kind: str) -> Iterator[tuple[str, str]]:
    for name, label in _DOWNLOADS[kind]:
        yield _address(question, name), label


def snippets_of(question: Question) -> Iterator[tuple[str, str]]:
    """Give the code that fetches an answer again."""
    dataset = tuple(question.default_graphs), tuple(question.named_graphs)
    return snippets(Asked(question.text, default_graphs=dataset[0], named_graphs=dataset[1]))


def snippets(asked: Asked) -> Iterator[tuple[str, str]]:
    """Give the code that asks something again, for Python, for a shell, and for R where the answer is a table."""
    endpoint, kind = url_for("sparql.ask", _external=True), _kind(asked.text)
    yield "Python (Jupyter)", notebook_cell(asked, place=endpoint, lang=g.language)
    yield "Python (SPARQLWrapper)", wrapper_lines(asked, endpoint=endpoint, graph=kind == "graph")
    yield "curl", curl_command(asked, endpoint=endpoint, media=_MEDIA[kind])
    if kind == "select":
        yield "R", r_lines(asked, endpoint=endpoint)


def _kind(text: str) -> str:
    try:
        return {"SELECT": "select", "ASK": "ask"}.get(query_form(text), "graph")
    except StopIteration:
        raise RequestError(
            "The text has none of SELECT, ASK, CONSTRUCT and DESCRIBE, so it is no query.",
            french="Le texte n’a ni SELECT, ni ASK, ni CONSTRUCT, ni DESCRIBE : ce n’est pas une requête.",
        ) from None


def _address(question: Question, format_name: str | None = None) -> str:
    parameters = [("query", question.text)]
    parameters += [("default-graph-uri", iri) for iri in question.default_graphs]
    parameters += [("named-graph-uri", iri) for iri in question.named_graphs]
    if format_name:
        parameters.append(("format", format_name))
    return f"{url_for('sparql.ask')}?{urlencode(parameters)}"


def _cells(engine: Engine, variables: list[str], rows: list[dict[str, dict[str, str]]]) -> list[list[Cell | None]]:
    iris = {term["value"] for row in rows for term in row.values() if term["type"] == "uri"}
    names = labels(engine.store, sorted(iris), g.language)
    return [[_cell(row.get(name), names) for name in variables] for row in rows]


def _cell(term: dict[str, str] | None, names: dict[str, str]) -> Cell | None:
    if term is None:
        return None
    value = term["value"]
    if term["type"] == "uri":
        return Cell(names.get(value, short(value)), short(value), page_of(value))
    datatype = term.get("datatype", "").rpartition("#")[2]
    number = datatype in {"integer", "decimal", "double", "float", "gYear"}
    return Cell(value, language=term.get("xml:lang", ""), number=number)
