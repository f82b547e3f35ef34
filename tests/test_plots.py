"""Draw figures from tables and networks made here, and look at what is in them: marks, hatches, labels."""

from collections import Counter
from collections.abc import Iterator
from datetime import date
from itertools import combinations
from pathlib import Path
from typing import Any

import matplotlib as mpl
import matplotlib.pyplot as plt
import networkx as nx
import pandas as pd
import pytest
from matplotlib.axes import Axes
from matplotlib.patches import PathPatch, Rectangle

from graph import oxigraph_store
from graph.errors import NotebookError, UnknownName
from graph.explore import Graph
from graph.load import Dataset
from graph.namespaces import DEF, ID
from graph.plots import draw_network, interactive, region_map, timeline, verdict_matrix
from graph.plots.verdict_matrix import LOOKS

VERSION = "90fb455f649b7ca51ce00e53e3b9774087de5fb3ebe35508e0e48d256535c993"


@pytest.fixture(autouse=True)
def drawing_without_a_screen() -> Iterator[None]:
    mpl.use("Agg")
    yield
    plt.close("all")


@pytest.fixture(scope="module")
def whole(dataset: Dataset) -> Graph:
    return Graph(oxigraph_store(dataset.nquads))


def texts(axes: Axes) -> list[str]:
    return [text.get_text() for text in axes.texts]


def frame_of(axes: Axes) -> tuple[str, str]:
    figure: Any = axes.figure
    return figure.get_suptitle(), figure.get_supxlabel()


def convention(label: str, kind: str, *days: str | None, years: tuple[int | None, int | None] = (None, None)) -> dict:  # type: ignore[type-arg]
    return {
        "conventionLabel": label,
        "kind": f"{DEF}kind-{kind}",
        "kindLabel": {"com": "convention d'objectifs et de moyens", "cop": "contrat"}[kind],
        "signedEarliest": days[0] and pd.Timestamp(days[0]),
        "signedLatest": days[-1] and pd.Timestamp(days[-1]),
        "startYear": years[0],
        "endYear": years[1],
    }


@pytest.fixture
def conventions() -> pd.DataFrame:
    table = pd.DataFrame(
        [
            convention("COM certaine", "com", "2023-09-12", years=(2023, 2027)),
            convention("COM entre bornes", "com", "2020-01-24", "2023-01-24"),
            convention("COM sans date", "com", None),
            convention("COP sans début", "cop", "2019-04-15", years=(None, 2022)),
        ]
    )
    table.attrs["version"] = VERSION
    return table


def test_a_known_day_is_a_marker_and_bounds_are_an_interval(conventions: pd.DataFrame) -> None:
    axes = timeline(conventions)
    lines = [line for line in axes.lines if len(line.get_xdata()) and line.get_marker() not in {"None", "|"}]  # type: ignore[arg-type]
    assert [line.get_marker() for line in lines] == ["D", "o"]
    intervals = [line.get_xdata() for line in axes.lines if line.get_marker() == "|" and len(line.get_xdata()) == 2]  # type: ignore[arg-type]
    assert [[*map(str, interval)] for interval in intervals] == [["2020-01-24", "2023-01-24"]]  # type: ignore[arg-type]


def test_an_undated_convention_has_words_and_no_mark(conventions: pd.DataFrame) -> None:
    assert texts(timeline(conventions)).count("date inconnue") == 1
    dated = conventions[conventions["conventionLabel"] != "COM sans date"]
    assert "date inconnue" not in texts(timeline(dated))


def test_the_years_of_a_convention_are_a_bar_and_striped_where_one_end_is_not_told(conventions: pd.DataFrame) -> None:
    bars = [patch for patch in timeline(conventions).patches if isinstance(patch, Rectangle)]
    assert [bool(bar.get_hatch()) for bar in bars] == [True, False]
    assert bars[1].get_width() == (date(2027, 12, 31) - date(2023, 1, 1)).days


def test_the_lines_are_grouped_under_their_kinds_and_framed(conventions: pd.DataFrame) -> None:
    axes = timeline(conventions, title="Essai")
    labels = [(label.get_text(), label.get_fontweight()) for label in axes.get_yticklabels()]
    assert labels == [
        *(("Contrat", "bold"), ("COP sans début", "normal"), ("Convention d'objectifs et de moyens", "bold")),
        *(("COM entre bornes", "normal"), ("COM certaine", "normal"), ("COM sans date", "normal")),
    ]
    assert frame_of(axes) == ("Essai", "Source : graphe Consulaire, version 90fb455f649b.")


def test_renewals_are_bands_with_one_label_for_those_near_each_other(conventions: pd.DataFrame) -> None:
    days = {"cci-2021": "2021-11-09", "cma-2021": "2021-10-14", "cma-2010": "NaT"}
    rows = [
        {"renewal": f"{ID}renewal-{name}", "earliest": pd.Timestamp(day), "latest": pd.Timestamp(day)}
        for name, day in days.items()
    ]
    plain, drawn = timeline(conventions), timeline(conventions, pd.DataFrame(rows))
    assert set(texts(drawn)) - set(texts(plain)) == {"CMA et CCI\n2021"}
    assert len(drawn.patches) - len(plain.patches) == 2


