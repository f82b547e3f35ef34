"""Examine an empty answer, from the names in the query to its patterns, filters and ends."""

import time
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from ..stores.base import Store
from ..stores.sparql_tokens import query_form, scan
from .ends import check_ends
from .findings import Diagnosis, Edit, Finding, Suggestion
from .inquiry import Inquiry, gives
from .locating import Culprit, Scope, locate, triples_of
from .model import check_triple
from .names import check_names
from .probing import OutOfBudget, Prober, filters, has_rows, required, write
from .reading import read_names, read_query
from .sieves import check_filter
from .stream import Unreadable
from .terms import term_of
from .tree import Element, Filter, Nested, Node, SubSelect, Triple, Union, Values
from .vocabulary import Vocabulary
from .wording import say

BUDGET = 3.0  # seconds


def diagnose(
    store: Store,
    text: str,
    *,
    default_graphs: Sequence[str] = (),
    named_graphs: Sequence[str] = (),
    budget: float = BUDGET,
    into: Diagnosis | None = None,
) -> Diagnosis:
    """Say why a query has no answer, and what could be meant instead; QueryError when it cannot be asked at all.

    `budget`, in seconds, is for the search, and is looked at between one probe and the next: bound the process where
    the text is a stranger's. `into` is filled as things are found, for whoever cannot wait.
    """
    found = into or Diagnosis(text)
    answer = store.query(text, default_graphs=default_graphs, named_graphs=named_graphs)
    found.form = query_form(text).lower()
    if has_rows(answer):
        found.empty, found.complete, found.summary = False, True, say("has-rows")
        return found
    found.summary = say("stopped", first=say("no-cause"))
    prober = Prober(store, default_graphs=default_graphs, named_graphs=named_graphs, until=time.monotonic() + budget)
    try:
        query = read_query(text)
    except (Unreadable, RecursionError) as error:
        query = read_names(text)
        why = str(error) or "…"
    else:
        why = ""
    prober.of_query(query)
    inquiry = Inquiry(query, prober, Vocabulary.of(store), found.findings, found.probes, found.suspects)
    try:
        _search(inquiry, why)
        found.complete = True
    except (OutOfBudget, RecursionError):
        pass
    found.findings = _ranked(found.findings if found.complete else found.findings or found.suspects[-1:])
    first = found.findings[0].message if found.findings else say("no-cause")
    found.summary = say("is-empty" if found.complete else "stopped", first=first)
    return found


def stopped(found: Diagnosis) -> Diagnosis:
    """Give what a search that is still at work has found so far."""
    findings = _ranked(found.findings or found.suspects[-1:])
    first = findings[0].message if findings else say("no-cause")
    return replace(
        found, complete=False, findings=findings, probes=list(found.probes), summary=say("stopped", first=first)
    )


def _search(inquiry: Inquiry, why: str) -> None:
    check_names(inquiry)
    if why:
        if not inquiry.findings:
            span = (inquiry.query.prologue_end, len(inquiry.text))
            inquiry.add("not-analysed", span, mistake=False, why=why)
        return
    mended = any(gives(one.suggestions) for one in inquiry.findings)
    where = inquiry.query.where
    if where is None:
        return
    body = write([*required(where), *filters(where)], inquiry.query)
    if inquiry.prober.ask(body):
        inquiry.note((where.start, where.end), rows=True, what="where")
        if not mended:
            check_ends(inquiry)
        return
    found = locate(inquiry, where, Scope())
    if not mended:
        for one in found:
            explain(inquiry, one, quiet=any(each.mistake for each in inquiry.findings))
    if not mended and len(inquiry.findings) > 1:
        _together(inquiry)


def explain(inquiry: Inquiry, culprit: Culprit, *, quiet: bool = False) -> bool:
    """Note why an element leaves nothing; tell whether something is wrong with the query there.

    With `quiet`, nothing is noted when nothing is wrong.
    """
    one, count = culprit.element, len(inquiry.findings)
    if isinstance(one, Filter):
        check_filter(inquiry, culprit, lambda inner: explain(inquiry, inner, quiet=True))
    elif isinstance(one, Nested) and one.word == "MINUS":
        inquiry.add("minus-removes-all", (one.start, one.end), names=["MINUS"], mistake=False)
    elif isinstance(one, SubSelect) and culprit.cut:
        _cut(inquiry, one)
    elif _outside_graph(inquiry, culprit) or _cut_before(inquiry, culprit):
        pass
    elif isinstance(one, Triple):
        _check(inquiry, culprit, one)
    elif isinstance(one, Values):
        for triple in triples_of(culprit.before):
            if _check(inquiry, Culprit(one, culprit.done, culprit.scope, culprit.group), triple):
                break
    noted = inquiry.findings[count:]
    if not noted and not quiet:
        _nothing_wrong(inquiry, culprit)
    return any(each.mistake for each in noted)


def _check(inquiry: Inquiry, culprit: Culprit, triple: Triple) -> bool:
    """Look at a triple, and at it with each value that VALUES gives to its variables."""
    everything = (*culprit.before, culprit.element)
    others = [one for one in triples_of(everything) if one is not triple]
    for values in (one for one in everything if isinstance(one, Values)):
        for row in values.rows:
            filled = _filled(triple, dict(zip(values.variables, row, strict=False)))
            if filled is not triple and check_triple(inquiry, filled, ()):
                return True
    return check_triple(inquiry, triple, others)


