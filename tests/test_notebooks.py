"""Execute every notebook from a clean kernel, on the graph of this machine and on a server."""

import re
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import nbformat
import pytest
from nbclient import NotebookClient

from graph.load import Dataset
from graph.resources import NOTEBOOKS as FOLDER
from graph.stores import PublishedGraph
from tests.test_server_running import serving

NOTEBOOKS = sorted(FOLDER.glob("*.ipynb"))
NAMES = [
    *("01-premiers-pas", "02-qui-signe-avec-qui", "03-la-chaine-cop-com", "04-conformite-d-une-region"),
    *("05-comparer-regions-et-themes", "06-de-sparql-a-l-article"),
]
FIGURE = re.compile(r"\b(?:draw_network|region_map|timeline|verdict_matrix|plt\.show)\(")
EVIDENCE = re.compile(r"\.(?:source|provenance)\(")


@pytest.fixture(scope="module")
def store_folder(tmp_path_factory: pytest.TempPathFactory, dataset: Dataset) -> Path:
    folder = tmp_path_factory.mktemp("published")
    PublishedGraph(folder).replace(dataset.nquads)
    return folder


@pytest.fixture(scope="module")
def endpoint(store_folder: Path) -> Iterator[str]:
    with serving("--workers", "1", CONSULAIRE_STORE_DIR=str(store_folder)) as (address, _):
        yield f"{address}/sparql"


@pytest.fixture
def execute(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Callable[[Path, str], Any]:
    """Give a function that runs a notebook in a folder of its own, on the graph at a place."""

    def run(path: Path, place: str) -> Any:
        monkeypatch.setenv("CONSULAIRE_GRAPH", place)
        monkeypatch.setenv("CONSULAIRE_STORE_DIR", str(tmp_path / "none"))
        notebook = nbformat.read(path, as_version=4)
        return NotebookClient(notebook, timeout=150, resources={"metadata": {"path": str(tmp_path)}}).execute()

    return run


def shown(cell: Any, kind: str) -> int:
    return sum(kind in output.get("data", {}) for output in cell.get("outputs", []))


def test_there_are_six_notebooks_to_run() -> None:
    assert [path.stem for path in NOTEBOOKS] == NAMES


@pytest.mark.parametrize("where", ["here", "server"])
@pytest.mark.parametrize("path", NOTEBOOKS, ids=NAMES)
@pytest.mark.filterwarnings("ignore::DeprecationWarning")
@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
def test_a_notebook_runs_from_a_clean_kernel_and_shows_its_tables_and_figures(
    execute: Callable[[Path, str], Any],
    request: pytest.FixtureRequest,
    record_property: Callable[[str, object], None],
    path: Path,
    where: str,
) -> None:
    place = str(request.getfixturevalue("endpoint" if where == "server" else "store_folder"))
    start = time.monotonic()
    ran = execute(path, place)
    record_property("seconds", round(time.monotonic() - start, 1))
    assert [output for cell in ran.cells for output in cell.get("outputs", []) if output.output_type == "error"] == []
    drawing = [cell for cell in ran.cells if cell.cell_type == "code" and FIGURE.search(cell.source)]
    assert drawing
    assert [shown(cell, "image/png") for cell in drawing] == [1] * len(drawing)
    assert sum(shown(cell, "text/html") for cell in ran.cells) >= 3


@pytest.mark.parametrize("path", NOTEBOOKS, ids=NAMES)
def test_a_notebook_keeps_no_output_and_ends_with_asserts(path: Path) -> None:
    code = [cell for cell in nbformat.read(path, as_version=4).cells if cell.cell_type == "code"]
    assert [cell for cell in code if cell.outputs or cell.execution_count] == []
    assert code[-1].source.count("assert ") >= 5


@pytest.mark.parametrize("path", NOTEBOOKS, ids=NAMES)
def test_a_notebook_is_french_with_an_english_abstract_and_leads_back_to_sources(path: Path) -> None:
    cells = nbformat.read(path, as_version=4).cells
    title, _, abstract = cells[0].source.partition("\n\n")
    assert title.startswith("# ")
    assert abstract.startswith("*English abstract: ")
    assert any(EVIDENCE.search(cell.source) for cell in cells if cell.cell_type == "code")
    assert 'open_graph(os.environ.get("CONSULAIRE_GRAPH"))' in "".join(cell.source for cell in cells)


@pytest.mark.filterwarnings("ignore::DeprecationWarning")
@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
def test_a_changed_fact_stops_a_notebook(execute: Callable[[Path, str], Any], tmp_path: Path, dataset: Dataset) -> None:
    without = [line for line in dataset.nquads.splitlines(keepends=True) if b"id/sig-essonne-cma>" not in line]
    assert len(without) < len(dataset.nquads.splitlines())
    changed = tmp_path / "changed"
    PublishedGraph(changed).replace(b"".join(without))
    with pytest.raises(Exception, match="AssertionError"):
        execute(FOLDER / "02-qui-signe-avec-qui.ipynb", str(changed))
