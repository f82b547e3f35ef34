"""What an editor offers is what the graph has: counted, labelled, and nothing else."""

import pytest

from graph import Store, oxigraph_store
from graph.completion import Offered, Vocabulary, vocabulary_of
from graph.load import Dataset
from graph.namespaces import CONS, PREFIXES


@pytest.fixture(scope="module")
def store(dataset: Dataset) -> Store:
    return oxigraph_store(dataset.nquads)


@pytest.fixture(scope="module")
def vocabulary(store: Store) -> Vocabulary:
    return vocabulary_of(store)


def named(offered: tuple[Offered, ...], name: str) -> Offered:
    (found,) = (one for one in offered if one.name == name)
    return found


def test_classes_and_properties_are_counted_as_a_query_counts_them(store: Store, vocabulary: Vocabulary) -> None:
    ask = f"SELECT (COUNT(DISTINCT ?s) AS ?n) {{ ?s a <{CONS}Agreement> }}"
    assert named(vocabulary.classes, "cons:Agreement").count == int(next(store.query(ask).rows())["n"].value) > 10
    ask = f"SELECT (COUNT(*) AS ?n) {{ ?s <{CONS}signs> ?o }}"
    assert named(vocabulary.properties, "cons:signs").count == int(next(store.query(ask).rows())["n"].value) > 10


def test_what_is_only_declared_is_offered_last(vocabulary: Vocabulary) -> None:
    for offered in (vocabulary.classes, vocabulary.properties):
        counts = [one.count for one in offered]
        assert counts == sorted(counts, reverse=True)
        assert counts[0] > 100
        assert len({one.iri for one in offered}) == len(offered)
    assert any(one.count == 0 for one in vocabulary.properties)


def test_a_name_has_its_labels_in_both_languages(vocabulary: Vocabulary) -> None:
    found = named(vocabulary.classes, "cons:Signature")
    assert (found.fr, found.en) == ("signature", "signature")
    assert named(vocabulary.things, "def:network-cci").fr


def test_things_are_those_that_have_a_label(vocabulary: Vocabulary) -> None:
    assert len(vocabulary.things) > 1_000
    assert all(one.fr for one in vocabulary.things)
    assert {one.name.partition(":")[0] for one in vocabulary.things} == {"id", "def"}
    assert vocabulary.prefixes == PREFIXES


def test_a_graph_without_a_vocabulary_offers_nothing_of_its_own() -> None:
    empty = vocabulary_of(oxigraph_store())
    assert (empty.classes, empty.properties, empty.things) == ((), (), ())
