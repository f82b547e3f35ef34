"""Offer the graph on the command line: build, validate, query, export."""

import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from .notebook_command import notebook_command
from .obligations.commands import check_command
from .obligations.explain_command import check_draft_command, explain_command
from .obligations.history_command import compare_command
from .plainly import told_plainly
from .resources import STORE_DIR_VARIABLE, consulaire_version, store_directory

if TYPE_CHECKING:
    from .catalogue import Catalogue

store_option = click.option(
    "--store",
    "store_dir",
    type=click.Path(path_type=Path, file_okay=False),
    help=f"The folder of the store [default: {STORE_DIR_VARIABLE}, else the user's data directory].",
)


def store_path(store_dir: Path | None) -> Path:
    """Give the folder of the store that the command works on."""
    return store_dir or store_directory(os.environ)


@click.group(context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(consulaire_version(), prog_name="consulaire")
def cli() -> None:
    """Build, check, query and serve the graph of the French consular chambers.

    \b
    Start with:  consulaire build && consulaire serve
    """


@cli.command()
@store_option
@told_plainly
def build(store_dir: Path | None) -> None:
    """Build the graph from ontology and facts, whole or not at all.

    \b
    Example:  consulaire build
    """
    from .build import build as build_graph

    made = build_graph(store_path(store_dir), progress=lambda step: click.echo(f"  {step}", err=True))
    click.echo(f"{made.quads} quads in {store_path(store_dir)}, dataset {made.dataset[:12]}")


@cli.command()
@click.argument("files", nargs=-1, type=click.Path(path_type=Path, dir_okay=False, exists=True))
@click.option(
    "--format",
    "format_name",
    type=click.Choice(["text", "turtle", "json", "csv"]),
    default="text",
    show_default=True,
)
@click.option(
    "--sources",
    type=click.Path(path_type=Path, file_okay=False),
    help="A folder with the source texts: verify every citation and paragraph against them too.",
)
@click.option(
    "--engine",
    "engine_name",
    type=click.Choice(["shifty", "pyshacl"]),
    envvar="CONSULAIRE_ENGINE",
    help="What checks: both find the same, pyshacl some 30 times slower  [default: shifty]",
)
@told_plainly
def validate(files: tuple[Path, ...], format_name: str, sources: Path | None, engine_name: str | None) -> None:
    """Check the graph, and FILES with it, against the shapes; exit 1 on violations only.

    \b
    Example:  consulaire validate
    Example:  consulaire validate draft.ttl --format csv
    """
    from .engines import engine
    from .load import load
    from .locate import Locator
    from .report import write_report
    from .stores.parsing import parse_any
    from .validate import check, load_shapes

    nquads = load().nquads + b"".join(parse_any(path) for path in files)
    chosen = engine(engine_name)
    if chosen.note:
        click.echo(f"  {chosen.note}", err=True)
    if chosen.name == "pyshacl":
        click.echo("  checking, which takes a minute or so", err=True)
    report = check(nquads, load_shapes(), Locator.of_the_graph(*files), engine=chosen.name)
    click.echo(write_report(report, format_name), nl=False)
    faults = _check_sources(nquads, sources) if sources else 0
    sys.exit(0 if report.conforms and not faults else 1)


def _check_sources(nquads: bytes, sources: Path) -> int:
    """Print what the source texts say of the citations, on stderr so that a report stays readable by machines."""
    from .sources import verify_sources
    from .stores import oxigraph_store

    checked = verify_sources(oxigraph_store(nquads), sources)
    for article in checked.articles:
        click.echo(
            f"{article.source}: {article.citations} citations verified; {article.paragraphs} paragraphs, "
            f"{len(article.cited)} cited, {len(article.listed)} listed as uncited",
            err=True,
        )
    for fault in checked.faults:
        click.echo(f"VIOLATION  {fault}", err=True)
    return len(checked.faults)


@cli.command()
@click.argument("query", required=False)
@click.option("--param", "params", multiple=True, metavar="NAME=VALUE", help="A parameter of a named query.")
@click.option(
    "--format",
    "format_name",
    type=click.Choice(["table", "csv", "json", "turtle"]),
    help="[default: table for rows, turtle for a graph]",
)
@click.option("--list", "list_names", is_flag=True, help="List the named queries and their questions.")
@store_option
@told_plainly
def query(
    query: str | None,
    params: tuple[str, ...],
    format_name: str | None,
    list_names: bool,
    store_dir: Path | None,
) -> None:
    """Run a named query, or a file of SPARQL (`-` reads standard input).

    \b
    Example:  consulaire query signatories-of-an-instrument --param instrument=id:instr-com-normandie
    Example:  consulaire query my-question.rq --format csv
    """
    from .catalogue import Catalogue
    from .stores import open_store
    from .tables import write_answer

    catalogue = Catalogue.load()
    if list_names or query is None:
        for named in catalogue:
            given = f"  [{', '.join(named.params)}]" if named.params else ""
            click.echo(f"{named.name}{given}\n    {named.question_fr}\n    {named.question}")
        return
    text = _query_text(catalogue, query, dict(_pair(param) for param in params))
    answer = open_store(store_path(store_dir)).query(text)
    click.echo(write_answer(answer, format_name), nl=False)


def _query_text(catalogue: "Catalogue", query: str, params: dict[str, str]) -> str:
    if query != "-" and not Path(query).suffix and os.sep not in query:
        return catalogue.get(query).fill(params)
    if params:
        raise click.UsageError("--param is for named queries; a file of SPARQL is run as it stands.")
    return sys.stdin.read() if query == "-" else _read(Path(query))


def _read(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise click.UsageError(f"{path} cannot be read as UTF-8 text: {error}.") from error


def _pair(param: str) -> tuple[str, str]:
    name, equals, value = param.partition("=")
    if not (name and equals):
        raise click.UsageError(f"--param '{param}': write NAME=VALUE, such as instrument=id:instr-com-normandie.")
    return name, value


@cli.command()
@click.option(
    "--format",
    "format_name",
    type=click.Choice(["turtle", "trig", "nquads", "jsonld"]),
    required=True,
    help="turtle holds the union of the graphs; the others keep them apart.",
)
@click.option("--output", type=click.Path(path_type=Path, dir_okay=False), required=True, help="The file to write.")
@store_option
@told_plainly
def export(format_name: str, output: Path, store_dir: Path | None) -> None:
    """Write the whole graph to a file, without what the build says of itself: that is the endpoint's.

    \b
    Example:  consulaire export --format trig --output consulaire.trig
    """
    from .stores import open_store
    from .stores.parsing import write_rdf
    from .stores.published import without_description

    facts = without_description(open_store(store_path(store_dir)).dump())
    written = write_rdf(facts, format_name)
    aside = output.with_name(f".{output.name}.part")
    aside.write_bytes(written)
    aside.replace(output)
    click.echo(f"{len(facts.splitlines())} quads written to {output}")


@cli.command()
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False))
@store_option
@told_plainly
def backup(file: Path, store_dir: Path | None) -> None:
    """Write the published graph to FILE: gzipped N-Quads, with their count and digest.

    Servers may go on reading and writing. FILE holds every update that was acknowledged before.

    \b
    Example:  consulaire backup consulaire-2024-06-30.nq.gz
    """
    from .stores.backup import back_up

    click.echo(f"{back_up(store_path(store_dir), file)} quads written to {file}")


