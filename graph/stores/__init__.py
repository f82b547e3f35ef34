"""Choose a store: the only place that does."""

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
    "remote_store",
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


def remote_store(endpoint: str, *, timeout: float | None = None, retries: int | None = None) -> Store:
    """Ask the SPARQL endpoint at this address; nothing is sent before the first query.

    `timeout` are the seconds for one whole answer, 60 unless given; `retries` the further tries, 2 unless given.
    """
    from .remote import RETRIES, TIMEOUT, RemoteStore

    return RemoteStore(
        endpoint,
        timeout=TIMEOUT if timeout is None else timeout,
        retries=RETRIES if retries is None else retries,
    )
