"""Hold every store to one contract."""

import sys
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from graph import Store, memory_store, oxigraph_store
from graph.errors import AnswerConsumed, NotCarriedOut, QueryRefused, QuerySyntaxError, ReadOnlyStore, UnknownFormat
from graph.stores import remote_store
from graph.stores.base import Answer
from graph.stores.memory import MemoryStore
from graph.stores.published import PublishedGraph
from graph.stores.remote import RemoteStore
from graph.stores.scratch import Scratch

TWO_GRAPHS = (
    b'<https://ex.org/a> <https://ex.org/p> "un" <https://ex.org/g1> .\n'
    b'<https://ex.org/b> <https://ex.org/p> "deux" <https://ex.org/g2> .\n'
)
STORES = ("oxigraph", "memory", "disk", "copy", "remote")


@pytest.fixture(params=STORES)
def store(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory, serve: Callable[[Store], str]
) -> Iterator[Store]:
    if request.param == "remote":
        opened: Store = remote_store(serve(oxigraph_store(TWO_GRAPHS)))
    elif request.param in {"disk", "copy"}:
        published = PublishedGraph(tmp_path_factory.mktemp("store"))
        published.replace(TWO_GRAPHS)
        on_disk = published.open()
        opened = on_disk if request.param == "disk" else on_disk.copy_to_memory()
    else:
        opened = {"oxigraph": oxigraph_store, "memory": memory_store}[request.param](TWO_GRAPHS)
    yield opened
    opened.close()


def values(store: Store, text: str, name: str = "o") -> list[str]:
    return sorted(row[name].value for row in store.query(text).rows())


def test_five_stores_are_held_to_the_contract() -> None:
    assert len(STORES) == 5


def test_default_graph_is_the_union_of_the_named_ones(store: Store) -> None:
    assert values(store, "SELECT ?o { ?s ?p ?o }") == ["deux", "un"]


def test_a_query_that_names_its_graph_sees_that_graph_only(store: Store) -> None:
    assert values(store, "SELECT ?o FROM <https://ex.org/g1> { ?s ?p ?o }") == ["un"]
    assert values(store, "SELECT ?o from<https://ex.org/g2> { ?s ?p ?o }") == ["deux"]


def test_from_inside_a_string_or_a_comment_is_no_dataset_clause(store: Store) -> None:
    assert values(store, "SELECT ?o { ?s ?p ?o FILTER(?o != 'FROM') } # FROM <https://ex.org/g1>") == ["deux", "un"]


def test_a_caller_can_name_the_default_graph(store: Store) -> None:
    answer = store.query("SELECT ?o { ?s ?p ?o }", default_graphs=["https://ex.org/g2"])
    assert [row["o"].value for row in answer.rows()] == ["deux"]


def test_a_caller_can_name_the_named_graphs(store: Store) -> None:
    answer = store.query("SELECT ?o { GRAPH ?g { ?s ?p ?o } }", named_graphs=["https://ex.org/g1"])
    assert [row["o"].value for row in answer.rows()] == ["un"]


def test_a_graph_that_is_not_there_is_empty_and_is_not_fetched(store: Store) -> None:
    assert values(store, "SELECT ?o FROM <http://127.0.0.1:9/nothing> { ?s ?p ?o }") == []


def test_ask_gives_a_boolean(store: Store) -> None:
    answer = store.query("ASK { ?s ?p 'un' }")
    assert (answer.kind, answer.boolean) == ("ask", True)
    assert store.query("ASK { ?s ?p 'trois' }").boolean is False


def test_construct_gives_triples_in_a_fixed_order(store: Store) -> None:
    answer = store.query("CONSTRUCT { ?s <https://ex.org/q> ?o } WHERE { ?s ?p ?o }")
    assert answer.kind == "graph"
    assert answer.serialize("ntriples").splitlines() == [
        b'<https://ex.org/a> <https://ex.org/q> "un" .',
        b'<https://ex.org/b> <https://ex.org/q> "deux" .',
    ]


@pytest.mark.parametrize("format_name", ["json", "xml", "csv", "tsv"])
def test_rows_are_written_in_every_format(store: Store, format_name: str) -> None:
    written = store.query("SELECT ?o { ?s ?p ?o }").serialize(format_name)
    assert b"deux" in written


def test_unbound_variables_are_absent_from_their_row(store: Store) -> None:
    rows = list(store.query("SELECT ?o ?x { ?s ?p ?o OPTIONAL { ?s <https://ex.org/none> ?x } }").rows())
    assert [sorted(row) for row in rows] == [["o"], ["o"]]


READINGS: dict[str, Callable[[Answer], object]] = {
    "SELECT ?o { ?s ?p ?o }": lambda answer: list(answer.rows()),
    "CONSTRUCT WHERE { ?s ?p ?o }": lambda answer: answer.serialize("turtle"),
}


@pytest.mark.parametrize("text", READINGS)
def test_an_answer_is_read_once_and_not_silently_empty_the_second_time(store: Store, text: str) -> None:
    answer = store.query(text)
    assert READINGS[text](answer)
    with pytest.raises(AnswerConsumed, match="Ask again, or keep what you read"):
        READINGS[text](answer)


