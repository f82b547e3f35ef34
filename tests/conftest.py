"""Offer the fixtures of the suite.

Strategy: take the smallest thing that has what the test needs. `tiny` is ten triples; a special case builds its own
graph inline; the real graph is loaded once per run (`dataset`, `filled_store`) and never changed. Real components
are really started: the store on disk, the server on loopback, Chromium. What a machine lacks is skipped with a
sentence; CONSULAIRE_REQUIRE=all turns each such skip into a failure.
"""

import gc
import os
import shutil
import threading
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import Browser, Playwright, sync_playwright
from werkzeug.serving import make_server

from graph import Store, load, memory_store, oxigraph_store
from graph.load import Dataset
from graph.namespaces import ID
from graph.obligations.verdict import EvidenceItem, Named, Passage, Requirement, Rule, Verdict
from graph.stores.parsing import parse_any
from server import create_app
from server.config import Settings

if TYPE_CHECKING:
    from tests.browsing import Visitor

ROOT = Path(__file__).resolve().parent.parent
TINY = Path(__file__).with_name("tiny.ttl")
gc.set_threshold(
    100_000, 50, 100
)  # the graphs held are millions of objects that stay: looking through them took a tenth


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
def player() -> Iterator[Playwright]:
    """Give Playwright, of which one process can run only one."""
    with sync_playwright() as playwright:
        yield playwright


@pytest.fixture(scope="session")
def browser(player: Playwright, chromium_path: str) -> Iterator[Browser]:
    """Give Chromium, started once."""
    quiet = ["--no-sandbox", "--disable-background-networking", "--disable-component-update", "--disable-sync"]
    started = player.chromium.launch(executable_path=chromium_path, args=quiet)
    yield started
    started.close()


@pytest.fixture(scope="session")
def site(serve: Callable[[Store], str], dataset: Dataset) -> str:
    """Give the address of the real application over the real graph, on loopback."""
    return serve(oxigraph_store(dataset.nquads)).removesuffix("/sparql")


@pytest.fixture
def visitor(browser: Browser, site: str) -> Iterator["Visitor"]:
    """Give who opens pages in Chromium; the test fails when a page asked another machine or broke its own rules."""
    from tests.browsing import Visitor

    visiting = Visitor(browser, site)
    yield visiting
    assert visiting.complaints == []


@pytest.fixture(scope="session")
def tiny() -> bytes:
    """Give ten triples as N-Quads: two chambers, one agreement, one signature."""
    return parse_any(TINY)


@pytest.fixture(scope="session")
def dataset() -> Dataset:
    """Give the real graph, read once."""
    return load()


@pytest.fixture(scope="session")
def serve() -> Iterator[Callable[[Store], str]]:
    """Give a function that serves a store on loopback, with the real application, and tells its endpoint."""
    with ExitStack() as running:

        def start(store: Store) -> str:
            server = make_server("127.0.0.1", 0, create_app(Settings(Path("/nowhere")), store=store), threaded=True)
            thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
            thread.start()
            running.callback(thread.join)
            running.callback(server.server_close)
            running.callback(server.shutdown)
            return f"http://127.0.0.1:{server.port}/sparql"

        yield start


@pytest.fixture(scope="session")
def in_rdflib(dataset: Dataset) -> Store:
    """Give the real graph in rdflib, which takes some seconds to read it; it is never changed nor closed."""
    return memory_store(dataset.nquads)


@pytest.fixture(scope="session", params=["oxigraph", "memory"])
def filled_store(request: pytest.FixtureRequest, dataset: Dataset) -> Store:
    """Give the real graph in each store."""
    if request.param == "oxigraph":
        return oxigraph_store(dataset.nquads)
    store: Store = request.getfixturevalue("in_rdflib")
    return store


_PREFECT = Named(f"{ID}org-prefecture-x", "Préfecture de région X", "Regional prefecture of X")


_RULE = Rule(
    iri=f"{ID}rule-com-cci",
    identifier="OB05",
    label_fr="COM dans les six mois du COP",
    label_en="COM within six months of the COP",
    deadline_kind="months-after",
    trigger_kind="cop-signing",
    requires_fr=None,
    requires_en=None,
    expected_fr="COM datée",
    expected_en="Dated COM",
    comment_fr=None,
    comment_en=None,
    public=True,
    unread=(),
    months=6,
)


def _late_signing() -> EvidenceItem:
    com = Named(f"{ID}instr-com-x", "COM 2023-2027 de la CCI X", "COM 2023-2027 of CCI X")
    passages = (
        Passage(f"{ID}src-one", 12, 345, 389, None, "0.9", "stated"),
        Passage(f"{ID}src-two", fragment="date de signature"),
    )
    requirements = (
        Requirement("signatory", _PREFECT, "shown", (_PREFECT,)),
        Requirement("deliberation", None, "not-shown"),
    )
    day = date(2024, 5, 23)
    return EvidenceItem(f"{ID}found-x", com, True, True, day, day, "late", passages, requirements)


@pytest.fixture
def late_com() -> Verdict:
    """Give one verdict with everything in it: a COM signed after its time limit. `replace` makes others of it."""
    article = Named(
        f"{ID}law-x--2019-12-11", "Code de commerce, art. R. 712-21 (version du 11 décembre 2019)", "R. 712-21"
    )
    return Verdict(
        obligation=f"{ID}obl--rule-com-cci--org-cci-x--event-cop",
        as_of=date(2024, 6, 30),
        rule=_RULE,
        article=article,
        article_now=article,
        debtor=Named(f"{ID}org-cci-x", "CCI X", "CCI X"),
        network="cci",
        region="28",
        region_label="Normandie",
        trigger=Named(f"{ID}event-cop", "Signature du COP", "Signing of the COP"),
        trigger_earliest=date(2023, 4, 1),
        trigger_latest=date(2023, 4, 30),
        year=None,
        due_earliest=date(2023, 10, 1),
        due_latest=date(2023, 10, 30),
        due_basis="computed",
        status="met-late",
        certain=True,
        evidence=(_late_signing(),),
        owed_to=(_PREFECT,),
    )
