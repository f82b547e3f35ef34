"""Check one's own files: what is handed in is judged beside the graph and told, and nothing of it is kept."""

import json
from collections.abc import Mapping
from datetime import date
from functools import lru_cache

from flask import Blueprint, Response, g, request

from graph.errors import UnknownName
from graph.ingest.templates import TEMPLATE_ENDINGS, make_template, template_columns
from graph.resources import SUBMISSION_EXAMPLES
from graph.submissions import ENDINGS
from graph.submissions.choices import bodies, obligations, regions

from ..checking import Order
from ..contract_pages import SPREADSHEETS
from ..day import asked_day, day_of_form
from ..handed_in import LONGEST, MOST_FILES, HandedIn, read_form
from ..links import link
from ..negotiation import Offer, best, choose
from ..problems import TYPES, RequestError
from ..twins import CSV, HTML, JSON, send_page, show_page
from .current import current_engine, current_gate, current_settings

check = Blueprint("check", __name__)

_VERDICTS = (
    HTML,
    JSON,
    Offer("zip", "application/zip"),
    CSV,
    Offer("ics", "text/calendar"),
    Offer("turtle", "text/turtle"),
)
_DRAFTS = (HTML, JSON, Offer("text", "text/plain"))
_PROBLEM = Offer("problem", "application/problem+json")
_ENDS = {"turtle": "ttl", "text": "txt"}
_FILTERS = ("body", "region", "obligation")
_TEMPLATES = ("evidence", "conventions", "signatories", "mandates")
_EXAMPLES = ("evidence.ttl", "draft.ttl")
_TYPES = dict(zip(TEMPLATE_ENDINGS, ("text/csv; charset=utf-8", *SPREADSHEETS), strict=True))


@check.get("/check", endpoint="check")
@check.get("/check/draft", endpoint="check_draft")
def check_page() -> Response:
    """Say what files may be handed in, and offer the templates and the forms."""
    return _with_origin(send_page("check/check.html", _offer(), shown=_shown({}, None)))


@check.post("/check")
def judge() -> Response:
    """Judge files beside the graph, and tell the verdicts."""
    handed_in = read_form(ENDINGS)
    offer = _wanted(handed_in, _VERDICTS)
    selection = {name: handed_in.field(name) for name in _FILTERS if handed_in.field(name)}
    order = Order(
        handed_in.files,
        day_of_form(handed_in.field("at")) or date.today(),
        selection=selection,
        format=_format(offer),
        language=g.language,
    )
    return _carry_out(order, offer, {**selection, "at": order.day})


@check.post("/check/draft")
def judge_draft() -> Response:
    """Hold a draft plan or agreement against the texts."""
    handed_in = read_form(ENDINGS)
    offer, day = _wanted(handed_in, _DRAFTS), day_of_form(handed_in.field("at"))
    order = Order(handed_in.files, day, draft=True, format=_format(offer), language=g.language)
    return _carry_out(order, offer, {"draft_at": day or ""})


@check.get("/check/templates/<name>")
def template(name: str) -> Response:
    """Send a template to fill, or an example in Turtle."""
    stem, dot, ending = name.rpartition(".")
    if name in _EXAMPLES:
        content, media_type = (SUBMISSION_EXAMPLES / name).read_bytes(), "text/turtle; charset=utf-8"
    elif stem in _TEMPLATES and dot + ending in TEMPLATE_ENDINGS:
        content, media_type = _template(stem, dot + ending), _TYPES[dot + ending]
    else:
        offer = ", ".join((*(f"{one}{end}" for one in _TEMPLATES for end in TEMPLATE_ENDINGS), *_EXAMPLES))
        raise RequestError(
            f"There is no template of that name. On offer: {offer}.",
            status=404,
            slug="no-such-template",
            title="There is no such template",
            french=f"Aucun modèle ne porte ce nom. Il y a : {offer}.",
        )
    response = Response(content)
    response.headers["Content-Type"] = media_type
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


@lru_cache
def _template(name: str, ending: str) -> bytes:
    return make_template(name, ending)


