r"""Split SPARQL into tokens by the rules of the engine that runs it (Oxigraph 0.5), not by the book.

Oxigraph's parser has no lexer: a keyword may touch what follows it (`SERVICESILENT<…>`), and what is a token
depends on the rule that reads it. These facts were measured, and `tests/test_guard.py` holds the engine to them:

- `\uXXXX` is not resolved before the text is split: `"\u0022"` is one string. It is read in strings and IRIs only.
- White space is space, tab, line feed and carriage return; a comment ends at a line feed or a carriage return.
- Keywords ignore the case of ASCII letters only.
- A string whose escapes name no character is read again, shorter: `\"\"\"x"` then is `""` and `"x"`.
- `<` is read as "less than" wherever an expression can go on, even when `<…>` would be an IRI.
- A prefixed name whose IRI is not valid is read again without its local part, and the rest as something else.

Where these rules leave two readings, the token carries a `doubt`.
"""

import re
from collections.abc import Iterator
from typing import NamedTuple

_BASE = (
    r"A-Za-z\u00C0-\u00D6\u00D8-\u00F6\u00F8-\u02FF\u0370-\u037D\u037F-\u1FFF\u200C-\u200D\u2070-\u218F"
    r"\u2C00-\u2FEF\u3001-\uD7FF\uF900-\uFDCF\uFDF0-\uFFFD"
)
_EXTENDING = r"0-9\u00B7\u0300-\u036F\u203F-\u2040"
NAME_CHARACTERS = f"_{_BASE}{_EXTENDING}-"  # of words and names, to be put between the square brackets of a pattern
_CHARS = NAME_CHARACTERS
_ESCAPED = r"%[0-9A-Fa-f]{2}|\\[_~.\-!$&'()*+,;=/?#@%]"
_UCHAR = r"\\u[0-9A-Fa-f]{4}|\\U[0-9A-Fa-f]{8}"
_ECHAR = rf"\\[tbnrf\"'\\]|{_UCHAR}"

_FORMS = frozenset({"SELECT", "ASK", "CONSTRUCT", "DESCRIBE"})
_TOKEN = re.compile(
    rf"""(?P<space>(?:[ \t\r\n]|\#[^\r\n]*)++)
    |(?P<string>\"\"\"(?:"{{0,2}}+(?:[^"\\]|{_ECHAR}))*+\"\"\"|'''(?:'{{0,2}}+(?:[^'\\]|{_ECHAR}))*+'''
        |"(?:[^"\\\n\r]|{_ECHAR})*+"|'(?:[^'\\\n\r]|{_ECHAR})*+')
    |(?P<variable>[?$][_{_BASE}0-9][_{_BASE}{_EXTENDING}]*+)
    |(?P<label>_:[_{_BASE}0-9][{_CHARS}]*+)
    |(?P<number>(?:[0-9]++(?:\.[0-9]*+)?|\.[0-9]++)(?:[eE][+-]?[0-9]++)?)
    |(?P<prefixed>(?:[{_BASE}][{_CHARS}]*+)?:(?:(?:[_{_BASE}:0-9]|{_ESCAPED})(?:[{_CHARS}:]|{_ESCAPED})*+)?)
    |(?P<word>[{_CHARS}]*[_{_BASE}][{_CHARS}]*)
    |(?P<language>@[A-Za-z]++(?:-[A-Za-z0-9]++)*+)
    |(?P<escape>\\.)
    |(?P<mark><<|>>|.)""",
    re.VERBOSE | re.DOTALL,
)
_IRI = re.compile(rf"<(?:[^\x00-\x20<>\"{{}}|^`\\]|{_UCHAR})*+>")
_ESCAPE = re.compile(r"\\(?:u(.{4})|U(.{8})|.)", re.DOTALL)
_PAIRS = {")": "(", "}": "{", "]": "["}
_BRACKETS = {*_PAIRS, *_PAIRS.values(), "<<", ">>"}
_OPERANDS = {"string", "variable", "label", "number", "prefixed", "word", "language", "iri"}


class Token(NamedTuple):
    """Hold one token; `start` counts characters from 0, `depth` the brackets that are open with it.

    `doubt` says, where the engine could read the text otherwise, what to write instead.
    """

    kind: str
    text: str
    start: int
    depth: int = 0
    doubt: str = ""

    @property
    def end(self) -> int:
        """Give the place after the last character."""
        return self.start + len(self.text)


