"""The settings are read once, checked, and refused with a sentence that says what would be right."""

from dataclasses import replace
from hashlib import sha256
from ipaddress import ip_network
from pathlib import Path

import pytest

from server.config import SettingError, Settings


def test_the_defaults_listen_on_this_machine_only() -> None:
    settings = Settings.from_environment({})
    assert (settings.host, settings.port, settings.workers) == ("127.0.0.1", 8000, 2)
    assert (settings.writable, settings.anonymous_write, settings.write_token_sha256) == (False, False, None)


def test_each_variable_is_read() -> None:
    digest = sha256(b"secret").hexdigest()
    settings = Settings.from_environment(
        {
            "CONSULAIRE_STORE_DIR": "/data/store",
            "CONSULAIRE_HOST": "0.0.0.0",  # noqa: S104
            "CONSULAIRE_PORT": "0",
            "CONSULAIRE_WORKERS": "4",
            "CONSULAIRE_MAX_QUERY_BYTES": "5000",
            "CONSULAIRE_WRITE_TOKEN_SHA256": digest.upper(),
            "CONSULAIRE_QUERY_TIMEOUT": "5",
            "CONSULAIRE_MAX_MEMORY_MB": "512",
            "CONSULAIRE_MAX_RESULT_BYTES": "2000",
            "CONSULAIRE_MAX_ROWS": "0",
            "CONSULAIRE_QUERIES_AT_ONCE": "3",
            "CONSULAIRE_QUERIES_WAITING": "0",
            "CONSULAIRE_CLIENT_QUERIES_AT_ONCE": "0",
            "CONSULAIRE_CLIENT_REQUESTS_PER_MINUTE": "60",
            "CONSULAIRE_TRUSTED_PROXIES": "127.0.0.1, fd00::/8",
        }
    )
    expected = Settings(Path("/data/store"), "0.0.0.0", 0, 4, 5000, digest)  # noqa: S104
    limited = replace(expected, query_timeout=5, max_memory_mb=512, max_result_bytes=2000, max_rows=0)
    limited = replace(limited, queries_at_once=3, queries_waiting=0)
    proxies = (ip_network("127.0.0.1"), ip_network("fd00::/8"))
    assert settings == replace(
        limited, client_queries_at_once=0, client_requests_per_minute=60, trusted_proxies=proxies
    )


WRONG = [
    ("CONSULAIRE_PORT", "http"),
    ("CONSULAIRE_PORT", "70000"),
    ("CONSULAIRE_PORT", "-1"),
    ("CONSULAIRE_PORT", "٣"),
    ("CONSULAIRE_WORKERS", "0"),
    ("CONSULAIRE_WORKERS", "many"),
    ("CONSULAIRE_MAX_QUERY_BYTES", "10"),
    ("CONSULAIRE_WRITE_TOKEN_SHA256", "secret"),
    ("CONSULAIRE_QUERY_TIMEOUT", "0"),
    ("CONSULAIRE_MAX_MEMORY_MB", "64"),
    ("CONSULAIRE_MAX_RESULT_BYTES", "1"),
    ("CONSULAIRE_MAX_ROWS", "-1"),
    ("CONSULAIRE_QUERIES_AT_ONCE", "0"),
    ("CONSULAIRE_QUERIES_WAITING", "-1"),
    ("CONSULAIRE_CLIENT_QUERIES_AT_ONCE", "many"),
    ("CONSULAIRE_CLIENT_REQUESTS_PER_MINUTE", "-1"),
    ("CONSULAIRE_TRUSTED_PROXIES", "proxy.example.org"),
    ("CONSULAIRE_TRUSTED_PROXIES", "10.0.0.1/8"),
]


@pytest.mark.parametrize(("name", "value"), WRONG)
def test_a_wrong_value_stops_with_the_name_of_the_variable(name: str, value: str) -> None:
    with pytest.raises(SettingError, match=name):
        Settings.from_environment({name: value})


def test_the_message_never_repeats_a_token() -> None:
    with pytest.raises(SettingError) as refusal:
        Settings.from_environment({"CONSULAIRE_WRITE_TOKEN_SHA256": "my-plain-token"})
    assert "my-plain-token" not in str(refusal.value)


def test_there_are_eighteen_wrong_values() -> None:
    assert len(WRONG) == 18