def _carry_out(order: Order, offer: Offer, typed: Mapping[str, object]) -> Response:
    try:
        told, body = current_gate().judge(order, current_engine().store.dump)
    except UnknownName as error:
        raise _unknown(error) from None
    response = _told(order, offer, told, body, typed)
    response.headers["Cache-Control"] = "no-store"
    response.vary.update(["Accept", "Accept-Language"])
    return response


def _told(
    order: Order, offer: Offer, told: dict[str, object], body: bytes | None, typed: Mapping[str, object]
) -> Response:
    if not told["judged"]:
        return _refused(order, told, typed)
    if body is not None:
        response = Response(body)
        name = f"consulaire-{order.day or told['day']}.{_ENDS.get(offer.format, offer.format)}"
        response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    elif offer == JSON:
        response = Response(json.dumps(told, ensure_ascii=False) + "\n")
    else:
        response = _page(order, told, typed)
    response.headers["Content-Type"] = offer.content_type
    return response


def _refused(order: Order, told: dict[str, object], typed: Mapping[str, object]) -> Response:
    """Say cell by cell why nothing was judged, with 422, as a page or as a problem document."""
    if best(request.headers.get("Accept"), (_PROBLEM, JSON, HTML)) == HTML:
        response = _page(order, told, typed)
    else:
        title = "The files hold errors, so nothing was judged"
        document = {"type": f"{TYPES}files-refused", "title": title, "status": 422, "detail": "See faults.", **told}
        response = Response(json.dumps(document, ensure_ascii=False) + "\n", content_type=_PROBLEM.content_type)
    response.status_code = 422
    return response


def _page(order: Order, told: dict[str, object], typed: Mapping[str, object]) -> Response:
    return _with_origin(show_page("check/check.html", data=_offer(), shown=_shown(typed, told, draft=order.draft)))


def _with_origin(response: Response) -> Response:
    """Have browsers say in a form that it comes from this page, which without a referrer they do not."""
    response.headers["Referrer-Policy"] = "same-origin"
    return response


def _offer() -> dict[str, object]:
    """Tell what the page takes and gives: for the page and for programs."""
    settings = current_settings()
    return {
        "templates": [
            {
                "name": name,
                "columns": len(template_columns(name)),
                "files": {end.removeprefix("."): _address(f"{name}{end}") for end in TEMPLATE_ENDINGS},
            }
            for name in _TEMPLATES
        ],
        "examples": [{"name": name, "address": _address(name)} for name in _EXAMPLES],
        "endings": list(ENDINGS),
        "limits": {
            "bytes": LONGEST,
            "files": MOST_FILES,
            "seconds": settings.check_timeout,
            "at_once": settings.checks_at_once,
        },
        "formats": {
            "/check": [one.format for one in _VERDICTS],
            "/check/draft": [one.format for one in _DRAFTS],
        },
        "fields": ["file", "at", "format", *_FILTERS],
        "kept": "nothing",
    }


def _address(name: str) -> str:
    return link("check.template", name=name, at=None, lang=None)


def _shown(typed: Mapping[str, object], told: dict[str, object] | None, *, draft: bool = False) -> dict[str, object]:
    """Give the template what people choose from, what they typed, and what came of it."""
    store = current_engine().store
    at = asked_day().day
    return {
        "told": told,
        "of_draft": draft,
        "typed": {"at": at or date.today(), "draft_at": at or "", **typed},
        "regions": regions(store, g.language),
        "bodies": bodies(store, g.language),
        "obligations": obligations(store, g.language),
    }


def _wanted(handed_in: HandedIn, offers: tuple[Offer, ...]) -> Offer:
    named = request.args.get("format") or handed_in.field("format")
    return choose(offers, request.headers.get("Accept"), named, what="A check")


def _format(offer: Offer) -> str:
    return "page" if offer in {HTML, JSON} else offer.format


def _unknown(error: UnknownName) -> RequestError:
    offer = ", ".join(error.nearest)
    hint = f"Les plus proches : {offer}." if offer else "Écrivez en entier un nom du graphe."
    told = "est le nom de plusieurs choses du graphe" if error.several else "n’est pas un nom du graphe"
    return RequestError(
        str(error),
        slug="unknown-name",
        title="The graph does not know that name",
        french=f"« {error.told} » {told}. {hint} Rien n’a été jugé.",
    )
