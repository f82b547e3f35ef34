"""Turn errors into responses: RFC 9457 problem documents, or a page or plain text for whoever prefers that.

One table gives the status of each error of ours. Nothing is registered for `Exception`: a fault of the server stays
a 500, without a stack trace, and is logged.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from secrets import token_hex

from flask import Flask, Response, make_response, render_template, request
from werkzeug.exceptions import HTTPException, MethodNotAllowed

from graph.errors import (
    ConsulaireError,
    DatasetConflict,
    NotCarriedOut,
    ParameterError,
    QueryAmbiguous,
    QueryRefused,
    QuerySyntaxError,
    QueryTooComplex,
    ReadOnlyStore,
    StoreBusy,
    StoreMissing,
    StoreVersionMismatch,
    UnknownFormat,
    UnknownName,
    UnknownQuery,
    UploadError,
)
from graph.obligations.wording import typeset
from graph.things import NoSuchThing

from .checking.failures import CheckBusy, CheckFault, CheckOutOfMemory, CheckTimeout
from .clients import ClientLimit, TooManyQueries, TooManyRequests
from .engine.failures import (
    AnswerTooLong,
    EngineBusy,
    EngineCrashed,
    EngineDown,
    EngineFailure,
    EngineFault,
    EngineOutOfMemory,
    EngineTimeout,
    RowsTooMany,
    UpdateBusy,
    UpdateCrashed,
    UpdateDown,
    UpdateFault,
    UpdateOutOfMemory,
    UpdateTimeout,
    UpdateUnsettled,
)
from .environment import REFERENCE
from .http_errors import TOLD
from .language import say
from .links import same_page
from .nearest import Near, near_queries, near_request, words_of_request
from .negotiation import PROBLEMS, NotAcceptable, best

TYPES = "https://w3id.org/consulaire/problem/"


class RequestError(ConsulaireError):
    """Report a request that breaks the protocol; `status` is 400 unless it says otherwise."""

    def __init__(
        self,
        message: str,
        *,
        status: int = 400,
        slug: str = "bad-request",
        title: str = "",
        title_fr: str = "",
        french: str | None = None,
    ) -> None:
        self.status, self.slug, self.french, self.title_fr = status, slug, french, title_fr
        self.title = title or "The request does not follow the SPARQL protocol"
        super().__init__(message)


@dataclass(frozen=True)
class Known:
    """Hold how one class of error is told: status, the end of its type's IRI, and titles."""

    status: int
    slug: str
    title: str
    title_fr: str


