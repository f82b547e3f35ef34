"""Look at every name in a query: whether the graph has it, in that part, and if not, what it is near to."""

from collections.abc import Iterator
from dataclasses import dataclass
from difflib import get_close_matches
from typing import Literal

from ..namespaces import CONS, DEF, ID, PREFIXES, expand
from ..stores.base import Term
from ..stores.sparql_tokens import scan
from .findings import Suggestion
from .inquiry import Inquiry, first_that_give, gives
from .model import ways_to
from .terms import RDF_TYPE, iri_of
from .tree import Bind, Element, Filter, Group, Nested, Node, Query, Triple, Values, walk
from .vocabulary import local_name, namespace_of, plain
from .wording import say

Role = Literal["property", "class", "thing", "graph"]
_CONS_DEF_ID = (ID, DEF, CONS)
_UNKNOWN: dict[Role, str] = {
    "property": "unknown-property",
    "class": "unknown-class",
    "thing": "unknown-iri",
    "graph": "unknown-graph",
}
_BUILT_IN = PREFIXES["xsd"]
_SUB = f"<{PREFIXES['rdfs']}subClassOf>", f"<{PREFIXES['rdfs']}subPropertyOf>"


@dataclass(frozen=True)
class Named:
    """Hold one name of a query and the part that it plays."""

    node: Node
    role: Role


def check_names(inquiry: Inquiry) -> None:
    """Note every name that the graph does not have, or not in that part."""
    seen: set[tuple[int, int]] = set()
    for named in names_of(inquiry.query):
        node = named.node
        if (node.start, node.end) in seen or _is_known(inquiry, named):
            continue
        seen.add((node.start, node.end))
        inquiry.suspect(_UNKNOWN[named.role], node, hint=say(""))
        _explain(inquiry, named)


def names_of(query: Query) -> Iterator[Named]:
    """Yield every name of a query but those in its template, in order."""
    prefixes = {prefix: node.value for prefix, node in query.prefixes.items()}
    for _, graph in query.dataset:
        yield Named(graph, "graph")
    if query.form == "DESCRIBE":
        yield from (Named(node, "thing") for node in _in_text(query, query.head, prefixes))
    for element in walk(query.where) if query.where else ():
        yield from _of_element(element, query, prefixes)
    yield from (Named(node, "thing") for node in _in_text(query, query.modifiers, prefixes))


def _of_element(element: Element, query: Query, prefixes: dict[str, str]) -> Iterator[Named]:
    if isinstance(element, Triple):
        yield from _of_triple(element, query, prefixes)
    elif isinstance(element, Nested) and element.name and element.name.kind == "iri":
        yield Named(element.name, "graph")
    elif isinstance(element, Values):
        yield from (Named(one, "thing") for row in element.rows for one in row if one and one.kind == "iri")
    elif isinstance(element, Bind) or (isinstance(element, Filter) and element.group is None):
        yield from (Named(node, "thing") for node in _in_text(query, element.inner, prefixes))


def _of_triple(triple: Triple, query: Query, prefixes: dict[str, str]) -> Iterator[Named]:
    subject, value = triple.ends
    predicate = triple.predicate
    if subject.kind == "iri":
        yield Named(subject, "thing")
    if predicate.kind == "iri":
        yield Named(predicate, "property")
    elif predicate.kind == "path" and "!" not in predicate.text:
        yield from (Named(node, "property") for node in _in_text(query, (predicate.start, predicate.end), prefixes))
    if value.kind == "iri":
        yield Named(value, "class" if predicate.value == RDF_TYPE else "thing")


def _in_text(query: Query, span: tuple[int, int], prefixes: dict[str, str]) -> Iterator[Node]:
    """Yield the IRIs in a part of the query, without functions and datatypes."""
    tokens = list(scan(query.text[slice(*span)]))
    for index, token in enumerate(tokens):
        follows = tokens[index + 1].text if index + 1 < len(tokens) else ""
        is_datatype = index > 1 and tokens[index - 1].text == tokens[index - 2].text == "^"
        if token.kind in {"iri", "prefixed"} and follows != "(" and not is_datatype:
            start = token.start + span[0]
            yield Node("iri", token.text, start, start + len(token.text), iri_of(token, prefixes, query.base))


def _is_known(inquiry: Inquiry, named: Named) -> bool:
    iri, known = named.node.value, inquiry.vocabulary
    if named.role == "property":
        return iri in known.predicates
    if named.role == "class":
        return iri in known.classes
    if named.role == "graph":
        return iri in known.graphs
    if iri.startswith(_BUILT_IN):
        return True
    return is_somewhere(inquiry, iri)


