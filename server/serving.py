"""Run the application under granian: processes that each open the store, threads within them.

Granian was chosen by measurement (`benchmarks/wsgi.py`): it reads requests outside Python, so that a client that
sends slowly holds no thread of ours, takes addresses of any length that we do, and costs least per request.
"""

import atexit
import contextlib
import multiprocessing
import os
import socket
from collections.abc import Callable
from dataclasses import replace

from flask import Flask
from granian._granian import SocketHolder
from granian.constants import HTTPModes, Interfaces
from granian.http import HTTP1Settings
from granian.log import LogLevels
from granian.server.mp import MPServer

from graph.errors import ConsulaireError

from .app import create_app
from .config import SettingError, Settings
from .parent import die_with

_SPARE_THREADS = 4  # for pages, health and refusals while every place for queries is taken
_BACKLOG = 1024
_GRACE = 10  # seconds for what is under way when the server stops
_SLOWEST_HEAD = 10_000  # milliseconds until the head of a request must have come
_HEAD_ROOM = 64_000  # bytes of a request's head besides the query


def serve(settings: Settings, announce: Callable[[str], None]) -> None:
    """Serve until a signal ends it; `announce` gets the address once connections are taken.

    A writable store has one writer: one process. SettingError when the address cannot be listened on.
    """
    if settings.writable:
        settings = replace(settings, workers=1)
    listening = _listen(settings)
    host, port, *_ = listening.getsockname()
    multiprocessing.set_start_method("fork", force=True)  # the counts of `metrics` are shared by fork
    server = _Server(
        "consulaire",
        interface=Interfaces.WSGI,
        http=HTTPModes.http1,
        websockets=False,
        workers=settings.workers,
        blocking_threads=settings.queries_at_once + settings.queries_waiting + _SPARE_THREADS,
        backpressure=_BACKLOG,
        backlog=_BACKLOG,
        http1_settings=HTTP1Settings(
            header_read_timeout=_SLOWEST_HEAD, max_buffer_size=3 * settings.max_query_bytes + _HEAD_ROOM
        ),
        log_level=LogLevels.error,
        respawn_failed_workers=True,
        workers_kill_timeout=_GRACE,
    )
    server.listening = listening
    announce(f"http://[{host}]:{port}" if ":" in host else f"http://{host}:{port}")
    server.serve(target_loader=_Loader(settings, os.getpid()), wrap_loader=False)


class _Server(MPServer):
    """Share one listening socket between the processes, so that none loses connections when another ends."""

    listening: socket.socket

    def _init_shared_socket(self) -> None:
        held = SocketHolder(self.listening.fileno(), False, _BACKLOG)  # type: ignore[call-arg]
        vars(self).update(_sfd=self.listening.fileno(), _shd=held, _ssp=None, _sso=self.listening)


class _Loader:
    """Make the application in a web process, which thereby opens the store itself."""

    def __init__(self, settings: Settings, parent: int) -> None:
        self._settings, self._parent = settings, parent

    def __call__(self) -> Flask:
        die_with(self._parent)
        application = create_app(self._settings)
        engine = application.extensions["engine"]
        atexit.register(engine.close)
        with contextlib.suppress(ConsulaireError):  # is told to each request
            engine.start()
        return application


def _listen(settings: Settings) -> socket.socket:
    family = socket.AF_INET6 if ":" in settings.host else socket.AF_INET
    listening = socket.socket(family, socket.SOCK_STREAM)
    listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listening.bind((settings.host, settings.port))
    except OSError as error:
        listening.close()
        raise SettingError(
            f"{settings.host}, port {settings.port}, cannot be listened on: {error.strerror or error}. Choose another "
            "with --host and --port (CONSULAIRE_HOST, CONSULAIRE_PORT); --port 0 takes a free one."
        ) from error
    listening.listen(_BACKLOG)
    listening.setblocking(False)
    listening.set_inheritable(True)
    return listening
