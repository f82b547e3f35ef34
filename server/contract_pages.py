"""Describe the pages for people, each with its data twin, as part of the OpenAPI description."""

from .contract_obligations import describe_obligations
from .contract_parts import Described, content, operation, path, query


def describe_pages() -> dict[str, Described]:
    """Describe each page by its path."""
    return {
        "/": _page("The home page", "text/csv", parameters=("map",)),
        "/docs": _page("The documentation"),
        "/docs/{name}": _page("A part of the documentation", below=True, errors=(404,)),
        "/queries": _page("The named queries", "text/csv"),
        "/queries/{name}": _page(
            "The answer of a named query", "text/csv", below=True, errors=(403, 404, 422, 429, 500)
        ),
        **describe_obligations(),
        "/explore": _page(
            "A view of the networks: picture, table, sentences",
            *("text/csv", "image/svg+xml", "application/graphml+xml", "application/gexf+xml"),
            parameters=("view", "network", "region", "kind", "since"),
        ),
        "/static/{name}": {
            "get": operation(
                "A file that pages are made with",
                content("text/css", "text/javascript", "image/svg+xml"),
                404,
                parameters=[path("name"), query("v")],
            )
        },
        **_workbench(),
    }


def _workbench() -> dict[str, Described]:
    """Describe what the workbench at /sparql asks for."""
    answer, at, lang = content("application/json"), query("at"), query("lang")
    naming = operation("The labels and the pages of IRIs", answer, 400, 413, 429, 503, parameters=[lang])
    schema = {
        "type": "object",
        "required": ["iris"],
        "properties": {"iris": {"type": "array", "items": {"type": "string"}}},  # at most 2,000, else 413
    }
    naming["requestBody"] = {"required": True, "content": {"application/json": {"schema": schema}}}
    asked = [query(name) for name in ("query", "default-graph-uri", "named-graph-uri", "timeout", "lang")]
    return {
        "/sparql/examples": {"get": operation("The named queries", answer, 400, 429, parameters=[at, lang])},
        "/sparql/labels": {"post": naming},
        "/sparql/outlines": {
            "get": operation("The outlines of regions and departments", answer, 429, 503, parameters=[lang])
        },
        "/sparql/snippets": {
            "get": operation("The code that asks a query again", answer, 400, 413, 429, parameters=asked)
        },
        "/sparql/vocabulary": {"get": operation("What can be completed in a query", answer, 429, 503)},
    }


def _page(
    summary: str,
    *media_types: str,
    parameters: tuple[str, ...] = (),
    errors: tuple[int, ...] = (),
    below: bool = False,
) -> Described:
    """Describe a page: HTML and its other forms, `?lang=`, `?at=` and `?format=` besides its own parameters.

    `below` tells of an address that ends in a name.
    """
    asked = [query(name) for name in ("lang", "at", "format", *parameters)] + ([path("name")] if below else [])
    forms = content("text/html", "application/json", *media_types)
    return {"get": operation(summary, forms, *sorted({400, 406, 503, *errors}), parameters=asked)}
