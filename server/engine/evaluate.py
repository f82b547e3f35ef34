"""Evaluate a stranger's text: the seam between the web and the store.

A published store is asked through a pool of processes without network, and written by another one, so that no
stranger's text is read or evaluated in a web process. Only a store given by the caller is asked and written in place.
"""

from collections.abc import Callable, Mapping
from threading import Lock

from graph.errors import ReadOnlyStore
from graph.stores import Store
from graph.stores.base import Kind

from ..negotiation import ANSWERS, NotAcceptable
from .changes import Change, Outcome, carry_out
from .pool import Pool
from .questions import Question, Reply, Unwritable, evaluate
from .writer import Writer

_WRITTEN = {"select": "A table of solutions", "ask": "A yes or no", "graph": "A graph"}


class Engine:
    """Answer questions over one store, opened when first needed, so that each process opens its own."""

    def __init__(
        self,
        opener: Callable[[], Store],
        *,
        writable: bool = False,
        pool: Pool | None = None,
        writer: Writer | None = None,
    ) -> None:
        self._opener = opener
        self._writable = writable
        self._pool, self._writer = pool, writer
        self._lock, self._writing = Lock(), Lock()
        self._store: Store | None = None
        self._opened: object = None

    @property
    def store(self) -> Store:
        """Give the store, for our own pages; a stranger's text goes through `answer`."""
        with self._lock:
            build = self._pool.build if self._pool else None
            if self._store is None or build is not self._opened:
                self._store = self._opener()
                self._opened = build
            return self._store

    @property
    def isolation(self) -> str:
        """Tell how strangers' queries are kept apart, in a word for whoever runs the server."""
        if self._pool is None:
            return "none"
        barrier = self._pool.barrier
        means = (barrier.network, barrier.files) if barrier else ()
        return ", ".join(["process", *(name for name in means if name)])

    def start(self) -> None:
        """Start what answers and writes, before the first request; StoreMissing and its like when it cannot be."""
        if self._pool:
            self._pool.start()
        if self._writer:
            self._writer.start()

    def close(self) -> None:
        """End the processes that answer and write."""
        if self._writer:
            self._writer.close()
        if self._pool:
            self._pool.close()

    def answer(self, question: Question, formats: Mapping[Kind, str | None]) -> Reply:
        """Answer in the format given for the kind of the answer; NotAcceptable when there is none for it."""
        try:
            if self._pool:
                return self._pool.answer(question, formats)
            return evaluate(self.store, question, formats)
        except Unwritable as error:
            offers = (offer for offer in ANSWERS if error.kind in offer.kinds)
            raise NotAcceptable(None, offers, what=_WRITTEN[error.kind]) from None

    def write(self, change: Change) -> Outcome:
        """Carry out a change in one transaction; it is on disk, and seen by every later question, when this returns."""
        if not self._writable:
            raise ReadOnlyStore("This server only answers queries; it was not started with --writable.")
        if self._writer:
            return self._writer.write(change)
        with self._writing:  # whether a graph is new is asked before it is written
            return carry_out(self.store, change)
