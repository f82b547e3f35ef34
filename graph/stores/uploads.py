"""Read RDF that somebody sent, and write the one update that puts it into a graph.

Nothing is fetched for it: a remote JSON-LD context is an error of the parser, `owl:imports` is a triple like another.
What would cost the parser more than its length is refused before: entities that a document declares for itself,
JSON nested deep, triples within triples.
"""

import re
from collections.abc import Iterable

import pyoxigraph as ox

from ..errors import UploadError
from .base import DEFAULT_GRAPH, GRAPH_FORMATS, Term

DEEPEST = 100  # JSON-LD costs the square of its nesting; triples within triples crash the parser at some thousands
UPLOAD_TYPES = {
    "text/turtle": "turtle",
    "application/n-triples": "ntriples",
    "application/rdf+xml": "rdfxml",
    "application/ld+json": "jsonld",
}

_JSON_PART = re.compile(rb'"(?:[^"\\]++|\\.)*+"|[\[{\]}]', re.DOTALL)
_ENTITY = re.compile(rb"<!\s*ENTITY", re.IGNORECASE)
_PLACE = re.compile(r"^Parser error at line .*?: ")


def read_upload(body: bytes, format_name: str, base: str) -> list[str]:
    """Read triples, each as a line of N-Triples; blank nodes get new names, so that two uploads can be joined.

    UploadError says where and why it cannot be read, or that it names graphs of its own.
    """
    _refuse_what_costs(body, format_name)
    try:
        body.decode("utf-8")
        parsed = ox.parse(input=body, format=GRAPH_FORMATS[format_name], base_iri=base, rename_blank_nodes=True)
        quads = list(parsed)
    except UnicodeDecodeError as error:
        raise UploadError(
            f"The RDF is not UTF-8 (byte {error.start}). Send UTF-8.",
            f"Le RDF n’est pas en UTF-8 (octet {error.start}). Envoyez de l’UTF-8.",
        ) from error
    except SyntaxError as error:
        raise _unreadable(error) from error
    if any(quad.graph_name != ox.DefaultGraph() for quad in quads):
        raise UploadError(
            "The JSON-LD names graphs (@graph with an @id); here one graph is sent, named by the address.",
            "Le JSON-LD nomme des graphes (@graph avec un @id) ; ici on envoie un graphe, que l’adresse nomme.",
        )
    return [str(ox.Triple(quad.subject, quad.predicate, quad.object)) for quad in quads]


def put_update(graph: str, triples: Iterable[str]) -> str:
    """Write the update that makes these triples the whole of a graph, there before or not."""
    return " ;\n".join([f"DROP SILENT {_named(graph)}", *_additions(graph, triples)])


def post_update(graph: str, triples: Iterable[str]) -> str:
    """Write the update that adds these triples to a graph, there before or not."""
    return " ;\n".join(_additions(graph, triples))


def delete_update(graph: str) -> str:
    """Write the update that takes a graph away."""
    return f"DROP SILENT {_named(graph)}"


def _additions(graph: str, triples: Iterable[str]) -> list[str]:
    lines = " .\n".join(triples)
    if graph == DEFAULT_GRAPH:
        return [f"INSERT DATA {{\n{lines}\n}}"]
    name = _named(graph)
    return [f"CREATE SILENT {name}", f"INSERT DATA {{ {name} {{\n{lines}\n}} }}"]


def _named(graph: str) -> str:
    return "DEFAULT" if graph == DEFAULT_GRAPH else f"GRAPH {Term('iri', graph).sparql()}"


def _refuse_what_costs(body: bytes, format_name: str) -> None:
    if b"\0" in body:
        raise UploadError(
            "The RDF has a NUL character; it may be UTF-16. Send UTF-8.",
            "Le RDF contient un caractère nul ; il est peut-être en UTF-16. Envoyez de l’UTF-8.",
        )
    if format_name == "rdfxml" and _ENTITY.search(body):
        raise UploadError(
            "The RDF/XML declares entities (<!ENTITY …>), which can grow without bound. Write what they stand for.",
            "Le RDF/XML déclare des entités (<!ENTITY …>), qui peuvent croître sans limite. Écrivez leur valeur.",
        )
    if format_name == "jsonld" and not body.lstrip().startswith((b"{", b"[")):
        raise UploadError(
            "The JSON-LD is neither an object nor a list, so that it says nothing. Nothing was stored.",
            "Le JSON-LD n’est ni un objet ni une liste : il ne dit rien. Rien n’a été enregistré.",
        )
    deep = _json_depth(body) if format_name == "jsonld" else body.count(b"<<")
    if deep > DEEPEST:
        raise UploadError(
            f"The RDF is nested over {DEEPEST} deep, or has over {DEEPEST} '<<'. Flatten it or send N-Triples.",
            f"Le RDF a plus de {DEEPEST} niveaux, ou plus de {DEEPEST} « << ». Aplatissez-le, ou envoyez du N-Triples.",
        )


def _json_depth(body: bytes) -> int:
    depth = deepest = 0
    for found in _JSON_PART.finditer(body):
        part = found[0]
        if part in b"[{":
            depth += 1
            deepest = max(deepest, depth)
        elif part in b"]}":
            depth -= 1
    return deepest


def _unreadable(error: SyntaxError) -> UploadError:
    reason = _PLACE.sub("", error.msg).strip()
    if "LoadDocumentCallback" in reason:
        return UploadError(
            "The JSON-LD has a remote @context, and this server contacts no other machine. Write the context out.",
            "Le JSON-LD a un @context distant, et ce serveur ne contacte aucune autre machine. Écrivez ce contexte.",
        )
    line, column = error.lineno, error.offset
    if not line:
        return UploadError(f"The RDF cannot be read: {reason}.", f"Le RDF ne peut être lu : {reason}.")
    return UploadError(
        f"Line {line}, column {column}: the RDF cannot be read: {reason}. Nothing was stored.",
        f"Ligne {line}, colonne {column} : le RDF ne peut être lu : {reason}. Rien n’a été enregistré.",
        line=line,
        column=column,
    )
