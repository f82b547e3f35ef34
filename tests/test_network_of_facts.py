"""Project the real graph: what the articles and the contracts say of who signs with whom."""

import networkx as nx
import pandas as pd
import pytest

from graph import Store
from graph.errors import ParameterError
from graph.explore import Graph
from graph.load import Dataset
from graph.namespaces import ID
from graph.networks import brokers, components, cosignatures, evolution, isolated, reciprocity, signatories, stability
from graph.stores import oxigraph_store


@pytest.fixture(scope="module")
def whole(dataset: Dataset) -> Graph:
    return Graph(oxigraph_store(dataset.nquads))


@pytest.fixture(scope="module")
def network(whole: Graph) -> "nx.Graph[str]":
    return whole.networks.cosignatures()


def test_both_engines_give_the_same_network(filled_store: Store, network: "nx.Graph[str]") -> None:
    found = cosignatures(filled_store)
    assert {node: found.nodes[node] for node in found} == {node: network.nodes[node] for node in network}
    assert [*found.edges(data=True)] == [*network.edges(data=True)]


def test_each_signing_organisation_is_a_node(network: "nx.Graph[str]") -> None:
    assert network.number_of_nodes() == 24
    essonne = network.nodes[f"{ID}org-cma-essonne"]
    assert (essonne["label"], essonne["network"], essonne["region_label"]) == ("CMA Essonne", "cma", "Île-de-France")


def test_two_contracts_of_the_same_two_weigh_twice(network: "nx.Graph[str]") -> None:
    edge = network.edges[f"{ID}org-prefecture-normandie", f"{ID}org-cci-normandie"]
    assert sorted(edge["instruments"]) == [f"{ID}instr-com-cci-normandie-cop-2019", f"{ID}instr-com-normandie"]
    assert (edge["weight"], str(edge["earliest"]), str(edge["latest"])) == (2, "2020-01-24", "2023-09-12")


def test_a_disputed_signature_makes_a_disputed_edge(network: "nx.Graph[str]") -> None:
    prefecture = f"{ID}org-prefecture-nouvelle-aquitaine"
    disputed = {other.removeprefix(ID): network.edges[prefecture, other]["disputed"] for other in network[prefecture]}
    assert disputed == {"org-cci-nouvelle-aquitaine": True, "org-cma-nouvelle-aquitaine": True, "org-cci-france": False}
    assert network.edges[f"{ID}org-cci-nouvelle-aquitaine", f"{ID}org-cma-nouvelle-aquitaine"]["disputed"] is False


def test_chambers_that_signed_with_the_same_prefecture_apart_are_not_joined(network: "nx.Graph[str]") -> None:
    assert set(network[f"{ID}org-prefecture-occitanie"]) == {f"{ID}org-cci-occitanie", f"{ID}org-cma-occitanie"}
    assert not network.has_edge(f"{ID}org-cci-occitanie", f"{ID}org-cma-occitanie")


def test_those_who_met_and_signed_nothing_are_not_joined_by_the_meeting(network: "nx.Graph[str]") -> None:
    edge = network.edges[f"{ID}org-cci-essonne", f"{ID}org-cci-seine-et-marne"]
    assert list(edge["instruments"]) == [f"{ID}instr-partnership-idf"]
    assert (edge["earliest"], edge["latest"]) == (None, None)


def test_the_facts_of_every_edge_are_attested(whole: Graph) -> None:
    attested = {row["s"].value for row in whole.store.query(_ATTESTED).rows()}
    for network in (whole.networks.cosignatures(), whole.networks.mandates(), whole.networks.attachments()):
        facts = {fact for *_, said in network.edges(data=True) for fact in said["facts"]}
        assert facts
        assert facts <= attested


def test_the_state_stands_between_the_two_networks(network: "nx.Graph[str]") -> None:
    first = brokers(network).iloc[0]
    assert first["label"] == "État"
    assert pd.isna(first["network"])
    assert 0 < first["share"] <= 1


def test_most_chambers_have_no_known_signature(whole: Graph) -> None:
    chambers = whole.networks.cosignatures(bodies_only=True, isolated=True)
    alone = isolated(chambers)
    assert len(chambers) == 254
    assert len(alone) == 254 - sum(len(chambers[node]) > 0 for node in chambers)
    assert components(chambers)["size"].tolist().count(1) == len(alone)


def test_in_four_regions_both_networks_signed_something_together(whole: Graph) -> None:
    rows = {row["region_label"]: row for row in reciprocity(whole.networks.signatories()).to_dict("records")}
    assert [name for name, row in rows.items() if row["both"]] == [
        *("Île-de-France", "Centre-Val de Loire", "Nouvelle-Aquitaine", "Provence-Alpes-Côte d'Azur"),
    ]
    # Nouvelle-Aquitaine: the CCI signed the plan and its COM, the CMA the plan alone: 1 of 2.
    row = rows["Nouvelle-Aquitaine"]
    assert (row["cci"], row["cma"], row["both"], row["reciprocity"]) == (2, 1, 1, 0.5)


def test_attachments_changed_with_the_reform_of_the_cma(whole: Graph) -> None:
    before, after = (whole.at(day).networks.attachments(kinds=("attachment",)) for day in ("2020-12-31", "2021-01-01"))
    table = evolution(before, after)
    assert set(table["change"]) == {"kept", "new", "gone"}
    assert not table["certain"].all()
    assert 0 < stability(before, after) < 1
    assert all(nx.is_directed_acyclic_graph(network) for network in (before, after))


@pytest.mark.parametrize("kind", ["attachment", "supervision"])
@pytest.mark.parametrize("day", ["2012-06-30", "2018-06-30", "2021-06-30", "2026-06-30"])
def test_each_body_is_certainly_attached_to_one_other_at_most_and_none_to_itself(
    whole: Graph, day: str, kind: str
) -> None:
    network = whole.at(day).networks.attachments(kinds=(kind,))
    sure = nx.DiGraph((one, other) for one, other, said in network.edges(data=True) if said["certain"])
    assert max(len(sure[node]) for node in sure) == 1
    assert nx.is_forest(sure.to_undirected())


def test_the_legal_chain_runs_from_the_article_to_the_contract(whole: Graph) -> None:
    chain = whole.networks.legal_chain()
    path = nx.shortest_path(chain, f"{ID}law-commerce-r712-21", f"{ID}instr-com-normandie")
    assert [chain.nodes[node]["layer"] for node in path] == ["law", "rule", "com"]
    assert nx.is_directed_acyclic_graph(chain)
    assert chain.has_edge(f"{ID}instr-cop-cci-current", f"{ID}instr-com-normandie")


def test_the_day_of_a_graph_is_the_day_of_its_networks(whole: Graph) -> None:
    known = whole.at("2019-12-31").networks.signatories()
    assert set(known) == set(signatories(whole.store, at="2019-12-31"))
    with pytest.raises(ParameterError):
        whole.networks.signatories(at="2019-12-31", period=(None, None))


_ATTESTED = "SELECT DISTINCT ?s { ?a <http://www.w3.org/1999/02/22-rdf-syntax-ns#subject> ?s }"
