"""The dataset of an update's request becomes USING clauses, put in by tokens and never by words."""

import pytest

from graph import oxigraph_store
from graph.errors import DatasetConflict
from graph.stores.using import with_using

WRITTEN = [
    ("INSERT { ?s ?p 1 } WHERE { ?s ?p 2 }", "INSERT { ?s ?p 1 } USING <a:d> USING NAMED <a:n> WHERE { ?s ?p 2 }"),
    ("DELETE{?s ?p 1}WHERE{?s ?p 1}", "DELETE{?s ?p 1}USING <a:d> USING NAMED <a:n> WHERE{?s ?p 1}"),
    ("insert {} where {}", "insert {} USING <a:d> USING NAMED <a:n> where {}"),
    ("INSERT {} # WHERE\nWHERE {}", "INSERT {} # WHERE\nUSING <a:d> USING NAMED <a:n> WHERE {}"),
    ("INSERT {} WHERE {}; CLEAR ALL; DELETE {} WHERE {}", None),
    ("INSERT DATA { <a:USING> <a:b> 'USING WHERE {' }", "INSERT DATA { <a:USING> <a:b> 'USING WHERE {' }"),
    ("CLEAR ALL", "CLEAR ALL"),
]


@pytest.mark.parametrize(("text", "expected"), WRITTEN)
def test_using_is_written_before_each_where_that_follows_a_template(text: str, expected: str | None) -> None:
    written = with_using(text, ["a:d"], ["a:n"])
    assert written == expected if expected else written.count("USING <a:d> USING NAMED <a:n> WHERE") == 2


@pytest.mark.parametrize("text", ["DELETE WHERE { ?s ?p 1 }", "DELETEWHERE{ ?s ?p 1 }", "DELETE#\nWHERE { ?s ?p 1 }"])
def test_delete_where_is_written_out(text: str) -> None:
    store = oxigraph_store(b'<a:s> <a:p> "1"^^<http://www.w3.org/2001/XMLSchema#integer> <a:g> .\n', writable=True)
    store.update("INSERT DATA { <a:s> <a:p> 1 }")
    store.update(with_using(text, ["a:g"]))
    assert store.dump() == b'<a:s> <a:p> "1"^^<http://www.w3.org/2001/XMLSchema#integer> <a:g> .\n'


CONFLICTS = [
    "WITH <a:g> DELETE {} WHERE {}",
    "INSERT {} USING <a:g> WHERE {}",
    "INSERT {} USING NAMED<a:g> WHERE {}",
    "CLEAR ALL; with<a:g> INSERT {} WHERE {}",
    "PREFIX ex: <a:> WITH ex:g INSERT {} WHERE {}",
    "CLEAR ALL ; WITHex:g INSERT {} WHERE {}",
]


@pytest.mark.parametrize("text", CONFLICTS)
def test_an_update_that_names_its_own_dataset_conflicts(text: str) -> None:
    with pytest.raises(DatasetConflict, match="Keep one of them"):
        with_using(text, [], ["a:n"])
    assert with_using(text) == text


def test_a_graph_that_is_no_iri_is_refused() -> None:
    with pytest.raises(ValueError, match="IRI"):
        with_using("CLEAR ALL", ["a:d> DELETE"])


def test_the_lists_have_their_cases() -> None:
    assert (len(WRITTEN), len(CONFLICTS)) == (7, 6)
