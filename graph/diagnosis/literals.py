"""Compare a literal of a query with the values that the graph has at its place: language, type, spelling."""

import re
from collections.abc import Iterable, Sequence

from ..namespaces import PREFIXES, expand
from ..stores.base import Term
from .inquiry import Inquiry
from .probing import MOST_VALUES
from .terms import XSD
from .tree import Node
from .vocabulary import likeness, plain
from .wording import say

_WORD = 4  # letters
_STRING = f"{XSD}string"
_NUMBERS = frozenset(
    XSD + one for one in ("integer", "decimal", "double", "float", "int", "long", "nonNegativeInteger")
)
_TEXTS = frozenset({_STRING, f"{PREFIXES['rdf']}langString", ""})
_CAST = frozenset(XSD + one for one in ("integer", "decimal", "double", "float", "boolean", "date", "dateTime"))
_DAY = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})")
_FRENCH_DAY = re.compile(r"(\d{1,2})[/.](\d{1,2})[/.](\d{4})\Z")


def check_literal(inquiry: Inquiry, predicate: Node, literal: Node) -> bool:
    """Note what is wrong with a literal that no triple of the property has; tell whether something is."""
    rows = inquiry.prober.rows(
        f"{inquiry.prober.head}\nSELECT DISTINCT ?value {{ ?s {predicate.text} ?value }} LIMIT {MOST_VALUES}"
    )
    return compare(inquiry, literal, [row["value"] for row in rows if row["value"].kind != "bnode"])


def compare(inquiry: Inquiry, literal: Node, values: Sequence[Term], *, by_value: bool = False) -> bool:
    """Note how a literal differs in form from the values that stand there; tell whether it does.

    `by_value` when the engine compares by value, as filters do: then numbers of all types are alike.
    """
    if _is_malformed(inquiry, literal):
        made = inquiry.instead(literal, converted(literal, literal.datatype, values))
        inquiry.add("malformed-literal", literal, made, type=inquiry.name(Term("iri", literal.datatype)))
        return True
    texts = [one for one in values if one.kind == "literal"]
    if not values:
        return False
    if not texts:
        return _thing_is_wanted(inquiry, literal, values)
    same = [one for one in texts if one.value == literal.value]
    if any(_sort(one, by_value=by_value) == _sort_of(literal, by_value=by_value) for one in same):
        return False
    if same and is_text(literal.datatype) and is_text(same[0].datatype or ""):
        return _language(inquiry, literal, same)
    if not any(_family(one.datatype or "") == _family(literal.datatype) for one in texts):
        return _type(inquiry, literal, texts)
    if (
        not by_value
        and not any((one.datatype or "") == literal.datatype for one in texts)
        and not is_text(literal.datatype)
    ):
        return _type(inquiry, literal, texts)
    return is_text(literal.datatype) and _spelling(inquiry, literal, texts)


def _is_malformed(inquiry: Inquiry, literal: Node) -> bool:
    """Tell whether the text of a literal is none of its type: no value is equal to it, and comparing fails."""
    if literal.datatype not in _CAST:
        return False
    cast = f"{Term('iri', literal.datatype).sparql()}({Term('literal', literal.value).sparql()})"
    return not inquiry.prober.whole(f"BIND ( {cast} AS ?_we_x ) FILTER ( BOUND(?_we_x) )")


def is_text(datatype: str | None) -> bool:
    """Tell whether a datatype is that of a text, with or without a language."""
    return (datatype or "") in _TEXTS


def is_number(datatype: str | None) -> bool:
    """Tell whether a datatype is that of numbers, which are compared by value."""
    return (datatype or "") in _NUMBERS


def _sort(term: Term, *, by_value: bool) -> tuple[str, str]:
    datatype = _family(term.datatype or "") if by_value else "" if is_text(term.datatype) else term.datatype or ""
    return datatype, (term.language or "").lower()


def _sort_of(node: Node, *, by_value: bool) -> tuple[str, str]:
    return _sort(Term("literal", node.value, node.datatype or None, node.language or None), by_value=by_value)


def _family(datatype: str) -> str:
    return "number" if datatype in _NUMBERS else "text" if is_text(datatype) else datatype


def _language(inquiry: Inquiry, literal: Node, same: Iterable[Term]) -> bool:
    found = list(dict.fromkeys(same))
    made = inquiry.instead(literal, found[:3])
    tags = [say("tag", tag=one.language) if one.language else say("no-tag") for one in found[:3]]
    names = [f"@{literal.language}"] if literal.language else []
    inquiry.add("wrong-language", literal, made, names=names, found=tags)
    return True


