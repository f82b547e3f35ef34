"""Change one fact of the real graph: the verdicts that the law says change, and no other.

`obligation-mutations.csv` has a sentence, the day, what is taken away and what is put in (Turtle, with the prefixes of
the project), and the verdicts that change: obligation, status before, status after, separated by semicolons; `-` is
no obligation, and an empty cell means that nothing changes. A `*` or `?` stands for what it stands for in file names:
every obligation of that name and status changes so. The citations, which no rule reads, are left out, and Oxigraph
alone is asked.
"""

import csv
import re
from collections.abc import Iterator
from datetime import date
from fnmatch import fnmatchcase
from functools import cache
from pathlib import Path

import pyoxigraph as ox
import pytest

from graph.load import Dataset
from graph.namespaces import ID, PREFIXES
from graph.obligations import evaluate

TABLE = Path(__file__).with_name("obligation-mutations.csv")
UNREAD = tuple(f"<{ID}{kind}-".encode() for kind in ("cit", "sel"))
NAMES = "".join(f"@prefix {prefix}: <{iri}> .\n" for prefix, iri in PREFIXES.items())
ASSESSED = re.compile(r"<\S+/id/(\S+)> <\S+#(assesses|status)> <\S+/(?:id|def)/(?:status-)?(\S+)> \.")

Statuses = dict[str, str]
Change = tuple[str, str, str]


def mutations() -> list[dict[str, str]]:
    with TABLE.open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines, strict=True))


MUTATIONS = mutations()


def lines_of(turtle: str) -> set[bytes]:
    """Write Turtle as lines of N-Triples; an empty cell is none."""
    if not turtle:
        return set()
    triples = ox.parse(input=f"{NAMES}{turtle} .", format=ox.RdfFormat.TURTLE)
    return set((ox.serialize(triples, format=ox.RdfFormat.N_TRIPLES) or b"").splitlines())


def statuses(facts: frozenset[bytes], day: date) -> Statuses:
    """Give the status of every obligation, by the local name of the obligation."""
    told: dict[str, dict[str, str]] = {"assesses": {}, "status": {}}
    derived = evaluate(b"\n".join(sorted(facts)), day).derived.decode()
    for assessment, what, value in ASSESSED.findall(derived):
        told[what][assessment] = value
    return {obligation: told["status"][assessment] for assessment, obligation in told["assesses"].items()}


@pytest.fixture(scope="module")
def facts(dataset: Dataset) -> frozenset[bytes]:
    store = ox.Store()
    store.bulk_load(input=dataset.nquads, format=ox.RdfFormat.N_QUADS)
    union = {ox.Triple(quad.subject, quad.predicate, quad.object) for quad in store}
    lines = (ox.serialize(union, format=ox.RdfFormat.N_TRIPLES) or b"").splitlines()
    return frozenset(line for line in lines if not line.startswith(UNREAD))


@pytest.fixture(scope="module")
def before(facts: frozenset[bytes]) -> "Before":
    return Before(facts)


class Before:
    """Hold the verdicts of the graph as it is, evaluated once for each day."""

    def __init__(self, facts: frozenset[bytes]) -> None:
        self.on = cache(lambda day: statuses(facts, day))


def changes(old: Statuses, new: Statuses) -> set[Change]:
    names = {name for name in old.keys() | new.keys() if old.get(name) != new.get(name)}
    return {(name, old.get(name, "-"), new.get(name, "-")) for name in names}


def expected(cell: str, old: Statuses, found: set[Change]) -> Iterator[Change]:
    """Give the changes that a cell asks for; a pattern stands for every obligation of that name and status."""
    asked = [part.split() for part in filter(None, cell.split(" ; "))]
    whole = {name for name, _, _ in asked}
    for name, was, becomes in asked:
        if not set(name) & set("*?"):
            yield name, was, becomes
            continue
        known = old.items() if was != "-" else [(one, "-") for one, _, _ in found if one not in old]
        matching = [one for one, status in known if status == was and fnmatchcase(one, name) and one not in whole]
        assert matching, f"no obligation is {was} under {name}"
        yield from ((one, was, becomes) for one in matching)


def test_the_table_is_whole() -> None:
    assert len(MUTATIONS) == 81
    assert len({row["change"] for row in MUTATIONS}) == len(MUTATIONS)
    assert sum(bool(row["expected"]) for row in MUTATIONS) >= 50


@pytest.mark.parametrize("row", MUTATIONS, ids=[row["change"] for row in MUTATIONS])
def test_a_change_of_a_fact_changes_the_expected_verdicts_alone(
    facts: frozenset[bytes], before: Before, row: dict[str, str]
) -> None:
    day, removed, added = date.fromisoformat(row["at"]), lines_of(row["remove"]), lines_of(row["add"])
    assert removed <= facts, f"not in the graph: {removed - facts}"
    assert not added & (facts - removed), f"already in the graph: {added & facts}"
    old = before.on(day)
    found = changes(old, statuses((facts - removed) | added, day))
    assert found == set(expected(row["expected"], old, found))
