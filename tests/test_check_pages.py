"""Hand files in over HTTP: what is judged, what is refused cell by cell, and what is kept of it, which is nothing."""

import csv
import io
import json
import re
import zipfile
from collections.abc import Callable
from html import unescape
from pathlib import Path

import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from graph import Store, oxigraph_store
from graph.ingest.table import read_table
from graph.ingest.templates import TEMPLATE_ENDINGS
from graph.load import Dataset
from graph.readable import Held
from graph.resources import SUBMISSION_EXAMPLES
from server import create_app
from server.config import Settings
from tests.handing_in import DAY, DELTA, DRAFT, MARKER, as_form, evidence, small_graph
from tests.test_pack import revalidated

Files = list[tuple[str, bytes]]
HTML = "text/html"
JSON = "application/json"


@pytest.fixture(scope="module")
def store() -> Store:
    return oxigraph_store(small_graph())


@pytest.fixture(scope="module")
def client(store: Store) -> FlaskClient:
    return create_app(Settings(Path("/nowhere"), check_timeout=300), store=store).test_client()


def send(
    client: FlaskClient,
    files: Files,
    *,
    path: str = "/check",
    accept: str = JSON,
    headers: dict[str, str] | None = None,
    **fields: str,
) -> TestResponse:
    content_type, body = as_form(files, fields)
    return client.post(path, data=body, content_type=content_type, headers={"Accept": accept, **(headers or {})})


# --- what it is for ---


def test_the_page_and_its_twin_say_what_is_taken(client: FlaskClient) -> None:
    data = json.loads(client.get("/check", headers={"Accept": JSON}).data)
    page = client.get("/check", headers={"Accept": HTML})
    assert data["kept"] == "nothing"
    assert "Rien n’est gardé." in page.text
    assert "Nothing is kept." in client.get("/check?lang=en", headers={"Accept": HTML}).text
    addresses = [address for one in data["templates"] for address in one["files"].values()]
    addresses += [one["address"] for one in data["examples"]]
    assert len(addresses) == 14
    assert all(f'href="{address}"' in page.text for address in addresses)
    assert ",".join(data["endings"]) in page.text
    assert client.get("/check/draft", headers={"Accept": HTML}).status_code == 200


def test_each_template_is_sent_and_known_again_when_it_comes_back(client: FlaskClient) -> None:
    from graph.submissions.reading import recognise

    data = json.loads(client.get("/check?format=json").data)
    known = 0
    for one in data["templates"]:
        for form, address in one["files"].items():
            sent = client.get(address)
            assert sent.headers["Content-Disposition"] == f'attachment; filename="{one["name"]}.{form}"'
            table = read_table(Held(f"any.{form}", sent.data))
            assert (recognise(table.columns), len(table.columns)) == (one["name"], one["columns"])
            known += 1
    assert known == 4 * len(TEMPLATE_ENDINGS)
    refused = client.get("/check/templates/secrets.csv", headers={"Accept": JSON})
    assert (refused.status_code, "evidence.xlsx" in refused.text) == (404, True)


def test_evidence_changes_a_verdict_and_page_and_data_say_the_same(client: FlaskClient) -> None:
    data = json.loads(send(client, [("preuves.csv", evidence())], at=DAY).data)
    (one,) = data["verdicts"]
    assert (one["before"], one["status"], data["changed"]) == ("overdue-no-evidence", "met", 1)
    assert one["obligation"].endswith(DELTA.removeprefix("id:"))
    assert [item["yours"] for item in one["rests_on"]] == [True]
    counted = {count["status"]: count["number"] - count["before"] for count in data["counts"]}
    assert (counted["met"], counted["overdue-no-evidence"]) == (1, -1)
    for language in ("fr", "en"):
        page = send(client, [("preuves.csv", evidence())], path=f"/check?lang={language}", accept=HTML, at=DAY)
        assert page.status_code == 200
        text = unescape(page.text)
        for name in ("debtor_label", "rule_label", "status", "before", "reason", "remedy", "due"):
            assert one[f"{name}_{language}"] in text, name
        used = set(re.findall(r'<use href="#([^"]+)"', page.text))
        assert used == {f"m-{status}" for status in (*counted, "overdue-no-evidence")}
        assert used <= set(re.findall(r'<symbol id="([^"]+)"', page.text))
        assert page.headers["Cache-Control"] == "no-store"
        assert "Access-Control-Allow-Origin" not in page.headers