KNOWN: dict[type[ConsulaireError], Known] = {
    QuerySyntaxError: Known(400, "query-syntax", "The query is not SPARQL", "La requête n’est pas du SPARQL correct"),
    QueryAmbiguous: Known(
        400, "query-ambiguous", "The query can be read in two ways", "La requête peut se lire de deux façons"
    ),
    QueryTooComplex: Known(400, "query-too-complex", "The query is too complex", "La requête est trop complexe"),
    QueryRefused: Known(403, "query-refused", "The query reaches outside this store", "La requête sort de cette base"),
    DatasetConflict: Known(
        400, "dataset-conflict", "The dataset is named twice", "Le jeu de données est nommé deux fois"
    ),
    NotCarriedOut: Known(
        422, "not-carried-out", "The text cannot be carried out here", "Le texte ne peut être exécuté ici"
    ),
    UploadError: Known(400, "upload", "The RDF cannot be taken", "Le RDF envoyé ne peut être pris"),
    ParameterError: Known(400, "parameter", "A parameter is wrong", "Un paramètre est incorrect"),
    NoSuchThing: Known(404, "no-such-thing", "The graph knows no such thing", "Le graphe ne connaît pas cette chose"),
    UnknownQuery: Known(404, "unknown-query", "There is no such named query", "Cette requête nommée n’existe pas"),
    UnknownName: Known(404, "unknown-name", "There is nothing of that name", "Rien ne porte ce nom"),
    UnknownFormat: Known(406, "not-acceptable", "That format is not on offer", "Ce format n’est pas proposé"),
    NotAcceptable: Known(406, "not-acceptable", "That format is not on offer", "Ce format n’est pas proposé"),
    ReadOnlyStore: Known(403, "read-only", "This server is read-only", "Ce serveur est en lecture seule"),
    StoreMissing: Known(503, "store-missing", "There is no graph to serve yet", "Le graphe n’est pas encore construit"),
    StoreVersionMismatch: Known(
        503, "store-version", "The store is of another version", "La base vient d’une autre version"
    ),
    StoreBusy: Known(503, "store-busy", "The store is in use", "La base est occupée"),
    EngineTimeout: Known(503, "time-limit", "The query took too long", "La requête a pris trop de temps"),
    EngineOutOfMemory: Known(
        503, "memory-limit", "The query needed too much memory", "La requête demandait trop de mémoire"
    ),
    AnswerTooLong: Known(503, "result-limit", "The answer is too long", "La réponse est trop longue"),
    RowsTooMany: Known(503, "row-limit", "The answer has too many rows", "La réponse a trop de lignes"),
    TooManyQueries: Known(
        429, "client-queries", "You have too many queries at work", "Vous avez trop de requêtes en cours"
    ),
    TooManyRequests: Known(429, "client-requests", "You send too many requests", "Vous envoyez trop de demandes"),
    EngineBusy: Known(503, "busy", "The server is busy", "Le serveur est occupé"),
    EngineDown: Known(503, "engine-down", "Queries cannot be answered now", "Aucune requête ne peut aboutir"),
    EngineFault: Known(
        500, "engine-fault", "The engine could not evaluate the query", "Le moteur n’a pu évaluer la requête"
    ),
    EngineCrashed: Known(500, "engine-crash", "The query ended the engine", "La requête a arrêté le moteur"),
    UpdateTimeout: Known(503, "time-limit", "The update took too long", "La mise à jour a pris trop de temps"),
    UpdateOutOfMemory: Known(
        503, "memory-limit", "The update needed too much memory", "La mise à jour demandait trop de mémoire"
    ),
    UpdateBusy: Known(503, "busy", "The server is busy", "Le serveur est occupé"),
    UpdateDown: Known(503, "engine-down", "Nothing can be written now", "Aucune écriture ne peut aboutir"),
    UpdateFault: Known(
        500, "engine-fault", "The update could not be carried out", "La mise à jour n’a pu être exécutée"
    ),
    CheckBusy: Known(503, "busy", "Too many checks at once", "Trop de vérifications à la fois"),
    CheckTimeout: Known(503, "time-limit", "The check took too long", "La vérification a pris trop de temps"),
    CheckOutOfMemory: Known(
        503, "memory-limit", "The check needed too much memory", "La vérification demandait trop de mémoire"
    ),
    CheckFault: Known(500, "check-fault", "The check ended by a fault", "La vérification s’est arrêtée sur une faute"),
    UpdateUnsettled: Known(
        500, "unsettled", "The update may not be on disk", "La mise à jour n’est peut-être pas sur le disque"
    ),
    UpdateCrashed: Known(500, "engine-crash", "The update ended the writer", "La mise à jour a arrêté l’écriture"),
}


_BY_HEADER_ALONE = {"graph_store.read", "metadata.void"}  # endpoints that do not read `?format=`
_TOLD_OTHERWISE = {"no-such-graph", "no-such-page"}  # problems with an address whose message says where to look
_TITLES_FR = {  # of RequestError, by the end of its type's IRI
    "bad-request": "La demande ne suit pas le protocole SPARQL",
    "day-not-judged": "Cette date n’est pas examinée",
    "no-file": "Aucun fichier n’a été envoyé",
    "no-such-template": "Ce modèle n’existe pas",
    "other-site": "Cette demande vient d’un autre site",
    "unknown-name": "Ce nom n’est pas dans le graphe",
    "no-such-graph": "Ce graphe n’existe pas",
    "too-long": "Le texte est trop long",
    "too-many-files": "Le formulaire a trop de parties",
    "unauthorised": "Les mises à jour sont réservées au détenteur du jeton",
    "unsupported-charset": "Seul l’UTF-8 est lu",
    "unsupported-media-type": "Ce type de contenu n’est pas lu ici",
}


def register(app: Flask) -> None:
    """Handle each class of error of the table, protocol errors, and Flask's own."""
    for error_class in KNOWN:
        app.register_error_handler(error_class, _known)
    app.register_error_handler(RequestError, _request_error)
    app.register_error_handler(HTTPException, _http_error)


