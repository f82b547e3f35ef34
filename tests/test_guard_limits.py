"""The guard refuses what is nested or chained so far that the engine's process would crash."""

import subprocess
import sys

import pytest

from graph.errors import QueryAmbiguous, QueryTooComplex
from graph.stores.guard import DEEPEST, check

NESTED = [("{", "}"), ("{ FILTER(" + "(", "1))}"), ("{ ?s ?p [ ?p ", "1 ] }"), ("{ OPTIONAL {", "} }")]


@pytest.mark.parametrize(("opening", "closing"), NESTED)
def test_deep_nesting_is_refused_with_its_place(opening: str, closing: str) -> None:
    with pytest.raises(QueryTooComplex) as refusal:
        check("SELECT * " + opening * 200 + closing * 200)
    assert f"more than {DEEPEST} deep" in str(refusal.value)
    assert refusal.value.line == 1


@pytest.mark.parametrize(
    "text",
    [
        "SELECT * {" + "OPTIONAL{?s ?p ?o}" * 3_000 + "}",
        "SELECT * {" + " UNION ".join(["{?s ?p ?o}"] * 10_000) + "}",
        "SELECT * { FILTER(" + "!" * 10_000 + "true) }",
        "SELECT * { FILTER(" + "||".join(["true"] * 10_000) + ") }",
        "SELECT * { BIND(1 AS ?a) FILTER(?a<?b" + "+1" * 10_000 + ">2) }",
    ],
)
def test_long_chains_are_refused(text: str) -> None:
    with pytest.raises(QueryTooComplex):
        check(text)


def test_nesting_in_a_string_or_a_comment_does_not_count() -> None:
    check("SELECT * { BIND('" + "{" * 500 + "' AS ?x) } #" + "(" * 500)


WORST_PASSED = [
    "SELECT * " + "{" * 99 + "}" * 99,
    "SELECT * { FILTER(" + "COALESCE(" * 97 + "1" + ")" * 97 + ") }",
    "SELECT * {" + "OPTIONAL{?s ?p ?o}" * 990 + "}",
    "SELECT * {" + "".join(f"BIND(1 AS ?x{n})" for n in range(490)) + "}",
    "SELECT * { FILTER(" + "!" * 2_900 + "true) }",
    "SELECT " + "".join(f"(1 AS ?x{n})" for n in range(900)) + " {}",
]


@pytest.mark.parametrize("text", WORST_PASSED)
def test_the_heaviest_text_that_passes_does_not_crash_the_engine(text: str) -> None:
    check(text)
    program = "import sys, pyoxigraph as ox\nlist(ox.Store().query(sys.stdin.read()))"
    done = subprocess.run([sys.executable, "-c", program], input=text.encode(), capture_output=True, check=False)
    assert done.returncode == 0, done.stderr[-300:]


def test_data_with_many_datatypes_and_opaque_iris_is_not_a_chain() -> None:
    rows = "".join(f'<urn:a-b-c-{n}> <urn:p-q> "{n}"^^<urn:x-y-z> . ' for n in range(4_000))
    check(f"INSERT DATA {{ GRAPH <urn:g-h> {{ {rows} }} }}")


@pytest.mark.parametrize(
    "text",
    [
        "SELECT * { ?s " + "^" * 4_000 + "<a:p> ?o }",
        'SELECT * { FILTER("a"' + "^" * 4_000 + "<a:p>) }",
        "SELECT * { BIND(1 AS ?a) FILTER({ << } ?a<urn:a" + "+1" * 4_000 + ">2) }",
    ],
)
def test_chains_of_the_same_marks_are_still_refused(text: str) -> None:
    with pytest.raises((QueryTooComplex, QueryAmbiguous)):
        check(text)


def test_much_data_does_not_crash_the_engine() -> None:
    triples = " , ".join(f'"{n}"^^<urn:x-y>' for n in range(30_000))
    program = "import sys, pyoxigraph as ox\nox.Store().update(sys.stdin.read())"
    text = f"INSERT DATA {{ <a:a> <a:b> {triples} }}"
    done = subprocess.run([sys.executable, "-c", program], input=text.encode(), capture_output=True, check=False)
    assert done.returncode == 0, done.stderr[-300:]
