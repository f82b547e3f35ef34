"""Make the web application."""

import os
from collections.abc import Callable

from flask import Flask, g, request

from graph.stores import PublishedGraph, Store

from . import problems
from .config import Settings
from .engine import Engine, Limits, Pool
from .language import choose_language, say, write_number
from .routes import BLUEPRINTS


def create_app(settings: Settings | None = None, *, store: Store | None = None) -> Flask:
    """Make the application, from the environment's settings unless given.

    The published store is opened at the first need, so that each worker process opens its own; a `store` given here
    is served instead, and written to when the settings say `writable`.
    """
    settings = settings or Settings.from_environment(os.environ)
    app = Flask(__name__)
    app.json.ensure_ascii = False  # type: ignore[attr-defined]
    app.config["MAX_CONTENT_LENGTH"] = 3 * settings.max_query_bytes + 10_000  # a form escapes a byte in three
    app.config["MAX_FORM_MEMORY_SIZE"] = app.config["MAX_CONTENT_LENGTH"]
    app.extensions["settings"] = settings
    app.extensions["engine"] = Engine(_opener(settings, store), writable=settings.writable, pool=_pool(settings, store))
    app.before_request(_set_language)
    for blueprint in BLUEPRINTS:
        app.register_blueprint(blueprint)
    problems.register(app)
    app.context_processor(lambda: {"lang": getattr(g, "language", "fr"), "t": say, "number": write_number})
    return app


def _opener(settings: Settings, store: Store | None) -> Callable[[], Store]:
    if store is not None:
        return lambda: store
    return lambda: PublishedGraph(settings.store_dir).open(writable=settings.writable)


def _pool(settings: Settings, store: Store | None) -> Pool | None:
    """Keep strangers' queries out of this process, unless the store is in it or is written by it."""
    if store is not None or settings.writable:
        return None
    limits = Limits(
        timeout=settings.query_timeout,
        memory=settings.max_memory_mb,
        result_bytes=settings.max_result_bytes,
        running=settings.queries_at_once,
        waiting=settings.queries_waiting,
    )
    return Pool(settings.store_dir, limits)


def _set_language() -> None:
    g.language = choose_language(request)
