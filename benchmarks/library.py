"""Measure what a notebook waits for: the import, the opening of a built store, a long result as a table."""

import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pandas as pd
import pyoxigraph as ox

from benchmarks.synthetic import ntriples
from benchmarks.targets import Target, heading, judge, median_ratio
from graph import Graph, build, open_graph, oxigraph_store

ROUNDS = 7
ROWS = 100_000
GRAPH = "https://example.org/graph"
IMPORT = "import sys, time; t = time.perf_counter(); import graph; d = time.perf_counter() - t; print(d, *sys.modules)"
HEAVY = {"pandas", "networkx", "rdflib", "SPARQLWrapper", "matplotlib"}
ANY = f"SELECT ?s ?p ?o {{ ?s ?p ?o }} LIMIT {ROWS}"
OURS = f"SELECT ?s ?p ?o ?q {{ ?s ?p ?o ; ?q ?r }} LIMIT {ROWS}"
DATE = "http://www.w3.org/2001/XMLSchema#date"
TYPED = f"""SELECT ?s ?day ?n {{
  ?s ?p ?o BIND ( STRDT("2024-06-30", <{DATE}>) AS ?day ) BIND ( STRLEN(STR(?o)) AS ?n )
}} LIMIT {ROWS}"""


def main() -> None:
    """Print the figures against their targets; exit 1 when one is missed."""
    heading("The library", (f"pyoxigraph {ox.__version__}", f"pandas {pd.__version__}"))
    targets = _import()
    with tempfile.TemporaryDirectory() as name:
        built = build(Path(name))
        found = [_timed(lambda: open_graph(name)) for _ in range(ROUNDS)]
        targets.append(Target("open_graph() on a built store", statistics.median(found), 0.2, unit="s"))
        engine = ox.Store.read_only(str(Path(name) / "builds" / built.database))
        targets += _long_results(engine, open_graph(name), "our graph, on disk", OURS)
    nquads = ntriples(ROWS, GRAPH)
    held = ox.Store()
    held.bulk_load(nquads, format=ox.RdfFormat.N_QUADS)
    graph = Graph(oxigraph_store(nquads), version="synthetic")
    targets += _long_results(held, graph, "all of 100,000 triples in memory", ANY)
    targets += _long_results(held, graph, "IRIs, days and numbers", TYPED)
    sys.exit(judge(targets))


def _import() -> list[Target]:
    found, loaded = [], set()
    for _ in range(ROUNDS):
        out = subprocess.run([sys.executable, "-c", IMPORT], capture_output=True, text=True, check=True).stdout.split()  # noqa: S603
        found.append(float(out[0]))
        loaded = HEAVY & set(out[1:])
    return [
        Target("import graph", statistics.median(found), 0.3, unit="s"),
        Target(f"of {', '.join(sorted(HEAVY))}: loaded by it", float(len(loaded)), 0, unit=""),
    ]


def _long_results(engine: ox.Store, graph: Graph, what: str, text: str) -> list[Target]:
    """Compare with reading each term of each row from the engine, in turns."""
    raw, bare, labelled = [], [], []
    for _ in range(ROUNDS):
        raw.append(_timed(lambda: _iterate(engine, text)))
        bare.append(_timed(lambda: _table(graph, text, labels=False)))
        labelled.append(_timed(lambda: _table(graph, text, labels=True)))
    told = (statistics.median(one) for one in (raw, bare, labelled))
    print("{}: the engine {:.3f} s, the table {:.3f} s, with labels {:.3f} s".format(what, *told))
    print(f"  with labels {median_ratio(labelled, raw):.2f} times")
    return [Target(f"{ROWS:,} rows as a table: {what}", median_ratio(bare, raw), 3)]


def _iterate(engine: ox.Store, text: str) -> int:
    has_default = bool(engine.query("ASK { ?s ?p ?o }"))
    solutions: Any = engine.query(text, use_default_graph_as_union=not has_default)
    return sum(len(term.value) for solution in solutions for term in solution if term is not None)


def _table(graph: Graph, text: str, *, labels: bool) -> None:
    table = graph.query(text, labels=labels).df
    assert len(table) == ROWS  # noqa: S101


def _timed(work: Callable[[], object]) -> float:
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


if __name__ == "__main__":
    main()
