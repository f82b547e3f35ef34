"""Every attack of `tests/attacks/`, over HTTP: nobody is contacted and nothing is read, whichever barrier stands.

The product has no switch for a barrier. A `sitecustomize` on the path of the server and of the processes that it
starts takes one away before anything of ours is imported; the tests show that it is gone.
"""

import os
import subprocess
import sys
import time
import warnings
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote
from urllib.request import urlopen

import pytest
import rdflib
from rdflib.plugins import sparql

from tests.attack_list import Aim, Attack, Sent, read_attacks, send
from tests.catcher import CANARY, Catcher, Watch, catching

TINY = Path(__file__).with_name("tiny.ttl")
NO_SCANNER = "from graph.stores import guard\nguard.check = lambda text: None\n"
NO_BARRIER = "from server.engine import barrier\nbarrier.put_up = lambda folders, **more: barrier.Barrier(None, None)\n"
CONFIGURATIONS = {
    "both": "",
    "process barrier alone": NO_SCANNER,
    "scanner alone": NO_BARRIER,
    "neither": NO_SCANNER + NO_BARRIER,
}
SERVERS = {
    "reading": ["--data", str(TINY), "--workers", "1"],
    "writing": ["--empty", "--writable", "--anonymous-write"],
}
SERVICE = "ASK { SERVICE SILENT <http://127.0.0.1:9/> {} }"
EVERYTHING = "CONSTRUCT { ?s ?p ?o } { { ?s ?p ?o } UNION { GRAPH ?g { ?s ?p ?o } } }"


@dataclass
class Found:
    """Hold what one round of all attacks did."""

    requests: int = 0
    contacts: int = 0
    files: int = 0
    harmful: tuple[str, ...] = ()
    told: tuple[str, ...] = ()


@pytest.fixture(scope="module")
def traps(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Catcher, Watch]]:
    with catching(tmp_path_factory.mktemp("nobody-may-read")) as made:
        yield made


@pytest.fixture(scope="module")
def attacks(traps: tuple[Catcher, Watch]) -> list[Attack]:
    catcher, watch = traps
    return read_attacks(Aim(catcher.port, catcher.ipv6, watch.secret))


@contextmanager
def serving(mode: str, without: str, folder: Path) -> Iterator[str]:
    """Run the real server with some lines executed at the start of each of its processes; give its address."""
    folder.mkdir(exist_ok=True)
    (folder / "sitecustomize.py").write_text(without, encoding="utf-8")
    path = os.pathsep.join([str(folder), str(Path(__file__).resolve().parent.parent)])
    environ = os.environ | {"PYTHONPATH": path, "CANARY": CANARY}
    command = [sys.executable, "-m", "server", "serve", "--port", "0", *SERVERS[mode]]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True, env=environ) as server:
        assert server.stdout is not None
        try:
            yield server.stdout.readline().strip()
        finally:
            server.terminate()


def status(address: str, query: str) -> int:
    answer = send(address, Sent("GET", f"/sparql?query={quote(query)}"))
    return int(answer.split()[0])


def isolation(address: str) -> str:
    with urlopen(f"{address}/readyz") as answer:
        return str(answer.read().decode())


def carry_out(address: str, attacks: list[Attack], traps: tuple[Catcher, Watch]) -> Found:
    """Send every attack in every way; then look at the whole graph for what came from elsewhere."""
    catcher, watch = traps
    watch.opened()
    found, start, harmful, told = Found(), catcher.contacts, [], []
    for attack in attacks:
        before = catcher.contacts
        for sent in attack.requests():
            found.requests += 1
            if CANARY.encode() in send(address, sent):
                told.append(attack.name)
        files = watch.opened()
        found.files += files
        if catcher.contacts > before or files:
            harmful.append(f"{attack.kind} {attack.name}")
    if CANARY.encode() in send(address, Sent("GET", f"/sparql?query={quote(EVERYTHING)}")):
        told.append("the graph itself")
    time.sleep(0.2)  # for who answers first and calls afterwards
    found.contacts, found.harmful, found.told = catcher.contacts - start, tuple(harmful), tuple(told)
    found.files += watch.opened()
    return found


def tell(what: str, attacks: list[Attack], found: Found) -> None:
    """Print the totals, for whoever runs this with `pytest -s`."""
    print(  # noqa: T201
        f"{what}: {len(attacks)} attacks in {found.requests} requests, contacts: {found.contacts} "
        f"(by {len(found.harmful)} attacks), files: {found.files}, secrets told: {len(found.told)}"
    )