def scan(text: str) -> Iterator[Token]:
    """Yield the tokens of a query in order, without white space and comments; every character is in one of them.

    A quote that opens no string is a mark. The time is proportional to the length.
    """
    place, brackets, before, match, length = 0, [""], "", _TOKEN.match, len(text)
    while place < length:
        found = match(text, place)
        if found is None:  # cannot be: a mark is any character
            raise AssertionError(place)
        start, place, kind = place, found.end(), found.lastgroup or ""
        if kind == "space":
            continue
        word = found[0]
        token = Token(kind, word, start, len(brackets) - 1)
        if word[0] == "<":
            token = _angle(text, token, brackets[-1], before)
            place = token.end
        elif kind == "string" and "\\" in word and not _escapes_are_characters(word):
            token = Token(kind, word, token.start, token.depth, "a string whose escapes name characters")
        if token.kind != "mark":
            before = token.kind
        else:
            before = word = token.text
            if word in _BRACKETS:
                token = _bracket(token, brackets)
        yield token


def has_dataset_clause(text: str) -> bool:
    """Tell whether a query names its own dataset with FROM."""
    if "from" not in text.lower():  # most queries; a word search that finds nothing needs no second look
        return False
    return any(token.kind == "word" and token.text.upper() == "FROM" for token in scan(text))


def _escapes_are_characters(string: str) -> bool:
    for found in _ESCAPE.finditer(string):
        number = int(found[1] or found[2] or "0", 16)
        if 0xD800 <= number <= 0xDFFF or number > 0x10FFFF:
            return False
    return True


def _angle(text: str, token: Token, within: str, before: str) -> Token:
    """Decide whether `<` opens an IRI.

    Only an expression holds "less than", so only parentheses do (and `<<`, which may be two of it).
    """
    found = _IRI.match(text, token.start)
    if not found:
        return token
    iri = Token("iri", found[0], token.start, token.depth)
    operand_before = before in _OPERANDS or before in {")", "}", "]", ">", ">>"}
    if within not in {"(", "<<"} or (within == "(" and not operand_before):
        return iri
    inside = found[0][1:-1]
    opaque = min((inside.find(mark) for mark in "#'" if mark in inside), default=len(inside))
    if 0 <= inside.find("//") < opaque:
        return iri  # no expression has two slashes in a row
    balanced, deepest = _balance(inside)
    if opaque < len(inside) or not balanced:
        return Token("iri", found[0], token.start, token.depth, "a space after '<', or an IRI with its '//'")
    return Token("iri", found[0], token.start, token.depth + deepest)


def _balance(inside: str) -> tuple[bool, int]:
    """Tell whether brackets within are closed within, and how deep they go."""
    open_ones: list[str] = []
    deepest = 0
    for mark in inside:
        if mark in "([":
            open_ones.append(mark)
            deepest = max(deepest, len(open_ones))
        elif mark in ")]" and (not open_ones or open_ones.pop() != _PAIRS[mark]):
            return False, deepest
    return not open_ones, deepest


def _bracket(token: Token, brackets: list[str]) -> Token:
    """Follow brackets, changing the list of the open ones; `<<` closes with `>>` or with the bracket around it."""
    mark = token.text
    if mark in {"(", "{", "[", "<<"}:
        brackets.append(mark)
        return Token("mark", mark, token.start, len(brackets) - 1)
    if mark == ">>" and brackets[-1] == "<<":
        brackets.pop()
    elif mark in _PAIRS:
        while brackets[-1] == "<<":
            brackets.pop()
        if brackets[-1] != _PAIRS[mark]:
            return Token("mark", mark, token.start, token.depth, f"an opening '{_PAIRS[mark]}' before it")
        brackets.pop()
    return token


def query_form(text: str) -> str:
    """Tell whether a query is a SELECT, an ASK, a CONSTRUCT or a DESCRIBE; the text must be a query.

    >>> query_form("SELECTDISTINCT ?s { ?s ?p ?o }")
    'SELECT'
    """
    words = (token.text.upper() for token in scan(text) if token.kind == "word")
    return next(form for word in words for form in _FORMS if word.startswith(form))
