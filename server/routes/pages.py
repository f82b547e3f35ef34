"""Show the home page."""

from dataclasses import asdict, dataclass
from urllib.parse import urlencode

from flask import Blueprint, Response, current_app, g, url_for

from graph.catalogue import Catalogue, NamedQuery
from graph.metadata import runnable
from graph.overview import count_by_class, count_facts

from ..engine import Engine
from ..twins import send_page

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
    catalogue = Catalogue.load()
    queries = [_listed(query) for query in sorted(catalogue, key=lambda query: (query.number or 999, query.name))]
    classes = count_by_class(engine.store, g.language)
    quads = count_facts(engine.store)
    return send_page(
        "home.html",
        {
            "quads": quads,
            "classes": [asdict(one) for one in classes],
            "questions": [asdict(one) for one in queries],
        },
        queries=queries,
        example=runnable(catalogue.get(EXAMPLE)) if EXAMPLE in catalogue.names else "",
        quads=quads,
        classes=classes,
    )


def _listed(query: NamedQuery) -> Listed:
    question = query.question if g.language == "en" else query.question_fr or query.question
    return Listed(query.name, question, f"{url_for('sparql.ask')}?{urlencode({'query': runnable(query)})}")
