"""Hold the vendored libraries to the digests, versions and licences that are told beside them."""

import json
import re
from hashlib import sha256
from pathlib import Path

import pytest

from tests.conftest import ROOT

FOLDERS = (ROOT / "server" / "static" / "vendored", ROOT / "tests" / "vendored")
_ROW = re.compile(r"\| `([^`]+)` \| (.+) \| `([0-9a-f]{64})` \|")


@pytest.mark.parametrize("folder", FOLDERS, ids=["server", "tests"])
def test_each_file_is_told_and_is_what_is_told(folder: Path) -> None:
    page = (folder / "VENDORED.md").read_text(encoding="utf-8")
    told = {name: digest for name, _, digest in _ROW.findall(page)}
    there = {
        path.name: sha256(path.read_bytes()).hexdigest() for path in folder.iterdir() if path.name != "VENDORED.md"
    }
    assert told == there
    assert there


def test_the_versions_are_those_that_are_asked_for() -> None:
    asked = json.loads((ROOT / "server" / "vendoring" / "package.json").read_text(encoding="utf-8"))["dependencies"]
    told = "\n".join((folder / "VENDORED.md").read_text(encoding="utf-8") for folder in FOLDERS)
    assert len(asked) >= 4
    assert [name for name, version in asked.items() if f"{name} {version} (" not in told] == []


def test_the_lock_names_no_registry() -> None:
    lock = (ROOT / "server" / "vendoring" / "package-lock.json").read_text(encoding="utf-8")
    assert '"resolved"' not in lock
    assert lock.count('"integrity"') > 20
