"""Search the names of everything in a graph, whatever the case, the accents, the hyphens or the apostrophes.

`reading` asks a store once, `times` and `places` work out when and where things are, `entries` puts that together,
`index` finds by words, `facets` narrows and counts, `nearness` helps with what is written wrongly; `finder` answers.
`tables` gives Python the same.
"""

from .entries import Entry, Name
from .facets import FACETS, Choice, UnknownChoice
from .finder import PAGE, Finder, Found, Wanted
from .index import EXACT, Hit, Index
from .kinds import KINDS, Kind
from .times import Presence

__all__ = [
    "EXACT",
    "FACETS",
    "KINDS",
    "PAGE",
    "Choice",
    "Entry",
    "Finder",
    "Found",
    "Hit",
    "Index",
    "Kind",
    "Name",
    "Presence",
    "UnknownChoice",
    "Wanted",
]
