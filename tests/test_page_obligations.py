"""The pages on obligations, as readers and programs see them: over the real graph, in both languages."""

import csv
import html
import io
import json
import re
import time
from collections import Counter
from typing import Any
from urllib.error import HTTPError
from urllib.parse import quote
from urllib.request import Request, urlopen

import pytest
import rdflib
from icalendar import Calendar
from playwright.sync_api import Page

from tests.browsing import Language, Visitor, picture, serious

CELL = "/obligations/verdicts?region=28&rule=OB05"
ONE = "/obligations/verdicts/obl--rule-com-cci--org-cci-normandie--event-cop-cci-current"
BODY = "/obligations/bodies/org-cci-normandie"
CALENDAR = "/obligations/calendar"
CHANGES = "/obligations/changes?network=cma"
ASSESSMENTS = "SELECT ?one { ?one a <https://w3id.org/consulaire/ns#Assessment> }"
_TRIES = 60


def fetch(site: str, path: str, accept: str = "application/json") -> tuple[bytes, Any]:
    """Ask as a program does, again as long as the answer is that the judgement is not ready."""
    for _ in range(_TRIES):
        try:
            with urlopen(Request(site + path, headers={"Accept": accept}), timeout=60) as answer:
                return answer.read(), answer.headers
        except HTTPError as error:
            if error.code != 503:
                raise
            time.sleep(float(error.headers["Retry-After"]) / 5)
    raise TimeoutError(path)


def data(site: str, path: str) -> Any:
    """Give the data twin of a page."""
    return json.loads(fetch(site, path)[0])


@pytest.fixture(autouse=True)
def judged(site: str) -> None:
    """Wait until today is judged, which is once for all tests."""
    fetch(site, "/obligations")


def cells(page: Page) -> dict[str, dict[str, list[str]]]:
    """Read the matrix off the page: by row and rule, the class of the status and the number that is shown."""
    found: dict[str, dict[str, list[str]]] = page.evaluate("""() => {
      const table = document.querySelector(".matrix table");
      const rules = [...table.tHead.rows[0].cells].map(cell => cell.textContent.trim().split(/\\s/)[0]);
      return Object.fromEntries([...table.tBodies[0].rows].map(row => [row.cells[0].textContent.trim(),
        Object.fromEntries([...row.cells].slice(1).map((cell, place) => [cell.querySelector("a"), rules[place + 1]])
          .filter(([link]) => link).map(([link, rule]) => [rule, [link.className.replace(/.* s-/, ""),
            link.querySelector(".n")?.textContent.replace(/\\s+/g, " ").trim() ?? "1"]]))]));
    }""")
    return found


@pytest.mark.parametrize("rows", ["regions", "bodies"])
def test_the_matrix_and_its_twin_have_the_same_facts(rows: str, visitor: Visitor) -> None:
    twin = data(visitor.site, f"/obligations?rows={rows}")
    with visitor.open(f"/obligations?rows={rows}", language="en", scripts=False) as page:
        shown = cells(page)
    told = {
        row["label_en"]: {rule: [next(iter(counts)), _number(counts)] for rule, counts in row["cells"].items()}
        for row in twin["matrix"]
    }
    assert shown == told
    assert sum(sum(counts.values()) for row in twin["matrix"] for counts in row["cells"].values()) == twin["total"]
    assert len(shown) >= 19
    lines = list(csv.DictReader(io.StringIO(fetch(visitor.site, f"/obligations?rows={rows}", "text/csv")[0].decode())))
    assert sum(int(line["number"]) for line in lines) == twin["total"]


def _number(counts: dict[str, int]) -> str:
    first, total = next(iter(counts.values())), sum(counts.values())
    return f"{first} of {total}" if total > 1 else "1"


def test_the_summary_counts_what_the_twin_counts(visitor: Visitor) -> None:
    twin = data(visitor.site, "/obligations?region=28")
    with visitor.open("/obligations?region=28", scripts=False) as page:
        shown = {
            item.get_attribute("class"): int(item.locator("b").inner_text().replace("\u202f", ""))
            for item in page.locator(".tally li").all()
        }
        assert "jamais dire" in page.locator(".absence").inner_text()
    assert shown == {f"s-{status}": number for status, number in twin["counts"].items()}


@pytest.mark.parametrize("language", ["fr", "en"])
def test_a_cell_opens_in_place_and_closes_by_escape(language: Language, visitor: Visitor) -> None:
    with visitor.open("/obligations", language=language) as page:
        cell = page.locator('a.cell[href*="region=28"][href*="rule=OB05"]').first
        cell.focus()
        page.keyboard.press("Enter")
        dialog = page.locator("dialog[open]")
        dialog.wait_for()
        assert "CCI Normandie" in dialog.inner_text()
        assert "R. 712-21" in dialog.inner_text()
        assert serious(page) == []
        picture(page, f"obligations-cell-open-{language}")
        page.keyboard.press("Escape")
        page.wait_for_function("!document.querySelector('dialog[open]')")
        assert page.evaluate("document.activeElement.classList.contains('cell')")


