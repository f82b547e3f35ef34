"""The search over HTTP: the page and its twins say the same, links work, nothing hostile gets through."""

import csv
import html
import io
import json
import re
from pathlib import Path
from typing import Any

import pytest
from flask.testing import FlaskClient

from graph import oxigraph_store
from graph.load import Dataset
from server import create_app
from server.config import Settings

HTML = {"Accept": "text/html", "Accept-Language": "fr"}
JSON = {"Accept": "application/json", "Accept-Language": "fr"}
ASKED = [
    "",
    "?q=normandie",
    "?q=normandie&page=2",
    "?q=cma&at=2019-06-30",
    "?kind=convention&kind=person&region=normandie",
    "?q=assembl%C3%A9e+permanente&lang=en",
    "?q=normnadie",
    "?q=deauville+gomez",
    "?q=cci&region=corse&theme=energy",
    "?q=R712-21&period=2019-2021&size=2",
]


@pytest.fixture(scope="module")
def client(dataset: Dataset) -> FlaskClient:
    return create_app(Settings(Path("/nowhere")), store=oxigraph_store(dataset.nquads)).test_client()


def data_of(client: FlaskClient, path: str, **headers: str) -> Any:
    """Give the data twin of an address."""
    return json.loads(client.get(path, headers={**JSON, **headers}).data)


def text_of(page: str) -> str:
    """Give what a page shows, without tags."""
    return re.sub(r"[ \t\r\n]+", " ", html.unescape(re.sub(r"<[^>]*>", " ", page.partition("<main")[2])))


def grouped(number: int) -> str:
    return f"{number:,}".replace(",", "\u202f")


@pytest.mark.parametrize("asked", ASKED)
def test_the_page_and_its_data_say_the_same(asked: str, client: FlaskClient) -> None:
    page, data = client.get(f"/search{asked}", headers=HTML), data_of(client, f"/search{asked}")
    shown = text_of(page.text)
    hrefs = {html.unescape(one) for one in re.findall(r'href="([^"]*)"', page.text)}
    assert page.status_code == 200
    for hit in data["hits"]:
        assert {hit["address"]} <= hrefs
        assert hit["label"] in shown
        assert hit["kindLabel"] in shown
        assert hit["matched"] is None or hit["matched"]["sentence"] in shown
    assert len(data["hits"]) == page.text.count('class="kind"')
    assert sum(hit["presence"] == "possible" for hit in data["hits"]) == page.text.count('class="possible"')
    for facet in data["facets"].values():
        for choice in facet["choices"]:
            assert choice["address"] in hrefs
            number = f"{choice['count']:,}" if "lang=en" in asked else grouped(choice["count"])
            assert f"{choice['label']} {number}" in shown
    assert data["total"] == 0 or (str(data["total"]) in shown or grouped(data["total"]) in shown)
    assert data["leftOut"] == 0 or f"{grouped(data['leftOut'])} résultats laissés de côté" in shown
    for one in (*data["corrections"], *data["alone"]):
        assert one["address"] in hrefs
    for address in data["links"].values():
        assert address is None or address in hrefs


@pytest.mark.parametrize("asked", ASKED)
def test_the_table_says_what_the_data_say(asked: str, client: FlaskClient) -> None:
    data = data_of(client, f"/search{asked}")
    told = client.get(f"/search{asked}", headers={"Accept": "text/csv", "Accept-Language": "fr"})
    rows = list(csv.DictReader(io.StringIO(told.get_data(as_text=True), newline="")))
    assert told.headers["Content-Type"] == "text/csv; charset=utf-8"
    assert [row["iri"] for row in rows if row["part"] == "hit"] == [hit["iri"] for hit in data["hits"]]
    counts = {row["part"]: int(row["count"]) for row in rows if row["part"] in {"total", "leftOut", "pages"}}
    assert counts == {name: data[name] for name in ("total", "leftOut", "pages")}
    facets = [(row["facet"], row["iri"], int(row["count"]), row["address"]) for row in rows if row["part"] == "facet"]
    assert facets == [
        (facet, one["key"], one["count"], one["address"])
        for facet, described in data["facets"].items()
        for one in described["choices"]
    ]
    links = {row["label"]: row["address"] or None for row in rows if row["part"] == "link"}
    assert links == data["links"]
    assert [row["label"] for row in rows if row["part"] == "whole"] == [json.dumps(data["whole"])]


def test_pages_lead_to_each_other_and_hold_everything_once(client: FlaskClient) -> None:
    seen: list[str] = []
    address: str | None = "/search?q=cci+normandie&size=10"
    total = 0
    while address:
        data = data_of(client, address)
        seen += [hit["iri"] for hit in data["hits"]]
        total, address = data["total"], data["links"]["next"]
    assert len(seen) == len(set(seen)) == total > 40


def test_a_choice_is_made_and_unmade_by_its_link(client: FlaskClient) -> None:
    def choice(address: str) -> dict[str, Any]:
        choices = data_of(client, address)["facets"]["region"]["choices"]
        (found,) = [one for one in choices if one["key"] == "normandie"]
        return dict(found)

    before = choice("/search?q=cci&page=2")
    after = choice(before["address"])
    assert (before["chosen"], after["chosen"]) == (False, True)
    assert "page" not in before["address"]
    assert data_of(client, before["address"])["total"] == before["count"]
    assert after["address"] == "/search?q=cci"
    beside = choice("/search?region=bretagne&q=cci&region=corse")["address"]
    assert beside == "/search?q=cci&region=bretagne&region=corse&region=normandie"
    assert choice(beside)["address"] == "/search?q=cci&region=bretagne&region=corse"


