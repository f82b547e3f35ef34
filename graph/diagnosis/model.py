"""Look whether a triple pattern could ever match: by the kinds of things that the graph has on either end."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Any

from ..namespaces import PREFIXES
from ..stores.base import Term
from .findings import Suggestion, Wording
from .inquiry import Inquiry, first_that_give, gives
from .literals import check_literal
from .probing import MOST_VALUES
from .terms import RDF_TYPE, term_of
from .tree import Node, Triple
from .vocabulary import likeness, local_name
from .wording import say

_SCHEME = f"<{PREFIXES['skos']}inScheme>"
_NAMES = tuple(
    PREFIXES[prefix] + local
    for prefix, local in (
        ("rdfs", "label"),
        ("skos", "prefLabel"),
        ("foaf", "name"),
        ("dcterms", "title"),
        ("skos", "altLabel"),
    )
)  # properties that one takes for another
_ALIKE = 0.6
_ENOUGH = 5  # things of a class, from which its habits are taken
_NOTES = tuple(PREFIXES["rdf"] + local for local in ("subject", "predicate", "object", "type"))  # never a way through


def check_triple(inquiry: Inquiry, triple: Triple, others: Sequence[Triple]) -> bool:
    """Note what is wrong with a triple, by itself or with one of the others; tell whether something is."""
    if triple.predicate.kind != "iri":
        return _check_path(inquiry, triple)
    if any(_check_path(inquiry, other) for other in others if _shared(triple, other)):
        return True
    if not inquiry.prober.whole(triple.text()):
        return _check_alone(inquiry, triple, others)
    return any(
        _check_pair(inquiry, triple, other, shared)
        for other in others
        if other.predicate.kind == "iri" and other is not triple
        for shared in _shared(triple, other)
    )


def _check_path(inquiry: Inquiry, triple: Triple) -> bool:
    if triple.predicate.kind != "path":
        return False
    node = triple.predicate
    if not any(_is_of_other_kind(inquiry, end, node, forward) for end, forward in _constant_ends(triple)):
        return False
    made = [_turned(inquiry, triple)]
    if not gives(made):
        return False
    _add_direction(inquiry, triple, made)
    return True


def _constant_ends(triple: Triple) -> Iterator[tuple[Node, bool]]:
    subject, value = triple.ends
    if subject.kind == "iri":
        yield subject, True
    if value.kind == "iri":
        yield value, False


def _check_alone(inquiry: Inquiry, triple: Triple, others: Sequence[Triple]) -> bool:
    value = triple.ends[1]
    if value.kind == "literal" and (
        _is_by_other_name(inquiry, triple) or check_literal(inquiry, triple.predicate, value)
    ):
        return True
    ends = [(end, is_subject) for end, is_subject in _constant_ends(triple) if triple.predicate.value != RDF_TYPE]
    wrong = [end for end in ends if _is_of_other_kind(inquiry, end[0], triple.predicate, end[1])]
    if not wrong:
        return False
    if value.kind != "literal" and _matches_turned(inquiry, triple, others):
        _add_direction(inquiry, triple, [_turned(inquiry, triple)])
        return True
    end, is_subject = wrong[0]
    if is_subject:
        _add_not_on(inquiry, triple, end, _kinds(inquiry, end.text), others)
    else:
        _add_wrong_kind(inquiry, triple, end)
    return True


def _is_by_other_name(inquiry: Inquiry, triple: Triple) -> bool:
    """See whether a text stands in the graph by another of the properties that give names."""
    if triple.predicate.value not in _NAMES:
        return False
    rows = inquiry.prober.rows(f"{inquiry.prober.head}\nSELECT DISTINCT ?p {{ ?s ?p {triple.ends[1].text} }}")
    found = [row["p"] for row in rows if row["p"].value in _NAMES]
    if found:
        made = inquiry.instead(triple.predicate, found)
        inquiry.add(
            "wrong-property",
            triple.predicate,
            made,
            names=[triple.ends[1].text],
            near=[inquiry.name(one) for one in found],
        )
    return bool(found)


def _matches_turned(inquiry: Inquiry, triple: Triple, others: Sequence[Triple]) -> bool:
    turned = replace(triple, inverse=not triple.inverse)
    return inquiry.prober.whole(turned.text()) and all(
        inquiry.prober.whole(f"{turned.text()} {general(inquiry, other, 'b')}")
        for other in others
        if other.predicate.kind == "iri" and _shared(triple, other)
    )


def _is_of_other_kind(inquiry: Inquiry, end: Node, predicate: Node, is_subject: bool) -> bool:
    """Tell whether nothing of the same class, or list, stands at that end of the property."""
    path = predicate.text if predicate.kind != "path" else f"({predicate.text})"
    pattern = f"?g {path} ?other" if is_subject else f"?other {path} ?g"
    term = Term("iri", end.value).sparql()
    if not inquiry.prober.whole(f"{term} a ?class") or inquiry.prober.whole(pattern.replace("?g", end.text)):
        return False
    if inquiry.prober.whole(f"{term} {_SCHEME} ?scheme"):
        return not inquiry.prober.whole(f"{term} {_SCHEME} ?scheme . ?g {_SCHEME} ?scheme . {pattern}")
    rows = inquiry.prober.rows(f"SELECT ?class {{ {term} a ?class }}")
    classes = [row["class"].value for row in rows if inquiry.vocabulary.classes.get(row["class"].value, 0) >= _ENOUGH]
    classes = classes or [row["class"].value for row in rows]
    return not all(inquiry.prober.whole(f"?g a {Term('iri', one).sparql()} . {pattern}") for one in classes)


def _shared(one: Triple, other: Triple) -> list[str]:
    mine = {node.value for node in one.ends if node.is_variable}
    return [node.value for node in other.ends if node.is_variable and node.value in mine]


def general(inquiry: Inquiry, triple: Triple, made: str) -> str:
    """Write a triple with anything of the same kind instead of each thing and value that it names."""
    subject, value = triple.ends
    parts, ends = [], []
    for index, node in enumerate((subject, value)):
        keeps = node.is_variable or (index and triple.predicate.value == RDF_TYPE)
        name = node.text if keeps else f"?_we_{made}{index}"
        ends.append(name)
        if node.kind == "iri" and not keeps:
            term = Term("iri", node.value).sparql()
            scheme = inquiry.prober.whole(f"{term} {_SCHEME} ?scheme")
            means = _SCHEME if scheme else f"<{RDF_TYPE}>"
            if scheme or inquiry.prober.whole(f"{term} a ?class"):
                parts.append(f"{term} {means} {name}k . {name} {means} {name}k .")
    return f"{ends[0]} {triple.predicate.text} {ends[1]} . {' '.join(parts)}"


def _check_pair(inquiry: Inquiry, triple: Triple, other: Triple, shared: str) -> bool:
    rest = general(inquiry, other, "b")
    if inquiry.prober.whole(f"{general(inquiry, triple, 'a')} {rest}"):
        return False
    turns = [
        one
        for one, beside in ((triple, other), (other, triple))
        if one.predicate.value != RDF_TYPE and _fits_turned(inquiry, one, beside)
    ]
    made = [(one, _turned(inquiry, one)) for one in turns]
    best = next((pair for pair in made if pair[1].gives_rows), made[0] if made else None)
    if best:
        _add_direction(inquiry, best[0], [best[1]])
        return True
    blamed, beside = (other, triple) if triple.predicate.value == RDF_TYPE else (triple, other)
    if blamed.predicate.value == RDF_TYPE:  # two classes of one thing
        return False
    variable = next(node for node in blamed.nodes if node.is_variable and node.value == shared)
    kinds = _kinds(inquiry, variable.text, general(inquiry, beside, "b"))
    if blamed.ends[0].value == shared:
        _add_not_on(inquiry, blamed, variable, kinds, [beside])
        return True
    return _add_other_values(inquiry, blamed, variable, kinds, beside)


def _fits_turned(inquiry: Inquiry, one: Triple, beside: Triple) -> bool:
    if any(node.kind == "literal" for node in one.nodes):
        return False
    turned = replace(one, inverse=not one.inverse)
    return inquiry.prober.whole(f"{general(inquiry, turned, 'a')} {general(inquiry, beside, 'b')}")


def _turned(inquiry: Inquiry, triple: Triple) -> Suggestion:
    """Suggest to go the other way along a property, by `^`."""
    node = triple.predicate
    if triple.inverse:
        start = inquiry.text.rindex("^", 0, node.start)
        return inquiry.suggest(inquiry.put((start, node.end), node.text), say("write", text=node.text))
    text = node.text if node.kind == "iri" or node.text[0] == "(" else f"({node.text})"
    return inquiry.suggest(inquiry.put(node, f"^{text}"), say("turn", text=text))


def _add_direction(inquiry: Inquiry, triple: Triple, made: list[Suggestion]) -> None:
    node = triple.predicate
    path = node.text if node.kind == "iri" else f"({node.text})"
    names = [node.text.rstrip("*+?")]
    inquiry.add(
        "wrong-direction",
        node,
        made,
        names=names,
        subjects=_kinds(inquiry, "?s", f"?s {path} ?o"),
        objects=_kinds(inquiry, "?o", f"?s {path} ?o"),
    )


def _kinds(inquiry: Inquiry, thing: str, body: str = "") -> list[object]:
    """Name the commonest classes of something, in words for people where they have one."""
    text = (
        f"{inquiry.prober.head}\nSELECT ?class (COUNT(*) AS ?n) {{ {body.rstrip(' .')} . {thing} a ?class }} "
        "GROUP BY ?class ORDER BY DESC(?n) ?class LIMIT 3"
    )
    found: list[object] = [inquiry.name(row["class"]) for row in inquiry.prober.rows(text) if "class" in row]
    return found or [say("anything") if not body else say("literal")]


def _add_not_on(
    inquiry: Inquiry, triple: Triple, node: Node, kinds: Sequence[object], beside: Sequence[Triple]
) -> None:
    """Say that a property is not on what its subject is, and which ones are, or what leads there."""
    made = _other_properties(inquiry, triple, node, beside)
    owners = _kinds(inquiry, "?s", f"?s {triple.predicate.text} ?o")
    near = [one.replacement for one in made]
    inquiry.add(
        "property-not-on-class",
        triple.predicate,
        made,
        names=[node.text],
        subject=node.text,
        kind=kinds,
        owners=owners,
        hint=say("hint-has", near=near) if near else say(""),
    )


def _other_properties(inquiry: Inquiry, triple: Triple, node: Node, beside: Sequence[Triple]) -> list[Suggestion]:
    """Find properties, and ways of two steps, from what the subject is to what the property gives."""
    wanted, subject = triple.predicate, node.text
    anchor = _anchor(inquiry, node, beside)
    text = f"{inquiry.prober.head}\nSELECT ?p (COUNT(*) AS ?n) {{ {anchor} {subject} ?p ?_we_v }} GROUP BY ?p LIMIT 100"
    own = {row["p"].value for row in inquiry.prober.rows(text)} - {*_NOTES, wanted.value}
    if wanted.value in _NAMES and (named := [one for one in _NAMES if one in own]):
        return inquiry.instead(wanted, [Term("iri", one) for one in named[:3]])
    sort = _sort(inquiry, wanted.value)
    alike = [one for one in own if sort & _sort(inquiry, one)]
    alike.sort(key=lambda one: (-likeness(local_name(wanted.value), local_name(one)), one))
    near = [Term("iri", one) for one in alike if likeness(local_name(wanted.value), local_name(one)) >= _ALIKE]
    rest = [Term("iri", one) for one in alike[:3]]
    return inquiry.instead(
        wanted, list(dict.fromkeys([*near[:2], *_ways(inquiry, anchor, subject, wanted.text)[:3], *rest]))
    )


def _anchor(inquiry: Inquiry, node: Node, beside: Sequence[Triple]) -> str:
    there = [one for one in beside if node.value in {each.value for each in one.nodes if each.is_variable}]
    return " ".join(general(inquiry, one, f"c{index}") for index, one in enumerate(there))


def ways_to(inquiry: Inquiry, triple: Triple, properties: Sequence[str], others: Sequence[Triple]) -> list[Suggestion]:
    """Suggest ways of two steps from the subject of a triple to what one of some properties gives."""
    subject = triple.ends[0]
    if not subject.is_variable or triple.inverse:
        return []
    anchor = _anchor(inquiry, subject, [one for one in others if one is not triple])
    found = [
        way for one in properties for way in _ways(inquiry, anchor, subject.text, inquiry.name(Term("iri", one)))[:2]
    ]
    return inquiry.instead(triple.predicate, found[:4])


def _ways(inquiry: Inquiry, anchor: str, subject: str, wanted: str) -> list[str]:
    found = []
    for text, mark in ((f"{subject} ?p ?_we_m", ""), (f"?_we_m ?p {subject}", "^")):
        rows = inquiry.prober.rows(
            f"{inquiry.prober.head}\nSELECT ?p (COUNT(*) AS ?n) {{ {anchor} {text} . ?_we_m {wanted} ?_we_v }} "
            "GROUP BY ?p ORDER BY DESC(?n) LIMIT 12"
        )
        found += [
            (int(row["n"].value), f"{mark}{inquiry.name(row['p'])}/{wanted}")
            for row in rows
            if row["p"].value not in _NOTES and inquiry.name(row["p"]) != wanted
        ]
    declared = tuple(f"{prefix}:" for prefix in inquiry.prefixes)
    return [way for _, way in sorted(found, key=lambda one: -one[0]) if way.lstrip("^").startswith(declared)]


def _sort(inquiry: Inquiry, iri: str) -> frozenset[str]:
    """Name what a property leads to: classes of things, datatypes of values."""
    term = Term("iri", iri).sparql()
    rows = inquiry.prober.rows(
        f"SELECT DISTINCT ?x {{ {{ ?s {term} ?o . ?o a ?x }} "
        f"UNION {{ ?s {term} ?o FILTER ( isLiteral(?o) ) BIND ( DATATYPE(?o) AS ?x ) }} }} LIMIT 20"
    )
    return frozenset(row["x"].value for row in rows if "x" in row)


def _add_other_values(inquiry: Inquiry, triple: Triple, node: Node, kinds: Sequence[object], beside: Triple) -> bool:
    """Blame the property that leads to a thing of one kind, which another pattern wants of another kind."""
    if beside.ends[0].value != node.value or beside.predicate.value == RDF_TYPE:
        made = _other_leads(inquiry, triple, node, beside)
        inquiry.add(
            "property-not-on-class",
            triple.predicate,
            made,
            names=[node.text, *(one.text for one in beside.nodes)],
            subject=node.text,
            kind=kinds,
            owners=_kinds(inquiry, "?s", f"?s {triple.predicate.text} ?o"),
            hint=say("hint-has", near=[one.replacement for one in made]) if made else say(""),
        )
        return True
    own = _kinds(inquiry, node.text, general(inquiry, triple, "a"))
    _add_not_on(inquiry, beside, node, own, [triple])
    return True


def _other_leads(inquiry: Inquiry, triple: Triple, node: Node, beside: Triple) -> list[Suggestion]:
    subject = triple.ends[0].text
    rest = general(inquiry, beside, "b")
    text = (
        f"{inquiry.prober.head}\nSELECT ?p (COUNT(*) AS ?n) {{ {rest} {subject} ?p {node.text} }} "
        "GROUP BY ?p ORDER BY DESC(?n) LIMIT 20"
    )
    found = [row["p"] for row in inquiry.prober.rows(text) if row["p"].value not in _NOTES]
    found.sort(key=lambda one: -likeness(local_name(triple.predicate.value), local_name(one.value)))
    return inquiry.instead(triple.predicate, found[:4])


def _add_wrong_kind(inquiry: Inquiry, triple: Triple, node: Node) -> None:
    """Say that a value is of another list or class than those of the property; what has it, and what is near."""
    term, known = term_of(node), inquiry.vocabulary
    scheme = inquiry.prober.whole(f"{node.text} {_SCHEME} ?scheme")
    leading = inquiry.prober.rows(
        f"{inquiry.prober.head}\nSELECT ?p (COUNT(*) AS ?n) {{ ?s ?p {node.text} }} GROUP BY ?p "
        "ORDER BY DESC(?n) LIMIT 20"
    )
    skipped = (*_NOTES, *(PREFIXES["skos"] + one for one in ("hasTopConcept", "broader", "narrower", "member")))
    other = [row["p"] for row in leading if row["p"].value not in skipped][:2]
    values = inquiry.prober.rows(
        f"{inquiry.prober.head}\nSELECT DISTINCT ?v {{ ?s {triple.predicate.text} ?v FILTER ( isIRI(?v) ) }} "
        f"LIMIT {MOST_VALUES}"
    )
    pool = [row["v"].value for row in values]
    near = known.nearest(node.value, pool, most=2, least=0.5) or pool[:2]
    made = inquiry.instead(triple.predicate, other) + inquiry.instead(node, [Term("iri", one) for one in near])
    made = first_that_give(made)
    hint: Wording = (
        say("hint-links", it=inquiry.name(term), near=[inquiry.name(one) for one in other])
        if other and term
        else say("")
    )
    told: dict[str, Any] = {"property": triple.predicate.text, "hint": hint}
    if scheme:
        inquiry.add("wrong-scheme", node, made, names=[triple.predicate.text], **told)
        return
    kinds = _kinds(inquiry, "?o", f"?s {triple.predicate.text} ?o")
    inquiry.add(
        "wrong-kind", node, made, names=[triple.predicate.text], kind=_kinds(inquiry, node.text), kinds=kinds, **told
    )
