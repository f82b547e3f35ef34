"""Choose what a view is of: a day, a network of chambers, a region, a kind; and know what has no tie in it."""

import unicodedata
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

import networkx as nx

from ... import networks
from ...stores.base import Store
from ..belonging import RELATIONS
from ..layout import Network
from ..legal import networks_of_parties
from ..nodes import Attributes, instruments, organisations
from ..regional import regions_of_instruments
from ..rows import concept, rows_of, text
from ..signing import was_there
from ..windows import window
from .registry import NotOnOffer, View, Words, find_view

NETWORKS = ("cci", "cma")
_TIES = {  # the query, the variable and the scheme of the kinds of ties
    "attachments": ("relations-of-bodies", "kind", "relation"),
    "mandates": ("mandates", "role", "role"),
}


@dataclass(frozen=True)
class Choice:
    """Hold what a reader chose; None is no limit.

    `region` is an INSEE code, `network` `cci` or `cma`, `kind` one of the kinds that the view has. `since` is an
    earlier day, with which the ties are compared.
    """

    view: str = "signing"
    at: date | None = None
    network: str | None = None
    region: str | None = None
    kind: str | None = None
    since: date | None = None


@dataclass(frozen=True)
class Chosen:
    """Hold the network that was chosen, what could be chosen instead, and what of the same kind has no tie in it.

    `regions` and `kinds` map values to their names in French and English; `apart` are IRIs with their attributes.
    """

    view: View
    network: Network
    regions: dict[str, Words]
    kinds: dict[str, Words]
    apart: dict[str, Attributes]


def choose_network(store: Store, choice: Choice, day: date | None = None) -> Chosen:
    """Project what was chosen, as of `day` or else of the choice's own; NotOnOffer for what there is not.

    Of the chosen region and network are the nodes themselves, and kept is what they are tied to: a chamber of another
    region that signed with one of them, the law above an agreement, the plan below it.
    """
    view, day = find_view(choice.view), day or choice.at
    acts = _described_acts(store)
    whole = _project(store, view, choice, day, acts)
    parties = organisations(store)
    regions = _regions(parties)
    kinds = _kinds(store, view, acts)
    _check("region", choice.region, regions)
    _check("kind", choice.kind, kinds)
    _check("network", choice.network, NETWORKS)
    found = _narrowed(whole, view, choice, acts)
    everything = _regions_as_nodes(store, regions) if view.name == "themes" else parties
    apart = {
        iri: known
        for iri, known in everything.items()
        if iri not in found
        and _is_meant(known, choice)
        and (known["kind"] == "region" or was_there(known, window(day, None)))
    }
    return Chosen(view, found, regions, kinds, {} if view.name == "chain" else apart)


def _project(store: Store, view: View, choice: Choice, day: date | None, acts: dict[str, Attributes]) -> Network:
    more: dict[str, Any] = {}
    if view.name == "attachments":
        more["kinds"] = RELATIONS
    if view.name == "signing" and choice.kind:
        more["among"] = {iri for iri, act in acts.items() if act["kind"] == choice.kind}
    if view.name == "themes":
        more["among"] = {
            iri
            for iri, act in acts.items()
            if choice.kind in {None, act["kind"]} and (choice.network is None or choice.network in act["networks"])
        }
    found: Network = getattr(networks, view.projection)(store, at=day, **more)
    return found


def _described_acts(store: Store) -> dict[str, Attributes]:
    """Describe the instruments, each with the networks and the regions that it is of."""
    networks_of, regions_of = networks_of_parties(store), regions_of_instruments(store)
    return {
        iri: {
            **act,
            "networks": networks_of.get(iri, set()),
            "regions": {code for code, _ in regions_of.get(iri, {}).values()},
        }
        for iri, act in instruments(store).items()
    }


