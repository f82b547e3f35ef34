"""Hold every named query against the rows that a reader of the articles expects, in every store.

`queries/<name>.csv` has the expected rows of `graph/queries/<name>.rq`: IRIs as prefixed names, numbers by value, other
literals by their text, an empty cell where nothing is known. `planted-changes.csv` has, for each query, a triple of the
facts to take away or to put in; an answer that stays the same does not rest on the facts.
"""

import csv
import re
from collections import Counter
from collections.abc import Callable
from decimal import Decimal, InvalidOperation
from functools import cache
from pathlib import Path

import pyoxigraph as ox
import pytest
from rdflib.plugins.sparql import prepareQuery

from graph import Catalogue, Store, Term, memory_store, oxigraph_store
from graph.catalogue import NamedQuery
from graph.load import Dataset
from graph.namespaces import PREFIXES

HERE = Path(__file__).parent
EXPECTED = HERE / "queries"
CATALOGUE = Catalogue.load()
QUESTIONS = {1, 2, 3, 4, 5, 7, 9, 10, 12, 13, 15, 17, 18, 19, 21, 22, 24, 25, 26, 28, 30, 31, 32, 34, 36, 39, 40}
KEYS = {"number", "summary", "summary-fr", "question", "question-fr", "params", "result"}
ENGINES = {"oxigraph": oxigraph_store, "memory": memory_store}
PARAMETERS = [(query.name, name) for query in CATALOGUE for name in query.params if name != "day"]
DATED = [query.name for query in CATALOGUE if "day" in query.params]

BEFORE_ALL = "1850-01-01"  # a day before any that the graph knows

Rows = Counter[tuple[str, ...]]
Answers = Callable[[str, str], tuple[tuple[str, ...], tuple[tuple[str, ...], ...]]]


@pytest.fixture(scope="module", params=sorted(ENGINES))
def empty_store(request: pytest.FixtureRequest) -> Store:
    return ENGINES[request.param](b"")


@pytest.fixture(scope="module")
def writable_store(dataset: Dataset) -> Store:
    """Give the real graph in one store for all the planted changes; each is undone."""
    return oxigraph_store(dataset.nquads, writable=True)


@pytest.fixture(scope="module")
def answers(dataset: Dataset, in_rdflib: Store) -> Answers:
    """Run a query as it stands in the engine of that name, once for all the tests: one takes rdflib half a minute."""
    stores: dict[str, Store] = {"oxigraph": oxigraph_store(dataset.nquads), "memory": in_rdflib}
    assert stores.keys() == ENGINES.keys()

    @cache
    def run(engine: str, text: str) -> tuple[tuple[str, ...], tuple[tuple[str, ...], ...]]:
        found = stores[engine].query(text)
        names = found.variables
        return names, tuple(tuple(cell(row.get(name)) for name in names) for row in found.rows())

    return run


def by_value(cell: str) -> str:
    try:
        return format(Decimal(cell).normalize(), "f")
    except InvalidOperation:
        return cell


def cell(term: Term | None) -> str:
    return by_value(str(term)) if term else ""


def answer(store: Store, text: str) -> tuple[tuple[str, ...], Rows]:
    found = store.query(text)
    names = found.variables
    return names, Counter(tuple(cell(row.get(name)) for name in names) for row in found.rows())


def expected(name: str) -> tuple[tuple[str, ...], Rows]:
    with (EXPECTED / f"{name}.csv").open(encoding="utf-8", newline="") as lines:
        header, *rows = csv.reader(lines)
    return tuple(header), Counter(tuple(by_value(value) for value in row) for row in rows)


def planted() -> dict[str, tuple[str, str]]:
    with (HERE / "planted-changes.csv").open(encoding="utf-8", newline="") as lines:
        return {row["query"]: (row["remove"], row["add"]) for row in csv.DictReader(lines)}


def undo_of(store: Store, remove: str, add: str) -> str:
    """Write the update that puts one triple back where it stands now, and takes another away."""
    prefixes = "".join(f"PREFIX {prefix}: <{iri}>\n" for prefix, iri in PREFIXES.items())
    steps = [f"DELETE DATA {{ GRAPH <https://example.org/planted> {{ {add} }} }}"] if add else []
    if remove:
        graphs = store.query(f"{prefixes} SELECT ?g {{ GRAPH ?g {{ {remove} }} }}").rows()
        steps += [f"INSERT DATA {{ GRAPH <{row['g'].value}> {{ {remove} }} }}" for row in graphs]
    return prefixes + " ;\n".join(steps)


def update_of(remove: str, add: str) -> str:
    """Write the update that takes one triple away, in whatever graph it stands, and puts another in."""
    prefixes = "".join(f"PREFIX {prefix}: <{iri}>\n" for prefix, iri in PREFIXES.items())
    steps = []
    if remove:
        steps.append(f"DELETE {{ GRAPH ?g {{ {remove} }} }} WHERE {{ GRAPH ?g {{ {remove} }} }}")
    if add:
        steps.append(f"INSERT DATA {{ GRAPH <https://example.org/planted> {{ {add} }} }}")
    return prefixes + " ;\n".join(steps)


