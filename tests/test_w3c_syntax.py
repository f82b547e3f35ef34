"""The W3C's tests of the syntax of queries and updates, over HTTP against the real server.

What can be read gets 2xx, or 422 where the engine cannot carry it out; what cannot gets 400.
"""

from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.w3c_http import empty_server
from tests.w3c_manifests import Data, SuiteTest, syntax
from tests.w3c_suites import Session, divergences, judge, syntax_in_process, syntax_over_http

SUITE = syntax()


@pytest.fixture(scope="module")
def session() -> Iterator[Session]:
    with empty_server() as address:
        made = Session(address)
        made.fill(Data(), apart=False)
        yield made
        made.close()


def test_the_suite_has_its_166_tests(shared: Path) -> None:
    """Of queries 114, less 3 of federation and 8 updates that have a query's class; of updates 55 and those."""
    assert len({test.iri for test in SUITE.tests}) == len(SUITE.tests) == 166
    assert Counter((test.is_update, test.positive) for test in SUITE.tests) == {
        (False, True): 63,
        (False, False): 40,
        (True, True): 42,
        (True, False): 21,
    }
    assert SUITE.left_out == {"entailment": 0, "service": 0, "syntax-fed": 3}


def test_every_listed_test_is_in_the_suite(shared: Path) -> None:
    listed = {iri for iri, found in divergences().items() if found.suite == "syntax"}
    assert len(listed) == 9
    assert listed <= {test.iri for test in SUITE.tests}


@pytest.mark.parametrize("test", SUITE.tests, ids=lambda test: test.name)
def test_syntax(test: SuiteTest, session: Session) -> None:
    judge(test, syntax_in_process(test), syntax_over_http(test, session))