def _narrowed(whole: Network, view: View, choice: Choice, acts: dict[str, Attributes]) -> Network:
    network = whole.copy()
    if choice.kind and view.filtered == "tie":
        name = "role" if view.name == "mandates" else "kind"
        ties = list(edges_of(network))
        network.remove_edges_from([tie[:-1] for tie in ties if tie[-1][name] != choice.kind])
        network.remove_nodes_from([*nx.isolates(network)])
    if choice.kind and view.name == "signatures":
        network.remove_nodes_from([node for node in whole if node in acts and acts[node]["kind"] != choice.kind])
        network.remove_nodes_from([*nx.isolates(network)])
    is_by_act = view.name == "chain"
    if is_by_act and (choice.kind or choice.network or choice.region):
        core = {node for node in network if node in acts and _is_meant_act(acts[node], choice)}
    elif choice.network or choice.region:
        core = {node for node, known in network.nodes(data=True) if _is_meant(known, choice) and node not in acts}
        if view.name == "themes":
            core = {node for node in core if network.nodes[node]["kind"] == "region"}
    else:
        return network
    return _around(network, core)


def _around(network: Network, core: set[str]) -> Network:
    """Keep what is chosen and what it is tied to; in a network with a direction, all that is above it and below it."""
    if network.is_directed():
        above = {found for node in core for found in nx.ancestors(network, node)}
        below = {found for node in core for found in nx.descendants(network, node)}
        return network.subgraph(core | above | below).copy()
    kept = network.copy()
    kept.remove_edges_from([tie[:-1] for tie in list(edges_of(network)) if tie[0] not in core and tie[1] not in core])
    kept.remove_nodes_from([node for node in nx.isolates(kept) if node not in core])
    return kept


def _is_meant(known: Attributes, choice: Choice) -> bool:
    fits = choice.network is None or known.get("network") == choice.network or known.get("kind") == "region"
    return fits and (choice.region is None or known.get("region") == choice.region)


def _is_meant_act(act: Attributes, choice: Choice) -> bool:
    fits = choice.kind in {None, act["kind"]} and (choice.network is None or choice.network in act["networks"])
    return fits and (choice.region is None or choice.region in act["regions"])


def _regions(parties: dict[str, Attributes]) -> dict[str, Words]:
    found = {known["region"]: known["region_label"] for known in parties.values() if known["region"]}
    return {code: (name, name) for code, name in sorted(found.items(), key=lambda pair: _plain(str(pair[1])))}


def _plain(name: str) -> str:
    """Give a name as it is sorted, without accents."""
    return "".join(sign for sign in unicodedata.normalize("NFD", name) if not unicodedata.combining(sign)).lower()


def _regions_as_nodes(store: Store, regions: dict[str, Words]) -> dict[str, Attributes]:
    found: dict[str, Attributes] = {}
    for row in rows_of(store, "regions-of-organisations"):
        code = row["code"].value if "code" in row else ""
        if code in regions:
            french, english = regions[code]
            found[row["region"].value] = {
                "label": french,
                "label_en": english,
                "kind": "region",
                "network": None,
                "region": code,
                "region_label": french,
            }
    return found


def _kinds(store: Store, view: View, acts: dict[str, Attributes]) -> dict[str, Words]:
    """Find the kinds that the view has, whatever the day and whatever else is chosen."""
    if view.filtered == "instrument":
        rows = [(act["kind"], act["kind_label"], act["kind_label_en"]) for act in acts.values()]
    else:
        query, name, scheme = _TIES[view.name]
        rows = [
            (concept(row, name, scheme), text(row, f"{name}Label"), text(row, f"{name}LabelEn"))
            for row in rows_of(store, query)
        ]
    found = {kind: (french or kind, english or french or kind) for kind, french, english in rows if kind}
    return dict(sorted(found.items(), key=lambda pair: str(pair[1])))


def edges_of(network: Network) -> Iterable[tuple[Any, ...]]:
    """List the ties as their two ends, their key where there are parallel ones, and their attributes."""
    if isinstance(network, nx.MultiGraph):
        return network.edges(keys=True, data=True)
    return network.edges(data=True)


def _check(name: str, value: str | None, offer: Collection[str]) -> None:
    if value is not None and value not in offer:
        raise NotOnOffer(name, value, offer)
