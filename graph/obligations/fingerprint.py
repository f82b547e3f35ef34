"""Tell on what an opinion rests, byte for byte: digests of data, shapes and rules, and versions of the tools."""

import platform
import re
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from hashlib import sha256
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import TYPE_CHECKING

from ..namespaces import GRAPH, short
from ..resources import RULES, SHAPES
from ..stores.parsing import canonical

if TYPE_CHECKING:
    from .selection import Selection

TOOLS = ("consulaire", "pyoxigraph", "rdflib", "pyshacl", "pyshifty")
EVALUATOR = Path(__file__).with_name("run_rules.py")
_OF_A_FILE = re.compile(rb" <file:[^>]*?([^/>]+?)(\.[A-Za-z]+)?> \.\n$")


@dataclass(frozen=True)
class Fingerprint:
    """Hold SHA-256 digests in hexadecimal, and the version of each tool by its name."""

    data: str
    shapes: str
    rules: str
    tools: Mapping[str, str]


def fingerprint(
    nquads: bytes, shapes: Mapping[str, bytes] | None = None, rules: Mapping[str, bytes] | None = None
) -> Fingerprint:
    """Take the fingerprint of N-Quads, and of the shapes and rules of this installation unless they are given."""
    return Fingerprint(
        sha256(nquads).hexdigest(),
        digest_of_files(shapes or shape_files()),
        digest_of_files(rules or rule_files()),
        tool_versions(),
    )


def snapshot(nquads: bytes) -> bytes:
    """Write data as a pack keeps them, and as a run takes their digest: sorted, each quad once.

    A user's file is the graph `…/graph/data/NAME`, whatever folder it lies in; two files of one name share it.
    """
    lines = (_OF_A_FILE.sub(rb" <" + GRAPH.encode() + rb"data/\1> .\n", line) for line in nquads.splitlines(True))
    return canonical(b"".join(lines))


def criteria(selection: "Selection") -> tuple[str, ...]:
    """Write what was asked for as `name=value`, nothing where everything was."""
    return tuple(f"{name}={short(str(value))}" for name, value in asdict(selection).items() if value is not None)


def shape_files() -> dict[str, bytes]:
    """Give every file of shapes by its path, from `shapes/` on."""
    return {f"shapes/{path.relative_to(SHAPES).as_posix()}": path.read_bytes() for path in SHAPES.rglob("*.ttl")}


def rule_files() -> dict[str, bytes]:
    """Give what computes verdicts, by path: the queries of `rules/` and the program that runs them."""
    files = {f"rules/{path.name}": path.read_bytes() for path in RULES.glob("*.rq")}
    return {EVALUATOR.name: EVALUATOR.read_bytes(), **files}


def checksums(files: Mapping[str, bytes]) -> str:
    """Write a line per file as `sha256sum` does, sorted by path."""
    return "".join(f"{sha256(files[name]).hexdigest()}  {name}\n" for name in sorted(files))


def digest_of_files(files: Mapping[str, bytes]) -> str:
    """Give one digest for many files: that of their lines of checksums, so that `sha256sum` can find it again."""
    return sha256(checksums(files).encode()).hexdigest()


def tool_versions() -> dict[str, str]:
    """Give the version of Python and of each package that takes part; one that is not installed is left out."""
    found = {"python": platform.python_version()}
    for name in TOOLS:
        try:
            found[name] = version(name)
        except PackageNotFoundError:
            continue
    return found
