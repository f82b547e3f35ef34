"""Write an opinion in the formats of `consulaire check`."""

from typing import TYPE_CHECKING

from ..fingerprint import criteria
from ..selection import Selection
from ..wording import Language
from .calendar import write_calendar
from .csv_rows import write_csv
from .html_page import write_page
from .json_list import write_json
from .table import write_table
from .turtle import write_turtle

if TYPE_CHECKING:
    from ..opinion import Opinion

FORMATS = ("table", "json", "csv", "turtle", "html", "ics")

_ASKED = {
    "body": "débiteur",
    "region": "région de code Insee",
    "network": "réseau",
    "obligation": "règle ou obligation",
    "status": "verdict",
    "actor": "pour le compte de",
    "due_from": "échéance à partir du",
    "due_to": "échéance jusqu’au",
}

__all__ = [
    "FORMATS",
    "write_calendar",
    "write_csv",
    "write_json",
    "write_opinion",
    "write_page",
    "write_table",
    "write_turtle",
]


def write_opinion(opinion: "Opinion", format_name: str, language: Language = "fr") -> bytes:
    """Write an opinion in one of FORMATS; the language is that of `table` and `ics`, `html` is in French."""
    verdicts = opinion.verdicts
    if format_name == "ics":
        return write_calendar(verdicts, language)
    texts = {
        "table": lambda: write_table(verdicts, language),
        "json": lambda: write_json(verdicts),
        "csv": lambda: write_csv(verdicts),
        "turtle": lambda: write_turtle(opinion.evaluation.derived, verdicts),
        "html": lambda: write_page(
            verdicts, as_of=opinion.as_of, told=_in_french(opinion.selection), notes=[note.fr for note in opinion.notes]
        ),
    }
    return texts[format_name]().encode()


def _in_french(selection: Selection) -> list[str]:
    asked = (told.partition("=") for told in criteria(selection))
    return [f"{_ASKED[name]} {value}" for name, _, value in asked]
