"""Write an opinion in the formats of `consulaire check`."""

from dataclasses import asdict
from datetime import date
from typing import TYPE_CHECKING

from ...namespaces import short
from ..labels import status_label
from ..wording import Language, day_in_words
from .calendar import write_calendar
from .csv_rows import write_csv
from .html_page import write_page
from .json_list import write_json
from .matrix import write_matrix
from .table import write_table
from .turtle import write_turtle

if TYPE_CHECKING:
    from ..opinion import Opinion

FORMATS = ("table", "matrix", "json", "csv", "turtle", "html", "ics")

_ASKED = {
    "body": "débiteur {}",
    "region": "région {}",
    "network": "réseau {}",
    "obligation": "obligation {}",
    "status": "verdict « {} »",
    "actor": "ce que {} doit, fait ou reçoit",
    "due_from": "échéance à partir du {}",
    "due_to": "échéance jusqu’au {}",
}

__all__ = [
    "FORMATS",
    "write_calendar",
    "write_csv",
    "write_json",
    "write_matrix",
    "write_opinion",
    "write_page",
    "write_table",
    "write_turtle",
]


def write_opinion(opinion: "Opinion", format_name: str, language: Language = "fr") -> bytes:
    """Write an opinion in one of FORMATS; the language is that of `table`, `matrix` and `ics`, `html` is in French."""
    verdicts = opinion.verdicts
    if format_name == "ics":
        return write_calendar(verdicts, language)
    texts = {
        "table": lambda: write_table(verdicts, language),
        "matrix": lambda: write_matrix(verdicts, language),
        "json": lambda: write_json(verdicts),
        "csv": lambda: write_csv(verdicts),
        "turtle": lambda: write_turtle(opinion.evaluation.derived, verdicts),
        "html": lambda: write_page(
            verdicts, as_of=opinion.as_of, told=_in_french(opinion), notes=[note.fr for note in opinion.notes]
        ),
    }
    return texts[format_name]().encode()


def _in_french(opinion: "Opinion") -> list[str]:
    """Tell what was asked for, by the names of things rather than by their IRIs."""
    called: dict[str, str] = {}
    for verdict in opinion.every:
        for one in (verdict.debtor, *verdict.must_act, *verdict.owed_to):
            called[one.iri] = one.label_fr
        called[verdict.rule.iri] = f"{verdict.rule.identifier} {verdict.rule.label_fr}"
        called[str(verdict.region)] = f"{verdict.region_label} (code Insee {verdict.region})"
        called[verdict.status] = status_label(verdict.status, "fr")
    asked = {name: value for name, value in asdict(opinion.selection).items() if value is not None}
    return [
        _ASKED[name].format(day_in_words(value, "fr") if isinstance(value, date) else called.get(value) or short(value))
        for name, value in asked.items()
    ]
