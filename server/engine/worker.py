"""Answer questions in a process of its own, one at a time, behind the barrier, within a memory limit.

It is forked by `nursery`, and killed from outside when a question takes too long.
"""

import os
import resource
import signal
import sys
import threading
from pathlib import Path
from typing import Any

from graph.errors import ConsulaireError
from graph.stores import OxigraphStore, Store

from . import wire
from .questions import Question, Unwritable, evaluate
from .refusals import packed

_STACK = 64 * 1024 * 1024  # bytes; the engine parses by recursion, and the guard's caps must hold with room to spare
_DIE_WITH_PARENT = 1  # Linux's prctl


def run(channel: int, database: Path, *, stores_union: bool, memory: int, parent: int) -> None:
    """Answer what comes by the channel until it closes; this never returns.

    `memory` is in bytes, of private writable memory: the store's files, which are mapped, do not count.
    """
    _die_with(parent)
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_DATA, (memory, memory))
    threading.stack_size(_STACK)
    answering = threading.Thread(target=_answer_all, args=(channel, database, stores_union))
    answering.start()
    answering.join()
    os._exit(0)


def _answer_all(channel: int, database: Path, stores_union: bool) -> None:
    try:
        store = OxigraphStore.read(database, stores_union=stores_union)
        wire.write(channel, {"ready": True, "thread": threading.get_native_id()})
        while True:
            asked, text = wire.receive(lambda size: os.read(channel, size))
            head, body = _answer(store, asked, text.decode("utf-8"))
            wire.write(channel, head, body)
            if head.get("failure") == "memory":
                break
    except wire.Closed:
        pass
    except OSError as error:  # the store cannot be read: tell it, and end
        wire.write(channel, {"failure": "store", "message": str(error)})


def _answer(store: Store, asked: dict[str, Any], text: str) -> tuple[dict[str, Any], bytes]:
    question = Question(text, tuple(asked["default_graphs"]), tuple(asked["named_graphs"]))
    try:
        reply = evaluate(store, question, asked["formats"])
    except Unwritable as error:
        return {"failure": "unwritable", "kind": error.kind}, b""
    except ConsulaireError as error:
        return packed(error), b""
    except MemoryError:
        return {"failure": "memory"}, b""
    except (OSError, RuntimeError, ValueError) as error:  # what the engine raises while it evaluates
        return {"failure": "engine", "message": f"{type(error).__name__}: {error}"}, b""
    if len(reply.body) > asked["longest"]:
        return {"failure": "long"}, b""
    return {"kind": reply.kind, "format": reply.format}, reply.body


def _die_with(parent: int) -> None:
    if sys.platform.startswith("linux"):
        import ctypes

        ctypes.CDLL(None).prctl(_DIE_WITH_PARENT, signal.SIGKILL, 0, 0, 0)
    if os.getppid() != parent:
        os._exit(0)
