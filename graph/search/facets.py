"""Narrow what was found by kind, network, region, years and theme, and count what each choice would leave."""

import difflib
import re
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from ..errors import ParameterError
from .entries import Entry
from .folding import fold
from .index import Hit
from .kinds import KIND
from .times import Presence, overlaps

FACETS = ("kind", "network", "region", "period", "theme")
UNDATED = "none"
_PREFIXES = {"network": "network-", "region": "geo-", "theme": "theme-"}
_SPAN = re.compile(r"(?:(\d{4})|(\d{4})?-(\d{4})?)\Z", re.ASCII)
_FIRST, _WIDTH = 2010, 5  # the law of 23 July 2010 made the chambers what they are; spans of five years from then on
_MOST = 50  # choices in one facet at once
_LONGEST = 60  # letters of a choice that a message gives back

Span = tuple[int | None, int | None]


class UnknownChoice(ParameterError):
    """Report a choice that a facet does not have, with the nearest that it has."""

    def __init__(self, facet: str, told: str, known: Iterable[str], french: str = "", english: str = "") -> None:
        shown = told if len(told) <= _LONGEST else f"{told[:_LONGEST]}…"
        offer = sorted(known)
        near = difflib.get_close_matches(told[:_LONGEST], offer, n=3, cutoff=0.5) or offer[:5]
        there = ", ".join(near)
        self.french = f"Le filtre « {facet} » n’a pas la valeur « {shown} ». {french or f'Par exemple : {there}.'}"
        super().__init__(f"The facet '{facet}' has no value '{shown}'. {english or f'Such as: {there}.'}", name=facet)


@dataclass(frozen=True)
class Choice:
    """Hold one value of a facet, with how many things it would leave beside the choices of the other facets."""

    key: str
    label: str
    count: int
    chosen: bool


@dataclass(frozen=True)
class Narrowed:
    """Hold what is left, with its presence on the day asked for; `left_out` counts what was not there on it."""

    hits: tuple[tuple[Hit, Presence | None], ...]
    counts: Mapping[str, Counter[str]]
    left_out: int


