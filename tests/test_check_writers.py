"""Read what the writers of an opinion write, as its readers and their programs do."""

import csv
import io
import json
from dataclasses import replace
from datetime import date
from html.parser import HTMLParser
from pathlib import Path

import pytest
from icalendar import Calendar
from playwright.sync_api import Browser

from graph.namespaces import CONS, ID
from graph.obligations.grouping import by_debtor, counts
from graph.obligations.verdict import Named, Verdict
from graph.obligations.writers.calendar import write_calendar
from graph.obligations.writers.csv_rows import columns, write_csv
from graph.obligations.writers.html_page import write_page
from graph.obligations.writers.json_list import write_json
from graph.obligations.writers.matrix import write_matrix
from graph.obligations.writers.table import write_table
from graph.obligations.writers.turtle import write_turtle

AS_OF = date(2024, 6, 30)
ASKED = (
    *("obligation", "rule", "article", "debtor", "debtor_label", "network", "region", "trigger", "due_earliest"),
    *("due_latest", "due_basis", "status", "evidence", "reason_fr", "reason_en", "who_must_act"),
)
MAY_BE_NULL = ["article", "network", "region", "due_earliest", "due_latest", "due_basis"]


@pytest.fixture
def bare(late_com: Verdict) -> Verdict:
    """Give a verdict with nothing that could be left out."""
    return replace(
        late_com,
        obligation=f"{ID}obl--rule-z--org-a--year-2024--2024",
        debtor=Named(f"{ID}org-a", "Agence <A> & fils", "Agency <A>"),
        article=None,
        article_now=None,
        network=None,
        region=None,
        region_label=None,
        trigger_earliest=None,
        trigger_latest=None,
        year=2024,
        due_earliest=None,
        due_latest=None,
        due_basis=None,
        status="undetermined",
        evidence=(),
        owed_to=(),
        gaps=("due-date",),
    )


# --- order ---


def test_bodies_stand_by_name_and_the_gravest_first(late_com: Verdict, bare: Verdict) -> None:
    met = replace(late_com, obligation=f"{ID}obl--a", status="met")
    breached = replace(late_com, obligation=f"{ID}obl--b", status="breached")
    groups = by_debtor([met, late_com, bare, breached])
    assert [debtor.label_fr for debtor, _ in groups] == ["Agence <A> & fils", "CCI X"]
    assert [verdict.status for verdict in groups[1][1]] == ["breached", "met-late", "met"]
    assert counts([met, met, bare]) == {"undetermined": 1, "met": 2}


# --- JSON and CSV ---


def test_json_has_every_key_always(late_com: Verdict, bare: Verdict) -> None:
    full, empty = json.loads(write_json([late_com, bare]))
    assert list(full) == list(empty)
    assert set(ASKED) <= set(full)
    assert full["status"] == "met-late"
    assert full["region"] == "28"
    assert (full["due_earliest"], full["due_latest"], full["due_basis"]) == ("2023-10-01", "2023-10-30", "computed")
    assert full["who_must_act"] == [f"{ID}org-cci-x"]
    assert empty["evidence"] == []
    assert [key for key in ASKED if empty[key] is None] == MAY_BE_NULL


def test_json_gives_one_object_per_passage(late_com: Verdict) -> None:
    (record,) = json.loads(write_json([late_com]))
    first, second = record["evidence"]
    asked = {key: first[key] for key in ("iri", "source", "paragraph", "start", "end", "confidence")}
    assert asked == {
        "iri": f"{ID}found-x",
        "source": f"{ID}src-one",
        "paragraph": 12,
        "start": 345,
        "end": 389,
        "confidence": 0.9,
    }
    assert (second["paragraph"], second["fragment"], second["confidence"]) == (None, "date de signature", None)
    assert first["shows"] == f"{ID}instr-com-x"
    assert [one["outcome"] for one in record["requirements"]] == ["shown", "not-shown"]


def test_evidence_without_a_passage_is_still_listed(late_com: Verdict) -> None:
    item = replace(late_com.evidence[0], passages=())
    (record,) = json.loads(write_json([replace(late_com, evidence=(item,))]))
    assert [(one["iri"], one["source"]) for one in record["evidence"]] == [(f"{ID}found-x", None)]


def test_json_of_nothing_is_an_empty_list() -> None:
    assert json.loads(write_json([])) == []


def test_csv_is_the_json_laid_flat(late_com: Verdict, bare: Verdict) -> None:
    full, empty = csv.DictReader(io.StringIO(write_csv([late_com, bare])))
    assert tuple(full) == columns()
    assert full["evidence_source"] == f"{ID}src-one | {ID}src-two"
    assert full["evidence_paragraph"] == "12 | "
    assert full["requirements_outcome"] == "shown | not-shown"
    assert full["certain"] == "true"
    assert (empty["article"], empty["evidence_iri"], empty["gaps"]) == ("", "", "due-date")


