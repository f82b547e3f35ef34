"""Give every response its manners: 304 for what has not changed, gzip, times, a count and a line in the log.

An answer is recognised by the version of the dataset, the address and what the client accepts, so that an unchanged
one is told before anything is evaluated.
"""

import contextlib
import gzip
import json
import os
import re
import select
from datetime import UTC, datetime
from hashlib import sha256
from time import perf_counter

from flask import Blueprint, Response, current_app, g, request
from flask.blueprints import BlueprintSetupState

from graph.resources import consulaire_version

from .. import metrics
from ..language import choose_language
from ..negotiation import ANSWERS, best
from ..version import SETTLING, DatasetVersion
from .current import current_version

manners = Blueprint("manners", __name__)

SHORTEST_ZIPPED = 1_000  # bytes
_QUICK = 1_000_000  # bytes; above, gzip spends less time per byte
_RECOGNISED = {"sparql.ask", "graph_store.read", "metadata.void", "pages.home"}
_WRITING = {"sparql.post", "graph_store.put", "graph_store.post", "graph_store.delete"}
_ZIPPED = re.compile(r"text/|application/(?:.*\+)?(?:json|xml)\b|application/n-|application/trig\b|image/svg")
_CHANGING = re.compile(r"(?:now|rand|uuid)(?![a-z0-9_])", re.IGNORECASE)  # functions whose value is never the same
_EXPOSED = "ETag, Location, Server-Timing"


@manners.record_once
def _prepare(state: BlueprintSetupState) -> None:
    app = state.app
    is_in_place, settings = app.extensions["engine"].isolation == "none", app.extensions["settings"]
    settling = 0.0 if settings.writable else SETTLING  # one process, in which every question looks what is published
    app.extensions["version"] = DatasetVersion(None if is_in_place else settings.store_dir, settling)
    app.extensions["program"] = consulaire_version()


@manners.before_app_request
def _recognise() -> Response | None:
    """Answer 304 when the client holds what it would be sent."""
    g.started = perf_counter()
    g.version = current_version().settled()
    g.etag = _etag()
    if g.etag and request.if_none_match.contains_weak(g.etag):
        return Response(status=304)
    return None


@manners.after_app_request
def _finish(response: Response) -> Response:
    if request.endpoint in _WRITING and response.status_code in {201, 204}:
        current_version().written()
    _label(response)
    if "Access-Control-Allow-Origin" in response.headers:
        response.headers["Access-Control-Expose-Headers"] = _EXPOSED
    _zip(response)
    seconds = perf_counter() - g.get("started", perf_counter())
    response.headers["Server-Timing"] = f"total;dur={seconds * 1000:.1f}"
    _record(response, seconds)
    return response


def _etag() -> str | None:
    """Name what this request asks for; None when the answer may differ from one moment to the next."""
    if request.endpoint not in _RECOGNISED or request.method not in {"GET", "HEAD"} or not g.version:
        return None
    if _CHANGING.search(request.args.get("query", "")):
        return None
    accept = request.headers.get("Accept")
    if request.endpoint == "sparql.ask" and "query" in request.args:
        kinds = [[offer for offer in ANSWERS if kind in offer.kinds] for kind in ("select", "ask", "graph")]
        accept = " ".join(offer.media_type if (offer := best(accept, offers)) else "-" for offers in kinds)
    parts = [g.version, current_app.extensions["program"], request.url, accept or "", choose_language(request)]
    return sha256("\n".join(parts).encode("utf-8", "surrogateescape")).hexdigest()[:32]


def _label(response: Response) -> None:
    unchanged = g.get("etag") and current_version().settled() == g.version
    if unchanged and response.status_code in {200, 304}:
        response.set_etag(g.etag, weak=True)
        response.headers["Cache-Control"] = "public, no-cache"  # may be kept, and is asked about each time
    elif "Cache-Control" not in response.headers:
        response.headers["Cache-Control"] = "no-store"


def _zip(response: Response) -> None:
    is_text = _ZIPPED.match(response.headers.get("Content-Type", ""))
    if not is_text or response.direct_passthrough or response.is_streamed or "Content-Encoding" in response.headers:
        return
    response.vary.add("Accept-Encoding")
    body = response.get_data()
    if len(body) < SHORTEST_ZIPPED or not request.accept_encodings["gzip"]:
        return
    response.set_data(gzip.compress(body, compresslevel=1 if len(body) > _QUICK else 5, mtime=0))
    response.headers["Content-Encoding"] = "gzip"


def _record(response: Response, seconds: float) -> None:
    """Count the request and write one line of JSON on stderr: no address, no query, nothing about who asks.

    The line is dropped when nobody reads them, which must not stop the server.
    """
    route = request.url_rule.rule if request.url_rule else "other"
    sent = response.content_length or 0
    metrics.count(route, response.status_code, seconds, sent)
    told = {
        "time": datetime.now(UTC).isoformat(timespec="milliseconds"),
        "method": request.method if request.url_rule else "-",
        "route": route,
        "status": response.status_code,
        "ms": round(seconds * 1000, 1),
        "bytes": sent,
    }
    with contextlib.suppress(OSError, ValueError):
        if select.select([], [2], [], 0)[1]:
            os.write(2, json.dumps(told).encode() + b"\n")
