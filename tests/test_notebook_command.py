"""`consulaire notebook`: a working copy, never overwritten, opened in JupyterLab."""

import json
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path

import pytest
from click.testing import CliRunner

from graph import notebook_command as module
from graph.errors import NotebookError
from graph.notebooks import LEDGER, copy_notebooks
from graph.resources import NOTEBOOKS
from server.cli import cli


@pytest.fixture
def source(tmp_path: Path) -> Path:
    folder = tmp_path / "source"
    folder.mkdir()
    for name in ("01-un.ipynb", "02-deux.ipynb"):
        (folder / name).write_text(f'{{"cells": [], "name": "{name}"}}', encoding="utf-8")
    return folder


def test_the_notebooks_are_copied_once(tmp_path: Path, source: Path) -> None:
    work = tmp_path / "a" / "work"
    assert copy_notebooks(work, source).new == ("01-un.ipynb", "02-deux.ipynb")
    again = copy_notebooks(work, source)
    assert (again.new, again.same, again.kept) == ((), ("01-un.ipynb", "02-deux.ipynb"), ())
    assert (work / "01-un.ipynb").read_bytes() == (source / "01-un.ipynb").read_bytes()


def test_a_changed_notebook_is_kept_and_an_unchanged_one_follows_the_release(tmp_path: Path, source: Path) -> None:
    copy_notebooks(tmp_path / "work", source)
    (tmp_path / "work" / "01-un.ipynb").write_text("mine", encoding="utf-8")
    for name in ("01-un.ipynb", "02-deux.ipynb"):
        (source / name).write_text("of the next release", encoding="utf-8")
    copied = copy_notebooks(tmp_path / "work", source)
    assert (copied.new, copied.kept) == (("02-deux.ipynb",), ("01-un.ipynb",))
    assert (tmp_path / "work" / "01-un.ipynb").read_text(encoding="utf-8") == "mine"


@pytest.mark.parametrize("ledger", [None, "not JSON", "[1]", '{"01-un.ipynb": 3}'])
def test_without_a_readable_ledger_every_other_file_is_kept(tmp_path: Path, source: Path, ledger: str | None) -> None:
    work = tmp_path / "work"
    work.mkdir()
    (work / "01-un.ipynb").write_text("of somebody", encoding="utf-8")
    if ledger is not None:
        (work / LEDGER).write_text(ledger, encoding="utf-8")
    assert copy_notebooks(work, source).kept == ("01-un.ipynb",)
    assert (work / "01-un.ipynb").read_text(encoding="utf-8") == "of somebody"
    assert list(json.loads((work / LEDGER).read_text(encoding="utf-8"))) != []


def test_a_folder_that_cannot_be_written_to_is_told(tmp_path: Path, source: Path) -> None:
    (tmp_path / "file").write_text("", encoding="utf-8")
    with pytest.raises(NotebookError, match=r"cannot be copied to .*Choose another folder with --dir"):
        copy_notebooks(tmp_path / "file", source)
    with pytest.raises(NotebookError, match="has no notebooks"):
        copy_notebooks(tmp_path / "work", tmp_path / "nothing")


def test_the_command_copies_every_notebook_of_the_project(tmp_path: Path) -> None:
    done = CliRunner().invoke(cli, ["notebook", "--copy-only", "--dir", str(tmp_path / "work")])
    assert done.exit_code == 0
    names = {path.name for path in NOTEBOOKS.glob("*.ipynb")}
    assert len(names) >= 1
    assert {path.name for path in (tmp_path / "work").glob("*.ipynb")} == names


def test_without_jupyterlab_the_command_says_what_to_install(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "find_spec", lambda _: None)
    done = CliRunner().invoke(cli, ["notebook", "--dir", str(tmp_path / "work")])
    assert done.exit_code == 2
    assert "pip install 'consulaire[notebooks]'" in done.output
    assert list((tmp_path / "work").glob("*.ipynb")) != []


def answered(address: str, process: subprocess.Popen[str]) -> bytes:
    """Give what JupyterLab answers, once it listens."""
    request = urllib.request.Request(address, headers={"Authorization": "token t"})
    for _ in range(150):
        assert process.poll() is None
        try:
            with urllib.request.urlopen(request, timeout=30) as response:
                return bytes(response.read())
        except urllib.error.URLError:
            time.sleep(0.2)
    raise AssertionError(address)


def test_jupyterlab_really_opens_on_the_copy(tmp_path: Path) -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    options = ["--no-browser", "--allow-root", f"--ServerApp.port={port}", "--ServerApp.ip=127.0.0.1"]
    own = dict.fromkeys(("HOME", "JUPYTER_RUNTIME_DIR", "JUPYTER_CONFIG_DIR", "JUPYTER_DATA_DIR"), str(tmp_path))
    with subprocess.Popen(
        [sys.executable, "-m", "server", "notebook", "--dir", "work", *options, "--IdentityProvider.token=t"],
        stderr=subprocess.DEVNULL,
        text=True,
        cwd=tmp_path,
        env={**os.environ, **own, "PYTHONPATH": str(NOTEBOOKS.parent)},
        process_group=0,
    ) as process:
        try:
            listed = json.loads(answered(f"http://127.0.0.1:{port}/api/contents", process))["content"]
        finally:
            os.killpg(process.pid, signal.SIGKILL)
    assert {one["name"] for one in listed} == {path.name for path in NOTEBOOKS.glob("*.ipynb")}
