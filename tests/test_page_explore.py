"""The explorer: data and filters without a browser, the picture and its keyboard in Chromium."""

import csv
import io
import json
from collections.abc import Callable
from pathlib import Path
from xml.etree import ElementTree as ET

import networkx as nx
import pytest
from flask.testing import FlaskClient
from playwright.sync_api import Page

from graph import oxigraph_store
from graph.load import Dataset
from server import create_app
from server.config import Settings
from tests.browsing import Language, Visitor, picture, serious

HTML = {"Accept": "text/html"}
VIEWS = ("signing", "signatures", "attachments", "chain", "themes", "mandates")


@pytest.fixture(scope="module")
def client(dataset: Dataset) -> FlaskClient:
    return create_app(Settings(Path("/nowhere")), store=oxigraph_store(dataset.nquads)).test_client()


def data(client: FlaskClient, query: str = "") -> dict[str, list[dict[str, str]]]:
    found: dict[str, list[dict[str, str]]] = json.loads(client.get(f"/explore?format=json&{query}").data)
    return found


@pytest.mark.parametrize("view", VIEWS)
def test_the_page_and_its_data_say_the_same(view: str, client: FlaskClient) -> None:
    page = client.get(f"/explore?view={view}&lang=en", headers=HTML).text
    told = data(client, f"view={view}&lang=en")
    rows = ET.fromstring(page[page.index('<table class="ties"') :].partition("</table>")[0] + "</table>")  # noqa: S314 - our own
    ties = [[" ".join("".join(cell.itertext()).split()) for cell in row] for row in rows.iter("tr")][1:]
    assert [(cells[0], cells[2]) for cells in ties] == [(tie["one_label"], tie["other_label"]) for tie in told["ties"]]
    for cells, tie in zip(ties, told["ties"], strict=True):
        assert tie["says"] in cells[1]
        assert all(doubt in cells[1] for doubt in tie["doubts"])
        assert all(str(one["label"]) in cells[-1] for one in tie["sources"])  # type: ignore[index]
    assert page.count("<tr><td><a ") == len(told["nodes"])
    assert str(told["sentence"]).partition("(")[0] in page.replace("&#39;", "'")


def test_the_map_tells_what_the_data_counts_and_leads_to_a_region(client: FlaskClient) -> None:
    page = client.get("/explore?view=themes&lang=en", headers=HTML).text
    told = data(client, "view=themes&lang=en")["by_region"]
    for one in told:
        words = f"{one['ties']} tie" if one["ties"] else "no known tie"
        assert f"<title>{one['region_label']}: {words}" in page.replace("&#39;", "'")
    assert 'href="/explore?view=themes&amp;lang=en&amp;region=28"' in page
    assert '<svg class="map"' not in client.get("/explore?region=28", headers=HTML).text


@pytest.mark.parametrize("day", ["0001-01-01", "9999-12-31"])
@pytest.mark.parametrize("view", VIEWS)
def test_the_first_and_the_last_day_have_a_page(view: str, day: str, client: FlaskClient) -> None:
    assert client.get(f"/explore?view={view}&at={day}", headers=HTML).status_code == 200


def test_filters_narrow_the_page_and_its_data(client: FlaskClient) -> None:
    everywhere, north = data(client, "view=attachments"), data(client, "view=attachments&region=28&network=cma")
    assert 0 < len(north["nodes"]) < len(everywhere["nodes"])
    assert {node["network"] for node in north["nodes"]} == {"cma", None}
    on_a_day = data(client, "view=attachments&region=28&at=2016-06-01")
    assert on_a_day["ties"] != data(client, "view=attachments&region=28")["ties"]


def test_the_choice_stays_in_the_form_and_goes_along_to_other_views(client: FlaskClient) -> None:
    page = client.get("/explore?view=chain&region=28&network=cci&at=2023-12-31", headers=HTML).text
    assert '<option value="28" selected>' in page
    assert '<option value="cci" selected>' in page
    assert "view=themes&amp;network=cci&amp;region=28" in page
    assert 'name="at" value="2023-12-31"' in page


