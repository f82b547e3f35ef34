"""Check with pySHACL, the referee. It looks at an rdflib graph, so N-Quads are first read into one."""

import rdflib
from pyshacl import validate
from pyshacl.errors import ReportableRuntimeError

from ..errors import EngineError
from ..triples import triples_of


def run(data: rdflib.Graph | bytes, shapes: rdflib.Graph) -> rdflib.Graph:
    """Give the results graph of data held against shapes; the data graph is not copied, nor changed."""
    triples = triples_of(data) if isinstance(data, bytes) else data
    try:
        _, results, _ = validate(triples, shacl_graph=shapes, allow_warnings=True, allow_infos=True, inplace=True)
    except ReportableRuntimeError as error:
        raise EngineError(f"A shape cannot be read, so nothing was checked: {error.message}") from error
    if not isinstance(results, rdflib.Graph):
        raise EngineError(f"A shape cannot be read, so nothing was checked: {results}")
    return results
