"""Offer the notebooks on the command line."""

import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path

import click

from .errors import NotebookError
from .plainly import told_plainly


@click.command("notebook", context_settings={"ignore_unknown_options": True})
@click.option(
    "--dir",
    "folder",
    type=click.Path(path_type=Path, file_okay=False),
    default=Path("consulaire-notebooks"),
    show_default=True,
    help="The folder to work in; it is made where there is none.",
)
@click.option("--copy-only", is_flag=True, help="Copy the notebooks without opening JupyterLab.")
@click.argument("jupyter_options", nargs=-1, type=click.UNPROCESSED)
@told_plainly
def notebook_command(folder: Path, copy_only: bool, jupyter_options: tuple[str, ...]) -> None:
    """Open JupyterLab on a working copy of the notebooks; a notebook that was changed there is never overwritten.

    Other options go to JupyterLab.

    \b
    Example:  consulaire notebook
    Example:  consulaire notebook --dir my-work --no-browser
    """  # noqa: D301 - click wants a real \\b before an example
    from .notebooks import copy_notebooks

    copied = copy_notebooks(folder)
    click.echo(f"{folder}: {len(copied.new)} notebooks copied, {len(copied.same)} there already", err=True)
    for name in copied.kept:
        click.echo(f"  {name} was changed there and stays as it is", err=True)
    if copy_only:
        return
    if find_spec("jupyterlab") is None:
        raise NotebookError(
            "JupyterLab is not installed. Run: pip install 'consulaire[notebooks]', then this command again. The "
            f"notebooks lie in {folder}; any other program for notebooks opens them too."
        )
    command = [sys.executable, "-m", "jupyterlab", f"--ServerApp.root_dir={folder.resolve()}", *jupyter_options]
    sys.exit(subprocess.run(command, check=False).returncode)  # noqa: S603
