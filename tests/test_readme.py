"""Hold the README to the tree, the commands and the settings."""

import re
from pathlib import Path

from graph import oxigraph_store
from graph.load import Dataset
from server.cli import cli

ROOT = Path(__file__).resolve().parent.parent
README = (ROOT / "README.md").read_text(encoding="utf-8")


def fenced(language: str) -> list[str]:
    return re.findall(rf"```{language}\n(.*?)```", README, re.DOTALL)


def test_every_folder_of_the_map_is_there_and_every_folder_is_in_the_map() -> None:
    (tree,) = fenced("text")
    names = re.findall(r"^( *)([\w-]+)/ ", tree, re.MULTILINE)
    paths, parent = [], ""
    for indent, name in names:
        parent = "" if not indent else parent
        paths.append(f"{parent}{name}")
        parent = f"{name}/" if not indent else parent
    assert [path for path in paths if not (ROOT / path).is_dir()] == []
    hidden = {path.name for path in ROOT.iterdir() if path.is_dir() and not path.name.startswith(".")}
    assert hidden - {"LICENSES", "dist", "build", "benchmarks"} <= set(paths)


def test_every_command_is_in_the_readme() -> None:
    told = set(re.findall(r"^\| `consulaire ([\w-]+)` \|", README, re.MULTILINE))
    assert told == set(cli.commands)


def test_every_setting_is_in_the_readme_and_no_other() -> None:
    told = set(re.findall(r"^\| `(CONSULAIRE_\w+)` \|", README, re.MULTILINE))
    code = "".join(
        path.read_text(encoding="utf-8") for name in ("graph", "server") for path in (ROOT / name).rglob("*.py")
    )
    known = set(re.findall(r'"(CONSULAIRE_\w+)"', code))
    assert len(known) >= 5
    assert told == known


def test_every_make_target_of_the_readme_exists() -> None:
    targets = set(re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE))
    told = set(re.findall(r"`?make ([a-z]+)", README))
    assert {"serve", "test", "check"} <= told <= targets
    assert {"serve", "test", "check", "graph", "clean"} <= targets


def test_the_query_to_paste_gives_the_signatories(dataset: Dataset) -> None:
    (query,) = fenced("sparql")
    rows = list(oxigraph_store(dataset.nquads).query(query).rows())
    assert [row["name"].value for row in rows] == [
        "Alain Di Crescenzo",
        "Jean-Benoît Albertini",
        "élus des CCI de Normandie",
    ]
    assert {row["role"].value for row in rows} >= {"président", "préfet de région"}


def test_the_number_of_bodies_that_the_readme_gives_is_the_graphs(dataset: Dataset) -> None:
    (told,) = re.findall(r"(\d+)\s+bodies", README)
    counted = oxigraph_store(dataset.nquads).query(
        "SELECT (COUNT(*) AS ?n) { ?body a <https://w3id.org/consulaire/ns#ConsularBody> }"
    )
    assert [row["n"].value for row in counted.rows()] == [told]


def test_the_number_of_rules_that_the_readme_gives_is_the_registers(dataset: Dataset) -> None:
    (told,) = re.findall(r"(\d+)\s+rules", README)
    counted = oxigraph_store(dataset.nquads).query(
        "SELECT (COUNT(*) AS ?n) { ?rule a <https://w3id.org/consulaire/ns#ObligationRule> }"
    )
    assert [row["n"].value for row in counted.rows()] == [told]


def test_every_path_that_the_contributors_page_names_is_there() -> None:
    page = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
    paths = [path for path in re.findall(r"`([\w./-]+/[\w./-]*)`", page) if "NAME" not in path]
    assert len(paths) >= 9
    assert [path for path in paths if not (ROOT / path).exists()] == []


def test_every_file_that_the_readme_links_to_is_there() -> None:
    links = re.findall(r"\]\(([^)#:]+)\)", README)
    assert len(links) >= 5
    assert [link for link in links if not (ROOT / link).exists()] == []


def test_every_test_that_the_threat_model_names_is_there() -> None:
    page = (ROOT / "docs" / "threat-model.md").read_text(encoding="utf-8")
    named, file = [], ""
    for in_file, test in re.findall(r"`(test_\w+\.py)?(?:::(\w+))?`", page):
        file = in_file or file
        named += [(file, test)] if test else []
    assert len(named) >= 40
    missing = [
        (file, test)
        for file, test in named
        if not re.search(rf"^def {test}\(", (ROOT / "tests" / file).read_text(encoding="utf-8"), re.MULTILINE)
    ]
    assert missing == []
