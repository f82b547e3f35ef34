"""One client cannot take every place: counted by address, told when to come back, off on loopback unless set."""

import json
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from ipaddress import ip_network
from pathlib import Path
from urllib.parse import urlencode

import pytest

from graph import oxigraph_store
from server.app import create_app
from server.clients import ClientLimits, Clients, TooManyQueries, TooManyRequests
from server.config import Settings
from tests.test_server_limits import PROBLEM, RUNAWAY, Sent, serving

OTHER, NEIGHBOUR, HERE = "192.0.2.7", "192.0.2.8", "127.0.0.1"


class Clock:
    def __init__(self) -> None:
        self.now = 1_000.0

    def __call__(self) -> float:
        return self.now


def answered(clients: Clients, remote: str, forwarded: str = "") -> None:
    """Let one request pass and be answered."""
    name = clients.admit(remote, forwarded)
    if name is not None:
        clients.leave(name)


def test_another_machine_has_limits_by_default_and_this_one_has_none() -> None:
    clients = Clients(ClientLimits())
    for _ in range(300):
        assert clients.admit(HERE) is None
        assert clients.admit("::1") is None
    held = [clients.admit(OTHER) for _ in range(2)]
    with pytest.raises(TooManyQueries, match="2 queries are at work"):
        clients.admit(OTHER)
    answered(clients, NEIGHBOUR)
    clients.leave(str(held.pop()))
    answered(clients, OTHER)


def test_a_minute_has_so_many_requests_and_then_one_at_a_time() -> None:
    clock = Clock()
    clients = Clients(ClientLimits(requests_per_minute=6), clock=clock)
    for _ in range(6):
        answered(clients, OTHER)
    with pytest.raises(TooManyRequests, match="more than 6 requests per minute") as refusal:
        answered(clients, OTHER)
    assert refusal.value.retry_after == 10
    answered(clients, NEIGHBOUR)
    clock.now += 10
    answered(clients, OTHER)
    with pytest.raises(TooManyRequests):
        answered(clients, OTHER)
    clock.now += 60
    for _ in range(6):
        answered(clients, OTHER)


def test_set_limits_hold_on_loopback_too_and_zero_is_none() -> None:
    both = Clients(ClientLimits(queries_at_once=1, requests_per_minute=1))
    both.leave(str(both.admit(HERE)))
    with pytest.raises(TooManyRequests):
        both.admit(HERE)
    none = Clients(ClientLimits(queries_at_once=0, requests_per_minute=0))
    assert {none.admit(OTHER) for _ in range(500)} == {None}


SAME = [  # the address of the connection and X-Forwarded-For, twice; whether it is one client
    (("192.0.2.7", ""), ("192.0.2.8", ""), False),
    (("2001:db8:1:2::1", ""), ("2001:db8:1:2:ffff::9", ""), True),
    (("2001:db8:1:2::1", ""), ("2001:db8:1:3::1", ""), False),
    (("::ffff:192.0.2.7", ""), ("192.0.2.7", ""), True),
    (("192.0.2.7", "203.0.113.1"), ("192.0.2.7", "203.0.113.2"), True),  # not trusted: not believed
    (("10.0.0.1", "203.0.113.1"), ("10.0.0.1", "203.0.113.2"), False),
    (("10.0.0.1", "203.0.113.1"), ("203.0.113.1", ""), True),
    (("10.0.0.1", "1.2.3.4, 203.0.113.1"), ("10.0.0.1", "5.6.7.8,203.0.113.1"), True),  # the last one counts
    (("10.0.0.1", "203.0.113.1, 10.0.0.2"), ("203.0.113.1", ""), True),  # through two proxies
    (("10.0.0.1", "203.0.113.1:4711"), ("10.0.0.1", "203.0.113.1:4712"), True),
    (("10.0.0.1", "[2001:db8::1]:4711"), ("2001:db8::2", ""), True),
    (("10.0.0.1", "what"), ("10.0.0.1", "ever"), True),
    (("10.0.0.1", "unknown"), ("", ""), True),
]


@pytest.mark.parametrize(("one", "other", "same"), SAME)
def test_who_is_one_client(one: tuple[str, str], other: tuple[str, str], same: bool) -> None:
    limits = ClientLimits(queries_at_once=1, requests_per_minute=0, trusted_proxies=(ip_network("10.0.0.0/8"),))
    clients = Clients(limits)
    assert clients.admit(*one) is not None
    if same:
        with pytest.raises(TooManyQueries):
            clients.admit(*other)
    else:
        assert clients.admit(*other) is not None


