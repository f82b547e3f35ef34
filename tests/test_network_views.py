"""What a reader sees of a network: the choice, the ties with their sources, sentences, picture, comparison."""

from datetime import date
from pathlib import Path

import pytest

from graph import Store, memory_store, oxigraph_store
from graph.load import Dataset
from graph.namespaces import ID
from graph.networks.views import LOOKS, VIEWS, Choice, Seen, see, table_of_ties
from graph.networks.views.registry import NotOnOffer
from graph.stores.parsing import parse_any

WORLD = Path(__file__).parent / "networks" / "world.ttl"
DAY = date(2022, 11, 7)


@pytest.fixture(scope="module", params=["oxigraph", "memory"])
def world(request: pytest.FixtureRequest) -> Store:
    make = {"oxigraph": oxigraph_store, "memory": memory_store}[request.param]
    return make(parse_any(WORLD))


@pytest.fixture(scope="module")
def whole(dataset: Dataset) -> Store:
    return oxigraph_store(dataset.nquads)


def names(seen: Seen) -> set[str]:
    return {node["label"] for node in seen.nodes}


def test_there_are_six_views_each_named_once() -> None:
    assert [view.name for view in VIEWS] == ["signing", "signatures", "attachments", "chain", "themes", "mandates"]


@pytest.mark.parametrize("view", [view.name for view in VIEWS])
@pytest.mark.parametrize("language", ["fr", "en"])
def test_picture_table_sentence_and_network_agree(view: str, language: str, whole: Store) -> None:
    seen = see(whole, Choice(view), "en" if language == "en" else "fr")
    assert len(seen.nodes) == len(seen.drawing.marks) == len(seen.network) == seen.measures["nodes"] > 0
    assert len(seen.ties) == len(seen.drawing.lines) == seen.network.number_of_edges() == seen.measures["ties"] > 0
    assert [mark.iri for mark in seen.drawing.marks] == [node["iri"] for node in seen.nodes]
    for tie, line in zip(seen.ties, seen.drawing.lines, strict=True):
        assert (seen.nodes[line.one]["iri"], seen.nodes[line.other]["iri"]) == (tie["one"], tie["other"])
        assert (line.style == "disputed") == tie["disputed"]
    assert f" {len(seen.ties)} " in seen.sentences[0]
    assert f" {len(seen.nodes)} " in seen.sentences[0]


@pytest.mark.parametrize("view", [view.name for view in VIEWS])
def test_every_mark_is_on_the_sheet_and_none_on_another(view: str, whole: Store) -> None:
    drawing = see(whole, Choice(view), "fr").drawing
    places = [(mark.x, mark.y) for mark in drawing.marks]
    assert all(0 <= x <= drawing.width and 0 <= y <= drawing.height for x, y in places)
    assert len(set(places)) == len(places)
    assert all(mark.look in LOOKS and mark.lines for mark in drawing.marks)


def test_a_kind_of_node_is_told_by_its_shape_alone() -> None:
    shapes = [look.corners for look in LOOKS.values()]
    alike = {frozenset(name for name, look in LOOKS.items() if look.corners == shape) for shape in shapes}
    assert {names for names in alike if len(names) > 1} == {frozenset({"person", "theme"})}  # never in one picture


def test_the_same_choice_gives_the_same_picture(whole: Store) -> None:
    assert see(whole, Choice(), "fr").drawing == see(whole, Choice(), "fr").drawing


def test_a_region_keeps_its_own_and_what_they_are_tied_to(world: Store) -> None:
    assert names(see(world, Choice("signing", region="01"), "fr")) == {"CCI A", "CCI B", "CMA A", "Préfecture"}
    assert names(see(world, Choice("chain", region="01"), "fr")) >= {"COP", "COM", "COM due"}


def test_a_network_keeps_those_of_the_other_that_it_is_tied_to(world: Store) -> None:
    seen = see(world, Choice("signing", network="cma"), "fr")
    assert names(seen) == {"CMA A", "CCI A"}
    assert [one["label"] for one in seen.apart] == ["CMA disparue"]


def test_a_kind_counts_the_agreements_of_that_kind_alone(world: Store) -> None:
    assert names(see(world, Choice("signing", kind="com"), "fr")) == {"CCI A", "Préfecture"}
    assert names(see(world, Choice("signatures", kind="com"), "fr")) == {"CCI A", "Préfecture", "COM"}
    assert see(world, Choice("mandates", kind="president"), "fr").measures["ties"] == 1


@pytest.mark.parametrize(
    ("choice", "name"),
    [
        (Choice("nowhere"), "view"),
        (Choice(region="99"), "region"),
        (Choice(network="x" * 500), "network"),
        (Choice("attachments", kind="com"), "kind"),
    ],
)
def test_what_is_not_on_offer_is_refused_with_what_is(choice: Choice, name: str, world: Store) -> None:
    with pytest.raises(NotOnOffer, match="On offer") as raised:
        see(world, choice, "fr")
    assert raised.value.name == name
    assert "Au choix" in raised.value.french
    assert len(str(raised.value)) < 400


