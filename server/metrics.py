"""Count requests for Prometheus, over all processes of one server.

The numbers lie in memory that is shared by fork: it is reserved when this module is imported, which is before the
processes part, and each process adds to a row of its own. A process that dies leaves its numbers.
"""

import mmap
import os
import struct
from bisect import bisect_left
from collections.abc import Iterator
from threading import Lock

BOUNDS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0)  # seconds
_CLASSES = ("1xx", "2xx", "3xx", "4xx", "5xx")
ROUTES = (
    "/",
    "/contribute",
    "/contribute/choices.json",
    "/contribute/shapes.ttl",
    "/contribute/templates/<name>",
    "/check",
    "/check/draft",
    "/check/templates/<name>",
    "/sparql",
    "/sparql/diagnose",
    "/sparql/examples",
    "/sparql/labels",
    "/sparql/outlines",
    "/sparql/snippets",
    "/sparql/vocabulary",
    "/static/<path:name>",
    "/search",
    "/search/suggest",
    "/explore",
    "/graph-store",
    "/.well-known/void",
    "/obligations",
    "/healthz",
    "/readyz",
    "/id/<name>",
    "/def/<name>",
    "/ns/<name>",
    "/ns",
    "/thing",
    "/docs",
    "/docs/<name>",
    "/queries",
    "/queries/<name>",
    "/metrics",
    "/openapi.json",
    "other",
)
_FAMILIES = ("/graph-store", "/obligations")  # counted under one name, whatever comes after it
_COUNTS = len(ROUTES) * len(_CLASSES)
_BUCKETS = len(BOUNDS) + 1
_CELLS = _COUNTS + _BUCKETS + 2  # and the sums of seconds and of bytes
_ROWS = 1024
_ROW = struct.Struct(f"={_CELLS}d")
_SHARED = mmap.mmap(-1, _ROWS * _ROW.size)
_NUMBERS = memoryview(_SHARED).cast("d")
_PLACES = {route: index * len(_CLASSES) for index, route in enumerate(ROUTES)}
_LOCK = Lock()


def count(route: str, status: int, seconds: float, sent: int) -> None:
    """Add one request; `route` is a rule of the application, never an address that somebody typed."""
    base = next((family for family in _FAMILIES if route.startswith(family)), route)
    start = (os.getpid() % _ROWS) * _CELLS
    place = start + _PLACES.get(base, _PLACES["other"]) + min(max(status // 100, 1), 5) - 1
    bucket = start + _COUNTS + bisect_left(BOUNDS, seconds)
    with _LOCK:
        _NUMBERS[place] += 1
        _NUMBERS[bucket] += 1
        _NUMBERS[start + _CELLS - 2] += seconds
        _NUMBERS[start + _CELLS - 1] += sent


def write_metrics(version: str | None) -> str:
    """Write the sums of all processes in Prometheus's text format."""
    return "\n".join([*_lines(_sums(), version), ""])


def _lines(sums: list[float], version: str | None) -> Iterator[str]:
    yield "# HELP consulaire_requests_total Requests answered, by route and class of status."
    yield "# TYPE consulaire_requests_total counter"
    for index, number in enumerate(sums[:_COUNTS]):
        if number:
            route, status = ROUTES[index // len(_CLASSES)], _CLASSES[index % len(_CLASSES)]
            yield f'consulaire_requests_total{{route="{route}",status="{status}"}} {number:.0f}'
    yield "# HELP consulaire_request_seconds How long requests took."
    yield "# TYPE consulaire_request_seconds histogram"
    total = 0.0
    for bound, number in zip([*map(str, BOUNDS), "+Inf"], sums[_COUNTS : _COUNTS + _BUCKETS], strict=True):
        total += number
        yield f'consulaire_request_seconds_bucket{{le="{bound}"}} {total:.0f}'
    yield f"consulaire_request_seconds_sum {sums[-2]:.6f}"
    yield f"consulaire_request_seconds_count {total:.0f}"
    yield "# HELP consulaire_response_bytes_total Bytes of the bodies sent, as they were sent."
    yield "# TYPE consulaire_response_bytes_total counter"
    yield f"consulaire_response_bytes_total {sums[-1]:.0f}"
    if version:
        yield "# HELP consulaire_dataset_info The version of the dataset that is served."
        yield "# TYPE consulaire_dataset_info gauge"
        yield f'consulaire_dataset_info{{version="{version}"}} 1'


def _sums() -> list[float]:
    rows = _ROW.iter_unpack(_SHARED[:])
    return [sum(column) for column in zip(*(row for row in rows if any(row)), strict=True)] or [0.0] * _CELLS
