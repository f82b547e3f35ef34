"""A graph that is only read, held in memory: the same answers, shared by all workers, swapped without a wait."""

import json
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path

import pytest

from graph.catalogue import Catalogue
from graph.load import Dataset
from graph.stores import PublishedGraph
from graph.stores.base import Kind
from server.engine import Limits, Pool, Question
from server.engine.failures import EngineBusy, EngineOutOfMemory

FORMATS: dict[Kind, str | None] = {"select": "json", "ask": "json", "graph": "ntriples"}
ONE = b"<a:a> <a:b> <a:c> <a:g> .\n"
HOG = """SELECT (COUNT(?x) AS ?n)
{ SELECT DISTINCT ?x { ?a ?b ?c . ?d ?e ?f . BIND(CONCAT(STR(?a), STR(?d), STR(?f)) AS ?x) } }"""


@contextmanager
def pool_on(folder: Path, **limits: int) -> Iterator[Pool]:
    pool = Pool(folder, Limits(timeout=60.0, **limits))
    try:
        answer(pool, "ASK {}")
        yield pool
    finally:
        pool.close()


def answer(pool: Pool, text: str) -> bytes:
    end = time.monotonic() + 60
    while True:
        try:
            return pool.answer(Question(text), FORMATS).read()
        except EngineBusy:
            if time.monotonic() > end:
                raise


def count(pool: Pool) -> int:
    told = json.loads(answer(pool, "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }"))
    return int(told["results"]["bindings"][0]["n"]["value"])


@pytest.fixture(scope="module")
def folder(dataset: Dataset, tmp_path_factory: pytest.TempPathFactory) -> Path:
    directory = tmp_path_factory.mktemp("published")
    PublishedGraph(directory).replace(dataset.nquads)
    return directory


def is_resident(pool: Pool) -> bool:
    return pool._nursery is not None and pool._nursery.resident is not None


def test_every_named_query_is_answered_as_from_disk(folder: Path) -> None:
    queries = list(Catalogue.load())
    assert len(queries) >= 40
    with pool_on(folder) as disk, pool_on(folder, resident_quads=1_000_000) as memory:
        assert (is_resident(disk), is_resident(memory)) == (False, True)
        for query in queries:
            assert sorted(answer(memory, query.text)) == sorted(answer(disk, query.text)), query.name


@pytest.mark.parametrize(("limit", "resident"), [(0, False), (2, False), (3, True)])
def test_only_what_is_small_enough_is_held_in_memory(limit: int, resident: bool, tmp_path: Path) -> None:
    PublishedGraph(tmp_path).replace(ONE + ONE.replace(b"a:a", b"a:d") + ONE.replace(b"a:a", b"a:e"))
    with pool_on(tmp_path, resident_quads=limit) as pool:
        assert is_resident(pool) is resident
        assert count(pool) == 3


def test_what_is_written_to_is_read_from_disk(tmp_path: Path) -> None:
    PublishedGraph(tmp_path).replace(ONE, for_writing=True)
    with pool_on(tmp_path, resident_quads=100) as pool:
        assert not is_resident(pool)
        assert count(pool) == 1


def test_the_memory_that_the_graph_takes_is_not_that_of_a_query(folder: Path) -> None:
    with pool_on(folder, resident_quads=1_000_000, memory=256, running=1) as pool:
        assert count(pool) > 70_000
        with pytest.raises(EngineOutOfMemory, match="more than 256 MiB"):
            pool.answer(Question(HOG), FORMATS)
        assert count(pool) > 70_000


def test_a_new_build_is_taken_up_while_the_one_before_answers(tmp_path: Path) -> None:
    published = PublishedGraph(tmp_path)
    published.replace(ONE)
    with pool_on(tmp_path, resident_quads=100) as pool, ThreadPoolExecutor(4) as threads:
        for size in (2, 3, 4):
            published.replace(b"".join(ONE.replace(b"a:a", b"a:%d" % n) for n in range(size)))
            end = time.monotonic() + 60
            seen = {count(pool)}
            while size not in seen and time.monotonic() < end:
                seen |= set(threads.map(lambda _: count(pool), range(8)))
            assert seen <= {size - 1, size}
            assert {count(pool) for _ in range(8)} == {size}
        end = time.monotonic() + 30
        while pool._former and time.monotonic() < end:
            time.sleep(0.05)
        assert pool._former == []
