"""Project the legal chain: from the article of law to the COP, the COM and the plan."""

from dataclasses import dataclass
from datetime import date

import networkx as nx

from ..namespaces import CONS
from ..stores.base import Row, Store
from .nodes import Attributes, instruments, labels, unknown
from .rows import concept, day, rows_of, text
from .windows import Day, Days, Window, window

LAYERS = ("law", "rule", "cop", "com", "plan")  # in the order of the chain; what fits none is in the last
_LAYER_OF = {"cop": "cop", "com": "com"}
_LINK = {f"{CONS}derivesFrom": "derives-from", f"{CONS}legalBasis": "legal-basis", f"{CONS}arisesFrom": "arises-from"}


@dataclass(frozen=True)
class _Signing:
    """Hold the bounds of an instrument's signing, and whether the window holds it certainly."""

    earliest: date | None
    latest: date | None
    certain: bool


def legal_chain(store: Store, *, at: Day = None, period: Days | None = None) -> "nx.DiGraph[str]":
    """Point from each article of law to the rules made of it, on to the instruments that they require, and down.

    A node has `label`, `label_en`, `kind` and `layer`: `law` (an article or text, and the general renewals after which
    plans are due), `rule` (with `identifier`, such as OB05), `cop`, `com`, `plan` (joint plans, roadmaps and any
    other). Instruments also have the attributes of `instruments`, `earliest` and `latest` (bounds of their signing) and
    `certain`.

    An edge has a `kind`: `makes` (article to rule), `derives-from`, `legal-basis` and `arises-from` (what a source says
    of an instrument, drawn from the origin down), and `requires` (rule to instrument). The last one alone is
    `computed`: the instrument is of the kind that the rule requires, one of its parties is of the network that the rule
    binds, and the rule was in force when it was signed, as far as the bounds go; `certain` is false where they do not
    settle it. It does not say that the instrument meets the rule: that is a verdict, with `graph.obligations`.

    `at` keeps the instruments that were signed by that day, `period` those signed in a span.
    """
    chosen = window(at, period)
    network: nx.DiGraph[str] = nx.DiGraph(title="Chaîne juridique", window=chosen.title)
    acts, signings = instruments(store), _signings(store, chosen)
    for iri in sorted(acts):
        if found := signings.get(iri, _undated(chosen)):
            network.add_node(iri, **_act(acts[iri], found))
    _add_rules(network, store)
    for row in rows_of(store, "origins-of-instruments"):
        _add_origin(network, row, acts)
    return network


def _signings(store: Store, chosen: Window) -> dict[str, _Signing | None]:
    """Find the bounds of each signing from those of its signatures; None for one outside the window."""
    days: dict[str, tuple[list[date], list[date]]] = {}
    for row in rows_of(store, "signatures"):
        found = days.setdefault(row["instrument"].value, ([], []))
        for rank, name in enumerate(("earliest", "latest")):
            found[rank].extend(known for known in (day(row, name),) if known)
    signings: dict[str, _Signing | None] = {}
    for iri, (begins, ends) in days.items():
        earliest, latest = min(begins, default=None), max(ends, default=None)
        certain = chosen.of_event(earliest, latest)
        signings[iri] = None if certain is None else _Signing(earliest, latest, certain)
    return signings


def _undated(chosen: Window) -> _Signing:
    return _Signing(None, None, bool(chosen.of_event(None, None)))


def _act(known: Attributes, signing: _Signing) -> Attributes:
    dates = {"earliest": signing.earliest, "latest": signing.latest, "certain": signing.certain}
    return {**known, "layer": _LAYER_OF.get(known["kind"], "plan"), **dates}


def _add_rules(network: "nx.DiGraph[str]", store: Store) -> None:
    """Add the rules that require one of the instruments that are there, with the articles that they are made of."""
    parties = networks_of_parties(store)
    by_kind: dict[tuple[str | None, str | None], list[str]] = {}
    for iri in network:
        for name in parties.get(iri, ()):
            by_kind.setdefault((network.nodes[iri]["kind"], name), []).append(iri)
    for row in rows_of(store, "rules-that-require-instruments"):
        required = by_kind.get((concept(row, "kind", "kind"), concept(row, "network", "network")), [])
        rule, force = row["rule"].value, Window(day(row, "from"), day(row, "until"))
        held = {act: force.of_event(network.nodes[act]["earliest"], network.nodes[act]["latest"]) for act in required}
        for act, certain in held.items():
            if certain is not None:
                _add_rule(network, row)
                network.add_edge(rule, act, kind="requires", computed=True, certain=certain, facts=[rule, act])


def _add_rule(network: "nx.DiGraph[str]", row: Row) -> None:
    rule, article = row["rule"].value, row["article"].value
    name = labels(text(row, "articleLabel"), text(row, "articleLabelEn"), article)
    network.add_node(article, **name, kind="article", layer="law")
    name = labels(text(row, "ruleLabel"), text(row, "ruleLabelEn"), rule)
    in_force = {"in_force_from": day(row, "from"), "in_force_until": day(row, "until")}
    network.add_node(rule, **name, kind="rule", layer="rule", identifier=text(row, "identifier"), **in_force)
    network.add_edge(article, rule, kind="makes", computed=False, certain=True, facts=[rule])


def _add_origin(network: "nx.DiGraph[str]", row: Row, acts: dict[str, Attributes]) -> None:
    """Add what a source says that an instrument comes from; the origin of one that is there is there too."""
    instrument, origin = row["instrument"].value, row["origin"].value
    if instrument not in network:
        return
    link = _LINK[row["link"].value]
    if origin in acts and origin not in network:
        return  # signed after the window, as far as the bounds go: a contradiction that is not hidden but has no place
    if origin not in network:
        name = labels(text(row, "originLabel"), text(row, "originLabelEn"), origin)
        kind = "renewal" if link == "arises-from" else "article"
        network.add_node(origin, **{**unknown(origin), **name, "kind": kind}, layer="law")
    network.add_edge(origin, instrument, kind=link, computed=False, certain=True, facts=[instrument])


def networks_of_parties(store: Store) -> dict[str, set[str]]:
    """Map each instrument to the networks (`cci`, `cma`) of which a chamber is party to it."""
    found: dict[str, set[str]] = {}
    for row in rows_of(store, "parties-of-instruments"):
        if name := concept(row, "network", "network"):
            found.setdefault(row["instrument"].value, set()).add(name)
    return found
