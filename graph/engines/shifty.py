"""Check with pyshifty (SHACL in Rust), in two steps.

Its quick pass tells which shapes fail somewhere; a report, which costs twice as much, is then made for these alone.
What it does not support is an error, never passed over. Only the data are looked at (`graph_mode`), as pySHACL does:
by default it would take the terms that the shapes name for declared.
"""

from collections.abc import Set

import rdflib
import shifty
from rdflib.namespace import RDF, SH

from ..errors import EngineError
from ..stores.oxigraph import union_of


def run(data: rdflib.Graph | bytes, shapes: rdflib.Graph) -> rdflib.Graph:
    """Give the results graph of data held against shapes."""
    triples = union_of(data) if isinstance(data, bytes) else data.serialize(format="nt").encode()
    prepared = _prepared(shapes)
    quick = prepared.validate_algebra(
        triples, graph_mode="data", infer=False, sort_results=False, on_unsupported="error"
    )
    _refuse(quick.diagnostics)
    failing = {violation.shape_name for violation in quick.violations}
    return _report(prepared, triples, failing) if failing else _nothing_found()


def _prepared(shapes: rdflib.Graph) -> shifty.PreparedValidator:
    try:
        return shifty.PreparedValidator(shapes.serialize(format="nt").encode())
    except ValueError as error:
        raise EngineError(f"A shape cannot be read, so nothing was checked: {error}") from error


def _report(prepared: shifty.PreparedValidator, triples: bytes, failing: Set[str | None]) -> rdflib.Graph:
    """Report on the shapes that fail; on all of them when one has no name to ask by."""
    names = [name for name in failing if name]
    _, results, _ = prepared.validate(
        triples,
        graph_mode="data",
        infer=False,
        on_unsupported="error",
        shape_names=names if len(names) == len(failing) else None,
    )
    if (None, RDF.type, SH.ValidationResult) not in results:
        raise EngineError(f"The quick pass found faults in {sorted(names)}, the report none: check with pyshacl.")
    return results


def _nothing_found() -> rdflib.Graph:
    results = rdflib.Graph()
    report = rdflib.BNode()
    results.add((report, RDF.type, SH.ValidationReport))
    results.add((report, SH.conforms, rdflib.Literal(True)))
    return results


def _refuse(diagnostics: list[str]) -> None:
    if diagnostics:
        raise EngineError(f"A shape cannot be checked by shifty: {'; '.join(diagnostics)}. Check with pyshacl.")
