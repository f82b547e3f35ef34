"""Fold texts so that case, accents, ligatures, apostrophes, hyphens and dots make no difference to a search."""

import re
import unicodedata

_JOINED = str.maketrans({"œ": "oe", "æ": "ae", "ø": "o", "ł": "l", "đ": "d", "ʼ": "'", "’": "'", "‘": "'"})
_ELIDED = re.compile(r"(?<!\w)(?:[cdjlmnst]|qu|jusqu|lorsqu|puisqu)'(?=\w)")
_PIECE = re.compile(r"[^\W\d_]+|\d+")
_SMALL = frozenset(
    (
        *("a", "au", "aux", "ce", "ces", "de", "des", "du", "en", "et", "la", "le", "les", "ou", "par", "pour", "sur"),
        *("un", "une", "and", "in", "of", "on", "the"),
    )
)
_ALONE = frozenset("dl")  # what is left of an elision whose apostrophe was left out; before a number, a kind of article


def fold(text: str) -> str:
    """Give the words of a text, folded, with a space between each two; letters and digits are words of their own.

    >>> fold("L’Œuvre de la Côte-d'Or"), fold("R712-21"), fold("art. R. 712-21")
    ('oeuvre de la cote or', 'r 712 21', 'art r 712 21')
    """
    joined = text.casefold().translate(_JOINED)
    plain = "".join(letter for letter in unicodedata.normalize("NFKD", joined) if not unicodedata.combining(letter))
    return " ".join(_PIECE.findall(_ELIDED.sub("", plain)))


def telling_words(folded: str) -> tuple[str, ...]:
    """Give the words that must match: all but articles and prepositions, unless there is nothing else.

    >>> telling_words("chambre de metiers d alsace"), telling_words("l 711 3"), telling_words("de la")
    (('chambre', 'metiers', 'alsace'), ('l', '711', '3'), ('de', 'la'))
    """
    words = folded.split()
    kept = [
        word
        for word, after in zip(words, [*words[1:], ""], strict=False)
        if word not in _SMALL | _ALONE or (len(word) == 1 and after.isdigit())
    ]
    return tuple(dict.fromkeys(kept or words))
