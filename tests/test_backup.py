"""Back up and restore, also beside servers that read and write, and refuse what is not whole."""

import gzip
import json
import subprocess
import sys
import time
from collections.abc import Callable
from hashlib import sha256
from pathlib import Path

import pytest
import rdflib
from click.testing import CliRunner

from graph.build import build
from graph.errors import BackupError, StoreBusy, StoreError, StoreMissing
from graph.metadata import description_to_store
from graph.namespaces import DESCRIPTION_GRAPH
from graph.stores import PublishedGraph
from graph.stores.backup import back_up, restore
from graph.stores.parsing import canonical
from graph.stores.scratch import Scratch
from server.cli import cli
from tests.writing import ask, count, insert, serving

OF_A = "SELECT ?o { <a:a> <a:b> ?o }"
GRAPHS = b'<a:a> <a:b> "un"@fr <g:g> .\n_:b1 <a:b> <a:c> <g:h> .\n'


def test_what_a_build_says_of_itself_is_said_anew(tmp_path: Path) -> None:
    facts, store, file = tmp_path / "facts", tmp_path / "store", tmp_path / "kept.nq.gz"
    facts.mkdir()
    (facts / "one.ttl").write_text("<a:a> a <a:b> .\n", encoding="utf-8")
    made = build(store, facts=facts, ontology=tmp_path / "none")
    whole = PublishedGraph(store).open().dump()
    assert back_up(store, file) == made.quads == 1
    assert DESCRIPTION_GRAPH.encode() in whole
    assert DESCRIPTION_GRAPH.encode() not in gzip.decompress(file.read_bytes())
    assert restore(store, file, description_to_store).dataset == made.dataset
    assert PublishedGraph(store).open().dump() == whole


def test_a_backup_brings_back_the_same_graph_and_any_program_reads_it(tmp_path: Path, tiny: bytes) -> None:
    store, file = tmp_path / "store", tmp_path / "kept.nq.gz"
    first = PublishedGraph(store).replace(tiny)
    whole = PublishedGraph(store).open().dump()
    assert back_up(store, file) == first.quads
    bytes_before = file.read_bytes()
    assert back_up(store, file) == first.quads
    assert file.read_bytes() == bytes_before
    PublishedGraph(store).replace(b"")
    made = restore(store, file)
    assert (made.quads, made.stores_union) == (first.quads, True)
    assert PublishedGraph(store).open().dump() == whole
    assert made.dataset == sha256(whole).hexdigest()
    read = rdflib.Dataset().parse(data=gzip.decompress(bytes_before), format="nquads")
    assert len(list(read.quads())) == first.quads


def test_a_backup_is_restored_where_nothing_was_built(tmp_path: Path) -> None:
    PublishedGraph(tmp_path / "one").replace(GRAPHS)
    back_up(tmp_path / "one", tmp_path / "kept")
    assert restore(tmp_path / "two", tmp_path / "kept").quads == 2
    back_up(tmp_path / "two", tmp_path / "again")
    kept, again = (gzip.decompress((tmp_path / name).read_bytes()) for name in ("kept", "again"))
    assert canonical(kept.partition(b"\n")[2]) == canonical(again.partition(b"\n")[2])  # blank nodes get new names
    with pytest.raises(StoreMissing):
        back_up(tmp_path / "three", tmp_path / "kept")


def test_what_updates_left_is_kept_too_with_graphs_without_triples(tmp_path: Path) -> None:
    published = PublishedGraph(tmp_path / "store")
    build = published.replace(GRAPHS)
    scratch = Scratch(published.builds / build.database, tmp_path / "scratch", stores_union=True)
    scratch.store.update("CREATE GRAPH <g:empty> ; INSERT DATA { <a:x> <a:y> 1 }")
    scratch.store.checkpoint(published.builds / "after")
    scratch.store.close()
    published.publish("after")
    assert back_up(tmp_path / "store", tmp_path / "kept") == 3
    published.replace(b"")
    assert not restore(tmp_path / "store", tmp_path / "kept").stores_union
    store = published.open()
    assert (len(store), store.graphs()) == (3, ["g:empty", "g:g", "g:h"])
    assert b"<a:x> <a:y> " in store.dump()


def changed(content: bytes, **told: object) -> bytes:
    """Give a backup with another first line."""
    first, _, rest = gzip.decompress(content).partition(b"\n")
    head = {**json.loads(first.removeprefix(b"# consulaire backup ")), **told}
    return gzip.compress(b"# consulaire backup " + json.dumps(head).encode() + b"\n" + rest)


