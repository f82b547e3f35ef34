"""Build, check and query the graph of the French consular chambers."""

from .build import build
from .catalogue import Catalogue, NamedQuery
from .load import load
from .stores import Answer, Row, Store, Term, memory_store, open_store, oxigraph_store

__all__ = [
    "Answer",
    "Catalogue",
    "NamedQuery",
    "Row",
    "Store",
    "Term",
    "build",
    "load",
    "memory_store",
    "open_store",
    "oxigraph_store",
]
