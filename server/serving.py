"""Run the application under granian: processes that each open the store, threads within them.

Granian was chosen by measurement (`benchmarks/wsgi.py`): it reads requests outside Python, so that a client that
sends slowly holds no thread of ours, takes addresses of any length that we do, and costs least per request.
"""

import atexit
import contextlib
import multiprocessing
import os
import signal
import socket
import time
from collections.abc import Callable, Sequence
from dataclasses import replace
from threading import Thread

from flask import Flask
from granian.constants import HTTPModes, Interfaces
from granian.http import HTTP1Settings
from granian.log import LogLevels
from granian.server.mp import MPServer

from graph.errors import ConsulaireError

from .app import create_app
from .config import SettingError, Settings
from .engine.writer import WAITING
from .parent import die_with

_SPARE_THREADS = 4  # for pages, health and refusals while every place for queries is taken
_BACKLOG = 1024
_GRACE = 10  # seconds for what is under way when the server stops
_SLOWEST_HEAD = 10_000  # milliseconds until the head of a request must have come
_KEPT = {"PATH", "LANG", "VIRTUAL_ENV", "HOME", "TMPDIR", "TZ"}  # variables that libraries or query processes read
_AGAIN = 0.25  # seconds until a web process that is still there is told to stop once more
_LOOK = 0.02  # seconds between two tries to connect, until it is known that connections are taken


def serve(settings: Settings, announce: Callable[[str], None]) -> None:
    """Serve until a signal ends it; `announce` gets the address once connections are taken.

    A writable store has one writer: one process. SettingError when the address cannot be listened on.
    """
    if settings.writable:
        settings = replace(settings, workers=1)
    with _reserve(settings) as reserved:
        host, port, *_ = reserved.getsockname()
        multiprocessing.set_start_method("fork", force=True)  # the counts of `metrics` are shared by fork
        server = _Server(
            "consulaire",
            address=host,
            port=port,
            interface=Interfaces.WSGI,
            http=HTTPModes.http1,
            websockets=False,
            workers=settings.workers,
            blocking_threads=_threads(settings),
            backpressure=_BACKLOG,
            backlog=_BACKLOG,
            http1_settings=HTTP1Settings(header_read_timeout=_SLOWEST_HEAD),
            log_level=LogLevels.error,
            respawn_failed_workers=True,
            workers_kill_timeout=_GRACE,
        )
        told = _Announcement(host, port, announce)
        server.serve(target_loader=_Loader(settings, os.getpid(), told), wrap_loader=False)


def _threads(settings: Settings) -> int:
    """Count the threads that a process needs so that whoever waits in line leaves some to the others."""
    changes = WAITING + 1 if settings.writable else 0
    return settings.queries_at_once + settings.queries_waiting + settings.checks_at_once + changes + _SPARE_THREADS


class _Server(MPServer):
    """Tell web processes to stop until they do: one that is starting hears nothing, and would be killed in the end.

    At first it has the handlers of its parent; then it has granian's, whose note is not looked at before it serves.
    """

    def _stop_workers(self) -> None:
        if hasattr(os, "pidfd_open"):  # Linux: a number alone may be another process's by the time it is used
            handles = []
            for worker in self.wrks:
                with contextlib.suppress(ProcessLookupError):
                    handles.append(os.pidfd_open(worker.inner.pid))
            Thread(target=_insist, args=(handles,), daemon=True).start()
        super()._stop_workers()  # type: ignore[no-untyped-call]


def _insist(handles: Sequence[int]) -> None:
    """Tell processes to stop until they are gone, or this one is."""
    while handles:
        time.sleep(_AGAIN)
        for handle in handles:
            with contextlib.suppress(ProcessLookupError):
                signal.pidfd_send_signal(handle, signal.SIGTERM)


class _Loader:
    """Make the application in a web process, which thereby opens the store itself."""

    def __init__(self, settings: Settings, parent: int, announcement: "_Announcement") -> None:
        self._settings, self._parent, self._announcement = settings, parent, announcement

    def __call__(self) -> Flask:
        die_with(self._parent)
        application = create_app(self._settings)
        engine = application.extensions["engine"]
        atexit.register(engine.close)
        with contextlib.suppress(ConsulaireError):  # is told to each request
            engine.start()
        if not self._settings.writable:  # each update would have everything judged anew
            application.extensions["opinions"].keep_ready()
        Thread(target=self._announcement.make, daemon=True).start()
        _forget_environment()
        return application


def _forget_environment() -> None:
    """Leave few variables: granian copies them into what each request brings, where secrets have no place."""
    for name in set(os.environ) - _KEPT:
        if not name.startswith(("LC_", "PYTHON")):
            del os.environ[name]


def _reserve(settings: Settings) -> socket.socket:
    """Take the address, so that nobody else does; each process then listens on it by itself (SO_REUSEPORT).

    The kernel spreads connections over them: with one socket for all, whoever wakes first takes all that wait.
    """
    family = socket.AF_INET6 if ":" in settings.host else socket.AF_INET
    port = settings.port
    for option in (socket.SO_REUSEADDR, socket.SO_REUSEPORT):  # the first bind fails where anybody listens
        reserved = socket.socket(family, socket.SOCK_STREAM)
        reserved.setsockopt(socket.SOL_SOCKET, option, 1)
        try:
            reserved.bind((settings.host, port))
        except OSError as error:
            reserved.close()
            raise SettingError(
                f"{settings.host}, port {port}, cannot be listened on: {error.strerror or error}. Choose another with "
                "--host and --port (CONSULAIRE_HOST, CONSULAIRE_PORT); --port 0 takes a free one."
            ) from error
        port = reserved.getsockname()[1]
        if option == socket.SO_REUSEADDR:
            reserved.close()
    return reserved


class _Announcement:
    """Say once, from the first process that takes connections, where the server is.

    It is made there, since the process that forks them must have no thread that works: one that holds a lock at that
    moment would leave it locked in the child for ever.
    """

    def __init__(self, host: str, port: int, announce: Callable[[str], None]) -> None:
        self._told = f"http://[{host}]:{port}" if ":" in host else f"http://{host}:{port}"
        here = {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(host, host)  # noqa: S104 - where to ask, not to listen
        self._place, self._announce = (here, port), announce
        self._right, giver = os.pipe()  # who reads the one byte makes the announcement
        os.set_blocking(self._right, False)
        os.write(giver, b"1")
        os.close(giver)

    def make(self) -> None:
        """Wait until connections are taken, then say so unless another process did."""
        while True:
            try:
                socket.create_connection(self._place, timeout=1.0).close()
            except OSError:
                time.sleep(_LOOK)
            else:
                break
        with contextlib.suppress(BlockingIOError):
            if os.read(self._right, 1):
                self._announce(self._told)
