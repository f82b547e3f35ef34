"""Describe the pages for people, each with its data twin, as part of the OpenAPI description."""

from .contract_parts import Described, content, operation, path, query

_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def describe_pages() -> dict[str, Described]:
    """Describe each page by its path."""
    return {
        "/": _page("The home page"),
        "/contribute": _page("The form that makes a draft fact file, in the browser"),
        "/contribute/choices.json": {
            "get": operation("What a new fact can name", content("application/json"), 503, parameters=[query("lang")])
        },
        "/contribute/shapes.ttl": {"get": operation("The SHACL profile of the form", content("text/turtle"))},
        "/contribute/templates/{name}": {
            "get": operation(
                "A table to fill in for `consulaire import`",
                content("text/csv", _XLSX, "application/vnd.oasis.opendocument.spreadsheet"),
                404,
                parameters=[path("name")],
            )
        },
        "/static/{name}": {
            "get": operation(
                "A file that pages are made with",
                content("text/css", "text/javascript", "image/svg+xml"),
                404,
                parameters=[path("name"), query("v")],
            )
        },
    }


def _page(summary: str, *media_types: str, parameters: tuple[str, ...] = (), errors: tuple[int, ...] = ()) -> Described:
    """Describe a page: HTML and its other forms, `?lang=`, `?at=` and `?format=` besides its own parameters."""
    asked = [query(name) for name in ("lang", "at", "format", *parameters)]
    forms = content("text/html", "application/json", *media_types)
    return {"get": operation(summary, forms, *sorted({400, 406, 503, *errors}), parameters=asked)}
