"""Tell whoever runs the server how it is."""

from flask import Blueprint, Response, current_app, jsonify

from graph.overview import count_facts
from graph.resources import consulaire_version

from ..contract import describe_api
from ..engine import Engine
from ..metrics import write_metrics
from .current import current_settings, current_version

operation = Blueprint("operation", __name__)


@operation.get("/healthz")
def healthz() -> Response:
    """Answer as long as the process does; the store is not touched."""
    return jsonify(status="alive")


@operation.get("/readyz")
def readyz() -> Response:
    """Answer 200 when queries can be answered, else the problem that stands in the way."""
    engine: Engine = current_app.extensions["engine"]
    return jsonify(status="ready", quads=count_facts(engine.store), isolation=engine.isolation)


@operation.get("/metrics")
def metrics() -> Response:
    """Give the counts of all processes to Prometheus."""
    response = Response(write_metrics(current_version().current()))
    response.headers["Content-Type"] = "text/plain; version=0.0.4; charset=utf-8"
    return response


@operation.get("/openapi.json")
def openapi() -> Response:
    """Describe what addresses there are and what they take."""
    response = jsonify(describe_api(consulaire_version(), writable=current_settings().writable))
    response.headers["Access-Control-Allow-Origin"] = "*"
    return response
