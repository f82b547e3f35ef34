"""Give N-Quads as one rdflib graph, for what works on such graphs: shapes, and pySHACL."""

import rdflib

from .stores.oxigraph import union_of


def triples_of(nquads: bytes) -> rdflib.Graph:
    """Give the union of all named graphs as one rdflib graph, which is what shapes look at."""
    return rdflib.Graph().parse(data=union_of(nquads), format="nt")
