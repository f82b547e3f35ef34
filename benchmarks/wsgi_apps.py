"""Offer what `wsgi.py` serves: a constant without a framework, a constant by Flask, and our application."""

from collections.abc import Callable, Iterable
from typing import Any

from flask import Flask, Response

from server import create_app

_BODY = b'{"head":{"vars":[]},"results":{"bindings":[' + b'{"x":{"type":"literal","value":"a row"}},' * 50 + b"{}]}}"
_TYPE = "application/sparql-results+json"


def bare() -> Callable[..., Iterable[bytes]]:
    """Make what only sends the constant: the server's own cost."""

    def application(_environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        start_response("200 OK", [("Content-Type", _TYPE), ("Content-Length", str(len(_BODY)))])
        return [_BODY]

    return application


def constant() -> Flask:
    """Make what sends the constant by Flask: the framework's cost."""
    app = Flask(__name__)
    app.add_url_rule("/sparql", "sparql", lambda: Response(_BODY, content_type=_TYPE))
    return app


def endpoint() -> Flask:
    """Make our application on the store of CONSULAIRE_STORE_DIR, its query processes started."""
    app = create_app()
    app.extensions["engine"].start()
    return app
