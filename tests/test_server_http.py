"""The HTTP layer of the real server: what slow, hasty, long and broken requests get, and how the server stops."""

import http.client
import json
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from pathlib import Path
from urllib.parse import quote, urlsplit

import pytest

from server.config import SettingError, Settings
from server.serving import _listen

TINY = Path(__file__).with_name("tiny.ttl")
HUNDRED = " ".join(str(number) for number in range(100))
A_SECOND = f"SELECT (COUNT(*) AS ?n) {{ {' '.join(f'VALUES ?v{n} {{ {HUNDRED} }}' for n in range(3))} }}"


@contextmanager
def serving(*options: str) -> Iterator[tuple[str, subprocess.Popen[str]]]:
    command = [sys.executable, "-m", "server", "serve", "--port", "0", "--data", str(TINY), *options]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True) as process:
        assert process.stdout is not None
        try:
            yield urlsplit(process.stdout.readline().strip()).netloc, process
        finally:
            process.send_signal(signal.SIGTERM)
            process.wait(timeout=30)


@pytest.fixture(scope="module")
def server() -> Iterator[str]:
    with serving("--workers", "1") as (address, _):
        assert get(address, "/readyz")[0] == 200
        yield address


def get(address: str, path: str) -> tuple[int, bytes]:
    connection = http.client.HTTPConnection(address, timeout=30)
    try:
        connection.request("GET", path)
        response = connection.getresponse()
        return response.status, response.read()
    finally:
        connection.close()


def connect(address: str) -> socket.socket:
    host, _, port = address.partition(":")
    return socket.create_connection((host, int(port)), timeout=30)


def test_clients_that_send_slowly_hold_nobody_up(server: str) -> None:
    with ExitStack() as stack:
        for _ in range(200):
            slow = stack.enter_context(connect(server))
            slow.sendall(b"GET /sparql?query=ASK{} HTTP/1.1\r\nHost: slow")
        start = time.monotonic()
        assert get(server, "/healthz")[0] == 200
        assert get(server, f"/sparql?query={quote('ASK {}')}")[0] == 200
        assert time.monotonic() - start < 5


def test_a_head_that_does_not_come_is_not_waited_for(server: str) -> None:
    with connect(server) as slow:
        slow.sendall(b"GET / HTTP/1.1\r\nHost: slow")
        assert slow.recv(1000)[:12] in {b"", b"HTTP/1.1 408"}


def test_a_long_address_is_read(server: str) -> None:
    status, body = get(server, f"/sparql?query={quote('ASK {} #' + 'x' * 60_000)}")
    assert (status, json.loads(body)["boolean"]) == (200, True)


@pytest.mark.parametrize("length", [65_600, 300_000, 1_000_000])
def test_an_address_that_is_longer_is_refused(length: int, server: str) -> None:
    assert get(server, f"/sparql?query={'x' * length}")[0] in {414, 431}


def chunked(address: str, length: int) -> int:
    """Send a query in pieces, without saying how long it will be."""
    connection = http.client.HTTPConnection(address, timeout=30)
    try:
        headers = {"Content-Type": "application/sparql-query", "Accept": "*/*"}
        pieces = iter([b"ASK {} #", *[b"x" * 10_000] * (length // 10_000)])
        connection.request("POST", "/sparql", pieces, headers, encode_chunked=True)
        return connection.getresponse().status
    finally:
        connection.close()


def test_a_body_in_pieces_is_read_up_to_its_limit(server: str) -> None:
    assert chunked(server, 100_000) == 200
    assert chunked(server, 500_000) == 413


@pytest.mark.parametrize(
    "broken", [b"\0\1\2\r\n\r\n", b"GET\r\n\r\n", b"GET / HTTP/9.9\r\n\r\n", b"GET /a<b HTTP/1.1\r\n\r\n"]
)
def test_what_is_not_http_gets_400_or_nothing(broken: bytes, server: str) -> None:
    with connect(server) as connection:
        connection.sendall(broken)
        assert connection.recv(1000)[:12] in {b"", b"HTTP/1.1 400"}
    assert get(server, "/healthz")[0] == 200


def test_what_is_under_way_is_answered_before_the_server_stops() -> None:
    with serving("--workers", "1") as (address, process), ThreadPoolExecutor(1) as threads:
        assert get(address, f"/sparql?query={quote('ASK {}')}")[0] == 200
        asked = threads.submit(get, address, f"/sparql?query={quote(A_SECOND)}")
        time.sleep(0.1)
        process.send_signal(signal.SIGTERM)
        status, body = asked.result()
        assert status == 200
        assert b"1000000" in body
        assert process.wait(timeout=30) == 0


def test_an_address_in_use_is_told_with_what_to_do(server: str) -> None:
    port = server.rpartition(":")[2]
    command = [sys.executable, "-m", "server", "serve", "--port", port, "--data", str(TINY)]
    done = subprocess.run(command, capture_output=True, text=True, timeout=60, check=False)
    assert done.returncode == 2
    assert f"port {port}, cannot be listened on" in done.stderr
    assert "--port 0 takes a free one" in done.stderr


def test_an_address_of_another_machine_is_told() -> None:
    with pytest.raises(SettingError, match=r"192\.0\.2\.1, port 0, cannot be listened on"):
        _listen(Settings(Path("/nowhere"), host="192.0.2.1", port=0))
