"""Give the pieces that the description of the addresses is put together from."""

from typing import Any

from .negotiation import Offer

Described = dict[str, Any]

_PROBLEM = {"schema": {"$ref": "#/components/schemas/Problem"}}
_ERRORS = {
    400: "The request or the query is wrong; line and column where there is a query",
    401: "The token is missing or wrong",
    403: "The server is read-only, or the query would reach outside it",
    404: "There is no such graph, thing, page or file",
    405: "The method is not for this address",
    406: "Nothing on offer fits the Accept header; `offers` lists what would",
    413: "The query or the body is too long",
    415: "The media type of the body is not read here",
    422: "The text is SPARQL and cannot be carried out: an unknown function, a graph that is not there",
    429: "One client asks too much: at a time, or in a minute; Retry-After says when to come back",
    500: "The query ended the engine's process, or the server is at fault",
    503: "A limit was reached, or nothing can be answered now; Retry-After says when to come back, if that helps",
}


def operation(summary: str, content: Described, *errors: int, parameters: list[Described] | None = None) -> Described:
    """Describe one operation: what 200 sends, and which errors it may answer."""
    responses: Described = {"200": {"description": "As asked", "content": content}}
    for status in errors:
        responses[str(status)] = {
            "description": _ERRORS[status],
            "content": {"application/problem+json": _PROBLEM, "text/html": {}, "text/plain": {}},
        }
    if content:
        responses["304"] = {"description": "Unchanged since the ETag given in If-None-Match"}
    return {"summary": summary, "responses": responses, **({"parameters": parameters} if parameters else {})}


def preflight(**more: object) -> Described:
    """Describe what other sites may do."""
    return {"summary": "What other sites may do", "responses": {"204": {"description": "As asked"}}, **more}


def allowed(parameters: list[Described]) -> Described:
    """Describe the list of methods of an address with these parameters in its path."""
    told: Described = {"summary": "Which methods there are", "responses": {"200": {"description": "They are in Allow"}}}
    return {**told, "parameters": parameters} if parameters else told


def offers(offers: list[Offer] | tuple[Offer, ...]) -> Described:
    """Name the media types of some offers."""
    return content(*(offer.media_type for offer in offers))


def content(*media_types: str) -> Described:
    """Name media types as OpenAPI has them."""
    return {media_type: {} for media_type in media_types}


def query(name: str, schema: Described | None = None) -> Described:
    """Describe a parameter of the query string, a text unless a schema says otherwise."""
    return {"name": name, "in": "query", "schema": schema or {"type": "string"}}


def path(name: str) -> Described:
    """Describe a part of the path."""
    return {"name": name, "in": "path", "required": True, "schema": {"type": "string"}}
