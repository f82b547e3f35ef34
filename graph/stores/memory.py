"""Keep the graph in memory with rdflib: the second store, for notebooks and as a second opinion."""

from collections.abc import Sequence

import pyoxigraph as ox
import rdflib
from rdflib.plugins import sparql
from rdflib.query import Result

from ..errors import ReadOnlyStore
from . import guard
from .base import Answer
from .syntax import check_syntax


class MemoryStore:
    """Answer queries with rdflib (the contract is `Store`); slower than Oxigraph, and read-only."""

    def __init__(self, nquads: bytes) -> None:
        sparql.SPARQL_LOAD_GRAPHS = False  # rdflib would fetch the IRIs of FROM, files included
        self._dataset = rdflib.Dataset(default_union=True)
        self._dataset.parse(data=nquads, format="nquads")

    def query(self, text: str, *, default_graphs: Sequence[str] = (), named_graphs: Sequence[str] = ()) -> Answer:
        """Answer one SPARQL query over the union of the named graphs, unless it or the caller names graphs."""
        guard.check(text)
        check_syntax(text)  # rdflib tells a syntax error badly, and an unknown prefix as a bare Exception
        dataset = self._dataset
        if default_graphs or named_graphs:
            dataset = _restricted(self._dataset, default_graphs, named_graphs)
        return _answer(dataset.query(text))

    def update(self, text: str) -> None:  # noqa: ARG002
        """Refuse: this store is for reading."""
        raise ReadOnlyStore("The memory store is for reading only; use an Oxigraph store to write.")

    def dump(self) -> bytes:
        """Write every quad as sorted N-Quads, in Oxigraph's spelling so that both stores can be compared."""
        quads = ox.Store()
        quads.bulk_load(input=self._dataset.serialize(format="nquads", encoding="utf-8"), format=ox.RdfFormat.N_QUADS)
        lines = quads.dump(format=ox.RdfFormat.N_QUADS) or b""
        return b"".join(sorted(lines.splitlines(keepends=True)))

    def __len__(self) -> int:
        """Count the quads."""
        return sum(1 for _ in self._dataset.quads())

    def close(self) -> None:
        """Let go of the memory."""
        self._dataset = rdflib.Dataset(default_union=True)


def _restricted(dataset: rdflib.Dataset, default_graphs: Sequence[str], named_graphs: Sequence[str]) -> rdflib.Dataset:
    """Copy the named graphs that a protocol dataset asks for; a graph that is not here is empty."""
    chosen = rdflib.Dataset()
    for iri in default_graphs:
        for triple in dataset.graph(rdflib.URIRef(iri)):
            chosen.default_graph.add(triple)
    for iri in named_graphs:
        target = chosen.graph(rdflib.URIRef(iri))
        for triple in dataset.graph(rdflib.URIRef(iri)):
            target.add(triple)
    return chosen


def _answer(result: Result) -> Answer:
    if result.type in {"CONSTRUCT", "DESCRIBE"}:
        graph = result.graph if result.graph is not None else rdflib.Graph()
        triples = ox.Store()
        triples.bulk_load(input=graph.serialize(format="nt", encoding="utf-8"), format=ox.RdfFormat.N_TRIPLES)
        found = triples.query("CONSTRUCT WHERE { ?s ?p ?o }")
        return Answer(found)
    written = result.serialize(format="json")
    parsed = ox.parse_query_results(input=written or b"", format=ox.QueryResultsFormat.JSON)
    return Answer(parsed)
