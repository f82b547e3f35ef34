"""Look why CONTAINS, REGEX and their like find nothing: case, accents, languages, or a thing instead of a text."""

from typing import TYPE_CHECKING

from ..stores.base import Term
from .expressions import Call, Span
from .findings import Edit, Suggestion
from .inquiry import Inquiry, gives
from .terms import string_of
from .tree import Node
from .vocabulary import plain
from .wording import say

if TYPE_CHECKING:
    from .sieves import Sieve

_FUNCTIONS = {"CONTAINS", "STRSTARTS", "STRENDS", "REGEX"}


def check_match(sieve: "Sieve", call: Call) -> bool:
    """Note why this call is true of no row; tell whether a reason was found."""
    if call.name == "LANGMATCHES" and len(call.arguments) == 2:
        return _check_range(sieve, call)
    if call.name not in _FUNCTIONS or len(call.arguments) < 2:
        return False
    sought, needle = call.arguments[0], call.arguments[1]
    if needle.tokens[0].kind != "string":
        return False
    values = sieve.values(sought.text(sieve.inquiry.text))
    if values and all(one.kind == "iri" for one in values):
        return _needs_text(sieve.inquiry, sought)
    return _check_case(sieve, call, values) or _check_accents(sieve.inquiry, call, values)


def _needs_text(inquiry: Inquiry, sought: Span) -> bool:
    text = sought.text(inquiry.text)
    made = inquiry.instead((sought.start, sought.end), [f"STR({text})"])
    inquiry.add("needs-str", (sought.start, sought.end), made)
    return True


def _check_case(sieve: "Sieve", call: Call, values: list[Term]) -> bool:
    """See whether the same is found without regard to capitals."""
    inquiry, text = sieve.inquiry, sieve.inquiry.text
    sought, needle = call.arguments[0], call.arguments[1]
    if call.name == "REGEX":
        if len(call.arguments) > 2 and "i" in call.arguments[2].text(text):
            return False
        end = call.whole.end - 1
        flag = (
            Edit(call.arguments[2].start, call.arguments[2].end, '"i"')
            if len(call.arguments) > 2
            else Edit(end, end, ', "i"')
        )
        edits = [flag]
    else:
        low = string_of(needle.tokens[0]).lower()
        edits = [Edit(needle.start, needle.end, Term("literal", low).sparql())]
        if sought.tokens[0].text.upper() != "LCASE":
            edits.append(Edit(sought.start, sought.end, f"LCASE({_plain_text(sought, text, values)})"))
    made = [inquiry.suggest(edits, say("ignore-case"))]
    made += _as_written(inquiry, needle, values)
    if not gives(made[:1]):
        return False
    inquiry.add("case-sensitive-match", (needle.start, needle.end), made, names=[sought.text(text)])
    return True


def _plain_text(sought: Span, text: str, values: list[Term]) -> str:
    written = sought.text(text)
    return f"STR({written})" if any(one.language for one in values) else written


def _as_written(inquiry: Inquiry, needle: Span, values: list[Term]) -> list[Suggestion]:
    """Suggest the same word as the values have it."""
    sought = string_of(needle.tokens[0])
    low = sought.lower()
    found = {
        one.value[place : place + len(low)]
        for one in values
        if (place := one.value.lower().find(low)) >= 0 and one.value[place : place + len(low)] != sought
    }
    return inquiry.instead((needle.start, needle.end), [Term("literal", one).sparql() for one in sorted(found)[:2]])


def _check_accents(inquiry: Inquiry, call: Call, values: list[Term]) -> bool:
    needle = call.arguments[1]
    wanted = plain(string_of(needle.tokens[0]))
    if len(wanted) < 2:
        return False
    found: dict[str, None] = {}
    for one in values:
        piece = _same_piece(one.value, wanted)
        if piece:
            found[piece] = None
    if not found:
        return False
    made = inquiry.instead((needle.start, needle.end), [Term("literal", one).sparql() for one in list(found)[:3]])
    inquiry.add("accent-sensitive-match", (needle.start, needle.end), made, near=[one.replacement for one in made])
    return True


def _same_piece(value: str, wanted: str) -> str:
    """Find the part of a text that is the same but for accents and case."""
    if wanted not in plain(value):
        return ""
    size = len(wanted)
    return next(
        (
            value[place : place + size]
            for place in range(len(value) - size + 1)
            if plain(value[place : place + size]) == wanted
        ),
        "",
    )


def _check_range(sieve: "Sieve", call: Call) -> bool:
    inquiry, (tag, wanted) = sieve.inquiry, call.arguments
    if wanted.tokens[0].kind != "string":
        return False
    tags = [one.value for one in sieve.values(tag.text(inquiry.text))]
    node = Node("literal", wanted.text(inquiry.text), wanted.start, wanted.end, string_of(wanted.tokens[0]))
    if not tags:
        return False
    found = [say("tag", tag=one) if one else say("no-tag") for one in tags[:4]]
    made = inquiry.instead(node, [f'"{one}"' for one in tags[:3]])
    inquiry.add("wrong-language", node, made, names=[f"@{node.value}"], found=found)
    return True
