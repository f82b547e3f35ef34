"""Show the home page: what the graph knows, ways in, a map, questions that run."""

from dataclasses import asdict, dataclass
from datetime import date

from flask import Blueprint, Response, g, request

from graph.by_region import QUESTIONS, Question, RegionCount, count_by_region
from graph.catalogue import Catalogue
from graph.citation import short_digest
from graph.errors import ParameterError
from graph.obligations.wording import counted
from graph.overview import count_by_class, count_facts, span_of_facts
from graph.plane import outlines

from ..day import current_day
from ..language import say
from ..links import link, thing_link
from ..tables import write_csv
from ..twins import CSV, send_page
from .current import current_engine, current_version

pages = Blueprint("pages", __name__)

EXAMPLES = (
    "signatories-of-an-instrument",
    "chambers-of-a-region-at-a-date",
    "articles-binding-a-form-at-a-date",
    "contracts-known",
    "disputed-and-inferred-facts",
    "history-of-a-body",
)
_SHADES = 5  # steps from the lightest to the darkest


@dataclass(frozen=True)
class Shaded:
    """Hold one region as the map shows it; `shade` is 0 for none, up to 5."""

    label: str
    text: str
    shade: int
    address: str


@pages.get("/")
def home() -> Response:
    """Say what this is and what it knows, and let people in by what they came for."""
    store, day = current_engine().store, current_day()
    question = _question(request.args.get("map", QUESTIONS[0]))
    regions = count_by_region(store, question, day or date.today(), g.language)
    classes = count_by_class(store, g.language)
    data: dict[str, object] = {
        "quads": count_facts(store),
        "version": current_version().current(),
        **asdict(span_of_facts(store)),
        "classes": [asdict(one) for one in classes],
        "map": {"question": question, "regions": [asdict(one) for one in regions]},
        "examples": [asdict(query) for query in _examples()],
    }
    return send_page(
        "home.html",
        data,
        writers={CSV: lambda: write_csv(list(RegionCount.__dataclass_fields__), [asdict(one) for one in regions])},
        picture=outlines(),
        shaded={one.region: _shade(one, max(other.count for other in regions)) for one in regions},
        choices=_choices(),
        version=short_digest(str(data["version"] or "")),
    )


@dataclass(frozen=True)
class Example:
    """Hold a question that runs at a click."""

    name: str
    question: str
    address: str


def _examples() -> list[Example]:
    catalogue = Catalogue.load()
    shown = [catalogue.get(name) for name in EXAMPLES if name in catalogue.names]
    return [Example(one.name, one.asks(g.language), link("queries.query", name=one.name)) for one in shown]


def _question(text: str) -> Question:
    for question in QUESTIONS:
        if text == question:
            return question
    raise ParameterError(f"The map has no question '{text[:40]}'. It has: {', '.join(QUESTIONS)}.", name="map")


def _choices() -> list[tuple[Question, str]]:
    texts = {
        "acts": say("Conventions et programmes connus du graphe", "Conventions and programmes that the graph knows"),
        "cci": say("Chambres de commerce et d’industrie", "Chambers of commerce and industry (CCI)"),
        "cma": say("Chambres de métiers et de l’artisanat", "Chambers of trades and crafts (CMA)"),
    }
    return [(question, texts[question]) for question in QUESTIONS]


def _shade(one: RegionCount, most: int) -> Shaded:
    uncertain = say(f", dont {counted(one.uncertain, 'incertain', 'fr')}", f", {one.uncertain} uncertain")
    label = f"{one.label}{say(' :', ':')} {one.count}{uncertain if one.uncertain else ''}"
    shade = -(-one.count * _SHADES // most) if most else 0
    return Shaded(label, f"{one.count}{'?' if one.uncertain else ''}", shade, thing_link(one.region))
