"""Time the way of a question from a web process to a query process and back, step by step, without HTTP.

The processor times show what a busy server pays; the times by the clock hold two wake-ups of an idle processor besides.
"""

import statistics
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import cast

import pyoxigraph as ox

from graph import load
from graph.stores import OxigraphStore, PublishedGraph, guard
from graph.stores.base import Kind
from server.engine import Limits, Pool, Question
from server.engine.questions import evaluate

ROUNDS, TIMES = 15, 200
FORMATS: dict[Kind, str | None] = {"select": "json", "ask": "json", "graph": "turtle"}
SMALL = "SELECT ?p ?o { <https://w3id.org/consulaire/id/org-cci-essonne> ?p ?o } LIMIT 20"
JOIN = """PREFIX cons: <https://w3id.org/consulaire/ns#>
PREFIX id: <https://w3id.org/consulaire/id/>
PREFIX foaf: <http://xmlns.com/foaf/0.1/>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
SELECT ?name ?role WHERE {
  ?signature cons:signs id:instr-com-normandie ; cons:signatory/(foaf:name|rdfs:label) ?name ;
             cons:inRole/skos:prefLabel ?role .
  FILTER(LANG(?role) = "fr")
} ORDER BY ?name"""


def main() -> None:
    """Print the median time of each step for a small SELECT and for a join of ten lines."""
    with tempfile.TemporaryDirectory() as folder:
        published = PublishedGraph(Path(folder))
        build = published.replace(load().nquads)
        database = Path(folder) / "builds" / build.database
        pool = Pool(Path(folder), Limits())
        try:
            for name, text in (("small SELECT", SMALL), ("join of ten lines", JOIN)):
                show(name, text, database, pool)
        finally:
            pool.close()


def show(name: str, text: str, database: Path, pool: Pool) -> None:
    """Print the steps of one query, each measured in turn in every round."""
    raw, ours = ox.Store.read_only(str(database)), OxigraphStore.read(database, stores_union=True)
    question = Question(text)
    steps: dict[str, Callable[[], object]] = {
        "engine alone": lambda: cast("ox.QuerySolutions", raw.query(text)).serialize(format=ox.QueryResultsFormat.JSON),
        "guard.is_plain": lambda: guard.is_plain(text),
        "guard.check": lambda: guard.check(text),
        "evaluate": lambda: evaluate(ours, question, FORMATS),
        "Pool.answer": lambda: pool.answer(question, FORMATS),
    }
    rounds = [{step: timed(work) for step, work in steps.items()} for _ in range(ROUNDS)]
    print(f"{name} ({len(text)} characters)")
    alone = statistics.median(found["engine alone"][0] for found in rounds)
    for step in steps:
        clock, processor = (statistics.median(found[step][side] for found in rounds) for side in (0, 1))
        print(f"  {step:14} {clock:6.0f} µs  {clock - alone:+6.0f} µs  (this process: {processor:4.0f} µs)")


def timed(work: Callable[[], object]) -> tuple[float, float]:
    """Give the time of one call in µs, by the clock and by this process's processor time."""
    work()
    start, busy = time.perf_counter(), time.process_time()
    for _ in range(TIMES):
        work()
    return (time.perf_counter() - start) / TIMES * 1e6, (time.process_time() - busy) / TIMES * 1e6


if __name__ == "__main__":
    main()
