"""Tell all about one thing: its facts in both directions, each with its sources and its time."""

from .by_source import stated_by
from .describing import describe_thing
from .model import Attestation, Citation, Fact, Group, Part, Share, Thing
from .neighbours import network_of
from .timeline import timeline_of
from .unknown import NoSuchThing
from .writing import as_data, own_triples, triples_of

__all__ = [
    "Attestation",
    "Citation",
    "Fact",
    "Group",
    "NoSuchThing",
    "Part",
    "Share",
    "Thing",
    "as_data",
    "describe_thing",
    "network_of",
    "own_triples",
    "stated_by",
    "timeline_of",
    "triples_of",
]
