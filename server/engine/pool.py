"""Supervise the processes that answer questions: so many at once, so many that wait, none over its limits.

A place is taken for each question; who finds none waits in line, and who finds the line full is told to come back.
A worker that is late or dead is replaced by the keeper, a thread; one worker more than there are places stands by,
so that the next question need not wait for a start.
"""

import os
import sys
import time
from collections import deque
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from signal import Signals
from threading import Condition, Thread
from typing import Any, NoReturn

from graph import errors
from graph.errors import ConsulaireError, StoreError
from graph.stores import PublishedGraph
from graph.stores.base import Kind
from graph.stores.published import Build

from . import wire
from .barrier import Barrier
from .failures import (
    AnswerTooLong,
    EngineBusy,
    EngineCrashed,
    EngineDown,
    EngineFault,
    EngineOutOfMemory,
    EngineTimeout,
)
from .handles import PROGRAM, NurseryGone, NurseryHandle, WorkerHandle
from .questions import Question, Reply, Unwritable

_TICK = 0.25  # seconds between two looks of the keeper
_LONG = 0.5  # seconds; a query that takes longer gives way to others
_STILLBORN = 0.1  # seconds; a worker that ends sooner after it was asked had been killed before
_FROM_OUTSIDE = frozenset(("SIGKILL", "SIGTERM", "it hung up"))
_AGAIN = 1.0  # seconds until a failed start is tried again


@dataclass(frozen=True)
class Limits:
    """Hold what one question may take (seconds, MiB, bytes), and how many are answered and wait at a time."""

    timeout: float = 10.0
    memory: int = 1024
    result_bytes: int = 100_000_000
    running: int = 4
    waiting: int = 16


