"""Write networks for other tools, and read them back."""

import json
from collections.abc import Callable
from datetime import date
from pathlib import Path

import networkx as nx
import pytest

from graph import Store, oxigraph_store
from graph import networks as projections
from graph.errors import UnknownFormat
from graph.load import Dataset
from graph.networks import flattened, node_link, write_network

PROJECTIONS = (
    "attachments",
    "cosignatures",
    "legal_chain",
    "mandates",
    "regional_themes",
    "signatories",
    "theme_cooccurrence",
)
READERS: dict[str, Callable[[Path], "nx.Graph[str]"]] = {".graphml": nx.read_graphml, ".gexf": nx.read_gexf}


@pytest.fixture(scope="module")
def whole(dataset: Dataset) -> Store:
    return oxigraph_store(dataset.nquads)


@pytest.fixture
def small() -> "nx.Graph[str]":
    network: nx.Graph[str] = nx.Graph(title="Essai")
    network.add_node("id:a", label="CCI Île-de-France", network="cci", region=None)
    network.add_node("id:b", label="CMA « B » & <c>", network="cma", region="11")
    network.add_edge("id:a", "id:b", weight=2, instruments={"id:x": "X", "id:y": "Y"}, earliest=date(2022, 11, 7))
    network.edges["id:a", "id:b"].update(facts=["id:s", "id:t"], latest=None, certain=True)
    return network


def test_flat_attributes_are_what_every_format_holds(small: "nx.Graph[str]") -> None:
    flat = flattened(small)
    assert flat.edges["id:a", "id:b"] == {
        "weight": 2,
        "instruments": "id:x | id:y",
        "instruments_labels": "X | Y",
        "earliest": "2022-11-07",
        "facts": "id:s | id:t",
        "certain": True,
    }
    assert "region" not in flat.nodes["id:a"]
    assert small.edges["id:a", "id:b"]["instruments"] == {"id:x": "X", "id:y": "Y"}


@pytest.mark.parametrize("ending", sorted(READERS))
def test_a_file_reads_back_as_it_was(small: "nx.Graph[str]", tmp_path: Path, ending: str) -> None:
    path = write_network(small, tmp_path / f"network{ending}")
    back = READERS[ending](path)
    assert back.nodes["id:b"]["label"] == "CMA « B » & <c>"
    edge = {name: value for name, value in back.edges["id:a", "id:b"].items() if name != "id"}
    assert edge == flattened(small).edges["id:a", "id:b"]


def test_node_link_keeps_lists_and_maps_and_what_is_unknown(small: "nx.Graph[str]", tmp_path: Path) -> None:
    told = json.loads(write_network(small, tmp_path / "network.json").read_text(encoding="utf-8"))
    assert told == node_link(small)
    back = nx.node_link_graph(told, edges="links")
    assert back.edges["id:a", "id:b"]["instruments"] == {"id:x": "X", "id:y": "Y"}
    assert (back.edges["id:a", "id:b"]["earliest"], back.nodes["id:a"]["region"]) == ("2022-11-07", None)


def test_an_ending_that_is_none_of_the_three_is_refused(small: "nx.Graph[str]", tmp_path: Path) -> None:
    with pytest.raises(UnknownFormat, match=r"\.graphml, \.gexf, \.json"):
        write_network(small, tmp_path / "network.dot")
    assert list(tmp_path.iterdir()) == []


def test_an_attribute_of_an_unknown_type_is_no_silent_text(small: "nx.Graph[str]") -> None:
    small.nodes["id:a"]["odd"] = object()
    with pytest.raises(TypeError, match="has no form"):
        flattened(small)


@pytest.mark.parametrize("ending", [*sorted(READERS), ".json"])
@pytest.mark.parametrize("name", PROJECTIONS)
def test_every_projection_of_the_graph_can_be_written_twice_the_same(
    whole: Store, tmp_path: Path, name: str, ending: str
) -> None:
    network = getattr(projections, name)(whole)
    first = write_network(network, tmp_path / f"first{ending}").read_bytes()
    again = write_network(getattr(projections, name)(whole), tmp_path / f"again{ending}").read_bytes()
    assert first == again
    if ending in READERS:
        back = READERS[ending](tmp_path / f"first{ending}")
        assert (len(back), back.number_of_edges()) == (len(network), network.number_of_edges())


def test_the_projections_written_are_all_that_there_are() -> None:
    helpers = {"Networks", "brokers", "components", "evolution", "flattened", "isolated", "node_link", "reciprocity"}
    assert {*PROJECTIONS} == {*projections.__all__} - helpers - {"stability", "write_network"}
