"""Keep the published graph on disk so that readers never see half of it.

    STORE/current.json      which build is current, and what wrote it
    STORE/builds/<name>/    one Oxigraph database per build, never changed once it is published
    STORE/scratch/<name>/   where a server that takes updates works, worth nothing once it has ended
    STORE/lock              held by whoever replaces the current build

A build is made in a folder of its own; then `current.json` is replaced, which the file system does at once. A
build that fails or is killed leaves the former graph in use. The build before the current one is kept, and any other
as long as somebody holds it: a running server may still read it.
"""

import fcntl
import json
import os
import shutil
import tempfile
import weakref
from collections.abc import Callable, Collection, Iterator
from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass, replace
from hashlib import sha256
from pathlib import Path
from typing import Literal

import pyoxigraph as ox

from ..errors import StoreBusy, StoreError, StoreMissing, StoreVersionMismatch
from ..namespaces import DESCRIPTION_GRAPH
from ..resources import consulaire_version
from .oxigraph import OxigraphStore

STORE_FORMAT = 1  # raise it when a store written before cannot be read as it should be
_TRIES = 100  # to hold the current build while others are published
_BUSY = (
    "Another build is writing to {}. Wait for it to end, then try again.",
    "A server that takes updates has the store in {}. Stop it (serve --writable), then try again.",
)


Describe = Callable[[OxigraphStore, str], bytes]  # of the store filled with facts, and their digest; gives N-Quads


@dataclass(frozen=True)
class Build:
    """Describe one build: what wrote it, and the version of the dataset.

    The version is the digest of the N-Quads given, and `quads` counts them: neither takes in what the build says of
    itself. After an update the version is a digest of the one before and of the build's own name: it tells states
    apart, and nothing of what is in them. `quads` is then None: nobody counted.
    """

    store_format: int
    engine: str
    consulaire: str
    dataset: str
    quads: int | None
    database: str
    stores_union: bool


class HeldBuild(Build):
    """Describe a build whose folder nobody removes for as long as this object is referred to."""