def test_a_choice_keeps_what_it_names_and_its_outputs_hold_the_same(client: FlaskClient) -> None:
    data = json.loads(send(client, [("preuves.csv", evidence())], at=DAY, body="CCI Delta").data)
    assert {one["debtor_label"] for one in data["verdicts"]} == {"CCI Delta"}
    table = send(client, [("preuves.csv", evidence())], format="csv", at=DAY, body="CCI Delta")
    assert table.headers["Content-Disposition"] == f'attachment; filename="consulaire-{DAY}.csv"'
    rows = csv.DictReader(io.StringIO(table.data.decode()))
    assert {row["obligation"]: row["status"] for row in rows} == {
        one["obligation"]: one["status"] for one in data["verdicts"]
    }
    calendar = send(client, [("preuves.csv", evidence())], accept="text/calendar", at=DAY, body="CCI Delta")
    assert (calendar.mimetype, calendar.data[:15]) == ("text/calendar", b"BEGIN:VCALENDAR")


def test_the_pack_is_found_again_offline(client: FlaskClient, tmp_path: Path) -> None:
    sent = send(client, [("preuves.csv", evidence())], format="zip", at=DAY)
    assert (sent.status_code, sent.mimetype) == (200, "application/zip")
    with zipfile.ZipFile(io.BytesIO(sent.data)) as pack:
        pack.extractall(tmp_path)
    done = revalidated(tmp_path)
    assert (done.returncode, "SAME VERDICTS" in done.stdout) == (0, True), done.stdout
    assert "met" in (tmp_path / "verdicts.csv").read_text(encoding="utf-8")


def test_a_draft_is_told_what_it_lacks(client: FlaskClient) -> None:
    data = json.loads(send(client, [("projet.ttl", DRAFT.encode())], path="/check/draft", at=DAY).data)
    (one,) = data["instruments"]
    assert data["lacks"]
    assert any("délibération de l'assemblée" in note["fr"] for note in one["missing"])
    assert {item["outcome"] for rule in one["rules"] for item in rule["items"]} >= {"there", "missing", "to-read"}
    page = send(client, [("projet.ttl", DRAFT.encode())], path="/check/draft?lang=en", accept=HTML, at=DAY)
    text = unescape(page.text)
    wanted = [note["en"] for note in (*one["missing"], *one["free"])]
    wanted += [item["told_en"] for rule in one["rules"] for item in rule["items"]]
    assert len(wanted) > 10
    assert all(told in text for told in wanted)
    plain = send(client, [("projet.ttl", DRAFT.encode())], path="/check/draft", accept="text/plain", at=DAY)
    assert "Ce qui manque" in plain.text


def test_the_examples_are_judged_on_the_real_graph(dataset: Dataset) -> None:
    real = create_app(Settings(Path("/nowhere"), check_timeout=600), store=oxigraph_store(dataset.nquads))
    examples: dict[str, bytes] = {path.name: path.read_bytes() for path in SUBMISSION_EXAMPLES.iterdir()}
    data = json.loads(send(real.test_client(), [("e.ttl", examples["evidence.ttl"])], at=DAY).data)
    (one,) = data["verdicts"]
    assert (one["before"], one["status"], one["identifier"]) == ("overdue-no-evidence", "met-late", "OB05")
    draft = json.loads(send(real.test_client(), [("d.ttl", examples["draft.ttl"])], path="/check/draft").data)
    assert draft["day"] == "2023-09-28"  # that of the signing that it foresees
    assert draft["instruments"][0]["missing"]


