"""Find what somebody may have meant by the address of nothing: the things whose names are most alike."""

import unicodedata
from dataclasses import dataclass
from functools import lru_cache

from ..errors import ConsulaireError
from ..namespaces import short
from ..stores.base import Store
from .terms import LABELS

_MOST, _LONGEST = 6, 200
_ENOUGH = 0.28
_NAMES = (
    "SELECT DISTINCT ?s ?l { VALUES ?p { "
    + " ".join(f"<{iri}>" for iri in LABELS[:3])
    + " } ?s ?p ?l FILTER ( isIRI(?s) ) }"
)


@dataclass(frozen=True)
class Near:
    """Hold a thing that may have been meant."""

    iri: str
    label: str


class NoSuchThing(ConsulaireError):
    """Report an address that no triple is about; `nearest` are the things whose names are most like it."""

    def __init__(self, told: str, nearest: tuple[Near, ...]) -> None:
        self.told, self.nearest = told[:_LONGEST], nearest
        offer = ", ".join(f"{near.label} ({short(near.iri)})" for near in nearest)
        self.french = f"Le graphe ne sait rien de « {self.told} ». " + (
            "Voici les noms les plus proches." if nearest else "Cherchez par un nom, ou vérifiez l’adresse."
        )
        super().__init__(
            f"The graph knows nothing of '{self.told}'. "
            + (f"Nearest: {offer}." if nearest else "Search for a name, or check the address.")
        )


def nearest(store: Store, told: str, language: str) -> tuple[Near, ...]:
    """List the things whose names share most groups of three letters with a text or an address."""
    asked = _trigrams(short(told[:_LONGEST]).rpartition(":")[2])
    best: dict[str, tuple[float, int, str]] = {}
    for row in store.query(_NAMES).rows():
        iri, label = row["s"].value, row["l"]
        alike = max(_alike(asked, _trigrams(short(iri).rpartition(":")[2])), _alike(asked, _trigrams(label.value)))
        if alike >= _ENOUGH:
            found = (-alike, 0 if label.language in {None, language} else 1, label.value)
            if iri not in best or (found[1], found[2]) < best[iri][1:]:
                best[iri] = (min(-alike, best.get(iri, found)[0]), found[1], found[2])
    ranked = sorted(best.items(), key=lambda item: (item[1][0], item[1][2], item[0]))
    return tuple(Near(iri, label) for iri, (_, _, label) in ranked[:_MOST])


@lru_cache(maxsize=50_000)  # of the names of a graph, which the next address of nothing is held against too
def _trigrams(text: str) -> frozenset[str]:
    plain = unicodedata.normalize("NFKD", text[:_LONGEST].casefold())
    words = "".join(char if char.isalnum() else " " for char in plain if not unicodedata.combining(char)).split()
    spaced = f"  {' '.join(words)} "
    return frozenset(spaced[place : place + 3] for place in range(len(spaced) - 2))


def _alike(one: frozenset[str], other: frozenset[str]) -> float:
    return len(one & other) / len(one | other) if one and other else 0.0
