"""Show one question as a map of the regions, with an equal table."""

from dataclasses import dataclass

from flask import Response

from graph.obligations.by_region import QUESTIONS, Measure, measure, question_of
from graph.obligations.opinion import Opinion
from graph.overview import labels
from graph.plane import Outline, outlines

from ...tables import write_csv
from ...twins import CSV, send_page
from ..current import current_engine
from .asked import read_asked, text_of
from .shown import about, choices
from .words import Words

_CLASSES = 5


@dataclass(frozen=True)
class Shown:
    """Hold a region as the map shows it: `level` is its class from 1, 0 for a count of none, None for no obligation."""

    outline: Outline
    measure: Measure
    name: str
    level: int | None

    @property
    def percent(self) -> int | None:
        """Give the share in hundredths."""
        return _percent(self.measure)


def map_() -> Response:
    """Show a question by region."""
    asked, words = read_asked(), Words()
    question = question_of(text_of("question") or "open")
    scale = "share" if text_of("scale") == "share" else "number"
    measured = {one.code: one for one in measure(asked.opinion.verdicts, question, asked.day)}
    names = labels(current_engine().store, (one.iri for one in measured.values()), words.language)
    top = max((_value(one, scale) or 0 for one in measured.values()), default=0)
    regions = [
        Shown(
            outline,
            measured[outline.code],
            words.text(names.get(outline.iri, outline.code)),
            _level(_value(measured[outline.code], scale), top),
        )
        for outline in outlines().outlines
    ]
    regions.sort(key=lambda one: (-(_value(one.measure, scale) or 0), one.name))
    data = {
        **about(asked),
        "question": question.name,
        "scale": scale,
        "national": _national(asked.opinion),
        "regions": [_record(one) for one in regions],
    }
    return send_page(
        "obligations/map.html",
        data,
        writers={CSV: lambda: _csv(regions)},
        asked_for=asked,
        regions=regions,
        question=question,
        questions=QUESTIONS.values(),
        scale=scale,
        classes=_classes(top),
        sheet=(outlines().width, outlines().height),
        words=words,
        choices=choices(asked.opinion),
    )


def _percent(one: Measure) -> int | None:
    return None if one.share is None else round(100 * one.share)


def _value(one: Measure, scale: str) -> int | None:
    return (one.number if one.total else None) if scale == "number" else _percent(one)


def _level(value: int | None, top: int) -> int | None:
    """Give the class of a value: five equal steps up to the largest; no obligation at all is no value."""
    if value is None or not value:
        return None if value is None else 0
    return -(-value * _CLASSES // top)


def _classes(top: int) -> list[tuple[int, int, int]]:
    """List the classes in which a whole number can be, with the number before the first and the last."""
    bounds = [(level, top * (level - 1) // _CLASSES, top * level // _CLASSES) for level in range(1, _CLASSES + 1)]
    return [(level, low, high) for level, low, high in bounds if low < high]


def _national(opinion: Opinion) -> int:
    return sum(verdict.region is None for verdict in opinion.verdicts)


def _record(one: Shown) -> dict[str, object]:
    found = one.measure
    return {"code": found.code, "iri": found.iri, "name": one.name, "number": found.number, "total": found.total}


def _csv(regions: list[Shown]) -> str:
    return write_csv(("code", "iri", "name", "number", "total"), map(_record, regions))
