"""Describe the pages for people, each with its data twin, as part of the OpenAPI description."""

from .contract_parts import Described, content, operation, path, query

SPREADSHEETS = (
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "application/vnd.oasis.opendocument.spreadsheet",
)


def describe_pages() -> dict[str, Described]:
    """Describe each page by its path."""
    return {
        "/": _page("The home page"),
        **_check(),
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


def _check() -> dict[str, Described]:
    """Describe the page where files are judged, and what it takes."""
    verdicts = ("application/zip", "text/csv", "text/calendar", "text/turtle")
    filters = ("body", "region", "obligation")
    return {
        "/check": _page("Check files of your own: what it takes") | {"post": _handed_in("verdicts", filters, verdicts)},
        "/check/draft": _page("Check a draft plan or agreement: what it takes")
        | {"post": _handed_in("what the texts require", (), ("text/plain",))},
        "/check/templates/{name}": {
            "get": operation(
                "A template to fill, or an example",
                content("text/csv", "text/turtle", *SPREADSHEETS),
                404,
                parameters=[path("name"), query("lang")],
            )
        },
    }


def _handed_in(told: str, filters: tuple[str, ...], media_types: tuple[str, ...]) -> Described:
    """Describe a form with files, of which nothing is kept."""
    forms = content("text/html", "application/json", *media_types)
    errors = (400, 403, 406, 413, 415, 422, 429, 500, 503)
    texts = {name: {"type": "string"} for name in ("at", "format", *filters)}
    files = {"file": {"type": "array", "items": {"type": "string", "format": "binary"}}}
    body = {"multipart/form-data": {"schema": {"type": "object", "required": ["file"], "properties": texts | files}}}
    described = operation(f"Judge files and tell {told}; nothing is kept", forms, *errors)
    return described | {
        "parameters": [query("lang"), query("format")],
        "requestBody": {"required": True, "content": body},
    }
