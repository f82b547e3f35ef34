"""Keep the index of names of the dataset that is served: made once for each version of it, at the first need."""

from concurrent.futures import Future
from concurrent.futures import TimeoutError as NotYet
from threading import Lock, Thread

from flask import current_app

from graph.search import Finder
from graph.stores import Store

from .engine import Engine
from .version import DatasetVersion


class Finders:
    """Make the index in a thread, so that whoever cannot wait need not."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._made_of: tuple[Store, str | None] | None = None
        self._made: Future[Finder] = Future()

    def get(self, store: Store, version: str | None, patience: float | None = None) -> Finder | None:
        """Give the index of a version of a store; None when it is not there after so many seconds.

        What reading the store raises comes out of here, and the next call tries again.
        """
        with self._lock:
            failed = self._made.done() and self._made.exception() is not None
            if failed or self._made_of is None or (self._made_of[0] is not store or self._made_of[1] != version):
                self._made_of, self._made = (store, version), Future()
                Thread(target=_make, args=(store, self._made), name="index", daemon=True).start()
            made = self._made
        try:
            return made.result(patience)
        except NotYet:
            return None


def current_finder() -> Finder:
    """Give the index of the dataset that is served; what keeps it from being read is raised (StoreMissing…)."""
    finder = _get(None)
    assert finder is not None  # noqa: S101 - without patience it is waited for
    return finder


def finder_within(seconds: float) -> Finder | None:
    """Give the index when it is there within so many seconds, else None."""
    return _get(seconds)


def _get(patience: float | None) -> Finder | None:
    finders: Finders = current_app.extensions.setdefault("finders", Finders())
    engine: Engine = current_app.extensions["engine"]
    version: DatasetVersion = current_app.extensions["version"]
    return finders.get(engine.store, version.current(), patience)


def _make(store: Store, into: Future[Finder]) -> None:
    try:
        into.set_result(Finder.of(store))
    except BaseException as error:  # noqa: BLE001 - is raised to whoever asks for the index
        into.set_exception(error)
