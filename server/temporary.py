"""Serve the user's own files from a store that is removed at the end."""

import multiprocessing
import shutil
import sys
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from graph.errors import ConsulaireError
from graph.stores import PublishedGraph
from graph.stores.parsing import parse_any

_BAD_INPUT = 2


@contextmanager
def temporary_store(files: Sequence[Path], *, for_writing: bool = False) -> Iterator[Path]:
    """Build a store of these files (none: an empty one) in a temporary folder, removed at the end.

    It is built in a process of its own: the engine's threads do not outlive a fork, and a process forked from one
    that once wrote with it would wait for them for ever at its first update. A file that cannot be read
    ends the program with status 2 and the reason on stderr.
    """
    folder = Path(tempfile.mkdtemp(prefix="consulaire-"))
    try:
        builder = multiprocessing.get_context("spawn").Process(target=_fill, args=(folder, tuple(files), for_writing))
        builder.start()
        builder.join()
        if builder.exitcode:
            sys.exit(builder.exitcode)
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _fill(folder: Path, files: tuple[Path, ...], for_writing: bool) -> None:
    try:
        PublishedGraph(folder).replace(b"".join(parse_any(path) for path in files), for_writing=for_writing)
    except ConsulaireError as error:
        sys.stderr.write(f"consulaire: {error}\n")
        sys.exit(_BAD_INPUT)
