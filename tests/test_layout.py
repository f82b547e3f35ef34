"""Keep the tree as it is told: one origin, one direction of imports, small files, partners."""

import ast
import subprocess
import sys
from pathlib import Path

import pytest

import graph
import server

ROOT = Path(__file__).resolve().parent.parent
PACKAGES = ("graph", "server")
MODULES = sorted(
    path for package in PACKAGES for path in (ROOT / package).rglob("*.py") if "_bundled" not in path.parts
)
SOURCES = MODULES + sorted((ROOT / "tests").glob("*.py"))
_OURS_IN_SERVER = ("static/scripts/**/*.js", "static/styles/*.css", "static/consulaire.css", "vendoring/*.mjs")
PAGE_FILES = sorted(path for pattern in _OURS_IN_SERVER for path in (ROOT / "server").glob(pattern))
ONLY_IN = {
    "pyoxigraph": ("graph/stores/", "graph/obligations/run_rules.py", "graph/obligations/revalidate.py"),
    "SPARQLWrapper": ("graph/stores/",),
    "pyshacl": ("graph/engines/pyshacl.py",),
    "shifty": ("graph/engines/shifty.py",),
    "networkx": ("graph/networks/",),
    "matplotlib": ("graph/plots/",),
    "ipysigma": ("graph/plots/",),
    "click": (
        "graph/cli.py",
        "graph/plainly.py",
        "graph/notebook_command.py",
        "graph/obligations/commands.py",
        "graph/obligations/explain_command.py",
        "graph/obligations/history_command.py",
        "server/cli.py",
    ),
    "icalendar": ("graph/obligations/writers/calendar.py",),
    "jinja2": ("graph/obligations/writers/html_page.py",),
}
BANNED = {"utils.py", "helpers.py", "common.py", "misc.py"}


def imported(path: Path) -> set[str]:
    found: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found.update(alias.name.split(".")[0] for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module and node.level == 0:
            found.add(node.module.split(".")[0])
    return found


def test_the_lists_of_files_are_not_empty() -> None:
    assert len(MODULES) >= 25
    assert len(SOURCES) >= 40
    assert {path.suffix for path in PAGE_FILES} == {".js", ".css", ".mjs"}
    assert len(PAGE_FILES) >= 50


def test_graph_and_server_come_from_the_same_place() -> None:
    assert graph.__file__ is not None
    assert server.__file__ is not None
    assert Path(graph.__file__).parent.parent == Path(server.__file__).parent.parent


def test_the_graph_never_imports_the_server_or_flask() -> None:
    wrong = [
        path.name for path in MODULES if path.is_relative_to(ROOT / "graph") and imported(path) & {"server", "flask"}
    ]
    assert wrong == []


@pytest.mark.parametrize("library", sorted(ONLY_IN))
def test_a_library_is_known_in_its_place_only(library: str) -> None:
    users = [path.relative_to(ROOT).as_posix() for path in MODULES if library in imported(path)]
    assert [user for user in users if not user.startswith(ONLY_IN[library])] == []


def test_no_file_is_over_400_lines() -> None:
    sizes = {path: len(path.read_text(encoding="utf-8").splitlines()) for path in [*SOURCES, *PAGE_FILES]}
    assert {path.relative_to(ROOT).as_posix(): lines for path, lines in sizes.items() if lines > 400} == {}


def test_no_function_is_over_40_lines() -> None:
    long = []
    for path in SOURCES:
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                lines = (node.end_lineno or node.lineno) - node.lineno + 1
                if lines > 40:
                    long.append((path.name, node.name, lines))
    assert long == []


def test_no_file_is_called_after_nothing() -> None:
    assert [path.name for path in SOURCES if path.name in BANNED] == []


def test_knowledge_files_are_named_in_words() -> None:
    folders = [
        ROOT / "graph" / "facts",
        ROOT / "graph" / "queries",
        ROOT / "shapes",
        ROOT / "ontology" / "vocabularies",
    ]
    files = [path for folder in folders for path in folder.rglob("*") if path.suffix in {".ttl", ".rq"}]
    assert len(files) >= 60
    assert [path.name for path in files if path.stem != path.stem.lower() or any(c.isdigit() for c in path.stem)] == []


def test_the_public_names_of_graph_are_all_there() -> None:
    assert sorted(graph.__all__) == graph.__all__
    assert [name for name in graph.__all__ if not hasattr(graph, name)] == []


def test_importing_graph_loads_neither_rdflib_nor_pandas_nor_flask() -> None:
    heavy = {"rdflib", "pandas", "networkx", "flask", "pyshacl", "shifty"}
    code = f"import sys, graph; print(sorted({heavy} & sys.modules.keys()))"
    out = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=ROOT)
    assert out.stdout.strip() == "[]"


def test_no_tracked_file_names_a_path_of_one_machine() -> None:
    listed = subprocess.run(["git", "ls-files", "-z"], capture_output=True, text=True, check=True, cwd=ROOT).stdout
    names = [name for name in listed.split("\0") if name and "vendored" not in name]
    assert len(names) >= 100
    homes = tuple(f"/{folder}/" for folder in ("work", "root", "home"))
    wrong = []
    for name in names:
        text = (ROOT / name).read_text(encoding="utf-8", errors="replace") if (ROOT / name).is_file() else ""
        wrong += [name for home in homes if f" {home}" in text or f'"{home}' in text or f"={home}" in text]
    assert wrong == []
