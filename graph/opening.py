"""Open a graph to explore, wherever it lies: packaged, in a folder, in a file, on a server."""

import os
import sys
from hashlib import sha256
from pathlib import Path

from .build import build
from .errors import FactFileError, StoreMissing
from .explore import WEB, Graph
from .resources import store_directory
from .stores import PublishedGraph, oxigraph_store, remote_store
from .stores.parsing import parse_any


def open_graph(
    place: str | Path | None = None, *, lang: str = "fr", timeout: float | None = None, retries: int | None = None
) -> Graph:
    """Open the graph of this package, of the store in a folder, of an RDF file, or of a SPARQL endpoint.

    Without a place, the published graph of this installation: the first use builds it, with progress on stderr. A
    folder must hold a store that `consulaire build` made (StoreMissing). A file (.ttl, .trig, .nq…) is opened by
    itself, without the packaged facts. An address is asked one small question, so that a wrong one is told here
    (RemoteDown, RemoteMisbehaved); `timeout` and `retries` are for addresses only. `lang` is the language of labels,
    `fr` or `en`; where a label has no such language, another stands in.
    """
    if place is not None and str(place).startswith(WEB):
        return _on_a_server(str(place), lang, timeout, retries)
    if place is not None and Path(place).suffix and not Path(place).is_dir():
        return _of_a_file(Path(place), lang)
    return _published(Path(place) if place is not None else None, lang)


def _published(directory: Path | None, lang: str) -> Graph:
    published = PublishedGraph(directory or store_directory(os.environ))
    try:
        current = published.current()
    except StoreMissing:
        if directory is not None:
            raise
        print("Building the graph, once:", file=sys.stderr)  # noqa: T201
        current = build(published.directory, progress=_tell)
    return Graph(published.open(), version=current.dataset, place=str(directory) if directory else None, lang=lang)


def _tell(step: str) -> None:
    print(f"  {step}", file=sys.stderr)  # noqa: T201


def _of_a_file(path: Path, lang: str) -> Graph:
    if not path.exists():
        raise FactFileError("there is no such file.", file=path)
    nquads = parse_any(path)
    return Graph(oxigraph_store(nquads), version=sha256(nquads).hexdigest(), place=str(path), lang=lang)


def _on_a_server(endpoint: str, lang: str, timeout: float | None, retries: int | None) -> Graph:
    store = remote_store(endpoint, timeout=timeout, retries=retries)
    store.query("ASK {}")
    return Graph(store, place=endpoint, lang=lang)
