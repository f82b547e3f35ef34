"""Keep the published graph on disk so that readers never see half of it.

    STORE/current.json      which build is current, and what wrote it
    STORE/builds/<name>/    one Oxigraph database per build

A build is made in a folder of its own; then `current.json` is replaced, which the file system does at once. A
build that fails or is killed leaves the former graph in use. The build before the current one is kept, since a
running server may still read it.
"""

import fcntl
import json
import os
import shutil
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from hashlib import sha256
from pathlib import Path

import pyoxigraph as ox

from ..errors import StoreBusy, StoreMissing, StoreVersionMismatch
from ..namespaces import DESCRIPTION_GRAPH
from ..resources import consulaire_version
from .oxigraph import OxigraphStore

STORE_FORMAT = 1  # raise it when a store written before cannot be read as it should be


Describe = Callable[[OxigraphStore, str], bytes]  # of the store filled with facts, and their digest; gives N-Quads


@dataclass(frozen=True)
class Build:
    """Describe one build: what wrote it, and the digest of the N-Quads given, which is the version of the dataset.

    `quads` counts what was given, not what the build says of itself.
    """

    store_format: int
    engine: str
    consulaire: str
    dataset: str
    quads: int
    database: str
    stores_union: bool


class PublishedGraph:
    """Open and replace the graph that lies in a folder."""

    def __init__(self, directory: Path) -> None:
        self.directory = directory

    @property
    def _pointer(self) -> Path:
        return self.directory / "current.json"

    def current(self) -> Build:
        """Describe the current build; StoreMissing or StoreVersionMismatch say what to run when it cannot serve."""
        try:
            described = json.loads(self._pointer.read_text(encoding="utf-8"))
            build = Build(**described)
        except FileNotFoundError as error:
            raise StoreMissing(self.directory) from error
        except (ValueError, TypeError) as error:
            raise StoreVersionMismatch(
                f"{self._pointer} is not readable by this version. Run `consulaire build` to make the store anew."
            ) from error
        if (build.store_format, build.engine) != (STORE_FORMAT, _engine()):
            raise StoreVersionMismatch(
                f"The store in {self.directory} was written by consulaire {build.consulaire} (format "
                f"{build.store_format}, {build.engine}); this is consulaire {consulaire_version()} (format "
                f"{STORE_FORMAT}, {_engine()}). Run `consulaire build` to make it anew."
            )
        if not (self.directory / "builds" / build.database).is_dir():
            raise StoreMissing(self.directory)
        return build

    def open(self, *, writable: bool = False) -> OxigraphStore:
        """Open the current build, for reading unless asked otherwise."""
        build = self.current()
        if writable and build.stores_union:
            build = self.replace(without_description(self.open().dump()), for_writing=True)
        database = self.directory / "builds" / build.database
        if writable:
            return OxigraphStore.write(database)
        return OxigraphStore.read(database, stores_union=build.stores_union)

    def replace(self, nquads: bytes, *, for_writing: bool = False, describe: Describe | None = None) -> Build:
        """Build these N-Quads aside, then make them current at once; StoreBusy when another build is under way.

        Unless it is for writing, the union of the named graphs is stored with it, for exact counts; what `describe`
        gives is stored besides.
        """
        builds = self.directory / "builds"
        builds.mkdir(parents=True, exist_ok=True)
        with self._lock():
            before = self._current_name()
            folder = Path(tempfile.mkdtemp(prefix="build-", dir=builds))
            try:
                build = _fill(folder, nquads, with_union=not for_writing, describe=describe)
                self._switch(build)
            except BaseException:
                shutil.rmtree(folder, ignore_errors=True)
                raise
            for old in builds.iterdir():
                if old.name not in {before, build.database}:
                    shutil.rmtree(old, ignore_errors=True)
        return build

    def _switch(self, build: Build) -> None:
        aside = self.directory / "current.json.new"
        with aside.open("w", encoding="utf-8") as file:
            json.dump(asdict(build), file, indent=2)
            file.flush()
            os.fsync(file.fileno())
        aside.replace(self._pointer)

    def _current_name(self) -> str | None:
        try:
            name = json.loads(self._pointer.read_text(encoding="utf-8"))["database"]
        except (OSError, ValueError, KeyError, TypeError):
            return None
        return str(name)

    @contextmanager
    def _lock(self) -> Iterator[None]:
        with (self.directory / "lock").open("w") as file:
            try:
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError as error:
                raise StoreBusy(
                    f"Another build is writing to {self.directory}. Wait for it to end, then try again."
                ) from error
            yield


def without_description(nquads: bytes) -> bytes:
    """Leave out of N-Quads what a build says of itself, which would be untrue after a change."""
    end = f" <{DESCRIPTION_GRAPH}> .\n".encode()
    return b"".join(line for line in nquads.splitlines(keepends=True) if not line.endswith(end))


def _engine() -> str:
    return "oxigraph " + ".".join(ox.__version__.split(".")[:2])


def _fill(folder: Path, nquads: bytes, *, with_union: bool, describe: Describe | None = None) -> Build:
    store = OxigraphStore.write(folder)
    store.load(nquads, with_union=with_union)
    digest, quads = sha256(nquads).hexdigest(), len(store)
    if describe:
        store.load(describe(store, digest), with_union=with_union)
    store.flush()
    store.close()
    return Build(STORE_FORMAT, _engine(), consulaire_version(), digest, quads, folder.name, with_union)
