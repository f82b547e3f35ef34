"""Give responses their manners: 304 for what has not changed, ETag and Cache-Control, compression.

An answer is recognised by the version of the dataset, the address and what the client accepts, so that an unchanged
one is told before anything is evaluated.
"""

from datetime import date
from typing import cast

from flask import Blueprint, Flask, Response, g, request
from flask.blueprints import BlueprintSetupState

from ..cache import Cache
from ..compression import is_text, shorten
from ..environment import ROUTE, VERSION
from ..front import Front
from ..negotiation import best_answers
from ..policy import PAGE_POLICY
from ..quick import EXPOSED, KEPT, UNKEPT, Quick
from ..recognition import is_lasting, name_choice, name_request
from ..version import SETTLING, DatasetVersion
from .current import current_version

manners = Blueprint("manners", __name__)

_RECOGNISED = {
    "docs.contents",
    "docs.part",
    "explore.explore",
    "contribute.choices",
    "contribute.contribute",
    "contribute.shapes",
    "contribute.template",
    "graph_store.read",
    "metadata.void",
    *(f"obligations.{name}" for name in ("obligations", "verdicts", "verdict", "body", "body_feed", "region")),
    *(f"obligations.{name}" for name in ("region_feed", "map", "calendar", "changes", "pack")),
    "pages.home",
    "search.search",
    "search.suggest",
    "queries.queries_list",
    "queries.query",
    "sparql.ask",
    "sparql.diagnose",
    "things.thing",
    "workbench.examples",
    "workbench.snippets",
    "workbench.territories",
    "workbench.vocabulary",
}
_DATA = {
    "graph_store.read",
    "metadata.void",
    "sparql.ask",
    "workbench.territories",
    "workbench.vocabulary",
}  # of no day; pages may be of today
_WRITING = {"sparql.post", "graph_store.put", "graph_store.post", "graph_store.delete"}


@manners.record_once
def _prepare(state: BlueprintSetupState) -> None:
    app = cast("Flask", state.app)
    settings = app.extensions["settings"]
    is_in_place = app.extensions["engine"].isolation == "none"
    settling = 0.0 if settings.writable else SETTLING  # one process, in which every question looks what is published
    version = DatasetVersion(None if is_in_place else settings.store_dir, settling)
    app.extensions["version"] = version
    quick = Quick(app.extensions["engine"], app.extensions["clients"], settings.max_query_bytes)
    app.wsgi_app = Front(app.wsgi_app, version, Cache(settings.cache_mb << 20), quick)  # type: ignore[method-assign]


@manners.before_app_request
def _recognise() -> Response | None:
    """Answer 304 when the client holds what it would be sent."""
    if request.url_rule:
        request.environ[ROUTE] = request.url_rule.rule
    g.version = current_version().settled()
    g.etag = _etag()
    if g.etag and request.if_none_match.contains_weak(g.etag):
        return Response(status=304)
    return None


@manners.after_app_request
def _finish(response: Response) -> Response:
    if request.endpoint in _WRITING and response.status_code in {201, 204}:
        current_version().written()
        response.headers.remove("Content-Type")  # there is nothing to read
    _label(response)
    if response.mimetype == "text/html":  # every page has scripts of this server, those that tell a problem too
        response.headers.setdefault("Content-Security-Policy", PAGE_POLICY)
    if "Access-Control-Allow-Origin" in response.headers:
        response.headers["Access-Control-Expose-Headers"] = EXPOSED
    _compress(response)
    return response


def _etag() -> str | None:
    """Name what this request asks for; None when the answer may differ from one moment to the next."""
    if request.endpoint not in _RECOGNISED or request.method not in {"GET", "HEAD"} or not g.version:
        return None
    if not is_lasting(request.args.get("query", "")):
        return None
    wanted = request.environ.get("HTTP_ACCEPT", "")
    if request.endpoint == "sparql.ask" and "query" in request.args:
        wanted = name_choice(best_answers(wanted))
    if request.endpoint not in _DATA:
        wanted += f" {date.today()}"
    return name_request(request.environ, g.version, wanted, g.language)


def _label(response: Response) -> None:
    unchanged = g.get("etag") and current_version().settled() == g.version
    if unchanged and response.status_code in {200, 304}:
        response.set_etag(g.etag, weak=True)
        response.headers["Cache-Control"] = KEPT
        request.environ[VERSION] = g.version
    elif "Cache-Control" not in response.headers:
        response.headers["Cache-Control"] = UNKEPT


def _compress(response: Response) -> None:
    if response.direct_passthrough or response.is_streamed or "Content-Encoding" in response.headers:
        return
    if not is_text(response.headers.get("Content-Type", "")):
        return
    response.vary.add("Accept-Encoding")
    accepted = request.environ.get("HTTP_ACCEPT_ENCODING", "")
    body, coding = shorten(response.get_data(), response.headers["Content-Type"], accepted)
    if coding:
        response.set_data(body)
        response.headers["Content-Encoding"] = coding