def test_without_scripts_a_cell_is_a_page(visitor: Visitor) -> None:
    with visitor.open("/obligations", scripts=False) as page:
        page.locator('a.cell[href*="region=28"][href*="rule=OB05"]').first.click()
        assert page.locator("h1").inner_text() == "Verdicts et raisons"
        assert "Préfecture de région Normandie" in page.locator("#verdicts").inner_text()


def test_verdicts_name_their_sources_their_text_and_the_absence_of_evidence(visitor: Visitor) -> None:
    (twin,) = data(visitor.site, CELL)["verdicts"]
    with visitor.open(CELL, scripts=False) as page:
        text = page.locator("#verdicts").inner_text()
        links = page.locator("#verdicts a").evaluate_all("links => links.map(link => link.getAttribute('href'))")
    assert twin["reason_fr"].replace("'", "’")[:60] in text
    for iri in (twin["article"], twin["evidence"][0]["source"], twin["trigger_read_in"][0]["source"], twin["debtor"]):
        assert f"/id/{iri.rpartition('/')[2]}" in links
    assert f"{twin['evidence'][0]['start']}–{twin['evidence'][0]['end']}" in text
    with visitor.open("/obligations/verdicts?region=28&rule=OB19", scripts=False) as page:
        assert "aucune preuve dans ce graphe" in page.locator("#verdicts").inner_text()
        assert "non fait" not in page.locator("#verdicts").inner_text().lower()


def test_a_long_list_comes_in_pages_and_its_data_whole(visitor: Visitor) -> None:
    twin = data(visitor.site, "/obligations/verdicts?region=28")
    assert len(twin["verdicts"]) == twin["total"] > 200
    with visitor.open("/obligations/verdicts?region=28&page=2", scripts=False) as page:
        assert page.locator(".verdict-card").count() == 40
        page.locator("a[rel=next]").click()
        assert "page=3" in page.url


def test_what_is_due_for_a_region_is_found_by_keyboard_alone(visitor: Visitor) -> None:
    with visitor.open("/obligations") as page:
        _tab_to(page, "document.activeElement.id === 'f-region'")
        page.keyboard.type("Normandie")
        _tab_to(page, "document.activeElement.textContent === 'Filtrer'")
        page.keyboard.press("Enter")
        page.wait_for_url("**region=28**")
        _tab_to(page, "document.activeElement.textContent.includes('Ce que doit Normandie')")
        page.keyboard.press("Enter")
        page.wait_for_url("**/obligations/regions/28**")
        assert page.locator("h1").inner_text() == "Normandie"
        assert "À venir" in page.locator("main").inner_text()
        _tab_to(page, "document.activeElement.closest('.tasks')")
        page.keyboard.press("Enter")
        page.wait_for_url("**/obligations/verdicts**")


def _tab_to(page: Page, reached: str) -> None:
    for _ in range(60):
        page.keyboard.press("Tab")
        if page.evaluate(f"Boolean({reached})"):
            outline = page.evaluate("getComputedStyle(document.activeElement).outlineStyle")
            assert outline != "none"
            return
    raise AssertionError(reached)


def test_a_body_has_all_its_obligations_sorted_by_due_date(visitor: Visitor) -> None:
    twin = data(visitor.site, BODY)
    assert sum(twin["sections"].values()) == twin["total"] == len(twin["verdicts"])
    assert {verdict["debtor_label"] for verdict in twin["verdicts"]} == {"CCI Normandie"}
    with visitor.open(BODY, language="en", scripts=False) as page:
        heads = [text.rpartition("(")[2].rstrip(")") for text in page.locator(".todo h2").all_inner_texts()]
        assert [int(number) for number in heads] == list(twin["sections"].values())
        assert page.locator('a[href*="org-cci-normandie.ics"]').count() == 1


@pytest.mark.parametrize("path", ["bodies/org-cci-normandie", "bodies/person-di-crescenzo", "regions/national"])
def test_every_link_of_a_place_leads_to_its_verdicts(path: str, site: str) -> None:
    total = data(site, f"/obligations/{path}")["total"]
    page = fetch(site, f"/obligations/{path}", "text/html")[0].decode()
    links = {html.unescape(found) for found in re.findall(r'href="(/obligations/verdicts\?[^"]*)"', page)}
    (whole,) = (one for one in links if "format=json" in one)
    assert data(site, whole)["total"] == total > 0
    assert all(0 < data(site, f"{one}&format=json")["total"] <= total for one in links if "format=" not in one)


