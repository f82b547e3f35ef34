"""Choose a store: the only place that does.

A remote endpoint will be one more module here, with the contract of `base.Store`.
"""

import os
from pathlib import Path

from ..resources import store_directory
from .base import Answer, Row, Store, Term
from .oxigraph import OxigraphStore
from .published import PublishedGraph

__all__ = [
    "Answer",
    "OxigraphStore",
    "PublishedGraph",
    "Row",
    "Store",
    "Term",
    "memory_store",
    "open_store",
    "oxigraph_store",
]


def open_store(directory: Path | None = None) -> OxigraphStore:
    """Open the published graph for reading.

    `directory` is `CONSULAIRE_STORE_DIR` or its default unless given. StoreMissing when nothing was built there,
    StoreVersionMismatch when another version built it.
    """
    return PublishedGraph(directory or store_directory(os.environ)).open()


def oxigraph_store(nquads: bytes = b"", *, writable: bool = False) -> OxigraphStore:
    """Hold N-Quads in an Oxigraph store in memory, for reading unless asked otherwise."""
    return OxigraphStore.in_memory(nquads, writable=writable)


def memory_store(nquads: bytes) -> Store:
    """Hold N-Quads in rdflib's memory; imported only when asked for, since rdflib takes its time."""
    from .memory import MemoryStore

    return MemoryStore(nquads)
