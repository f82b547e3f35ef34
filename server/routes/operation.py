"""Tell whoever runs the server how it is."""

from flask import Blueprint, Response, current_app, jsonify

from ..engine import Engine

operation = Blueprint("operation", __name__)


@operation.get("/healthz")
def healthz() -> Response:
    """Answer as long as the process does; the store is not touched."""
    return jsonify(status="alive")


@operation.get("/readyz")
def readyz() -> Response:
    """Answer 200 when queries can be answered, else the problem that stands in the way."""
    engine: Engine = current_app.extensions["engine"]
    return jsonify(status="ready", quads=len(engine.store), isolation=engine.isolation)
