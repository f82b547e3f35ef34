"""Keep the graph in Oxigraph: on disk by default, or in memory."""

from collections.abc import Sequence
from pathlib import Path

import pyoxigraph as ox

from ..errors import ReadOnlyStore, StoreBusy
from .base import Answer
from .sparql_tokens import has_dataset_clause
from .syntax import syntax_error


class OxigraphStore:
    """Answer queries with Oxigraph (the contract is `Store`)."""

    def __init__(self, store: ox.Store, *, writable: bool) -> None:
        self._store: ox.Store | None = store
        self.writable = writable

    @classmethod
    def read(cls, database: Path) -> "OxigraphStore":
        """Open a database on disk for reading, in any number of processes; never beside a live writer."""
        return cls(ox.Store.read_only(str(database)), writable=False)

    @classmethod
    def write(cls, database: Path) -> "OxigraphStore":
        """Open or create a database on disk for writing; StoreBusy when another process has it."""
        try:
            return cls(ox.Store(str(database)), writable=True)
        except OSError as error:
            if "lock" not in str(error).lower():
                raise
            raise StoreBusy(f"{database} is in use by another process that writes. Stop it, then try again.") from error

    @classmethod
    def in_memory(cls, nquads: bytes = b"") -> "OxigraphStore":
        """Hold N-Quads in memory, writable; meant for tests, drafts and the user's own files."""
        store = cls(ox.Store(), writable=True)
        store.load(nquads)
        return store

    def load(self, nquads: bytes) -> None:
        """Add N-Quads in bulk; the fast way in, without a transaction: build aside, then switch."""
        self._engine.bulk_load(input=nquads, format=ox.RdfFormat.N_QUADS)

    def query(self, text: str, *, default_graphs: Sequence[str] = (), named_graphs: Sequence[str] = ()) -> Answer:
        """Answer one SPARQL query over the union of the named graphs, unless it or the caller names graphs."""
        named_by_caller = bool(default_graphs or named_graphs)
        try:
            result = self._engine.query(
                text,
                use_default_graph_as_union=not named_by_caller and not has_dataset_clause(text),
                default_graph=[ox.NamedNode(iri) for iri in default_graphs] if named_by_caller else None,
                named_graphs=[ox.NamedNode(iri) for iri in named_graphs] if named_by_caller else None,
            )
        except SyntaxError as error:
            raise syntax_error(text, str(error)) from error
        return Answer(result)

    def update(self, text: str) -> None:
        """Carry out one SPARQL update in one transaction, on disk when this returns.

        The default graph of a WHERE is Oxigraph's own, not the union of the named graphs.
        """
        if not self.writable:
            raise ReadOnlyStore("This store is open for reading only. Start with `consulaire serve --writable`.")
        try:
            self._engine.update(text)
        except SyntaxError as error:
            raise syntax_error(text, str(error)) from error
        self.flush()

    def flush(self) -> None:
        """Make sure that what was written is on disk."""
        self._engine.flush()

    def dump(self) -> bytes:
        """Write every quad as sorted N-Quads."""
        lines = self._engine.dump(format=ox.RdfFormat.N_QUADS) or b""
        return b"".join(sorted(lines.splitlines(keepends=True)))

    def __len__(self) -> int:
        """Count the quads."""
        return len(self._engine)

    def close(self) -> None:
        """Let go of the database."""
        self._store = None

    @property
    def _engine(self) -> ox.Store:
        if self._store is None:
            raise ReadOnlyStore("This store was closed. Open it again with `open_store()`.")
        return self._store
