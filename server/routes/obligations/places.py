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
from ...twins import JSON, send_page
from .asked import Asked, read_asked
from .shown import ICS, about, exports, records
from .words import Words


def body(name: str) -> Response:
    """Show what one body, authority or person owes."""
    asked, words = read_asked(body=_told(name)), Words()
    return _place(asked, words, _name_of_body(asked, words), asked.opinion.selection.body, "body", name)


def region(code: str) -> Response:
    """Show what the bodies of one region owe."""
    asked, words = read_asked(region=code), Words()
    return _place(asked, words, _name_of_region(asked, words), None, "region", asked.opinion.selection.region or code)


def body_feed(name: str) -> Response:
    """Send the due dates of a body as a calendar."""
    asked, words = read_asked(body=_told(name)), Words()
    return _feed(asked, words, _name_of_body(asked, words))


def region_feed(code: str) -> Response:
    """Send the due dates of a region as a calendar."""
    asked, words = read_asked(region=code), Words()
    return _feed(asked, words, _name_of_region(asked, words))


def _name_of_body(asked: Asked, words: Words) -> str:
    debtor = next((one.debtor for one in asked.opinion.verdicts), None)
    return words.name(debtor) if debtor else (asked.opinion.selection.body or "").removeprefix(ID)


def _name_of_region(asked: Asked, words: Words) -> str:
    code = asked.opinion.selection.region
    if code == NATIONAL:
        return words.national
    found = next((one.region_label for one in asked.opinion.verdicts), None)
    return words.text(found or code or "")


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
    return send_page(
        "obligations/place.html",
        data,
        writers={JSON: lambda: _json(data, asked), **exports(opinion, words.language)},
        asked_for=asked,
        title=title,
        iri=iri,
        kind=kind,
        filter={kind: _told(name) if kind == "body" else name},
        sections_=made,
        counts=counts(opinion.verdicts),
        feed=feed,
        feed_link=link(f"obligations.{kind}_feed", **path, at=None),
        words=words,
        saved_as=f"obligations-{name}-{asked.day}",
    )


def _json(data: dict[str, object], asked: Asked) -> str:
    return json.dumps({**data, "verdicts": records(asked.opinion.verdicts)}, ensure_ascii=False) + "\n"


def _feed(asked: Asked, words: Words, whose: str) -> Response:
    title = choose(words.language, f"Obligations consulaires\u00a0: {whose}", f"Consular obligations: {whose}")
    response = Response(write_calendar(asked.opinion.verdicts, words.language, title))
    response.headers["Content-Type"] = ICS.content_type
    response.headers["Access-Control-Allow-Origin"] = "*"
    response.vary.add("Accept-Language")
    return response
