"""Keep the graph in Oxigraph: on disk by default, or in memory.

Oxigraph 0.5 can take the union of the named graphs as the default graph, but then counts a triple once for each
graph that holds it, and overlooks a query's own FROM. So a store that is built once and read stores the union, in
the default graph proper: each triple once. A store that is written to uses the engine's union, with these limits.
"""

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import cast

import pyoxigraph as ox

from ..errors import NotCarriedOut, ReadOnlyStore, StoreBusy
from ..namespaces import DESCRIPTION_GRAPH
from . import guard
from .base import BASE, DEFAULT_GRAPH, Answer
from .sparql_tokens import has_dataset_clause
from .syntax import syntax_error


class OxigraphStore:
    """Answer queries with Oxigraph (the contract is `Store`)."""

    def __init__(self, store: ox.Store, *, writable: bool, stores_union: bool, held: object = None) -> None:
        self._store: ox.Store | None = store
        self._held = held  # what must be referred to while the files are read
        self.writable = writable
        self.stores_union = stores_union

    @classmethod
    def read(cls, database: Path, *, stores_union: bool, held: object = None) -> "OxigraphStore":
        """Open a database on disk for reading, in any number of processes; never beside a live writer."""
        return cls(ox.Store.read_only(str(database)), writable=False, stores_union=stores_union, held=held)

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
        """Add N-Quads of graphs that are not there yet, in bulk; without a transaction: build aside, then switch.

        `with_union` stores the union of the named graphs besides; the store is then for reading.
        """
        union = union_of(nquads) if with_union else b""
        self._engine.bulk_load(input=nquads + union, format=ox.RdfFormat.N_QUADS)
        self.stores_union = with_union

    def copy_to_memory(self) -> "OxigraphStore":
        """Copy everything into memory, for reading: most queries take half the time there, a quad about 1 KiB."""
        written = self._engine.dump(format=ox.RdfFormat.N_QUADS) or b""
        copy = ox.Store()
        copy.bulk_load(input=written, format=ox.RdfFormat.N_QUADS)
        return OxigraphStore(copy, writable=False, stores_union=self.stores_union)

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

    def checkpoint(self, target: Path) -> None:
        """Copy the database as it is now to a folder that is not there yet: hard links, in some milliseconds.

        The copy is on disk when this returns, but for its name in the folder that it lies in. It can be read, and
        never changes.
        """
        self._engine.backup(str(target))

    def drop_union(self) -> None:
        """Take away, from a database that was built to be read, the stored union and what the build says of itself."""
        self._engine.remove_graph(ox.NamedNode(DESCRIPTION_GRAPH))
        self._engine.clear_graph(ox.DefaultGraph())
        self._engine.optimize()
        self.flush()

    def graphs(self) -> list[str]:
        """List the IRIs of the named graphs, those without triples too, sorted."""
        return sorted(graph.value for graph in self._engine.named_graphs() if isinstance(graph, ox.NamedNode))

    def add_graphs(self, iris: Iterable[str]) -> None:
        """Make named graphs, which stay as they are where they are there."""
        for iri in iris:
            self._engine.add_graph(ox.NamedNode(iri))

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
        self._store = self._held = None

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
