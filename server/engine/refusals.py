"""Carry an error of ours from the process that met it to the one that tells it, by its name and as data."""

from typing import Any

from graph import errors
from graph.errors import ConsulaireError

_MEMBERS = ("line", "column", "expected", "keyword", "french")


def packed(error: ConsulaireError) -> dict[str, Any]:
    """Write an error for another process."""
    members = {name: value for name in _MEMBERS if (value := getattr(error, name, None)) is not None}
    return {"failure": "refused", "error": type(error).__name__, "message": str(error), "members": members}


def rebuilt(head: dict[str, Any]) -> ConsulaireError:
    """Make the error anew, by its name; only errors of ours have one."""
    kind = getattr(errors, str(head["error"]), ConsulaireError)
    if not (isinstance(kind, type) and issubclass(kind, ConsulaireError)):
        kind = ConsulaireError
    error: ConsulaireError = kind.__new__(kind, head["message"])
    error.__dict__.update(head["members"])
    return error