@pytest.mark.parametrize("text", READINGS)
@pytest.mark.parametrize("read", [True, False])
def test_an_answer_that_was_read_can_end_in_any_thread(
    store: Store, text: str, read: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    told: list[str] = []
    monkeypatch.setattr(sys, "unraisablehook", lambda problem: told.append(str(problem.exc_value)))
    held = [store.query(text)]
    if read:
        READINGS[text](held[0])
    with ThreadPoolExecutor(1) as elsewhere:
        elsewhere.submit(held.clear).result()
    assert ["unsendable" in one for one in told] == ([] if read else [True])


def test_a_format_that_does_not_fit_is_refused_with_those_that_do(store: Store) -> None:
    with pytest.raises(UnknownFormat, match="On offer: json, xml, csv, tsv"):
        store.query("SELECT ?o { ?s ?p ?o }").serialize("turtle")
    with pytest.raises(UnknownFormat, match="On offer: json, xml"):
        store.query("ASK { }").serialize("csv")


def test_a_syntax_error_says_line_column_and_what_was_expected(store: Store) -> None:
    with pytest.raises(QuerySyntaxError, match=r'Line 2, column 10: expected "}", where the query ends') as caught:
        store.query("SELECT ?o {\n ?s ?p ?o")
    assert (caught.value.line, caught.value.column, caught.value.expected) == (2, 10, '"}"')


def test_an_unknown_prefix_is_named_with_the_line_to_add(store: Store) -> None:
    with pytest.raises(QuerySyntaxError, match="put PREFIX kons: <…> at the top"):
        store.query("SELECT ?o { ?s kons:signs ?o }")


def test_dump_is_sorted_nquads_and_counts_agree(store: Store) -> None:
    assert store.dump() == TWO_GRAPHS
    assert len(store) == 2


def test_a_triple_that_two_graphs_hold_counts_once(store: Store, serve: Callable[[Store], str]) -> None:
    def twice(nquads: bytes) -> Store:
        if isinstance(store, RemoteStore):
            return remote_store(serve(oxigraph_store(nquads)))
        return memory_store(nquads) if isinstance(store, MemoryStore) else oxigraph_store(nquads)

    same = b'<https://ex.org/a> <https://ex.org/p> "un" <https://ex.org/g2> .\n'
    assert values(twice(TWO_GRAPHS + same), "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }", "n") == ["2"]


def test_a_store_for_reading_refuses_updates(store: Store) -> None:
    with pytest.raises(ReadOnlyStore):
        store.update("INSERT DATA { <https://ex.org/c> <https://ex.org/p> 'trois' }")
    assert len(store) == 2


def test_a_writable_store_carries_out_an_update_and_its_union_has_it() -> None:
    store = oxigraph_store(TWO_GRAPHS, writable=True)
    store.update("INSERT DATA { GRAPH <https://ex.org/g3> { <https://ex.org/c> <https://ex.org/p> 'trois' } }")
    assert values(store, "SELECT ?o { ?s ?p ?o }") == ["deux", "trois", "un"]
    assert values(store, "SELECT ?o FROM <https://ex.org/g3> { ?s ?p ?o }") == ["trois"]


@pytest.mark.parametrize("operation", ["DROP GRAPH <g:none>", "CLEAR GRAPH <g:none>", "CREATE GRAPH <g:made>"])
def test_an_update_that_takes_a_graph_to_be_there_or_not_is_told_and_not_done_at_all(operation: str) -> None:
    store = oxigraph_store(TWO_GRAPHS, writable=True)
    store.update("CREATE GRAPH <g:made>")
    with pytest.raises(NotCarriedOut, match="Nothing was changed"):
        store.update(f"INSERT DATA {{ <a:a> <a:b> 1 }} ; {operation}")
    assert store.dump() == TWO_GRAPHS
    store.update(operation.replace(" GRAPH", " SILENT GRAPH"))


def test_working_on_a_published_graph_keeps_its_quads(tmp_path: Path) -> None:
    build = PublishedGraph(tmp_path).replace(TWO_GRAPHS)
    store = Scratch(tmp_path / "builds" / build.database, tmp_path / "scratch", stores_union=True).store
    assert (len(store), store.dump()) == (2, TWO_GRAPHS)
    store.update("INSERT DATA { GRAPH <https://ex.org/g1> { <https://ex.org/c> <https://ex.org/p> 'trois' } }")
    assert len(store) == 3
    assert values(store, "SELECT ?o { ?s ?p ?o }") == ["deux", "trois", "un"]
    store.close()


def test_a_closed_store_says_so(store: Store) -> None:
    store.close()
    if isinstance(store, MemoryStore):
        assert len(store) == 0
    elif isinstance(store, RemoteStore):
        assert len(store) == 2  # nothing was held open, so nothing is closed
    else:
        with pytest.raises(ReadOnlyStore, match="was closed"):
            store.query("ASK {}")


@pytest.mark.parametrize(
    "text", ["SELECT * { SERVICE <http://127.0.0.1:9/> { ?s ?p ?o } }", "ASK { trueSERVICE<x> {} }"]
)
def test_no_store_reaches_outside_for_a_query(store: Store, text: str) -> None:
    with pytest.raises(QueryRefused, match="SERVICE is refused"):
        store.query(text)
