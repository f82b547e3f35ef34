"""Hold the table of conformance in docs/endpoint.md to the manifests and to the list of divergences.

Each test of a suite asserts by itself that it passes, or that it is listed; so the numbers follow from the two.
"""

import re
from collections.abc import Iterable
from pathlib import Path

import pytest

from tests.test_w3c_graph_store import CASES as GRAPH_STORE
from tests.test_w3c_protocol import CASES as PROTOCOL
from tests.w3c_manifests import LEFT_OUT, SuiteTest, query_evaluation, syntax, update_evaluation
from tests.w3c_suites import divergences, judge

PAGE = Path(__file__).resolve().parent.parent / "docs" / "endpoint.md"
_ROW = re.compile(r"^\| ([^|]+?) \| (\d+) \| (\d+|–) \| (\d+) \| (\d+) \|$", re.MULTILINE)


def row(name: str, tests: Iterable[SuiteTest]) -> tuple[str, ...]:
    """Count a suite: collected, passing in process, passing over HTTP, listed."""
    all_tests, known = list(tests), divergences()
    listed = [known[test.iri] for test in all_tests if test.iri in known]
    fails = sum(found.in_process == "fails" for found in listed)
    total = len(all_tests)
    return (name, str(total), str(total - fails), str(total - len(listed)), str(len(listed)))


def test_the_table_of_the_documentation_is_what_the_tests_hold(shared: Path) -> None:
    queries, texts = query_evaluation().tests, syntax().tests
    expected = [
        row("query evaluation", (test for test in queries if "-res" not in test.folder)),
        row("results in JSON, TSV and CSV", (test for test in queries if "-res" in test.folder)),
        row("update", update_evaluation().tests),
        row("syntax of queries", (test for test in texts if not test.is_update)),
        row("syntax of updates", (test for test in texts if test.is_update)),
        *(
            (name, str(count), "–", str(count), "0")
            for name, count in (
                ("protocol", len({case.name for case in PROTOCOL})),
                ("graph store protocol", len({case.name for case in GRAPH_STORE})),
                ("service description", 3),
            )
        ),
    ]
    assert _ROW.findall(PAGE.read_text(encoding="utf-8")) == expected


def test_every_divergence_has_one_reason_and_is_of_one_suite(shared: Path) -> None:
    listed = divergences()
    assert {found.suite for found in listed.values()} == {"query", "update", "syntax"}
    assert all(found.in_process in {"passes", "fails"} and len(found.reason) > 40 for found in listed.values())
    engine = sum(found.in_process == "fails" for found in listed.values())
    assert f"{engine} the engine itself does not pass" in PAGE.read_text(encoding="utf-8")
    assert f"{len(listed) - engine} are texts with `LOAD`" in PAGE.read_text(encoding="utf-8")


def test_a_listed_test_that_passes_fails_the_run_and_so_does_one_that_is_not_listed() -> None:
    engine = SuiteTest(next(iri for iri, found in divergences().items() if found.in_process == "fails"), "", PAGE)
    ours = SuiteTest(next(iri for iri, found in divergences().items() if found.in_process == "passes"), "", PAGE)
    for test, in_process, over_http in (
        (engine, "", "wrong"),
        (engine, "wrong", ""),
        (ours, "", ""),
        (ours, "wrong", "403 query-refused"),
        (ours, "", "500 internal-server-error"),
        (SuiteTest("a:unlisted", "", PAGE), "", "wrong"),
        (SuiteTest("a:unlisted", "", PAGE), "wrong", "wrong"),
    ):
        with pytest.raises(AssertionError):
            judge(test, in_process, over_http)
    judge(ours, "", "403 query-refused")
    judge(SuiteTest("a:unlisted", "", PAGE), "", "")


def test_what_is_left_out_is_named_and_counted() -> None:
    page = " ".join(PAGE.read_text(encoding="utf-8").split())
    assert f"entailment regimes ({LEFT_OUT['entailment']})" in page
    assert f"federation ({LEFT_OUT['service']}, and {LEFT_OUT['syntax-fed']} of its syntax)" in page
