"""Read SPARQL protocol requests strictly: one query, UTF-8, decoded once, and say what is wrong otherwise."""

import hmac
import ipaddress
import re
from hashlib import sha256
from urllib.parse import urlsplit

from flask import Request, Response
from werkzeug.datastructures import MultiDict

from graph.stores import Term

from ..config import Settings
from ..engine import Question, Update
from ..problems import RequestError

_FORM = "application/x-www-form-urlencoded"
_QUERY = "application/sparql-query"
_UPDATE = "application/sparql-update"
_DATASET = ("default-graph-uri", "named-graph-uri", "using-graph-uri", "using-named-graph-uri")


def question(parameters: MultiDict[str, str], settings: Settings, text: str | None = None) -> Question:
    """Read a query and its dataset from parameters; `text` is the query when it is the body itself."""
    found = text if text is not None else _only(parameters, "query", "?query=… or a form field named query")
    _check_length(found, settings)
    default_graphs, named_graphs = (_graphs(parameters, name) for name in ("default-graph-uri", "named-graph-uri"))
    return Question(found, default_graphs, named_graphs, _timeout(parameters))


def read_post(request: Request, settings: Settings) -> Question | Update:
    """Read a POST: a form with `query` or `update`, or one of them as the body."""
    media_type = request.mimetype
    if media_type == _FORM:
        return _read_form(request, settings)
    if media_type == _QUERY:
        return question(request.args, settings, _body(request))
    if media_type == _UPDATE:
        return _update(request.args, _body(request), settings)
    given = f"'{media_type}'" if media_type else "no Content-Type"
    raise RequestError(
        f"A POST came with {given}. Send {_FORM} (field query or update), {_QUERY} or {_UPDATE}.",
        status=415,
        slug="unsupported-media-type",
        title="The media type is not one of the SPARQL protocol",
    )


def authorise_update(request: Request, settings: Settings) -> None:
    """Let an update pass only for the holder of the token, or from this machine when that was asked for at start."""
    if not settings.writable:
        return  # the engine refuses it, and says why
    if settings.anonymous_write and _is_own_page_or_program(request):
        return
    scheme, _, token = request.headers.get("Authorization", "").partition(" ")
    digest = sha256(token.strip().encode()).hexdigest() if scheme.lower() == "bearer" else ""
    if not hmac.compare_digest(digest, settings.write_token_sha256 or "none"):
        raise RequestError(
            "An update needs the header 'Authorization: Bearer TOKEN' with the token of this server.",
            status=401,
            slug="unauthorised",
            title="Updates are for the holder of the token",
        )


def preflight(allow: str, *, readable: str) -> Response:
    """Tell browsers of other sites which methods they may use, without credentials; writing is never among them."""
    response = Response(status=204)
    response.headers["Allow"] = allow
    response.headers["Access-Control-Allow-Origin"] = "*"
    response.headers["Access-Control-Allow-Methods"] = readable
    response.headers["Access-Control-Allow-Headers"] = "Accept, Accept-Language, Content-Type, If-None-Match"
    response.headers["Access-Control-Max-Age"] = "86400"
    return response


def is_loopback(host: str) -> bool:
    """Tell whether a host name or address can only mean this machine."""
    if host.lower() == "localhost":
        return True
    try:
        return ipaddress.ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return False


def _is_own_page_or_program(request: Request) -> bool:
    """Keep out pages of other sites, which a browser on this machine could be made to send from."""
    origin = request.headers.get("Origin")
    same_page = origin is None or urlsplit(origin).netloc == request.host
    remote = is_loopback(request.remote_addr or "")
    return same_page and remote and is_loopback(urlsplit(f"//{request.host}").hostname or "")


def _read_form(request: Request, settings: Settings) -> Question | Update:
    raw = request.get_data(cache=True, parse_form_data=False)
    _utf8(raw, request)
    fields = request.form
    if "query" in fields and "update" in fields:
        raise RequestError("The form has both a query and an update. Send them one at a time.")
    if "update" in fields:
        text = _only(fields, "update", "a form field named update")
        return _update(_with_address(request), text, settings)
    return question(_with_address(request), settings)


def _with_address(request: Request) -> MultiDict[str, str]:
    """Take a form's fields and, for the dataset, the parameters of the address besides (the protocol allows both)."""
    parameters = request.form.copy()
    for name in _DATASET:
        for value in request.args.getlist(name):
            parameters.add(name, value)
    return parameters


def _update(parameters: MultiDict[str, str], text: str, settings: Settings) -> Update:
    _check_length(text, settings)
    return Update(text, _graphs(parameters, "using-graph-uri"), _graphs(parameters, "using-named-graph-uri"))


def _body(request: Request) -> str:
    return _utf8(request.get_data(), request)


def _utf8(raw: bytes, request: Request) -> str:
    charset = request.mimetype_params.get("charset", "utf-8").lower()
    if charset not in {"utf-8", "utf8"}:
        raise RequestError(
            f"The request says charset={charset}. Send UTF-8.",
            status=415,
            slug="unsupported-charset",
            title="Only UTF-8 is read",
        )
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError as error:
        raise RequestError(f"The request's body is not UTF-8 (byte {error.start}). Send UTF-8.") from error


def _only(parameters: MultiDict[str, str], name: str, where: str) -> str:
    values = parameters.getlist(name)
    if len(values) != 1:
        count = "no" if not values else f"{len(values)} times a"
        raise RequestError(f"The request has {count} {name}. Send exactly one, as {where}.")
    return values[0]


def _graphs(parameters: MultiDict[str, str], name: str) -> tuple[str, ...]:
    for iri in parameters.getlist(name):
        try:
            Term("iri", iri).sparql()
        except ValueError as error:
            raise RequestError(f"{name}={iri} is not an absolute IRI: {error}.") from error
    return tuple(parameters.getlist(name))


def _timeout(parameters: MultiDict[str, str]) -> float | None:
    """Read `timeout=`, in seconds; the engine never waits longer than its own limit for it."""
    given = parameters.get("timeout")
    if given is None:
        return None
    if not re.fullmatch(r"[0-9]{1,6}(\.[0-9]{1,6})?", given, re.ASCII) or float(given) <= 0:
        raise RequestError(
            f"timeout={given} is not a number of seconds above 0, such as 5 or 0.5. It lowers the time limit of the "
            "server; it never raises it.",
            french=f"timeout={given} n’est pas un nombre de secondes supérieur à 0, tel que 5 ou 0.5. Ce paramètre "
            "abaisse la limite de temps du serveur et ne la relève jamais.",
        )
    return float(given)


def _check_length(text: str, settings: Settings) -> None:
    length = len(text.encode("utf-8"))
    if length > settings.max_query_bytes:
        raise RequestError(
            f"The text has {length:,} bytes; at most {settings.max_query_bytes:,} are read "
            "(CONSULAIRE_MAX_QUERY_BYTES). Ask in several queries.",
            status=413,
            slug="too-long",
            title="The text is too long",
        )
