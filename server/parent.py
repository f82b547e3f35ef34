"""End a process with the one that started it, however that one ends."""

import os
import signal
import sys
import threading
import time

_DIE_WITH_PARENT = 1  # Linux's prctl
_LOOK = 1.0  # seconds between two looks, where the system does not tell


def die_with(parent: int) -> None:
    """End this process when the process of that number, which must be its parent, is gone."""
    if sys.platform.startswith("linux"):
        import ctypes

        ctypes.CDLL(None).prctl(_DIE_WITH_PARENT, signal.SIGKILL, 0, 0, 0)
    else:
        threading.Thread(target=_watch, args=(parent,), daemon=True).start()
    if os.getppid() != parent:
        os._exit(0)


def _watch(parent: int) -> None:
    while os.getppid() == parent:
        time.sleep(_LOOK)
    os._exit(0)
