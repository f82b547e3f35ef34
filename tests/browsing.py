"""Visit the pages in Chromium as a reader does, watching what no page may do: ask another machine, or break a rule."""

import json
import os
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import Any, Literal
from urllib.parse import urlsplit

from playwright.sync_api import Browser, Page, Route

from tests.conftest import ROOT

AXE = Path(__file__).parent / "vendored" / "axe.min.js"
SCREENSHOTS = Path(os.environ.get("CONSULAIRE_SCREENSHOTS", ROOT / "build" / "screenshots"))
Language = Literal["fr", "en"]


class Visitor:
    """Open pages of one site; `complaints` lists what went wrong behind the reader's back, and is to stay empty.

    `statuses` are those of all answers so far, `sent` the bytes of their bodies as they came.
    """

    def __init__(self, browser: Browser, site: str) -> None:
        self._browser, self.site = browser, site
        self.complaints: list[str] = []
        self.statuses: list[int] = []
        self.sent = 0

    @contextmanager
    def open(
        self,
        path: str,
        *,
        language: Language = "fr",
        scripts: bool = True,
        size: tuple[int, int] = (1280, 900),
        scheme: Literal["light", "dark"] = "light",
    ) -> Iterator[Page]:
        """Open a page of the site in a fresh context, and close it at the end."""
        context = self._browser.new_context(
            java_script_enabled=scripts,
            locale={"fr": "fr-FR", "en": "en-GB"}[language],
            viewport={"width": size[0], "height": size[1]},
            color_scheme=scheme,
            accept_downloads=True,
        )
        context.route("**/*", self._stay_here)
        page = context.new_page()
        page.on("console", lambda message: self._note(f"{message.type}: {message.text}", message.type == "error"))
        page.on("response", lambda response: self.statuses.append(response.status))
        session = context.new_cdp_session(page)
        session.send("Network.enable")
        session.on("Network.loadingFinished", self._weigh)
        page.on("pageerror", lambda error: self._note(f"script: {error}", told=True))
        try:
            page.goto(self.site + path)
            yield page
        finally:
            context.close()

    def _weigh(self, event: dict[str, Any]) -> None:
        self.sent += round(event["encodedDataLength"])

    def _stay_here(self, route: Route) -> None:
        address = urlsplit(route.request.url)
        if address.scheme in {"data", "blob"} or address.netloc == urlsplit(self.site).netloc:
            route.continue_()
        else:
            self._note(f"a request to {route.request.url}", told=True)
            route.abort()

    def _note(self, complaint: str, told: bool) -> None:
        refused = "the server responded with a status of" in complaint  # a page of a problem: the test looks at it
        if told and not refused:
            self.complaints.append(complaint)


def serious(page: Page) -> list[str]:
    """List what axe finds on a page that is serious or critical, by WCAG 2.2 A and AA, with the places."""
    page.evaluate(_axe())
    tags = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
    found: dict[str, Any] = page.evaluate(f"axe.run(document, {{runOnly: {json.dumps(tags)}}})")
    return [
        f"{one['id']} ({one['impact']}): {' '.join(map(str, node['target']))}"
        for one in found["violations"]
        if one["impact"] in {"serious", "critical"}
        for node in one["nodes"]
    ]


def picture(page: Page, name: str) -> Path:
    """Write a picture of the whole page into the folder of pictures, and the page to leaf through them."""
    SCREENSHOTS.mkdir(parents=True, exist_ok=True)
    path = SCREENSHOTS / f"{name}.png"
    page.screenshot(path=path, full_page=True)
    names = sorted(found.name for found in SCREENSHOTS.glob("*.png"))
    figures = "\n".join(
        f'<figure><figcaption>{one}</figcaption><img src="{one}" width="900"></figure>' for one in names
    )
    (SCREENSHOTS / "index.html").write_text(f"<!doctype html><meta charset=utf-8><title>Pages</title>\n{figures}\n")
    return path


@cache
def _axe() -> str:
    return AXE.read_text(encoding="utf-8")
