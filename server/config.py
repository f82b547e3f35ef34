"""Read the settings of the server, once, when it is created."""

import ipaddress
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from graph.errors import ConsulaireError
from graph.resources import store_directory

Network = ipaddress.IPv4Network | ipaddress.IPv6Network

_DIGEST = re.compile(r"[0-9a-f]{64}\Z")


class SettingError(ConsulaireError):
    """Report a setting that the server cannot start with; the message names the variable and a value that works."""


@dataclass(frozen=True)
class Settings:
    """Hold what the server is told; `writable` and `anonymous_write` come from the command line alone."""

    store_dir: Path
    host: str = "127.0.0.1"
    port: int = 8000
    workers: int = 2
    max_query_bytes: int = 200_000
    write_token_sha256: str | None = None
    writable: bool = False
    anonymous_write: bool = False
    query_timeout: int = 10
    max_memory_mb: int = 1024
    max_result_bytes: int = 100_000_000
    max_rows: int = 1_000_000
    queries_at_once: int = 4
    queries_waiting: int = 16
    cache_mb: int = 64
    in_memory_quads: int = 500_000
    checks_at_once: int = 2
    check_timeout: int = 60
    client_queries_at_once: int | None = None
    client_requests_per_minute: int | None = None
    trusted_proxies: tuple[Network, ...] = ()

    @classmethod
    def from_environment(cls, environ: Mapping[str, str]) -> "Settings":
        """Read the `CONSULAIRE_*` variables; SettingError says which one is wrong and what would be right."""
        return cls(
            store_dir=store_directory(environ),
            host=environ.get("CONSULAIRE_HOST", "").strip() or "127.0.0.1",
            port=_number(environ, "CONSULAIRE_PORT", 8000, low=0, high=65_535),
            workers=_number(environ, "CONSULAIRE_WORKERS", 2, low=1, high=64),
            max_query_bytes=_number(environ, "CONSULAIRE_MAX_QUERY_BYTES", 200_000, low=1_000, high=10_000_000),
            write_token_sha256=_digest(environ, "CONSULAIRE_WRITE_TOKEN_SHA256"),
            query_timeout=_number(environ, "CONSULAIRE_QUERY_TIMEOUT", 10, low=1, high=3_600),
            max_memory_mb=_number(environ, "CONSULAIRE_MAX_MEMORY_MB", 1024, low=256, high=1_000_000),
            max_result_bytes=_number(environ, "CONSULAIRE_MAX_RESULT_BYTES", 100_000_000, low=1_000, high=999_999_999),
            max_rows=_number(environ, "CONSULAIRE_MAX_ROWS", 1_000_000, low=0, high=999_999_999),
            queries_at_once=_number(environ, "CONSULAIRE_QUERIES_AT_ONCE", 4, low=1, high=64),
            queries_waiting=_number(environ, "CONSULAIRE_QUERIES_WAITING", 16, low=0, high=1_000),
            cache_mb=_number(environ, "CONSULAIRE_CACHE_MB", 64, low=0, high=100_000),
            in_memory_quads=_number(environ, "CONSULAIRE_IN_MEMORY_QUADS", 500_000, low=0, high=999_999_999),
            checks_at_once=_number(environ, "CONSULAIRE_CHECKS_AT_ONCE", 2, low=0, high=64),
            check_timeout=_number(environ, "CONSULAIRE_CHECK_TIMEOUT", 60, low=1, high=3_600),
            client_queries_at_once=_if_set(environ, "CONSULAIRE_CLIENT_QUERIES_AT_ONCE", 2, high=64),
            client_requests_per_minute=_if_set(environ, "CONSULAIRE_CLIENT_REQUESTS_PER_MINUTE", 120, high=1_000_000),
            trusted_proxies=_networks(environ, "CONSULAIRE_TRUSTED_PROXIES"),
        )


def _number(environ: Mapping[str, str], name: str, default: int, *, low: int, high: int) -> int:
    given = environ.get(name, "").strip()
    if not given:
        return default
    if not re.fullmatch(r"[0-9]{1,9}", given) or not low <= int(given) <= high:
        raise SettingError(f"{name} is '{given}'; it must be a whole number from {low} to {high}, such as {default}.")
    return int(given)


def _if_set(environ: Mapping[str, str], name: str, example: int, *, high: int) -> int | None:
    return _number(environ, name, example, low=0, high=high) if environ.get(name, "").strip() else None


def _networks(environ: Mapping[str, str], name: str) -> tuple[Network, ...]:
    given = environ.get(name, "").replace(",", " ").split()
    try:
        return tuple(ipaddress.ip_network(one) for one in given)
    except ValueError as error:
        raise SettingError(
            f"{name} is '{environ[name]}' ({error}); it must list addresses or networks, such as 127.0.0.1, 10.0.0.0/8."
        ) from error


def _digest(environ: Mapping[str, str], name: str) -> str | None:
    given = environ.get(name, "").strip().lower()
    if not given:
        return None
    if not _DIGEST.match(given):
        raise SettingError(
            f"{name} must be the SHA-256 of the token in 64 hexadecimal digits, never the token itself. "
            "Make it with: printf %s 'your token' | sha256sum"
        )
    return given