def test_axes_of_the_caller_are_used_and_keep_their_figure(conventions: pd.DataFrame) -> None:
    figure, (left, right) = plt.subplots(ncols=2)
    assert timeline(conventions, title="À gauche", axes=left, source="Source : essai.") is left
    assert left.get_title(loc="left") == "À gauche"
    assert "Source : essai." in texts(left)
    assert (figure.get_suptitle(), right.get_title()) == ("", "")


def test_a_region_has_the_colour_and_the_words_of_its_value() -> None:
    axes = region_map({"28": 3, f"{ID}geo-bretagne": 1.5, "04": 2}, title="Essai", legend="conventions", source="S.")
    assert {"3", "1,5", "2", "La Réunion"} <= set(texts(axes))
    hatched = [patch for patch in axes.patches if patch.get_hatch()]
    plain = {patch.get_facecolor() for patch in axes.patches if not patch.get_hatch()}
    assert hatched
    assert len(plain) == 3
    legend = axes.get_legend()
    assert legend is not None
    assert [text.get_text() for text in legend.get_texts()] == ["sans donnée"]
    assert frame_of(axes) == ("Essai", "S.")


def test_a_region_without_a_value_is_not_zero() -> None:
    codes = [f"{number:02}" for number in (1, 2, 3, 4, 6, 11, 24, 27, 28, 32, 44, 52, 53, 75, 76, 84, 93, 94)]
    full = region_map(dict.fromkeys(codes, 1), title="", legend="")
    assert [patch for patch in full.patches if patch.get_hatch()] == []
    assert full.get_legend() is None
    holes = region_map({**dict.fromkeys(codes, 1.0), "28": float("nan")}, title="", legend="")
    assert [patch for patch in holes.patches if patch.get_hatch()]
    assert texts(holes).count("0") == 0


def test_a_key_that_is_no_region_is_refused() -> None:
    with pytest.raises(UnknownName, match="no region '99'"):
        region_map({"99": 1}, title="", legend="")


def verdicts(*rows: tuple[str | None, str, str]) -> pd.DataFrame:
    table = pd.DataFrame(rows, columns=["regionLabel", "identifier", "status"])
    table.attrs["version"] = VERSION
    return table


def test_a_cell_shows_the_gravest_status_by_sign_and_hatch_and_how_many() -> None:
    table = verdicts(
        ("Île-de-France", "OB05", "met"), ("Île-de-France", "OB05", "overdue-no-evidence"), (None, "OB10", "met")
    )
    axes = verdict_matrix(table, title="Essai")
    cells = {patch.get_gid(): patch for patch in axes.patches}
    assert {status: patch.get_hatch() or None for status, patch in cells.items()} == {
        "overdue-no-evidence": LOOKS["overdue-no-evidence"].hatch,
        "met": None,
    }
    assert texts(axes) == ["! 1/2", "●"]
    assert [label.get_text() for label in axes.get_yticklabels()] == ["Île-de-France", "national"]
    legend = axes.get_legend()
    assert legend is not None
    assert [text.get_text() for text in legend.get_texts()] == ["!  échue, sans preuve dans ce graphe", "●  respectée"]


def test_regions_are_sorted_as_french_does() -> None:
    names = ("Occitanie", "Île-de-France", "Bretagne", None)
    axes = verdict_matrix(verdicts(*((name, "OB05", "met") for name in names)))
    labels = [label.get_text() for label in axes.get_yticklabels()]
    assert labels == ["Bretagne", "Île-de-France", "Occitanie", "national"]


def test_over_a_dozen_columns_cells_have_the_sign_alone() -> None:
    many = [("Bretagne", f"OB{number:02}", "met") for number in range(13)]
    assert set(texts(verdict_matrix(verdicts(*many, *many)))) == {"●"}
    assert set(texts(verdict_matrix(verdicts(*many[:12], *many[:12])))) == {"● 2/2"}


def test_every_status_of_the_graph_has_a_look_of_its_own(whole: Graph) -> None:
    query = f"SELECT ?s {{ ?c a <{SKOS}Concept> ; <{SKOS}inScheme> <{DEF}status> ; <{SKOS}notation> ?s }}"
    assert {row["s"].value for row in whole.store.query(query).rows()} == set(LOOKS)
    assert Counter(look.sign for look in LOOKS.values()).most_common(1)[0][1] == 1
    assert Counter((look.colour, look.hatch) for look in LOOKS.values() if look.hatch).most_common(1)[0][1] == 1


SKOS = "http://www.w3.org/2004/02/skos/core#"


