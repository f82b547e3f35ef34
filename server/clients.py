"""Limit what one client may ask at a time and in a minute, so that it cannot take every place from the others.

A client is the address at the other end of the connection (of IPv6 its /64, which one client can have whole), or
the one that a trusted proxy names. Addresses are kept in memory only, a bounded number of them and hardly longer than
they matter, and never told. Each web process counts for itself. What is answered without the engine, as an unchanged
answer is, does not count.
"""

import ipaddress
import math
import time
from collections import OrderedDict
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from threading import Lock
from typing import Any

from flask import Flask, g, request
from flask.typing import ResponseReturnValue

from graph.errors import ConsulaireError

from .config import Network, Settings
from .environment import COUNTED

Address = ipaddress.IPv4Address | ipaddress.IPv6Address

_QUERIES_AT_ONCE, _REQUESTS_PER_MINUTE = 2, 120  # for who is not on this machine, unless set
_MINUTE = 60.0
_MOST_CLIENTS = 20_000  # remembered; beyond, who asked least recently is forgotten
_COUNTED = {"sparql", "graph_store"}
_DEAR = {"check.judge", "check.judge_draft"}  # of other blueprints
_NOBODY = "unknown"
_HERE = {"127.0.0.1", "::1"}  # this machine, as it mostly is written


class ClientLimit(ConsulaireError):
    """Group what one client may not have; `limit` is how many it may, `retry_after` seconds to wait."""

    def __init__(self, message: str, *, french: str, limit: int, retry_after: int) -> None:
        self.french, self.limit, self.retry_after = french, limit, retry_after
        super().__init__(message)


class TooManyQueries(ClientLimit):
    """Report a client that asks while it has as many queries at work as it may."""

    def __init__(self, limit: int) -> None:
        super().__init__(
            f"From your address {limit} queries are at work already, the limit of this server for one client "
            "(CONSULAIRE_CLIENT_QUERIES_AT_ONCE). This one was not begun. Send it when another is answered.",
            french=f"De votre adresse, {limit} requêtes sont déjà en cours, la limite de ce serveur par client. "
            "Celle-ci n’a pas été commencée. Envoyez-la quand une autre aura reçu sa réponse.",
            limit=limit,
            retry_after=2,
        )


class TooManyRequests(ClientLimit):
    """Report a client that asks more often than it may."""

    def __init__(self, limit: int, retry_after: int) -> None:
        super().__init__(
            f"From your address come more than {limit} requests per minute, the limit of this server for one client "
            f"(CONSULAIRE_CLIENT_REQUESTS_PER_MINUTE). Wait {retry_after} s, then ask less often, or for more at once.",
            french=f"De votre adresse viennent plus de {limit} demandes par minute, la limite de ce serveur par "
            f"client. Attendez {retry_after} s, puis demandez moins souvent, ou davantage à la fois.",
            limit=limit,
            retry_after=retry_after,
        )


@dataclass(frozen=True)
class ClientLimits:
    """Hold the limits; 0 is none, None the default: some for other machines, none for this one."""

    queries_at_once: int | None = None
    requests_per_minute: int | None = None
    trusted_proxies: Sequence[Network] = ()


