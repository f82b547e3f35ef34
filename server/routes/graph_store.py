"""Speak the SPARQL 1.1 Graph Store HTTP Protocol at /graph-store: whole graphs, read and written.

A graph is named by `?graph=IRI`, by `?default`, or by an address below /graph-store, which then is its IRI. Writing
asks for what an update asks for, and is one update: in one transaction, on disk before the answer.
"""

import json
from uuid import uuid4

from flask import Blueprint, Response, request
from werkzeug.datastructures import FileStorage

from graph.errors import ReadOnlyStore
from graph.stores import Term
from graph.stores.base import DEFAULT_GRAPH
from graph.stores.uploads import UPLOAD_TYPES

from ..engine import Question, Removal, Upload
from ..negotiation import ANSWERS, NotAcceptable, best
from ..problems import RequestError
from . import protocol
from .current import current_engine, current_settings
from .sending import respond

graph_store = Blueprint("graph_store", __name__)

_OFFERS = [offer for offer in ANSWERS if "graph" in offer.kinds and offer.format != "html"]
_ENDINGS = {"ttl": "turtle", "nt": "ntriples", "rdf": "rdfxml", "owl": "rdfxml", "jsonld": "jsonld"}
_MULTIPART = "multipart/form-data"


@graph_store.get("/graph-store", provide_automatic_options=False)
@graph_store.get("/graph-store/<path:name>", provide_automatic_options=False)
def read(name: str = "") -> Response:
    """Send a graph, in the format that the client likes best."""
    graph = _graph(name)
    accept = request.headers.get("Accept")
    offer = best(accept, _OFFERS)
    if offer is None:
        raise NotAcceptable(str(accept), _OFFERS, what="A graph")
    _must_exist(graph)
    everything = Question("CONSTRUCT { ?s ?p ?o } WHERE { ?s ?p ?o }", default_graphs=(graph,))
    return respond(current_engine().answer(everything, {"graph": offer.format}), offer.content_type)


@graph_store.put("/graph-store", provide_automatic_options=False)
@graph_store.put("/graph-store/<path:name>", provide_automatic_options=False)
def put(name: str = "") -> Response:
    """Make the triples sent the whole of a graph."""
    _authorise()
    return _upload(_graph(name), whole=True)


@graph_store.post("/graph-store", provide_automatic_options=False)
@graph_store.post("/graph-store/<path:name>", provide_automatic_options=False)
def post(name: str = "") -> Response:
    """Add the triples sent to a graph; without a graph in the address, to a new one whose IRI `Location` gives."""
    _authorise()
    names_none = not name and not request.args
    return _upload(f"{request.base_url}/{uuid4()}" if names_none else _graph(name), whole=False)


@graph_store.delete("/graph-store", provide_automatic_options=False)
@graph_store.delete("/graph-store/<path:name>", provide_automatic_options=False)
def delete(name: str = "") -> Response:
    """Take a graph away."""
    _authorise()
    graph = _graph(name)
    if not current_engine().write(Removal(graph)).changed:
        raise _no_such(graph)
    return Response(status=204)


@graph_store.route("/graph-store", methods=["OPTIONS"], provide_automatic_options=False)
@graph_store.route("/graph-store/<path:name>", methods=["OPTIONS"], provide_automatic_options=False)
def options(name: str = "") -> Response:  # noqa: ARG001
    """Tell browsers of other sites that they may read; writing is not for them."""
    return protocol.preflight("GET, HEAD, PUT, POST, DELETE, OPTIONS", readable="GET, HEAD")


@graph_store.after_request
def _manners(response: Response) -> Response:
    response.vary.add("Accept")
    if request.method in {"GET", "HEAD"}:
        response.headers["Access-Control-Allow-Origin"] = "*"
    return response


def _graph(name: str) -> str:
    """Read which graph is meant; DEFAULT_GRAPH for the default one."""
    given = request.args.getlist("graph")
    is_default = "default" in request.args
    if len(given) + is_default + bool(name) != 1:
        raise RequestError(
            "Name one graph: ?graph=IRI, ?default, or an address below /graph-store, which then is its IRI.",
            title="The request does not name one graph",
            french="Nommez un graphe : ?graph=IRI, ?default, ou une adresse sous /graph-store, qui est alors son IRI.",
        )
    if is_default:
        return DEFAULT_GRAPH
    iri = request.base_url if name else given[0]
    try:
        Term("iri", iri).sparql()
    except ValueError as error:
        raise RequestError(
            f"graph={iri} is not an absolute IRI: {error}.", french=f"graph={iri} n’est pas un IRI absolu : {error}."
        ) from error
    return iri


def _authorise() -> None:
    """Refuse who may not write, before the body is read."""
    if not current_settings().writable:
        raise ReadOnlyStore("This server only answers queries; it was not started with --writable.")
    protocol.authorise_update(request, current_settings())


def _upload(graph: str, *, whole: bool) -> Response:
    base = request.base_url if graph == DEFAULT_GRAPH else graph
    outcome = current_engine().write(Upload(graph, base, tuple(_parts()), whole))
    response = Response(status=204 if outcome.was_there else 201)
    if not outcome.was_there:
        response.headers["Location"] = graph
    return response


def _parts() -> list[tuple[str, bytes]]:
    """Give the RDF that was sent, each part with its format; none of it is parsed in this process."""
    if request.headers.get("Content-Encoding", "identity").lower() != "identity":
        raise _unsupported("with a Content-Encoding")
    if request.mimetype == _MULTIPART and request.method == "POST":
        parts = [part for name in request.files for part in request.files.getlist(name)]
        if not parts:
            raise RequestError("The form has no file. Send each part of RDF as a file, with its Content-Type.")
        return [(_format_of(part), part.read()) for part in parts]
    form = UPLOAD_TYPES.get(request.mimetype)
    if form is None or request.mimetype_params.get("charset", "utf-8").lower() not in {"utf-8", "utf8"}:
        raise _unsupported(f"as '{request.content_type}'" if request.content_type else "without a Content-Type")
    return [(form, request.get_data())]


def _format_of(part: FileStorage) -> str:
    """Tell the format of one file of a form, by its media type, else by the ending of its name."""
    ending = (part.filename or "").rpartition(".")[2].lower()
    form = UPLOAD_TYPES.get(part.mimetype) or _ENDINGS.get(ending)
    if form is None:
        raise _unsupported(f"in a part as '{part.mimetype}'")
    return form


def _unsupported(how: str) -> RequestError:
    offers = ", ".join(UPLOAD_TYPES)
    return RequestError(
        f"The RDF came {how}. Send UTF-8 as one of: {offers}; or, by POST, a form with files ({_MULTIPART}).",
        status=415,
        slug="unsupported-media-type",
        title="The media type is not one that graphs are read in",
        french=f"Envoyez de l’UTF-8, dans l’un de ces types : {offers} ; ou, par POST, un formulaire ({_MULTIPART}).",
    )


def _must_exist(graph: str) -> None:
    if graph == DEFAULT_GRAPH:
        return
    asked = Question(f"ASK {{ GRAPH {Term('iri', graph).sparql()} {{}} }}")
    if not json.loads(current_engine().answer(asked, {"ask": "json"}).read())["boolean"]:
        raise _no_such(graph)


def _no_such(graph: str) -> RequestError:
    return RequestError(
        f"There is no graph <{graph}>. SELECT ?g {{ GRAPH ?g {{}} }} lists those there are.",
        status=404,
        slug="no-such-graph",
        title="There is no such graph",
        french=f"Il n’y a pas de graphe <{graph}>. SELECT ?g {{ GRAPH ?g {{}} }} donne la liste.",
    )
