"""Answer plain queries before Flask: what most programs send, at a third of Flask's cost.

That is a GET of /sparql with a query and nothing else, for an answer that is data. Anything else goes to Flask; so
do long answers, and what the engine refuses, with what it said, so that nothing is evaluated twice. A test holds both
ways to the same responses.
"""

from typing import Any
from urllib.parse import unquote_to_bytes

from .cache import Header
from .clients import Clients
from .compression import shorten
from .engine import Engine, Question, Reply
from .environment import GIVEN
from .language import accepted_language
from .negotiation import Choice, best_answers
from .recognition import is_lasting, name_choice, name_request

EXPOSED = "ETag, Location, Server-Timing"
KEPT = "public, no-cache"  # may be kept, and is asked about each time
UNKEPT = "no-store"

Response = tuple[str, list[Header], bytes, str | None]  # and the ETag, when it may be given again


class Quick:
    """Answer by the engine alone what can be answered so."""

    def __init__(self, engine: Engine, clients: Clients, longest: int) -> None:
        self._engine, self._clients, self._longest = engine, clients, longest

    def answer(self, environ: dict[str, Any], version: str | None) -> Response | None:
        """Answer, or give None and leave in the environment what the engine said, if it was asked."""
        query = _query_of(environ["QUERY_STRING"], self._longest)
        choice = best_answers(environ.get("HTTP_ACCEPT", "")) if query is not None else {}
        if query is None or not _is_data(choice) or "HTTP_IF_NONE_MATCH" in environ:
            return None
        try:
            formats = {kind: offer.format if offer else None for kind, offer in choice.items()}
            with self._clients.counting(environ):
                reply = self._engine.answer(Question(query), formats)
        except Exception as error:  # noqa: BLE001 - Flask raises it again, and tells or logs it as any other
            environ[GIVEN] = error
            return None
        if reply.file:
            environ[GIVEN] = reply
            return None
        return self._write(environ, version, query, choice, reply)

    def _write(
        self, environ: dict[str, Any], version: str | None, query: str, choice: Choice, reply: Reply
    ) -> Response:
        offer = choice[reply.kind]
        content_type = offer.content_type if offer else "application/octet-stream"
        body, coding = shorten(reply.body, content_type, environ.get("HTTP_ACCEPT_ENCODING", ""))
        headers = [
            ("Content-Type", content_type),
            ("Content-Length", str(len(body))),
            ("Vary", "Accept, Accept-Language, Accept-Encoding"),
            ("Access-Control-Allow-Origin", "*"),
            ("Access-Control-Expose-Headers", EXPOSED),
        ]
        if coding:
            headers.append(("Content-Encoding", coding))
        if version is None or reply.dataset not in {None, version} or not is_lasting(query):
            return "200 OK", [*headers, ("Cache-Control", UNKEPT)], body, None
        language = accepted_language(environ.get("HTTP_ACCEPT_LANGUAGE", ""))
        tag = name_request(environ, version, name_choice(choice), language)
        return "200 OK", [*headers, ("Cache-Control", KEPT), ("ETag", f'W/"{tag}"')], body, tag


def _query_of(query_string: str, longest: int) -> str | None:
    """Read the query of `query=…`; None when there is anything else, or when it is none of the plain ones."""
    if not query_string.startswith("query=") or "&" in query_string or not query_string.isascii():
        return None
    if len(query_string) > longest:
        return None
    try:
        return unquote_to_bytes(query_string[6:].replace("+", " ")).decode("utf-8")
    except UnicodeDecodeError:
        return None


def _is_data(choice: Choice) -> bool:
    offers = [offer for offer in choice.values() if offer]
    return bool(offers) and all(offer.format != "html" for offer in offers)
