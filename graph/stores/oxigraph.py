"""Keep the graph in Oxigraph: on disk by default, or in memory.

Oxigraph 0.5 can take the union of the named graphs as the default graph, but then counts a triple once for each
graph that holds it, and overlooks a query's own FROM. So a store that is built once and read stores the union, in
the default graph proper: each triple once. A store that is written to uses the engine's union, with these limits.
"""

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import cast

import pyoxigraph as ox

from ..errors import NotCarriedOut, ReadOnlyStore, StoreBusy
from . import guard
from .base import BASE, DEFAULT_GRAPH, Answer
from .sparql_tokens import has_dataset_clause
from .syntax import syntax_error


class OxigraphStore:
    """Answer queries with Oxigraph (the contract is `Store`)."""

    def __init__(self, store: ox.Store, *, writable: bool, stores_union: bool) -> None:
        self._store: ox.Store | None = store
        self.writable = writable
        self.stores_union = stores_union

    @classmethod
    def read(cls, database: Path, *, stores_union: bool) -> "OxigraphStore":
        """Open a database on disk for reading, in any number of processes; never beside a live writer."""
        return cls(ox.Store.read_only(str(database)), writable=False, stores_union=stores_union)

    @classmethod
    def write(cls, database: Path) -> "OxigraphStore":
        """Open or create a database on disk for writing; StoreBusy when another process has it."""
        try:
            return cls(ox.Store(str(database)), writable=True, stores_union=False)
        except OSError as error:
            if "lock" not in str(error).lower():
                raise
            raise StoreBusy(f"{database} is in use by another process that writes. Stop it, then try again.") from error

    @classmethod
    def in_memory(cls, nquads: bytes = b"", *, writable: bool = False) -> "OxigraphStore":
        """Hold N-Quads in memory, for reading unless asked otherwise."""
        store = cls(ox.Store(), writable=writable, stores_union=False)
        store.load(nquads, with_union=not writable)
        return store

    def load(self, nquads: bytes, *, with_union: bool) -> None:
        """Add N-Quads in bulk to an empty store; fast and without a transaction: build aside, then switch.

        `with_union` stores the union of the named graphs besides; the store is then for reading.
        """
        union = union_of(nquads) if with_union else b""
        self._engine.bulk_load(input=nquads + union, format=ox.RdfFormat.N_QUADS)
        self.stores_union = with_union

    def query(self, text: str, *, default_graphs: Sequence[str] = (), named_graphs: Sequence[str] = ()) -> Answer:
        """Answer one SPARQL query over the union of the named graphs, unless it or the caller names graphs."""
        if not (self.stores_union and guard.is_plain(text)):
            guard.check(text)
        named_by_caller = bool(default_graphs or named_graphs)
        try:
            result = self._engine.query(
                text,
                base_iri=BASE,
                use_default_graph_as_union=not (named_by_caller or self.stores_union or has_dataset_clause(text)),
                default_graph=[_graph(iri) for iri in default_graphs] if named_by_caller else None,
                named_graphs=[ox.NamedNode(iri) for iri in named_graphs] if named_by_caller else None,
            )
        except SyntaxError as error:
            raise syntax_error(text, str(error)) from error
        except RuntimeError as error:
            raise NotCarriedOut(str(error)) from error
        return Answer(result)

    def update(self, text: str) -> None:
        """Carry out one SPARQL update in one transaction, on disk when this returns.

        The default graph of a WHERE is Oxigraph's own, not the union of the named graphs.
        """
        if not self.writable:
            raise ReadOnlyStore("This store is open for reading only. Start with `consulaire serve --writable`.")
        guard.check(text)
        try:
            self._engine.update(text, base_iri=BASE)
        except SyntaxError as error:
            raise syntax_error(text, str(error), update=True) from error
        except RuntimeError as error:
            raise NotCarriedOut(str(error)) from error
        self.flush()

    def flush(self) -> None:
        """Make sure that what was written is on disk."""
        self._engine.flush()

    def dump(self) -> bytes:
        """Write every quad as sorted N-Quads, a stored union left out."""
        if not self.stores_union:
            written = self._engine.dump(format=ox.RdfFormat.N_QUADS) or b""
            return b"".join(sorted(written.splitlines(keepends=True)))
        return b"".join(sorted(line for graph in self._engine.named_graphs() for line in self._lines_of(graph)))

    def _lines_of(self, graph: ox.NamedNode | ox.BlankNode) -> Iterator[bytes]:
        end = f"{graph} .\n".encode()
        triples = self._engine.dump(format=ox.RdfFormat.N_TRIPLES, from_graph=graph) or b""
        return (line[:-2] + end for line in triples.splitlines(keepends=True))

    def __len__(self) -> int:
        """Count the quads, a stored union left out."""
        if not self.stores_union:
            return len(self._engine)
        counted = self._engine.query("SELECT (COUNT(*) AS ?n) { GRAPH ?g { ?s ?p ?o } }")
        return int(next(iter(cast("ox.QuerySolutions", counted)))["n"].value)

    def close(self) -> None:
        """Let go of the database."""
        self._store = None

    @property
    def _engine(self) -> ox.Store:
        if self._store is None:
            raise ReadOnlyStore("This store was closed. Open it again with `open_store()`.")
        return self._store


def _graph(iri: str) -> ox.NamedNode | ox.DefaultGraph:
    return ox.DefaultGraph() if iri == DEFAULT_GRAPH else ox.NamedNode(iri)


def union_of(nquads: bytes) -> bytes:
    """Write each triple of some N-Quads once, outside any named graph; every line must name its graph."""
    return b"".join({line.rsplit(b" ", 2)[0] + b" .\n" for line in nquads.splitlines()})
