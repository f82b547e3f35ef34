"""Weigh every kind of page and time how soon it can be used, in Chromium against the real server on loopback.

There is no peer in the run: the targets are absolute. `python -m benchmarks.pages`.
"""

import shutil
import statistics
import sys
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from playwright.sync_api import Browser, sync_playwright

from graph import load
from graph.stores import PublishedGraph

from .page_kinds import KINDS, MOST, WITH_EDITOR
from .peers import ours

ROUNDS, SECONDS = 3, 1.0


@dataclass(frozen=True)
class Visit:
    """Hold what one visit with an empty cache took: bytes as sent, requests, seconds until the page can be used."""

    sent: int
    requests: int
    usable: float
    loaded: float


def main() -> None:
    """Print a row for each kind; the exit code is 1 when a page is too heavy or too slow."""
    failed = False
    with TemporaryDirectory() as folder, sync_playwright() as playwright:
        PublishedGraph(Path(folder)).replace(load().nquads)
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=["--no-sandbox"])
        with ours(Path(folder)) as server:
            print(f"{'page':22}{'kB sent':>9}{'requests':>10}{'first, s':>10}{'later, s':>10}{'loaded, s':>11}")
            for kind, path in KINDS.items():
                visits = [visit(browser, f"http://{server.address}{path}") for _ in range(1 + ROUNDS)]
                first, later = visits[0], statistics.median(one.usable for one in visits[1:])
                loaded = statistics.median(one.loaded for one in visits[1:])
                bad = (first.sent > MOST and kind not in WITH_EDITOR) or first.usable > SECONDS
                failed |= bad
                weight = f"{first.sent / 1000:9.1f}{first.requests:10}"
                print(f"{kind:22}{weight}{first.usable:10.2f}{later:10.2f}{loaded:11.2f}{'  TOO MUCH' if bad else ''}")
        browser.close()
    sys.exit(failed)


def visit(browser: Browser, address: str) -> Visit:
    """Open a page in a fresh context; it can be used once its text is there and its own scripts have run."""
    context = browser.new_context(locale="fr-FR")
    page = context.new_page()
    session = context.new_cdp_session(page)
    session.send("Network.enable")
    sizes: list[float] = []
    session.on("Network.loadingFinished", lambda event: sizes.append(event["encodedDataLength"]))
    page.goto(address, wait_until="load")
    page.wait_for_load_state("networkidle")
    timing = page.evaluate("performance.getEntriesByType('navigation')[0].toJSON()")
    context.close()
    return Visit(
        round(sum(sizes)), len(sizes), timing["domContentLoadedEventEnd"] / 1000, timing["loadEventEnd"] / 1000
    )


if __name__ == "__main__":
    main()
