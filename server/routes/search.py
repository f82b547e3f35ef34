"""Search the names of everything: a page of results with facets, its data twins, and suggestions while one types."""

import json

from flask import Blueprint, Response, g, request

from graph.errors import ParameterError
from graph.search import FACETS, PAGE, Wanted

from ..day import current_day
from ..finding import current_finder
from ..found import as_csv, describe, suggest
from ..problems import RequestError
from ..twins import CSV, send_page

LONGEST = 200  # letters of what is searched
_MOST_PAGES, _LARGEST, _SUGGESTED = 100_000, 500, 8

search = Blueprint("search", __name__)


@search.get("/search", endpoint="search")
def show() -> Response:
    """Find things by words, kind, network, region, years and theme; without words, browse."""
    page, size = _number("page", 1, _MOST_PAGES), _number("size", PAGE, _LARGEST)
    chosen = {facet: list(dict.fromkeys(filter(None, request.args.getlist(facet)))) for facet in FACETS}
    wanted = Wanted(_text(), chosen, current_day(), page, size, g.language)
    finder = current_finder()
    found = finder.search(wanted)
    if wanted.page > found.pages:
        raise _beyond(wanted.page, found.pages)
    data = describe(wanted, found, finder.index)
    return send_page("search/search.html", data, writers={CSV: lambda: as_csv(data)}, chosen=chosen)


@search.get("/search/suggest", endpoint="suggest")
def show_suggestions() -> Response:
    """Send the first things that fit what was typed so far, as JSON; what was not there on the day is left out."""
    wanted = Wanted(_text(), {}, current_day(), size=_SUGGESTED, language=g.language)
    finder = current_finder()
    found = finder.search(wanted) if wanted.text else None
    response = Response(json.dumps(suggest(wanted, found, finder.index), ensure_ascii=False) + "\n")
    response.headers["Content-Type"] = "application/json"
    response.headers["Access-Control-Allow-Origin"] = "*"
    response.vary.add("Accept-Language")
    return response


def _text() -> str:
    told = request.args.get("q", "")
    if len(told) > LONGEST:
        raise RequestError(
            f"The text to search has {len(told)} letters; {LONGEST} are read. Search for fewer words.",
            slug="search-too-long",
            title="The text to search is too long",
            title_fr="Le texte cherché est trop long",
            french=f"Le texte cherché a {len(told)} signes ; {LONGEST} au plus sont lus. Cherchez moins de mots.",
        )
    return " ".join("".join(sign if sign.isprintable() else " " for sign in told).split())


def _number(name: str, usual: int, most: int) -> int:
    told = request.args.get(name, "").strip()
    if not told:
        return usual
    if not (told.isascii() and told.isdigit() and len(told) <= len(str(most)) and 1 <= int(told) <= most):
        raise _NoNumber(name, told[:20], most)
    return int(told)


class _NoNumber(ParameterError):
    def __init__(self, name: str, told: str, most: int) -> None:
        self.french = f"Le paramètre « {name} » est un nombre de 1 à {most} ; « {told} » n’en est pas un."
        super().__init__(f"The parameter '{name}' is a number from 1 to {most}; '{told}' is none.", name=name)


def _beyond(page: int, pages: int) -> RequestError:
    return RequestError(
        f"There is no page {page}: the results have {pages}.",
        status=404,
        slug="no-such-page",
        title="There is no such page of results",
        title_fr="Cette page de résultats n’existe pas",
        french=f"Il n’y a pas de page {page} : les résultats en ont {pages}.",
    )
