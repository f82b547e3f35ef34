"""Describe the pages for people, each with its data twin, as part of the OpenAPI description."""

from .contract_parts import Described, content, operation, path, query


def describe_pages() -> dict[str, Described]:
    """Describe each page by its path."""
    return {
        "/": _page("The home page", "text/csv", parameters=("map",)),
        "/queries": _page("The named queries", "text/csv"),
        "/queries/{name}": _page(
            "The answer of a named query", "text/csv", below=True, errors=(403, 404, 422, 429, 500)
        ),
        "/static/{name}": {
            "get": operation(
                "A file that pages are made with",
                content("text/css", "text/javascript", "image/svg+xml"),
                404,
                parameters=[path("name"), query("v")],
            )
        },
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