def test_a_feed_is_named_as_its_page(site: str) -> None:
    for path in ("bodies/person-di-crescenzo", "regions/national", "regions/28"):
        name = data(site, f"/obligations/{path}?lang=fr")[path.partition("s/")[0].replace("bodie", "body")]
        feed = Calendar.from_ical(fetch(site, f"/obligations/{path}.ics?lang=fr", "*/*")[0])
        assert str(feed["x-wr-calname"]) == f"Obligations consulaires\u00a0: {name}"


@pytest.mark.parametrize("path", [BODY, "/obligations/regions/28"])
def test_a_feed_is_a_calendar_of_every_due_date(path: str, site: str) -> None:
    body, headers = fetch(site, f"{path}.ics", "*/*")
    assert headers["Content-Type"].startswith("text/calendar")
    calendar = Calendar.from_ical(body)
    uids = [str(event["uid"]) for event in calendar.walk("VEVENT")]
    due = [verdict["obligation"] for verdict in data(site, path)["verdicts"] if verdict["due_latest"]]
    assert sorted(uids) == sorted(due)
    assert len(set(uids)) == len(uids) >= 20
    assert calendar["x-published-ttl"] == "P1D"
    assert "Normandie" in str(calendar["x-wr-calname"])


def test_the_map_its_table_and_its_twin_have_the_same_numbers(visitor: Visitor) -> None:
    path = "/obligations/map?question=no-evidence"
    twin = data(visitor.site, f"{path}&lang=en")
    told = {one["name"]: f"{one['number']} of {one['total']}" for one in twin["regions"]}
    with visitor.open(path, language="en", scripts=False) as page:
        drawn = dict(
            label.rsplit(": ", 1)
            for label in page.locator(".atlas > svg a").evaluate_all(
                "all => all.map(one => one.getAttribute('aria-label'))"
            )
        )
        rows = page.locator(".equal tbody tr").evaluate_all(
            "rows => rows.map(row => [...row.cells].map(cell => cell.textContent.trim()))"
        )
    assert drawn == told
    assert {row[0]: f"{row[1]} of {row[2]}" for row in rows} == drawn
    assert len(drawn) == 18


def test_the_calendar_and_its_twin_have_the_same_due_dates(visitor: Visitor) -> None:
    twin = data(visitor.site, CALENDAR)
    with visitor.open(CALENDAR, scripts=False) as page:
        assert page.locator(".month").count() == len(twin["months"]) >= 6
        assert page.locator(".dues li").count() == sum(len(month["due"]) for month in twin["months"])
        total = sum(len(due["obligations"]) for month in twin["months"] for due in month["due"])
        assert f"{total} échéances" in page.locator(".lead").inner_text()


def test_two_days_are_compared_and_a_link_leads_to_the_verdict_of_its_day(visitor: Visitor) -> None:
    twin = data(visitor.site, CHANGES)
    fetch(visitor.site, CHANGES, "text/html")
    kinds = Counter(change["change"] for change in twin["changes"])
    assert dict(kinds) == {kind: n for kind, n in twin["kinds"].items() if n and kind != "unchanged"}
    assert twin["kinds"]["new"] > 10
    lines = list(csv.DictReader(io.StringIO(fetch(visitor.site, CHANGES, "text/csv")[0].decode())))
    told = [
        (one["obligation"], *((one[side] or {}).get("status", "") for side in ("before", "now")))
        for one in twin["changes"]
    ]
    assert [(one["obligation"], one["before_status"], one["now_status"]) for one in lines] == told
    with visitor.open(CHANGES, scripts=False) as page:
        shown = [int(text.replace("\u202f", "")) for text in page.locator(".kinds dd").all_inner_texts()]
        assert shown == list(twin["kinds"].values())
        assert page.locator(".tasks tbody tr").count() == len(twin["changes"])
    asked = f"{CHANGES}&region=national&status=not-yet-due&rule=OB05"
    with visitor.open(asked, scripts=False) as page:
        chosen = {name: page.locator(f"#f-{name}").input_value() for name in ("network", "region", "status", "rule")}
        assert chosen == {"network": "cma", "region": "national", "status": "not-yet-due", "rule": "OB05"}


@pytest.mark.parametrize("asked", ["due_from=2023-07-01&due_to=2024-06-30", "status=not-yet-due", "status=met"])
def test_what_leaves_a_filter_between_two_days_is_not_gone(asked: str, site: str) -> None:
    days = "/obligations/changes?from=2023-06-30&to=2024-06-30"
    everything = {one["obligation"]: one for one in data(site, days)["changes"]}
    twin = data(site, f"{days}&{asked}")
    assert 0 < len(twin["changes"]) < len(everything)
    assert all(one == everything[one["obligation"]] for one in twin["changes"])


