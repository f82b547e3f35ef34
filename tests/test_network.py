"""Project signatures on a network of organisations."""

import pytest

from graph import Store
from graph.namespaces import DEF, ID
from graph.network import cosignatures


def test_each_signing_organisation_is_a_node_with_its_label(filled_store: Store) -> None:
    network = cosignatures(filled_store)
    assert network.number_of_nodes() == 24
    assert network.nodes[f"{ID}org-cma-essonne"] == {"label": "CMA Essonne", "network": f"{DEF}network-cma"}


def test_two_organisations_that_signed_together_are_joined_with_the_days(filled_store: Store) -> None:
    edge = cosignatures(filled_store).edges[f"{ID}org-cci-normandie", f"{ID}org-cci-france"]
    assert edge["instruments"] == {f"{ID}instr-com-normandie": "COM 2023-2027 des CCI de Normandie"}
    assert (edge["weight"], edge["earliest"], edge["latest"]) == (1, "2023-09-12", "2023-09-12")


def test_two_contracts_of_the_same_two_weigh_twice(filled_store: Store) -> None:
    edge = cosignatures(filled_store).edges[f"{ID}org-prefecture-normandie", f"{ID}org-cci-normandie"]
    assert sorted(edge["instruments"]) == [f"{ID}instr-com-cci-normandie-cop-2019", f"{ID}instr-com-normandie"]
    assert (edge["weight"], edge["earliest"], edge["latest"]) == (2, "2020-01-24", "2023-09-12")


def test_a_disputed_signature_makes_a_disputed_edge(filled_store: Store) -> None:
    network = cosignatures(filled_store)
    prefecture = f"{ID}org-prefecture-nouvelle-aquitaine"
    disputed = {other.removeprefix(ID): network.edges[prefecture, other]["disputed"] for other in network[prefecture]}
    assert disputed == {"org-cci-nouvelle-aquitaine": True, "org-cma-nouvelle-aquitaine": True, "org-cci-france": False}
    assert network.edges[f"{ID}org-cci-nouvelle-aquitaine", f"{ID}org-cma-nouvelle-aquitaine"]["disputed"] is False


def test_chambers_that_signed_with_the_same_prefecture_apart_are_not_joined(filled_store: Store) -> None:
    network = cosignatures(filled_store)
    assert set(network[f"{ID}org-prefecture-occitanie"]) == {f"{ID}org-cci-occitanie", f"{ID}org-cma-occitanie"}
    assert not network.has_edge(f"{ID}org-cci-occitanie", f"{ID}org-cma-occitanie")


def test_an_instrument_without_days_leaves_the_days_unknown(filled_store: Store) -> None:
    edge = cosignatures(filled_store).edges[f"{ID}org-cci-paris-idf", f"{ID}org-region-idf"]
    assert (edge["earliest"], edge["latest"]) == (None, None)


def test_those_who_met_and_signed_nothing_are_not_joined_by_the_meeting(filled_store: Store) -> None:
    edge = cosignatures(filled_store).edges[f"{ID}org-cci-essonne", f"{ID}org-cci-seine-et-marne"]
    assert list(edge["instruments"]) == [f"{ID}instr-partnership-idf"]


def test_organisations_of_different_instruments_are_not_joined(filled_store: Store) -> None:
    with pytest.raises(KeyError):
        cosignatures(filled_store).edges[f"{ID}org-cma-essonne", f"{ID}org-cci-france"]
