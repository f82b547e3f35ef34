"""Offer the fixtures of the suite.

Strategy: take the smallest thing that has what the test needs. `tiny` is ten triples; a special case builds its own
graph inline; the real graph is loaded once per run (`dataset`, `filled_store`) and never changed. Real components
are really started: the store on disk, the server on loopback, Chromium. What a machine lacks is skipped with a
sentence; CONSULAIRE_REQUIRE=all turns each such skip into a failure.
"""

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from graph import Store, load, memory_store, oxigraph_store
from graph.load import Dataset
from graph.stores.parsing import parse_any

ROOT = Path(__file__).resolve().parent.parent
TINY = Path(__file__).with_name("tiny.ttl")


def missing(what: str) -> None:
    """Skip a test for want of something outside the project, or fail where nothing may be skipped."""
    if os.environ.get("CONSULAIRE_REQUIRE") == "all":
        pytest.fail(f"CONSULAIRE_REQUIRE=all, but {what}")
    pytest.skip(what)


@pytest.fixture(scope="session")
def shared() -> Path:
    """Give the folder of shared material beside the checkout (articles, model, W3C suites)."""
    folder = ROOT.parent / "shared"
    if not folder.is_dir():
        missing("the folder ../shared with the source articles and test suites is not there")
    return folder


@pytest.fixture(scope="session")
def java() -> str:
    """Give the path of a Java runtime, for HermiT."""
    found = shutil.which("java")
    if not found:
        missing("there is no Java runtime (Debian: default-jre-headless)")
    return str(found)


@pytest.fixture(scope="session")
def chromium_path() -> str:
    """Give the path of Chromium."""
    found = shutil.which("chromium") or shutil.which("chromium-browser")
    if not found:
        missing("there is no Chromium (Debian: chromium)")
    return str(found)


@pytest.fixture(scope="session")
def tiny() -> bytes:
    """Give ten triples as N-Quads: two chambers, one agreement, one signature."""
    return parse_any(TINY)


@pytest.fixture(scope="session")
def dataset() -> Dataset:
    """Give the real graph, read once."""
    return load()


@pytest.fixture(scope="session", params=["oxigraph", "memory"])
def filled_store(request: pytest.FixtureRequest, dataset: Dataset) -> Iterator[Store]:
    """Give the real graph in each store."""
    make = {"oxigraph": oxigraph_store, "memory": memory_store}[request.param]
    store = make(dataset.nquads)
    yield store
    store.close()
