"""Answer questions in a process of its own, one at a time, behind the barrier, within a memory limit.

It is forked by `nursery`, and killed from outside when a question takes too long.
"""

import os
import resource
import socket
import struct
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

from graph.errors import ConsulaireError
from graph.stores import OxigraphStore, Store
from graph.stores.base import TooManyTriples

from ..parent import die_with
from . import wire
from .explaining import explain_in_time
from .questions import Question, Unwritable, begin, write_diagnosis
from .refusals import packed
from .spool import Spool, TooLong, TooManyRows

_STACK = 64 * 1024 * 1024  # bytes; the engine parses by recursion, and the guard's caps must hold with room to spare
_DESCRIPTOR = struct.Struct("i")
_ROOM_FOR_A_FILE = socket.CMSG_LEN(_DESCRIPTOR.size)
_LIMITS = (TooLong, TooManyRows, TooManyTriples, MemoryError)
_TOLD = (ConsulaireError, *_LIMITS, OSError, RuntimeError, ValueError)  # the last three are the engine's


def opener(database: Path, stores_union: bool) -> Callable[[], Store]:
    """Give what opens a database on disk, in the process that will ask it."""
    return lambda: OxigraphStore.read(database, stores_union=stores_union)


def run(channel: int, store: Store | Callable[[], Store], *, memory: int, longest: int, parent: int) -> None:
    """Answer what comes by the channel until it closes; this never returns.

    `memory` is in bytes, of private writable memory: a store's files, which are mapped, do not count. `longest`, in
    bytes, is what an answer may have, and what any file may that is written to.
    """
    die_with(parent)
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_DATA, (memory, memory))
    resource.setrlimit(resource.RLIMIT_FSIZE, (longest, longest))
    threading.stack_size(_STACK)
    worker = _Worker(channel, longest)
    answering = threading.Thread(target=worker.answer_all, args=(store,))
    answering.start()
    answering.join()
    os._exit(0)


class _Worker:
    def __init__(self, channel: int, longest: int) -> None:
        self._socket = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM, 0, fileno=channel)
        self._channel, self._longest = channel, longest
        self._file = -1  # for the next long answer

    def answer_all(self, given: Store | Callable[[], Store]) -> None:
        try:
            store = given() if callable(given) else given
            wire.write(self._channel, {"ready": True, "thread": threading.get_native_id()})
            while True:
                asked, text = wire.receive(self._read)
                head, body = self._answer(store, asked, text.decode("utf-8"))
                wire.write(self._channel, head, body)
                if head.get("failure") == "memory":
                    break
        except wire.Closed:
            pass
        except OSError as error:  # the store cannot be read: tell it, and end
            wire.write(self._channel, {"failure": "store", "message": str(error)})

    def _read(self, size: int) -> bytes:
        """Read from the channel, and take the file that may come along."""
        data, along, _, _ = self._socket.recvmsg(size, _ROOM_FOR_A_FILE)
        for _, _, passed in along:
            (self._file,) = _DESCRIPTOR.unpack(passed)
        return data

    def _answer(self, store: Store, asked: dict[str, Any], text: str) -> tuple[dict[str, Any], bytes]:
        question = Question(text, tuple(asked["default_graphs"]), tuple(asked["named_graphs"]))
        if "why" in asked:
            return self._explain(store, question, asked["why"])
        spool = Spool(self._file, self._longest, asked["most_rows"])
        try:
            answer, chosen = begin(store, question, dict(asked["formats"]))
            head: dict[str, Any] = {"kind": answer.kind, "format": chosen}
            spool.begin(answer.kind, chosen)
            answer.write(chosen, spool, spool.most_rows or None)
        except _TOLD as error:
            head = _failure(error)
        if spool.written:
            head["in_file"] = spool.written
            os.close(self._file)  # another will come with the next question
            self._file = -1
        return head, b"" if "failure" in head else spool.body

    def _explain(self, store: Store, question: Question, seconds: float) -> tuple[dict[str, Any], bytes]:
        """Say why a question has no answer: in time, with what was found by then; the engine cannot be interrupted."""
        try:
            found, at_work = explain_in_time(store, question, seconds)
        except _TOLD as error:
            return _failure(error), b""
        body = write_diagnosis(found)
        if len(body) > self._longest:
            return {"failure": "long"}, b""
        return {"kind": "ask", "format": "json", **({"at_work": True} if at_work else {})}, body


def _failure(error: Exception) -> dict[str, Any]:
    if isinstance(error, Unwritable):
        return {"failure": "unwritable", "kind": error.kind}
    if isinstance(error, TooLong):
        return {"failure": "long"}
    if isinstance(error, TooManyRows | TooManyTriples):
        return {"failure": "rows"}
    if isinstance(error, ConsulaireError):
        return packed(error)
    if isinstance(error, MemoryError):
        return {"failure": "memory"}
    return {"failure": "engine", "message": f"{type(error).__name__}: {error}"}
