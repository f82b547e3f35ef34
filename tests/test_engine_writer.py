"""The process that writes: really started, asked by several at once, and read back."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from graph.errors import (
    DatasetConflict,
    NotCarriedOut,
    QueryRefused,
    QuerySyntaxError,
    ReadOnlyStore,
    StoreBusy,
    UploadError,
)
from graph.stores import PublishedGraph
from graph.stores.base import DEFAULT_GRAPH
from server.engine import Engine, Limits, Pool, Question, Removal, Update, Upload, Writer
from server.engine.failures import UpdateDown
from tests.engine_writing import FORMATS, Running, gone, running


@pytest.fixture(scope="module")
def both(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    folder = tmp_path_factory.mktemp("published")
    PublishedGraph(folder).replace(b"")
    with running(folder, timeout=5.0, memory=512) as started:
        yield started


def test_what_was_written_is_read_by_every_later_question(both: Running) -> None:
    def write_and_read(client: int) -> list[int]:
        found = []
        for turn in range(6):
            both.insert(f"read-{client}-{turn}")
            found.append(both.count(f"read-{client}-{turn}"))
        return found

    with ThreadPoolExecutor(3) as threads:
        assert list(threads.map(write_and_read, range(3))) == [[5] * 6] * 3


def test_each_write_has_a_version_that_a_restart_keeps(tmp_path: Path, tiny: bytes) -> None:
    published = PublishedGraph(tmp_path)
    versions = [published.replace(tiny).dataset]
    with running(tmp_path) as started:
        assert published.current().dataset == versions[0]
        assert not published.current().stores_union
        for name in ("one", "two"):
            started.insert(name)
            versions.append(published.current().dataset)
    assert len(set(versions)) == 3
    with running(tmp_path) as started:
        assert published.current().dataset == versions[-1]
        assert started.count() == len(tiny.splitlines()) + 10
        assert len(list(published.builds.iterdir())) == 1
    assert published.open().dump().count(b"<g:written>") == 10


def test_builds_that_nobody_reads_are_removed(both: Running) -> None:
    for turn in range(10):
        both.insert(f"builds-{turn}")
        both.count()
    kept = {"current", "before", "those that query processes have not let go yet"}
    assert len(list((both.folder / "builds").iterdir())) <= len(kept) + 1


def test_the_scratch_database_is_opened_anew_now_and_then(tmp_path: Path) -> None:
    PublishedGraph(tmp_path).replace(b"")
    with running(tmp_path, "from server.engine import writer_process; writer_process._REOPENED_AFTER = 3; ") as started:
        process = started.process
        for turn in range(10):
            started.insert(f"turn-{turn}")
        assert (started.count(), started.process) == (50, process)
        (manifest,) = (tmp_path / "builds" / PublishedGraph(tmp_path).current().database).glob("MANIFEST-*")
        assert manifest.stat().st_size < 20_000


REFUSED = [
    (Update("INSERT DATA {"), QuerySyntaxError, "Line 1, column"),
    (Update("INSERT DATA { <u:x> <p:p> 1 } ; DROP GRAPH <g:none>"), NotCarriedOut, "Nothing was changed"),
    (Update("LOAD <http://127.0.0.1:9/>"), QueryRefused, "LOAD is refused"),
    (Update("WITH <g:g> DELETE { ?s ?p ?o } WHERE { ?s ?p ?o }", ("g:h",)), DatasetConflict, "WITH"),
    (Upload("g:g", "g:g", (("turtle", b"<a:a> <a:b> "),)), UploadError, "Line 1, column"),
    (Upload("g:g", "g:g", (("turtle", b"<a:a> <a:b> 1 ."), ("jsonld", b"[" * 5_000))), UploadError, "nested"),
    (Upload("g:g", "g:g", (("rdfxml", b"<!ENTITY x 'y'>"),)), UploadError, "entities"),
]


@pytest.mark.parametrize(("change", "kind", "words"), REFUSED)
def test_a_refusal_comes_back_as_it_was_raised_and_nothing_is_done(
    change: Update | Upload, kind: type[Exception], words: str, both: Running
) -> None:
    before, process = PublishedGraph(both.folder).current(), both.process
    with pytest.raises(kind, match=words):
        both.writer.write(change)
    assert PublishedGraph(both.folder).current() == before
    assert both.process == process != 0


def test_seven_refusals_are_tried() -> None:
    assert len(REFUSED) == 7


def test_the_dataset_of_the_protocol_goes_along(both: Running) -> None:
    both.insert("using", "g:using")
    both.writer.write(Update("DELETE { GRAPH ?g { ?s ?p ?o } } WHERE { GRAPH ?g { ?s ?p ?o } }", (), ("g:none",)))
    assert both.count("using") == 5
    both.writer.write(Update("DELETE { GRAPH ?g { ?s ?p ?o } } WHERE { GRAPH ?g { ?s ?p ?o } }", (), ("g:using",)))
    assert both.count("using") == 0


def test_one_alone_of_many_is_told_that_it_made_the_graph(both: Running) -> None:
    def put(turn: int) -> bool | None:
        part = ("turtle", f"<a:a> <a:b> {turn} .".encode())
        return both.writer.write(Upload("g:made", "g:made", (part,), whole=True)).was_there

    def remove(_: int) -> bool:
        return both.writer.write(Removal("g:made")).changed

    with ThreadPoolExecutor(6) as threads:
        assert sorted(map(str, threads.map(put, range(6)))) == ["False", *["True"] * 5]
        assert sorted(threads.map(remove, range(6))) == [*[False] * 5, True]


def test_an_upload_is_put_where_it_is_told_and_its_parts_are_joined(both: Running) -> None:
    parts = (("turtle", b"<x> <p:p> <> ."), ("ntriples", b'<a:a> <p:q> "\xc3\xa9" .'))
    assert both.writer.write(Upload("http://g/h", "http://g/h", parts)).was_there is False
    assert both.writer.write(Upload(DEFAULT_GRAPH, "http://g/", (("turtle", b"<a:d> <p:d> 1 ."),))).was_there
    everything = Question("CONSTRUCT { ?s ?p ?o } WHERE { ?s ?p ?o }", ("http://g/h",))
    body = both.pool.answer(everything, FORMATS).body
    assert body.decode().splitlines() == ['<a:a> <p:q> "é" .', "<http://g/x> <p:p> <http://g/h> ."]
    assert both.pool.answer(Question("ASK { <a:d> ?p ?o }", (DEFAULT_GRAPH,)), FORMATS).body.endswith(b"true}")


def test_a_folder_has_one_writer(both: Running) -> None:
    second = Writer(both.folder, Limits())
    with pytest.raises(StoreBusy, match="A server that takes updates has the store"):
        second.write(Update("CLEAR ALL"))
    with pytest.raises(StoreBusy, match="Stop it"):
        PublishedGraph(both.folder).replace(b"")
    second.close()


def test_a_pool_that_only_reads_follows(both: Running) -> None:
    follower = Running(both.folder, Pool(both.folder, Limits()), both.writer)
    for turn in range(3):
        both.insert(f"followed-{turn}")
        assert follower.count(f"followed-{turn}") == 5
    follower.pool.close()


def test_after_the_end_nothing_is_written(tmp_path: Path) -> None:
    PublishedGraph(tmp_path).replace(b"")
    with running(tmp_path) as started:
        process = started.process
        assert len(list((tmp_path / "scratch").iterdir())) == 1
    assert gone(process)
    assert not (tmp_path / "scratch").exists()
    with pytest.raises(UpdateDown, match="stopping"):
        started.insert("late")
    PublishedGraph(tmp_path).replace(b"")


def test_an_engine_that_only_reads_refuses(both: Running) -> None:
    engine = Engine(PublishedGraph(both.folder).open, pool=both.pool)
    with pytest.raises(ReadOnlyStore, match="--writable"):
        engine.write(Update("CLEAR ALL"))
