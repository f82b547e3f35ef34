"""Explain empty answers, on a page of its own and beneath an empty answer."""

import json
from collections.abc import Callable
from dataclasses import replace
from typing import Any
from urllib.parse import urlencode

from flask import Response, g, url_for

from graph.errors import ConsulaireError

from ..engine import Engine, Question
from ..links import carried_language
from ..twins import send_page


def diagnosis_page(engine: Engine, question: Question) -> Response:
    """Send the explanation of a query: a page, or JSON."""
    found = explained(engine, question)
    return send_page("sparql/diagnose.html", found, diagnosis=found, run=runner(question), query=question.text)


def explained(engine: Engine, question: Question) -> dict[str, Any]:
    """Ask the engine why a query has no answer; what was found in part only is not to be kept."""
    reply = engine.answer(replace(question, why=True), {})
    found: dict[str, Any] = json.loads(reply.read())
    if not found["complete"] or reply.dataset not in {None, g.version}:
        g.etag = None
    return found


def explained_or_none(engine: Engine, question: Question) -> dict[str, Any] | None:
    """Explain beneath an answer that was already found: without the explanation where none can be had."""
    try:
        found = explained(engine, question)
    except ConsulaireError:
        g.etag = None
        return None
    return found if found["empty"] else None


def runner(question: Question) -> Callable[[str], str]:
    """Give what writes the address of an answer to a mended query, over the same dataset."""
    dataset = [("default-graph-uri", iri) for iri in question.default_graphs]
    dataset += [("named-graph-uri", iri) for iri in question.named_graphs]
    language = carried_language()
    dataset += [("lang", language)] if language else []

    def address(text: str) -> str:
        return f"{url_for('sparql.ask')}?{urlencode([('query', text), *dataset])}"

    return address
