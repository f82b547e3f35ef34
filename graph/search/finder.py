"""Search one version of the graph: what a page of results holds, and what is near where nothing is found."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from ..stores.base import Store
from .entries import Entry
from .facets import Choice, Facets
from .folding import fold, telling_words
from .index import Hit, Index
from .nearness import Nearness
from .times import Presence

PAGE = 20  # hits on a page, unless asked otherwise


@dataclass(frozen=True)
class Wanted:
    """Hold what is searched: words, choices of facets by their names, the day, and which page of how many hits."""

    text: str = ""
    chosen: Mapping[str, Sequence[str]] = field(default_factory=dict)
    day: date | None = None
    page: int = 1
    size: int = PAGE
    language: str = "fr"


@dataclass(frozen=True)
class Found:
    """Hold one page of what was found, how much there is in all, and the facets with their counts.

    `left_out` counts what was not there on the day; `without` what the text finds when nothing else is chosen;
    `corrections` and `alone` (how many things have each word) are given where that is nothing.
    """

    hits: tuple[tuple[Hit, Presence | None], ...]
    total: int
    pages: int
    facets: Mapping[str, tuple[Choice, ...]]
    left_out: int
    without: int
    corrections: tuple[str, ...] = ()
    alone: tuple[tuple[str, int], ...] = ()


class Finder:
    """Answer searches over the index of one version of the graph; make it once, with `of`, and keep it."""

    def __init__(self, index: Index) -> None:
        self.index, self._near, self._facets = index, Nearness(index), Facets(index.entries)

    @classmethod
    def of(cls, store: Store) -> "Finder":
        """Read a store, by one query."""
        return cls(Index.of(store))

    def search(self, wanted: Wanted) -> Found:
        """Find, narrow and count; UnknownChoice when a choice is none of its facet."""
        self._facets.check(wanted.chosen)
        hits = self.index.find(wanted.text, wanted.language)
        narrowed = self._facets.narrow(hits, wanted.chosen, wanted.day)
        start = (wanted.page - 1) * wanted.size
        return Found(
            hits=narrowed.hits[start : start + wanted.size],
            total=len(narrowed.hits),
            pages=max(1, -(-len(narrowed.hits) // wanted.size)),
            facets=self._facets.choices(narrowed.counts, wanted.chosen, wanted.language),
            left_out=narrowed.left_out,
            without=len(hits),
            corrections=() if hits else tuple(self._near.corrections(wanted.text)),
            alone=() if hits else self._alone(wanted.text),
        )

    def nearest(self, text: str, most: int = 5) -> list[Entry]:
        """List the things that a name, an IRI or the path of an address may have meant, the nearest first.

        The time it takes depends on the graph, not on the text, of which no more than the beginning is read.
        """
        return self._near.things(text, most)

    def _alone(self, text: str) -> tuple[tuple[str, int], ...]:
        """Count the things with each of several words, where none has them all."""
        words = telling_words(fold(text))[:8]
        counted = [(word, len(self.index.holders(word))) for word in words]
        return tuple(one for one in counted if one[1]) if len(words) > 1 else ()