def test_the_suite_collects_every_question_once() -> None:
    assert Counter(query.number for query in CATALOGUE if query.number) == Counter(QUESTIONS)
    assert len(QUESTIONS) == 27
    assert len(PARAMETERS) >= len(QUESTIONS)
    assert len(DATED) >= 4


def test_every_query_has_its_rows_and_every_file_of_rows_its_query() -> None:
    assert sorted(path.stem for path in EXPECTED.glob("*.csv")) == sorted(CATALOGUE.names)


def test_every_query_has_its_planted_change() -> None:
    assert sorted(planted()) == sorted(CATALOGUE.names)


@pytest.mark.parametrize("engine", sorted(ENGINES))
@pytest.mark.parametrize("query", CATALOGUE.queries, ids=CATALOGUE.names)
def test_a_query_gives_the_expected_rows(answers: Answers, query: NamedQuery, engine: str) -> None:
    header, rows = expected(query.name)
    names, found = answers(engine, query.text)
    assert names == header
    assert sorted((Counter(found) - rows).elements()) == []
    assert sorted((rows - Counter(found)).elements()) == []


@pytest.mark.parametrize("query", CATALOGUE.queries, ids=CATALOGUE.names)
def test_a_planted_change_of_the_facts_changes_the_answer(writable_store: Store, query: NamedQuery) -> None:
    remove, add = planted()[query.name]
    before = answer(writable_store, query.text)
    size = len(writable_store)
    undo = undo_of(writable_store, remove, add)
    writable_store.update(update_of(remove, add))
    changed, changed_size = answer(writable_store, query.text), len(writable_store)
    writable_store.update(undo)
    assert changed_size == size - bool(remove) + bool(add)
    assert changed != before
    assert answer(writable_store, query.text) == before


@pytest.mark.parametrize("query", CATALOGUE.queries, ids=CATALOGUE.names)
def test_a_query_finds_nothing_in_an_empty_graph(empty_store: Store, query: NamedQuery) -> None:
    assert not answer(empty_store, query.text)[1]


@pytest.mark.parametrize("query", CATALOGUE.queries, ids=CATALOGUE.names)
def test_both_parsers_read_the_query(query: NamedQuery) -> None:
    assert prepareQuery(query.text) is not None
    assert ox.Store().query(query.text) is not None


@pytest.mark.parametrize("query", CATALOGUE.queries, ids=CATALOGUE.names)
def test_the_header_is_complete_and_names_the_result(query: NamedQuery) -> None:
    assert set(query.header) | {"number"} == KEYS
    assert all(query.header.values())
    assert tuple(query.header["result"].split()) == expected(query.name)[0]


@pytest.mark.parametrize("query", CATALOGUE.queries, ids=CATALOGUE.names)
def test_each_parameter_stands_once_on_a_line_of_its_own(query: NamedQuery) -> None:
    lines = re.findall(r"^ *VALUES \?(\w+) \{ \S+ \}$", query.text, re.MULTILINE)
    assert tuple(lines) == query.params


@pytest.mark.parametrize(("name", "parameter"), PARAMETERS)
def test_a_value_unknown_to_the_graph_gives_fewer_rows(filled_store: Store, name: str, parameter: str) -> None:
    query = CATALOGUE.get(name)
    unknown = "1515" if parameter == "year" else "id:nothing-of-this-name"
    found = answer(filled_store, query.fill({parameter: unknown}))[1]
    assert found < expected(name)[1]


@pytest.mark.parametrize("name", DATED)
def test_a_day_before_all_others_gives_other_rows(filled_store: Store, name: str) -> None:
    found = answer(filled_store, CATALOGUE.get(name).fill({"day": BEFORE_ALL}))[1]
    assert found != expected(name)[1]


def test_absence_is_shown_and_not_dropped() -> None:
    rows = {name: expected(name)[1] for name in CATALOGUE.names}
    event = ("id:event-bureaux-2017", "Réunion des bureaux des CCIT 77 et 91")
    assert rows["agreements-signed-at-an-event"][(*event, "0", "0", "4")] == 1
    president = ("présidence", "", "", "def:role-president", "président", "id:org-cci-normandie", "CCI Normandie")
    assert rows["signatories-and-whether-the-president-is-named"][(*president, "false", "", "", "", "")] == 1


@pytest.mark.parametrize("query", CATALOGUE.queries, ids=CATALOGUE.names)
def test_both_engines_give_the_rows_in_the_same_order(answers: Answers, query: NamedQuery) -> None:
    first, second = (answers(engine, query.text) for engine in sorted(ENGINES))
    assert first == second
