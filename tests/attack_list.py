"""Read the attacks of `tests/attacks/`, aim them at a catcher, and send them.

In their texts CATCHER, CATCHER6 and CATCHERNAME stand for the catcher's host and port (in IPv4, IPv6 and as a name),
PORT for its port in IPv4, and SECRET for the beginning of the path of files that nobody may read.
"""

import http.client
import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlencode, urlsplit

FOLDER = Path(__file__).with_name("attacks")
FORM = "application/x-www-form-urlencoded"
GRAPH = "/graph-store?graph=http://x/g"
PATIENCE = 30  # seconds


@dataclass(frozen=True)
class Sent:
    """Hold one request as it goes over the wire."""

    method: str
    target: str
    headers: tuple[tuple[str, str], ...] = ()
    body: bytes = b""


@dataclass(frozen=True)
class Attack:
    """Hold one attack of the list; `kind` is query, update, upload or request."""

    kind: str
    name: str
    tries: str
    text: str = ""
    parameters: tuple[tuple[str, str], ...] = ()
    method: str = ""
    target: str = ""
    headers: tuple[tuple[str, str], ...] = ()
    encoding: str = "utf-8"

    def requests(self) -> Iterator[Sent]:
        """Give every way in which it is sent."""
        if self.kind in {"query", "update"}:
            yield from self._protocol()
        for method in {"upload": ("PUT", "POST"), "request": (self.method,)}.get(self.kind, ()):
            yield Sent(method, self.target, self.headers, self.text.encode(self.encoding))

    def _protocol(self) -> Iterator[Sent]:
        parameters = urlencode(self.parameters)
        if self.kind == "query":
            yield Sent("GET", f"/sparql?query={quote(self.text)}&{parameters}", self.headers)
        form = urlencode([(self.kind, self.text), *self.parameters]).encode()
        yield Sent("POST", "/sparql", (*self.headers, ("Content-Type", FORM)), form)
        direct = ("Content-Type", f"application/sparql-{self.kind}")
        yield Sent("POST", f"/sparql?{parameters}", (*self.headers, direct), self.text.encode())


@dataclass(frozen=True)
class Aim:
    """Say what the words in capitals stand for."""

    ipv4: int
    ipv6: str
    secret: Path
    words: dict[str, str] = field(init=False)

    def __post_init__(self) -> None:
        """Write the table of words."""
        words = {"CATCHER6": self.ipv6, "CATCHERNAME": f"localhost:{self.ipv4}", "CATCHER": f"127.0.0.1:{self.ipv4}"}
        object.__setattr__(self, "words", {**words, "PORT": str(self.ipv4), "SECRET": str(self.secret)})

    def fill(self, text: str) -> str:
        """Put in what the words stand for."""
        return re.sub("CATCHER(?:NAME|6)?|PORT|SECRET", lambda found: self.words[found[0]], text)


def read_attacks(aim: Aim) -> list[Attack]:
    """Read all attacks, aimed."""
    files = sorted(FOLDER.glob("*.toml"))
    tables = [tomllib.loads(path.read_text(encoding="utf-8")) for path in files]
    return [_attack(kind, one, aim) for table in tables for kind, listed in table.items() for one in listed]


def send(address: str, sent: Sent) -> bytes:
    """Send a request; give the whole answer, headers too, or nothing when the server hangs up."""
    connection = http.client.HTTPConnection(urlsplit(address).netloc, timeout=PATIENCE)
    try:
        names_host = any(name == "Host" for name, _ in sent.headers)
        connection.putrequest(sent.method, sent.target, skip_host=names_host, skip_accept_encoding=True)
        for name, value in sent.headers:
            connection.putheader(name, value)
        connection.putheader("Content-Length", str(len(sent.body)))
        connection.endheaders(sent.body)
        response = connection.getresponse()
        return f"{response.status} {response.getheaders()}\n".encode() + response.read()
    except (ConnectionError, http.client.RemoteDisconnected):
        return b""
    finally:
        connection.close()


def _attack(kind: str, told: dict[str, Any], aim: Aim) -> Attack:
    text = aim.fill(told.get("text") or told.get("body") or "")
    headers = [(name, aim.fill(value)) for name, value in told.get("headers", [])]
    if "type" in told:
        headers.append(("Content-Type", aim.fill(told["type"])))
    if told.get("type", "").startswith("multipart/"):
        text = text.replace("\n", "\r\n")
    return Attack(
        kind=kind,
        name=told["name"],
        tries=told["tries"],
        text=text,
        parameters=tuple((name, aim.fill(value)) for name, value in told.get("parameters", [])),
        method=told.get("method", ""),
        target=aim.fill(told.get("target", GRAPH)),
        headers=tuple(headers),
        encoding=told.get("encoding", "utf-8"),
    )
