"""Project what ties persons to bodies, and bodies to those above them."""

import networkx as nx

from ..dates import Period
from ..errors import ParameterError
from ..stores.base import Row, Store
from .nodes import Attributes, labels, organisations, unknown
from .rows import bounds, concept, day, rows_of, span_of, text
from .windows import Day, Days, Window, seen_on, window

RELATIONS = ("attachment", "association", "supervision")


def mandates(store: Store, *, at: Day = None, period: Days | None = None) -> "nx.MultiGraph[str]":
    """Join each person to the bodies in which he or she holds or held a mandate: a bipartite network.

    A node has `side` (`person` or `organisation`), `label` and `label_en`; organisations also have the attributes of
    `organisations`. Each mandate is an edge of its own, its IRI the key, since one person may have several in a body:
    `role`, `role_label`, `role_label_en`, the four bounds `start_earliest`, `start_latest`, `end_earliest` and
    `end_latest`, `facts` and `certain`.

    A mandate that a source shows on one day only has begun by that day and lasts beyond it; more is not known, so that
    it is possible, not certain, on any other; one without any bound is certain on none. `at` keeps mandates of one day,
    `period` those of some day of a span.
    """
    chosen = window(at, period)
    network: nx.MultiGraph[str] = nx.MultiGraph(title="Personnes et mandats", window=chosen.title)
    parties = organisations(store)
    for iri, rows in _by_fact(store, "mandates", "mandate").items():
        row = rows[0]
        span = seen_on(span_of(row), [found for one in rows if (found := day(one, "asOf"))])
        certain = chosen.of_period(span)
        if certain is None:
            continue
        certain = certain and (span != Period() or chosen == Window())
        person, body = row["person"].value, row["organisation"].value
        name = text(row, "name")
        network.add_node(person, side="person", kind="person", **labels(name, name, person))
        network.add_node(body, side="organisation", **parties.get(body, unknown(body)))
        told: Attributes = {
            "role": concept(row, "role", "role"),
            "role_label": text(row, "roleLabel"),
            "role_label_en": text(row, "roleLabelEn"),
            **bounds(span),
            "facts": [iri],
            "certain": certain,
        }
        network.add_edge(person, body, iri, **told)
    return network


def attachments(
    store: Store,
    *,
    at: Day = None,
    period: Days | None = None,
    kinds: tuple[str, ...] = ("attachment", "supervision"),
) -> "nx.MultiDiGraph[str]":
    """Point each body to what it is attached to and to the authority that supervises it (tutelle).

    With `at` and one kind, what is certain makes a forest, as the law wants it, from the local chamber up to the
    minister; without a day, a body points to all that it was ever attached to. Nodes have the attributes of
    `organisations`. Each relation is an edge, its IRI the key: `kind` (`attachment`, `association` or `supervision`)
    with `kind_label` and `kind_label_en`, the four bounds, `facts` and `certain`. What no source says is not drawn: few
    of the authorities are known.
    """
    chosen = window(at, period)
    _known_kinds(kinds)
    network: nx.MultiDiGraph[str] = nx.MultiDiGraph(title="Rattachements et tutelles", window=chosen.title)
    parties = organisations(store)
    for row in rows_of(store, "relations-of-bodies"):
        kind, span = concept(row, "kind", "relation"), span_of(row)
        certain = chosen.of_period(span)
        if certain is None or kind not in kinds:
            continue
        ends = row["body"].value, row["other"].value
        for end in ends:
            network.add_node(end, **parties.get(end, unknown(end)))
        relation = row["relation"].value
        said = {"kind": kind, "kind_label": text(row, "kindLabel"), "kind_label_en": text(row, "kindLabelEn")}
        told: Attributes = {**said, **bounds(span), "facts": [relation], "certain": certain}
        network.add_edge(*ends, relation, **told)
    return network


def _known_kinds(kinds: tuple[str, ...]) -> None:
    for kind in kinds:
        if kind not in RELATIONS:
            offer = ", ".join(RELATIONS)
            raise ParameterError(f"There is no kind of relation '{kind}'. On offer: {offer}.", name="kinds")


def _by_fact(store: Store, query: str, name: str) -> dict[str, list[Row]]:
    found: dict[str, list[Row]] = {}
    for row in rows_of(store, query):
        found.setdefault(row[name].value, []).append(row)
    return found