# --- bad input ---


def test_wrong_cells_are_told_by_row_and_column_in_both_languages(client: FlaskClient) -> None:
    table = evidence(day="2023-13-40", obligation="id:obl--rule-com-cci--org-cci-delt--event-cop-case")
    refused = send(client, [("preuves.csv", table)], at=DAY)
    data = json.loads(refused.data)
    assert (refused.status_code, refused.mimetype, data["judged"]) == (422, "application/problem+json", False)
    cells = {(one["file"], one["row"], one["column"]): one for one in data["faults"]}
    assert set(cells) == {("preuves.csv", 2, "date"), ("preuves.csv", 2, "obligation")}
    assert "id:obl--rule-com-cci--org-cci-delta--" in cells["preuves.csv", 2, "obligation"]["reason_fr"]
    page = send(client, [("preuves.csv", table)], accept=HTML, format="zip", at=DAY)
    assert (page.status_code, page.mimetype) == (422, HTML)  # a pack that was asked for is not made
    for one in data["faults"]:
        assert one["remedy_fr"] in unescape(page.text)
    assert "2023-13-40" in page.text


def test_faults_that_are_not_shown_are_counted(client: FlaskClient) -> None:
    row = evidence(day="2023-13-40").splitlines(keepends=True)
    table = row[0] + row[1] * 620
    data = json.loads(send(client, [("preuves.csv", table)], at=DAY).data)
    assert (len(data["faults"]), data["errors"], data["faults_left_out"]) == (500, 620, 120)
    assert {one["severity"] for one in data["faults"]} == {"error"}
    page = send(client, [("preuves.csv", table)], accept=HTML, at=DAY).text
    assert "620 fautes" in page
    assert "120 de plus ne sont pas montrées" in page
    few = json.loads(send(client, [("preuves.csv", row[0] + row[1])], at=DAY).data)
    assert (len(few["faults"]), few["errors"], few["faults_left_out"]) == (1, 1, 0)


def test_turtle_that_is_none_is_told_by_line_and_column(client: FlaskClient) -> None:
    text = DRAFT.replace(" , id:org-cci-france .", " , id:org-cci-france ; ;;x .")
    for path in ("/check", "/check/draft"):
        (one,) = json.loads(send(client, [("x.ttl", text.encode())], path=path).data)["faults"]
        assert (one["row"], one["severity"]) == (8, "error")
        assert int(one["column"]) > 10


def test_facts_that_the_shapes_refuse_are_told_with_their_line(client: FlaskClient) -> None:
    text = DRAFT + 'id:ev-x a cons:Evidence ; rdfs:label "x"@fr .\n'
    faults = json.loads(send(client, [("x.ttl", text.encode())], at=DAY).data)["faults"]
    assert {one["row"] for one in faults if one["value"] == "id:ev-x" and one["severity"] == "error"} == {9}
    assert all(one["remedy_fr"] and one["remedy_en"] for one in faults)


Refusal = Callable[[FlaskClient], TestResponse]
REFUSALS: list[tuple[int, str, Refusal]] = [
    (400, "No file came", lambda client: send(client, [])),
    (400, "not a day", lambda client: send(client, [("a.csv", b"x")], at="2024-02-30")),
    (400, "Nearest: ", lambda client: send(client, [("a.csv", evidence())], body="CCI Delt", at=DAY)),
    (400, "characters", lambda client: send(client, [("a.csv", b"x")], body="x" * 300)),
    (400, "cannot be taken apart", lambda client: client.post("/check", data=b"x", content_type="multipart/form-data")),
    (403, "another site", lambda client: send(client, [("a.csv", b"x")], headers={"Origin": "https://evil.example"})),
    (403, "another site", lambda client: send(client, [("a.csv", b"x")], headers={"Sec-Fetch-Site": "cross-site"})),
    (406, "On offer", lambda client: send(client, [("a.csv", b"x")], format="pdf")),
    (406, "On offer", lambda client: send(client, [("a.csv", b"x")], accept="image/png")),
    (413, "2,000,000 bytes", lambda client: send(client, [("a.csv", b"x" * 10_000_000)])),
    (400, "at most 6 files", lambda client: send(client, [(f"{n}.csv", b"x") for n in range(7)])),
    (413, "2,000,000 bytes", lambda client: send(client, [("a.csv", b"x")], note="x" * 100_000)),
    (415, "The ending", lambda client: send(client, [("a.exe", b"x")])),
    (415, "multipart/form-data", lambda client: client.post("/check", data={"file": "x"})),
    (415, "multipart/form-data", lambda client: client.post("/check/draft", data=b"{}", content_type=JSON)),
]


