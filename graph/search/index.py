"""Find things by the words of their names, in memory: each word of the text must begin a word of the thing."""

from array import array
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from ..namespaces import ID, expand, short
from ..stores.base import Store
from .entries import Entry, Listing, Name, list_entries
from .folding import fold, telling_words

EXACT, STARTS, BEGINS, WORDS, BEGINNINGS, OTHER = range(6)
_ROLES = {"label": 0, "official": 1, "other": 2, "number": 1, "title": 3, "code": 3, "mandate": 4, "about": 9}
_PAGES = ("/id/", "/def/", "/ns/")


@dataclass(frozen=True, slots=True)
class Hit:
    """Hold one thing that was found; `name` is the text that matched best, None where the words lie in several.

    `rank` is EXACT for a whole name, STARTS for its first words, BEGINS for its beginning, WORDS for all words in one
    name, BEGINNINGS for beginnings of words in one name, OTHER for anything else.
    """

    entry: Entry
    rank: int
    name: Name | None = None

    @property
    def in_one_name(self) -> bool:
        """Tell whether one name has all words, or the text is an address of the thing."""
        return self.rank < OTHER

    @property
    def order(self) -> tuple[bool, int, int, int, int, str, str]:
        """Give what hits are sorted by: records last, then by rank, kind, role of the name, and length."""
        kind, label = self.entry.kind, self.entry.label("fr")
        role, length = (_ROLES[self.name.role], len(self.name.folded)) if self.name else (9, len(label))
        return kind.key == "record", self.rank, kind.weight, role, length, label, self.entry.iri


class Index:
    """Hold the names of all things of one version of the graph; it is made once and never changed."""

    def __init__(self, listing: Listing) -> None:
        self.entries, self.whole = listing.entries, listing.whole
        postings: dict[str, set[int]] = defaultdict(set)
        for place, entry in enumerate(self.entries):
            for word in entry.words:
                postings[word].add(place)
        self._postings = {word: array("l", sorted(places)) for word, places in postings.items()}
        self.words = sorted(self._postings)
        self.by_iri = {entry.iri: entry for entry in self.entries}
        self._all = {language: self._browsed(language) for language in ("fr", "en")}
        self._by_local: dict[str, list[Entry]] = defaultdict(list)
        for entry in self.entries:
            self._by_local[entry.local.casefold()].append(entry)

    @classmethod
    def of(cls, store: Store) -> "Index":
        """Read a store, by one query."""
        return cls(list_entries(store))

    def find(self, text: str, language: str = "fr") -> list[Hit]:
        """List the things that fit a text, the best first; all, by kind and label in a language, where it is empty."""
        if not text.strip():
            return list(self._all[language])
        hits = {hit.entry.iri: hit for hit in (*self._by_words(text), *self._by_address(text))}
        return sorted(hits.values(), key=lambda hit: hit.order)

    def holders(self, word: str) -> set[int]:
        """Give the places of the entries with a word that begins so."""
        found: set[int] = set()
        at = bisect_left(self.words, word)
        while at < len(self.words) and self.words[at].startswith(word):
            found.update(self._postings[self.words[at]])
            at += 1
        return found

    def holding(self, word: str) -> list[Entry]:
        """List the entries with exactly this word."""
        return [self.entries[place] for place in self._postings.get(word, ())]

    def _browsed(self, language: str) -> list[Hit]:
        rows = [
            (entry.kind.weight, entry.kind.key, fold(entry.label(language)), place)
            for place, entry in enumerate(self.entries)
        ]
        return [Hit(self.entries[place], OTHER) for *_, place in sorted(rows)]

    def _by_words(self, text: str) -> Iterator[Hit]:
        folded = fold(text)
        words = telling_words(folded)
        if not words:
            return
        places = self.holders(words[0])
        for word in words[1:]:
            places &= self.holders(word)
        yield from (_rate(self.entries[place], folded, words) for place in places)

    def _by_address(self, text: str) -> Iterator[Hit]:
        """Find by an IRI, a prefixed name, the address of a page, or the last part of any; by its beginning too."""
        told = text.strip().strip("<>").partition("?")[0]
        if not told or " " in told:
            return
        for entry in self._by_local.get(told.casefold(), ()):
            yield Hit(entry, EXACT)
        if ":" not in told and not told.startswith(_PAGES):
            return
        whole = expand(told) or told
        for start in _PAGES:
            if start in told and whole not in self.by_iri:
                whole = f"{ID.removesuffix('id/')}{told[told.index(start) + 1 :]}".replace("/ns/", "/ns#")
        if whole in self.by_iri:
            yield Hit(self.by_iri[whole], EXACT)
        elif short(whole) != whole and not whole.endswith(("/", "#")):
            yield from (Hit(entry, STARTS) for entry in self.entries if entry.iri.startswith(whole))


def _rate(entry: Entry, folded: str, words: tuple[str, ...]) -> Hit:
    rated = (
        (_rank(name, folded, words), _ROLES[name.role], name.language == "en", len(name.folded), name)
        for name in entry.names
    )
    rank, *_, name = min(rated, key=lambda one: one[:4])
    return Hit(entry, rank, name if rank < OTHER else None)


def _rank(name: Name, folded: str, words: Iterable[str]) -> int:
    if name.role == "about":
        return OTHER
    if name.folded == folded:
        return EXACT
    if name.role == "code":
        return OTHER
    if name.folded.startswith(folded):
        return STARTS if name.folded[len(folded)] == " " else BEGINS
    there = name.folded.split()
    if all(word in there for word in words):
        return WORDS
    beginnings = f" {name.folded}"
    return BEGINNINGS if all(f" {word}" in beginnings for word in words) else OTHER
