"""Build the graph whole or not at all."""

import json
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from graph import build, open_store
from graph.errors import FactFileError, StoreBusy, StoreMissing, StoreVersionMismatch
from graph.load import Dataset
from graph.overview import count_facts
from graph.stores import OxigraphStore
from graph.stores.published import PublishedGraph
from graph.stores.scratch import Scratch

ONE = b'<https://ex.org/a> <https://ex.org/p> "un" <https://ex.org/g> .\n'
TWO = ONE + b'<https://ex.org/a> <https://ex.org/p> "deux" <https://ex.org/g> .\n'


def test_two_builds_of_the_real_graph_give_the_same_bytes(tmp_path: Path, dataset: Dataset) -> None:
    first = build(tmp_path / "one")
    second = build(tmp_path / "two")
    assert open_store(tmp_path / "one").dump() == open_store(tmp_path / "two").dump()
    assert first.dataset == second.dataset
    assert first.quads == count_facts(open_store(tmp_path / "one"))
    assert first.quads is not None
    assert first.quads > 10_000


def test_the_store_holds_no_blank_node(dataset: Dataset) -> None:
    starts = [line for line in dataset.nquads.splitlines() if line.startswith(b"_:") or b" _:" in line.split(b'"')[0]]
    assert starts == []


def test_progress_names_each_file_and_the_writing(tmp_path: Path) -> None:
    told: list[str] = []
    build(tmp_path, progress=told.append)
    assert told[-1] == "writing the store"
    assert told[0].startswith("1/")
    assert any("normandie-com.ttl" in step for step in told)


def test_a_malformed_fact_file_stops_the_build_and_leaves_the_former_graph(tmp_path: Path) -> None:
    PublishedGraph(tmp_path / "store").replace(ONE)
    facts = tmp_path / "facts"
    facts.mkdir()
    (facts / "broken.ttl").write_text("<https://ex.org/a> <https://ex.org/p> .\n", encoding="utf-8")
    with pytest.raises(FactFileError, match=r"broken\.ttl:1:\d+: .*Nothing was loaded"):
        build(tmp_path / "store", facts=facts)
    assert open_store(tmp_path / "store").dump() == ONE


def test_a_new_build_replaces_the_former_one_while_it_is_being_read(tmp_path: Path) -> None:
    published = PublishedGraph(tmp_path)
    published.replace(ONE)
    reader = published.open()
    published.replace(TWO)
    assert len(reader) == 1
    assert len(published.open()) == 2


def test_only_the_current_build_and_the_one_before_are_kept(tmp_path: Path) -> None:
    published = PublishedGraph(tmp_path)
    for nquads in (ONE, TWO, ONE, TWO):
        published.replace(nquads)
    assert len(list((tmp_path / "builds").iterdir())) == 2


def test_a_build_killed_on_its_way_leaves_the_former_graph(tmp_path: Path) -> None:
    published = PublishedGraph(tmp_path)
    published.replace(ONE)
    script = (
        "import sys, time; from pathlib import Path\n"
        "from graph.stores import published\n"
        "fill = published._fill\n"
        "def slow(*given, **kind):\n"
        "    made = fill(*given, **kind); print('filled', flush=True); time.sleep(60); return made\n"
        "published._fill = slow\n"
        "published.PublishedGraph(Path(sys.argv[1])).replace(sys.stdin.buffer.read())\n"
    )
    with subprocess.Popen(
        [sys.executable, "-c", script, str(tmp_path)], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    ) as process:
        assert process.stdin is not None
        assert process.stdout is not None
        process.stdin.write(TWO)
        process.stdin.close()
        assert process.stdout.readline() == b"filled\n"
        process.send_signal(signal.SIGKILL)
        process.wait()
    assert open_store(tmp_path).dump() == ONE
    published.replace(TWO)
    assert len(open_store(tmp_path)) == 2
    assert len(list((tmp_path / "builds").iterdir())) == 2


def test_two_builds_at_once_are_refused(tmp_path: Path) -> None:
    published = PublishedGraph(tmp_path)
    published.replace(ONE)
    with published.lock("build"), pytest.raises(StoreBusy, match="Wait for it to end"):
        published.replace(TWO)
    with published.lock("server"), pytest.raises(StoreBusy, match="A server that takes updates has the store"):
        published.replace(TWO)
    published.replace(TWO)


