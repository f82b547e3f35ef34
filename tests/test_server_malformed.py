"""Malformed requests by the thousand against the real server: declared answers only, no hang, no leak, nothing shown.

`benchmarks/malformed.py` sends ten times as many.
"""

import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from tests.fuzz_grammar import Grammar
from tests.fuzz_requests import Request, Requests
from tests.fuzz_run import KINDS, MODES, PATIENCE, Answer, Report, Server, assault, declared, is_well, judge, serving

SEED = 20_261_128
COUNT = 4_500  # for each server
MORE_FILES, MORE_MEMORY = 60, 200  # MiB; what the processes of a server may hold more of than after a tenth
CONTRACT: dict[str, Any] = {"paths": {"/sparql": {"get": {"responses": {"200": {}, "400": {}, "500": {}}}}}}
PROBLEM = b'{"type": "https://x/bad-request", "title": "No", "status": 400, "detail": "No."}'
JSON = {"content-type": "application/problem+json"}
PRODUCED: list[int] = []


@pytest.mark.parametrize("mode", MODES)
def test_every_answer_to_a_malformed_request_is_a_declared_one(mode: str, tmp_path: Path) -> None:
    with serving(mode, tmp_path) as server:
        report = assault(server, COUNT, SEED)
        assert is_well(server)
    PRODUCED.append(report.requests)
    print(f"\n{mode}\n{report.table()}")  # noqa: T201
    assert report.faults == []
    assert report.slowest < PATIENCE
    assert report.statuses["sparql"]["200"] > 100
    assert report.statuses["sparql"]["400"] > 500
    check_growth(report)


def check_growth(report: Report) -> None:
    assert report.files[1] - report.files[0] <= MORE_FILES
    assert report.memory[1] - report.memory[0] <= MORE_MEMORY
    assert report.files[0] > 10
    assert report.memory[0] > 50


@pytest.mark.parametrize("mode", MODES)
def test_schemathesis_finds_nothing(mode: str, tmp_path: Path) -> None:
    """All of its checks but one: no schema says which strings are SPARQL, so that a valid string may get 400."""
    program = str(Path(sys.executable).with_name("schemathesis"))
    options = ["--seed", "1", "--max-examples", "20", "--phases", "coverage,fuzzing", "--continue-on-failure"]
    options += ["--request-timeout", "60"]  # a pack is made in some ten seconds
    checks = ["--checks", "all", "--exclude-checks", "positive_data_acceptance"]
    with serving(mode, tmp_path) as server:
        command = [program, "run", f"{server.address}/openapi.json", *options, *checks]
        done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, timeout=300, check=False)
        assert is_well(server)
    assert done.returncode == 0, done.stdout[-5_000:]
    (cases,) = re.findall(r"^ *([\d,]+) generated", done.stdout, re.MULTILINE)
    PRODUCED.append(int(cases.replace(",", "")))
    assert PRODUCED[-1] > 300


def test_there_were_ten_thousand() -> None:
    assert sum(PRODUCED) >= 10_000 or len(PRODUCED) < 2 * len(MODES)


def test_a_seed_gives_the_same_requests_of_every_kind_each_time() -> None:
    one, other = Requests(SEED), Requests(SEED)
    made = [one.make() for _ in range(300)]
    assert made == [other.make() for _ in range(300)]
    assert {request.kind for request in made} == set(KINDS)
    assert len({(request.method, request.target, request.body) for request in made}) > 250


def test_the_grammar_writes_right_queries_too() -> None:
    grammar = Grammar(Requests(SEED).rng)
    texts = [grammar.text(update=False) for _ in range(200)]
    assert len(set(texts)) > 190
    assert max(map(len, texts)) > 10_000


GET = Request("sparql", "GET", "/sparql?query=x")
ANSWERS: list[tuple[Request, Answer, str]] = [
    (GET, (200, {}, b"yes"), ""),
    (GET, (400, JSON, PROBLEM), ""),
    (GET, (400, {"content-type": "text/html"}, b"<p>No"), ""),
    (Request("odd", "BREW", "/sparql"), (405, JSON, PROBLEM.replace(b"400", b"405")), ""),
    (Request("odd", "GET", "/nothing"), (404, JSON, PROBLEM.replace(b"400", b"404")), ""),
    (GET, (503, JSON, PROBLEM), "status 503 is not declared"),
    (Request("odd", "BREW", "/sparql"), (200, {}, b""), "status 200 is not declared"),
    (GET, (400, {}, b"No"), "a problem as nothing"),
    (GET, (400, {"content-type": "text/csv"}, b"No"), "a problem as text/csv"),
    (GET, (400, JSON, PROBLEM.replace(b"400", b"401")), "a problem that does not say what it is"),
    (GET, (200, {}, b'File "x", line 1'), "shows the inside"),
    (GET, (500, JSON, PROBLEM.replace(b"400", b"500").replace(b"bad-request", b"engine-crash")), "the engine crashed"),
]


@pytest.mark.parametrize(("request_", "answer", "fault"), ANSWERS)
def test_the_judge_tells_right_from_wrong(request_: Request, answer: Answer, fault: str) -> None:
    assert judge(request_, answer, CONTRACT) == fault


def test_the_judge_has_twelve_cases() -> None:
    assert len(ANSWERS) == 12


def test_a_name_below_the_graph_store_is_one_address() -> None:
    contract: dict[str, Any] = {"paths": {"/graph-store/{name}": {"put": {"responses": {"403": {}}}}}}
    assert declared(Request("odd", "PUT", "/graph-store/a/b?c"), contract) == {403}
    assert declared(Request("odd", "PUT", "/graph-store/"), contract) == {404}


def test_a_server_that_is_gone_is_not_well(tmp_path: Path) -> None:
    with serving("reading", tmp_path) as server:
        assert is_well(server)
    assert not is_well(Server(server.address, server.process, {}))
