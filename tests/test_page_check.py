"""Hand files in as an officer does, in Chromium: choose them, read what they say, take the pack along."""

import zipfile
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from graph.resources import SUBMISSION_EXAMPLES
from tests.browsing import Language, Visitor, picture, serious

EVIDENCE = SUBMISSION_EXAMPLES / "evidence.ttl"
DRAFT = SUBMISSION_EXAMPLES / "draft.ttl"
DAY = "2024-06-30"
LONG = 90_000  # milliseconds; a check may have to share the machine
WRONG = """nom,obligation,montre,sens,nature de la preuve,date,source,page,confiance,acceptée le
COM de Normandie,COM due par la CCI Normandi,COM 2023-2027 des CCI de Normandie,performed,press,2023-13-40,"https://example.org/a",p. 2,0.8,2026-11-21T10:00:00Z
"""
TOLD = {"fr": "Vos fichiers changent 1 verdict(s)", "en": "Your files change 1 verdict(s)"}


def send(page: Page, field: str, *files: Path | dict[str, Any]) -> None:
    page.set_input_files(field, list(files))
    form = page.locator("form.check", has=page.locator(field))
    form.locator("button[type=submit]").click()


@pytest.mark.parametrize("language", ["fr", "en"])
def test_evidence_changes_a_verdict_and_its_pack_is_one_press_away(
    language: Language, visitor: Visitor, tmp_path: Path
) -> None:
    with visitor.open(f"/check?at={DAY}", language=language) as page:
        assert serious(page) == []
        picture(page, f"check-{language}")
        send(page, "#file", EVIDENCE)
        expect(page.locator(".progress").first).not_to_be_empty()
        expect(page.locator("#result")).to_contain_text(TOLD[language], timeout=LONG)
        expect(page.locator("#result")).to_be_focused()
        expect(page.locator(".duty .yours").first).to_be_visible()
        assert serious(page) == []
        picture(page, f"check-verdicts-{language}")
        if language == "fr":
            with page.expect_download(timeout=LONG) as download:
                page.locator("button[data-format=zip]").click()
            download.value.save_as(tmp_path / "pack.zip")
            assert download.value.suggested_filename == f"consulaire-{DAY}.zip"
            assert "verdicts.csv" in zipfile.ZipFile(tmp_path / "pack.zip").namelist()


def test_wrong_cells_are_told_one_by_one(visitor: Visitor) -> None:
    table = {"name": "preuves<b>.csv", "mimeType": "text/csv", "buffer": WRONG.encode()}
    with visitor.open(f"/check?at={DAY}", scheme="dark", size=(390, 900)) as page:
        send(page, "#file", table)
        expect(page.locator(".faults")).to_contain_text("ligne 2", timeout=LONG)
        told = page.locator(".faults").inner_text()
        assert "date" in told
        assert "2023-13-40" in told
        assert "CCI Normandi" in told
        assert page.locator("#result b").count() == 0
        assert serious(page) == []
        picture(page, "check-faults-narrow-dark")


@pytest.mark.parametrize("language", ["fr", "en"])
def test_a_draft_is_held_against_the_texts_without_scripts(language: Language, visitor: Visitor) -> None:
    with visitor.open("/check", language=language, scripts=False) as page:
        send(page, "#draft-file", DRAFT)
        expect(page.locator(".items .missing").first).to_be_visible(timeout=LONG)
        missing = {"fr": "Préfecture de région Bretagne", "en": "supervisory authority"}[language]
        expect(page.locator("#result .lines").first).to_contain_text(missing)
        picture(page, f"check-draft-{language}")
    assert date.fromisoformat(DAY)
