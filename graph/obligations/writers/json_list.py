"""Write verdicts as a JSON list of objects."""

import json
from collections.abc import Iterable

from ..verdict import Verdict
from .rows import as_record


def write_json(verdicts: Iterable[Verdict]) -> str:
    """Write one object per verdict, each with every key."""
    return json.dumps([as_record(verdict) for verdict in verdicts], ensure_ascii=False, indent=2) + "\n"
