"""Say where a query is wrong and what could stand there, for the person who wrote it.

The engine says how far it read and which rules of its grammar could follow, its own extensions among them. So the
nearest repair is looked for as well: the one token that, put in near that place, makes the query readable.
"""

import re
from collections.abc import Iterator
from contextlib import suppress
from itertools import islice
from typing import NamedTuple

import pyoxigraph as ox

from ..errors import QueryError, QuerySyntaxError
from . import guard
from .base import BASE
from .sparql_tokens import scan

_ENGINE = re.compile(r"error at (\d+):(\d+): expected (?:one of )?(.*)", re.DOTALL)


class Expected(NamedTuple):
    """Name what could stand at a place, in English and in French."""

    en: str
    fr: str


_REPAIRS = {  # what is put in, and how it is called
    "}": Expected('"}"', "« } »"),
    ")": Expected('")"', "« ) »"),
    "?x": Expected("a term (a variable, an IRI or a literal)", "un terme (variable, IRI ou littéral)"),
    ".": Expected('"."', "« . »"),
    "{": Expected('"{"', "« { »"),
    "(": Expected('"("', "« ( »"),
    "SELECT *": Expected("SELECT, ASK, CONSTRUCT or DESCRIBE", "SELECT, ASK, CONSTRUCT ou DESCRIBE"),
    "?x }": Expected('a term, then "}"', "un terme, puis « } »"),
    "AS ?x": Expected("AS and a variable", "AS et une variable"),
    "BY": Expected("BY", "BY"),
    "1": Expected("a number", "un nombre"),
}
_SURPLUS = Expected("nothing here (take it out)", "rien ici (à ôter)")
_CLOSED_STRING = Expected(
    "a string that ends on its line with the same quote", "une chaîne fermée sur sa ligne par le même guillemet"
)
_QUERIES = ("SELECT", "ASK", "CONSTRUCT", "DESCRIBE")
_UPDATES = ("INSERT", "DELETE", "WITH", "CREATE", "DROP", "CLEAR", "ADD", "MOVE", "COPY")
_NEAR = 4  # how many tokens before the engine's place are tried
_MOST_READ = 100_000  # characters, by all tries for one query: of a long one only the likeliest repairs are tried
_SHOWN = 60  # characters of the line, on either side of the place


def check_syntax(text: str) -> None:
    """Raise QuerySyntaxError unless the text, which the guard must have passed, is a SPARQL query.

    It is evaluated over an empty store, since the engine has no way to read a query only.
    """
    try:
        with suppress(RuntimeError):  # it was read, and has a function that this engine does not know
            ox.Store().query(text, base_iri=BASE)
    except SyntaxError as error:
        raise syntax_error(text, str(error)) from error


def syntax_error(text: str, message: str, *, update: bool = False) -> QuerySyntaxError:
    """Turn Oxigraph's message about this text into an error with line, column and what was expected there."""
    openings = _UPDATES if update else _QUERIES
    found = _ENGINE.search(message)
    if not found:
        return QuerySyntaxError(
            f"The query cannot be read: {message}.", french=f"La requête ne peut être lue : {message}."
        )
    place = _index(text, int(found[1]), int(found[2]))
    first = next(scan(text), None)
    if first is None or first.text.upper() not in {"BASE", "PREFIX", *openings}:
        return _at(text, first.start if first else 0, _one_of(openings))
    quote = next((token for token in scan(text) if token.kind == "mark" and token.text in "\"'"), None)
    if quote:
        return _at(text, quote.start, _CLOSED_STRING)
    if "Prefix not found" in found[3]:
        return _undeclared_prefix(text, place)
    plain = _plain_sentence(found[3])
    if plain:
        return _at(text, place, plain)
    repair = None if update else _nearest_repair(text, place)
    return _at(text, *repair) if repair else _at(text, place, _engine_tokens(found[3]))