class PublishedGraph:
    """Open and replace the graph that lies in a folder."""

    def __init__(self, directory: Path) -> None:
        self.directory = directory

    @property
    def builds(self) -> Path:
        """Give the folder of the builds."""
        return self.directory / "builds"

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
        if not (self.builds / build.database).is_dir():
            raise StoreMissing(self.directory)
        return build

    def hold(self) -> HeldBuild:
        """Describe the current build and keep its folder from being removed, as long as the result is referred to."""
        for left in reversed(range(_TRIES)):
            try:
                build = self.current()
                door = _lock_folder(self.builds / build.database, fcntl.LOCK_SH)
            except (FileNotFoundError, BlockingIOError):  # it is being removed: another one is current by now
                continue
            except StoreMissing:
                if not left or not self._pointer.exists():
                    raise
                continue
            held = HeldBuild(**asdict(build))
            weakref.finalize(held, os.close, door)
            if self._current_name() == build.database:
                return held
        raise StoreBusy(f"The graph in {self.directory} is replaced again and again. Try again in a moment.")

    def open(self) -> OxigraphStore:
        """Open the current build for reading."""
        build = self.hold()
        return OxigraphStore.read(self.builds / build.database, stores_union=build.stores_union, held=build)

    def replace(
        self,
        nquads: bytes,
        *,
        for_writing: bool = False,
        graphs: Collection[str] = (),
        expected: int | None = None,
        describe: Describe | None = None,
    ) -> Build:
        """Build these N-Quads aside, then make them current at once; StoreBusy when another build is under way.

        Unless it is for writing, the union of the named graphs is stored with it, for exact counts. `graphs` are made
        besides, empty ones too; what `describe` gives is stored besides. StoreError, and nothing is changed, when not
        `expected` quads come of it.
        """
        self.builds.mkdir(parents=True, exist_ok=True)
        with self.lock("build"):
            before = self._current_name()
            folder = Path(tempfile.mkdtemp(prefix="build-", dir=self.builds))
            try:
                build = _fill(folder, nquads, graphs, with_union=not for_writing, describe=describe)
                _expect(expected, build)
                self._switch(build)
            except BaseException:
                shutil.rmtree(folder, ignore_errors=True)
                raise
            self.remove_old({before, build.database})
        return build

    def publish(self, name: str, *, changed: bool = True) -> Build:
        """Make a checkpoint, a folder in `builds`, current at once and on disk; only the holder of the lock may.

        It has a version of its own, unless its data are those of the build before. Where an OSError comes of it,
        `current` tells whether the switch was made.
        """
        (self.builds / name / "CURRENT").stat()  # what is not there must not become current
        before = self.current()
        version = sha256(f"{before.dataset} {name}".encode()).hexdigest() if changed else before.dataset
        build = replace(before, dataset=version, quads=None, database=name, stores_union=False)
        self._switch(build)
        return build

    def remove_old(self, kept: Collection[str | None]) -> None:
        """Remove builds but for those kept and those that somebody holds; only the holder of the lock may."""
        for old in self.builds.iterdir():
            if old.name not in kept:
                with suppress(OSError):
                    door = _lock_folder(old, fcntl.LOCK_EX)
                    try:
                        shutil.rmtree(old, ignore_errors=True)
                    finally:
                        os.close(door)

    def _switch(self, build: Build) -> None:
        """Replace the pointer; the build, the new pointer and its name are on disk when this returns."""
        aside = self.directory / "current.json.new"
        with aside.open("w", encoding="utf-8") as file:
            json.dump(asdict(build), file, indent=2)
            file.flush()
            os.fsync(file.fileno())
        _sync(self.builds)
        aside.replace(self._pointer)
        _sync(self.directory)

    def _current_name(self) -> str | None:
        try:
            name = json.loads(self._pointer.read_text(encoding="utf-8"))["database"]
        except (OSError, ValueError, KeyError, TypeError):
            return None
        return str(name)

    @contextmanager
    def lock(self, holder: Literal["build", "server"]) -> Iterator[None]:
        """Be the one who replaces the current build; StoreBusy tells what other kind of holder there is."""
        with (self.directory / "lock").open("a+", encoding="ascii") as file:
            try:
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError as error:
                file.seek(0)
                raise StoreBusy(_BUSY[file.read() == "server"].format(self.directory)) from error
            file.truncate(0)
            file.write(holder)
            file.flush()
            yield


def without_description(nquads: bytes) -> bytes:
    """Leave out of N-Quads what a build says of itself, which would be untrue after a change."""
    end = f" <{DESCRIPTION_GRAPH}> .\n".encode()
    return b"".join(line for line in nquads.splitlines(keepends=True) if not line.endswith(end))


def _engine() -> str:
    return "oxigraph " + ".".join(ox.__version__.split(".")[:2])


def _expect(quads: int | None, build: Build) -> None:
    if quads not in {None, build.quads}:
        raise StoreError(f"{build.quads} quads came of what should hold {quads}. Nothing was changed.")


def _lock_folder(folder: Path, how: int) -> int:
    """Open a folder and lock it; it stays locked until what is returned is closed."""
    door = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        fcntl.flock(door, how | fcntl.LOCK_NB)
    except BaseException:
        os.close(door)
        raise
    return door


def _sync(place: Path) -> None:
    """Make sure that a file, or the names in a folder, are on disk."""
    door = os.open(place, os.O_RDONLY)
    try:
        os.fsync(door)
    finally:
        os.close(door)


def _fill(
    folder: Path, nquads: bytes, graphs: Collection[str] = (), *, with_union: bool, describe: Describe | None = None
) -> Build:
    store = OxigraphStore.write(folder)
    store.load(nquads, with_union=with_union)
    store.add_graphs(graphs)
    digest, quads = sha256(nquads).hexdigest(), len(store)
    if describe:
        store.load(describe(store, digest), with_union=with_union)
    store.flush()
    store.close()
    for place in (*folder.iterdir(), folder):
        _sync(place)
    return Build(STORE_FORMAT, _engine(), consulaire_version(), digest, quads, folder.name, with_union)