def test_a_tie_that_the_dates_leave_open_is_kept_and_told(world: Store) -> None:
    seen = see(world, Choice("signing", at=DAY), "fr")
    ties = {frozenset((tie["one_label"], tie["other_label"])): tie for tie in seen.ties}
    assert ties[frozenset(("CCI A", "CCI B"))]["doubts"] == ["la date ne permet pas de trancher"]
    assert "dates" in seen.sentences[0]
    lines = {line.style for line in seen.drawing.lines}
    assert "open" in lines


def test_a_computed_tie_says_so_and_names_no_source(world: Store) -> None:
    computed = [tie for tie in see(world, Choice("chain"), "fr").ties if tie["computed"]]
    assert {tie["sources"] == [] and "calculé" in tie["doubts"][-1] for tie in computed} == {True}


def test_a_tie_leads_to_its_sources_paragraphs_and_reading(whole: Store) -> None:
    seen = see(whole, Choice("signing"), "fr")
    sources = [one for tie in seen.ties for one in tie["sources"]]
    assert all(one["label"] for one in sources)
    assert any(one["paragraphs"] for one in sources)
    assert {one["reading"] for one in sources} >= {"stated", "inferred"}
    assert all(tie["sources"] for tie in seen.ties)


def test_what_has_no_known_tie_is_told_as_unknown_and_not_as_absent(whole: Store) -> None:
    seen = see(whole, Choice("signing"), "fr")
    assert len(seen.apart) == seen.measures["apart"] > 200
    assert {one["iri"] for one in seen.apart}.isdisjoint(node["iri"] for node in seen.nodes)
    assert any("ne dit pas qu’il n’y en a pas" in sentence for sentence in seen.sentences)


def test_two_days_are_compared_tie_by_tie(world: Store) -> None:
    seen = see(world, Choice("signing", at=date(2023, 6, 1), since=date(2021, 1, 1)), "fr")
    changes = {frozenset((tie["one_label"], tie["other_label"])): tie["change"] for tie in seen.ties}
    assert changes == {
        frozenset(("CCI A", "CMA A")): "new",
        frozenset(("CCI A", "Préfecture")): "kept",
        frozenset(("CCI A", "CCI B")): "kept",
    }
    assert seen.measures["changes"] == {"new": 1, "gone": 0, "changed": 0, "kept": 2}
    assert [line.change for line in seen.drawing.lines] == [tie["change"] for tie in seen.ties]
    assert "apparus\N{NO-BREAK SPACE}: 1" in seen.sentences[1]


def test_what_ended_between_two_days_is_shown_as_gone(whole: Store) -> None:
    seen = see(whole, Choice("attachments", at=DAY, since=date(2016, 6, 1)), "fr")
    gone = [tie for tie in seen.ties if tie["change"] == "gone"]
    assert len(gone) == seen.measures["changes"]["gone"] > 0


def test_a_view_without_ties_says_that_none_is_known(world: Store) -> None:
    seen = see(world, Choice("mandates", network="cci", kind="president", at=date(1990, 1, 1)), "en")
    assert seen.ties == []
    assert "not to say that there is none" in seen.sentences[0]


def test_the_table_has_a_row_for_each_tie(whole: Store) -> None:
    seen = see(whole, Choice("signing"), "fr")
    columns, rows = table_of_ties(seen)
    assert columns[:3] == ["one", "one_label", "says"]
    assert [row["one"] for row in rows] == [tie["one"] for tie in seen.ties]
    assert all(list(row) == columns for row in rows)


def test_an_iri_of_the_world_is_told_whole(world: Store) -> None:
    assert {tie["one"] for tie in see(world, Choice("signatures"), "fr").ties} <= {
        f"{ID}org-{name}" for name in ("cci-a", "cci-b", "cma-a", "prefecture")
    }


def test_a_region_of_which_nothing_is_known_has_no_count(whole: Store) -> None:
    seen = see(whole, Choice("signing"), "fr")
    told = {one["region_label"]: one["ties"] for one in seen.by_region}
    assert len(told) == 18
    assert told["Bretagne"] is None
    normandy = {node["iri"] for node in seen.nodes if node["region_label"] == "Normandie"}
    assert told["Normandie"] == sum(bool({tie["one"], tie["other"]} & normandy) for tie in seen.ties)
    assert [*told][-3:] == ["Occitanie", "Pays de la Loire", "Provence-Alpes-Côte d'Azur"]


def test_who_stands_between_the_networks_is_named(whole: Store) -> None:
    seen = see(whole, Choice("signing"), "en")
    names = [one["label"] for one in seen.measures["between"]]
    assert names
    assert all(name in " ".join(seen.sentences) for name in names)
