"""Make the web application."""

import os

from flask import Flask, g, request

from graph.stores import PublishedGraph, Store

from . import problems
from .clients import clients_of, limit_clients
from .config import Settings
from .engine import Engine, Limits, Pool, Writer
from .language import choose_language, say, write_number
from .routes import BLUEPRINTS

_PATIENCE = 2.0  # seconds; an update is acknowledged then, though the first query process on it is not up yet


def create_app(settings: Settings | None = None, *, store: Store | None = None) -> Flask:
    """Make the application, from the environment's settings unless given.

    The published store is opened at the first need, so that each worker process opens its own; a `store` given here
    is served instead, in this process, and written to when the settings say `writable`.
    """
    settings = settings or Settings.from_environment(os.environ)
    app = Flask(__name__)
    app.json.ensure_ascii = False  # type: ignore[attr-defined]
    app.config["MAX_CONTENT_LENGTH"] = 3 * settings.max_query_bytes + 10_000  # a form escapes a byte in three
    app.config["MAX_FORM_MEMORY_SIZE"] = app.config["MAX_CONTENT_LENGTH"]
    app.extensions["settings"] = settings
    app.extensions["engine"] = _engine(settings, store)
    app.extensions["clients"] = clients_of(settings)
    app.before_request(_set_language)
    for blueprint in BLUEPRINTS:
        app.register_blueprint(blueprint)
    problems.register(app)
    limit_clients(app, app.extensions["clients"])
    app.context_processor(lambda: {"lang": getattr(g, "language", "fr"), "t": say, "number": write_number})
    return app


def _engine(settings: Settings, store: Store | None) -> Engine:
    """Keep strangers' texts out of this process, unless the store is in it."""
    if store is not None:
        return Engine(lambda: store, writable=settings.writable)
    limits = Limits(
        timeout=settings.query_timeout,
        memory=settings.max_memory_mb,
        result_bytes=settings.max_result_bytes,
        rows=settings.max_rows,
        running=settings.queries_at_once,
        waiting=settings.queries_waiting,
        resident_quads=0 if settings.writable else settings.in_memory_quads,
    )
    pool = Pool(settings.store_dir, limits)
    writer = Writer(settings.store_dir, limits, lambda: pool.take_up(_PATIENCE)) if settings.writable else None
    return Engine(PublishedGraph(settings.store_dir).open, writable=settings.writable, pool=pool, writer=writer)


def _set_language() -> None:
    g.language = choose_language(request)
