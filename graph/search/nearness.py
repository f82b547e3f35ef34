"""Tell what is near a text that is written wrongly: words for a search, things for an address that leads nowhere.

Both go by the groups of three letters that two texts share, so that a text is compared with few others whatever the
size of the graph.
"""

import difflib
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from functools import lru_cache
from urllib.parse import unquote

from .entries import Entry
from .folding import fold, telling_words
from .index import EXACT, Index

_LONGEST = 80  # letters of a text that are looked at
_COMPARED = 40  # texts that are compared with it in full
_NEAR_WORD, _NEAR_THING = 0.72, 0.6
_FALLING_OFF = 0.15  # how much less alike than the nearest a thing may be and still be told
_WORD = re.compile(r"[^\W\d_]+")
_SHORTEST = 4  # letters; shorter words are near too many


class Nearness:
    """Find what is near in one index; made once for it."""

    def __init__(self, index: Index) -> None:
        self._index = index
        self._words = _Grams([word for word in index.words if word.isalpha() and len(word) >= _SHORTEST])
        self._things: list[Entry] = []
        texts: list[str] = []
        for entry in index.entries:
            if entry.kind.key != "record":
                for text in dict.fromkeys(_texts(entry)):
                    self._things.append(entry)
                    texts.append(text)
        self._texts = _Grams(texts)

    def corrections(self, text: str, most: int = 3) -> list[str]:
        """Write the text with its unknown words replaced by near ones, where that finds something; the best first."""
        pieces = text[:_LONGEST].split()
        unknown = [
            place for place, piece in enumerate(pieces) if not all(map(self._index.holders, telling_words(fold(piece))))
        ]
        if not unknown or len(unknown) > most:
            return []
        found = [pieces]
        for place in unknown:
            near = [self._spelt(word) for word in self._near_words(fold(pieces[place]), most)]
            found = [[*one[:place], word, *one[place + 1 :]] for one in found for word in near][: most * most]
        told = dict.fromkeys(" ".join(one) for one in found)
        return [one for one in told if self._index.find(one)][:most]

    def _spelt(self, word: str) -> str:
        """Write a folded word as the first name that has it does."""
        for entry in self._index.holding(word):
            for name in entry.names:
                if word in name.folded.split():
                    return next((one for one in _WORD.findall(name.text) if fold(one) == word), word)
        return word

    def things(self, text: str, most: int = 5) -> list[Entry]:
        """List the things that a name, an IRI or the path of an address may have meant, the nearest first."""
        told = unquote(text[: 3 * _LONGEST]).rstrip("/")
        exact = [hit.entry for hit in self._index.find(told[:_LONGEST]) if hit.rank == EXACT]
        last = told.rpartition("#")[2].rpartition("/")[2].rpartition(":")[2].partition(".")[0]
        rated = self._texts.near(fold(last[:_LONGEST]), _NEAR_THING)
        near = (self._things[place] for place, alike in rated if alike > rated[0][1] - _FALLING_OFF)
        return list({entry.iri: entry for entry in (*exact, *near)}.values())[:most]

    def _near_words(self, word: str, most: int) -> list[str]:
        rated = self._words.near(word, _NEAR_WORD)
        best = sorted(rated, key=lambda one: (-one[1], -len(self._index.holding(self._words.texts[one[0]]))))
        return [self._words.texts[place] for place, _ in best[:most]]


class _Grams:
    """Hold texts by their groups of three letters."""

    def __init__(self, texts: Sequence[str]) -> None:
        self.texts = texts
        self._places: dict[str, list[int]] = defaultdict(list)
        self._sizes: list[int] = []
        for place, text in enumerate(texts):
            grams = _grams(text)
            self._sizes.append(len(grams))
            for gram in grams:
                self._places[gram].append(place)

    def near(self, text: str, least: float) -> list[tuple[int, float]]:
        """List the places of texts that are alike at least so much, with how much, the nearest first."""
        grams = _grams(text)
        shared: Counter[int] = Counter()
        for gram in grams:
            shared.update(self._places.get(gram, ()))
        dice = ((2 * count / (len(grams) + self._sizes[place]), place) for place, count in shared.items())
        likely = sorted(dice, key=lambda one: (-one[0], one[1]))[:_COMPARED]
        rated = ((place, difflib.SequenceMatcher(None, text, self.texts[place]).ratio()) for _, place in likely)
        return sorted((one for one in rated if one[1] >= least), key=lambda one: (-one[1], one[0]))


@lru_cache(maxsize=4096)
def _grams(text: str) -> frozenset[str]:
    padded = f"  {text} "
    return frozenset(padded[at : at + 3] for at in range(len(padded) - 2)) if text else frozenset()


def _texts(entry: Entry) -> Iterable[str]:
    yield fold(entry.local)
    yield from (name.folded for name in entry.names if name.is_name and len(name.folded) <= _LONGEST)
