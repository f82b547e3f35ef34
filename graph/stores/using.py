"""Give an update the dataset that the SPARQL protocol names beside it.

Oxigraph's update takes no dataset, so `USING` is written into the text, token by token, before each WHERE that
follows a template: what stands in a string, an IRI, a comment or within brackets is left alone.
"""

from collections.abc import Iterator, Sequence

from ..errors import DatasetConflict
from .base import Term
from .sparql_tokens import Token, scan

_CONFLICTING = ("USING", "WITH")


def with_using(text: str, default_graphs: Sequence[str] = (), named_graphs: Sequence[str] = ()) -> str:
    """Write USING and USING NAMED for these graphs into each operation of an update that has a WHERE.

    DatasetConflict when the update names its own dataset with USING or WITH; ValueError when a graph is no IRI.
    `DELETE WHERE`, which takes no USING, becomes the DELETE and WHERE that it is short for.
    """
    clauses = [f"USING {Term('iri', iri).sparql()}" for iri in default_graphs]
    clauses += [f"USING NAMED {Term('iri', iri).sparql()}" for iri in named_graphs]
    if not clauses:
        return text
    tokens = [token for token in scan(text) if token.depth == 0 or token.text in {"{", "}"}]
    _refuse_conflict(tokens)
    written, done = [], 0
    for place, addition in _additions(text, tokens, " ".join(clauses)):
        written += [text[done:place], addition]
        done = place
    return "".join([*written, text[done:]])


def _additions(text: str, tokens: list[Token], using: str) -> Iterator[tuple[int, str]]:
    before = Token("", "", 0)
    for index, token in enumerate(tokens):
        word = token.text.upper() if token.kind == "word" and token.depth == 0 else ""
        if word == "WHERE" and before.text == "}":
            yield token.start, f"{using} "
        elif word == "DELETEWHERE" or (word == "WHERE" and before.text.upper() == "DELETE"):
            pattern = _braces(text, tokens[index + 1 :])
            at = token.start + len("DELETE") if word == "DELETEWHERE" else token.start
            yield at, f" {pattern} {using} "
        before = token


def _braces(text: str, tokens: list[Token]) -> str:
    """Give the first braces of what follows, with what is between them; nothing when they do not close."""
    if not tokens or tokens[0].text != "{":
        return ""
    end = next((token.end for token in tokens if token.text == "}" and token.depth == 1), None)
    return text[tokens[0].start : end] if end else ""


def _refuse_conflict(tokens: list[Token]) -> None:
    """Refuse a word that begins with USING or WITH: the engine reads `WITHex:g` as WITH, then `ex:g`."""
    before = Token("", "", 0)
    for token in tokens:
        begins = token.kind == "word" or (token.kind == "prefixed" and before.text in {"", ";", "}"})
        if token.depth == 0 and begins and token.text.upper().startswith(_CONFLICTING):
            raise DatasetConflict(next(word for word in _CONFLICTING if token.text.upper().startswith(word)))
        before = token