def _known(error: ConsulaireError) -> Response:
    known = next(KNOWN[kind] for kind in type(error).__mro__ if kind in KNOWN)
    members = {name: getattr(error, name, None) for name in ("line", "column", "expected", "keyword", "limit")}
    formats: dict[str, str] = {}
    near = near_queries(error.nearest) if isinstance(error, UnknownQuery) else []
    if isinstance(error, NoSuchThing | UnknownName):
        near = near_request()
    if isinstance(error, NotAcceptable):
        members["offers"] = list(error.offers)
        formats = error.formats if request.method == "GET" and request.endpoint not in _BY_HEADER_ALONE else {}
    problem = _Problem(known, str(error), getattr(error, "french", None), members, formats, near)
    response = _respond(problem)
    if isinstance(error, EngineFailure | ClientLimit) and error.retry_after is not None:
        response.headers["Retry-After"] = str(error.retry_after)
    return response


def _request_error(error: RequestError) -> Response:
    known = Known(error.status, error.slug, error.title, error.title_fr or _TITLES_FR.get(error.slug, error.title))
    near = near_request() if error.status == 404 and error.slug not in _TOLD_OTHERWISE else []
    response = _respond(_Problem(known, str(error), error.french, near=near))
    if error.status == 401:
        response.headers["WWW-Authenticate"] = 'Bearer realm="consulaire"'
    return response


def _http_error(error: HTTPException) -> Response:
    status = error.code or 500
    title_fr, french = TOLD.get(status, (error.name, None))
    known = Known(status, error.name.lower().replace(" ", "-"), error.name, title_fr)
    allowed = sorted(error.valid_methods or ()) if isinstance(error, MethodNotAllowed) else []
    members: dict[str, object] = {"allow": allowed or None}
    near = near_request() if status == 404 and not request.path.startswith("/static/") else []
    english = error.description or error.name
    response = _respond(_Problem(known, english, french, members, near=near, allowed=allowed))
    for name, value in error.get_headers():
        if name.lower() not in {"content-type", "content-length"}:
            response.headers[name] = value
    return response


@dataclass(frozen=True)
class _Problem:
    """Hold what a response tells of a problem, whatever its form."""

    known: Known
    english: str
    french: str | None = None
    members: Mapping[str, object] = field(default_factory=dict)
    formats: Mapping[str, str] = field(default_factory=dict)
    near: Sequence[Near] = ()
    allowed: Sequence[str] = ()


def _respond(problem: _Problem) -> Response:
    known = problem.known
    reference = reference_of_request() if known.status >= 500 else None
    offer = best(request.headers.get("Accept"), PROBLEMS) or PROBLEMS[0]
    if offer.format == "html":
        response = make_response(_page(problem, reference))
    elif offer.format == "text":
        beside = f"\nReference: {reference}\n" if reference else ""
        response = make_response(f"{known.title}\n\n{problem.english}\n{beside}")
    else:
        response = make_response(json.dumps(_document(problem, reference), ensure_ascii=False) + "\n")
    response.status_code = known.status
    response.headers["Content-Type"] = offer.content_type
    response.headers["Vary"] = "Accept, Accept-Language"
    return response


def _page(problem: _Problem, reference: str | None) -> str:
    return render_template(
        "problem.html",
        known=problem.known,
        detail=_detail(problem),
        in_english=problem.french is None,
        near=problem.near,
        allowed=problem.allowed,
        offered=[(name, media_type, same_page(format=name)) for name, media_type in problem.formats.items()],
        reference=reference,
        query=_query_of_request(),
        to_search=words_of_request() if problem.known.status == 404 else "",
    )


def _detail(problem: _Problem) -> str:
    """Give the sentence in the language of the page, French set as it is printed but for lines, which hold code."""
    french = say(problem.french or "", "")
    return (french if "\n" in french else typeset(french, "fr")) or problem.english


def _document(problem: _Problem, reference: str | None) -> dict[str, object]:
    known = problem.known
    told = {"title_fr": known.title_fr, "detail_fr": problem.french, "reference": reference, **problem.members}
    if problem.near:
        told["nearest"] = [{name: value for name, value in asdict(one).items() if value} for one in problem.near]
    document = {"type": TYPES + known.slug, "title": known.title, "status": known.status, "detail": problem.english}
    return {**document, **{name: value for name, value in told.items() if value is not None}}


def reference_of_request() -> str:
    """Give the reference of the fault that this request meets: ten hexadecimal digits, of no other fault."""
    found: str = request.environ.setdefault(REFERENCE, token_hex(5))
    return found


def _query_of_request() -> str:
    """Give back what the reader typed, so that the page keeps it; never read a body that may be broken."""
    return request.args.get("query", "")
