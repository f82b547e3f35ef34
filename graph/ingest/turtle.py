"""Write Turtle as a person of the project would: prefixes, one block per node, two spaces, no blank node."""

import re
from collections.abc import Iterable, Sequence

from ..namespaces import PREFIXES, short
from ..stores import Term

Triple = tuple[str, str, Term]  # subject and predicate are IRIs

WIDTH = 120
_LOCAL = re.compile(r"[a-z]+:[A-Za-z0-9_](?:[A-Za-z0-9_.-]*[A-Za-z0-9_-])?\Z")
_XSD = PREFIXES["xsd"]
_TYPE = f"{PREFIXES['rdf']}type"
_PLAIN = {
    f"{_XSD}integer": re.compile(r"[+-]?\d+\Z"),
    f"{_XSD}decimal": re.compile(r"[+-]?\d*\.\d+\Z"),
    f"{_XSD}boolean": re.compile(r"(?:true|false)\Z"),
}
_ESCAPES = {"\\": "\\\\", '"': '\\"', "\n": "\\n", "\r": "\\r", "\t": "\\t"}


def write_name(iri: str) -> str:
    """Write an IRI with its prefix where Turtle allows it, else whole."""
    name = short(iri)
    return name if _LOCAL.match(name) else f"<{iri}>"


def write_term(term: Term) -> str:
    """Write one term; numbers and booleans stand without quotes."""
    if term.kind == "iri":
        return write_name(term.value)
    plain = _PLAIN.get(term.datatype or "")
    if plain and plain.match(term.value):
        return term.value
    text = "".join(_ESCAPES.get(char, char if char >= " " else f"\\u{ord(char):04X}") for char in term.value)
    if term.language:
        return f'"{text}"@{term.language}'
    if term.datatype in {None, f"{_XSD}string"}:
        return f'"{text}"'
    return f'"{text}"^^{write_name(str(term.datatype))}'


def write_block(subject: str, pairs: Sequence[tuple[str, Term]]) -> str:
    """Write all that is said of one subject; predicates keep their order, a line is filled up to WIDTH."""
    grouped: dict[str, list[str]] = {}
    for predicate, value in pairs:
        written = write_term(value)
        values = grouped.setdefault(predicate, [])
        if written not in values:
            values.append(written)
    parts = [
        f"{'a' if predicate == _TYPE else write_name(predicate)} {' , '.join(values)}"
        for predicate, values in grouped.items()
    ]
    lines = [f"{write_name(subject)} {parts[0]}"]
    for part in parts[1:]:
        if len(lines[-1]) + len(part) + 5 <= WIDTH:
            lines[-1] += f" ; {part}"
        else:
            lines[-1] += " ;"
            lines.append(f"  {part}")
    return "\n".join(lines) + " .\n"


def write_prefixes(blocks: Iterable[str]) -> str:
    """Declare the prefixes that the blocks use."""
    text = re.sub(r'"(?:[^"\\]|\\.)*"|<[^>]*>', "", "\n".join(blocks))
    used = set(re.findall(r"(?:^|(?<=[\s^]))([a-z]+):", text))
    return "".join(f"@prefix {name}: <{iri}> .\n" for name, iri in PREFIXES.items() if name in used)
