"""Keep a published graph in one file, and bring it back: gzipped N-Quads that any RDF program reads.

The first line is a comment that says how many quads follow and their SHA-256, so that a damaged file is never
restored. It also names the graphs, since N-Quads cannot tell of one without triples. The same graph gives the same
bytes; restored, its blank nodes have new names.
"""

import gzip
import json
import os
import zlib
from hashlib import sha256
from pathlib import Path
from typing import Any

from ..errors import BackupError, FactFileError, StoreError
from ..namespaces import DESCRIPTION_GRAPH
from ..resources import consulaire_version
from .published import Build, Describe, PublishedGraph, without_description

_MARK = b"# consulaire backup "
_FORMAT = 1


def back_up(directory: Path, file: Path) -> int:
    """Write what is published now to a file, whole or not at all, and count its quads.

    What a build says of itself is left out, and said anew when the backup is restored. It may be done while servers
    read and write: a published build never changes.
    """
    published = PublishedGraph(directory)
    store = published.open()
    nquads = without_description(store.dump())
    quads = nquads.count(b"\n")
    head = {
        "format": _FORMAT,
        "consulaire": consulaire_version(),
        "sha256": sha256(nquads).hexdigest(),
        "quads": quads,
        "stores_union": store.stores_union,
        "graphs": [graph for graph in store.graphs() if graph != DESCRIPTION_GRAPH],
    }
    store.close()
    first = _MARK + json.dumps(head).encode("ascii") + b"\n"
    _write(file, gzip.compress(first + nquads, compresslevel=6, mtime=0))
    return quads


def restore(directory: Path, file: Path, describe: Describe | None = None) -> Build:
    """Make what a backup holds the published graph, at once and verified; `describe` as for a build.

    BackupError when a byte is not as it was; StoreBusy while a server takes updates or a build is under way. The graph
    before stays on disk as the build before.
    """
    head, nquads = _read(file)
    try:
        return PublishedGraph(directory).replace(
            nquads,
            for_writing=not head["stores_union"],
            graphs=head["graphs"],
            expected=head["quads"],
            describe=describe if head["stores_union"] else None,
        )
    except (FactFileError, SyntaxError, ValueError) as error:
        raise BackupError(file, str(error)) from error


def _read(file: Path) -> tuple[dict[str, Any], bytes]:
    try:
        content = gzip.decompress(file.read_bytes())
    except OSError as error:
        raise BackupError(file, f"it cannot be read whole ({error})") from error
    except (EOFError, zlib.error) as error:
        raise BackupError(file, f"it is damaged or cut short ({error})") from error
    first, _, nquads = content.partition(b"\n")
    if not first.startswith(_MARK):
        raise BackupError(file, "its first line is not that of a file that `consulaire backup` writes")
    try:
        head: dict[str, Any] = json.loads(first.removeprefix(_MARK))
        known, digest = head["format"] == _FORMAT, head["sha256"]
    except (ValueError, KeyError, TypeError) as error:
        raise BackupError(file, "its first line is damaged") from error
    if not known:
        raise BackupError(file, f"it was written by consulaire {head.get('consulaire')}, in a format unknown here")
    if digest != sha256(nquads).hexdigest():
        raise BackupError(file, "its content does not have the SHA-256 that its first line gives")
    return head, nquads


def _write(file: Path, content: bytes) -> None:
    aside = file.with_name(f".{file.name}.part")
    try:
        with aside.open("wb") as written:
            written.write(content)
            written.flush()
            os.fsync(written.fileno())
        aside.replace(file)
    except OSError as error:
        aside.unlink(missing_ok=True)
        raise StoreError(
            f"{file} cannot be written: {error.strerror}. Give a folder that is there and has room."
        ) from error
