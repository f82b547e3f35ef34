"""Split SPARQL into the engine's own tokens (temporary: the server's guard brings the real scanner here)."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

_TOKEN = re.compile(
    r"(?P<comment>#[^\n]*)|(?P<iri><[^<>\"{}|^`\\\s]*>)"
    r"|(?P<string>\"\"\"(?:[^\"\\]|\\.|\"(?!\"\"))*\"\"\"|'''(?:[^'\\]|\\.|'(?!''))*'''"
    r"|\"(?:[^\"\\\n]|\\.)*\"|'(?:[^'\\\n]|\\.)*')|(?P<variable>[?$]\w+)|(?P<prefixed>[\w.-]*:[\w.-]*)"
    r"|(?P<word>\w+)|(?P<mark>\S)",
    re.DOTALL,
)


@dataclass(frozen=True)
class Token:
    """Hold one token; `start` counts characters from 0."""

    kind: str
    text: str
    start: int


def scan(text: str) -> Iterator[Token]:
    """Yield the tokens of a query in order, without comments."""
    for found in _TOKEN.finditer(text):
        if found.lastgroup != "comment":
            yield Token(found.lastgroup or "mark", found[0], found.start())


def has_dataset_clause(text: str) -> bool:
    """Tell whether a query names its own dataset with FROM."""
    return any(token.kind == "word" and token.text.upper() == "FROM" for token in scan(text))
