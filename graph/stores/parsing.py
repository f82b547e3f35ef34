"""Read RDF files with Oxigraph's parser, and write RDF with its serialiser."""

import re
from collections.abc import Iterable
from pathlib import Path

import pyoxigraph as ox

from ..errors import FactFileError, UnknownFormat
from .base import GRAPH_FORMATS, serialize_rdf

_BLANK_NODE = re.compile(r'^(?:[^"#<]|"(?:[^"\\]|\\.)*"|<[^>]*>)*?(\[|_:)')


def parse_named(path: Path, graph: str) -> list[bytes]:
    """Read one Turtle file into N-Quads lines of one named graph, each once.

    FactFileError names file, line, column and what is wrong. Blank nodes are refused, since two builds could not
    be compared byte for byte: give the node an IRI.
    """
    graph_name = ox.NamedNode(graph)
    quads = []
    for quad in _parse(path):
        if isinstance(quad.subject, ox.BlankNode) or isinstance(quad.object, ox.BlankNode):
            raise FactFileError(
                "a blank node ('[…]', '(…)' or '_:…') stands here; curated files have none, so that two builds are "
                "identical. Give the node an IRI, such as id:sel-….",
                file=path,
                line=_line_of_blank_node(path),
            )
        quads.append(ox.Quad(quad.subject, quad.predicate, quad.object, graph_name))
    written = _nquads(quads)
    return list(dict.fromkeys(written.splitlines(keepends=True)))


def parse_any(path: Path) -> bytes:
    """Read a user's own RDF file (format by its ending, named graphs kept) into N-Quads.

    Triples outside a named graph go to a graph named after the file, so that queries, whose default graph is the
    union of the named ones, see them. Blank nodes are kept.
    """
    own_graph = ox.NamedNode(path.resolve().as_uri())
    default = ox.DefaultGraph()
    quads = (
        ox.Quad(q.subject, q.predicate, q.object, own_graph if q.graph_name == default else q.graph_name)
        for q in _parse(path)
    )
    return _nquads(quads)


def write_rdf(nquads: bytes, format_name: str) -> bytes:
    """Write N-Quads in a format of GRAPH_FORMATS; one without named graphs gets the union of them."""
    form = GRAPH_FORMATS.get(format_name)
    if form is None:
        raise UnknownFormat(f"'{format_name}' is not a format. On offer: {', '.join(GRAPH_FORMATS)}.")
    quads = list(ox.parse(input=nquads, format=ox.RdfFormat.N_QUADS))
    if form.supports_datasets:
        return serialize_rdf(quads, form)
    triples: Iterable[ox.Triple] = dict.fromkeys(ox.Triple(q.subject, q.predicate, q.object) for q in quads)
    return serialize_rdf(sorted(triples, key=str), form)


def _nquads(quads: Iterable[ox.Quad]) -> bytes:
    return ox.serialize(quads, format=ox.RdfFormat.N_QUADS) or b""


def _parse(path: Path) -> list[ox.Quad]:
    try:
        return list(ox.parse(path=str(path)))
    except SyntaxError as error:
        message = re.sub(r"^Parser error at line .*?: ", "", error.msg)
        raise FactFileError(
            f"{message}. Nothing was loaded.", file=path, line=error.lineno, column=error.offset
        ) from error
    except ValueError as error:
        raise FactFileError(
            f"the ending '{path.suffix}' is not that of an RDF file (.ttl, .trig, .nt, .nq, .rdf, .jsonld).",
            file=path,
        ) from error
    except OSError as error:
        raise FactFileError(f"cannot be read: {error.strerror or error}.", file=path) from error


def _line_of_blank_node(path: Path) -> int | None:
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        if _BLANK_NODE.match(line):
            return number
    return None
