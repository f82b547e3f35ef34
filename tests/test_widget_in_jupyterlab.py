"""Show the network to explore in a real JupyterLab, in a real browser, without a request to another machine."""

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import ipysigma  # type: ignore[import-untyped]
import nbformat
import pytest
from playwright.sync_api import Playwright

ROOT = Path(__file__).resolve().parent.parent
EXTENSIONS = Path(ipysigma.__file__).parents[4] / "share" / "jupyter"  # where pip put the widget
CELL = """\
import networkx as nx
from graph.plots import interactive

network = nx.Graph(title="Essai")
network.add_node("a", label="CCI A", network="cci")
network.add_node("b", label="CMA B", network="cma")
network.add_edge("a", "b", weight=2, disputed=True)
interactive(network)"""


@pytest.fixture
def lab(tmp_path: Path) -> Iterator[str]:
    """Run JupyterLab on a folder with one notebook; give its address once it answers."""
    kernel = {"kernelspec": {"name": "python3", "display_name": "Python 3", "language": "python"}}
    notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(CELL)], metadata=kernel)
    (tmp_path / "essai.ipynb").write_text(nbformat.writes(notebook), encoding="utf-8")
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    own = dict.fromkeys(("HOME", "JUPYTER_RUNTIME_DIR", "JUPYTER_CONFIG_DIR", "JUPYTER_DATA_DIR"), str(tmp_path))
    command = [sys.executable, "-m", "jupyterlab", "--no-browser", "--allow-root", f"--ServerApp.port={port}"]
    options = ["--ServerApp.ip=127.0.0.1", "--IdentityProvider.token=t", f"--ServerApp.root_dir={tmp_path}"]
    process = subprocess.Popen(
        [*command, *options],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        env={**os.environ, **own, "PYTHONPATH": str(ROOT), "JUPYTER_PATH": str(EXTENSIONS)},
        process_group=0,
    )
    try:
        yield _answering(f"http://127.0.0.1:{port}", process)
    finally:
        os.killpg(process.pid, signal.SIGKILL)
        process.wait(timeout=30)


def _answering(address: str, process: "subprocess.Popen[bytes]") -> str:
    for _ in range(300):
        assert process.poll() is None
        try:
            urllib.request.urlopen(f"{address}/api?token=t", timeout=30).close()
        except urllib.error.URLError:
            time.sleep(0.2)
        else:
            return address
    raise AssertionError(address)


def test_the_widget_is_drawn_and_asks_no_other_machine(lab: str, player: Playwright, chromium_path: str) -> None:
    asked: list[str] = []
    options = ["--no-sandbox", "--use-gl=swiftshader", "--enable-unsafe-swiftshader"]
    browser = player.chromium.launch(executable_path=chromium_path, args=options)
    page = browser.new_page()
    page.on("request", lambda request: asked.append(request.url))
    page.goto(f"{lab}/lab/tree/essai.ipynb?token=t", timeout=120_000)
    page.locator(".jp-CodeCell .cm-content").first.click(timeout=120_000)
    page.locator(".jp-Notebook-ExecutionIndicator[data-status=idle]").wait_for(timeout=120_000)
    page.keyboard.press("Shift+Enter")
    page.locator(".jp-OutputArea canvas").first.wait_for(timeout=120_000)
    shown = page.locator(".jp-OutputArea").first.inner_text()
    page.screenshot(path=os.environ.get("WIDGET_PICTURE", "/dev/null"), type="png")
    browser.close()
    assert "2 nodes" in shown
    assert asked
    assert {urlsplit(url).hostname for url in asked if urlsplit(url).scheme in {"http", "https", "ws"}} == {"127.0.0.1"}
