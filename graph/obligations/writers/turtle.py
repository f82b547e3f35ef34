"""Write as Turtle what an evaluation derived for some obligations, and nothing else."""

from collections.abc import Iterable

from ...namespaces import CONS
from ...stores.parsing import write_rdf
from ..verdict import Verdict

_TO_OBLIGATION = (f"<{CONS}assesses>".encode(), f"<{CONS}supports>".encode())
_TO_EVIDENCE = (f"<{CONS}checksEvidence>".encode(),)


def write_turtle(derived: bytes, verdicts: Iterable[Verdict]) -> str:
    """Write the derived triples (N-Triples) of the obligations, their evidence, requirements and assessments."""
    lines = [(line, *line.split(b" ", 3)[:3]) for line in derived.splitlines(keepends=True)]
    kept = {f"<{verdict.obligation}>".encode() for verdict in verdicts}
    for properties in (_TO_OBLIGATION, _TO_EVIDENCE):
        kept |= {subject for _, subject, predicate, value in lines if predicate in properties and value in kept}
    return write_rdf(b"".join(line for line, subject, _, _ in lines if subject in kept), "turtle").decode()
