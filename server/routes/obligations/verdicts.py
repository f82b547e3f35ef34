"""Show verdicts with their reasons and evidence: those of a cell or of any selection, and one with its explanation."""

import json

from flask import Response

from graph.errors import ParameterError
from graph.namespaces import ID
from graph.obligations.background import Background
from graph.obligations.explain import explain, heading
from graph.obligations.grouping import by_debtor, counts
from graph.obligations.selection import Selection, select
from graph.obligations.verdict import Passage, Verdict
from graph.overview import labels

from ...twins import CSV, JSON, send_page
from ..current import current_engine, current_opinions
from .asked import LONGEST, Asked, asked_day, read_asked, text_of
from .shown import about, choices, exports, records
from .words import Words, polish

_MOST = 40  # verdicts on a page


def verdicts() -> Response:
    """List the verdicts of a selection, some at a time; the data twins have them all."""
    asked, words = read_asked(), Words()
    ordered = [verdict for _, group in by_debtor(asked.opinion.verdicts) for verdict in group]
    page, pages = _page(len(ordered))
    shown = ordered[(page - 1) * _MOST : page * _MOST]
    return send_page(
        "obligations/verdicts.html",
        {**about(asked), "verdicts": []},
        writers={JSON: lambda: _json(asked, ordered), **exports(asked.opinion, words.language)},
        asked_for=asked,
        shown=shown,
        first=(page - 1) * _MOST + 1,
        page=page,
        pages=pages,
        sources=Sources(shown, words),
        words=words,
        counts=counts(asked.opinion.verdicts),
        choices=choices(asked.opinion),
        saved_as=f"obligations-{asked.day}",
    )


def verdict(name: str) -> Response:
    """Tell in sentences how one verdict came about."""
    found, words = _find(name), Words()
    told = [heading(found, words.language), *explain(found, Background(current_engine().store), words.language)]
    title, *sentences = (polish(one, words.language) for one in told)
    data = {"heading": title, "sentences": sentences, "verdict": records([found])[0]}
    return send_page(
        "obligations/verdict.html",
        data,
        writers={CSV: exports(current_opinions().of(found.as_of).narrowed(_only(found)), words.language)[CSV]},
        verdict=found,
        sources=Sources([found], words),
        words=words,
        saved_as=name,
    )


class Sources:
    """Know the places in sources on which verdicts rest, the days of their triggers included, by two queries in all."""

    def __init__(self, verdicts: list[Verdict], words: Words) -> None:
        store = current_engine().store
        self._words = words
        self._triggers = Background(store).passages_of(one.trigger.iri for one in verdicts if one.trigger.iri)
        passages = [passage for found in self._triggers.values() for passage in found]
        passages += [passage for one in verdicts for item in one.evidence for passage in item.passages]
        self._titles = labels(store, (passage.source for passage in passages), words.language)

    def of_trigger(self, verdict: Verdict) -> tuple[Passage, ...]:
        """List where the day of a verdict's trigger is read."""
        return self._triggers.get(verdict.trigger.iri, ())

    def title(self, passage: Passage) -> str:
        """Name the source of a passage."""
        return self._words.text(self._titles.get(passage.source) or passage.source.removeprefix(ID))


def _json(asked: Asked, ordered: list[Verdict]) -> str:
    triggers = Background(current_engine().store).passages_of({one.trigger.iri for one in ordered if one.trigger.iri})
    told = [
        {
            **record,
            "trigger_read_in": [vars(passage) for passage in triggers.get(verdict.trigger.iri, ())],
        }
        for verdict, record in zip(ordered, records(ordered), strict=True)
    ]
    return json.dumps({**about(asked), "verdicts": told}, ensure_ascii=False) + "\n"


def _page(total: int) -> tuple[int, int]:
    pages = max(1, -(-total // _MOST))
    told = text_of("page", "1")
    if not (told.isascii() and told.isdigit() and len(told) < 6 and 1 <= int(told) <= pages):
        raise ParameterError(f"The parameter 'page' is '{told}'; it must be a number from 1 to {pages}.", name="page")
    return int(told), pages


def _find(name: str) -> Verdict:
    if len(name) > LONGEST:
        raise ParameterError(f"A name has at most {LONGEST} characters.", name="name")
    full = name if name.startswith("obl-") else f"obl--{name}"
    return select(current_opinions().of(asked_day()).every, Selection(obligation=f"{ID}{full}"))[0]


def _only(verdict: Verdict) -> Selection:
    return Selection(obligation=verdict.obligation)
