"""What is acknowledged stays: shown by the system calls before the answer, and by killing whatever writes."""

import http.client
import json
import os
import re
import shutil
import signal
import subprocess
import sys
import threading
import time
import urllib.error
import urllib.request
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from urllib.parse import quote

from graph.stores import PublishedGraph
from tests.conftest import missing
from tests.engine_writing import RUNAWAY
from tests.killing import kill_again_and_again, writers
from tests.w3c_http import send
from tests.writing import COUNT, ask, count, insert, serving

KILLS = 15
UPDATE = {"Content-Type": "application/sparql-update"}
CALLS = "trace=fsync,fdatasync,rename,renameat,renameat2,link,linkat,write,writev,sendto,sendmsg"
_CALL = re.compile(r"(\d+) +(?:<\.\.\. (\w+) resumed>|(\w+)\()(.*)")


def traced(log: Path) -> list[tuple[str, str]]:
    """Read strace's log: each call with what it was told; a call in two parts stands where it ended."""
    calls: list[tuple[str, str]] = []
    begun: dict[tuple[str, str], str] = {}
    for line in log.read_text(errors="replace").splitlines():
        found = _CALL.match(line)
        if not found:
            continue
        process, resumed, name, told = found.groups()
        if resumed:
            calls.append((resumed, begun.pop((process, resumed), "") + told))
        elif told.endswith("<unfinished ...>") and name not in {"write", "writev", "sendto", "sendmsg"}:
            begun[process, name] = told
        else:
            calls.append((name, told))
    return calls


def test_data_and_pointer_are_on_disk_before_the_answer_leaves(tmp_path: Path) -> None:
    strace = shutil.which("strace")
    if not strace:
        missing("there is no strace (Debian: strace)")
    store, log = tmp_path / "store", tmp_path / "calls"
    PublishedGraph(store).replace(b"", for_writing=True)
    prefix = (str(strace), "-f", "-y", "-s", "64", "-e", CALLS, "-o", str(log))
    with serving(store, prefix=prefix) as (address, _):
        assert count(address) == 0
        before = len(traced(log))
        assert insert(address, "one") == 204
        calls = traced(log)[before:]
        assert count(address) == 5
    build = PublishedGraph(store).current().database

    def place(pattern: str) -> int:
        """Give the last place of a call whose name and words match."""
        found = [n for n, (name, told) in enumerate(calls) if re.search(pattern, f"{name} {told}")]
        assert found, pattern
        return found[-1]

    answer = place(r"^(write|writev|sendto|sendmsg) .*HTTP/1\.1 204")
    table = place(r"^fdatasync .*/scratch/.*\.sst")
    copied = place(rf"^(fsync|fdatasync) .*/builds/{build}(\.tmp)?[/>]")
    named = place(r"^fsync .*/builds>")
    written = place(r"^fsync .*/current\.json\.new>")
    switched = place(r"^rename.*/current\.json\"")
    kept = place(rf"^fsync .*{re.escape(str(store))}>")
    assert table < copied < named < switched < kept < answer
    assert written < switched


def test_the_order_of_calls_can_be_seen_to_be_wrong(tmp_path: Path) -> None:
    log = tmp_path / "calls"
    log.write_text(
        '7 fsync(3</s/builds> <unfinished ...>\n8 sendto(5<TCP>, "HTTP/1.1 204 NO CONTENT"..., 9) = 9\n'
        "7 <... fsync resumed>) = 0\n9 +++ exited with 0 +++\n"
    )
    assert [name for name, _ in traced(log)] == ["sendto", "fsync"]


def test_no_acknowledged_write_is_lost_or_halved_whatever_is_killed(tmp_path: Path) -> None:
    PublishedGraph(tmp_path).replace(b"", for_writing=True)
    tally = kill_again_and_again(tmp_path, KILLS, seed=5, server_each=3)
    assert tally.faults == []
    assert sum(tally.kills.values()) == KILLS
    assert tally.kills == {"server": 5, "writer": 10}
    assert len(tally.acknowledged) >= KILLS


def test_a_killed_writer_is_replaced_and_the_server_goes_on(tmp_path: Path) -> None:
    PublishedGraph(tmp_path).replace(b"")
    with serving(tmp_path) as (address, process):
        assert insert(address, "one") == 204
        (writer,) = writers(process.pid)
        os.kill(writer, signal.SIGKILL)
        assert insert(address, "two") == 204
        assert count(address) == 10
        assert writers(process.pid) != [writer]


