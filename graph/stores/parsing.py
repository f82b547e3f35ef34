"""Read RDF files with Oxigraph's parser, and write RDF with its serialiser."""

import re
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import quote

import pyoxigraph as ox

from ..errors import FactFileError, UnknownFormat
from ..readable import Readable
from .base import GRAPH_FORMATS, Term, serialize_rdf, term_of

_BLANK_NODE = re.compile(r'^(?:[^"#<]|"(?:[^"\\]|\\.)*"|<[^>]*>)*?(\[|_:)')


def parse_named(path: Readable, graph: str) -> list[bytes]:
    """Read one Turtle file into N-Quads lines of one named graph, each once.

    FactFileError names file, line, column and what is wrong. Blank nodes are refused, since two builds could not
    be compared byte for byte: give the node an IRI.
    """
    end = f"{ox.NamedNode(graph)} .\n".encode()
    with _told(path):
        written = ox.serialize(_quads(path), format=ox.RdfFormat.N_TRIPLES) or b""
    lines = written.splitlines(keepends=True)
    if b"_:" in written and any(_has_blank_node(line) for line in lines):
        raise FactFileError(
            "a blank node ('[…]', '(…)' or '_:…') stands here; curated files have none, so that two builds are "
            "identical. Give the node an IRI, such as id:sel-….",
            file=path,
            line=_line_of_blank_node(path),
        )
    return list(dict.fromkeys(line[:-2] + end for line in lines))


def parse_any(path: Readable) -> bytes:
    """Read a user's own RDF file (format by its ending, named graphs kept) into N-Quads.

    Triples outside a named graph go to a graph named after the file, so that queries, whose default graph is the
    union of the named ones, see them. Its folder is not told: the graph may be served. Blank nodes are kept.
    """
    own_graph = ox.NamedNode(f"file:///{quote(path.name)}")
    default = ox.DefaultGraph()
    with _told(path):
        quads = [
            ox.Quad(q.subject, q.predicate, q.object, own_graph if q.graph_name == default else q.graph_name)
            for q in _quads(path)
        ]
    return ox.serialize(quads, format=ox.RdfFormat.N_QUADS) or b""


def read_triples(lines: bytes) -> Iterator[tuple[str, str, Term]]:
    """Read N-Triples or N-Quads as subject, predicate and object, in order; without those whose object is a triple."""
    for quad in ox.parse(input=lines, format=ox.RdfFormat.N_QUADS):
        if not isinstance(quad.object, ox.Triple):
            yield str(getattr(quad.subject, "value", quad.subject)), quad.predicate.value, term_of(quad.object)


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


def canonical(nquads: bytes) -> bytes:
    """Write N-Quads so that the same dataset gives the same bytes: each line once, sorted, blank nodes named by RDFC.

    Dear where many blank nodes look alike; quads without blank nodes are kept as they are written.
    """
    lines = set(nquads.splitlines(keepends=True))
    blank = [line for line in lines if _has_blank_node(line)]
    if blank:
        lines.difference_update(blank)
        named = ox.Dataset(ox.parse(input=b"".join(blank), format=ox.RdfFormat.N_QUADS))
        named.canonicalize(ox.CanonicalizationAlgorithm.RDFC_1_0)
        lines.update(f"{quad} .\n".encode() for quad in named)
    return b"".join(sorted(lines))


def _quads(path: Readable) -> Iterator[ox.Quad]:
    if isinstance(path, Path):
        return ox.parse(path=str(path))
    form = ox.RdfFormat.from_extension(path.suffix.removeprefix(".").lower())
    if form is None:
        raise ValueError(path.suffix)
    return ox.parse(input=path.read_bytes(), format=form)


@contextmanager
def _told(path: Readable) -> Iterator[None]:
    """Say of a file that cannot be read where and why."""
    try:
        yield
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


def _has_blank_node(line: bytes) -> bool:
    subject, _, value = line.split(b" ", 2)
    return subject.startswith(b"_:") or value.startswith(b"_:")


def _line_of_blank_node(path: Readable) -> int | None:
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        if _BLANK_NODE.match(line):
            return number
    return None