def test_csv_of_nothing_keeps_its_header() -> None:
    assert write_csv([]).strip().split(",") == list(columns())


# --- the table ---


def test_the_table_shows_every_row_whole(late_com: Verdict, bare: Verdict) -> None:
    long = replace(late_com.rule, label_fr="mot " * 60 + "fin")
    rows = [replace(late_com, obligation=f"{ID}obl--{number}", rule=long) for number in range(40)]
    text = write_table([*rows, bare])
    assert text.count("\n│ respectée en ") == 40 + 1  # and the count
    assert text.count("- OB05, respectée en retard") == 40
    assert text.count("fin") >= 40
    assert "…" not in text.replace("2023-10-01", "").replace(" … ", "")
    assert text.index("Agence") < text.index("CCI X")


def test_the_table_counts_and_says_what_absence_is_not(late_com: Verdict, bare: Verdict) -> None:
    text = write_table([late_com, bare])
    assert "2 obligations, 2 débiteurs, au 2024-06-30." in text
    assert text.rstrip().endswith("ne veut jamais dire « non fait » : l'acte peut exister ailleurs.")
    english = write_table([late_com], "en")
    assert "met late" in english
    assert english.rstrip().endswith("never means “not done”: the act may exist elsewhere.")


def test_the_table_gives_the_reason_of_what_is_grave(late_com: Verdict) -> None:
    assert "- OB05, respectée en retard : " in write_table([late_com])
    assert "- OB05" not in write_table([replace(late_com, status="met")])


def test_the_table_of_nothing_says_so() -> None:
    assert write_table([]) == "Aucune obligation ne correspond à cette sélection à cette date.\n"


# --- Turtle ---


def test_turtle_holds_what_was_derived_for_the_selection_alone(late_com: Verdict) -> None:
    other, mine = f"<{ID}obl--other>", f"<{late_com.obligation}>"
    run = "<http://www.w3.org/ns/prov#wasGeneratedBy>"
    derived = [
        f"<{ID}assessment--a> <{CONS}assesses> {mine}",
        f"<{ID}assessment--a> <{CONS}restsOn> <{ID}ev-by-hand>",
        f"<{ID}assessment--a> {run} <{ID}run--a>",
        f"<{ID}assessment--b> <{CONS}assesses> {other}",
        f"<{ID}assessment--b> {run} <{ID}run--b>",
        f"<{ID}check--a> <{CONS}checksEvidence> <{ID}found--a>",
        f"<{ID}check--b> <{CONS}checksEvidence> <{ID}found--b>",
        f"<{ID}check--hand> <{CONS}checksEvidence> <{ID}ev-by-hand>",
        f"<{ID}found--a> <{CONS}supports> {mine}",
        f"<{ID}found--b> <{CONS}supports> {other}",
        f'<{ID}run--a> <{CONS}asOf> "2024-06-30"',
        f'<{ID}run--b> <{CONS}asOf> "2024-07-01"',
        f"{mine} <{CONS}debtor> <{ID}org-cci-x>",
        f"{other} <{CONS}debtor> <{ID}org-cci-y>",
    ]
    written = write_turtle("".join(f"{line} .\n" for line in derived).encode(), [late_com])
    assert "@prefix cons:" in written
    for name in ("assessment--a", "check--a", "check--hand", "found--a", "run--a", "org-cci-x"):
        assert f"id:{name}" in written
    assert "other" not in written
    assert "--b" not in written


# --- the page ---