@pytest.mark.parametrize(
    ("query", "name"),
    [
        ("view=nowhere", "view"),
        ("region=99", "region"),
        ("network=x", "network"),
        ("kind=x", "kind"),
        ("since=2022-02-30", "since"),
        ("since=2022-11-07&at=2022-11-07", "since"),
        ("at=7/11/2022", "at"),
    ],
)
def test_a_wrong_choice_is_explained(query: str, name: str, client: FlaskClient) -> None:
    problem = client.get(f"/explore?{query}", headers={"Accept": "application/json"})
    assert (problem.status_code, f"'{name}'" in json.loads(problem.data)["detail"]) == (400, True)
    assert "«" in client.get(f"/explore?{query}", headers=HTML).text


@pytest.mark.parametrize("name", ["view", "region", "network", "kind", "since"])
@pytest.mark.parametrize("value", ["<script>alert(1)</script>", '"><img src=x onerror=alert(1)>', "x" * 9_000, "\x00"])
def test_nothing_that_is_asked_for_becomes_markup(name: str, value: str, client: FlaskClient) -> None:
    response = client.get("/explore", query_string={name: value}, headers=HTML)
    assert response.status_code == 400
    assert "<script>alert" not in response.text
    assert "<img src=x" not in response.text
    assert len(response.text) < 60_000  # the address itself is in links


@pytest.mark.parametrize(("ending", "read"), [("graphml", nx.parse_graphml), ("gexf", None)])
def test_a_file_for_other_tools_has_the_nodes_and_ties_of_the_page(
    ending: str, read: Callable[[str], "nx.Graph[str]"] | None, client: FlaskClient, tmp_path: Path
) -> None:
    told = data(client, "view=signing&at=2022-11-07")
    sent = client.get(f"/explore?view=signing&at=2022-11-07&format={ending}")
    assert sent.content_type == f"application/{ending}+xml"
    (tmp_path / "network").write_text(sent.text, encoding="utf-8")
    network = read(sent.text) if read else nx.read_gexf(tmp_path / "network")
    assert set(network) == {node["iri"] for node in told["nodes"]}
    assert network.number_of_edges() == len(told["ties"])


def test_the_drawing_and_the_csv_have_what_the_page_has(client: FlaskClient) -> None:
    for view in VIEWS:
        told = data(client, f"view={view}")
        root = ET.fromstring(client.get(f"/explore?view={view}&format=svg").text)  # noqa: S314 - our own
        named = {name: root.findall(f".//*[@class='{name}']/*") for name in ("ties", "marks", "labels")}
        assert [len(named[name]) for name in ("ties", "marks", "labels")] == [
            len(told["ties"]),
            len(told["nodes"]),
            len(told["nodes"]),
        ]
        assert root.findtext("{http://www.w3.org/2000/svg}desc") == str(told["sentence"])
        rows = list(csv.DictReader(io.StringIO(client.get(f"/explore?view={view}&format=csv").text)))
        assert [row["one"] for row in rows] == [tie["one"] for tie in told["ties"]]


def test_the_drawing_names_no_other_machine_and_needs_no_style(client: FlaskClient) -> None:
    drawing = client.get("/explore?format=svg").text
    assert "style=" not in drawing
    assert "<style" not in drawing
    assert "href" not in drawing


def _at_the_picture(page: Page) -> None:
    page.locator("#picture").scroll_into_view_if_needed()
    page.wait_for_selector(".canvas[data-ready]")


@pytest.mark.parametrize("language", ["fr", "en"])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_explorer_draws_what_its_table_lists(language: Language, scheme: str, visitor: Visitor) -> None:
    with visitor.open("/explore", language=language, scheme=scheme) as page:  # type: ignore[arg-type]
        _at_the_picture(page)
        canvas = page.locator(".canvas")
        assert canvas.get_attribute("data-nodes") == str(page.locator("#nodes tbody tr").count())
        assert canvas.get_attribute("data-ties") == str(page.locator("#ties tbody tr").count())
        assert page.locator(".canvas canvas").count() > 0
        assert serious(page) == []
        picture(page, f"explore-signing-{language}-{scheme}")