def _type(inquiry: Inquiry, literal: Node, texts: Sequence[Term]) -> bool:
    kinds = list(dict.fromkeys(one.datatype or _STRING for one in texts))[:3]
    made = inquiry.instead(literal, converted(literal, kinds[0], texts))
    names = [inquiry.name(Term("iri", one)) for one in kinds]
    inquiry.add("wrong-datatype", literal, made, types=names, sample=inquiry.name(texts[0]))
    return True


def converted(literal: Node, datatype: str, texts: Sequence[Term]) -> list[Term]:
    """Write a literal in another type, where its text can be read as one of it."""
    value = literal.value
    if datatype == f"{XSD}date":
        day = _day(value) or (f"{value}-01-01" if re.fullmatch(r"\d{4}", value) else "")
        return [Term("literal", day, datatype)] if day else []
    if datatype == f"{XSD}dateTime" and re.fullmatch(r"\d{4}-\d\d-\d\d", value):
        return [Term("literal", f"{value}T00:00:00Z", datatype)]
    if datatype in _NUMBERS:
        number = re.match(r"[+-]?\d+(\.\d+)?", value)
        return [Term("literal", number[0], datatype)] if number else []
    if datatype == f"{XSD}boolean":
        low = {"vrai": "true", "oui": "true", "1": "true", "faux": "false", "non": "false", "0": "false"}
        return [Term("literal", low.get(value.lower(), value.lower()), datatype)]
    if is_text(datatype):
        language = next((one.language for one in texts if one.language), None)
        return [Term("literal", value, None if language else datatype, language)]
    return [Term("literal", value, datatype)]


def _day(text: str) -> str:
    """Write a day as ISO has it.

    >>> _day("21/9/2023"), _day("2023-9-21T00:00:00")
    ('2023-09-21', '2023-09-21')
    """
    if found := _DAY.match(text):
        return f"{found[1]}-{int(found[2]):02}-{int(found[3]):02}"
    found = _FRENCH_DAY.match(text)
    return f"{found[3]}-{int(found[2]):02}-{int(found[1]):02}" if found else ""


def _spelling(inquiry: Inquiry, literal: Node, texts: Sequence[Term]) -> bool:
    wanted = plain(literal.value)
    tag = literal.language.lower()
    alike = [one for one in texts if plain(one.value) == wanted]
    rated = sorted(((likeness(wanted, plain(one.value)), one) for one in texts), key=lambda pair: -pair[0])[:10]
    near = alike or [one for score, one in rated if score >= 0.8] or _with_word(wanted, texts)
    near.sort(key=lambda one: (one.language or "").lower() != tag)
    if not near:
        return _no_language(inquiry, literal, texts)
    made = inquiry.instead(literal, list(dict.fromkeys(near))[:3])
    inquiry.add("wrong-spelling", literal, made, near=[one.replacement for one in made])
    return True


def _with_word(wanted: str, texts: Sequence[Term]) -> list[Term]:
    """List the shortest texts in which the whole of another stands as words, such as a surname."""
    if len(wanted) < _WORD:
        return []
    pattern = re.compile(rf"\b{re.escape(wanted)}\b")
    return sorted((one for one in texts if pattern.search(plain(one.value))), key=lambda one: len(one.value))[:3]


def _no_language(inquiry: Inquiry, literal: Node, texts: Sequence[Term]) -> bool:
    """Say that no text there has this language at all."""
    tags = list(dict.fromkeys((one.language or "").lower() for one in texts))
    if literal.language.lower() in tags:
        return False
    found = [say("tag", tag=one) if one else say("no-tag") for one in tags[:3]]
    names = [f"@{literal.language}"] if literal.language else []
    made = inquiry.instead(literal, [Term("literal", literal.value, None, one or None) for one in tags[:3]])
    inquiry.add("wrong-language", literal, made, names=names, found=found)
    return True


def _thing_is_wanted(inquiry: Inquiry, literal: Node, values: Sequence[Term]) -> bool:
    """Say that a text stands where things do, and which thing it may mean."""
    iris = {one.value for one in values}
    guesses = [expand(literal.value) or "", literal.value]
    found = [one for one in guesses if one in iris]
    found += [one for one in inquiry.vocabulary.named(literal.value) if one in iris and one not in found]
    if not found:
        found = inquiry.vocabulary.nearest(f"urn:x#{literal.value.replace(' ', '-')}", iris, most=3, least=0.5)
    made = inquiry.instead(literal, [Term("iri", one) for one in found[:3]])
    inquiry.add("string-instead-of-iri", literal, made, sample=inquiry.name(values[0]))
    return True


__all__ = ["check_literal", "compare", "converted", "is_number", "is_text"]