class Pool:
    """Answer questions by workers, started at the first need or by `start`; any thread may ask."""

    def __init__(self, directory: Path, limits: Limits, *, program: Sequence[str] = PROGRAM) -> None:
        self._published = PublishedGraph(directory)
        self._directory = directory.absolute()
        self._pointer = os.fspath(self._directory / "current.json")
        self._limits, self._program = limits, program
        self._change = Condition()
        self._line: deque[object] = deque()
        self._idle: list[WorkerHandle] = []
        self._busy: set[WorkerHandle] = set()
        self._nursery: NurseryHandle | None = None
        self._keeper: Thread | None = None
        self._build: Build | None = None
        self._seen: tuple[int, int] | None = None  # of the pointer to the current build
        self._failure: ConsulaireError | None = None
        self._failures = 0
        self._closed = False

    def start(self) -> None:
        """Start the workers without waiting for them; StoreMissing and its like when there is nothing to open."""
        with self._change:
            if self._keeper or self._closed:
                return
            self._look_for_a_build()
            self._keeper = Thread(target=self._keep, name="engine keeper", daemon=True)
            self._keeper.start()

    @property
    def barrier(self) -> Barrier | None:
        """Tell what shuts the workers off; None before the first one is started."""
        nursery = self._nursery
        return nursery.barrier if nursery else None

    @property
    def build(self) -> Build | None:
        """Give the build that new workers open; None before the start."""
        return self._build

    def answer(self, question: Question, formats: Mapping[Kind, str | None]) -> Reply:
        """Answer in the format given for the kind of the answer; an EngineFailure when a limit stands in the way.

        The time limit runs from now, waiting in line included.
        """
        if self._keeper is None:
            self.start()
        limit = min(self._limits.timeout, question.timeout or self._limits.timeout)
        end = time.monotonic() + limit
        try:
            worker, (head, body) = self._ask(question, formats, end, again=True)
        except TimeoutError:
            raise EngineTimeout(limit) from None
        self._give_back(worker, well=head.get("failure") != "memory")
        if "failure" in head:
            self._raise(head)
        return Reply(head["kind"], head["format"], body, worker.build.dataset)

    def _ask(
        self, question: Question, formats: Mapping[Kind, str | None], end: float, *, again: bool
    ) -> tuple[WorkerHandle, tuple[dict[str, Any], bytes]]:
        """Ask one worker; once more where somebody else ended the first before it can have begun."""
        worker = self._take(end)
        asked = time.monotonic()
        try:
            return worker, worker.ask(question, formats, longest=self._limits.result_bytes, end=end)
        except wire.Closed:
            stillborn = time.monotonic() - asked < _STILLBORN
            crash = self._crash(worker)
            self._discard(worker)
            if not (again and stillborn and isinstance(crash, EngineCrashed) and crash.cause in _FROM_OUTSIDE):
                raise crash from None
        except BaseException:
            self._discard(worker)
            raise
        return self._ask(question, formats, end, again=False)

    def close(self) -> None:
        """End all workers; questions under way get EngineDown."""
        with self._change:
            self._closed = True
            self._change.notify_all()
        if self._keeper:
            self._keeper.join()
        nursery, self._nursery = self._nursery, None
        if nursery:
            nursery.close()  # who waits for a worker hears of its end, and puts its handle away
        for worker in self._idle:
            worker.close()
        self._idle.clear()

    def _take(self, end: float) -> WorkerHandle:
        with self._change:
            with suppress(StoreError):  # without a new build, the one that is open will do
                self._look_for_a_build()
            if self._line or self._closed or not self._is_free():
                self._wait_in_line(end)
            worker = self._idle.pop()
            worker.since = time.monotonic()
            self._busy.add(worker)
            return worker

    def _wait_in_line(self, end: float) -> None:
        """Wait until a place and a worker are free for this thread, which holds the lock again then."""
        limits, me = self._limits, object()
        places = limits.running - len(self._busy)
        if len(self._line) >= limits.waiting + places:
            raise EngineBusy(limits.running, limits.waiting)
        self._line.append(me)
        try:
            while True:
                if self._closed:
                    raise EngineDown("the server is stopping")
                if self._failure and not self._idle and not self._busy:
                    raise self._failure
                if self._line[0] is me and self._is_free():
                    return
                left = end - time.monotonic()
                if left <= 0:
                    raise EngineBusy(limits.running, limits.waiting)
                self._change.wait(left)
        finally:
            self._line.remove(me)
            if self._line:
                self._change.notify_all()

    def _is_free(self) -> bool:
        """Tell whether a place and a worker are free; one that died while idle, or has an older build, is put away."""
        while self._idle and not (self._idle[-1].build is self._build and self._idle[-1].is_well()):
            self._put_away(self._idle.pop())
        return bool(self._idle) and len(self._busy) < self._limits.running

    def _give_back(self, worker: WorkerHandle, *, well: bool) -> None:
        with self._change:
            self._busy.discard(worker)
            worker.since = 0.0
            if well and not worker.slowed and worker.build is self._build and not self._closed:
                self._idle.append(worker)
                if self._line:
                    self._change.notify_all()
                return
        self._discard(worker)

    def _discard(self, worker: WorkerHandle) -> None:
        self._put_away(worker)
        with self._change:
            self._busy.discard(worker)
            self._change.notify_all()

    def _put_away(self, worker: WorkerHandle) -> None:
        worker.close()
        nursery = self._nursery
        if nursery:
            nursery.kill(worker)

    def _keep(self) -> None:
        while not self._closed:
            try:
                self._replace_missing()
                self._retire_old()
                self._failure, self._failures = None, 0
            except StoreError as error:
                self._fail(error)
            except (NurseryGone, wire.Closed, TimeoutError, OSError) as error:
                self._fail(EngineDown(f"{type(error).__name__} {error}".strip()))
            self._slow_the_long()
            with self._change:
                if not self._closed and len(self._idle) + len(self._busy) > self._limits.running:
                    self._change.wait(_TICK)

    def _slow_the_long(self) -> None:
        since = time.monotonic() - _LONG
        with self._change:
            long = [worker for worker in self._busy if not worker.slowed and worker.since < since]
        for worker in long:
            worker.slowed = True
            if self._nursery:
                self._nursery.slow(worker)

    def _fail(self, error: ConsulaireError) -> None:
        """Tell the second failure in a row to who waits; one alone may be a process that something killed."""
        self._failures += 1
        if self._failures == 1:
            return
        with self._change:
            self._failure = error
            self._change.notify_all()
            if not self._closed:
                self._change.wait(_AGAIN)

    def _replace_missing(self) -> None:
        self._look_for_a_build()
        while not self._closed and len(self._idle) + len(self._busy) <= self._limits.running:
            self._add_worker()

    def _retire_old(self) -> None:
        """Replace idle workers of an older build, each after its successor is ready."""
        for old in [worker for worker in self._idle if worker.build is not self._build]:
            self._add_worker()
            with self._change:
                if old not in self._idle:
                    continue
                self._idle.remove(old)
            self._put_away(old)

    def _add_worker(self) -> None:
        build = self._build
        if build is None:
            return
        if self._nursery is None or not self._nursery.alive:
            if self._nursery:
                self._nursery.close()
            self._nursery = NurseryHandle(self._directory, self._limits.memory << 20, self._program)
            if self._nursery.barrier.missing:
                sys.stderr.write(f"consulaire: {self._nursery.barrier.missing}\n")
        worker = self._nursery.start(build, self._directory)
        with self._change:
            self._idle.insert(0, worker)
            self._failure, self._failures = None, 0
            self._change.notify_all()

    def _look_for_a_build(self) -> None:
        try:
            status = os.stat(self._pointer)  # noqa: PTH116
            seen = (status.st_ino, status.st_mtime_ns)
        except FileNotFoundError:
            seen = None
        if seen is None or seen != self._seen:
            with self._change:
                self._build = self._published.current()
                self._seen = seen

    def _crash(self, worker: WorkerHandle) -> ConsulaireError:
        nursery = self._nursery
        number = nursery.end(worker) if nursery else 0
        if self._closed:
            return EngineDown("the server is stopping")
        if number == Signals.SIGABRT:  # how the engine ends for want of memory
            return EngineOutOfMemory(self._limits.memory)
        return EngineCrashed(Signals(number).name if number else "it hung up")

    def _raise(self, head: dict[str, Any]) -> NoReturn:
        failure = head["failure"]
        if failure == "unwritable":
            raise Unwritable(head["kind"])
        if failure == "long":
            raise AnswerTooLong(self._limits.result_bytes)
        if failure == "memory":
            raise EngineOutOfMemory(self._limits.memory)
        if failure == "engine":
            raise EngineFault(str(head["message"]))
        raise _rebuilt(head)


def _rebuilt(head: dict[str, Any]) -> ConsulaireError:
    """Make the worker's error anew, by its name; only errors of ours have one."""
    kind = getattr(errors, str(head["error"]), ConsulaireError)
    if not (isinstance(kind, type) and issubclass(kind, ConsulaireError)):
        kind = ConsulaireError
    error: ConsulaireError = kind.__new__(kind, head["message"])
    error.__dict__.update(head["members"])
    return error
