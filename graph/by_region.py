"""Count what concerns each region, for a map: its chambers on a day, the acts that are known."""

from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from typing import Literal
from unicodedata import normalize

from .catalogue import Catalogue
from .maps import iris_by_code
from .namespaces import DEF
from .overview import labels
from .stores.base import Row, Store

Question = Literal["cci", "cma", "acts"]
QUESTIONS: tuple[Question, ...] = ("acts", "cci", "cma")


@dataclass(frozen=True)
class RegionCount:
    """Hold the count of one region, and how many of it the bounds of dates leave uncertain."""

    region: str
    code: str
    label: str
    count: int
    uncertain: int = 0


def count_by_region(store: Store, question: Question, day: date, language: str = "fr") -> list[RegionCount]:
    """Count for each region of today, in the order of their names; 0 is what this graph knows, not what there is.

    `cci` and `cma` count the bodies of a network that were there on the day, certainly or not; `acts` the conventions
    and programmes of which a chamber of the region is a party or in its name signatory, and that are not certainly of
    a later day.
    """
    run = _runner(store)
    regions = _regions_of(run("regions-of-organisations", {}))
    found = _acts(run, regions, day) if question == "acts" else _bodies(run, question, regions, day)
    codes = iris_by_code("regions")
    names = labels(store, codes.values(), language)
    made = [
        RegionCount(iri, code, names.get(iri, code), len(found[iri]), sum(not sure for sure in found[iri].values()))
        for code, iri in codes.items()
    ]
    return sorted(made, key=lambda one: normalize("NFD", one.label))


_Run = Callable[[str, dict[str, str]], Iterable[Row]]
_Found = defaultdict[str, dict[str, bool]]  # of each region: the things, and whether they are certain


def _runner(store: Store) -> _Run:
    catalogue = Catalogue.load()
    return lambda name, params: catalogue.run(store, name, params).rows()


def _regions_of(rows: Iterable[Row]) -> dict[str, set[str]]:
    regions: dict[str, set[str]] = defaultdict(set)
    for row in rows:
        regions[row["organisation"].value].add(row["region"].value)
    return regions


def _bodies(run: _Run, network: str, regions: dict[str, set[str]], day: date) -> _Found:
    found: _Found = defaultdict(dict)
    for row in run("network-at-a-date", {"network": f"{DEF}network-{network}", "day": day.isoformat()}):
        for region in regions.get(row["body"].value, ()):
            found[region][row["body"].value] = row["existence"].value == "certain"
    return found


def _acts(run: _Run, regions: dict[str, set[str]], day: date) -> _Found:
    first_years = {
        row["instrument"].value: int(row["startYear"].value) for row in run("instruments", {}) if "startYear" in row
    }
    days: dict[str, tuple[str, str]] = {}
    who: dict[str, set[str]] = defaultdict(set)
    for row in run("signatures", {}):
        act = row["instrument"].value
        who[act].add(row["organisation"].value)
        if "earliest" in row and "latest" in row:
            before = days.get(act, ("9999", ""))
            days[act] = min(before[0], row["earliest"].value), max(before[1], row["latest"].value)
    for row in run("parties-of-instruments", {}):
        who[row["instrument"].value].add(row["party"].value)
    found: _Found = defaultdict(dict)
    for act, organisations in who.items():
        sure = _done_by(day, days.get(act), first_years.get(act))
        if sure is not None:
            for organisation in organisations:
                found.update({region: found[region] | {act: sure} for region in regions.get(organisation, ())})
    return found


def _done_by(day: date, signed: tuple[str, str] | None, first_year: int | None) -> bool | None:
    """Tell whether an act is of the day or before it: surely, not surely (False) or surely not (None)."""
    if signed:
        return None if signed[0] > day.isoformat() else signed[1] <= day.isoformat()
    if first_year is None:
        return False
    return None if first_year > day.year else True
