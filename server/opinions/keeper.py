"""Keep what was judged, by day, while the graph stays as it is; let no more readers wait than can be spared threads."""

import contextlib
import time
import zlib
from collections import OrderedDict
from collections.abc import Callable, Hashable
from concurrent.futures import Future
from dataclasses import replace
from datetime import date
from threading import Lock, Thread
from typing import Any

from graph.errors import ConsulaireError
from graph.obligations.names import Names
from graph.obligations.opinion import Opinion
from graph.obligations.selection import Selection
from graph.obligations.wording import day_in_words
from graph.stores import Store
from graph.stores.published import without_description

from ..problems import RequestError
from .apart import judge, make_pack
from .failures import OpinionBusy

FIRST_DAY = date(2016, 1, 1)
_YEARS_AHEAD = 5
_KEPT = 8  # days, and packs apart
_UNDER_WAY = 3  # judgements, of which one is at work
_WAITING = 6  # readers: each takes a thread of the web process
_PATIENCE = 25.0  # seconds that a reader waits
_LIMIT = 120.0  # seconds of a judgement
_BACK = 5  # seconds after which to ask again
_LOOK = 10.0  # seconds between two looks whether today, or the graph, is another


def last_day() -> date:
    """Give the last day that is judged: rules beyond a few years are anybody's guess."""
    return date(date.today().year + _YEARS_AHEAD, 12, 31)


class Opinions:
    """Judge the graph of a store once for each day; a reader who comes meanwhile waits for the same judgement.

    `store` gives what is served, another object once another graph is; `version` tells its states apart.
    """

    def __init__(self, store: Callable[[], Store], version: Callable[[], str | None]) -> None:
        self._store, self._version = store, version
        self._lock, self._turn = Lock(), Lock()
        self._state: tuple[Store, str | None] | None = None
        self._names: Names | None = None
        self._futures: OrderedDict[Hashable, Future[Any]] = OrderedDict()
        self._waiting = 0

    def of(self, as_of: date) -> Opinion:
        """Give the opinion on everything as of a day, without the facts; OpinionBusy when it is not ready in time."""
        opinion: Opinion = self._kept(as_of, lambda facts: judge(facts, as_of, limit=_LIMIT))
        return opinion

    def pack(self, as_of: date, selection: Selection) -> bytes:
        """Give the evidence pack of a selection, whose names are resolved."""
        pack: bytes = self._kept((as_of, selection), lambda facts: make_pack(facts, as_of, selection, limit=_LIMIT))
        return pack

    def names(self) -> Names:
        """Give the names in the graph that is served."""
        with self._lock:
            self._follow()
            if self._names is None:
                self._names = Names(self._facts())
            return self._names

    def keep_ready(self) -> None:
        """Judge today from now on before anybody asks, in a thread: at start, each midnight, after each build."""
        Thread(target=self._keep_ready, daemon=True).start()

    def _keep_ready(self) -> None:
        while True:
            with contextlib.suppress(ConsulaireError, OSError):  # is told to whoever asks
                self.of(date.today())
            time.sleep(_LOOK)

    def _kept(self, key: Hashable, make: Callable[[bytes], object]) -> Any:
        with self._lock:
            self._follow()
            future = self._futures.get(key)
            if future is None:
                future = self._begin(key, make)
            self._futures.move_to_end(key)
            if future.done():
                return future.result()
            if self._waiting >= _WAITING:
                raise OpinionBusy(_BACK)
            self._waiting += 1
        try:
            return future.result(timeout=_PATIENCE)
        except TimeoutError as error:
            raise OpinionBusy(_BACK) from error
        finally:
            with self._lock:
                self._waiting -= 1

    def _begin(self, key: Hashable, make: Callable[[bytes], object]) -> Future[Any]:
        if sum(not future.done() for future in self._futures.values()) >= _UNDER_WAY:
            raise OpinionBusy(_BACK)
        future: Future[Any] = Future()
        self._futures[key] = future
        while len(self._futures) > _KEPT:
            today = date.today()  # is never the one to go: others would have to wait for it
            del self._futures[next(name for name, one in self._futures.items() if one.done() and name != today)]
        Thread(target=self._work, args=(key, future, make, self._facts()), daemon=True).start()
        return future

    def _work(self, key: Hashable, future: Future[Any], make: Callable[[bytes], object], facts: bytes) -> None:
        try:
            with self._turn:
                future.set_result(make(facts))
        except BaseException as error:  # noqa: BLE001 - whoever waits is told
            with self._lock:  # the next reader tries again
                if self._futures.get(key) is future:
                    del self._futures[key]
            future.set_exception(error)

    def _follow(self) -> None:
        """Drop everything when the graph is another one."""
        state = self._store(), self._version()
        if self._state is None or state[0] is not self._state[0] or state[1] != self._state[1]:
            self._state, self._names = state, None
            self._futures.clear()

    def _facts(self) -> bytes:
        if self._state is None:
            raise RuntimeError("no graph was looked at yet")
        return without_description(self._state[0].dump())


def whole(opinion: Opinion) -> Opinion:
    """Give an opinion with what was derived as N-Triples again."""
    return replace(opinion, evaluation=replace(opinion.evaluation, derived=zlib.decompress(opinion.evaluation.derived)))


def check_day(day: date) -> date:
    """Give the day back; RequestError when it is not among those that are judged."""
    if not FIRST_DAY <= day <= last_day():
        first, last, told = (day_in_words(one, "fr") for one in (FIRST_DAY, last_day(), day))
        raise RequestError(
            f"Obligations are judged as of a day from {FIRST_DAY} to {last_day()}; {day} is not among them. Today's "
            "regions begin in 2016, and what lies further ahead than some years would be a guess.",
            title="That day is not judged",
            slug="day-not-judged",
            french=f"Les obligations sont examinées à une date du {first} au {last} ; le {told} n’en est pas. "
            "Les régions actuelles commencent en 2016, et au-delà de quelques années ce serait deviner.",
        )
    return day