class Clients:
    """Count what each client asks; any thread may."""

    def __init__(self, limits: ClientLimits, *, clock: Callable[[], float] = time.monotonic) -> None:
        self._limits, self._clock = limits, clock
        self._counts_here = bool(limits.queries_at_once or limits.requests_per_minute)
        self._lock = Lock()
        self._running: dict[str, int] = {}
        self._paid_until: OrderedDict[str, float] = OrderedDict()  # a request pays for its share of a minute

    def admit(self, remote: str, forwarded: str = "") -> str | None:
        """Let a request pass, or raise ClientLimit; what it gives, if anything, is for `leave`, when it is answered.

        A client may send a minute's requests at once; then it gets one more each time that the share of one is over.
        """
        if remote in _HERE and not self._counts_here and not (forwarded and self._limits.trusted_proxies):
            return None
        address = _client(remote, forwarded, self._limits.trusted_proxies)
        is_here = not isinstance(address, str) and address.is_loopback
        at_once, per_minute = self._limits.queries_at_once, self._limits.requests_per_minute
        at_once = at_once if at_once is not None else 0 if is_here else _QUERIES_AT_ONCE
        per_minute = per_minute if per_minute is not None else 0 if is_here else _REQUESTS_PER_MINUTE
        if not at_once and not per_minute:
            return None
        name = _name(address)
        with self._lock:
            if at_once and self._running.get(name, 0) >= at_once:
                raise TooManyQueries(at_once)
            if per_minute:
                self._pay(name, per_minute)
            self._running[name] = self._running.get(name, 0) + 1
        return name

    @contextmanager
    def counting(self, environ: dict[str, Any]) -> Iterator[None]:
        """Let a request pass, or raise ClientLimit, for as long as the block takes; it is not counted again."""
        environ[COUNTED] = True
        name = self.admit(*_told(environ))
        try:
            yield
        finally:
            if name is not None:
                self.leave(name)

    def leave(self, name: str) -> None:
        """Note that a request which was let pass is answered."""
        with self._lock:
            self._running[name] -= 1
            if not self._running[name]:
                del self._running[name]

    def _pay(self, name: str, per_minute: int) -> None:
        now = self._clock()
        paid_until = max(now, self._paid_until.get(name, now)) + _MINUTE / per_minute
        if paid_until > now + _MINUTE + 1e-6:
            raise TooManyRequests(per_minute, max(1, math.ceil(paid_until - now - _MINUTE)))
        self._paid_until[name] = paid_until
        self._paid_until.move_to_end(name)
        while self._paid_until:
            oldest = next(iter(self._paid_until))
            if self._paid_until[oldest] > now and len(self._paid_until) <= _MOST_CLIENTS:
                break
            del self._paid_until[oldest]


def clients_of(settings: Settings) -> Clients:
    """Make the counts that the settings ask for."""
    limits = ClientLimits(
        settings.client_queries_at_once, settings.client_requests_per_minute, settings.trusted_proxies
    )
    return Clients(limits)


def limit_clients(app: Flask, clients: Clients) -> None:
    """Hold the requests that may need the engine, and were not counted before they came to Flask, to the limits."""

    def enter() -> ResponseReturnValue | None:
        is_counted = (request.blueprint in _COUNTED and request.method != "OPTIONS") or request.endpoint in _DEAR
        if is_counted and COUNTED not in request.environ:
            g.client = clients.admit(*_told(request.environ))
        return None

    def leave(_error: BaseException | None) -> None:
        client = g.pop("client", None)
        if client is not None:
            clients.leave(client)

    app.before_request(enter)
    app.teardown_request(leave)


def _told(environ: dict[str, Any]) -> tuple[str, str]:
    return environ.get("REMOTE_ADDR", ""), environ.get("HTTP_X_FORWARDED_FOR", "")


def _client(remote: str, forwarded: str, trusted: Sequence[Network]) -> Address | str:
    """Find who asks: the last address that no trusted proxy has, from the connection back along what they wrote."""
    address = _address(remote)
    while address is not None and forwarded and any(address in network for network in trusted):
        forwarded, _, named = forwarded.rpartition(",")
        address = _address(named)
    return address if address is not None else _NOBODY


def _address(written: str) -> Address | None:
    """Read an address, with a port or without."""
    written = written.strip()
    if written.startswith("["):
        written = written[1:].partition("]")[0]
    elif written.count(":") == 1:
        written = written.partition(":")[0]
    try:
        address = ipaddress.ip_address(written.partition("%")[0])
    except ValueError:
        return None
    return getattr(address, "ipv4_mapped", None) or address


def _name(address: Address | str) -> str:
    if isinstance(address, ipaddress.IPv6Address):
        return str(ipaddress.ip_network((address, 64), strict=False))
    return str(address)
