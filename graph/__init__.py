"""Build, check and query the graph of the French consular chambers."""

from .build import build
from .catalogue import Catalogue, NamedQuery
from .explore import Graph
from .load import load
from .opening import open_graph
from .result import Result
from .stores import Answer, Row, Store, Term, memory_store, open_store, oxigraph_store

__all__ = [
    "Answer",
    "Catalogue",
    "Graph",
    "NamedQuery",
    "Result",
    "Row",
    "Store",
    "Term",
    "build",
    "load",
    "memory_store",
    "open_graph",
    "open_store",
    "oxigraph_store",
]
