"""Use the commands as a person would: what they print, and how they exit."""

import csv
import io
import json
from pathlib import Path

import pyoxigraph as ox
import pytest
from click.testing import CliRunner, Result

from graph.cli import cli
from graph.stores import PublishedGraph

COMMANDS = (
    "backup",
    "build",
    "check",
    "check-draft",
    "compare",
    "explain",
    "export",
    "import",
    "notebook",
    "query",
    "restore",
    "validate",
)


def run(*arguments: str, stdin: str | None = None) -> Result:
    return CliRunner().invoke(cli, [*arguments], input=stdin)


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> str:
    folder = str(tmp_path_factory.mktemp("store"))
    assert run("build", "--store", folder).exit_code == 0
    return folder


def test_every_command_is_known_here() -> None:
    assert set(COMMANDS) == set(cli.commands) - {"serve"}


@pytest.mark.parametrize("name", COMMANDS)
def test_help_shows_an_example_on_its_own_line(name: str) -> None:
    result = run(name, "--help")
    assert result.exit_code == 0
    assert f"\n  Example:  consulaire {name}" in result.stdout


def test_build_shows_progress_and_says_what_it_made(tmp_path: Path) -> None:
    result = run("build", "--store", str(tmp_path))
    assert result.exit_code == 0
    assert "normandie-com.ttl" in result.stderr
    assert f"quads in {tmp_path}, dataset " in result.stdout


def test_the_store_directory_comes_from_the_environment(tmp_path: Path) -> None:
    result = CliRunner().invoke(cli, ["build"], env={"CONSULAIRE_STORE_DIR": str(tmp_path)})
    assert result.exit_code == 0
    assert (tmp_path / "current.json").exists()


def test_querying_without_a_store_says_how_to_build_it(tmp_path: Path) -> None:
    result = run("query", "signatories-of-an-instrument", "--store", str(tmp_path))
    assert result.exit_code == 2
    assert "Run `consulaire build`" in result.stderr


def test_a_named_query_is_shown_as_a_table(built: str) -> None:
    result = run("query", "signatories-of-an-instrument", "--store", built)
    assert result.exit_code == 0
    assert "Fabienne Buccio" in result.stdout
    assert result.stdout.rstrip().endswith("rows")


def test_a_parameter_changes_the_answer(built: str) -> None:
    result = run(
        "query", "signatories-of-an-instrument", "--param", "instrument=id:instr-com-normandie", "--store", built
    )
    assert "Alain Di Crescenzo" in result.stdout
    assert "Fabienne Buccio" not in result.stdout


def test_rows_come_as_csv_and_json(built: str) -> None:
    text = "SELECT ?x WHERE { VALUES ?x { 1 2 } } ORDER BY ?x"
    as_csv = run("query", "-", "--format", "csv", "--store", built, stdin=text)
    assert list(csv.reader(io.StringIO(as_csv.stdout))) == [["x"], ["1"], ["2"]]
    as_json = run("query", "-", "--format", "json", "--store", built, stdin=text)
    assert [row["x"]["value"] for row in json.loads(as_json.stdout)["results"]["bindings"]] == ["1", "2"]


def test_a_file_of_sparql_is_run_as_it_stands(built: str, tmp_path: Path) -> None:
    path = tmp_path / "mine.rq"
    path.write_text("ASK { ?s ?p ?o }", encoding="utf-8")
    assert run("query", str(path), "--store", built).stdout == "true\n"


def test_a_graph_is_shown_as_turtle_and_refused_as_rows(built: str) -> None:
    text = "CONSTRUCT WHERE { <https://w3id.org/consulaire/id/instr-com-normandie> a ?type }"
    assert "id:instr-com-normandie a cons:Agreement" in run("query", "-", "--store", built, stdin=text).stdout
    refused = run("query", "-", "--format", "csv", "--store", built, stdin=text)
    assert refused.exit_code == 2
    assert "Use turtle" in refused.stderr


