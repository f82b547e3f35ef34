"""State what every store must do, and give the one result type that they share."""

import io
import itertools
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import IO, Literal, Protocol, cast

import pyoxigraph as ox

from ..errors import AnswerConsumed, UnknownFormat
from ..namespaces import PREFIXES, short

Kind = Literal["select", "ask", "graph"]

BASE = "https://w3id.org/consulaire/sparql"  # what a relative IRI of a query or an update is relative to
DEFAULT_GRAPH = "https://w3id.org/consulaire/graph/default"  # as a dataset parameter: what is in no named graph

BINDING_FORMATS = {
    "json": ox.QueryResultsFormat.JSON,
    "xml": ox.QueryResultsFormat.XML,
    "csv": ox.QueryResultsFormat.CSV,
    "tsv": ox.QueryResultsFormat.TSV,
}
GRAPH_FORMATS = {
    "turtle": ox.RdfFormat.TURTLE,
    "ntriples": ox.RdfFormat.N_TRIPLES,
    "rdfxml": ox.RdfFormat.RDF_XML,
    "jsonld": ox.RdfFormat.JSON_LD,
    "trig": ox.RdfFormat.TRIG,
    "nquads": ox.RdfFormat.N_QUADS,
}


@dataclass(frozen=True, order=True)
class Term:
    """Hold one RDF term; `datatype` and `language` are for literals only."""

    kind: Literal["iri", "bnode", "literal"]
    value: str
    datatype: str | None = None
    language: str | None = None

    def __str__(self) -> str:
        """Write the term for a reader: an IRI with its prefix, a literal as its text."""
        return short(self.value) if self.kind == "iri" else self.value

    def sparql(self) -> str:
        """Write the term as SPARQL reads it, escaped; ValueError when the value cannot be such a term."""
        if self.kind == "iri":
            return str(ox.NamedNode(self.value))
        if self.kind == "bnode":
            raise ValueError("a blank node cannot be named in a query")
        if self.language:
            return str(ox.Literal(self.value, language=self.language))
        return str(ox.Literal(self.value, datatype=ox.NamedNode(self.datatype) if self.datatype else None))


Row = dict[str, Term]
_Result = ox.QuerySolutions | ox.QueryBoolean | ox.QueryTriples


class Output(Protocol):
    """Take what is written, as a file open for bytes does."""

    def write(self, piece: bytes, /) -> int:
        """Take a piece whole."""

    def flush(self) -> None:
        """Keep what was taken."""


class TooManyTriples(Exception):
    """Report a graph of more triples than was asked for at most."""


class Answer:
    """Hold the answer to one query, whatever the store; it is consumed once, by `rows`, `triples` or `serialize`.

    What the engine holds for it goes as soon as it is consumed: solutions must end in the thread that asked for them.
    """

    def __init__(self, result: _Result) -> None:
        self._result: _Result | None = result
        self._kind: Kind = "ask" if isinstance(result, ox.QueryBoolean) else "graph"
        self._variables: tuple[str, ...] = ()
        if isinstance(result, ox.QuerySolutions):
            self._kind = "select"
            self._variables = tuple(variable.value for variable in result.variables)

    @property
    def kind(self) -> Kind:
        """Tell whether the query was a SELECT, an ASK, or one that gives a graph (CONSTRUCT, DESCRIBE)."""
        return self._kind

    @property
    def variables(self) -> tuple[str, ...]:
        """Give the projected variables in order, without question marks; empty unless the query is a SELECT."""
        return self._variables

    @property
    def boolean(self) -> bool | None:
        """Give the answer of an ASK, and None for any other kind."""
        return bool(self._result) if isinstance(self._result, ox.QueryBoolean) else None

    def rows(self) -> Iterator[Row]:
        """Yield the solutions of a SELECT; an unbound variable is absent from its row."""
        if self.kind != "select":
            raise UnknownFormat(f"Only a SELECT has rows; this query is of kind '{self.kind}'.")
        names = self.variables
        for solution in cast("ox.QuerySolutions", self._consumed()):
            found = ((name, solution[name]) for name in names)
            yield {name: term_of(term) for name, term in found if term is not None}

    def triples(self, most: int | None = None) -> list[ox.Triple]:
        """List the triples of a CONSTRUCT or DESCRIBE, sorted, so that the same graph is written the same way.

        TooManyTriples when there are more than `most`, as soon as that is known.
        """
        if self.kind != "graph":
            raise UnknownFormat(f"Only CONSTRUCT and DESCRIBE have triples; this query is of kind '{self.kind}'.")
        found = list(itertools.islice(cast("ox.QueryTriples", self._consumed()), None if most is None else most + 1))
        if most is not None and len(found) > most:
            raise TooManyTriples
        return sorted(found, key=str)

    def serialize(self, format_name: str) -> bytes:
        """Write the answer in UTF-8; `format_name` is a key of BINDING_FORMATS or GRAPH_FORMATS that fits the kind."""
        output = io.BytesIO()
        self.write(format_name, output)
        return output.getvalue()

    def write(self, format_name: str, output: Output, most_triples: int | None = None) -> None:
        """Write the answer piece by piece, as `serialize` does; rows are not held in memory, triples are, to be sorted.

        What `output` raises ends the writing and comes out of here as it is; so does TooManyTriples.
        """
        if self.kind == "graph":
            form = GRAPH_FORMATS.get(format_name)
            if form is None:
                raise UnknownFormat(_misfit(format_name, "graph", GRAPH_FORMATS))
            write_rdf(self.triples(most_triples), form, output)
            return
        results_form = BINDING_FORMATS.get(format_name)
        if results_form is None or (self.kind == "ask" and format_name in {"csv", "tsv"}):
            offer = BINDING_FORMATS if self.kind == "select" else ("json", "xml")
            raise UnknownFormat(_misfit(format_name, self.kind, offer))
        found = cast("ox.QuerySolutions | ox.QueryBoolean", self._consumed())
        found.serialize(output=cast("IO[bytes]", output), format=results_form)

    def _consumed(self) -> _Result:
        """Give what the engine holds, and let go of it; the boolean of an ASK holds nothing, and can be read again."""
        result = self._result
        if result is None:
            raise AnswerConsumed("This answer was read already, and is read once. Ask again, or keep what you read.")
        if self.kind != "ask":
            self._result = None
        return result


