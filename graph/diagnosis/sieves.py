"""Look why a FILTER takes every row away: what it compares, and what values come before it."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import cast

from ..stores.base import Term
from .expressions import Call, Comparison, Span, alternatives, calls, comparison, conjuncts, span_of
from .findings import Edit, Suggestion, Wording
from .inquiry import Inquiry, gives
from .literals import compare, is_number, is_text
from .locating import Culprit, Scope, locate
from .matching import check_match
from .patterns import Patterns
from .probing import MOST_VALUES, write
from .stream import Stream, Unreadable
from .terms import XSD
from .tree import Bind, Filter, Group, Nested, Node, Triple, walk
from .vocabulary import likeness
from .wording import say

_OPPOSITE = {"<": ">", "<=": ">=", ">": "<", ">=": "<=", "=": "="}
_SHOWN = 3


@dataclass(frozen=True)
class Sieve:
    """Hold a filter, what stands before it as a probe writes it, and where."""

    inquiry: Inquiry
    culprit: Culprit
    body: str

    @property
    def filter(self) -> Filter:
        """Give the filter."""
        return cast("Filter", self.culprit.element)

    def before(self, more: str = "") -> str:
        """Write what comes before the filter."""
        return self.culprit.scope.around(f"{self.body} {more}")

    def values(self, expression: str) -> list[Term]:
        """List values of an expression before the filter."""
        rows = self.inquiry.prober.values(expression, self.before())
        return [row["value"] for row in rows if "value" in row]


Explain = Callable[[Culprit], bool]


def check_filter(inquiry: Inquiry, culprit: Culprit, explain: Explain) -> None:
    """Note why this filter, of all, leaves nothing; `explain` is asked about what it needs and never gets."""
    body = write(culprit.done, inquiry.query)
    sieve = Sieve(inquiry, culprit, body)
    one = sieve.filter
    if one.exists:
        _check_exists(sieve, explain)
        return
    whole = span_of(inquiry.text, one.inner)
    if whole is None:
        return
    parts = conjuncts(whole)
    empty = [part for part in parts if not inquiry.prober.ask(sieve.before(f"FILTER ( {part.text(inquiry.text)} )"))]
    every = [*parts, *(part for other in culprit.earlier_filters for part in _parts_of(inquiry, other))]
    if not empty:
        if not _check_together(sieve, every):
            _neutral(sieve, whole)
        return
    for part in empty:
        if any(_check_part(sieve, piece, explain) for piece in alternatives(part)):
            return
    _neutral(sieve, empty[0])


def _parts_of(inquiry: Inquiry, one: Filter) -> list[Span]:
    whole = None if one.exists else span_of(inquiry.text, one.inner)
    return conjuncts(whole) if whole else []


def _check_exists(sieve: Sieve, explain: Explain) -> None:
    inquiry, one = sieve.inquiry, sieve.filter
    group = cast("Group", one.group)
    span = (one.start, group.start)
    shown = inquiry.text[one.start : group.start].split()
    if one.exists == "NOT EXISTS":
        inquiry.add("not-exists-removes-all", (one.start, one.end), names=["NOT EXISTS", *shown], mistake=False)
        return
    scope = sieve.culprit.scope.within(sieve.culprit.done, sieve.body, "")
    if not any(explain(found) for found in locate(inquiry, group, scope)):
        inquiry.add("exists-never", span, names=["EXISTS"], mistake=False)


def _check_part(sieve: Sieve, part: Span, explain: Explain) -> bool:
    return (
        _check_variables(sieve, part, explain)
        or _check_languages(sieve, part)
        or any(check_match(sieve, call) for call in calls(part))
        or _check_comparison(sieve, part)
        or _check_list(sieve, part)
    )


def _check_variables(sieve: Sieve, part: Span, explain: Explain) -> bool:
    """Blame a variable that has no value before the filter."""
    inquiry = sieve.inquiry
    if part.tokens[0].text == "!":
        return False
    for name in part.variables:
        if inquiry.prober.ask(sieve.before(f"FILTER ( BOUND(?{name}) )")):
            continue
        if _check_bind(sieve, name) or _check_optional(sieve, name, explain):
            return True
        token = next(one for one in part.tokens if one.text[1:] == name and one.kind == "variable")
        known = [one for one in _all_variables(inquiry) if one != name]
        elsewhere = name in _bound_somewhere(inquiry)
        near = sorted((one for one in known if likeness(one, name) >= 0.6), key=lambda one: -likeness(one, name))
        edits = [
            [
                Edit(one.start, one.end, f"?{other}")
                for one in part.tokens
                if one.kind == "variable" and one.text[1:] == name
            ]
            for other in near[:3]
        ]
        made = [inquiry.suggest(edit, say("write", text=edit[0].text)) for edit in edits]
        hint = say("hint-scope") if elsewhere else say("hint-near", near=[f"?{one}" for one in near[:3]])
        inquiry.add(
            "unbound-variable", (token.start, token.end), made, hint=hint if near or elsewhere else say("hint-none")
        )
        return True
    return False


def _check_bind(sieve: Sieve, name: str) -> bool:
    inquiry, elements = sieve.inquiry, sieve.culprit.group.elements
    bind = next((one for one in elements if isinstance(one, Bind) and one.variable == name), None)
    if bind is None:
        return False
    inner = span_of(inquiry.text, bind.inner)
    needs = inner.variables if inner else []
    text = inquiry.text[bind.start : bind.end]
    end = sieve.culprit.group.end - 1
    made = inquiry.suggest([Edit(bind.start, bind.end, ""), Edit(end, end, f" {text} ")], say("move-bind"))
    if not made.gives_rows:
        return False
    inquiry.add(
        "bind-too-early", (bind.start, bind.end), [made], names=[f"?{name}"], needs=[f"?{one}" for one in needs]
    )
    return True


def _check_optional(sieve: Sieve, name: str, explain: Explain) -> bool:
    """Go into the OPTIONAL that should give the value and never matches."""
    inquiry, culprit = sieve.inquiry, sieve.culprit
    for index, one in enumerate(culprit.done):
        if not (isinstance(one, Nested) and one.word == "OPTIONAL" and name in _variables(one)):
            continue
        done = culprit.done[:index]
        scope = culprit.scope.within(done, write(done, inquiry.query), "")
        if not any(explain(found) for found in locate(inquiry, one.group, scope)):
            inquiry.add(
                "optional-never-matches", (one.start, one.end), names=["OPTIONAL"], mistake=False, needs=f"?{name}"
            )
        return True
    return False


def _variables(nested: Nested) -> set[str]:
    return {
        node.value for one in walk(nested.group) if isinstance(one, Triple) for node in one.nodes if node.is_variable
    }


def _bound_somewhere(inquiry: Inquiry) -> set[str]:
    if inquiry.query.where is None:
        return set()
    triples = (one for one in walk(inquiry.query.where) if isinstance(one, Triple))
    return {
        node.value for one in triples for node in one.nodes if node.is_variable and not node.value.startswith("_we_")
    }


def _all_variables(inquiry: Inquiry) -> list[str]:
    binds = [one.variable for one in walk(inquiry.query.where) if isinstance(one, Bind)] if inquiry.query.where else []
    return sorted({*_bound_somewhere(inquiry), *binds})


def _check_languages(sieve: Sieve, part: Span) -> bool:
    """Compare the tag that LANG is asked for with those that there are."""
    inquiry = sieve.inquiry
    for call in calls(part):
        if call.name != "LANG" or len(call.arguments) != 1:
            continue
        node = _literal_in(sieve, part)
        if node is None or part.tokens[0].text == "!":
            return False
        tags = [one.value for one in sieve.values(f"LANG({call.arguments[0].text(inquiry.text)})")]
        if not tags:
            return False
        found = [say("tag", tag=one) if one else say("no-tag") for one in tags[:4]]
        near = sorted(tags, key=lambda one: one.lower() != node.value.lower())
        made = inquiry.instead(node, [f'"{one}"' for one in near[:3]])
        inquiry.add("wrong-language", node, made, names=[f"@{node.value}"], found=found)
        return True
    return False


def _literal_in(sieve: Sieve, part: Span) -> Node | None:
    return next(
        (
            node
            for token in part.tokens
            if token.kind == "string" and (node := node_at(sieve.inquiry, token.start, part.end))
        ),
        None,
    )


def node_at(inquiry: Inquiry, start: int, end: int) -> Node | None:
    """Read the one term that begins at a place."""
    from ..stores.sparql_tokens import scan

    tokens = [token._replace(start=token.start + start) for token in scan(inquiry.text[start:end])]
    reader = Patterns(Stream(inquiry.text, tokens))
    reader.prefixes, reader.base = inquiry.prefixes, inquiry.query.base
    try:
        return reader.node()
    except Unreadable:
        return None


def constant(inquiry: Inquiry, side: Span) -> Node | None:
    """Read a side of a comparison as one term that is no variable."""
    node = node_at(inquiry, side.start, side.end)
    return node if node and node.end == side.end and not node.is_variable else None


def _check_comparison(sieve: Sieve, part: Span) -> bool:
    inquiry, found = sieve.inquiry, comparison(part)
    if found is None or found.operator == "!=":
        return False
    for side, other in ((found.left, found.right), (found.right, found.left)):
        node = constant(inquiry, other)
        if node and not constant(inquiry, side):
            values = sieve.values(side.text(inquiry.text))
            return _check_constant(sieve, node, values)
    return False


def _check_constant(sieve: Sieve, node: Node, values: Sequence[Term]) -> bool:
    """Compare a constant with the values that it is compared with."""
    values = [one for one in values if one.kind != "bnode"]
    if node.kind == "literal":
        return compare(sieve.inquiry, node, values, by_value=True)
    texts = [one for one in values if one.kind == "literal"]
    if node.kind == "iri" and texts and len(texts) == len(values) and any(is_text(one.datatype) for one in texts):
        made = sieve.inquiry.instead(node, [f'"{node.value}"'])
        if gives(made):
            types = [sieve.inquiry.name(Term("iri", texts[0].datatype or f"{XSD}string"))]
            sieve.inquiry.add("wrong-datatype", node, made, types=types, sample=sieve.inquiry.name(texts[0]))
            return True
    return False


def _check_list(sieve: Sieve, part: Span) -> bool:
    """Compare each member of an IN list."""
    inquiry, tokens = sieve.inquiry, part.tokens
    index = next((place for place, one in enumerate(tokens) if one.text.upper() == "IN" and one.kind == "word"), 0)
    if not index or tokens[index - 1].text.upper() == "NOT":
        return False
    values = sieve.values(Span(tokens[:index]).text(inquiry.text))
    for token in tokens[index + 2 : -1]:
        node = (
            node_at(inquiry, token.start, part.end) if token.kind in {"string", "number", "iri", "prefixed"} else None
        )
        if node and _check_constant(sieve, node, values):
            return True
    return False


def _check_together(sieve: Sieve, parts: Sequence[Span]) -> bool:
    """Find two conditions on one thing that exclude each other."""
    inquiry = sieve.inquiry
    read = [
        (found, node)
        for part in parts
        if (found := _with_constant(inquiry, part)) and (node := constant(inquiry, found.right))
    ]
    for index, (one, first) in enumerate(read):
        for other, second in read[index + 1 :]:
            if one.left.text(inquiry.text) != other.left.text(inquiry.text):
                continue
            if one.operator == other.operator == "=":
                _contradiction(sieve, one, other)
                return True
            if one.operator[0] + other.operator[0] in {"<>", "><"} and _reversed(inquiry, one, other):
                swap = [Edit(first.start, first.end, second.text), Edit(second.start, second.end, first.text)]
                low, high = (one, other) if one.operator[0] == ">" else (other, one)
                text = one.left.text(inquiry.text)
                inquiry.add(
                    "bounds-reversed",
                    (min(first.start, one.left.start), max(second.end, one.right.end)),
                    [inquiry.suggest(swap, say("swap-bounds"))],
                    names=[text],
                    low=f"{low.operator} {low.right.text(inquiry.text)}",
                    high=f"{high.operator} {high.right.text(inquiry.text)}",
                )
                return True
    return False


def _with_constant(inquiry: Inquiry, part: Span) -> Comparison | None:
    """Read a comparison with its constant on the right."""
    found = comparison(part)
    if found is None or constant(inquiry, found.right):
        return found
    return Comparison(found.right, _OPPOSITE.get(found.operator, found.operator), found.left)


def _reversed(inquiry: Inquiry, one: Comparison, other: Comparison) -> bool:
    low, high = (one, other) if one.operator[0] == ">" else (other, one)
    left, right = low.right.text(inquiry.text), high.right.text(inquiry.text)
    return inquiry.prober.whole(f"FILTER ( {left} > {right} )")


def _contradiction(sieve: Sieve, one: Comparison, other: Comparison) -> None:
    inquiry = sieve.inquiry
    left = one.left.text(inquiry.text)
    text = f"{left} IN ( {one.right.text(inquiry.text)}, {other.right.text(inquiry.text)} )"
    inner = sieve.filter.inner
    made: list[Suggestion] = []
    if inner[0] <= one.left.start and other.right.end <= inner[1] and len(_parts_of(inquiry, sieve.filter)) == 2:
        made = [inquiry.suggest([Edit(*inner, text)], say("list-in", text=text))]
    inquiry.add("contradiction", (one.left.start, one.right.end), made, names=[left])


def _neutral(sieve: Sieve, part: Span) -> None:
    """Say that the filter leaves nothing, and what it could have left."""
    inquiry = sieve.inquiry
    constants = [inquiry.text[one.start : one.end] for one in _nodes_in(inquiry, part)]
    hint: Wording = say("")
    for name in part.variables:
        values = sieve.values(f"?{name}")
        if values:
            hint = _range(inquiry, name, values)
            break
    inquiry.add(
        "filter-removes-all",
        (part.start, part.end),
        names=[*constants, *(f"?{one}" for one in part.variables)],
        mistake=False,
        hint=hint,
    )


def _nodes_in(inquiry: Inquiry, part: Span) -> list[Node]:
    kinds = {"string", "number", "iri", "prefixed"}
    nodes = [node_at(inquiry, token.start, part.end) for token in part.tokens if token.kind in kinds]
    return [node for node in nodes if node]


def _range(inquiry: Inquiry, name: str, values: Sequence[Term]) -> Wording:
    numbers = all(is_number(one.datatype) for one in values)
    ordered = sorted(values, key=lambda one: (float(one.value) if numbers else 0, one.value))
    if 1 < len(values) < MOST_VALUES and all(
        (one.datatype or "").startswith(XSD) and not is_text(one.datatype) for one in values
    ):
        return say("hint-bounds", what=f"?{name}", low=ordered[0].value, high=ordered[-1].value)
    return say("hint-values", what=f"?{name}", sample=[inquiry.name(one) for one in ordered[:_SHOWN]])


__all__ = ["Call", "Scope", "Sieve", "check_filter", "node_at"]