def test_there_are_thirteen_pairs() -> None:
    assert len(SAME) == 13


def test_addresses_are_forgotten(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("server.clients._MOST_CLIENTS", 100)
    clock = Clock()
    clients = Clients(ClientLimits(), clock=clock)
    for number in range(250):
        answered(clients, f"192.0.2.{number}")
    assert (len(clients._paid_until), clients._running) == (100, {})
    clock.now += 61
    answered(clients, OTHER)
    assert list(clients._paid_until) == [OTHER]


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    with serving(CONSULAIRE_TRUSTED_PROXIES="127.0.0.1", CONSULAIRE_CLIENT_REQUESTS_PER_MINUTE="20") as (told, _):
        yield told


def ask(address: str, client: str, query: str = "ASK {}", path: str = "/sparql", **parameters: str) -> Sent:
    url = f"{address}{path}?{urlencode({'query': query, **parameters})}"
    request = urllib.request.Request(url, headers={"X-Forwarded-For": client})
    try:
        with urllib.request.urlopen(request, timeout=30) as response:
            return Sent(response.status, response.headers, response.read().decode())
    except urllib.error.HTTPError as error:
        with error:
            return Sent(error.code, error.headers, error.read().decode())


def test_one_client_over_http_does_not_keep_others_out(address: str) -> None:
    with ThreadPoolExecutor(2) as threads:
        held = [threads.submit(ask, address, "203.0.113.1", RUNAWAY, timeout="3") for _ in range(2)]
        time.sleep(1)
        refused, other, here = (ask(address, client) for client in ("203.0.113.1", "203.0.113.2", HERE))
        assert [future.result().status for future in held] == [503, 503]
    assert (refused.status, refused.headers["Retry-After"]) == (429, "2")
    assert refused.headers["Content-Type"] == PROBLEM
    assert refused.headers["Access-Control-Allow-Origin"] == "*"
    assert refused.problem["type"] == "https://w3id.org/consulaire/problem/client-queries"
    assert refused.problem["limit"] == 2
    assert (other.status, here.status) == (200, 200)
    assert ask(address, "203.0.113.1").status == 200  # both were given back, although they failed


def test_who_asks_too_often_over_http_is_told_when_to_come_back(address: str) -> None:
    sent = [ask(address, "203.0.113.9", f"ASK {{}} # {number}") for number in range(25)]
    refused = [one for one in sent if one.status == 429]
    assert 1 <= len(refused) <= 5
    assert [one.status for one in sent[:20]] == [200] * 20
    assert refused[0].problem["type"] == "https://w3id.org/consulaire/problem/client-requests"
    assert 1 <= int(str(refused[0].headers["Retry-After"])) <= 3
    assert ask(address, "203.0.113.10").status == 200
    assert ask(address, "203.0.113.9", path="/healthz").status == 200


def test_forwarded_addresses_are_not_believed_unless_the_proxy_is_trusted() -> None:
    with serving(CONSULAIRE_CLIENT_REQUESTS_PER_MINUTE="5") as (address, _):
        statuses = [ask(address, f"203.0.113.{number}", f"ASK {{}} # {number}").status for number in range(8)]
    assert statuses[:5] == [200] * 5
    assert 429 in statuses


def test_no_address_is_logged(tmp_path: Path) -> None:
    command = [sys.executable, "-c", LOGGED.format(store=str(tmp_path))]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    lines = [json.loads(line) for line in done.stderr.splitlines()]
    assert [line["status"] for line in lines] == [200, 429]
    assert "203.0.113" not in done.stderr + done.stdout


LOGGED = """
from pathlib import Path
from graph import oxigraph_store
from server.app import create_app
from server.config import Settings
settings = Settings(Path("{store}"), client_requests_per_minute=1)
client = create_app(settings, store=oxigraph_store(b"")).test_client()
for number in range(2):
    client.get(f"/sparql?query=ASK%7B%7D%23{{number}}", environ_base={{"REMOTE_ADDR": "203.0.113.5"}})
"""


def test_a_place_is_given_back_after_a_fault_of_ours(monkeypatch: pytest.MonkeyPatch) -> None:
    app = create_app(Settings(Path("/nowhere"), client_queries_at_once=1), store=oxigraph_store(b""))
    client = app.test_client()
    monkeypatch.setattr(app.extensions["engine"], "answer", None)
    statuses = [client.get("/sparql?query=ASK%7B%7D").status_code for _ in range(3)]
    monkeypatch.undo()
    assert [*statuses, client.get("/sparql?query=ASK%7B%7D").status_code] == [500, 500, 500, 200]
