"""Describe the pages for people, each with its data twin, as part of the OpenAPI description."""

from .contract_parts import Described, content, operation, path, query

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
            f"/{space}/{{name}}": _page(f"A thing: {what}", *_OF_A_THING, below=True, errors=(404, 413))
            for space, what in _SPACES.items()
        },
        "/ns": _page("A thing: the ontology", *_OF_A_THING, errors=(404, 413)),
        "/thing": _thing(),
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


def _thing() -> Described:
    """Describe the page of any IRI, which sends on what has a page of its own."""
    described = _page("A thing by its IRI", *_OF_A_THING, parameters=("iri",), errors=(404, 413))
    described["get"]["responses"]["302"] = {
        "description": "The thing has a page of its own, whose address is in Location"
    }
    return described
