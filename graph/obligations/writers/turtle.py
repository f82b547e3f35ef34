"""Write as Turtle what an evaluation derived for some obligations, and nothing else."""

from collections.abc import Iterable

from ...namespaces import CONS, PREFIXES
from ...stores.parsing import write_rdf
from ..verdict import Verdict

_ABOUT_AN_OBLIGATION = (f"<{CONS}assesses>".encode(), f"<{CONS}supports>".encode())
_LEADS_ON = (f"<{CONS}restsOn>".encode(), f"<{PREFIXES['prov']}wasGeneratedBy>".encode())
_ABOUT_EVIDENCE = (f"<{CONS}checksEvidence>".encode(),)


def write_turtle(derived: bytes, verdicts: Iterable[Verdict]) -> str:
    """Write the derived triples (N-Triples) of the obligations: assessments, run, evidence found, requirements."""
    triples = [(line, *line.split(b" ", 2)) for line in derived.splitlines(keepends=True)]
    kept = {f"<{verdict.obligation}>".encode() for verdict in verdicts}
    kept |= {
        subject for _, subject, predicate, rest in triples if predicate in _ABOUT_AN_OBLIGATION and _of(rest) in kept
    }
    kept |= {_of(rest) for _, subject, predicate, rest in triples if predicate in _LEADS_ON and subject in kept}
    kept |= {subject for _, subject, predicate, rest in triples if predicate in _ABOUT_EVIDENCE and _of(rest) in kept}
    return write_rdf(b"".join(line for line, subject, _, _ in triples if subject in kept), "turtle").decode()


def _of(rest: bytes) -> bytes:
    """Give the IRI that ends a triple."""
    return rest.split(b" ", 1)[0]