@cli.command()
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False, exists=True))
@store_option
@told_plainly
def restore(file: Path, store_dir: Path | None) -> None:
    """Make what a backup FILE holds the published graph, once its count and digest are verified.

    Servers that only read take it up without a failed query; one that takes updates must be stopped before.

    \b
    Example:  consulaire restore consulaire-2024-06-30.nq.gz
    """
    from .metadata import description_to_store
    from .stores.backup import restore as restore_graph

    made = restore_graph(store_path(store_dir), file, description_to_store)
    click.echo(f"{made.quads} quads in {store_path(store_dir)}, dataset {made.dataset[:12]}")


@cli.command("import")
@click.argument("table", required=False, type=click.Path(path_type=Path, dir_okay=False))
@click.option("--mapping", help="The mapping: a JSON file, or conventions, signatories, mandates, evidence.")
@click.option("--sheet", help="The sheet of a spreadsheet [default: the first].")
@click.option("--output", type=click.Path(path_type=Path, dir_okay=False), required=True, help="The file to write.")
@click.option("--report", type=click.Path(path_type=Path, dir_okay=False), help="Write the findings to this CSV too.")
@click.option("--check/--no-check", default=True, help="Ask the shapes about the draft  [default: check]")
@click.option("--template", metavar="NAME", help="Write the template of that mapping (.xlsx, .ods, .csv) instead.")
@told_plainly
def import_table(
    table: Path | None,
    mapping: str | None,
    sheet: str | None,
    output: Path,
    report: Path | None,
    check: bool,
    template: str | None,
) -> None:
    """Turn TABLE (.csv, .xlsx, .ods) into a draft fact file, or say cell by cell why not.

    Good rows are kept, bad ones listed. Exit 0 when every row is in the draft, 1 when some are not, 2 when the table
    or the mapping cannot be used.

    \b
    Example:  consulaire import conventions.xlsx --mapping conventions --output draft.ttl
    Example:  consulaire import --template conventions --output conventions.xlsx
    """
    from .ingest.command import make_draft, make_template

    if template and not (table or mapping):
        click.echo(make_template(template, output))
    elif table and mapping and not template:
        sys.exit(make_draft(table, mapping, sheet, output, report, check=check, tell=click.echo))
    else:
        raise click.UsageError("Give a TABLE and its --mapping, or --template and an --output.")


cli.add_command(check_command)
cli.add_command(compare_command)
cli.add_command(explain_command)
cli.add_command(check_draft_command)
cli.add_command(notebook_command)