def _at(text: str, place: int, expected: Expected) -> QuerySyntaxError:
    line, column = _line_and_column(text, place)
    source = text.split("\n")[line - 1]
    stands = text[place:].split(None, 1)
    here = _quoted(stands[0]) if place < len(text) and stands else ""
    found = f", found {here}" if here else ", where the query ends"
    trouve = f", trouvé {here}" if here else ", là où la requête finit"
    pointer = _pointer(source, column)
    return QuerySyntaxError(
        f"Line {line}, column {column}: expected {expected.en}{found}.{pointer}",
        line=line,
        column=column,
        expected=expected.en,
        french=f"Ligne {line}, colonne {column} : attendu {expected.fr}{trouve}.{pointer}",
    )


def _pointer(source: str, column: int) -> str:
    """Show the line with a mark below the place; of a long line, what is around the place."""
    start = max(0, column - 1 - _SHOWN)
    before, after = "…" if start else "", "…" if column + _SHOWN < len(source) else ""
    shown = f"{before}{source[start : column + _SHOWN]}{after}"
    return f"\n  {shown}\n  {' ' * (column - 1 - start + len(before))}^" if shown.strip() else ""


def _undeclared_prefix(text: str, place: int) -> QuerySyntaxError:
    names = [token for token in scan(text) if token.kind == "prefixed" and token.start < place]
    start, name = (names[-1].start, names[-1].text) if names else (place, "name:")
    prefix = name.partition(":")[0]
    declare = f"PREFIX {prefix}: <…>"
    return _at(
        text, start, Expected(f"a declared prefix: put {declare} at the top", f"un préfixe déclaré : {declare} en tête")
    )


def _nearest_repair(text: str, place: int) -> tuple[int, Expected] | None:
    """Find one token to put in, or else to take out, at the engine's place or a few tokens before it."""
    tries = islice(_repaired(text, place), _MOST_READ // max(len(text), 1))
    return next(((start, name) for start, name, repaired in tries if _readable(repaired)), None)


def _repaired(text: str, place: int) -> Iterator[tuple[int, Expected, str]]:
    end = len(text.rstrip())
    near = [token for token in scan(text) if token.start <= place][-_NEAR:][::-1]
    for start in [end] * (place >= end) + [token.start for token in near]:
        for token, name in _REPAIRS.items():
            yield start, name, f"{text[:start]} {token} {text[start:]}"
    for surplus in near:
        yield surplus.start, _SURPLUS, f"{text[: surplus.start]} {text[surplus.end :]}"


def _readable(text: str) -> bool:
    """Try a repair on an empty store; it is guarded, since `service:x LIMIT {}` without LIMIT reaches out."""
    try:
        guard.check(text)
        ox.Store().query(text, base_iri=BASE)
    except (SyntaxError, QueryError):
        return False
    except RuntimeError:  # it was read, and has a function that the engine does not know
        return True
    return True


def _plain_sentence(engine: str) -> Expected | None:
    """Recognise the engine's checks that are sentences, such as a variable named twice."""
    found = re.search(r"(?:^|, )([A-Z][a-z]+ \S+ [^,\[]+)", engine)
    if not found:
        return None
    return Expected(f"something else ({found[1].strip()})", f"autre chose ({found[1].strip()})")


def _engine_tokens(engine: str) -> Expected:
    """Keep of the engine's list the words of SPARQL 1.1."""
    words = [word.strip() for word in re.split(r",\s+(?=[\"'A-Z\[])", engine)]
    kept = [word for word in words if not word.startswith(("[", "'")) and word not in {"LATERAL", "SERVICE"}]
    return _one_of(tuple(dict.fromkeys(kept))) if kept else Expected("something else", "autre chose")


def _one_of(words: tuple[str, ...]) -> Expected:
    """List words with a comma, and the last with "or"."""
    first = ", ".join(words[:-1])
    if not first:
        return Expected(words[-1], words[-1])
    return Expected(f"{first} or {words[-1]}", f"{first} ou {words[-1]}")


def _quoted(word: str) -> str:
    return f"'{word[:40]}…'" if len(word) > 40 else f"'{word}'"


def _index(text: str, line: int, column: int) -> int:
    offsets = [0, *(found.end() for found in re.finditer("\n", text))]
    return min(offsets[min(line, len(offsets)) - 1] + column - 1, len(text))


def _line_and_column(text: str, place: int) -> tuple[int, int]:
    before = text[:place]
    return before.count("\n") + 1, place - (before.rfind("\n") + 1) + 1
