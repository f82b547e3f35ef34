"""Offer the whole program on the command line: the commands of the graph, and `serve`."""

import os
from contextlib import ExitStack
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import click

from graph.cli import cli, store_option
from graph.plainly import told_plainly

if TYPE_CHECKING:
    from graph.stores import PublishedGraph

__all__ = ["cli", "main"]


def main() -> None:
    """Run the program."""
    cli()


@cli.command()
@click.option("--host", help="The address to listen on [default: CONSULAIRE_HOST, else 127.0.0.1].")
@click.option("--port", type=click.IntRange(0, 65_535), help="The port; 0 takes a free one [default: 8000].")
@click.option("--workers", type=click.IntRange(1, 64), help="How many processes answer [default: 2].")
@click.option(
    "--data",
    multiple=True,
    type=click.Path(path_type=Path, exists=True, dir_okay=False),
    help="Serve this RDF file (Turtle, TriG, N-Triples, N-Quads, RDF/XML, JSON-LD) instead; repeatable.",
)
@click.option("--empty", is_flag=True, help="Serve an empty temporary store instead.")
@click.option("--writable", is_flag=True, help="Take updates from the holder of the token, in one web process.")
@click.option("--anonymous-write", is_flag=True, help="Take updates without a token, on this machine only.")
@store_option
@told_plainly
def serve(
    host: str | None,
    port: int | None,
    workers: int | None,
    data: tuple[Path, ...],
    empty: bool,
    writable: bool,
    anonymous_write: bool,
    store_dir: Path | None,
) -> None:
    """Serve the graph: a SPARQL endpoint at /sparql and a home page.

    \b
    Example:  consulaire serve --port 8000
    Example:  consulaire serve --data mine.ttl --data more.trig
    Example:  consulaire serve --empty --writable --anonymous-write
    """
    from graph.stores import PublishedGraph

    from .config import Settings
    from .serving import serve as run
    from .temporary import temporary_store

    given = {"host": host, "port": port, "workers": workers, "store_dir": store_dir}
    settings = replace(
        Settings.from_environment(os.environ),
        **{name: value for name, value in given.items() if value is not None},  # type: ignore[arg-type]
        writable=writable,
        anonymous_write=anonymous_write,
    )
    if empty and data:
        raise click.UsageError("--empty serves nothing and --data serves files: give one of them.")
    if (empty or data) and store_dir:
        raise click.UsageError("--empty and --data serve a temporary store: leave --store out.")
    _check_writing(settings.writable, settings.anonymous_write, settings.host, settings.write_token_sha256, workers)
    with ExitStack() as stack:
        if empty or data:
            settings = replace(settings, store_dir=stack.enter_context(temporary_store(data, for_writing=writable)))
        _check_store(PublishedGraph(settings.store_dir), writable=writable)
        run(settings, click.echo)


def _check_store(published: "PublishedGraph", *, writable: bool) -> None:
    """Tell now, not at the first request, what to run or to stop."""
    published.current()
    if writable:
        with published.lock("server"):
            pass


def _check_writing(writable: bool, anonymous: bool, host: str, digest: str | None, workers: int | None) -> None:
    from .routes.protocol import is_loopback

    if anonymous and not writable:
        raise click.UsageError("--anonymous-write says who may write: add --writable.")
    if anonymous and not is_loopback(host):
        raise click.UsageError(
            f"--anonymous-write is refused on {host}, where other machines could write. Listen on 127.0.0.1, or set "
            "CONSULAIRE_WRITE_TOKEN_SHA256 and leave --anonymous-write out."
        )
    if writable and not anonymous and not digest:
        raise click.UsageError(
            "--writable needs CONSULAIRE_WRITE_TOKEN_SHA256, the SHA-256 of the token in hexadecimal digits "
            "(printf %s 'your token' | sha256sum); or --anonymous-write, on this machine only."
        )
    if writable and workers is not None and workers > 1:
        raise click.UsageError(
            f"--writable has one web process, since a store has one writer: leave out --workers {workers}."
        )
