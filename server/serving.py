"""Run the application under gunicorn: processes that each open the store, threads within them."""

import contextlib
import os
import sys
import threading
from collections.abc import Callable
from dataclasses import replace
from typing import Any

from flask import Flask
from gunicorn.app.base import BaseApplication

from graph.errors import ConsulaireError

from .app import create_app
from .config import Settings

_SPARE_THREADS = 4  # for pages, health and refusals while every place for queries is taken
_STACK = 64 * 1024 * 1024  # bytes; the engine parses by recursion, and the guard's caps must hold with room to spare
_LONGEST_ADDRESS = 8_190  # bytes; gunicorn's own limit


class _Server(BaseApplication):
    """Bind gunicorn to our settings, without its own command line and files."""

    def __init__(self, settings: Settings, announce: Callable[[str], None]) -> None:
        self._settings, self._announce = settings, announce
        super().__init__()  # type: ignore[no-untyped-call]

    def load_config(self) -> None:
        """Set what differs from gunicorn's defaults."""
        settings = self._settings
        host = f"[{settings.host}]" if ":" in settings.host else settings.host
        for name, value in {
            "bind": f"{host}:{settings.port}",
            "workers": settings.workers,
            "worker_class": "gthread",
            "threads": settings.queries_at_once + settings.queries_waiting + _SPARE_THREADS,
            "limit_request_line": _LONGEST_ADDRESS,
            "loglevel": "warning",
            "graceful_timeout": 10,
            "when_ready": self._when_ready,
            "post_fork": _post_fork,
            "post_worker_init": _start_engine,
            "worker_exit": _close_engine,
            "proc_name": "consulaire",
        }.items():
            self.cfg.set(name, value)  # type: ignore[union-attr]

    def load(self) -> Flask:
        """Make the application in a worker, which thereby opens the store itself."""
        return create_app(self._settings)

    def _when_ready(self, arbiter: Any) -> None:
        host, port, *_ = arbiter.LISTENERS[0].sock.getsockname()
        self._announce(f"http://[{host}]:{port}" if ":" in host else f"http://{host}:{port}")


def serve(settings: Settings, announce: Callable[[str], None]) -> None:
    """Serve until a signal ends it; `announce` gets the address once connections are taken.

    A writable store has one writer: one process. This leaves by SystemExit.
    """
    if settings.writable:
        settings = replace(settings, workers=1)
    owner = os.getpid()
    try:
        _Server(settings, announce).run()  # type: ignore[no-untyped-call]
    except SystemExit as leaving:
        if os.getpid() != owner:  # a worker must not run its parent's clean-up, such as removing the store
            sys.stdout.flush()
            sys.stderr.flush()
            os._exit(leaving.code if isinstance(leaving.code, int) else 0)
        raise


def _post_fork(_arbiter: Any, _worker: Any) -> None:
    threading.stack_size(_STACK)


def _start_engine(worker: Any) -> None:
    """Start the query processes before the first request; a failure is told to each request, not to gunicorn."""
    with contextlib.suppress(ConsulaireError):
        worker.wsgi.extensions["engine"].start()


def _close_engine(_arbiter: Any, worker: Any) -> None:
    application = getattr(worker, "wsgi", None)
    if application is not None:
        application.extensions["engine"].close()