def test_a_name_is_chosen_by_the_keyboard_and_told_with_its_sources(visitor: Visitor) -> None:
    with visitor.open("/explore?view=attachments") as page:
        _at_the_picture(page)
        page.locator("#find-in-picture").focus()
        page.keyboard.type("cma norm")
        page.keyboard.press("ArrowDown")
        chosen = page.locator(".names [aria-selected=true]")
        assert chosen.inner_text().strip() == "CMA Normandie"
        assert page.locator(".names").get_attribute("aria-activedescendant") == chosen.get_attribute("id")
        details = page.locator(".details")
        assert details.locator("li").count() == int(details.locator("p").nth(2).inner_text().rpartition(" ")[2])
        page.keyboard.press("Enter")
        assert page.evaluate("document.activeElement.textContent") == "CMA Normandie"
        picture(page, "explore-attachments-chosen-fr")
        page.locator(".names").focus()
        page.keyboard.press("Escape")
        assert page.locator(".names [aria-selected=true]").count() == 0


def test_the_picture_moves_by_buttons_and_by_keys(visitor: Visitor) -> None:
    with visitor.open("/explore?view=chain") as page:
        _at_the_picture(page)
        before = page.locator(".canvas canvas").nth(2).screenshot()
        page.locator(".canvas").focus()
        for key in ("+", "ArrowLeft"):
            page.keyboard.press(key)
        page.wait_for_timeout(150)
        moved = page.locator(".canvas canvas").nth(2).screenshot()
        assert moved != before
        page.locator("[data-act=whole]").click()
        page.select_option("#layout", "breadthfirst")
        page.wait_for_timeout(150)
        assert page.locator(".canvas canvas").nth(2).screenshot() != moved
        assert page.locator(".picture .tools button").count() == 7


def test_the_picture_is_taken_away_as_png(visitor: Visitor, tmp_path: Path) -> None:
    with visitor.open("/explore?view=themes") as page:
        _at_the_picture(page)
        with page.expect_download() as waiting:
            page.locator("#png").click()
        waiting.value.save_as(tmp_path / "picture.png")
        assert waiting.value.suggested_filename == "consulaire-themes.png"
        assert (tmp_path / "picture.png").read_bytes().startswith(b"\x89PNG")
        with page.expect_download() as waiting:
            page.locator("#exports a", has_text="GraphML").click()
        waiting.value.save_as(tmp_path / "network.graphml")
        assert len(nx.read_graphml(tmp_path / "network.graphml")) == page.locator("#nodes tbody tr").count()


def test_without_scripts_the_server_has_drawn_it(visitor: Visitor) -> None:
    with visitor.open("/explore?view=chain&at=2023-12-31&since=2016-06-01", scripts=False) as page:
        assert page.locator("svg.network .marks > *").count() == page.locator("#nodes tbody tr").count()
        page.select_option("#region", "28")
        page.get_by_role("button", name="Montrer").click()
        assert "region=28" in page.url
        assert "at=2023-12-31" in page.url
        picture(page, "explore-chain-without-scripts-fr")


@pytest.mark.parametrize("view", VIEWS)
def test_on_a_phone_nothing_goes_over_the_edge(view: str, visitor: Visitor) -> None:
    with visitor.open(f"/explore?view={view}", size=(390, 844)) as page:
        _at_the_picture(page)
        assert page.evaluate("document.documentElement.scrollWidth") <= 390
        picture(page, f"explore-{view}-phone-fr")


def test_the_page_weighs_less_than_300_kilobytes(visitor: Visitor) -> None:
    with visitor.open("/explore?view=attachments") as page:
        _at_the_picture(page)
        weights = page.evaluate(
            "[...performance.getEntriesByType('navigation'), ...performance.getEntriesByType('resource')]"
            ".map((one) => [one.name, one.transferSize])"
        )
        assert any("cytoscape" in name for name, _ in weights)
        assert sum(size for _, size in weights) < 300_000