def is_somewhere(inquiry: Inquiry, iri: str) -> bool:
    """Tell whether an IRI stands anywhere in the graph."""
    term = Term("iri", iri).sparql()
    return (
        iri in inquiry.vocabulary.predicates
        or iri in inquiry.vocabulary.graphs
        or inquiry.prober.whole(f"{{ {term} ?p ?o }} UNION {{ ?s ?p {term} }}")
    )


def _explain(inquiry: Inquiry, named: Named) -> None:
    tries = (_namespace, _brackets, _narrower, _not_a_class, _other_prefix)
    if named.role == "graph":
        _unknown(inquiry, named)
        return
    for attempt in tries:
        if attempt(inquiry, named):
            return
    _unknown(inquiry, named)


def _namespace(inquiry: Inquiry, named: Named) -> bool:
    """Blame the declaration of a prefix under whose namespace the graph has nothing."""
    node, known = named.node, inquiry.vocabulary
    prefix = node.text.partition(":")[0]
    declared = inquiry.query.prefixes.get(prefix) if not node.text.startswith("<") else None
    if declared is None or _has_namespace(inquiry, declared.value):
        return False
    local = node.value.removeprefix(declared.value)
    found = [space for space in known.namespaces if _in_role(inquiry, named, space + local)]
    found += [space for space in [PREFIXES.get(prefix, "")] if space in known.namespaces]
    near = list(dict.fromkeys(sorted(found, key=lambda one: (PREFIXES.get(prefix) != one, -known.namespaces[one]))))[:3]
    if not near:
        return False
    span = (declared.start, declared.end)
    made = first_that_give(
        inquiry.suggest(inquiry.put(span, f"<{one}>"), say("write", text=f"<{one}>")) for one in near
    )
    hint = say("hint-namespace", near=f"<{near[0]}>")
    inquiry.add(
        "wrong-namespace", span, made, names=(f"{prefix}:", declared.value, node.text), prefix=prefix, hint=hint
    )
    return True


def _has_namespace(inquiry: Inquiry, namespace: str) -> bool:
    """Tell whether the graph has terms in just this namespace, or in one that it is a part of."""
    spaces = inquiry.vocabulary.namespaces
    return bool(namespace) and (
        namespace in spaces or (namespace[-1] in "/#" and any(one.startswith(namespace) for one in spaces))
    )


def _brackets(inquiry: Inquiry, named: Named) -> bool:
    text = named.node.text
    iri = expand(text[1:-1]) if text.startswith("<") else None
    if iri is None:
        return False
    made = inquiry.instead(named.node, [Term("iri", iri)])
    inquiry.add("prefixed-name-in-brackets", named.node, made)
    return True


def _narrower(inquiry: Inquiry, named: Named) -> bool:
    """Find the narrower classes or properties that are used, where the model has some, or say that none is."""
    if named.role not in {"class", "property"}:
        return False
    term, is_class = Term("iri", named.node.value).sparql(), named.role == "class"
    used = inquiry.vocabulary.classes if is_class else inquiry.vocabulary.predicates
    rows = inquiry.prober.rows(f"SELECT DISTINCT ?x {{ ?x {_SUB[not is_class]}+ {term} }}")
    narrower = sorted((row["x"].value for row in rows if row["x"].value in used), key=lambda one: -used[one])
    if not narrower:
        return False
    made = inquiry.instead(named.node, [Term("iri", one) for one in narrower[:3]])
    near = ", ".join(inquiry.name(Term("iri", one)) for one in narrower[:4])
    inquiry.add("superclass" if is_class else "superproperty", named.node, made, near=near)
    return True


def _not_a_class(inquiry: Inquiry, named: Named) -> bool:
    """See what leads to a value that was taken for a class."""
    if named.role != "class" or not is_somewhere(inquiry, named.node.value):
        return False
    term = Term("iri", named.node.value).sparql()
    rows = inquiry.prober.rows(f"SELECT ?p (COUNT(?s) AS ?n) {{ ?s ?p {term} }} GROUP BY ?p ORDER BY DESC(?n) ?p")
    leading = [
        row["p"].value for row in rows if namespace_of(row["p"].value) not in (PREFIXES["skos"], PREFIXES["rdf"])
    ]
    leading = [one for one in leading if namespace_of(one) not in (PREFIXES["owl"], PREFIXES["rdfs"])]
    if not leading:
        return False
    triple = next(
        one for one in walk(inquiry.query.where or Group(0, 0)) if isinstance(one, Triple) and named.node in one.nodes
    )
    made = inquiry.instead(triple.predicate, [Term("iri", one) for one in leading[:3]])
    inquiry.add("not-a-class", named.node, made, near=[inquiry.name(Term("iri", one)) for one in leading[:3]])
    return True