DAMAGES: dict[str, tuple[Callable[[bytes], bytes], str]] = {
    "cut short": (lambda kept: kept[: len(kept) // 2], "damaged or cut short"),
    "a byte of it": (lambda kept: kept[:-30] + bytes([kept[-30] ^ 8]) + kept[-29:], "cannot be restored"),
    "empty": (lambda _: b"", "cannot be restored"),
    "not gzipped": (lambda kept: gzip.decompress(kept), "Not a gzipped file"),
    "not a backup": (lambda _: gzip.compress(GRAPHS), "first line"),
    "no digest": (lambda _: gzip.compress(b"# consulaire backup {}\n"), "first line is damaged"),
    "a line less": (lambda kept: gzip.compress(b"\n".join(gzip.decompress(kept).split(b"\n")[:2])), "SHA-256"),
    "another format": (lambda kept: changed(kept, format=99), "format unknown here"),
    "another count": (lambda kept: changed(kept, quads=7), "2 quads came of what should hold 7"),
}


@pytest.mark.parametrize("damage", DAMAGES)
def test_a_damaged_backup_is_refused_and_nothing_is_changed(damage: str, tmp_path: Path) -> None:
    published = PublishedGraph(tmp_path / "store")
    published.replace(GRAPHS)
    file = tmp_path / "kept"
    back_up(tmp_path / "store", file)
    now = published.replace(b"")
    spoil, told = DAMAGES[damage]
    file.write_bytes(spoil(file.read_bytes()))
    with pytest.raises(StoreError, match=told) as refusal:
        restore(tmp_path / "store", file)
    assert "Nothing was changed" in str(refusal.value)
    assert published.current() == now


def test_nine_damages_are_tried() -> None:
    assert len(DAMAGES) == 9


def test_a_file_that_cannot_be_read_or_written_is_told(tmp_path: Path) -> None:
    PublishedGraph(tmp_path).replace(GRAPHS)
    with pytest.raises(BackupError, match="cannot be read whole"):
        restore(tmp_path, tmp_path)
    with pytest.raises(StoreError, match="folder that is there and has room"):
        back_up(tmp_path, tmp_path / "nowhere" / "kept")


def test_the_commands_tell_what_they_did(tmp_path: Path) -> None:
    PublishedGraph(tmp_path / "store").replace(GRAPHS)
    options = [str(tmp_path / "kept"), "--store", str(tmp_path / "store")]
    assert CliRunner().invoke(cli, ["backup", *options]).stdout == f"2 quads written to {tmp_path / 'kept'}\n"
    done = CliRunner().invoke(cli, ["restore", *options])
    assert done.stdout.startswith(f"2 quads in {tmp_path / 'store'}, dataset ")
    (tmp_path / "kept").write_bytes(b"x")
    done = CliRunner().invoke(cli, ["restore", *options])
    assert done.exit_code == 2
    assert "cannot be restored" in done.stderr


def command(*arguments: str) -> "subprocess.CompletedProcess[str]":
    done = [sys.executable, "-m", "server", *arguments]
    return subprocess.run(done, capture_output=True, text=True, timeout=60, check=False)


def test_a_server_that_reads_goes_on_while_a_backup_is_made_and_restored(tmp_path: Path) -> None:
    store, file = tmp_path / "store", str(tmp_path / "kept")
    PublishedGraph(store).replace(GRAPHS)
    with serving(store, writable=False) as (address, _):
        assert ask(address, OF_A) == "o\r\nun\r\n"
        assert command("backup", file, "--store", str(store)).returncode == 0
        PublishedGraph(store).replace(b"")
        assert in_time(lambda: ask(address, OF_A) == "o\r\n")
        assert command("restore", file, "--store", str(store)).returncode == 0
        assert in_time(lambda: ask(address, OF_A) == "o\r\nun\r\n")


def in_time(is_so: Callable[[], bool]) -> bool:
    """Wait until a build is taken up, which one that is held in memory is when it is there whole."""
    end = time.monotonic() + 30
    while not is_so() and time.monotonic() < end:
        time.sleep(0.05)
    return is_so()


def test_a_server_that_writes_goes_on_while_a_backup_is_made_and_keeps_a_restore_out(tmp_path: Path) -> None:
    store, file = tmp_path / "store", tmp_path / "kept"
    PublishedGraph(store).replace(GRAPHS)
    with serving(store) as (address, _):
        assert insert(address, "one") == 204
        assert command("backup", str(file), "--store", str(store)).returncode == 0
        assert insert(address, "two") == 204
        refused = command("restore", str(file), "--store", str(store))
        assert (refused.returncode, "A server that takes updates has the store" in refused.stderr) == (2, True)
        assert count(address) == 12
    assert restore(store, file).quads == 7
    with serving(store) as (address, _):
        assert count(address) == 7


def test_a_restore_waits_for_nobody(tmp_path: Path) -> None:
    PublishedGraph(tmp_path).replace(GRAPHS)
    back_up(tmp_path, tmp_path / "kept")
    with PublishedGraph(tmp_path).lock("build"), pytest.raises(StoreBusy, match="Another build"):
        restore(tmp_path, tmp_path / "kept")
