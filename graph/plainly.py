"""Tell an error of ours at the command line as its sentence."""

import sys
from collections.abc import Callable
from functools import wraps
from typing import ParamSpec, TypeVar

import click

from .errors import ConsulaireError

P = ParamSpec("P")
R = TypeVar("R")

BAD_INPUT = 2


def told_plainly(function: Callable[P, R]) -> Callable[P, R]:
    """Print an error of ours as its sentence, without a traceback, and exit 2."""

    @wraps(function)
    def wrapped(*args: P.args, **kwargs: P.kwargs) -> R:
        try:
            return function(*args, **kwargs)
        except ConsulaireError as error:
            click.echo(f"consulaire: {error}", err=True)
            sys.exit(BAD_INPUT)

    return wrapped
