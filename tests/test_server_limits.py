"""The limits of the endpoint, over HTTP on the real server: what a client is told, and what is left behind."""

import json
import os
import signal
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from email.message import Message
from pathlib import Path
from urllib.parse import urlencode

import pytest

TINY = Path(__file__).with_name("tiny.ttl")
HUNDRED = " ".join(str(number) for number in range(100))
RUNAWAY = f"SELECT (COUNT(*) AS ?n) {{ {' '.join(f'VALUES ?v{n} {{ {HUNDRED} }}' for n in range(6))} }}"
PROBLEM = "application/problem+json"


@dataclass
class Sent:
    status: int
    headers: Message
    body: str

    @property
    def problem(self) -> dict[str, object]:
        assert self.headers["Content-Type"] == PROBLEM
        return dict(json.loads(self.body))


@contextmanager
def serving(**environ: str) -> Iterator[tuple[str, int]]:
    """Serve ten triples in one web process; give the address and the server's process number."""
    command = [sys.executable, "-m", "server", "serve", "--port", "0", "--data", str(TINY), "--workers", "1"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env={**os.environ, **environ}) as process:
        assert process.stdout is not None
        address = process.stdout.readline().strip()
        try:
            yield address, process.pid
        finally:
            process.send_signal(signal.SIGTERM)
            process.wait(timeout=30)


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    with serving(CONSULAIRE_QUERY_TIMEOUT="2", CONSULAIRE_MAX_RESULT_BYTES="1000") as (told, _):
        yield told


def ask(address: str, query: str, accept: str = "*/*", language: str = "fr", **parameters: str) -> Sent:
    url = f"{address}/sparql?{urlencode({'query': query, **parameters})}"
    request = urllib.request.Request(url, headers={"Accept": accept, "Accept-Language": language})
    try:
        with urllib.request.urlopen(request, timeout=30) as response:
            return Sent(response.status, response.headers, response.read().decode())
    except urllib.error.HTTPError as error:
        with error:
            return Sent(error.code, error.headers, error.read().decode())


def descendants(parent: int) -> list[int]:
    """List children, whichever thread started them, and theirs."""
    threads = Path(f"/proc/{parent}/task").glob("*/children")
    children = sorted(int(child) for thread in threads for child in thread.read_text().split())
    return children + [deeper for child in children for deeper in descendants(child)]


def until_gone(processes: list[int]) -> bool:
    end = time.monotonic() + 10
    while time.monotonic() < end and any(Path(f"/proc/{number}/exe").exists() for number in processes):
        time.sleep(0.05)
    return not any(Path(f"/proc/{number}/exe").exists() for number in processes)


def test_a_runaway_query_gets_503_in_time_and_others_are_answered(address: str) -> None:
    with ThreadPoolExecutor(3) as threads:
        start = time.monotonic()
        running = [threads.submit(ask, address, RUNAWAY) for _ in range(3)]
        time.sleep(0.2)
        others = [ask(address, "ASK {}").status for _ in range(20)]
        answers = [future.result() for future in running]
    assert time.monotonic() - start < 2.5
    assert others == [200] * 20
    assert [answer.status for answer in answers] == [503] * 3
    problem = answers[0].problem
    assert problem["type"] == "https://w3id.org/consulaire/problem/time-limit"
    assert problem["limit"] == 2.0
    assert "stopped after 2 s" in str(problem["detail"])


def test_timeout_lowers_the_limit_and_never_raises_it(address: str) -> None:
    start = time.monotonic()
    assert ask(address, RUNAWAY, timeout="0.3").problem["limit"] == 0.3
    assert time.monotonic() - start < 1.0
    assert ask(address, RUNAWAY, timeout="3600").problem["limit"] == 2.0


@pytest.mark.parametrize("timeout", ["0", "-1", "soon", "1e9", "", "nan"])
def test_a_wrong_timeout_is_refused(timeout: str, address: str) -> None:
    sent = ask(address, "ASK {}", timeout=timeout)
    assert sent.status == 400
    assert "number of seconds" in str(sent.problem["detail"])


def test_a_browser_reads_of_the_limit_in_its_language(address: str) -> None:
    assert ask(address, "ASK {}").status == 200  # the first query may wait for the processes to start
    french, english = (ask(address, RUNAWAY, "text/html", language, timeout="0.2") for language in ("fr", "en"))
    assert (french.status, english.status) == (503, 503)
    assert "arrêtée au bout de 0.2 s" in french.body
    assert "stopped after 0.2 s" in english.body


def test_a_long_answer_is_refused_whole(address: str) -> None:
    sent = ask(address, f"SELECT * {{ VALUES ?x {{ {HUNDRED} }} VALUES ?y {{ {HUNDRED} }} }}")
    assert sent.status == 503
    assert sent.problem["type"] == "https://w3id.org/consulaire/problem/result-limit"


def test_readiness_tells_how_queries_are_kept_apart(address: str) -> None:
    assert ask(address, "ASK {}").status == 200
    with urllib.request.urlopen(f"{address}/readyz", timeout=10) as response:
        assert json.loads(response.read())["isolation"] == "process, seccomp, landlock"


def test_a_full_server_says_when_to_come_back() -> None:
    limits = {"CONSULAIRE_QUERY_TIMEOUT": "2", "CONSULAIRE_QUERIES_AT_ONCE": "1", "CONSULAIRE_QUERIES_WAITING": "0"}
    with serving(**limits) as (address, _), ThreadPoolExecutor(1) as threads:
        ask(address, "ASK {}")
        running = threads.submit(ask, address, RUNAWAY)
        time.sleep(0.5)
        busy = ask(address, "ASK { }")  # ASK {} itself is answered from memory
        with urllib.request.urlopen(f"{address}/healthz", timeout=1) as response:
            assert response.status == 200
        assert running.result().status == 503
        assert ask(address, "ASK {}").status == 200
    assert (busy.status, busy.headers["Retry-After"]) == (503, "2")
    assert busy.problem["type"] == "https://w3id.org/consulaire/problem/busy"


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGKILL])
def test_no_process_is_left_when_the_server_stops(number: int, tmp_path: Path) -> None:
    with (
        serving(CONSULAIRE_QUERY_TIMEOUT="3600", TMPDIR=str(tmp_path)) as (address, server),
        ThreadPoolExecutor(1) as threads,
    ):
        ask(address, "ASK {}")
        asked = threads.submit(ask, address, RUNAWAY, timeout="5")
        time.sleep(0.5)
        processes = descendants(server)
        assert len(processes) >= 7  # a web process, the nursery, five workers
        os.kill(server, number)
        gone = until_gone(processes) if number == signal.SIGKILL else True
        asked.exception()
    assert gone
    assert until_gone(processes)


def test_a_web_process_that_is_killed_takes_its_query_processes_along() -> None:
    with serving() as (address, server):
        ask(address, "ASK {}")
        web = next(number for number in descendants(server) if len(descendants(number)) > 1)
        others = descendants(web)
        os.kill(web, signal.SIGKILL)
        assert until_gone(others)
        end = time.monotonic() + 20
        while time.monotonic() < end:
            try:
                assert ask(address, "ASK {}").status == 200
                break
            except OSError:
                time.sleep(0.2)
