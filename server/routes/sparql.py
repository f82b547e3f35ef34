"""Speak the SPARQL 1.1 protocol at /sparql."""

from flask import Blueprint, Response, request

from graph.stores.base import Kind

from ..engine import Question
from ..environment import GIVEN
from ..negotiation import Choice, choose_answer, wants_html
from ..problems import RequestError
from . import protocol
from .current import current_engine, current_settings
from .diagnosing import diagnosis_page
from .metadata import service_description
from .results import query_page, results_page
from .sending import respond

sparql = Blueprint("sparql", __name__)


@sparql.get("/sparql", provide_automatic_options=False)
def ask() -> Response | str:
    """Answer the query of `?query=`; without one, a browser gets the form, a program the service description."""
    if "update" in request.args:
        raise RequestError("An update cannot be sent by GET, which must change nothing. Send it by POST.")
    if "query" not in request.args and wants_html(request.headers.get("Accept")):
        return query_page()
    if not request.args:
        return service_description()
    return _answer(protocol.question(request.args, current_settings()))


@sparql.get("/sparql/diagnose")
def diagnose() -> Response:
    """Say why the query of `?query=` has no answer, and what could have been meant."""
    return diagnosis_page(current_engine(), protocol.question(request.args, current_settings()))


@sparql.post("/sparql", provide_automatic_options=False)
def post() -> Response | str:
    """Answer a query, or carry out an update, sent as a form or as the body itself."""
    sent = protocol.read_post(request, current_settings())
    if isinstance(sent, Question):
        return _answer(sent)
    protocol.authorise_update(request, current_settings())
    current_engine().write(sent)
    return Response(status=204)


@sparql.route("/sparql", methods=["OPTIONS"], provide_automatic_options=False)
def options() -> Response:
    """Tell browsers of other sites that they may read; credentials and updates are not for them."""
    return protocol.preflight("GET, HEAD, POST, OPTIONS", readable="GET, HEAD, POST")


@sparql.after_request
def _manners(response: Response) -> Response:
    response.vary.update(["Accept", "Accept-Language"])
    is_update = request.method == "POST" and response.status_code == 204
    if not is_update:
        response.headers["Access-Control-Allow-Origin"] = "*"
    return response


def _answer(question: Question) -> Response | str:
    choice = choose_answer(request.headers.get("Accept"), request.values.get("format"))
    if any(offer is not None and offer.format == "html" for offer in choice.values()):
        return results_page(current_engine(), question)
    reply = request.environ.get(GIVEN) or current_engine().answer(question, _formats(choice))
    if isinstance(reply, Exception):
        raise reply
    offer = choice[reply.kind]
    return respond(reply, offer.content_type if offer else "application/octet-stream")


def _formats(choice: Choice) -> dict[Kind, str | None]:
    return {kind: offer.format if offer else None for kind, offer in choice.items()}
