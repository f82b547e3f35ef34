"""Evaluate a stranger's text: the seam between the web and the store.

What goes in and comes out can be pickled (a question, bytes), so that a pool of processes without network can take
the place of `Engine` without a change in the routes. Today the store is in the web process.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from threading import Lock

from graph.errors import ReadOnlyStore
from graph.stores import Store
from graph.stores.base import Kind

from ..negotiation import ANSWERS, NotAcceptable

_WRITTEN = {"select": "A table of solutions", "ask": "A yes or no", "graph": "A graph"}


@dataclass(frozen=True)
class Question:
    """Hold one query and the dataset that the protocol's parameters name (none: the union of all graphs)."""

    text: str
    default_graphs: tuple[str, ...] = ()
    named_graphs: tuple[str, ...] = ()


@dataclass(frozen=True)
class Reply:
    """Hold a whole answer: what kind it is, in which format it is written, and its bytes."""

    kind: Kind
    format: str
    body: bytes


class Engine:
    """Answer questions over one store, opened when first needed, so that each process opens its own."""

    def __init__(self, opener: Callable[[], Store], *, writable: bool = False) -> None:
        self._opener = opener
        self._writable = writable
        self._lock = Lock()
        self._store: Store | None = None

    @property
    def store(self) -> Store:
        """Give the store, for our own pages; a stranger's text goes through `answer`."""
        with self._lock:
            if self._store is None:
                self._store = self._opener()
            return self._store

    def answer(self, question: Question, formats: Mapping[Kind, str | None]) -> Reply:
        """Answer in the format given for the kind of the answer; NotAcceptable when there is none for it."""
        answer = self.store.query(
            question.text, default_graphs=question.default_graphs, named_graphs=question.named_graphs
        )
        kind = answer.kind
        chosen = formats.get(kind)
        if chosen is None:
            offers = (offer for offer in ANSWERS if kind in offer.kinds)
            raise NotAcceptable("what the request accepts", offers, what=_WRITTEN[kind])
        return Reply(kind, chosen, answer.serialize(chosen))

    def update(self, text: str) -> None:
        """Carry out an update in one transaction; it is on disk when this returns."""
        if not self._writable:
            raise ReadOnlyStore("This server only answers queries; it was not started with --writable.")
        self.store.update(text)
