"""Name what a request asks for, so that an answer that has not changed is recognised: the ETag.

It stands for the version of the dataset and of this program, the address, the format that the client gets, and the
language of pages.
"""

import re
from hashlib import sha256
from typing import Any

from graph.resources import consulaire_version

from .negotiation import Choice

_CHANGING = re.compile(r"(?:now|rand|uuid)(?![a-z0-9_])", re.IGNORECASE)  # functions whose value is never the same
_ADDRESS = ("wsgi.url_scheme", "HTTP_HOST", "PATH_INFO", "QUERY_STRING")
_PROGRAM = consulaire_version()


def is_lasting(query: str) -> bool:
    """Tell whether a query's answer is the same as long as the dataset is."""
    return not _CHANGING.search(query)


def name_request(environ: dict[str, Any], version: str, wanted: str, language: str) -> str:
    """Give the ETag, without quotes, of a GET or HEAD; `wanted` names the format or what the client accepts."""
    parts = [version, _PROGRAM, *(environ.get(name, "") for name in _ADDRESS), wanted, language]
    return sha256("\n".join(parts).encode("utf-8", "surrogateescape")).hexdigest()[:32]


def name_choice(choice: Choice) -> str:
    """Name the formats chosen for each kind of answer, for `name_request`."""
    return " ".join(offer.media_type if offer else "-" for offer in choice.values())
