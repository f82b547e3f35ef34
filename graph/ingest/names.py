"""Fold names: to make identifiers of them, and to see when two are one."""

import re
import unicodedata

_LIGATURES = str.maketrans({"œ": "oe", "Œ": "oe", "æ": "ae", "Æ": "ae", "ß": "ss"})
_LONG_NAMES = (
    (re.compile(r"\bchambres? (?:\w+ )?(?:de )?commerce (?:et )?d industrie\b"), "cci"),
    (re.compile(r"\bchambres? (?:\w+ )?(?:de )?metiers(?: et (?:de )?l artisanat)?\b"), "cma"),
)
_SMALL_WORDS = frozenset(["a", "au", "aux", "d", "de", "des", "du", "en", "et", "l", "la", "le", "les", "sur"])


def slug(text: str) -> str:
    """Make an identifier of a text: ASCII, lower case, words joined by hyphens.

    >>> slug("CCI Côte-d'Or")
    'cci-cote-d-or'
    """
    return "-".join(_words(text))


def fold(text: str) -> str:
    """Fold a name so that accents, case, hyphens and spaces no longer tell it from another.

    >>> fold("Préfecture de région  NORMANDIE")
    'prefecture de region normandie'
    """
    return " ".join(_words(text))


def fold_body(text: str) -> str:
    """Fold the name of a body further, to ask whether two rows are one: never to merge them.

    >>> fold_body("Chambre de commerce et d'industrie de l'Essonne") == fold_body("CCI Essonne")
    True
    """
    folded = fold(text)
    for pattern, short in _LONG_NAMES:
        folded = pattern.sub(short, folded)
    return " ".join(word for word in folded.split() if word not in _SMALL_WORDS)


def _words(text: str) -> list[str]:
    plain = unicodedata.normalize("NFKD", text.translate(_LIGATURES)).encode("ascii", "ignore").decode()
    # An apostrophe of typography is not ASCII: it must part words before it is dropped.
    if "’" in text:
        return _words(text.replace("’", "'"))
    return re.findall(r"[a-z0-9]+", plain.lower())