def test_a_second_server_and_a_build_are_told_who_has_the_store(tmp_path: Path) -> None:
    PublishedGraph(tmp_path).replace(b"")
    program = [sys.executable, "-m", "server"]
    others = {
        "serve": ["serve", "--port", "0", "--writable", "--anonymous-write"],
        "build": ["build"],
    }
    with serving(tmp_path) as (address, _):
        assert insert(address, "one") == 204
        for name, command in others.items():
            done = subprocess.run(
                [*program, *command, "--store", str(tmp_path)], capture_output=True, text=True, timeout=120, check=False
            )
            assert (name, done.returncode, done.stdout) == (name, 2, "")
            assert "A server that takes updates has the store" in done.stderr
        with serving(tmp_path, writable=False) as (reader, _):
            assert count(reader) == 5
            assert insert(address, "two") == 204
            assert count(reader) == 10


PROBLEMS = [
    (RUNAWAY, 503, "time-limit", "stopped after 2 s"),
    ("INSERT DATA { <a:a> <a:b> ", 400, "query-syntax", "Line 1, column"),
    ("LOAD <file:///etc/hostname>", 403, "query-refused", "LOAD is refused"),
]


def test_what_stops_an_update_is_told_and_others_are_answered(tmp_path: Path) -> None:
    PublishedGraph(tmp_path).replace(b"", for_writing=True)
    with serving(tmp_path, CONSULAIRE_QUERY_TIMEOUT="2") as (address, _), ThreadPoolExecutor(1) as threads:
        assert insert(address, "one") == 204
        for text, status, slug, words in PROBLEMS:
            sent = threads.submit(send, address, "POST", "/sparql", UPDATE, text.encode())
            assert count(address) == 5
            told = json.loads(sent.result().body)
            assert (told["status"], told["type"].rpartition("/")[2], words in told["detail"]) == (status, slug, True)
        assert insert(address, "two") == 204
        assert count(address) == 10


def test_three_problems_are_tried() -> None:
    assert len(PROBLEMS) == 3


def tag(address: str, known: str = "") -> tuple[int, str]:
    """Ask with a tag that is known; give the status and the tag that is told."""
    url = f"{address}/sparql?query={quote(COUNT)}"
    request = urllib.request.Request(url, headers={"If-None-Match": known} if known else {})
    try:
        with urllib.request.urlopen(request, timeout=60) as response:
            return response.status, response.headers["ETag"]
    except urllib.error.HTTPError as error:
        error.close()
        return error.code, error.headers["ETag"]


def test_each_write_changes_the_tags_at_once(tmp_path: Path) -> None:
    PublishedGraph(tmp_path).replace(b"", for_writing=True)
    with serving(tmp_path) as (address, _):
        status, first = tag(address)
        assert status == 200
        assert tag(address, first) == (304, first)
        assert insert(address, "one") == 204
        status, second = tag(address, first)
        assert (status, second != first) == (200, True)
        assert tag(address, second) == (304, second)


NUMBER = "SELECT ?n { ?s <a:number> ?n }"
SWAPS = 6


def ask_on(address: str, answers: list[str], done: threading.Event) -> None:
    while not done.is_set():
        try:
            answers.append(ask(address, NUMBER).split()[1])
        except (OSError, http.client.HTTPException) as error:
            answers.append(repr(error))


def test_no_request_fails_while_builds_are_swapped(tmp_path: Path) -> None:
    published, done = PublishedGraph(tmp_path), threading.Event()
    told: list[list[str]] = [[], [], []]
    published.replace(b'<a:a> <a:number> "0" <g:g> .\n')
    with serving(tmp_path, writable=False) as (address, _):
        clients = [threading.Thread(target=ask_on, args=(address, answers, done)) for answers in told]
        for client in clients:
            client.start()
        for number in range(SWAPS + 1):
            if number:
                published.replace(f'<a:a> <a:number> "{number}" <g:g> .\n'.encode())
            assert ask(address, NUMBER).split()[1] == str(number)
            wanted = [len(answers) + 2 for answers in told]
            while any(len(answers) < enough for answers, enough in zip(told, wanted, strict=True)):
                time.sleep(0.01)
        done.set()
        for client in clients:
            client.join()
    numbers = [str(number) for number in range(SWAPS + 1)]
    assert [answer for answers in told for answer in answers if answer not in numbers] == []
    assert all(answers == sorted(answers) for answers in told)
    assert [sorted(set(answers)) for answers in told] == [numbers] * 3
