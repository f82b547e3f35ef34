"""Ask the shapes about a draft beside the graph, and bring what they say back to row and column."""

from collections import defaultdict
from collections.abc import Iterator

from ..namespaces import GRAPH, expand, short
from ..readable import Held
from ..stores.parsing import parse_named
from ..validate import Finding, check, load_shapes
from .drafting import Draft
from .findings import CellFinding, finding

Place = tuple[int, str, str]  # row, column, value


def hold_against_shapes(made: Draft) -> Draft:
    """Refuse the rows that the shapes refuse, until what is left passes; what they say is among the findings.

    A violation that the graph has without the draft is not the draft's and is left out.
    """
    shapes = load_shapes()
    before: frozenset[Finding] | None = None
    while made.kept:
        report = check(made.lookup.nquads + _nquads(made), shapes)
        places = Places(made)
        found = [one for one in report.findings if one.severity != "info"]
        if before is None and any(places.foreign(one) for one in found):
            before = frozenset(check(made.lookup.nquads, shapes).findings)
        told = [place for one in found if one not in (before or ()) for place in places.findings(one)]
        new = [one for one in dict.fromkeys(told) if one not in made.findings]
        made = made.without(new)
        if not any(one.severity == "error" for one in new):
            break
    return made


def _nquads(made: Draft) -> bytes:
    return b"".join(parse_named(Held("draft.ttl", made.turtle.encode()), f"{GRAPH}facts/draft"))


class Places:
    """Know which rows write about a node, and which cells name it."""

    def __init__(self, made: Draft) -> None:
        self._rows: dict[str, set[int]] = defaultdict(set)
        self._mentions: dict[str, set[int]] = defaultdict(set)
        self._origins = {row.number: row.origins for row in made.kept}
        for row in made.kept:
            for subject, _, value in row.triples:
                self._rows[subject].add(row.number)
                if value.kind == "iri":
                    self._mentions[value.value].add(row.number)

    def foreign(self, found: Finding) -> bool:
        """Tell whether a finding is about a node of the graph that the draft does not write."""
        return found.node not in self._rows

    def findings(self, found: Finding) -> Iterator[CellFinding]:
        """Tell a finding of the shapes once per row that is concerned, or of the table where no row names its node."""
        rows = self._rows.get(found.node) or self._mentions.get(found.node) or {0}
        path = (expand(found.path) or found.path) if found.path else ""
        for number in sorted(rows):
            origins = self._origins.get(number, {})
            column, value = origins.get((found.node, path)) or origins.get((found.node, "")) or ("", "")
            yield finding(
                number,
                "shape",
                column=column,
                value=value,
                severity="error" if found.severity == "violation" else "warning",
                details={
                    "shape": short(found.shape),
                    "node": short(found.node),
                    "remedy_fr": found.message_fr,
                    "remedy_en": found.message_en,
                },
            )
