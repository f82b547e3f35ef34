"""Show what one body, or the bodies of one region, have to do, and give it as a calendar to subscribe to."""

import json

from flask import Response, url_for

from graph.namespaces import ID
from graph.obligations.agenda import sections
from graph.obligations.grouping import counts
from graph.obligations.selection import NATIONAL
from graph.obligations.wording import choose
from graph.obligations.writers import write_calendar

from ...links import carried_language, link
from ...twins import CSV, JSON, send_page
from .asked import Asked, read_asked
from .shown import ICS, REPORT, TURTLE, about, exports, records
from .verdicts import as_file
from .words import Words

_OFFERED = (CSV, TURTLE, ICS, REPORT)


def body(name: str) -> Response:
    """Show what one body, authority or person owes."""
    asked = read_asked(body=_told(name))
    words = Words()
    debtor = next((one.debtor for one in asked.opinion.verdicts), None)
    iri = asked.opinion.selection.body or ""
    title = words.name(debtor) if debtor else iri.removeprefix(ID)
    return _place(asked, words, title, iri, "body", name)


def region(code: str) -> Response:
    """Show what the bodies of one region owe."""
    asked = read_asked(region=code)
    words = Words()
    found = next((one.region_label for one in asked.opinion.verdicts), None)
    national = choose(words.language, "National ou interrégional", "National or of several regions")
    title = national if asked.opinion.selection.region == NATIONAL else words.text(found or code)
    return _place(asked, words, title, None, "region", asked.opinion.selection.region or code)


def body_feed(name: str) -> Response:
    """Send the due dates of a body as a calendar."""
    return _feed(read_asked(body=_told(name)), name)


def region_feed(code: str) -> Response:
    """Send the due dates of a region as a calendar."""
    return _feed(read_asked(region=code), code)


def _told(name: str) -> str:
    """Take the end of an IRI for what it is, and leave a name or a prefixed name as it is."""
    return f"id:{name}" if name.startswith(("org-", "person-")) else name


def _place(asked: Asked, words: Words, title: str, iri: str | None, kind: str, name: str) -> Response:
    opinion = asked.opinion
    made = sections(opinion.verdicts)
    data = {
        **about(asked),
        kind: title,
        "iri": iri,
        "sections": {section.kind: section.total for section in made},
        "verdicts": [],
    }
    path = {"body": {"name": name}, "region": {"code": name}}[kind]
    feed = url_for(f"obligations.{kind}_feed", **path, lang=carried_language(), _external=True)
    response = send_page(
        "obligations/place.html",
        data,
        writers={
            JSON: lambda: _json(data, asked),
            **{offer: write for offer, write in exports(opinion, words.language).items() if offer in _OFFERED},
        },
        asked_for=asked,
        title=title,
        iri=iri,
        kind=kind,
        filter={kind: f"id:{name}" if kind == "body" and name.startswith("org-") else name},
        sections_=made,
        counts=counts(opinion.verdicts),
        feed=feed,
        feed_link=link(f"obligations.{kind}_feed", **path, at=None),
        words=words,
    )
    return as_file(response, f"obligations-{name}-{asked.day}")


def _json(data: dict[str, object], asked: Asked) -> str:
    return json.dumps({**data, "verdicts": records(asked.opinion.verdicts)}, ensure_ascii=False) + "\n"


def _feed(asked: Asked, name: str) -> Response:
    words = Words()
    verdicts = asked.opinion.verdicts
    whose = words.name(verdicts[0].debtor) if verdicts and asked.opinion.selection.body else words.text(name)
    if verdicts and asked.opinion.selection.region and verdicts[0].region_label:
        whose = words.text(verdicts[0].region_label)
    title = choose(words.language, f"Obligations consulaires\u00a0: {whose}", f"Consular obligations: {whose}")
    response = Response(write_calendar(verdicts, words.language, title))
    response.headers["Content-Type"] = ICS.content_type
    response.headers["Access-Control-Allow-Origin"] = "*"
    response.vary.add("Accept-Language")
    return response
