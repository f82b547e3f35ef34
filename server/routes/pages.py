"""Show the home page."""

from dataclasses import dataclass
from urllib.parse import urlencode

from flask import Blueprint, Response, current_app, g, make_response, render_template, url_for

from graph.catalogue import Catalogue, NamedQuery
from graph.metadata import runnable
from graph.overview import count_by_class, count_facts

from ..config import Settings
from ..engine import Engine

pages = Blueprint("pages", __name__)

EXAMPLE = "signatories-of-an-instrument"


@dataclass(frozen=True)
class Listed:
    """Hold a named query as the page lists it."""

    name: str
    question: str
    address: str


@pages.get("/")
def home() -> Response:
    """Say what this is, and let people ask."""
    engine: Engine = current_app.extensions["engine"]
    settings: Settings = current_app.extensions["settings"]
    catalogue = Catalogue.load()
    page = render_template(
        "home.html",
        queries=[_listed(query) for query in sorted(catalogue, key=lambda query: (query.number or 999, query.name))],
        example=runnable(catalogue.get(EXAMPLE)) if EXAMPLE in catalogue.names else "",
        quads=count_facts(engine.store),
        classes=count_by_class(engine.store, g.language),
        writable=settings.writable,
    )
    response = make_response(page)
    response.vary.add("Accept-Language")
    return response


def _listed(query: NamedQuery) -> Listed:
    question = query.question if g.language == "en" else query.question_fr or query.question
    return Listed(query.name, question, f"{url_for('sparql.ask')}?{urlencode({'query': runnable(query)})}")
