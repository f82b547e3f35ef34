"""Describe the pages for people, each with its data twin, as part of the OpenAPI description."""

from .contract_obligations import describe_obligations
from .contract_parts import Described, content, operation, path, query

SPREADSHEETS = (
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "application/vnd.oasis.opendocument.spreadsheet",
)
_OF_A_THING = (
    *("text/turtle", "application/ld+json", "application/rdf+xml", "application/n-triples"),
    *("application/x-bibtex", "application/x-research-info-systems"),
)
_SPACES = {
    "id": "a body, a person, a convention, an article of law; a suffix such as .ttl or .json names the format",
    "def": "a concept or a vocabulary",
    "ns": "a class or a property",
}


def describe_pages() -> dict[str, Described]:
    """Describe each page by its path."""
    return {
        "/": _page("The home page", "text/csv", parameters=("map",)),
        **{
            f"/{space}/{{name}}": _page(
                f"A thing: {what}", *_OF_A_THING, parameters=("source",), below=True, errors=(404, 413)
            )
            for space, what in _SPACES.items()
        },
        "/ns": _page("A thing: the ontology", *_OF_A_THING, parameters=("source",), errors=(404, 413)),
        "/thing": _thing(),
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
        **_contribute(),
        **_check(),
        "/static/{name}": {
            "get": operation(
                "A file that pages are made with",
                content("text/css", "text/javascript", "image/svg+xml"),
                404,
                parameters=[path("name"), query("v")],
            )
        },
        **_search(),
        **_workbench(),
    }


def _contribute() -> dict[str, Described]:
    return {
        "/contribute": _page("The form that makes a draft fact file, in the browser"),
        "/contribute/choices.json": {
            "get": operation("What a new fact can name", content("application/json"), 503, parameters=[query("lang")])
        },
        "/contribute/shapes.ttl": {"get": operation("The SHACL profile of the form", content("text/turtle"))},
        "/contribute/templates/{name}": {
            "get": operation(
                "A table to fill in for `consulaire import`",
                content("text/csv", *SPREADSHEETS),
                404,
                parameters=[path("name")],
            )
        },
    }


def _search() -> dict[str, Described]:
    return {
        "/search": _page(
            "Things found by words, kind, network, region, years and theme, with counts",
            "text/csv",
            parameters=("q", "kind", "network", "region", "period", "theme", "page", "size"),
            errors=(404,),
        ),
        "/search/suggest": {
            "get": operation(
                "The first things that fit what was typed so far",
                content("application/json"),
                400,
                503,
                parameters=[query(name) for name in ("q", "lang", "at")],
            )
        },
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


def _thing() -> Described:
    """Describe the page of any IRI, which sends on what has a page of its own."""
    described = _page("A thing by its IRI", *_OF_A_THING, parameters=("iri", "source"), errors=(404, 413))
    described["get"]["responses"]["302"] = {
        "description": "The thing has a page of its own, whose address is in Location"
    }
    return described


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
