"""Make the web application."""

import os
from typing import Any

from flask import Flask, g, request

from graph.stores import PublishedGraph, Store

from . import problems
from .checking import Gate
from .clients import clients_of, limit_clients
from .config import Settings
from .day import asked_day
from .engine import Engine, Limits, Pool, Writer
from .language import choose_language, say, write_day, write_number, write_plural
from .links import carried_language, link, same_page, thing_link
from .navigation import sections
from .opinions import Opinions
from .routes import BLUEPRINTS
from .routes.assets import asset

_PATIENCE = 2.0  # seconds; an update is acknowledged then, though the first query process on it is not up yet


class Application(Flask):
    """Flask, with the reference that a page tells of a fault beside what the log says of it."""

    def log_exception(self, exc_info: Any) -> None:
        """Log a fault with its reference and the rule of the address, which nobody typed."""
        rule = request.url_rule.rule if request.url_rule else "other"
        reference = problems.reference_of_request()
        self.logger.error("reference %s: exception at %s [%s]", reference, rule, request.method, exc_info=exc_info)


def create_app(settings: Settings | None = None, *, store: Store | None = None) -> Flask:
    """Make the application, from the environment's settings unless given.

    The published store is opened at the first need, so that each worker process opens its own; a `store` given here
    is served instead, in this process, and written to when the settings say `writable`.
    """
    settings = settings or Settings.from_environment(os.environ)
    app = Application(__name__, static_folder=None)
    app.json.ensure_ascii = False  # type: ignore[attr-defined]
    app.config["MAX_CONTENT_LENGTH"] = 3 * settings.max_query_bytes + 10_000  # a form escapes a byte in three
    app.config["MAX_FORM_MEMORY_SIZE"] = app.config["MAX_CONTENT_LENGTH"]
    app.extensions["settings"] = settings
    app.extensions["engine"] = _engine(settings, store)
    app.extensions["clients"] = clients_of(settings)
    app.extensions["opinions"] = _opinions(app)
    app.extensions["gate"] = Gate(settings.checks_at_once, settings.check_timeout)
    app.before_request(_set_language)
    for blueprint in BLUEPRINTS:
        app.register_blueprint(blueprint)
    problems.register(app)
    limit_clients(app, app.extensions["clients"])
    app.context_processor(_page_tools)
    return app


def _opinions(app: Flask) -> Opinions:
    """Judge what is served, as it is when somebody asks."""
    extensions = app.extensions
    return Opinions(lambda: extensions["engine"].store, lambda: extensions["version"].current())


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


def _page_tools() -> dict[str, object]:
    """Give templates what every page needs."""
    return {
        "asked": asked_day(),
        "asset": asset,
        "carried_lang": carried_language(),
        "day": write_day,
        "kept_parameters": [pair for pair in request.args.items(multi=True) if pair[0] not in {"at", "format"}],
        "lang": getattr(g, "language", "fr"),
        "link": link,
        "number": write_number,
        "plural": write_plural,
        "sections": sections(),
        "same_page": same_page,
        "t": say,
        "thing_link": thing_link,
    }


def _set_language() -> None:
    g.language = choose_language(request)
