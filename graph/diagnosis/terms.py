"""Read terms from tokens: what each means, whatever prefix, base or escape it is written with."""

import re
from collections.abc import Mapping
from urllib.parse import urljoin

from ..namespaces import PREFIXES
from ..stores.base import Term
from ..stores.sparql_tokens import Token
from .tree import Node

XSD = PREFIXES["xsd"]
RDF_TYPE = f"{PREFIXES['rdf']}type"
_ESCAPE = re.compile(r"\\(?:u([0-9A-Fa-f]{4})|U([0-9A-Fa-f]{8})|(.))", re.DOTALL)
_NAMED = {"t": "\t", "b": "\b", "n": "\n", "r": "\r", "f": "\f"}


def unescape(text: str) -> str:
    r"""Resolve the escapes of a string, an IRI or a local part.

    >>> unescape("C\\u00f4te")
    'Côte'
    """
    if "\\" not in text:
        return text
    return _ESCAPE.sub(_character, text)


def _character(found: re.Match[str]) -> str:
    number = found[1] or found[2]
    if number:
        code = int(number, 16)
        return chr(code) if code <= 0x10FFFF and not 0xD800 <= code <= 0xDFFF else ""
    return _NAMED.get(found[3], found[3])


def iri_of(token: Token, prefixes: Mapping[str, str], base: str) -> str:
    """Give the IRI that a token means: `<…>`, a prefixed name, or `a`."""
    if token.kind == "iri":
        written = unescape(token.text[1:-1])
        return written if re.match(r"[A-Za-z][A-Za-z0-9+.-]*:", written) else urljoin(base, written)
    if token.kind == "prefixed":
        prefix, _, local = token.text.partition(":")
        return prefixes.get(prefix, "") + unescape(local)
    return RDF_TYPE


def string_of(token: Token) -> str:
    """Give the text that a string means."""
    quotes = 3 if token.text[:3] in {'"""', "'''"} and len(token.text) >= 6 else 1
    return unescape(token.text[quotes:-quotes])


def number_type(text: str) -> str:
    """Give the datatype of a number by how it is written.

    >>> number_type("1.5").rpartition("#")[2]
    'decimal'
    """
    return XSD + ("double" if "e" in text.lower() else "decimal" if "." in text else "integer")


def term_of(node: Node) -> Term | None:
    """Give the term that a node is; None for a variable or a path."""
    if node.kind == "iri":
        return Term("iri", node.value)
    if node.kind == "literal":
        return Term("literal", node.value, node.datatype or None, node.language or None)
    return None


def written(term: Term, prefixes: Mapping[str, str]) -> str:
    """Write a term as a person would, with a prefix that the query has declared; an IRI in `<…>` where none fits."""
    if term.kind != "iri":
        return _literal(term, prefixes)
    for prefix, namespace in prefixes.items():
        local = term.value.removeprefix(namespace) if namespace else term.value
        if local != term.value and re.fullmatch(r"[A-Za-z0-9_](?:[\w.-]*[\w-])?", local, re.ASCII):
            return f"{prefix}:{local}"
    return term.sparql()


def _literal(term: Term, prefixes: Mapping[str, str]) -> str:
    kind = (term.datatype or "").removeprefix(XSD)
    if kind == "integer" and re.fullmatch(r"[+-]?[0-9]+", term.value):
        return term.value
    if kind == "decimal" and re.fullmatch(r"[+-]?[0-9]*\.[0-9]+", term.value):
        return term.value
    if kind == "boolean" and term.value in {"true", "false"}:
        return term.value
    text = term.sparql()
    if "^^<" not in text:
        return text
    head, _, datatype = text.rpartition("^^<")
    return f"{head}^^{written(Term('iri', datatype[:-1]), prefixes)}"
