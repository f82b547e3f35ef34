"""Tell whoever asked for an address that leads nowhere what is near it: pages of the site, and things."""

import contextlib
import difflib
import re
from collections.abc import Iterable
from dataclasses import dataclass

from flask import g, request

from graph.errors import ConsulaireError
from graph.search import Entry

from .finding import finder_within
from .language import say
from .links import link, thing_link
from .navigation import page_names

_PATIENCE = 1.5  # seconds until the index of names is there; without it, pages are told alone
_LONGEST = 200  # letters of an address that are looked at
_MOST_PAGES, _MOST_THINGS = 3, 5
_ALIKE = 0.6


@dataclass(frozen=True)
class Near:
    """Hold one thing or page that may have been meant; `iri` is None for a page, `kind` what it is in a word."""

    label: str
    address: str
    kind: str | None = None
    iri: str | None = None


def near_request() -> list[Near]:
    """List what the address of this request may have meant: pages first, then things, a few of each."""
    told = _told()
    return [*_pages(told), *_things(told)]


def words_of_request() -> str:
    """Give the words of an address that leads nowhere, for a search."""
    last = _told().rstrip("/").rpartition("/")[2]
    return " ".join(re.findall(r"\w+", last.partition(".")[0]))


def near_queries(names: Iterable[str]) -> list[Near]:
    """Give the pages of named queries, by their names."""
    return [Near(name, link("queries.query", name=name), say("question", "question")) for name in names]


def _told() -> str:
    return (request.args.get("iri") or request.path)[:_LONGEST]


def _pages(told: str) -> list[Near]:
    """Compare the path with those of the pages that need nothing else."""
    names = page_names()
    paths = {link(endpoint, lang=None, at=None).removeprefix(request.script_root): endpoint for endpoint in names}
    near = difflib.get_close_matches(told.casefold().rstrip("/"), list(paths), n=_MOST_PAGES, cutoff=_ALIKE)
    return [Near(names[paths[path]], link(paths[path])) for path in near]


def _things(told: str) -> list[Near]:
    with contextlib.suppress(ConsulaireError):  # there is no graph to read: the problem is told without things
        finder = finder_within(_PATIENCE)
        return [_near(entry) for entry in finder.nearest(told, _MOST_THINGS)] if finder else []
    return []


def _near(entry: Entry) -> Near:
    language = getattr(g, "language", "fr")
    return Near(entry.label(language), thing_link(entry.iri), entry.kind.name(language), entry.iri)
