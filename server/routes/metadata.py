"""Describe the service and the dataset to machines: the service description at /sparql, VoID at /.well-known/void."""

from collections.abc import Callable
from threading import Lock
from typing import TypeVar

from flask import Blueprint, Response, current_app, request

from graph.catalogue import Catalogue
from graph.metadata import Place, describe_dataset, graph_sizes, stored_description, write_description
from graph.stores import Term

from ..description import describe_service
from ..negotiation import ANSWERS, NotAcceptable, best
from ..problems import RequestError
from .current import current_engine, current_settings, current_version

metadata = Blueprint("metadata", __name__)

_OFFERS = [offer for offer in ANSWERS if "graph" in offer.kinds and offer.format != "html"]
_ROOT = "https://server.invalid/"  # stands in what is kept for the address that a client used
_LOCK = Lock()
_T = TypeVar("_T")


@metadata.get("/.well-known/void")
def void() -> Response:
    """Send the description of the dataset: counts, partitions, vocabularies, prefixes, licence, runnable examples."""
    return _send(_description())


def service_description() -> Response:
    """Send the description of the service."""
    sizes = kept("graphs", lambda: graph_sizes(current_engine().store))
    return _send(describe_service(f"{_ROOT}sparql", sizes, writable=current_settings().writable))


def _description() -> bytes:
    place = Place(f"{_ROOT}.well-known/void", f"{_ROOT}sparql", current_version().current() or "")
    return kept("void", lambda: _describe(place))


def _describe(place: Place) -> bytes:
    """Read what the build stored; a store that can be written to, or that no build made, is described as it is now."""
    store, writable = current_engine().store, current_settings().writable
    return (b"" if writable else stored_description(store, place)) or describe_dataset(store, place, Catalogue.load())


def kept(name: str, compute: Callable[[], _T]) -> _T:
    """Compute once for each version of the dataset; while one is being switched in, the former may be told."""
    version, kept = current_version().settled(), current_app.extensions.setdefault("descriptions", {})
    with _LOCK:
        if name not in kept or version not in {None, kept[name][0]}:
            kept[name] = version, compute()
        found: _T = kept[name][1]
        return found


def _send(ntriples: bytes) -> Response:
    accept = request.headers.get("Accept")
    offer = best(accept, _OFFERS)
    if offer is None:
        raise NotAcceptable(str(accept), _OFFERS, what="A description")
    response = Response(write_description(ntriples.replace(_ROOT.encode(), _own_root().encode()), offer.format))
    response.headers["Content-Type"] = offer.content_type
    response.headers["Access-Control-Allow-Origin"] = "*"
    response.vary.add("Accept")
    return response


def _own_root() -> str:
    try:
        Term("iri", request.url_root).sparql()
    except ValueError as error:
        raise RequestError(f"The header Host is no host: {request.host}.") from error
    return request.url_root
