"""Serve what the workbench at /sparql asks for besides answers: names to complete, labels, examples, code, outlines."""

import json
from collections.abc import Mapping
from dataclasses import asdict

from flask import Blueprint, Response, g, request

from graph.asking import DAY
from graph.catalogue import Catalogue, NamedQuery
from graph.completion import vocabulary_of
from graph.metadata import runnable
from graph.namespaces import PREFIXES
from graph.overview import labels
from graph.plane import outlines

from ..day import current_day
from ..problems import RequestError
from .current import current_engine, current_settings
from .metadata import kept
from .protocol import question
from .results import page_of, snippets_of

workbench = Blueprint("workbench", __name__)

MOST_IRIS = 500  # in one request for labels: with the next, less than the longest body that is taken
_LONGEST_IRI = 1_000  # characters


@workbench.app_context_processor
def _prefixes() -> dict[str, object]:
    return {"prefixes_of_ours": PREFIXES}


@workbench.get("/sparql/vocabulary")
def vocabulary() -> Response:
    """Send what can be completed in a query of this graph, with labels in both languages."""
    found = kept("vocabulary", lambda: asdict(vocabulary_of(current_engine().store)))
    return _send(found)


@workbench.post("/sparql/labels")
def name() -> Response:
    """Send the labels of the IRIs of a result and the address of the page of each, in one answer."""
    iris = _iris()
    names = labels(current_engine().store, iris, g.language)
    told = {iri: {"label": names.get(iri), "page": page_of(iri)} for iri in iris}
    return _send({"language": g.language, "things": told})


@workbench.get("/sparql/examples")
def examples() -> Response:
    """Send the named queries of the catalogue; with `?at=`, those that take a day ask for that one."""
    queries = sorted(Catalogue.load(), key=lambda query: (query.number or 999, query.name))
    return _send({"at": current_day(), "examples": [_example(query) for query in queries]})


@workbench.get("/sparql/snippets")
def snippets() -> Response:
    """Send the code that asks `?query=` again, in each language that there is."""
    asked = question(request.args, current_settings())
    return _send({"snippets": [{"label": label, "code": code} for label, code in snippets_of(asked)]})


@workbench.get("/sparql/outlines")
def territories() -> Response:
    """Send the outlines of regions and departments as paths of SVG, with their names."""
    found = kept("outlines", lambda: {level: [asdict(one) for one in outlines(level).outlines] for level in _LEVELS})
    names = labels(current_engine().store, (one["iri"] for level in found.values() for one in level), g.language)
    named = {level: [{**one, "label": names.get(one["iri"])} for one in rows] for level, rows in found.items()}
    return _send({"width": outlines().width, "height": outlines().height, **named})


_LEVELS = ("regions", "departments")


def _send(told: Mapping[str, object]) -> Response:
    response = Response(json.dumps(told, ensure_ascii=False, default=str) + "\n", mimetype="application/json")
    response.headers["Access-Control-Allow-Origin"] = "*"
    response.vary.add("Accept-Language")
    return response


def _iris() -> list[str]:
    """Read the body, a JSON list of IRIs under `iris`; what no IRI can be is left without a label, not refused."""
    found = _body().get("iris") if request.mimetype == "application/json" else None
    if not isinstance(found, list) or not all(_is_text(iri) for iri in found):
        raise RequestError(
            'The labels are asked for by a JSON object {"iris": ["https://…", …]}, sent as application/json.',
            title="The list of IRIs cannot be read",
        )
    if len(found) > MOST_IRIS:
        raise RequestError(
            f"The labels of {len(found)} IRIs were asked for. Ask for at most {MOST_IRIS} at a time.",
            title="Too many IRIs",
            french=f"{len(found)} libellés ont été demandés. Demandez-en au plus {MOST_IRIS} à la fois.",
        )
    return list(dict.fromkeys(found))


def _body() -> dict[str, object]:
    try:
        given = json.loads(request.get_data())
    except (ValueError, RecursionError):  # no JSON, or nested deeper than anyone writes it
        return {}
    return given if isinstance(given, dict) else {}


def _is_text(iri: object) -> bool:
    """Tell whether it is a text that can be sent back: JSON lets half a character through, UTF-8 does not."""
    return isinstance(iri, str) and len(iri) <= _LONGEST_IRI and not any("\ud800" <= char <= "\udfff" for char in iri)


def _example(query: NamedQuery) -> dict[str, object]:
    day = current_day()
    dated = day is not None and DAY in query.params
    text = query.fill({DAY: day.isoformat()}) if day is not None and dated else query.text
    return {
        "name": query.name,
        "number": query.number,
        "fr": query.asks("fr"),
        "en": query.asks("en"),
        "summary_fr": query.says("fr"),
        "summary_en": query.says("en"),
        "params": list(query.params),
        "dated": dated,
        "query": runnable(text),
    }
