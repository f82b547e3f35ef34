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
from typing import Any, NoReturn, cast

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
    RowsTooMany,
)
from .handles import PROGRAM, NurseryGone, NurseryHandle, Told, WorkerHandle
from .questions import Question, Reply, Unwritable
from .refusals import rebuilt

_TICK = 0.25  # seconds between two looks of the keeper
_PATIENCE = 0.05  # seconds until a new build is seen
_LONG = 0.5  # seconds; a query that takes longer gives way to others
STILLBORN = 0.1  # seconds; a worker that ends sooner after it was asked had been killed before
FROM_OUTSIDE = frozenset(("SIGKILL", "SIGTERM", "it hung up"))
_AGAIN = 1.0  # seconds until a failed start is tried again


@dataclass(frozen=True)
class Limits:
    """Hold what one question may take (seconds, MiB, bytes, rows), and how many are answered and wait at a time.

    `rows`, which are triples in a graph, may be 0 for no limit. A build of at most `resident_quads` that is only read
    is held in memory.
    """

    timeout: float = 10.0
    memory: int = 1024
    result_bytes: int = 100_000_000
    rows: int = 1_000_000
    running: int = 4
    waiting: int = 16
    resident_quads: int = 0


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
        self._former: list[NurseryHandle] = []  # which still have workers
        self._keeper: Thread | None = None
        self._build: Build | None = None
        self._next: Build | None = None  # is taken up once it is in memory
        self._seen: tuple[int, int] | None = None  # of the pointer to the current build
        self._look_at = 0.0  # when the pointer is looked at again
        self._trust_from = 0.0  # until then each idle worker is looked at before it is asked
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

    def take_up(self, patience: float) -> None:
        """Answer whatever is asked from now on from the build that is current now.

        Wait a while for a worker on it, so that the next question need not.
        """
        self.start()
        with self._change:
            self._look_for_a_build()
            self._change.notify_all()
            self._change.wait_for(self._has_taken_up, patience)

    def _has_taken_up(self) -> bool:
        return self._closed or any(worker.build is self._build for worker in (*self._idle, *self._busy))

    def answer(self, question: Question, formats: Mapping[Kind, str | None]) -> Reply:
        """Answer in the format given for the kind of the answer; an EngineFailure when a limit stands in the way.

        The time limit runs from now, waiting in line included.
        """
        if self._keeper is None:
            self.start()
        limit = min(self._limits.timeout, question.timeout or self._limits.timeout)
        end = time.monotonic() + limit
        try:
            worker, told = self._ask(question, formats, end, again=True)
        except TimeoutError:
            raise EngineTimeout(limit) from None
        dataset, head = worker.build.dataset, told.head
        self._give_back(worker, well=head.get("failure") != "memory" and "at_work" not in head)
        if "failure" in head:
            if told.file:
                told.file.close()
            self._raise(head)
        return Reply(head["kind"], head["format"], told.body, told.file, head.get("in_file", 0), dataset)

    def _ask(
        self, question: Question, formats: Mapping[Kind, str | None], end: float, *, again: bool
    ) -> tuple[WorkerHandle, Told]:
        """Ask one worker; once more where somebody else ended the first before it can have begun."""
        worker = self._take(end)
        asked = time.monotonic()
        try:
            return worker, worker.ask(question, formats, most_rows=self._limits.rows, end=end)
        except wire.Closed:
            self._trust_from = time.monotonic() + _TICK
            stillborn = time.monotonic() - asked < STILLBORN
            crash = self._crash(worker)
            self._discard(worker)
            if not (again and stillborn and isinstance(crash, EngineCrashed) and crash.cause in FROM_OUTSIDE):
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
        for nursery in (*self._former, *([self._nursery] if self._nursery else [])):
            nursery.close()  # who waits for a worker hears of its end, and puts its handle away
        for worker in self._idle:
            worker.close()
        self._idle.clear()

    def _take(self, end: float) -> WorkerHandle:
        with self._change:
            if time.monotonic() > self._look_at:
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
        now = time.monotonic()
        while self._idle:
            worker = self._idle[-1]
            is_trusted = now > self._trust_from and now - worker.answered < _TICK
            if worker.build is self._build and (is_trusted or worker.is_well()):
                break
            self._put_away(self._idle.pop())
        return bool(self._idle) and len(self._busy) < self._limits.running

    def _give_back(self, worker: WorkerHandle, *, well: bool) -> None:
        with self._change:
            self._busy.discard(worker)
            worker.since, worker.answered = 0.0, time.monotonic()
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
        worker.nursery.kill(worker)

    def _keep(self) -> None:
        while not self._closed:
            try:
                self._replace_missing()
                self._retire_old()
                self._close_former()
                self._failure, self._failures = None, 0
            except StoreError as error:
                self._fail(error)
            except (NurseryGone, wire.Closed, TimeoutError, OSError) as error:
                self._fail(EngineDown(f"{type(error).__name__} {error}".strip()))
            self._slow_the_long()
            with self._change:
                fresh = sum(worker.build is self._build for worker in self._idle)
                if not self._closed and fresh + len(self._busy) > self._limits.running:
                    self._change.wait(_TICK)

    def _slow_the_long(self) -> None:
        since = time.monotonic() - _LONG
        with self._change:
            long = [worker for worker in self._busy if not worker.slowed and worker.since < since]
        for worker in long:
            worker.slowed = True
            worker.nursery.slow(worker)

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
        self._take_up_next()
        while not self._closed and len(self._idle) + len(self._busy) <= self._limits.running:
            self._add_worker(self._build)

    def _retire_old(self) -> None:
        """Replace idle workers of an older build, each after its successor is ready."""
        for old in [worker for worker in self._idle if worker.build is not self._build]:
            self._add_worker(self._build)
            with self._change:
                if old not in self._idle:
                    continue
                self._idle.remove(old)
            self._put_away(old)

    def _add_worker(self, build: Build | None) -> None:
        if build is None:
            return
        if self._nursery is None or not self._nursery.serves(build):
            self._change_nursery(build if self._is_resident(build) else None)
        worker = cast("NurseryHandle", self._nursery).start(build, self._directory)
        with self._change:
            self._idle.insert(0, worker)
            self._failure, self._failures = None, 0
            self._change.notify_all()

    def _look_for_a_build(self) -> None:
        self._look_at = time.monotonic() + _PATIENCE
        try:
            status = os.stat(self._pointer)  # noqa: PTH116
            seen = (status.st_ino, status.st_mtime_ns)
        except FileNotFoundError:
            seen = None
        if seen is None or seen != self._seen:
            with self._change:
                found = self._published.hold()  # as long as a worker has it, nobody removes it
                self._seen = seen
                if self._build and self._is_resident(found):
                    self._next = found
                else:
                    self._build, self._next = found, None

    def _is_resident(self, build: Build) -> bool:
        """Tell whether a build is to be held in memory: it is only read, and not too large."""
        return build.stores_union and 0 < (build.quads or 0) <= self._limits.resident_quads

    def _take_up_next(self) -> None:
        """Bring the next build into memory, while workers on the one before answer, then answer from it alone."""
        build = self._next
        if build is None:
            return
        self._change_nursery(build)
        self._add_worker(build)
        with self._change:
            self._build = build
            if self._next is build:
                self._next = None
            self._change.notify_all()

    def _change_nursery(self, resident: Build | None) -> None:
        limits, former = self._limits, self._nursery
        self._nursery = NurseryHandle(
            self._directory, limits.memory << 20, limits.result_bytes, self._program, resident=resident
        )
        if former:
            self._former.append(former)
        if self._nursery.barrier.missing:
            sys.stderr.write(f"consulaire: {self._nursery.barrier.missing}\n")

    def _close_former(self) -> None:
        with self._change:
            in_use = {worker.nursery for worker in (*self._idle, *self._busy)}
        for nursery in [one for one in self._former if one not in in_use or not one.alive]:
            self._former.remove(nursery)
            nursery.close()

    def _crash(self, worker: WorkerHandle) -> ConsulaireError:
        number = worker.nursery.end(worker)
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
        if failure == "rows":
            raise RowsTooMany(self._limits.rows)
        if failure == "memory":
            raise EngineOutOfMemory(self._limits.memory)
        if failure == "engine":
            raise EngineFault(str(head["message"]))
        raise rebuilt(head)