class Facets:
    """Know the values of every facet of one index."""

    def __init__(self, entries: Sequence[Entry]) -> None:
        self._by_iri = {entry.iri: entry for entry in entries}
        self._keys: dict[str, dict[str, str]] = {"kind": {key: key for key in KIND}}
        for facet, prefix in _PREFIXES.items():
            iris = sorted({iri for entry in entries for iri in entry.values[facet]})
            self._keys[facet] = _keys(iris, prefix)
        self._iris = {facet: {key: iri for iri, key in keys.items()} for facet, keys in self._keys.items()}
        years = [year for entry in entries for year in entry.years or () if year]
        starts = range(_FIRST, max([_FIRST, *years]) + 1, _WIDTH)
        self.spans: tuple[str, ...] = (f"-{_FIRST - 1}", *(f"{one}-{one + _WIDTH - 1}" for one in starts))
        spans = {key: read_span(key) for key in self.spans}
        self._values = {entry.iri: {**entry.values, "period": _periods(entry, spans)} for entry in entries}

    def check(self, chosen: Mapping[str, Sequence[str]]) -> None:
        """Refuse choices that are none: UnknownChoice, with the nearest."""
        for facet, keys in chosen.items():
            for key in keys[: _MOST + 1]:
                if facet == "period":
                    read_span(key)
                elif key not in self._iris[facet]:
                    raise UnknownChoice(facet, key, self._iris[facet])
            if len(keys) > _MOST:
                raise UnknownChoice(
                    facet,
                    keys[_MOST],
                    (),
                    f"Il y a plus de {_MOST} valeurs à la fois.",
                    f"There are more than {_MOST} values at once.",
                )

    def narrow(self, hits: Iterable[Hit], chosen: Mapping[str, Sequence[str]], day: date | None) -> Narrowed:
        """Keep the hits that fit a value of each facet with a choice; count the values of what the others leave."""
        wanted = {facet: {self._iri(facet, key) for key in keys} for facet, keys in chosen.items() if keys}
        told = chosen.get("period", ())
        spans = {key: read_span(key) for key in told if key not in self.spans and key != UNDATED}
        counts: dict[str, Counter[str]] = {facet: Counter() for facet in FACETS}
        kept, left_out = [], 0
        for hit in hits:
            values = self._values[hit.entry.iri]
            if spans:
                values = {**values, "period": (*values["period"], *_periods(hit.entry, spans))}
            failing = [facet for facet, those in wanted.items() if those.isdisjoint(values[facet])]
            if len(failing) > 1:
                continue
            presence = _presence(hit.entry, day)
            if presence == "absent":
                left_out += not failing
                continue
            for facet in failing or FACETS:
                counts[facet].update(values[facet])
            if not failing:
                kept.append((hit, presence))
        return Narrowed(tuple(kept), counts, left_out)

    def choices(
        self, counts: Mapping[str, Counter[str]], chosen: Mapping[str, Sequence[str]], language: str
    ) -> dict[str, tuple[Choice, ...]]:
        """List the values of each facet that would leave something, or are chosen."""
        found: dict[str, tuple[Choice, ...]] = {}
        for facet in FACETS:
            picked = chosen.get(facet, ())
            there = {self._key(facet, value): count for value, count in counts[facet].items()}
            keys = dict.fromkeys((*there, *picked))
            listed = [Choice(key, self._label(facet, key, language), there.get(key, 0), key in picked) for key in keys]
            found[facet] = tuple(sorted(listed, key=self._order(facet)))
        return found

    def _order(self, facet: str) -> Callable[[Choice], tuple[object, ...]]:
        places = {key: place for place, key in enumerate(self.spans if facet == "period" else KIND)}
        if facet in {"kind", "period"}:
            return lambda one: (one.key == UNDATED, places.get(one.key, -1), one.key)
        return lambda one: (0 if facet == "region" else -one.count, fold(one.label), one.key)

    def _iri(self, facet: str, key: str) -> str:
        return key if facet == "period" else self._iris[facet][key]

    def _key(self, facet: str, value: str) -> str:
        return value if facet == "period" else self._keys[facet][value]

    def _label(self, facet: str, key: str, language: str) -> str:
        if facet == "kind":
            return KIND[key].name(language, many=True)
        if facet == "period":
            return _name_of_span(key, language)
        iri = self._iris[facet][key]
        return self._by_iri[iri].label(language) if iri in self._by_iri else key


def read_span(text: str) -> Span:
    """Read `2019`, `2019-2021`, `2019-` or `-2009`; UnknownChoice says what to write instead of anything else."""
    if text == UNDATED:
        return None, None
    found = _SPAN.match(text)
    first, last = (found[1] or found[2], found[1] or found[3]) if found else (None, None)
    if not (first or last) or (first and last and last < first):
        raise UnknownChoice(
            "period",
            text,
            (),
            "Écrivez une année (2022) ou deux, dans l’ordre (2019-2021, 2019-, -2009).",
            "Write a year (2022) or two, in order (2019-2021, 2019-, -2009).",
        )
    return int(first) if first else None, int(last) if last else None


def _keys(iris: Sequence[str], prefix: str) -> dict[str, str]:
    """Give each IRI the end of it as its key, or the whole where two would share one."""
    short = {iri: iri.rpartition("/")[2].removeprefix(prefix) or iri for iri in iris}
    seen = Counter(short.values())
    return {iri: key if seen[key] == 1 else iri for iri, key in short.items()}


def _periods(entry: Entry, spans: Mapping[str, Span]) -> tuple[str, ...]:
    if entry.years is None:
        return (UNDATED,)
    return tuple(key for key, span in spans.items() if overlaps(entry.years, span))


def _presence(entry: Entry, day: date | None) -> Presence | None:
    return entry.times.on(day) if day else None


def _name_of_span(key: str, language: str) -> str:
    if key == UNDATED:
        return "no date" if language == "en" else "sans date"
    first, last = read_span(key)
    if first is None:
        return f"until {last}" if language == "en" else f"jusqu’en {last}"
    if last is None:
        return f"since {first}" if language == "en" else f"depuis {first}"
    return str(first) if first == last else f"{first}–{last}"
