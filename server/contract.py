"""Describe the addresses of this server as OpenAPI 3.1; a test holds it against the routes that there are."""

from typing import Any

from .negotiation import ANSWERS, FORMAT_NAMES, Offer

Described = dict[str, Any]

_PROBLEM = {"schema": {"$ref": "#/components/schemas/Problem"}}
_ERRORS = {
    400: "The request or the query is wrong; line and column where there is a query",
    401: "The token is missing or wrong",
    403: "The server is read-only, or the query would reach outside it",
    404: "There is no such graph",
    405: "The method is not for this address",
    406: "Nothing on offer fits the Accept header; `offers` lists what would",
    413: "The query or the body is too long",
    415: "The media type of the body is not read here",
    422: "The text is SPARQL and cannot be carried out: an unknown function, a graph that is not there",
    429: "One client asks too much: at a time, or in a minute; Retry-After says when to come back",
    500: "The query ended the engine's process, or the server is at fault",
    503: "A limit was reached, or nothing can be answered now; Retry-After says when to come back, if that helps",
}
_DATASET = ("default-graph-uri", "named-graph-uri")
_GRAPH_OFFERS = [offer for offer in ANSWERS if "graph" in offer.kinds and offer.format != "html"]
_RDF = ("text/turtle", "application/n-triples", "application/rdf+xml", "application/ld+json")
_JSON: Described = {"type": ["object", "array"]}
_IRI: Described = {"type": "string", "format": "iri"}
_IRIS: Described = {"type": "array", "items": _IRI}
_TIMEOUT: Described = {"type": "number", "exclusiveMinimum": 0, "maximum": 999_999}
_FORMAT: Described = {"type": "string", "enum": sorted({*FORMAT_NAMES, *(offer.media_type for offer in ANSWERS)})}
_TOKEN: list[Described] = [{"token": []}, {}]  # none on this machine, with --anonymous-write


def describe_api(version: str, *, writable: bool) -> Described:
    """Write the whole description; writing is described only where the server takes it."""
    paths: dict[str, Described] = {
        "/": {"get": _operation("The home page", _content("text/html"), 503, parameters=[_query("lang")])},
        "/sparql": _sparql(writable=writable),
        "/graph-store": _graph_store(writable=writable, below=False),
        "/graph-store/{name}": _graph_store(writable=writable, below=True),
        "/.well-known/void": {
            "get": _operation("The VoID description of the dataset", _offers(_GRAPH_OFFERS), 406, 503)
        },
        "/healthz": {"get": _operation("Whether the process lives", _content("application/json"))},
        "/readyz": {"get": _operation("Whether queries can be answered", _content("application/json"), 503)},
        "/metrics": {"get": _operation("Counts for Prometheus", _content("text/plain"))},
        "/openapi.json": {"get": _operation("This description", _content("application/json"))},
    }
    for operations in paths.values():
        operations.setdefault("options", _allowed())
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "Consulaire",
            "version": version,
            "license": {"name": "Apache-2.0", "identifier": "Apache-2.0"},
        },
        "paths": paths,
        "components": {
            "schemas": {"Problem": _problem()},
            "securitySchemes": {"token": {"type": "http", "scheme": "bearer"}},
        },
    }


def _sparql(*, writable: bool) -> Described:
    asked = [
        _query("query"),
        *(_query(name, _IRIS) for name in _DATASET),
        _query("timeout", _TIMEOUT),
        _query("format", _FORMAT),
    ]
    answers = _offers(ANSWERS)
    form = {"type": "object", "properties": {name: {"type": "string"} for name in ("query", "update", *_DATASET)}}
    bodies = {"application/x-www-form-urlencoded": {"schema": form}}
    for name in ("application/sparql-query", *(["application/sparql-update"] if writable else [])):
        bodies[name] = {"schema": {"type": "string"}}
    post = _operation(
        "Answer a query, or carry out an update", answers, 400, 401, 403, 406, 413, 415, 422, 429, 500, 503
    )
    post["requestBody"] = {"required": True, "content": bodies}
    post["parameters"] = [_query(name, _IRIS) for name in (*_DATASET, "using-graph-uri", "using-named-graph-uri")]
    if writable:
        post["responses"]["204"] = {"description": "The update is done, and on disk"}
        post["security"] = _TOKEN
    get = _operation(
        "Answer a query; without one, describe the service", answers, 400, 403, 406, 413, 422, 429, 500, 503
    )
    return {"get": get | {"parameters": asked}, "post": post, "options": _preflight()}


def _graph_store(*, writable: bool, below: bool) -> Described:
    where = [_path("name")] if below else [_query("graph", _IRI), _query("default")]
    read = _operation("Read a graph", _offers(_GRAPH_OFFERS), 400, 404, 406, 429, 500, 503, parameters=where)
    described = {"get": read, "options": _preflight(**({"parameters": where} if below else {}))}
    for method, summary in (("put", "Replace a graph"), ("post", "Add to a graph"), ("delete", "Delete a graph")):
        done = _operation(summary, {}, 400, 401, 403, 404, 413, 415, 429, 500, 503, parameters=where)
        done["responses"] = {"204": {"description": "Done, and on disk"}} | done["responses"]
        del done["responses"]["200"]
        if method != "delete":
            types = (*_RDF, *(["multipart/form-data"] if method == "post" else []))
            done["requestBody"] = {
                "required": True,
                "content": {name: {"schema": _JSON if name.endswith("json") else {"type": "string"}} for name in types},
            }
            done["responses"]["201"] = {"description": "A new graph, whose IRI is in Location"}
        described[method] = done | {"security": _TOKEN} if writable else _refused(summary, where)
    return described


def _refused(summary: str, parameters: list[Described]) -> Described:
    """Describe a way of writing on a server that only reads: every request gets 403."""
    refused = _operation(f"{summary}: refused, since this server only reads", {}, 403, parameters=parameters)
    return refused | {"responses": {"403": refused["responses"]["403"]}}


def _operation(summary: str, content: Described, *errors: int, parameters: list[Described] | None = None) -> Described:
    responses: Described = {"200": {"description": "As asked", "content": content}}
    for status in errors:
        responses[str(status)] = {
            "description": _ERRORS[status],
            "content": {"application/problem+json": _PROBLEM, "text/html": {}, "text/plain": {}},
        }
    if any(media_type != "application/json" for media_type in content):
        responses["304"] = {"description": "Unchanged since the ETag given in If-None-Match"}
    return {"summary": summary, "responses": responses, **({"parameters": parameters} if parameters else {})}


def _preflight(**more: object) -> Described:
    return {"summary": "What other sites may do", "responses": {"204": {"description": "As asked"}}, **more}


def _allowed() -> Described:
    return {"summary": "Which methods there are", "responses": {"200": {"description": "They are in Allow"}}}


def _offers(offers: list[Offer] | tuple[Offer, ...]) -> Described:
    return _content(*(offer.media_type for offer in offers))


def _content(*media_types: str) -> Described:
    return {media_type: {} for media_type in media_types}


def _query(name: str, schema: Described | None = None) -> Described:
    return {"name": name, "in": "query", "schema": schema or {"type": "string"}}


def _path(name: str) -> Described:
    return {"name": name, "in": "path", "required": True, "schema": {"type": "string"}}


def _problem() -> Described:
    texts = {name: {"type": "string"} for name in ("type", "title", "detail", "expected", "keyword")}
    numbers = {name: {"type": "integer"} for name in ("status", "line", "column")}
    return {"type": "object", "required": ["type", "title", "status", "detail"], "properties": texts | numbers}