@pytest.mark.parametrize(("status", "told", "refusal"), REFUSALS)
def test_what_cannot_be_taken_is_told_in_both_languages(
    status: int, told: str, refusal: Refusal, client: FlaskClient
) -> None:
    refused = refusal(client)
    assert refused.status_code == status
    problem = json.loads(refused.data)
    assert told in problem["detail"]
    assert problem["detail_fr"] != problem["detail"]
    assert problem["title_fr"] not in {problem["title"], "La demande ne suit pas le protocole SPARQL"}


def test_the_limits_are_told_in_french_to_people(client: FlaskClient) -> None:
    page = send(client, [("a.csv", b"x" * 3_000_000)], accept=HTML)
    assert (page.status_code, "2 Mo sont lus en tout" in page.text) == (413, True)


@pytest.mark.parametrize(
    "name", ["../../etc/<b>passwd.csv", "C:\\temp\\<b>.csv", "a\r\nX-Evil: 1<b>.csv", "é" * 900 + ".csv"]
)
def test_no_name_of_a_file_is_trusted(name: str, client: FlaskClient) -> None:
    page = send(client, [(name, b"<script>alert(1)</script>,b\n1,2\n")], accept=HTML)
    assert page.status_code == 422
    assert "X-Evil" not in page.headers
    for markup in ("<b>", "<script>alert", "../", "temp\\"):
        assert markup not in page.text
    assert "é" * 61 not in page.text


def test_nothing_is_left_on_disk_or_in_the_log(
    client: FlaskClient, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    for name in ("TMPDIR", "TEMP", "TMP"):
        monkeypatch.setenv(name, str(tmp_path))
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    seen = _written_here(tmp_path)
    big = evidence() + b"# a remark that is left out\n" * 50_000
    assert len(big) > 1_000_000
    for content in (big, evidence(day=MARKER), b"\xff" + MARKER.encode()):
        send(client, [(f"{MARKER}.csv", content)], at=DAY)
    from server import journal

    journal.flush()
    told = capfd.readouterr()
    assert '"route": "/check", "status": 200' in told.err
    assert MARKER not in told.out + told.err
    assert _written_here(tmp_path) == seen


def _written_here(folder: Path) -> list[str]:
    """List what is in the folder of temporary files, with the moment at which it last changed."""
    return [f"{folder.stat().st_mtime_ns}", *sorted(str(path) for path in folder.rglob("*"))]


def test_one_client_is_held_to_its_limits(store: Store) -> None:
    limited = create_app(Settings(Path("/nowhere"), client_requests_per_minute=1), store=store).test_client()
    assert limited.get("/check").status_code == 200  # pages are not counted
    assert [send(limited, []).status_code for _ in range(2)] == [400, 429]
    assert int(send(limited, [], path="/check/draft").headers["Retry-After"]) > 0


def test_a_server_may_offer_no_checks(store: Store) -> None:
    closed = create_app(Settings(Path("/nowhere"), checks_at_once=0), store=store).test_client()
    assert send(closed, [("a.csv", evidence())]).status_code == 503
