"""Read a user's own facts, to be judged beside the graph, once the shapes of the model have let them pass."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from pathlib import Path

from ..errors import DataRefused
from ..locate import Locator
from ..report import write_report
from ..resources import SHAPES
from ..stores.parsing import parse_any
from ..triples import triples_of
from ..validate import Finding, check, load_shapes


def read_own_facts(files: Sequence[Path], graph: bytes) -> bytes:
    """Read RDF files into N-Quads, and hold them, beside the N-Quads of the graph, against the shapes of the model.

    A fact of the graph may be told anew: both then stand. FactFileError names the file and line that cannot be read;
    DataRefused carries the report of the shapes on the nodes that the files describe. Attestations are not asked for.
    """
    facts = b"".join(parse_any(path) for path in files)
    if not facts:
        return facts
    shapes = load_shapes(SHAPES / "model")
    shapes += triples_of(parse_any(SHAPES / "prefixes.ttl"))
    report = check(graph + facts, shapes, Locator(files))
    described = {line.split(b" ", 1)[0].strip(b"<>").decode() for line in facts.splitlines()}
    own = tuple(_about(report.findings, described))
    if any(finding.severity == "violation" for finding in own):
        names = ", ".join(str(path) for path in files)
        raise DataRefused(
            f"{names}: the shapes refuse these facts, so nothing was evaluated. Mend what follows, and ask again.\n\n"
            + write_report(replace(report, findings=own), "text").rstrip()
        )
    return facts


def _about(findings: Iterable[Finding], described: set[str]) -> Iterable[Finding]:
    """Keep what is about the nodes of the files; the graph has no blank node, so that one is the user's."""
    for finding in findings:
        blank = ":" not in finding.node
        if finding.severity != "info" and (blank or finding.node in described):
            yield finding