def test_a_verdict_is_explained_in_numbered_sentences(visitor: Visitor) -> None:
    twin = data(visitor.site, ONE)
    with visitor.open(ONE, scripts=False) as page:
        assert page.locator(".steps li").all_inner_texts() == twin["sentences"]
    assert len(twin["sentences"]) >= 10
    assert twin["verdict"]["status"] == "met"


@pytest.mark.parametrize("form", ["csv", "turtle", "ics", "report"])
def test_exports_hold_the_whole_selection(form: str, site: str) -> None:
    body, headers = fetch(site, f"/obligations/verdicts?region=28&format={form}", "*/*")
    total = data(site, "/obligations/verdicts?region=28")["total"]
    assert headers["Content-Disposition"].startswith('attachment; filename="obligations-20')
    if form == "csv":
        assert len(list(csv.DictReader(io.StringIO(body.decode())))) == total
    elif form == "turtle":
        assert len(rdflib.Graph().parse(data=body, format="turtle").query(ASSESSMENTS)) == total
    elif form == "ics":
        assert len(Calendar.from_ical(body).walk("VEVENT")) > 20
    else:
        assert b"<script" not in body
        assert body.count(b"id:obl--") >= total


HOSTILE = ["<script>alert(1)</script>", '"><img src=x onerror=alert(1)>', "x" * 5_000, "\x00", "a'b\\c", "%", "id:<>{}"]


@pytest.mark.parametrize("name", ["network", "region", "body", "rule", "status", "due_from", "rows", "page"])
@pytest.mark.parametrize("text", HOSTILE)
def test_nothing_of_a_wrong_filter_becomes_markup(name: str, text: str, site: str) -> None:
    path = "/obligations/verdicts" if name == "page" else "/obligations"
    status, page = _refused(site, f"{path}?{name}={quote(text)}")
    assert status in {400, 404}
    assert "<script>alert" not in page
    assert "<img src=x" not in page
    assert len(page) < 30_000


@pytest.mark.parametrize("path", ["bodies/{}", "regions/{}", "verdicts/{}", "bodies/{}.ics", "map?question={}"])
@pytest.mark.parametrize("text", HOSTILE)
def test_a_wrong_name_in_the_path_is_a_404_without_markup(path: str, text: str, site: str) -> None:
    status, page = _refused(site, f"/obligations/{path.format(quote(text, safe=''))}")
    assert status in {400, 404}
    assert "<script>alert" not in page
    assert "<img src=x" not in page


@pytest.mark.parametrize(
    ("path", "status", "told"),
    [
        ("/obligations?region=Normandy", 404, "Normandie (id:geo-normandie)"),
        ("/obligations/bodies/org-cci-normandi", 404, "CCI Normandie (id:org-cci-normandie)"),
        ("/obligations?due_from=2026-02-01&due_to=2026-01-01", 400, "exchange"),
        ("/obligations?due_from=7/11/2022", 400, "day first"),
        ("/obligations/verdicts?page=999", 400, "a number from 1 to"),
        ("/obligations/changes?from=2026-02-01&to=2026-01-01", 400, "exchange"),
        ("/obligations/changes?to=0001-06-01", 400, "Obligations are judged as of a day from 2016-01-01"),
        ("/obligations/map?question=late", 404, "no-evidence"),
    ],
)
def test_a_wrong_name_is_told_the_nearest_and_a_wrong_day_why(path: str, status: int, told: str, site: str) -> None:
    found, page = _refused(site, path, "application/json")
    assert (found, told in json.loads(page)["detail"]) == (status, True)


def _refused(site: str, path: str, accept: str = "text/html") -> tuple[int, str]:
    try:
        with urlopen(Request(site + path, headers={"Accept": accept}), timeout=60) as answer:
            return answer.status, answer.read().decode()
    except HTTPError as error:
        return error.code, error.read().decode()


def test_the_day_is_said_and_stays_with_the_reader(visitor: Visitor) -> None:
    fetch(visitor.site, "/obligations?at=2024-06-30")
    with visitor.open("/obligations?at=2024-06-30", language="en", scripts=False) as page:
        assert "As of 30 June 2024:" in page.locator(".lead").inner_text()
        addresses = page.locator("a.cell, .views a").evaluate_all("all => all.map(one => one.getAttribute('href'))")
    assert len(addresses) > 100
    assert all("at=2024-06-30" in address for address in addresses)
