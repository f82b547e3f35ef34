"""The W3C's tests of updates, over HTTP against the real server: what the store holds after each."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.w3c_http import empty_server
from tests.w3c_manifests import SuiteTest, update_evaluation
from tests.w3c_suites import Session, divergences, judge, update_in_process, update_over_http

SUITE = update_evaluation()


@pytest.fixture(scope="module")
def session() -> Iterator[Session]:
    with empty_server() as address:
        made = Session(address)
        yield made
        made.close()


def test_the_suite_has_its_94_tests(shared: Path) -> None:
    assert len({test.iri for test in SUITE.tests}) == len(SUITE.tests) == 94
    assert set(SUITE.left_out.values()) == {0}


def test_every_listed_test_is_in_the_suite(shared: Path) -> None:
    listed = {iri for iri, found in divergences().items() if found.suite == "update"}
    assert len(listed) == 2
    assert listed <= {test.iri for test in SUITE.tests}


@pytest.mark.parametrize("test", SUITE.tests, ids=lambda test: test.name)
def test_update(test: SuiteTest, session: Session) -> None:
    judge(test, update_in_process(test), update_over_http(test, session))
