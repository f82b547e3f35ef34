"""End a process with the one that started it, however that one ends."""

import os
import select
import signal
import socket
import sys
import threading
import time
from collections.abc import Callable

_DIE_WITH_PARENT = 1  # Linux's prctl
_LOOK = 1.0  # seconds between two looks, where the system does not tell
_DONE = 200  # milliseconds between two looks whether the work is done


def die_with(parent: int) -> None:
    """End this process when the process of that number, which must be its parent, is gone."""
    if sys.platform.startswith("linux"):
        import ctypes

        ctypes.CDLL(None).prctl(_DIE_WITH_PARENT, signal.SIGKILL, 0, 0, 0)
    else:
        threading.Thread(target=_watch, args=(parent,), daemon=True).start()
    if os.getppid() != parent:
        os._exit(0)


def leave_signals() -> None:
    """Pass over what a terminal or a service manager sends to all: it is for the server, which then hangs up."""
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, signal.SIG_IGN)


def work_while_heard(channel: socket.socket, work: Callable[[], None], *, stack: int) -> None:
    """Work in a thread of so many bytes of stack until it is done or the other end hangs up; this never returns."""
    threading.stack_size(stack)
    thread = threading.Thread(target=work, daemon=True)
    thread.start()
    gone = select.poll()
    gone.register(channel, 0)  # a hang-up is always told
    while thread.is_alive() and not gone.poll(_DONE):
        pass
    os._exit(0)


def _watch(parent: int) -> None:
    while os.getppid() == parent:
        time.sleep(_LOOK)
    os._exit(0)
