"""See a view whole: its nodes and ties with their sources, what is measured of it, its sentences, its picture."""

from dataclasses import asdict, dataclass, replace
from datetime import date
from typing import Any

import networkx as nx

from ...obligations.wording import Language, typeset
from ...overview import labels
from ...stores.base import Store
from ..layout import Network
from ..measures import brokers
from .choosing import Choice, Chosen, choose_network, edges_of
from .comparing import compared, count_changes
from .drawing import Drawing, draw
from .looks import look_of
from .regions import by_region
from .registry import View, Words
from .support import Attestations, Support
from .telling import tell
from .wording import change, dated, doubts, reading, says

Told = dict[str, Any]
Tie = tuple[str, str, dict[str, Any]]
_FIRST = 3  # the most connected that are named


@dataclass(frozen=True)
class Seen:
    """Hold a view as a reader gets it: plain values in one language, the picture, and the network itself."""

    view: View
    title: str
    question: str
    choice: Choice
    network: Network
    regions: dict[str, Words]
    kinds: dict[str, Words]
    nodes: list[Told]
    ties: list[Told]
    apart: list[Told]
    by_region: list[Told]
    measures: Told
    sentences: list[str]
    drawing: Drawing

    def data(self, language: Language) -> Told:
        """Give everything that is shown, as JSON has it; the places are those of the picture."""
        english = language == "en"
        places = [{"x": mark.x, "y": mark.y} for mark in self.drawing.marks]
        return {
            "view": self.view.name,
            "title": self.title,
            "question": self.question,
            "choice": asdict(self.choice),
            "offers": {
                "regions": {code: words[english] for code, words in self.regions.items()},
                "kinds": {kind: words[english] for kind, words in self.kinds.items()},
            },
            "sentence": " ".join(self.sentences),
            "measures": self.measures,
            "nodes": [node | place for node, place in zip(self.nodes, places, strict=True)],
            "ties": self.ties,
            "by_region": self.by_region,
            "without_tie": self.apart,
        }


def see(store: Store, choice: Choice, language: Language) -> Seen:
    """Choose a network, and tell and draw it; NotOnOffer for what there is not.

    With `since`, the ties of that day are put beside those of the chosen day, or of today.
    """
    chosen = _chosen(store, choice)
    network = _in_order(chosen.network, language)
    ties = _ties(network)
    attestations = Attestations(store, (fact for _, _, said in ties for fact in said["facts"]))
    supports = [_supports(attestations, chosen.view, said) for _, _, said in ties]
    names = labels(store, {one.source for found in supports for one in found}, language)
    nodes = [_node(node, known, network, language) for node, known in network.nodes(data=True)]
    told = [_tie(chosen.view, tie, found, names, network, language) for tie, found in zip(ties, supports, strict=True)]
    apart = [_node(iri, known, None, language) for iri, known in chosen.apart.items()]
    apart.sort(key=lambda one: (one["region_label"] or "", one["label"]))
    measures = _measures(chosen, network, ties, supports, nodes)
    where = chosen.regions[choice.region][language == "en"] if choice.region else None
    return Seen(
        view=chosen.view,
        title=typeset(chosen.view.title[language == "en"], language),
        question=typeset(chosen.view.question[language == "en"], language),
        choice=choice,
        network=network,
        regions=chosen.regions,
        kinds=chosen.kinds,
        nodes=nodes,
        ties=told,
        apart=apart,
        by_region=by_region(nodes, told, chosen.regions, english=language == "en"),
        measures=measures,
        sentences=tell(chosen.view, choice, measures, language, where),
        drawing=draw(network, chosen.view, ties, language),
    )


def _chosen(store: Store, choice: Choice) -> Chosen:
    if choice.since is None:
        return choose_network(store, choice)
    after = choose_network(store, choice, choice.at or date.today())
    before = choose_network(store, choice, choice.since)
    both = compared(before.network, after.network)
    return replace(after, network=both, apart={iri: known for iri, known in after.apart.items() if iri not in both})


def _in_order(network: Network, language: Language) -> Network:
    """Put the nodes in the order of the table: the most connected first."""
    name, said = _name(language), network.nodes
    ordered = network.__class__(**network.graph)
    nodes = sorted(network, key=lambda node: (-network.degree(node), str(said[node][name]), node))
    ordered.add_nodes_from((node, said[node]) for node in nodes)
    ordered.add_edges_from(edges_of(network))
    return ordered


