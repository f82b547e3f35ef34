"""Describe the addresses of this server as OpenAPI 3.1; a test holds it against the routes that there are."""

import re

from .contract_pages import describe_pages
from .contract_parts import Described, allowed, content, offers, operation, path, preflight, query
from .negotiation import ANSWERS, FORMAT_NAMES

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
        **describe_pages(),
        "/sparql": _sparql(writable=writable),
        "/sparql/diagnose": _diagnose(),
        "/graph-store": _graph_store(writable=writable, below=False),
        "/graph-store/{name}": _graph_store(writable=writable, below=True),
        "/.well-known/void": {"get": operation("The VoID description of the dataset", offers(_GRAPH_OFFERS), 406, 503)},
        "/healthz": {"get": operation("Whether the process lives", content("application/json"))},
        "/readyz": {"get": operation("Whether queries can be answered", content("application/json"), 503)},
        "/metrics": {"get": operation("Counts for Prometheus", content("text/plain"))},
        "/openapi.json": {"get": operation("This description", content("application/json"))},
    }
    for address, operations in paths.items():
        operations.setdefault("options", allowed([path(name) for name in re.findall(r"{(\w+)}", address)]))
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
        query("query"),
        *(query(name, _IRIS) for name in _DATASET),
        query("timeout", _TIMEOUT),
        query("format", _FORMAT),
    ]
    answers = offers(ANSWERS)
    form = {"type": "object", "properties": {name: {"type": "string"} for name in ("query", "update", *_DATASET)}}
    bodies = {"application/x-www-form-urlencoded": {"schema": form}}
    for name in ("application/sparql-query", *(["application/sparql-update"] if writable else [])):
        bodies[name] = {"schema": {"type": "string"}}
    post = operation(
        "Answer a query, or carry out an update", answers, 400, 401, 403, 406, 413, 415, 422, 429, 500, 503
    )
    post["requestBody"] = {"required": True, "content": bodies}
    post["parameters"] = [query(name, _IRIS) for name in (*_DATASET, "using-graph-uri", "using-named-graph-uri")]
    if writable:
        post["responses"]["204"] = {"description": "The update is done, and on disk"}
        post["security"] = _TOKEN
    get = operation(
        "Answer a query; without one, describe the service", answers, 400, 403, 406, 413, 422, 429, 500, 503
    )
    return {"get": get | {"parameters": asked}, "post": post, "options": preflight()}


def _diagnose() -> Described:
    asked = [query("query"), *(query(name, _IRIS) for name in _DATASET), query("timeout", _TIMEOUT)]
    asked += [query(name) for name in ("format", "lang", "at")]
    return {
        "get": operation(
            "Why a query has no answer, and what could have been meant",
            content("text/html", "application/json"),
            *(400, 403, 406, 413, 422, 429, 500, 503),
            parameters=asked,
        )
    }


def _graph_store(*, writable: bool, below: bool) -> Described:
    where = [path("name")] if below else [query("graph", _IRI), query("default")]
    read = operation("Read a graph", offers(_GRAPH_OFFERS), 400, 404, 406, 429, 500, 503, parameters=where)
    described = {"get": read, "options": preflight(**({"parameters": where} if below else {}))}
    for method, summary in (("put", "Replace a graph"), ("post", "Add to a graph"), ("delete", "Delete a graph")):
        done = operation(summary, {}, 400, 401, 403, 404, 413, 415, 429, 500, 503, parameters=where)
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
    refused = operation(f"{summary}: refused, since this server only reads", {}, 403, parameters=parameters)
    return refused | {"responses": {"403": refused["responses"]["403"]}}


def _problem() -> Described:
    texts = {
        name: {"type": "string"}
        for name in ("type", "title", "title_fr", "detail", "detail_fr", "expected", "keyword", "reference")
    }
    numbers = {name: {"type": "integer"} for name in ("status", "line", "column")}
    lists: Described = {name: {"type": "array", "items": {"type": "string"}} for name in ("offers", "allow")}
    near = {"type": "object", "properties": {name: {"type": "string"} for name in ("label", "address", "kind", "iri")}}
    lists["nearest"] = {"type": "array", "items": near}
    properties = texts | numbers | lists
    return {"type": "object", "required": ["type", "title", "status", "detail"], "properties": properties}