@pytest.fixture
def network() -> "nx.Graph[str]":
    found: nx.Graph[str] = nx.Graph(title="Essai", window="au 30 juin 2021", version=VERSION)
    found.add_node("a", label="CCI A", network="cci", kind="body")
    found.add_node("b", label="CMA B", network="cma", kind="body")
    found.add_node("c", label="Préfecture", network=None, kind="authority")
    found.add_edge("a", "b", weight=3)
    found.add_edge("b", "c", weight=1, disputed=True)
    found.add_edge("a", "c", weight=1, certain=False)
    return found


def test_edges_are_wide_by_weight_dotted_when_disputed_and_dashed_when_doubtful(network: "nx.Graph[str]") -> None:
    drawn = {found.get_gid(): found for found in draw_network(network).collections if found.get_gid()}
    assert set(drawn) == {"solid", "dotted", "dashed"}
    assert max(drawn["solid"].get_linewidth()) > max(drawn["dotted"].get_linewidth())  # type: ignore[arg-type]
    network.remove_edges_from([("b", "c"), ("a", "c")])
    assert {found.get_gid() for found in draw_network(network).collections if found.get_gid()} == {"solid"}


def test_each_kind_of_node_has_its_shape_in_the_legend(network: "nx.Graph[str]") -> None:
    axes = draw_network(network)
    legend = axes.get_legend()
    assert legend is not None
    marks = {line.get_label(): line.get_marker() for line in legend.legend_handles}  # type: ignore[union-attr]
    assert {name: marks[name] for name in ("réseau des CCI", "réseau des CMA", "État")} == {
        "réseau des CCI": "o",
        "réseau des CMA": "s",
        "État": "D",
    }
    assert "lien contesté par une source" in marks
    assert frame_of(axes) == ("Essai, au 30 juin 2021", "Source : graphe Consulaire, version 90fb455f649b.")


def test_the_labels_of_the_real_network_cover_neither_each_other_nor_the_nodes(whole: Graph) -> None:
    axes = draw_network(whole.networks.cosignatures())
    axes.figure.canvas.draw()
    boxes = [text.get_window_extent() for text in axes.texts]
    assert len(boxes) == 24
    assert [1 for one, other in combinations(boxes, 2) if one.overlaps(other)] == []
    points: Any = [point for found in axes.collections if found.get_gid() is None for point in found.get_offsets()]  # type: ignore[union-attr]
    inside = [1 for point in axes.transData.transform(points) for box in boxes if box.contains(*point)]
    assert inside == []


def test_the_same_network_is_drawn_the_same(network: "nx.Graph[str]") -> None:
    first, again = ([text.get_position() for text in draw_network(network).texts] for _ in range(2))
    assert first == again


def test_labels_may_be_left_out(network: "nx.Graph[str]") -> None:
    assert texts(draw_network(network, labels=False)) == []
    assert sorted(texts(draw_network(network))) == ["CCI A", "CMA B", "Préfecture"]


def test_the_legal_chain_is_drawn_in_columns_from_the_law_down(whole: Graph) -> None:
    chain = whole.networks.legal_chain()
    axes = draw_network(chain)
    heads = [text for text in axes.texts if text.get_fontweight() == "bold"]
    assert [head.get_text() for head in heads] == [
        "Textes et\nrenouvellements",
        "Règles",
        "COP",
        "COM",
        "Plans et autres",
    ]
    curves = [patch for patch in axes.patches if isinstance(patch, PathPatch) and patch.get_gid()]
    assert Counter(curve.get_gid() for curve in curves) == Counter(said["kind"] for *_, said in chain.edges(data=True))


def test_the_widget_has_the_nodes_their_kinds_and_what_is_doubtful(network: "nx.Graph[str]") -> None:
    data = interactive(network).data
    assert {node["key"]: node["attributes"]["type de nœud"] for node in data["nodes"]} == {
        "a": "réseau des CCI",
        "b": "réseau des CMA",
        "c": "État",
    }
    colours = {(edge["source"], edge["target"]): edge["attributes"]["color"] for edge in data["edges"]}
    assert colours[("a", "b")] != colours[("b", "c")] == colours[("a", "c")]
    assert "disputed" not in network.edges["a", "b"]


@pytest.mark.parametrize("library", ["matplotlib", "ipysigma"])
def test_without_the_extra_the_error_says_what_to_install(
    monkeypatch: pytest.MonkeyPatch, network: "nx.Graph[str]", library: str
) -> None:
    monkeypatch.setitem(__import__("sys").modules, library, None)
    monkeypatch.setitem(__import__("sys").modules, f"{library}.pyplot", None)
    with pytest.raises(NotebookError, match=r"pip install 'consulaire\[notebooks\]'"):
        (draw_network if library == "matplotlib" else interactive)(network)


def test_a_figure_of_the_real_graph_can_be_saved(whole: Graph, tmp_path: Path) -> None:
    figure: Any = timeline(whole.conventions()).figure
    figure.savefig(tmp_path / "figure.pdf")
    assert (tmp_path / "figure.pdf").stat().st_size > 10_000
