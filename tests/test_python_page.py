"""The page on the library is what the docstrings say, and names every public name of the package."""

import subprocess
import sys
from pathlib import Path

import graph

ROOT = Path(__file__).resolve().parent.parent
SCRIPT = ROOT / "docs" / "write_python.py"
PAGE = ROOT / "docs" / "python.md"
ELSEWHERE = {"Answer", "Row", "Store", "Term", "build", "load"}  # what the library stands on, told in the source


def test_the_page_is_current() -> None:
    done = subprocess.run([sys.executable, str(SCRIPT), "--check"], capture_output=True, text=True)
    assert (done.returncode, done.stderr) == (0, "")


def test_an_old_page_is_told(tmp_path: Path) -> None:
    copied = tmp_path / "docs" / "write_python.py"
    copied.parent.mkdir()
    copied.write_text(SCRIPT.read_text(encoding="utf-8"), encoding="utf-8")
    (tmp_path / "graph").symlink_to(ROOT / "graph")
    (tmp_path / "docs" / "python.md").write_text(PAGE.read_text(encoding="utf-8") + "more\n", encoding="utf-8")
    done = subprocess.run([sys.executable, str(copied), "--check"], capture_output=True, text=True)
    assert done.returncode == 1
    assert "Run: python docs/write_python.py" in done.stderr


def test_every_public_name_is_on_the_page() -> None:
    page = PAGE.read_text(encoding="utf-8")
    told = {name for name in graph.__all__ if f"class `{name}`" in page or f"### `{name}(" in page}
    assert told == set(graph.__all__) - ELSEWHERE
