"""List the parts of the site, as the head of every page offers them."""

from dataclasses import dataclass

from flask import request

from .language import say
from .links import link

_HOME = ("pages.home", "Accueil", "Home")
_SECTIONS = (
    ("search.search", "Chercher", "Search"),
    ("obligations.obligations", "Obligations", "Obligations"),
    ("check.check", "Vérifier", "Check"),
    ("explore.explore", "Explorer", "Explore"),
    ("queries.queries_list", "Questions", "Questions"),
    ("sparql.ask", "SPARQL", "SPARQL"),
    ("contribute.contribute", "Contribuer", "Contribute"),
    ("docs.contents", "Documentation", "Documentation"),
)


@dataclass(frozen=True)
class Section:
    """Hold one part of the site; `current` when the page that is shown is in it."""

    address: str
    label: str
    current: bool


def sections() -> list[Section]:
    """List the parts, in the order of the head of the page."""
    blueprint = (request.endpoint or "").partition(".")[0]
    return [
        Section(link(endpoint), say(french, english), endpoint.startswith(f"{blueprint}."))
        for endpoint, french, english in _SECTIONS
    ]


def page_names() -> dict[str, str]:
    """Give the name of each page that needs nothing but its address, by its endpoint."""
    return {endpoint: say(french, english) for endpoint, french, english in (_HOME, *_SECTIONS)}