def test_a_missing_store_says_how_to_build_it(tmp_path: Path) -> None:
    with pytest.raises(StoreMissing, match=f"No graph was built in {tmp_path} yet. Run `consulaire build`"):
        open_store(tmp_path)


@pytest.mark.parametrize("field", ["store_format", "engine"])
def test_a_store_of_another_version_is_refused_with_the_command_to_run(tmp_path: Path, field: str) -> None:
    PublishedGraph(tmp_path).replace(ONE)
    pointer = tmp_path / "current.json"
    described = json.loads(pointer.read_text())
    described[field] = 999 if field == "store_format" else "oxigraph 9.9"
    pointer.write_text(json.dumps(described))
    with pytest.raises(StoreVersionMismatch, match="Run `consulaire build`"):
        open_store(tmp_path)


def test_an_unreadable_pointer_is_refused_with_the_command_to_run(tmp_path: Path) -> None:
    PublishedGraph(tmp_path).replace(ONE)
    (tmp_path / "current.json").write_text("{half")
    with pytest.raises(StoreVersionMismatch, match="Run `consulaire build`"):
        open_store(tmp_path)


def test_a_second_writer_is_refused(tmp_path: Path) -> None:
    build = PublishedGraph(tmp_path / "store").replace(ONE)
    scratch = Scratch(tmp_path / "store" / "builds" / build.database, tmp_path / "scratch", stores_union=True)
    with pytest.raises(StoreBusy, match="in use by another process"):
        OxigraphStore.write(tmp_path / "scratch")
    scratch.store.close()


def test_a_build_that_somebody_holds_is_kept(tmp_path: Path) -> None:
    published = PublishedGraph(tmp_path)
    published.replace(ONE)
    held, reader = published.hold(), published.open()
    for nquads in (TWO, ONE, TWO):
        published.replace(nquads)
    assert (tmp_path / "builds" / held.database).is_dir()
    assert reader.dump() == ONE
    reader.close()
    first = held.database
    del held
    published.replace(ONE)
    assert not (tmp_path / "builds" / first).exists()


def test_what_is_done_in_scratch_never_shows_in_the_build(tmp_path: Path) -> None:
    many = b"".join(
        b'<https://ex.org/s%d> <https://ex.org/p> "%d" <https://ex.org/g> .\n' % (n, n) for n in range(5_000)
    )
    published = PublishedGraph(tmp_path)
    build = published.replace(many, for_writing=True)
    folder = tmp_path / "builds" / build.database
    before = {file.name: file.read_bytes() for file in folder.iterdir()}
    scratch = Scratch(folder, tmp_path / "scratch", stores_union=False)
    linked = [file for file in (tmp_path / "scratch").glob("*.sst") if file.stat().st_nlink > 1]
    for number in range(60):
        scratch.store.update(f"DELETE WHERE {{ GRAPH ?g {{ <https://ex.org/s{number}> ?p ?o }} }}")
        if number % 20 == 0:
            scratch.reopen()
    scratch.store.checkpoint(tmp_path / "builds" / "after")
    scratch.store.update("DROP ALL")
    assert len(linked) >= 4
    assert {file.name: file.read_bytes() for file in folder.iterdir()} == before
    assert published.open().dump() == b"".join(sorted(many.splitlines(keepends=True)))
    published.publish("after")
    assert len(published.open()) == 4_940
    scratch.store.close()


def test_a_checkpoint_that_is_not_there_never_becomes_current(tmp_path: Path) -> None:
    published = PublishedGraph(tmp_path)
    build = published.replace(ONE)
    with pytest.raises(FileNotFoundError):
        published.publish("nowhere")
    assert published.current() == build


def test_each_published_checkpoint_has_a_version_of_its_own(tmp_path: Path) -> None:
    published = PublishedGraph(tmp_path)
    build = published.replace(ONE)
    scratch = Scratch(tmp_path / "builds" / build.database, tmp_path / "scratch", stores_union=True)
    versions = [build.dataset]
    for name, changed in (("first", False), ("second", True), ("third", True)):
        scratch.store.checkpoint(tmp_path / "builds" / name)
        before = published.current().database
        versions.append(published.publish(name, changed=changed).dataset)
        published.remove_old({before, name})
    scratch.store.close()
    assert versions[0] == versions[1]
    assert len(set(versions)) == 3
    assert published.current().dataset == versions[-1]
    assert published.open().dump() == ONE
    assert {folder.name for folder in (tmp_path / "builds").iterdir()} == {"second", "third"}
