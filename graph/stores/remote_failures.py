"""Say what an endpoint did instead of answering, and whether to try again."""

import ast
import json
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from http.client import HTTPException, IncompleteRead
from urllib.error import HTTPError, URLError

from ..errors import QuerySyntaxError, RemoteDown, RemoteError, RemoteMisbehaved, RemoteRefused, RemoteTimeout

_STATUS = {"QueryBadFormed": 400, "Unauthorized": 401, "EndPointNotFound": 404, "URITooLong": 414}
_BUSY = {429, 502, 503, 504}
_NO_ENDPOINT = {404, 405, 406}  # what a page, or nothing, answers to a query
_ELSEWHERE = (
    " The address of an endpoint ends in /sparql as a rule.",
    " L'adresse d'un point d'accès finit d'ordinaire par /sparql.",
)
_NEVER = float("inf")
_SHOWN = 300  # characters of what a server sent


def worth_another_try(error: RemoteError) -> float:
    """Give the seconds to wait before another try, infinite where the next answer would be the same."""
    if isinstance(error, RemoteDown):
        return 0.0
    if isinstance(error, RemoteRefused) and error.status in _BUSY:
        return error.retry_after
    return _NEVER


def failure_of(error: Exception, endpoint: str, timeout: float) -> RemoteError:
    """Tell an error of the connection."""
    reason = error.reason if isinstance(error, URLError) else error
    if isinstance(reason, TimeoutError) or "timed out" in str(reason):
        return too_late(endpoint, timeout)
    if isinstance(reason, IncompleteRead):
        return misbehaved(endpoint, f"{len(reason.partial)} bytes, then the end", b"", "the whole answer")
    if isinstance(reason, HTTPException) and not isinstance(reason, OSError):
        return misbehaved(endpoint, f"no HTTP ({reason!r})", b"", "an HTTP answer")
    return RemoteDown(
        f"No answer from {endpoint}: {reason}. Nothing was fetched. Start the server (`consulaire serve`), or mend the "
        "address.",
        endpoint=endpoint,
        french=f"Aucune réponse de {endpoint} : {reason}. Rien n'a été lu. Lancez le serveur (`consulaire serve`) ou "
        "corrigez l'adresse.",
    )


def too_late(endpoint: str, timeout: float) -> RemoteTimeout:
    """Tell that the time is over."""
    return RemoteTimeout(
        f"{endpoint} did not give a whole answer within {timeout:g} s; what had come is not used. Ask for less, or "
        "wait longer: open_graph(…, timeout=…).",
        endpoint=endpoint,
        french=f"{endpoint} n'a pas donné de réponse complète en {timeout:g} s ; ce qui était arrivé n'est pas "
        "utilisé. Demandez moins, ou attendez plus : open_graph(…, timeout=…).",
    )


def too_long(endpoint: str, longest: int) -> RemoteMisbehaved:
    """Tell that an answer has no end in sight."""
    return RemoteMisbehaved(
        f"{endpoint} sent more than {longest:,} bytes; none of it is used. Ask for less (LIMIT).",
        endpoint=endpoint,
        french=f"{endpoint} a envoyé plus de {longest:,} octets ; rien n'en est utilisé. Demandez moins (LIMIT).",
    )


def misbehaved(endpoint: str, came: str, body: bytes, wanted: str, error: Exception | None = None) -> RemoteMisbehaved:
    """Tell that what came is not the answer that was asked for."""
    start = " ".join(body[:_SHOWN].decode("utf-8", "replace").split())
    seen = f" It begins: {start!r}." if start else ""
    why = f" ({error})" if error else ""
    page = "html" in came
    hint = (
        "That is a page: the address of an endpoint ends in /sparql as a rule." if page else "Ask the server's keeper."
    )
    hint_fr = " C'est une page : l'adresse d'un point d'accès finit d'ordinaire par /sparql." if page else ""
    return RemoteMisbehaved(
        f"{endpoint} was asked for {wanted} and sent {came}{why}; none of it is used, since a part or another thing "
        f"would be a false answer.{seen} {hint}",
        endpoint=endpoint,
        french=f"{endpoint} devait envoyer {wanted} et a envoyé {came}{why} ; rien n'en est utilisé.{hint_fr}",
    )


def refusal_of(error: Exception, endpoint: str) -> Exception:
    """Tell an answer of 4xx or 5xx, with the words of a problem document where there is one."""
    status, body, retry_after = _parts(error)
    problem = _problem(body)
    detail = str(problem.get("detail") or problem.get("title") or " ".join(body[:_SHOWN].split()) or "no reason given")
    slug = str(problem.get("type", "")).rpartition("/")[2]
    if status == 400 and slug == "query-syntax":
        line, column = problem.get("line"), problem.get("column")
        return QuerySyntaxError(
            detail,
            line=line if isinstance(line, int) else None,
            column=column if isinstance(column, int) else None,
        )
    if slug == "time-limit" or status == 504:
        return RemoteTimeout(
            f"{endpoint} stopped the query at its own limit of time: {detail} Ask for less.",
            endpoint=endpoint,
            french=f"{endpoint} a arrêté la requête à sa propre limite de temps. Demandez moins.",
        )
    hint, hint_fr = _ELSEWHERE if status in _NO_ENDPOINT else ("", "")
    return RemoteRefused(
        f"{endpoint} refused the query with status {status}: {detail}{hint}",
        endpoint=endpoint,
        french=f"{endpoint} a refusé la requête (statut {status}) : {detail}{hint_fr}",
        status=status,
        retry_after=_NEVER if slug.endswith("-limit") else retry_after,  # the same answer would be refused again
    )


def _parts(error: Exception) -> tuple[int, str, float]:
    if not isinstance(error, HTTPError):
        return _STATUS.get(type(error).__name__, 500), _body_in(str(error)), _NEVER
    try:
        body = error.read().decode("utf-8", "replace")
    except (OSError, HTTPException):
        body = ""
    return error.code, body, _seconds(error.headers.get("Retry-After"))


def _body_in(message: str) -> str:
    """Get the body back out of a message of SPARQLWrapper, which holds it as Python writes bytes."""
    written = message.partition("Response:\n")[2]
    try:
        return bytes(ast.literal_eval(written)).decode("utf-8", "replace") if written else ""
    except (ValueError, SyntaxError, TypeError):
        return written


def _seconds(header: str | None) -> float:
    """Read Retry-After; without one, the pause between tries is the caller's."""
    if header is None:
        return 0.0
    if header.strip().isdigit():
        return float(header)
    try:
        return max(0.0, (parsedate_to_datetime(header) - datetime.now(UTC)).total_seconds())
    except (TypeError, ValueError):
        return 0.0


def _problem(body: str) -> dict[str, object]:
    try:
        found = json.loads(body)
    except ValueError:
        return {}
    return found if isinstance(found, dict) else {}