def _filled(triple: Triple, row: dict[str, Node | None]) -> Triple:
    def node(one: Node) -> Node:
        return (row.get(one.value) or one) if one.is_variable else one

    if not any(one.is_variable and row.get(one.value) for one in triple.nodes):
        return triple
    return Triple(node(triple.subject), node(triple.predicate), node(triple.object), triple.inverse, plain=False)


def _outside_graph(inquiry: Inquiry, culprit: Culprit) -> bool:
    """Blame GRAPH or FROM for a pattern that the whole graph has."""
    graph, one = culprit.scope.graph, culprit.element
    if not isinstance(one, Triple) or not (graph or inquiry.prober.has_own_dataset):
        return False
    whole = " ".join(each.text() for each in triples_of((*culprit.before, one)))
    if not inquiry.prober.whole(whole):
        return False
    query = inquiry.query
    if query.dataset and all(named for named, _ in query.dataset) and graph is None:
        start, end = query.dataset_span
        text = inquiry.text[start:end]
        words = [token for token in scan(text) if token.kind == "word" and token.text.upper() == "NAMED"]
        edits = [Edit(start + word.start, start + word.end, "") for word in words]
        made = [inquiry.suggest(edits, say("write", text="FROM"))]
        inquiry.add("from-named-without-graph", (start, end), made, names=["FROM NAMED"])
        return True
    made = _wider(inquiry, graph)
    inquiry.add("not-in-that-graph", one.predicate, made, names=[each.text for each in one.nodes])
    return True


def _wider(inquiry: Inquiry, graph: Nested | None) -> list[Suggestion]:
    made = []
    if graph and graph.name:
        body = " ".join(each.text() for each in triples_of(graph.group.elements))
        rows = inquiry.prober.rows(f"{inquiry.prober.head}\nSELECT DISTINCT ?g {{ GRAPH ?g {{ {body} }} }} LIMIT 3")
        made += inquiry.instead(graph.name, [row["g"] for row in rows]) if graph.name.kind == "iri" else []
        edit = Edit(graph.start, graph.group.start, "")
        made.append(inquiry.suggest([edit], say("without", text=f"GRAPH {graph.name.text}")))
    elif inquiry.query.dataset:
        made.append(inquiry.suggest([Edit(*inquiry.query.dataset_span, "")], say("without", text="FROM")))
    return made


def _cut(inquiry: Inquiry, one: SubSelect) -> bool:
    """Blame what cuts an inner SELECT short, if without it there are rows."""
    start, end = one.modifiers
    for token in scan(inquiry.text[start:end]):
        if token.text.upper() in {"LIMIT", "OFFSET", "HAVING"}:
            span = (start + token.start, end)
            words = " ".join(inquiry.text[span[0] : end].split()[:2])
            made = inquiry.suggest([Edit(*span, "")], say("without", text=words))
            if made.gives_rows:
                inquiry.add("subselect-limit", span, [made], names=[words])
            return bool(made.gives_rows)
    return False


def _cut_before(inquiry: Inquiry, culprit: Culprit) -> bool:
    """Blame an inner SELECT, before the element that finds nothing, that left too few rows for it."""
    inner = [one for one in (*culprit.before, *_alone(culprit.before)) if isinstance(one, SubSelect)]
    return any(_cut(inquiry, one) for one in inner)


def _alone(elements: Sequence[Element]) -> list[Element]:
    """List what is within plain braces."""
    return [
        each
        for one in elements
        if isinstance(one, Union) and len(one.branches) == 1
        for each in one.branches[0].elements
    ]


def _nothing_wrong(inquiry: Inquiry, culprit: Culprit) -> None:
    """Say that nothing answers, and what does when one of the named things is left open."""
    one = culprit.element
    node: Node | tuple[int, int] = (one.start, one.end)
    made: list[Suggestion] = []
    names: list[str] = []
    if isinstance(one, Triple):
        named = [each for each in one.ends if term_of(each)]
        names = [each.text for each in one.nodes]
        if one.plain:
            made = [
                inquiry.suggest([Edit(each.start, each.end, "?any")], say("any-value", text=each.text))
                for each in named
            ]
    before = say("before" if culprit.before else "by-itself")
    inquiry.add(
        "no-such-fact", node, [each for each in made if each.gives_rows], names=names, mistake=False, before=before
    )


def _together(inquiry: Inquiry) -> None:
    """Try the first suggestion of every finding at once, where none gives rows by itself."""
    if any(gives(one.suggestions) for one in inquiry.findings):
        return
    firsts = [one.suggestions[0] for one in inquiry.findings if one.suggestions and one.mistake]
    edits = list(dict.fromkeys(edit for one in firsts for edit in one.edits))
    spans = sorted((edit.start, edit.end) for edit in edits)
    if len(firsts) < 2 or any(one[1] > other[0] for one, other in pairwise(spans)):
        return
    made = inquiry.suggest(edits, say("all-together"))
    if made.gives_rows:
        first = inquiry.findings[0]
        inquiry.findings[0] = Finding(
            first.cause, first.start, first.end, first.message, first.names, (made, *first.suggestions), first.mistake
        )


def _ranked(findings: Sequence[Finding]) -> list[Finding]:
    """Put what was seen to give rows first, then mistakes, then what merely is so."""
    return sorted(findings, key=lambda one: (not (one.mistake and gives(one.suggestions)), not one.mistake, one.start))


__all__ = ["BUDGET", "diagnose", "stopped"]