class Store(Protocol):
    """Answer queries over a dataset whose default graph is the union of its named graphs.

    A query's own FROM and FROM NAMED, and `default_graphs` and `named_graphs` here (which win over them, as the
    SPARQL protocol says), name graphs of the store only: nothing is ever fetched.
    """

    def query(self, text: str, *, default_graphs: Sequence[str] = (), named_graphs: Sequence[str] = ()) -> Answer:
        """Answer one SPARQL query; QuerySyntaxError says where it is wrong, QueryRefused why it is not run."""

    def update(self, text: str) -> None:
        """Carry out one SPARQL update in one transaction; ReadOnlyStore when the store is for reading."""

    def dump(self) -> bytes:
        """Write every quad as N-Quads, sorted: the same data give the same bytes."""

    def __len__(self) -> int:
        """Count the quads."""

    def close(self) -> None:
        """Let go of files and memory; the store cannot be used afterwards."""


def serialize_rdf(statements: Iterable[ox.Triple] | Iterable[ox.Quad], form: ox.RdfFormat) -> bytes:
    """Write triples or quads so that the same ones, in the same order, give the same bytes."""
    output = io.BytesIO()
    write_rdf(statements, form, output)
    return output.getvalue()


def write_rdf(statements: Iterable[ox.Triple] | Iterable[ox.Quad], form: ox.RdfFormat, output: Output) -> None:
    """Write triples or quads piece by piece so that the same ones, in the same order, give the same bytes.

    Oxigraph writes its prefixes in no fixed order, so only formats whose prefix lines can be sorted get them.
    """
    if form not in {ox.RdfFormat.TURTLE, ox.RdfFormat.TRIG}:
        ox.serialize(statements, cast("IO[bytes]", output), format=form)
        return
    head_first = _SortedHead(output)
    ox.serialize(statements, cast("IO[bytes]", head_first), format=form, prefixes=PREFIXES)
    head_first.end()


class _SortedHead:
    """Hold back the prefix lines, which come first, and pass them on sorted, then the rest as it comes."""

    def __init__(self, output: Output) -> None:
        self._output = output
        self._held: bytes | None = b""

    def write(self, piece: bytes) -> int:
        if self._held is None:
            return self._output.write(piece)
        self._held += piece
        if self._held.count(b"\n") >= len(PREFIXES):
            self.end()
        return len(piece)

    def flush(self) -> None:
        pass

    def end(self) -> None:
        if self._held is None:
            return
        lines = self._held.splitlines(keepends=True)
        head = [line for line in lines[: len(PREFIXES)] if line.startswith(b"@prefix ")]
        self._output.write(b"".join([*sorted(head), *lines[len(head) :]]))
        self._held = None


def term_of(term: ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple) -> Term:
    """Turn a term of the engine into ours."""
    if isinstance(term, ox.NamedNode):
        return Term("iri", term.value)
    if isinstance(term, ox.Literal):
        return Term("literal", term.value, term.datatype.value, term.language)
    return Term("bnode", str(term))


def _misfit(format_name: str, kind: str, offer: object) -> str:
    names = ", ".join(offer) if isinstance(offer, dict | tuple) else ""
    return f"An answer of kind '{kind}' cannot be written as '{format_name}'. On offer: {names}."
