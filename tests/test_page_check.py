"""Hand files in as an officer does, in Chromium: choose them, read what they say, take the pack along."""

import threading
import zipfile
from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest
from playwright.sync_api import Browser, FilePayload, Page, expect
from werkzeug.serving import make_server

from graph import oxigraph_store
from server import create_app
from server.config import Settings
from tests.browsing import Language, Visitor, picture, serious
from tests.handing_in import DAY, DRAFT, evidence, small_graph

PATIENCE = 200_000  # milliseconds; a check may have to share the machine
CHANGED = {"fr": "Vos fichiers changent 1 verdict,", "en": "Your files change 1 verdict,"}
LACKS = {"fr": "délibération de l'assemblée", "en": "vote of the assembly"}


@pytest.fixture(scope="module")
def site() -> Iterator[str]:
    application = create_app(Settings(Path("/nowhere"), check_timeout=180), store=oxigraph_store(small_graph()))
    server = make_server("127.0.0.1", 0, application, threaded=True)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.port}"
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.fixture
def visitor(browser: Browser, site: str) -> Iterator[Visitor]:
    visiting = Visitor(browser, site)
    yield visiting
    assert visiting.complaints == []


def file(name: str, content: bytes) -> FilePayload:
    return {"name": name, "mimeType": "text/plain", "buffer": content}


def send(page: Page, field: str, files: Sequence[FilePayload]) -> None:
    page.set_input_files(field, files)
    page.locator("form.check", has=page.locator(field)).locator("button[type=submit]").click()


@pytest.mark.parametrize("language", ["fr", "en"])
def test_evidence_changes_a_verdict_and_its_pack_is_one_press_away(
    language: Language, visitor: Visitor, tmp_path: Path
) -> None:
    with visitor.open(f"/check?at={DAY}", language=language) as page:
        assert serious(page) == []
        picture(page, f"check-{language}")
        send(page, "#file", [file("preuves.csv", evidence())])
        expect(page.locator(".progress").first).not_to_be_empty()
        expect(page.locator("#result")).to_contain_text(CHANGED[language], timeout=PATIENCE)
        expect(page.locator("#result")).to_be_focused()
        expect(page.locator(".duty .yours").first).to_be_visible()
        assert serious(page) == []
        picture(page, f"check-verdicts-{language}")
        with page.expect_download(timeout=PATIENCE) as download:
            page.keyboard.press("Tab")  # from the result to what it links to, and on to the pack
            page.locator("button[data-format=zip]").press("Enter")
        download.value.save_as(tmp_path / "pack.zip")
        assert download.value.suggested_filename == f"consulaire-{DAY}.zip"
        with zipfile.ZipFile(tmp_path / "pack.zip") as pack:
            assert "verdicts.csv" in pack.namelist()


def test_wrong_cells_are_told_one_by_one_on_a_phone_in_the_dark(visitor: Visitor) -> None:
    wrong = evidence(day="2023-13-40", obligation="id:obl--rule-com-cci--org-cci-delt--event-cop-case")
    with visitor.open(f"/check?at={DAY}", scheme="dark", size=(390, 900)) as page:
        send(page, "#file", [file("preuves<b>.csv", wrong)])
        expect(page.locator(".faults")).to_contain_text("ligne 2", timeout=PATIENCE)
        told = page.locator(".faults").inner_text()
        assert "2023-13-40" in told
        assert "cci-delta" in told
        assert page.locator("#result b").count() == 0
        assert serious(page) == []
        assert page.evaluate("document.documentElement.scrollWidth") <= 390
        picture(page, "check-faults-narrow-dark")


@pytest.mark.parametrize("language", ["fr", "en"])
def test_a_draft_is_held_against_the_texts_without_scripts(language: Language, visitor: Visitor) -> None:
    with visitor.open("/check", language=language, scripts=False) as page:
        page.set_default_timeout(PATIENCE)
        page.set_default_navigation_timeout(PATIENCE)
        send(page, "#draft-file", [file("projet.ttl", DRAFT.encode())])
        expect(page.locator("#result .lines").first).to_contain_text(LACKS[language], timeout=PATIENCE)
        expect(page.locator(".items .missing").first).to_be_visible()
        expect(page.locator(".again")).to_be_hidden()
        picture(page, f"check-draft-{language}")
