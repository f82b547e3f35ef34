"""Tell where a query is wrong, and what could stand there."""

import pytest

from graph import oxigraph_store
from graph.errors import QuerySyntaxError
from graph.stores.syntax import check_syntax

CASES = [
    ("SELECT * { ?s ?p }", 1, 18, "a term (a variable, an IRI or a literal)"),
    ("SELECT ?s WHERE { ?s ?p ?o ", 1, 27, '"}"'),
    ("FOO", 1, 1, "SELECT, ASK, CONSTRUCT or DESCRIBE"),
    ("", 1, 1, "SELECT, ASK, CONSTRUCT or DESCRIBE"),
    ("SELECT * WHERE { ?s ?p ?o . FILTER(?o > ) }", 1, 41, "a term (a variable, an IRI or a literal)"),
    ("SELECT ?x WHERE {\n  ?x a <https://ex.org/C>\n  ?x ?p ?y .\n}", 3, 3, '"."'),
    ("SELECT ?x WHERE ?s ?p ?o }", 1, 17, '"{"'),
    ("SELECT ?x WHERE { ?x ?p ?o } ORDER ?x", 1, 36, "BY"),
    ("SELECT ?x, ?y { ?x ?p ?y }", 1, 10, "nothing here (take it out)"),
    ("SELECT ?x WHERE { ?x ?p 'abc }", 1, 25, "a string that ends on its line with the same quote"),
    ("SELECT ?x WHERE { ?x ?p ?o } LIMIT", 1, 35, "a number"),
    ("SELECT ?x { ?x foo:bar 1 }", 1, 16, "a declared prefix: put PREFIX foo: <…> at the top"),
]


def test_every_case_of_a_wrong_query_is_here() -> None:
    assert len(CASES) == 12


@pytest.mark.parametrize(("text", "line", "column", "expected"), CASES)
def test_a_wrong_query_is_told_its_place_and_what_was_expected(
    text: str, line: int, column: int, expected: str
) -> None:
    with pytest.raises(QuerySyntaxError) as caught:
        check_syntax(text)
    assert (caught.value.line, caught.value.column, caught.value.expected) == (line, column, expected)


def test_a_variable_named_twice_is_told_in_the_engines_words() -> None:
    with pytest.raises(QuerySyntaxError, match="Duplicated variable name in SELECT"):
        check_syntax("SELECT (1 AS ?x) (2 AS ?x) {}")


def test_the_place_is_shown_under_its_line() -> None:
    with pytest.raises(QuerySyntaxError) as caught:
        check_syntax("SELECT * { ?s ?p }")
    assert str(caught.value).splitlines()[1:] == ["  SELECT * { ?s ?p }", "                   ^"]


def test_of_a_long_line_only_what_is_around_the_place_is_shown() -> None:
    """A query of 200 kB on one line would otherwise be answered by 400 kB."""
    with pytest.raises(QuerySyntaxError) as caught:
        check_syntax("SELECT * { VALUES ?x { " + "1 " * 50_000 + "} ?s ?p } # " + "x" * 50_000)
    line, mark = str(caught.value).splitlines()[1:]
    assert line.startswith("  …1 1 ")
    assert line.endswith("xxx…")
    assert len(line) < 130
    assert line[len(mark) - 1] == "#"


def test_of_a_long_query_fewer_repairs_are_tried(monkeypatch: pytest.MonkeyPatch) -> None:
    """Each try reads the whole text: 64 of them over 20 kB would take seconds."""
    tried: list[str] = []
    monkeypatch.setattr("graph.stores.syntax.guard.check", tried.append)
    for size in (100, 20_000):
        with pytest.raises(QuerySyntaxError):
            check_syntax("SELECT * { ?s ?p ?o } VALUES ?x { " + "1 " * (size // 2) + "} ) )")
    assert [len(text) < 1_000 for text in tried].count(False) in {4, 5}
    assert [len(text) < 1_000 for text in tried].count(True) > 40


def test_a_wrong_query_with_an_unknown_function_is_told_as_wrong() -> None:
    with pytest.raises(QuerySyntaxError, match='expected "}"'):
        check_syntax("SELECT (<https://ex.org/f>(1) AS ?x) { ?s ?p ?o ")


def test_a_right_query_passes() -> None:
    check_syntax("SELECT * { ?s ?p ?o }")
    check_syntax("SELECT (<https://ex.org/f>(1) AS ?x) {}")


def test_a_wrong_update_is_told_what_an_update_starts_with() -> None:
    store = oxigraph_store(writable=True)
    with pytest.raises(QuerySyntaxError, match="expected INSERT, DELETE, WITH, CREATE, DROP, CLEAR, ADD, MOVE or COPY"):
        store.update("SELECT * { ?s ?p ?o }")
    with pytest.raises(QuerySyntaxError, match="Line 1, column"):
        store.update("INSERT DATA { <https://ex.org/a> }")