def _other_prefix(inquiry: Inquiry, named: Named) -> bool:
    local = local_name(named.node.value)
    spaces = [space for space in (*_CONS_DEF_ID, *PREFIXES.values()) if space != namespace_of(named.node.value)]
    found = [space + local for space in dict.fromkeys(spaces) if local and _in_role(inquiry, named, space + local)]
    if not found:
        return False
    made = inquiry.instead(named.node, [Term("iri", one) for one in found[:3]])
    inquiry.add("wrong-prefix", named.node, made, near=[inquiry.name(Term("iri", one)) for one in found[:3]])
    return True


def _in_role(inquiry: Inquiry, named: Named, iri: str) -> bool:
    known = inquiry.vocabulary
    if named.role == "property":
        return iri in known.predicates
    if named.role == "class":
        return iri in known.classes
    return is_somewhere(inquiry, iri)


def _unknown(inquiry: Inquiry, named: Named) -> None:
    node, known = named.node, inquiry.vocabulary
    if (
        named.role in {"property", "class"}
        and is_somewhere(inquiry, node.value)
        and not _is_of_another_kind(inquiry, named)
    ):
        inquiry.add("declared-and-unused", node, _nearest(inquiry, named), mistake=False)
        return
    made = _nearest(inquiry, named)
    hint = say("hint-near", near=[one.replacement for one in made[:3]]) if made else say("hint-none")
    if named.role == "property" and node.value in known.classes:
        hint = say("hint-class", it=node.text, more=hint)
    inquiry.add(_UNKNOWN[named.role], node, made, hint=hint)


def _is_of_another_kind(inquiry: Inquiry, named: Named) -> bool:
    """Tell whether what is taken for a property or a class is neither, by what the graph says of it."""
    term = Term("iri", named.node.value).sparql()
    owl, rdfs, rdf = (PREFIXES[name] for name in ("owl", "rdfs", "rdf"))
    kinds = {
        "class": f"<{owl}Class> <{rdfs}Class>",
        "property": f"<{owl}ObjectProperty> <{owl}DatatypeProperty> <{owl}AnnotationProperty> <{rdf}Property>",
    }
    return not inquiry.prober.whole(f"VALUES ?kind {{ {kinds[named.role]} }} {term} a ?kind")


def _nearest(inquiry: Inquiry, named: Named) -> list[Suggestion]:
    node, known = named.node, inquiry.vocabulary
    if named.role == "graph":
        return inquiry.instead(node, [Term("iri", one) for one in get_close_matches(node.value, known.graphs, n=3)])
    pools = {"property": known.predicates, "class": known.classes}
    pool = pools.get(named.role) or _likely(inquiry, node)
    near = known.nearest(node.value, pool, most=4, least=0.55 if named.role in pools else 0.62)
    same = [one for one in pool if plain(local_name(one)) == plain(local_name(node.value))]
    near = list(
        dict.fromkeys(
            [*_spelt_otherwise(inquiry, node.value), *same, *near, *known.nearest_by_words(node.value, pool, most=2)]
        )
    )
    made = inquiry.instead(node, [Term("iri", one) for one in near[:4]])
    if named.role == "property" and not gives(made):
        made = [*_ways(inquiry, named, near), *made]
    return made


def _spelt_otherwise(inquiry: Inquiry, iri: str) -> list[str]:
    """List the addresses that differ by http or https, www, or a slash at the end, and that the graph has."""
    known = set(inquiry.vocabulary.iris)
    scheme, _, rest = iri.partition("://")
    if scheme not in {"http", "https"}:
        return []
    rest = rest.rstrip("/")
    rests = (rest, rest.removeprefix("www."), f"www.{rest.removeprefix('www.')}")
    return [
        one
        for one in dict.fromkeys(
            f"{way}://{each}{end}" for way in (scheme, "http", "https") for each in rests for end in ("", "/")
        )
        if one in known and one != iri
    ]


def _ways(inquiry: Inquiry, named: Named, near: list[str]) -> list[Suggestion]:
    """Look for ways of two steps, by the nearest properties that are on other things."""
    triples = [one for one in walk(inquiry.query.where or Group(0, 0)) if isinstance(one, Triple)]
    triple = next((one for one in triples if one.predicate is named.node), None)
    alike = inquiry.vocabulary.of_one_stem(named.node.value, inquiry.vocabulary.predicates)
    return ways_to(inquiry, triple, list(dict.fromkeys([*alike[:3], *near[:2]])), triples) if triple else []


def _likely(inquiry: Inquiry, node: Node) -> list[str]:
    """Leave out what nobody writes by hand: the notes on where facts come from."""
    noise = tuple(f"{ID}{kind}-" for kind in ("att", "cit", "sel"))
    return [one for one in inquiry.vocabulary.iris if not one.startswith(noise) or node.value.startswith(noise)]
