"""The magic in a real IPython shell: results, tables under a name, errors as sentences."""

from collections.abc import Callable
from typing import Any

import pandas as pd
import pytest
from IPython.core.interactiveshell import InteractiveShell
from IPython.utils.capture import capture_output
from traitlets.config import Config

from graph import Graph, Result, Store, oxigraph_store
from graph.load import Dataset

SIGNED = "SELECT ?s WHERE { ?s a <https://w3id.org/consulaire/ns#Signature> } ORDER BY ?s"


@pytest.fixture(scope="module")
def graph(dataset: Dataset) -> Graph:
    return Graph(oxigraph_store(dataset.nquads))


@pytest.fixture(scope="module")
def plain_shell() -> Any:
    config = Config()
    config.HistoryManager.enabled = False
    config.InteractiveShell.colors = "nocolor"
    make: Any = InteractiveShell  # IPython types only some of itself
    return make(config=config)


@pytest.fixture
def shell(plain_shell: Any, graph: Graph) -> Any:
    plain_shell.user_ns.clear()  # `reset` would besides go through all objects of the process
    plain_shell.init_user_ns()
    plain_shell.run_cell("%reload_ext graph.magic")
    plain_shell.user_ns["g"] = graph
    return plain_shell


def run(shell: Any, cell: str) -> tuple[object, str]:
    with capture_output() as captured:
        done = shell.run_cell(cell)
    return done.result, captured.stdout + captured.stderr


def test_a_cell_gives_a_result_and_keeps_its_table(shell: Any, graph: Graph) -> None:
    result, _ = run(shell, f"%%sparql --into df\n{SIGNED}")
    assert isinstance(result, Result)
    pd.testing.assert_frame_equal(shell.user_ns["df"], graph.query(SIGNED).df)
    assert result.query_hash == graph.query(SIGNED).query_hash
    assert "sLabel" in shell.user_ns["df"]


def test_a_named_query_takes_a_day_and_parameters_in_a_line_or_a_cell(shell: Any, graph: Graph) -> None:
    line = "--named network-at-a-date --at '30 juin 2021' --param network=def:network-cci --lang en"
    wanted = graph.at("2021-06-30").query("network-at-a-date", network="def:network-cci", lang="en").df
    for cell in (f"%sparql {line}", f"%%sparql {line}\n# nothing but a comment"):
        result, _ = run(shell, cell)
        assert isinstance(result, Result)
        pd.testing.assert_frame_equal(result.df, wanted)


def test_another_graph_is_named_by_its_variable_or_its_address(
    shell: Any, serve: Callable[[Store], str], tiny: bytes
) -> None:
    shell.user_ns["other"] = Graph(oxigraph_store(tiny))
    for told in ("other", serve(oxigraph_store(tiny))):
        result, _ = run(shell, f"%%sparql --graph {told}\n{SIGNED}")
        assert isinstance(result, Result)
        assert len(result) == 1


MISTAKES = {
    "%%sparql\nSELECT ?s WHERE {\n  ?s a kons:Signature .\n}": [
        "QuerySyntaxError: Line 3",
        "  ?s a kons:Signature",
        "^",
    ],
    "%%sparql --at 7/11/2022\nASK {}": ["DateError: '7/11/2022' can be read", "YYYY-MM-DD"],
    "%%sparql --at 2022-11-07\nASK {}": ["ParameterError: This query has no parameter 'day'"],
    "%sparql --named signature": ["UnknownQuery", "Nearest: signatures"],
    "%sparql --named signatures --param x": ["--param x: write NAME=VALUE"],
    "%sparql --named network-at-a-date --param network=CMA": ["takes a thing, not 'CMA'"],
    "%%sparql --named signatures\nASK {}": ["the cell must hold no other"],
    "%%sparql\n# a comment": ["there is neither a query in the cell nor --named"],
    "%%sparql --into 1df\nASK {}": ["is no name of Python"],
    "%%sparql --graph nothing\nASK {}": ["there is no variable 'nothing'"],
    "%%sparql --graph http://127.0.0.1:9/sparql\nASK {}": ["RemoteDown: No answer from http://127.0.0.1:9/sparql"],
    "%%sparql --graph missing.ttl\nASK {}": ["there is no such file"],
    "%%sparql --colour red\nASK {}": ["unrecognized arguments", "Write %%sparql [--at DATE]"],
    "%%sparql --at 'open\nASK {}": ["close the quote"],
    "%%sparql\nSELECT * { SERVICE <http://127.0.0.1:9/> { ?s ?p ?o } }": ["QueryRefused", "SERVICE is refused"],
}


def test_every_mistake_is_tried() -> None:
    assert len(MISTAKES) == 15


@pytest.mark.parametrize("cell", MISTAKES)
def test_a_mistake_is_told_in_sentences_without_a_traceback(shell: Any, cell: str) -> None:
    result, shown = run(shell, cell)
    assert result is None
    for part in MISTAKES[cell]:
        assert part in shown
    assert "Traceback" not in shown
    assert ".py" not in shown
    assert len(shown.splitlines()) <= 12


def test_an_error_of_ours_from_plain_python_is_told_the_same_way(shell: Any) -> None:
    _, shown = run(shell, 'g.query("signature")')
    assert shown.strip().startswith("UnknownQuery: There is no named query 'signature'")
    assert "Traceback" not in shown


def test_a_fault_that_is_not_ours_keeps_its_traceback(shell: Any) -> None:
    _, shown = run(shell, "1 / 0")
    assert "Traceback" in shown