class Page(HTMLParser):
    """Hold the tags, the text, and the attributes of a page."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.text = ""
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))

    def handle_data(self, data: str) -> None:
        self.text += data

    def all(self, tag: str) -> list[dict[str, str | None]]:
        return [attributes for name, attributes in self.tags if name == tag]


def test_the_page_can_be_read_without_eyes(late_com: Verdict, bare: Verdict) -> None:
    page = Page(write_page([late_com, bare], as_of=AS_OF))
    assert page.all("html") == [{"lang": "fr"}]
    for landmark in ("header", "main", "nav", "footer", "title", "h1"):
        assert len(page.all(landmark)) == 1, landmark
    assert len(page.all("caption")) == len(page.all("table")) == 3
    assert {attributes.get("scope") for attributes in page.all("th")} == {"col", "row"}
    assert all(
        attributes.get("aria-hidden") == "true" for attributes in page.all("span") if attributes["class"] == "shape"
    )
    ids = [attributes["id"] for _, attributes in page.tags if "id" in attributes]
    assert len(ids) == len(set(ids))
    named = {attributes["aria-labelledby"] for _, attributes in page.tags if "aria-labelledby" in attributes}
    links = {str(attributes["href"])[1:] for attributes in page.all("a")}
    assert named | links <= set(ids)


def test_the_page_needs_nothing_else(late_com: Verdict) -> None:
    text = write_page([late_com], as_of=AS_OF)
    page = Page(text)
    assert not [tag for tag, _ in page.tags if tag in {"script", "link", "img", "iframe"}]
    assert "url(" not in text
    assert "@import" not in text
    assert "@media print" in text


def test_the_page_says_status_in_words_and_escapes_names(late_com: Verdict, bare: Verdict) -> None:
    text = write_page([late_com, bare], as_of=AS_OF, told=["région 28"], notes=["Remarque <b>"])
    assert "Agence &lt;A&gt; &amp; fils" in text
    assert "Remarque &lt;b&gt;" in text
    page = Page(text)
    assert "respectée en retard" in page.text
    assert "Sélection : région 28." in page.text
    assert "paragraphe 12, caractères 345 à 389, confiance 0,9" in page.text
    assert "Obligations des chambres consulaires au 30 juin 2024" in page.text


def test_the_page_of_nothing_says_so() -> None:
    assert "Aucune obligation ne correspond" in Page(write_page([], as_of=AS_OF)).text


def test_the_page_fits_a_screen_and_a_telephone(
    late_com: Verdict, bare: Verdict, browser: Browser, tmp_path: Path
) -> None:
    path = tmp_path / "page.html"
    path.write_text(write_page([late_com, bare], as_of=AS_OF), encoding="utf-8")
    for width in (1280, 360):
        with browser.new_context(viewport={"width": width, "height": 900}) as context:
            page = context.new_page()
            asked: list[str] = []
            page.on("request", lambda request: asked.append(request.url))  # noqa: B023
            page.goto(path.as_uri())
            assert page.evaluate("document.documentElement.scrollWidth") <= width
            assert asked == [path.as_uri()]


# --- the calendar ---


def test_the_calendar_has_a_day_for_each_due_date(late_com: Verdict, bare: Verdict) -> None:
    calendar = Calendar.from_ical(write_calendar([late_com, bare]))
    (event,) = calendar.walk("VEVENT")
    assert event["UID"] == late_com.obligation
    assert event.decoded("DTSTART") == date(2023, 10, 30)
    assert event.decoded("DTEND") == date(2023, 10, 31)
    assert event["SUMMARY"] == "CCI X : OB05 COM dans les six mois du COP"
    assert "Échéance entre le 1er et le 30 octobre 2023." in str(event["DESCRIPTION"])
    assert "Verdict au 2024-06-30 : respectée en retard." in str(event["DESCRIPTION"])


def test_the_calendar_is_written_as_the_standard_wants(late_com: Verdict) -> None:
    comma = replace(late_com, debtor=Named(f"{ID}org-c", "CCI A, B; C", "CCI A, B; C"))
    written = write_calendar([comma])
    lines = written.split(b"\r\n")
    assert lines[-1] == b""
    assert b"\n" not in written.replace(b"\r\n", b"")
    assert max(len(line) for line in lines) <= 75
    assert b"SUMMARY:CCI A\\, B\\; C :" in written
    assert b"DTSTAMP:20240630T000000Z" in written
    assert b"DTSTART;VALUE=DATE:20231030" in written
    assert write_calendar([comma]) == written


def test_the_calendar_of_nothing_is_still_one() -> None:
    assert Calendar.from_ical(write_calendar([])).walk("VEVENT") == []


# --- matrix ---


def test_the_matrix_counts_every_verdict_once_by_rule_and_status(late_com: Verdict, bare: Verdict) -> None:
    other = replace(bare, rule=replace(bare.rule, identifier="OB99", label_en="Another rule"))
    written = write_matrix([late_com, late_com, bare, other], "en")
    cells = [[cell.strip() for cell in line.split("│")[1:-1]] for line in written.splitlines() if line.startswith("│")]
    assert cells[0] == ["Rule", "met late", "undetermined", "Total"]
    assert [row[1:] for row in cells[1:]] == [["2", "1", "3"], ["·", "1", "1"], ["2", "2", "4"]]
    assert cells[2][0] == "OB99 Another rule"
    assert "2 debtors, as of 2024-06-30." in written


def test_an_empty_matrix_says_that_nothing_was_found() -> None:
    assert write_matrix([], "fr") == write_table([], "fr")