def _ties(network: Network) -> list[Tie]:
    """List the ties by the names of their ends; where a tie has no direction, the more connected end is first."""
    rank = {node: number for number, node in enumerate(network)}
    ties = [
        (one, other, said) if network.is_directed() or _is_first(network, one, other, rank) else (other, one, said)
        for one, other, said in network.edges(data=True)
    ]
    return sorted(ties, key=lambda tie: (rank[tie[0]], rank[tie[1]], str(tie[2].get("facts"))))


def _is_first(network: Network, one: str, other: str, rank: dict[str, int]) -> bool:
    """Tell whether a tie is told from this end: a person, an organisation or a region is what signs, holds or deals."""
    sides = network.nodes[one].get("side"), network.nodes[other].get("side")
    if sides[0] != sides[1]:
        return sides[0] in {"person", "region"} or sides[1] in {"instrument", "theme"}
    return rank[one] < rank[other]


def _node(iri: str, known: dict[str, Any], network: "Network | None", language: Language) -> Told:
    kind = known.get("kind_label" if language == "fr" else "kind_label_en") or known.get("kind_label")
    return {
        "iri": iri,
        "label": known[_name(language)],
        "look": look_of(known),
        "kind": known.get("kind"),
        "kind_label": kind,
        "network": known.get("network"),
        "region": known.get("region"),
        "region_label": known.get("region_label"),
        "ties": network.degree(iri) if network is not None else 0,
    }


def _supports(attestations: Attestations, view: View, said: dict[str, Any]) -> tuple[Support, ...]:
    kind = "theme" if view.name == "themes" else said.get("kind") if view.name == "chain" else None
    return () if said.get("computed") else attestations.of_tie(said["facts"], kind)


def _tie(
    view: View, tie: Tie, supports: tuple[Support, ...], names: dict[str, str], network: Network, language: Language
) -> Told:
    one, other, said = tie
    name = _name(language)
    return {
        "one": one,
        "one_label": network.nodes[one][name],
        "other": other,
        "other_label": network.nodes[other][name],
        "says": says(view, said, language),
        "kind": said.get("role") or said.get("kind"),
        "weight": said.get("weight", 1),
        "dated": dated(said, language),
        "certain": bool(said.get("certain", True)),
        "disputed": bool(said.get("disputed")),
        "computed": bool(said.get("computed")),
        "doubts": doubts(said, language),
        **({"change": said["change"], "change_label": change(said["change"], language)} if "change" in said else {}),
        "instruments": [{"iri": iri, "label": label} for iri, label in said.get("instruments", {}).items()],
        "facts": list(dict.fromkeys(said["facts"])),
        "sources": [
            {**asdict(found), "label": names.get(found.source), "reading_label": reading(found.reading, language)}
            for found in supports
        ],
    }


def _measures(
    chosen: Chosen, network: Network, ties: list[Tie], supports: list[tuple[Support, ...]], nodes: list[Told]
) -> Told:
    parts = sorted(map(len, nx.connected_components(nx.Graph(network.to_undirected(as_view=True)))), reverse=True)
    joined_parts = [size for size in parts if size > 1]
    every = [one for found in supports for one in found]
    return {
        "nodes": len(network),
        "ties": len(ties),
        "open": sum(not said.get("certain", True) for *_, said in ties),
        "disputed": sum(bool(said.get("disputed")) for *_, said in ties),
        "computed": sum(bool(said.get("computed")) for *_, said in ties),
        "groups": len(joined_parts),
        "largest_group": parts[0] if parts else 0,
        "isolated": len(parts) - len(joined_parts),
        "apart": len(chosen.apart),
        **({"without_region": network.graph["without_region"]} if "without_region" in network.graph else {}),
        "sources": len({one.source for one in every}),
        "passages": len({(one.source, number) for one in every for number in one.paragraphs}),
        "inferred": sum(bool(found) and all(one.reading == "inferred" for one in found) for found in supports),
        "most_connected": [{name: one[name] for name in ("iri", "label", "ties")} for one in nodes[:_FIRST]],
        **({"between": _between(network, nodes)} if chosen.view.name == "signing" else {}),
        **({"changes": count_changes(ties)} if any("change" in said for *_, said in ties) else {}),
    }


def _between(network: Network, nodes: list[Told]) -> list[Told]:
    """Name those that stand between the most pairs of one CCI and one CMA (`graph.networks.brokers`)."""
    table = brokers(network)
    names = {node["iri"]: node["label"] for node in nodes}
    rows = table[table["pairs"] > 0].head(_FIRST).to_dict("records")
    return [{"iri": row["iri"], "label": names[row["iri"]], "pairs": row["pairs"]} for row in rows]


def _name(language: Language) -> str:
    return "label" if language == "fr" else "label_en"