def test_a_wrong_query_is_told_its_place(built: str) -> None:
    result = run("query", "-", "--store", built, stdin="SELECT * { ?s ?p }")
    assert result.exit_code == 2
    assert "Line 1, column 18: expected a term" in result.stderr


def test_an_unknown_name_gives_the_nearest(built: str) -> None:
    result = run("query", "signatories-of-instrument", "--store", built)
    assert result.exit_code == 2
    assert "Nearest: signatories-of-an-instrument" in result.stderr


def test_the_list_of_queries_gives_their_questions_in_both_languages() -> None:
    result = run("query", "--list")
    assert "signatories-of-an-instrument  [instrument]" in result.stdout
    assert result.stdout.count("\n") >= 27 * 3


def test_a_parameter_without_a_value_is_told_how_to_write_it(built: str) -> None:
    result = run("query", "signatories-of-an-instrument", "--param", "instrument", "--store", built)
    assert result.exit_code == 2
    assert "write NAME=VALUE" in result.stderr


@pytest.mark.parametrize(
    ("name", "form"),
    [
        ("turtle", ox.RdfFormat.TURTLE),
        ("trig", ox.RdfFormat.TRIG),
        ("nquads", ox.RdfFormat.N_QUADS),
        ("jsonld", ox.RdfFormat.JSON_LD),
    ],
)
def test_an_export_holds_the_whole_graph(built: str, tmp_path: Path, name: str, form: ox.RdfFormat) -> None:
    output = tmp_path / f"graph.{name}"
    result = run("export", "--format", name, "--output", str(output), "--store", built)
    assert result.exit_code == 0
    exported = set(ox.parse(path=str(output), format=form))
    everything = set(ox.parse(path=str(whole(built, tmp_path)), format=ox.RdfFormat.N_QUADS))
    if name == "turtle":
        everything = {ox.Quad(quad.subject, quad.predicate, quad.object) for quad in everything}
    assert exported == everything
    assert [path.name for path in tmp_path.glob(".*")] == []


def test_an_export_holds_the_facts_and_not_what_the_build_says_of_itself(built: str, tmp_path: Path) -> None:
    exported = whole(built, tmp_path).read_bytes()
    assert len(exported.splitlines()) == PublishedGraph(Path(built)).current().quads
    assert b"https://w3id.org/consulaire/graph/void" not in exported


def whole(built: str, tmp_path: Path) -> Path:
    path = tmp_path / "whole.nq"
    run("export", "--format", "nquads", "--output", str(path), "--store", built)
    return path


def test_the_real_graph_conforms_and_validation_says_so() -> None:
    result = run("validate")
    assert result.exit_code == 0
    assert "The graph conforms: 0 violations" in result.stdout


def test_a_draft_that_breaks_a_rule_is_told_its_file_and_line(tmp_path: Path) -> None:
    draft = tmp_path / "draft.ttl"
    draft.write_text(
        "@prefix cons: <https://w3id.org/consulaire/ns#> . @prefix id: <https://w3id.org/consulaire/id/> .\n"
        "\nid:sig-draft a cons:Signature ; cons:signs id:instr-plan-na .\n",
        encoding="utf-8",
    )
    result = run("validate", str(draft))
    assert result.exit_code == 1
    assert "VIOLATION  csh:Signature-onBehalfOf  (1)" in result.stdout
    assert f"({draft}:3)" in result.stdout


def test_a_draft_that_is_not_turtle_is_told_its_line(tmp_path: Path) -> None:
    draft = tmp_path / "draft.ttl"
    draft.write_text("id:a a cons:Signature .\n", encoding="utf-8")
    result = run("validate", str(draft))
    assert result.exit_code == 2
    assert "draft.ttl:1:" in result.stderr


def test_validation_against_the_articles_counts_what_it_verified(shared: Path) -> None:
    result = run("validate", "--sources", str(shared / "seeds"))
    assert result.exit_code == 0
    assert "src-004: " in result.stderr
    assert "50 paragraphs, 31 cited, 19 listed as uncited" in result.stderr
