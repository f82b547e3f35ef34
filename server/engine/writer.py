"""Supervise the one process that writes: a change is acknowledged once it is published, on disk, and read back.

The process leaves a checkpoint with each change; here it is made current, in time or not at all, and the query
processes take it up before the change is told as done. A process that is late or dead is ended and replaced by one
that begins from what is current.
"""

import shutil
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path
from secrets import token_hex
from signal import SIGABRT, Signals
from threading import BoundedSemaphore, Lock, Thread
from typing import Any, NoReturn

from graph.errors import ConsulaireError
from graph.stores import PublishedGraph

from . import wire
from .changes import Change, Outcome
from .failures import (
    EngineFailure,
    UpdateBusy,
    UpdateCrashed,
    UpdateDown,
    UpdateFault,
    UpdateOutOfMemory,
    UpdateTimeout,
    UpdateUnsettled,
)
from .pool import FROM_OUTSIDE, STILLBORN, Limits
from .refusals import rebuilt
from .writer_handle import PROGRAM, WriterHandle

WAITING = 8  # updates in line, so that they never take all threads of the web process from the queries


class Writer:
    """Write to the published graph in a folder, of which this is the one writer; any thread may ask."""

    def __init__(
        self,
        directory: Path,
        limits: Limits,
        taken_up: Callable[[], None] = lambda: None,
        *,
        program: Sequence[str] = PROGRAM,
    ) -> None:
        self._published = PublishedGraph(directory.absolute())
        self._scratches = self._published.directory / "scratch"
        self._limits, self._taken_up, self._program = limits, taken_up, program
        self._places = BoundedSemaphore(WAITING + 1)
        self._writing = Lock()
        self._holding = ExitStack()  # the lock on the folder
        self._holds = self._closed = False
        self._process: WriterHandle | None = None

    def start(self) -> None:
        """Take the folder and start the process; StoreBusy when another server or a build has it."""
        with self._writing:
            self._ready()

    def write(self, change: Change) -> Outcome:
        """Carry out a change; it is on disk, and every later question is answered from it, when this returns.

        An EngineFailure or an error of the text's means that nothing of it was done.
        """
        end = time.monotonic() + self._limits.timeout
        with self._turn(end):
            name, told = self._ask(change, end, again=True)
            if "failure" in told:
                self._raise(told)
            if told["changed"]:
                self._publish(name)
            return Outcome(told["was_there"], told["changed"])

    def _ask(self, change: Change, end: float, *, again: bool) -> tuple[str, dict[str, Any]]:
        """Have a change done; once more where somebody else ended the process before it can have begun."""
        process, name, asked = self._ready(), _new_name(), time.monotonic()
        try:
            return name, process.ask(change, name, end)
        except TimeoutError:
            self._replace()
            raise UpdateTimeout(self._limits.timeout) from None
        except wire.Closed:
            stillborn = time.monotonic() - asked < STILLBORN
            crash = self._crash(process.cause())
            if not (again and stillborn and isinstance(crash, UpdateCrashed) and crash.cause in FROM_OUTSIDE):
                self._replace()
                raise crash from None
        self._discard()
        return self._ask(change, end, again=False)

    def close(self) -> None:
        """End the process, which does nothing more, and let go of the folder."""
        self._closed = True
        with self._writing:
            self._discard()
            if self._holds:
                shutil.rmtree(self._scratches, ignore_errors=True)
            self._holding.close()

    @contextmanager
    def _turn(self, end: float) -> Iterator[None]:
        """Wait in a line that is not too long, until the time limit at most."""
        if not self._places.acquire(blocking=False):
            raise UpdateBusy(WAITING)
        try:
            if not self._writing.acquire(timeout=max(0.0, end - time.monotonic())):
                raise UpdateTimeout(self._limits.timeout)
            try:
                yield
            finally:
                self._writing.release()
        finally:
            self._places.release()

    def _ready(self) -> WriterHandle:
        """Give the process that writes, a new one where there is none, or none that is well."""
        if self._closed:
            raise UpdateDown("the server is stopping")
        if not self._holds:
            self._holding.enter_context(self._published.lock("server"))
            self._holds = True
        if self._process and self._process.is_well():
            return self._process
        self._discard()
        return self._begin()

    def _begin(self) -> WriterHandle:
        shutil.rmtree(self._scratches, ignore_errors=True)
        self._scratches.mkdir(exist_ok=True)
        build, name = self._published.current(), _new_name()
        self._published.remove_old({build.database})
        try:
            process = WriterHandle(self._published.directory, self._limits.memory << 20, self._program)
            self._process = process
            process.open(build, self._scratches / name, name)
        except (wire.Closed, TimeoutError, OSError) as error:
            self._discard()
            raise UpdateDown(f"{type(error).__name__} {error}".strip()) from error
        if build.stores_union:  # what is only read has the union of its graphs with it; what is written has not
            self._publish(name, changed=False)
        return process

    def _publish(self, name: str, *, changed: bool = True) -> None:
        before = self._published.current().database
        try:
            self._published.publish(name, changed=changed)
        except BaseException as error:
            self._replace()  # the scratch database has what may not be published
            if isinstance(error, OSError):
                is_made = self._published.current().database == name
                raise (UpdateUnsettled if is_made else UpdateFault)(str(error)) from error
            raise
        with suppress(ConsulaireError, OSError):  # the update is done, whatever becomes of these
            self._taken_up()
            self._published.remove_old({before, name})

    def _replace(self) -> None:
        """End the process, and start another aside, so that the next update need not wait for it."""
        self._discard()
        Thread(target=self._start_again, name="writer's successor", daemon=True).start()

    def _start_again(self) -> None:
        with suppress(ConsulaireError):
            self.start()

    def _discard(self) -> None:
        process, self._process = self._process, None
        if process:
            process.end()

    def _crash(self, number: int) -> EngineFailure:
        if number == SIGABRT:  # how the engine ends for want of memory
            return UpdateOutOfMemory(self._limits.memory)
        return UpdateCrashed(Signals(number).name if number else "it hung up")

    def _raise(self, told: dict[str, Any]) -> NoReturn:
        failure = told["failure"]
        if failure == "refused":
            raise rebuilt(told)
        if failure == "memory":
            self._replace()
            raise UpdateOutOfMemory(self._limits.memory)
        if failure == "disk":
            self._replace()
        raise UpdateFault(str(told["message"]))


def _new_name() -> str:
    return f"build-{token_hex(8)}"
