"""Empty answers are explained behind the same barrier as queries are answered, within the same limits."""

import json
import sys
import time
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest

from graph.errors import QueryRefused, QuerySyntaxError, QueryTooComplex
from graph.load import Dataset
from graph.stores import PublishedGraph
from server.engine import Limits, Pool, Question
from server.engine.failures import EngineBusy, EngineTimeout

ID = "PREFIX id: <https://w3id.org/consulaire/id/>\n"
MISSPELT = f"{ID}SELECT * {{ id:org-cci-normandi ?p ?o }}"
SLOW_ONCE_MENDED = (
    f"{ID}SELECT * {{ id:org-cci-normandi ?p ?o . ?a ?b ?c . ?d ?e ?f . ?g ?h ?i "
    "FILTER ( STRLEN(CONCAT(STR(?a), STR(?d), STR(?g))) = 1000000 ) }"
)
RUNAWAY = "SELECT * { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i FILTER ( STRLEN(CONCAT(STR(?a), STR(?d), STR(?g))) = 1000000 ) }"


@pytest.fixture(scope="module")
def pool(dataset: Dataset, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Pool]:
    directory = tmp_path_factory.mktemp("published")
    PublishedGraph(directory).replace(dataset.nquads)
    started = Pool(directory, Limits(timeout=8.0))
    end = time.monotonic() + 60
    while True:
        try:
            started.answer(Question("ASK {}"), {"ask": "json"})
        except EngineBusy:
            assert time.monotonic() < end
        else:
            break
    yield started
    started.close()


def explain(pool: Pool, text: str, **more: Any) -> Any:
    return json.loads(pool.answer(Question(text, why=True, **more), {}).read())


def explain_whole(pool: Pool, text: str) -> Any:
    """Explain by a worker that has read what the graph has, which on a busy machine takes its time."""
    return next((found for _ in range(5) if (found := explain(pool, text))["complete"]), {"complete": False})


def test_a_worker_explains(pool: Pool) -> None:
    found = explain_whole(pool, MISSPELT)
    assert (found["empty"], found["complete"], found["findings"][0]["cause"]) == (True, True, "unknown-iri")
    assert found["findings"][0]["suggestions"][0]["replacement"] == "id:org-cci-normandie"
    assert explain(pool, "ASK { ?s ?p ?o }")["empty"] is False


def test_the_dataset_of_the_request_holds_for_every_probe(pool: Pool) -> None:
    text = "PREFIX cons: <https://w3id.org/consulaire/ns#> SELECT * { ?s a cons:Signature }"
    renewals = "https://w3id.org/consulaire/graph/facts/renewals"
    assert explain(pool, text)["empty"] is False
    assert explain(pool, text, default_graphs=(renewals,))["findings"][0]["cause"] == "not-in-that-graph"


def test_a_query_that_is_refused_is_not_explained(pool: Pool) -> None:
    with pytest.raises(QueryRefused):
        explain(pool, "SELECT * { SERVICE <http://127.0.0.1:9/> { ?s ?p ?o } }")
    with pytest.raises(QuerySyntaxError):
        explain(pool, "SELECT")
    with pytest.raises(QueryTooComplex):
        explain(pool, "SELECT * " + "{" * 90_000)


def test_a_probe_without_end_leaves_what_was_found_and_the_next_is_answered(pool: Pool) -> None:
    begun = time.monotonic()
    found = explain(pool, SLOW_ONCE_MENDED)
    assert time.monotonic() - begun < 8
    assert (found["empty"], found["complete"]) == (True, False)
    assert found["findings"][0]["cause"] == "unknown-iri"
    assert "not enough to try everything" in found["summary"]["en"]
    assert explain_whole(pool, MISSPELT)["complete"] is True


def test_a_query_whose_answer_is_not_known_in_time_is_told_so_and_not_explained(pool: Pool) -> None:
    begun = time.monotonic()
    with pytest.raises(EngineTimeout):
        explain(pool, RUNAWAY, timeout=1.0)
    assert time.monotonic() - begun < 4
    assert explain_whole(pool, MISSPELT)["complete"] is True


def test_a_pattern_that_no_planner_takes_lightly_ends_in_time(pool: Pool) -> None:
    chain = "SELECT * { " + "".join(f"?a{n} <urn:p{n}> ?a{n + 1} . " for n in range(400)) + "}"
    begun = time.monotonic()
    with suppress(EngineTimeout):
        assert explain(pool, chain, timeout=3.0)["empty"] is True
    assert time.monotonic() - begun < 7


BREAKING = (
    "from graph.diagnosis import examine; examine.check_names = lambda inquiry: [][0]; "
    "from server.engine.nursery import main; main()"
)


def test_a_fault_of_the_diagnosis_is_no_fault_of_the_server(tmp_path: Path, tiny: bytes) -> None:
    PublishedGraph(tmp_path).replace(tiny)
    broken = Pool(tmp_path, Limits(timeout=20.0), program=(sys.executable, "-P", "-c", BREAKING))
    try:
        found = explain(broken, MISSPELT)
        assert (found["empty"], found["complete"], found["findings"]) == (True, False, [])
        assert explain(broken, MISSPELT) == found
    finally:
        broken.close()
