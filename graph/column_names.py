"""Name the columns of the named queries for people, in French and English."""

import csv
from functools import lru_cache
from pathlib import Path

_TABLE = Path(__file__).with_suffix(".csv")
_OF_LABELS = ("Label", "LabelEn")


def column_name(name: str, language: str = "fr") -> str:
    """Give what a column is called; the name itself where the table has none.

    >>> column_name("officialName"), column_name("officialName", "en"), column_name("mine")
    ('dénomination officielle', 'official name', 'mine')
    """
    return _names().get(name, {}).get(language) or name


def is_label_of_another(name: str, columns: list[str]) -> bool:
    """Tell whether a column holds no more than the label of the thing in another one.

    >>> is_label_of_another("bodyLabel", ["body", "bodyLabel"]), is_label_of_another("roleLabel", ["roleLabel"])
    (True, False)
    """
    return any(name.endswith(end) and name.removesuffix(end) in columns for end in _OF_LABELS)


@lru_cache(maxsize=1)
def _names() -> dict[str, dict[str, str]]:
    with _TABLE.open(encoding="utf-8", newline="") as lines:
        return {row["name"]: row for row in csv.DictReader(lines)}
