"""Show one question as a map of the regions, with an equal table."""

import csv
import io
from dataclasses import dataclass

from flask import Response

from graph.obligations.by_region import QUESTIONS, Measure, measure, question_of
from graph.obligations.opinion import Opinion
from graph.overview import labels
from graph.plane import Outline, outlines

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
        return None if self.measure.share is None else round(100 * self.measure.share)


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
        classes=_classes(top, scale),
        sheet=(outlines().width, outlines().height),
        words=words,
        choices=choices(asked.opinion),
    )


def _value(one: Measure, scale: str) -> float | None:
    return (one.number if one.total else None) if scale == "number" else one.share


def _level(value: float | None, top: float) -> int | None:
    """Give the class of a value: five equal steps up to the largest; no obligation at all is no value."""
    if value is None or not value:
        return None if value is None else 0
    return min(_CLASSES, int(value * _CLASSES / top - 1e-9) + 1)


def _classes(top: float, scale: str) -> list[tuple[int, float, float]]:
    """List the classes with their bounds, in hundredths where they are shares; one that no whole number is in, too."""
    if not top:
        return []
    factor = 100 if scale == "share" else 1
    return [(level, top * factor * (level - 1) / _CLASSES, top * factor * level / _CLASSES) for level in range(1, 6)]


def _national(opinion: Opinion) -> int:
    return sum(verdict.region is None for verdict in opinion.verdicts)


def _record(one: Shown) -> dict[str, object]:
    found = one.measure
    return {"code": found.code, "iri": found.iri, "name": one.name, "number": found.number, "total": found.total}


def _csv(regions: list[Shown]) -> str:
    out = io.StringIO()
    writer = csv.DictWriter(out, ("code", "iri", "name", "number", "total"), lineterminator="\n")
    writer.writeheader()
    writer.writerows(_record(one) for one in regions)
    return out.getvalue()
