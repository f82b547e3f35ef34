"""Project the signatures: who signed what, and who signed together."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date
from itertools import combinations

import networkx as nx

from ..dates import Period
from ..stores.base import Row, Store
from .nodes import Attributes, instruments, organisations, unknown
from .rows import day, rows_of, text
from .windows import Day, Days, Window, window


@dataclass(frozen=True)
class _Signature:
    iri: str
    instrument: str
    organisation: str
    signatory: str | None
    earliest: date | None
    latest: date | None
    disputed: bool
    certain: bool


def signatories(store: Store, *, at: Day = None, period: Days | None = None) -> "nx.Graph[str]":
    """Join each organisation to the instruments that were signed in its name: a bipartite network.

    A node has `side` (`organisation` or `instrument`) and the attributes of `organisations` or `instruments`. An edge
    has `facts` (the IRIs of the signatures, by which their sources are found), `signatories` (names, where the source
    gives one), `earliest` and `latest` (bounds of the signing, None where no source gives any), `disputed` and
    `certain`.

    `at` keeps what was signed by that day, `period` what was signed in a span; what the bounds do not settle stays,
    with `certain` false. A party that did not sign is not joined, and an instrument that is not there is unknown, not
    unsigned.
    """
    chosen = window(at, period)
    network: nx.Graph[str] = nx.Graph(title="Signataires et instruments", window=chosen.title)
    parties, acts = organisations(store), instruments(store)
    for one in _signatures(store, chosen):
        network.add_node(
            one.organisation, side="organisation", **parties.get(one.organisation, unknown(one.organisation))
        )
        network.add_node(one.instrument, side="instrument", **acts.get(one.instrument, unknown(one.instrument)))
        if not network.has_edge(one.organisation, one.instrument):
            network.add_edge(one.organisation, one.instrument, facts=[], signatories=[], **_no_days())
        edge = network.edges[one.organisation, one.instrument]
        edge["facts"].append(one.iri)
        edge["signatories"] += [one.signatory] if one.signatory else []
        _date(edge, one)
    return network


def cosignatures(
    store: Store,
    *,
    at: Day = None,
    period: Days | None = None,
    among: Collection[str] | None = None,
    bodies_only: bool = False,
    isolated: bool = False,
) -> "nx.Graph[str]":
    """Join two organisations that signed the same instrument.

    Nodes have the attributes of `organisations`. An edge has `weight` (how many instruments), `instruments` (IRI to
    label), `facts` (the IRIs of the signatures), `earliest` and `latest` (bounds of the days of signing, None where no
    source gives any), `disputed` (a source contests one of the signatures) and `certain`. With `bodies_only`, chambers
    alone, without the State and others; with `among`, the instruments with these IRIs alone, so that weights count
    those; with `isolated`, every chamber that was there is a node, joined or not (on some day of the span, with
    `period`).

    `at` and `period` as in `signatories`. Parties that did not sign are not joined.
    """
    chosen = window(at, period)
    network: nx.Graph[str] = nx.Graph(title="Qui signe avec qui", window=chosen.title)
    parties, acts = organisations(store), instruments(store)
    if isolated:
        network.add_nodes_from((iri, known) for iri, known in parties.items() if was_there(known, chosen))
    signed: dict[str, dict[str, list[_Signature]]] = {}
    for one in _signatures(store, chosen):
        known = parties.get(one.organisation, unknown(one.organisation))
        is_meant = among is None or one.instrument in among
        if is_meant and (not bodies_only or known["kind"] == "body"):
            network.add_node(one.organisation, **known)
            signed.setdefault(one.instrument, {}).setdefault(one.organisation, []).append(one)
    for instrument, by in signed.items():
        label = acts.get(instrument, unknown(instrument))["label"]
        for ends in combinations(sorted(by), 2):
            _join(network, ends, instrument, label, [*by[ends[0]], *by[ends[1]]])
    return network


def _join(
    network: "nx.Graph[str]", ends: tuple[str, str], instrument: str, label: str, signatures: list[_Signature]
) -> None:
    """Add one instrument to the edge between two of its signing organisations."""
    if not network.has_edge(*ends):
        network.add_edge(*ends, weight=0, instruments={}, facts=[], **_no_days())
    edge = network.edges[ends]
    edge["instruments"][instrument] = label
    edge["weight"] = len(edge["instruments"])
    for one in signatures:
        edge["facts"].append(one.iri)
        _date(edge, one)


def was_there(known: Attributes, chosen: Window) -> bool:
    """Tell of an organisation whether it is a chamber that was there, as far as the bounds go."""
    span = Period(*(known[name] for name in ("start_earliest", "start_latest", "end_earliest", "end_latest")))
    return known["kind"] == "body" and chosen.of_period(span) is not None


def _no_days() -> Attributes:
    return {"earliest": None, "latest": None, "disputed": False, "certain": True}


def _date(edge: Attributes, one: _Signature) -> None:
    """Widen the bounds of an edge by those of one signature; one doubt makes the edge doubtful."""
    edge["earliest"] = min((known for known in (edge["earliest"], one.earliest) if known), default=None)
    edge["latest"] = max((known for known in (edge["latest"], one.latest) if known), default=None)
    edge["disputed"] = edge["disputed"] or one.disputed
    edge["certain"] = edge["certain"] and one.certain


def _signatures(store: Store, chosen: Window) -> Iterator[_Signature]:
    for row in rows_of(store, "signatures"):
        certain = chosen.of_event(day(row, "earliest"), day(row, "latest"))
        if certain is not None:
            yield _signature(row, certain=certain)


def _signature(row: Row, *, certain: bool) -> _Signature:
    return _Signature(
        iri=row["signature"].value,
        instrument=row["instrument"].value,
        organisation=row["organisation"].value,
        signatory=text(row, "name"),
        earliest=day(row, "earliest"),
        latest=day(row, "latest"),
        disputed=text(row, "disputed") == "true",
        certain=certain,
    )
