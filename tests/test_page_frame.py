"""What every page has around its content: the day, the language, the files it is made with, its data twin."""

import json
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from graph import oxigraph_store
from server import create_app
from server.config import Settings

HTML = {"Accept": "text/html"}


@pytest.fixture
def client(tiny: bytes) -> FlaskClient:
    return create_app(Settings(Path("/nowhere")), store=oxigraph_store(tiny)).test_client()


def test_a_wrong_day_is_explained_beside_the_date_control_which_keeps_it(client: FlaskClient) -> None:
    response = client.get("/?at=2022-02-30", headers=HTML)
    assert response.status_code == 400
    assert 'value="2022-02-30" maxlength="100" aria-invalid="true"' in response.text
    assert "« 2022-02-30 » n’est pas un jour du calendrier" in response.text


def test_a_wrong_day_is_a_problem_document_for_a_program(client: FlaskClient) -> None:
    problem = client.get("/?at=7/11/2022", headers={"Accept": "application/json"})
    assert (problem.status_code, json.loads(problem.data)["type"].rpartition("/")[2]) == (400, "parameter")
    assert "day first or the month first" in json.loads(problem.data)["detail"]


@pytest.mark.parametrize("text", ["<script>alert(1)</script>", '"><img src=x onerror=alert(1)>', "x" * 5_000, "\x00"])
def test_nothing_of_a_wrong_day_becomes_markup(text: str, client: FlaskClient) -> None:
    response = client.get("/", query_string={"at": text}, headers=HTML)
    assert response.status_code == 400
    assert "<script>alert" not in response.text
    assert "<img src=x" not in response.text
    assert len(response.text) < 20_000


def test_the_day_and_the_language_go_along_with_the_reader(client: FlaskClient) -> None:
    page = client.get("/?at=2022-11-07&lang=en", headers=HTML).text
    assert 'href="/sparql?lang=en&amp;at=2022-11-07"' in page
    assert "7 November 2022" in page
    assert 'href="/?at=2022-11-07&amp;lang=fr"' in page


def test_a_page_and_its_data_have_one_address(client: FlaskClient) -> None:
    by_header = client.get("/", headers={"Accept": "application/json"})
    by_name = client.get("/?format=json", headers=HTML)
    assert json.loads(by_header.data)["quads"] == json.loads(by_name.data)["quads"] == 11
    assert {"Accept", "Accept-Language"} <= set(by_header.headers["Vary"].split(", "))
    refused = client.get("/", headers={"Accept": "image/png"})
    assert (refused.status_code, "application/json" in refused.get_data(as_text=True)) == (406, True)


def test_a_file_that_is_asked_for_with_its_digest_is_kept_for_good(client: FlaskClient) -> None:
    page = client.get("/", headers=HTML).text
    address = page.partition('rel="stylesheet" href="')[2].partition('"')[0]
    assert "immutable" in client.get(address).headers["Cache-Control"]
    other = client.get("/static/consulaire.css", headers={"Accept-Encoding": "br"})
    assert (other.headers["Cache-Control"], other.headers["Content-Encoding"]) == ("public, no-cache", "br")
    again = client.get("/static/consulaire.css", headers={"If-None-Match": other.headers["ETag"]})
    assert again.status_code == 304


@pytest.mark.parametrize("name", ["../app.py", "%2e%2e/app.py", "", "nothing.css", "vendored", "a%00b"])
def test_no_other_file_is_sent(name: str, client: FlaskClient) -> None:
    assert client.get(f"/static/{name}").status_code == 404
