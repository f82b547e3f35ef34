"""Stand before the application: answer again what was answered before, secure, time, count and log everything.

A response that the application labels with an ETag and `Cache-Control: public` is kept for as long as the dataset
stays as it is; asked for again, it costs neither the engine nor Flask.
"""

from collections.abc import Hashable, Iterable
from datetime import date
from time import perf_counter
from typing import TYPE_CHECKING, Any

from . import journal
from .cache import Cache, Header, Held
from .environment import REFERENCE, ROUTE, VERSION
from .policy import DATA_POLICY
from .quick import Quick
from .version import DatasetVersion

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication

SPARQL = "/sparql"
_SECURITY: tuple[Header, ...] = (
    ("Content-Security-Policy", DATA_POLICY),
    ("X-Content-Type-Options", "nosniff"),
    ("Referrer-Policy", "no-referrer"),
)
_OF_A_BODY = {"content-length", "content-type", "content-encoding"}
_JOINED = 1 << 20  # bytes; a longer body is passed on piece by piece
_ASKED = (
    "PATH_INFO",
    "QUERY_STRING",
    "HTTP_HOST",
    "HTTP_ACCEPT",
    "HTTP_ACCEPT_ENCODING",
    "HTTP_ACCEPT_LANGUAGE",
    "wsgi.url_scheme",
)


class Front:
    """Wrap the application, as WSGI has it."""

    def __init__(self, application: "WSGIApplication", version: DatasetVersion, cache: Cache, quick: Quick) -> None:
        self._application, self._version, self._cache, self._quick = application, version, cache, quick

    def __call__(self, environ: dict[str, Any], start_response: "StartResponse") -> Iterable[bytes]:
        """Answer one request."""
        started = perf_counter()
        if environ["REQUEST_METHOD"] != "GET":
            return self._ask_application(None, environ, start_response, started)
        key, version = (_today(), *map(environ.get, _ASKED)), self._version.settled()
        held = self._cache.find(key, version)
        if held is not None:
            return _send_again(held, environ, start_response, started)
        answered = self._quick.answer(environ, version) if environ["PATH_INFO"] == SPARQL else None
        if answered is None:
            return self._ask_application(key, environ, start_response, started)
        status, headers, body, tag = answered
        headers += _SECURITY
        if tag and version:
            self._cache.keep(key, version, Held(status, tuple(headers), body, tag, SPARQL))
        _finish(environ, status, headers, SPARQL, started)
        start_response(status, headers)
        return [body]

    def _ask_application(
        self, key: Hashable, environ: dict[str, Any], start_response: "StartResponse", started: float
    ) -> Iterable[bytes]:
        status, headers, body = _ask(self._application, environ)
        version = environ.get(VERSION)
        if key and version and status.startswith("200") and isinstance(body, list):
            told = tuple(headers)
            self._cache.keep(key, version, Held(status, told, body[0], _etag_of(told), environ[ROUTE]))
        _finish(environ, status, headers, environ.get(ROUTE), started)
        start_response(status, headers)
        return body


def _ask(application: "WSGIApplication", environ: dict[str, Any]) -> tuple[str, list[Header], Iterable[bytes]]:
    """Ask the application; a body that is not long comes whole, as the only item of a list."""
    told: list[Any] = []

    def start(status: str, headers: list[Header], _error: Any = None) -> Any:
        told[:] = status, headers

    body = application(environ, start)
    headers: list[Header] = told[1]
    names = {name.lower(): value for name, value in headers}
    headers += [header for header in _SECURITY if header[0].lower() not in names]
    if "content-length" in names and int(names["content-length"]) > _JOINED:
        return told[0], headers, body
    try:
        whole = b"".join(body)
    finally:
        if hasattr(body, "close"):
            body.close()
    return told[0], headers, [whole]


def _send_again(
    held: Held, environ: dict[str, Any], start_response: "StartResponse", started: float
) -> Iterable[bytes]:
    wanted = environ.get("HTTP_IF_NONE_MATCH")
    if wanted and (f'"{held.etag}"' in wanted or wanted.strip() == "*"):
        status, code, body = "304 NOT MODIFIED", 304, b""
        headers = [header for header in held.headers if header[0].lower() not in _OF_A_BODY]
    else:
        status, code, body, headers = held.status, 200, held.body, [*held.headers]
    seconds = perf_counter() - started
    journal.note("GET", held.route, code, seconds, len(body))
    headers.append(("Server-Timing", f"cache;desc=hit, total;dur={seconds * 1000:.1f}"))
    start_response(status, headers)
    return [body]


def _finish(environ: dict[str, Any], status: str, headers: list[Header], route: str | None, started: float) -> None:
    seconds = perf_counter() - started
    sent = next((int(value) for name, value in headers if name.lower() == "content-length"), 0)
    journal.note(environ["REQUEST_METHOD"], route, int(status[:3]), seconds, sent, environ.get(REFERENCE))
    headers.append(("Server-Timing", f"total;dur={seconds * 1000:.1f}"))


def _today() -> int:
    """Give today as a number: pages that are asked for no day are of today."""
    return date.today().toordinal()


def _etag_of(headers: Iterable[Header]) -> str:
    return next(value for name, value in headers if name.lower() == "etag").removeprefix("W/").strip('"')