def test_a_day_leaves_out_what_was_not_there_and_goes_along(client: FlaskClient) -> None:
    data = data_of(client, "/search?kind=body&q=epcic&at=2022-11-07")
    assert (data["total"], data["leftOut"]) == (0, 1)
    page = client.get("/search?kind=convention&at=2024-06-30", headers=HTML).text
    assert "possible à cette date" in page
    assert re.search(r'class="hits"[\s\S]*?<a href="/id/[^"]*\?at=2024-06-30"', page)


@pytest.mark.parametrize(
    ("asked", "status", "told"),
    [
        ("q=" + "x" * 201, 400, "200 au plus sont lus"),
        ("kind=bodies", 400, "body"),
        ("region=normandy", 400, "normandie"),
        ("period=2021-2019", 400, "dans l’ordre"),
        ("period=" + "9" * 500, 400, "Écrivez une année"),
        ("page=0", 400, "nombre de 1 à"),
        ("page=1.5", 400, "nombre de 1 à"),
        ("page=²", 400, "nombre de 1 à"),
        ("page=" + "9" * 400, 400, "nombre de 1 à"),
        ("page=99999", 404, "les résultats en ont"),
        ("size=501", 400, "nombre de 1 à"),
        ("at=2022-02-30", 400, "n’est pas un jour"),
        ("format=pdf", 406, "Ce format n’est pas proposé"),
        ("&".join(["kind=body", *(f"kind=body{n}" for n in range(60))]), 400, "n’a pas la valeur"),
    ],
)
def test_a_wrong_parameter_is_explained(asked: str, status: int, told: str, client: FlaskClient) -> None:
    response = client.get(f"/search?{asked}", headers=HTML)
    assert (response.status_code, told in html.unescape(response.text)) == (status, True)
    assert len(response.text) < 20_000
    if "format" not in asked:
        assert client.get(f"/search?{asked}", headers=JSON).status_code == status


HOSTILE = ["<script>alert(1)</script>", '"><img src=x onerror=alert(1)>', "\x00\x1b[31m", "\u202e\u2066cci", "{{7*7}}"]


@pytest.mark.parametrize("text", HOSTILE)
@pytest.mark.parametrize("name", ["q", "kind", "region", "period", "theme", "page", "lang", "x"])
def test_nothing_of_a_parameter_becomes_markup(name: str, text: str, client: FlaskClient) -> None:
    response = client.get("/search", query_string={name: text}, headers=HTML)
    assert response.status_code in {200, 400}
    assert "<script>alert" not in response.text
    assert "<img src=x" not in response.text
    searched = re.findall(r'<input id="q"[^>]*value="([^"]*)"', response.text)
    assert all(html.unescape(one).isprintable() for one in searched)
    assert client.get("/search/suggest", query_string={name: text}).status_code == 200


def test_suggestions_are_the_first_hits(client: FlaskClient) -> None:
    told = data_of(client, "/search/suggest?q=cci+norm&at=2022-11-07")
    hits = data_of(client, "/search?q=cci+norm&at=2022-11-07")
    assert [one["iri"] for one in told["suggestions"]] == [one["iri"] for one in hits["hits"]][:8]
    assert (told["total"], told["suggestions"][0]["label"]) == (hits["total"], "CCI Normandie")
    assert told["suggestions"][0]["address"] == "/id/org-cci-normandie?at=2022-11-07"
    assert data_of(client, "/search/suggest") == {"query": "", "total": 0, "suggestions": []}
    assert client.get("/search/suggest?q=" + "x" * 201).status_code == 400


def test_results_are_recognised_until_the_graph_changes() -> None:
    store = oxigraph_store(writable=True)
    label = "<http://www.w3.org/2000/01/rdf-schema#label>"
    app = create_app(Settings(Path("/nowhere"), writable=True, anonymous_write=True), store=store)
    client = app.test_client()
    first = client.get("/search?q=new", headers=JSON)
    assert client.get("/search?q=new", headers={**JSON, "If-None-Match": first.headers["ETag"]}).status_code == 304
    done = client.post("/sparql", data={"update": f'INSERT DATA {{ <a:new> {label} "New" }}'})
    again = client.get("/search?q=new", headers={**JSON, "If-None-Match": first.headers["ETag"]})
    assert done.status_code == 204, done.text
    assert (json.loads(first.data)["total"], again.status_code) == (0, 200)
    assert json.loads(again.data)["hits"][0]["address"] == "/thing?iri=a%3Anew"


def test_a_policy_lets_pages_run_the_scripts_of_this_server_and_no_others(client: FlaskClient) -> None:
    for path in ("/search", "/nothing", "/sparql"):
        policy = client.get(path, headers=HTML).headers["Content-Security-Policy"]
        assert "script-src 'self'" in policy
        assert "unsafe" not in policy
    assert "script-src" not in client.get("/search", headers=JSON).headers["Content-Security-Policy"]


def test_json_is_sent_as_utf_8(client: FlaskClient) -> None:
    assert "Préfecture" in json.dumps(data_of(client, "/search?q=prefecture"), ensure_ascii=False)
