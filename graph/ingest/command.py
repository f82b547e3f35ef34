"""Carry out `consulaire import`: draft, check, write, report."""

from collections.abc import Callable
from pathlib import Path

from ..errors import TableError
from ..load import read_header
from .drafting import draft
from .findings import CellFinding, as_csv, as_text
from .templates import write_template


def make_template(name: str, output: Path) -> str:
    """Write a template; the sentence tells how to use it."""
    columns = write_template(name, output)
    load = f"consulaire import {output.name} --mapping {name} --output draft.ttl"
    return f"{output}: {columns} columns and an example to overwrite. Then: {load}"


def make_draft(
    table: Path,
    mapping: str,
    sheet: str | None,
    output: Path,
    report: Path | None,
    *,
    check: bool,
    tell: Callable[..., object],
) -> int:
    """Draft a table into `output` and say what was refused; give the exit code, 0 when nothing was.

    TableError when `output` is a file that no import made: facts written by hand are never overwritten.
    """
    _spare(output)
    try:
        made = draft(table, mapping, sheet=sheet, replaces=output)
    except TableError as error:
        if report and isinstance(error.finding, CellFinding):
            report.write_text(as_csv([error.finding]), encoding="utf-8")
        raise
    if not made.total:
        raise TableError(f"{table} has no row under its headings: nothing was written.")
    if check and made.kept:
        from .shapes_check import hold_against_shapes

        tell("  asking the shapes", err=True)
        made = hold_against_shapes(made)
    for found in made.findings:
        tell(as_text(found), nl=False)
    if report:
        report.write_text(as_csv(made.findings), encoding="utf-8")
    if made.kept:
        _write(output, made.turtle)
    where = f"in {output}" if made.kept else f"; {output} was not written"
    tell(f"{len(made.kept)} of {made.total} rows drafted {where}, {made.refused} refused".replace(" ;", ";"))
    if made.kept and not check:
        tell("The shapes were not asked: `consulaire validate` does it.")
    return 1 if any(found.severity == "error" for found in made.findings) else 0


def _spare(output: Path) -> None:
    if output.exists() and "imported-from" not in read_header(output):
        raise TableError(f"{output} is there and was not made by an import. Give --output another name, or remove it.")


def _write(path: Path, text: str) -> None:
    aside = path.with_name(f".{path.name}.part")
    aside.write_text(text, encoding="utf-8")
    aside.replace(path)
