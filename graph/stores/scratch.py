"""Make a database to work in out of one that never changes, and copies of it that never change.

RocksDB writes its tables (`*.sst`) once and then only reads or removes them, so the work shares those of the
checkpoint by hard links; the journal and the lists of tables are appended to, and are copied. What is done in the
scratch database therefore never shows in the checkpoint, even when the process is killed in the midst of it.
"""

import os
import shutil
from contextlib import suppress
from pathlib import Path

from .oxigraph import OxigraphStore

_OWN = ("LOCK", "LOG")  # of the process that has a database open


class Scratch:
    """Work in a copy of a build; nothing of it is seen before a checkpoint of it is published."""

    def __init__(self, build: Path, folder: Path, *, stores_union: bool) -> None:
        _copy(build, folder)
        self._folder = folder
        self.store = OxigraphStore.write(folder)
        if stores_union:
            self.store.drop_union()

    def reopen(self) -> None:
        """Close and open the database, so that the list of its tables, which each checkpoint copies, is short again."""
        self.store.close()
        self.store = OxigraphStore.write(self._folder)


def _copy(build: Path, folder: Path) -> None:
    folder.mkdir(parents=True)
    for file in build.iterdir():
        if file.suffix == ".sst":
            with suppress(OSError):  # a file system without hard links
                os.link(file, folder / file.name)
                continue
        if not file.name.startswith(_OWN):
            shutil.copyfile(file, folder / file.name)