def test_the_list_is_long_and_each_attack_has_its_own_name(attacks: list[Attack]) -> None:
    counted = {
        kind: len([one for one in attacks if one.kind == kind]) for kind in ("query", "update", "upload", "request")
    }
    assert counted == {"query": 84, "update": 32, "upload": 37, "request": 30}
    assert len({(one.kind, one.name) for one in attacks}) == len(attacks) == 183
    assert all(one.tries for one in attacks)


ROUNDS = [(mode, name) for mode in SERVERS for name in list(CONFIGURATIONS)[:3]]


@pytest.mark.parametrize(("mode", "configuration"), ROUNDS)
def test_no_attack_reaches_anyone(
    mode: str, configuration: str, attacks: list[Attack], traps: tuple[Catcher, Watch], tmp_path: Path
) -> None:
    with serving(mode, CONFIGURATIONS[configuration], tmp_path / "start") as address:
        assert status(address, "ASK {}") == 200
        assert (status(address, SERVICE) == 403) is (configuration != "process barrier alone")
        found = carry_out(address, attacks, traps)
        assert status(address, "ASK {}") == 200
    tell(f"{mode}, {configuration}", attacks, found)
    assert (found.harmful, found.told) == ((), ())
    assert (found.contacts, found.files) == (0, 0)


def test_the_rounds_are_six() -> None:
    assert len(ROUNDS) == 6


@pytest.mark.parametrize(
    ("configuration", "means"), [("both", "process, seccomp, landlock"), ("scanner alone", "process")]
)
def test_a_barrier_that_is_taken_away_is_gone(configuration: str, means: str, tmp_path: Path) -> None:
    with serving("reading", CONFIGURATIONS[configuration], tmp_path / "start") as address:
        assert status(address, "ASK {}") == 200
        assert f'"isolation":"{means}"' in isolation(address).replace(" ", "").replace(",", ", ")


@pytest.mark.parametrize("mode", SERVERS)
def test_without_any_barrier_the_same_attacks_are_caught(
    mode: str, attacks: list[Attack], traps: tuple[Catcher, Watch], tmp_path: Path
) -> None:
    with serving(mode, CONFIGURATIONS["neither"], tmp_path / "start") as address:
        found = carry_out(address, attacks, traps)
    tell(f"{mode}, neither", attacks, found)
    assert len(found.harmful) >= 40
    assert found.contacts >= 100
    assert found.told


def carelessly(attack: Attack) -> None:
    """Give an attack to rdflib, which fetches what it is told to, as most RDF tools do."""
    data, media_type = rdflib.Dataset(), dict(attack.headers).get("Content-Type", "").partition(";")[0]
    if attack.kind == "query":
        list(data.query(attack.text))
    elif attack.kind == "update":
        data.update(attack.text)
    elif attack.kind == "upload":
        data.parse(data=attack.text, format=media_type)


def test_a_careless_program_falls_for_the_attacks_on_files_and_by_upload(
    traps: tuple[Catcher, Watch], attacks: list[Attack], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sparql, "SPARQL_LOAD_GRAPHS", True)  # its default, which our store in memory switches off
    catcher, watch = traps
    watch.opened()
    contacts, files = dict.fromkeys(("query", "update", "upload", "request"), 0), 0
    for attack in attacks:
        before = catcher.contacts
        with suppress(Exception), warnings.catch_warnings(action="ignore"):
            carelessly(attack)
        contacts[attack.kind] += catcher.contacts > before
        files += watch.opened() > 0
    print(f"rdflib: attacks with contacts {contacts}, with files opened {files}")  # noqa: T201
    assert contacts["query"] >= 1
    assert contacts["update"] >= 5
    assert contacts["upload"] >= 5
    assert files >= 5


def test_the_traps_work(traps: tuple[Catcher, Watch]) -> None:
    catcher, watch = traps
    before = catcher.contacts
    for address in (f"127.0.0.1:{catcher.port}", catcher.ipv6, f"localhost:{catcher.port}"):
        with urlopen(f"http://{address}/") as answer:
            assert CANARY in answer.read().decode()
    assert catcher.contacts - before == 3
    watch.opened()
    assert CANARY in watch.secret.with_suffix(".txt").read_text(encoding="utf-8")
    assert watch.opened() == 1
    assert watch.opened() == 0
