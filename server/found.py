"""Describe what a search found: the facts that the page shows and its data twins hold."""

from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any

from flask import request

from graph.search import FACETS, Choice, Entry, Found, Hit, Index, Name, Presence, Wanted

from .language import say, write_day
from .links import same_page, thing_link
from .tables import write_csv

Described = dict[str, Any]

SORT = (
    "nom exact, puis début du nom, puis tous les mots dans un nom, puis les autres ; à égalité, par genre et longueur",
    "exact name, then start of a name, then all words in one name, then the rest; equals by kind and length",
)
BROWSED = ("par genre, puis par nom", "by kind, then by name")
_FACET_NAMES = {
    "kind": ("Genre", "Kind"),
    "network": ("Réseau", "Network"),
    "region": ("Région", "Region"),
    "period": ("Période", "Period"),
    "theme": ("Thème", "Theme"),
}
_ROLES = {  # what the name is called that matched
    "official": ("nom officiel", "official name"),
    "title": ("titre", "title"),
    "code": ("code", "code"),
    "mandate": ("mandat", "mandate"),
}
_LANGUAGES = {"en": ("en anglais", "in English"), "fr": ("en français", "in French"), "": ("aussi", "also")}
_COLUMNS = ("part", "position", "facet", "iri", "label", "kind", "matched", "regions", "first", "last", "presence")


def describe(wanted: Wanted, found: Found, index: Index) -> Described:
    """Give everything that a page of results says, with the addresses of what it links to."""
    start = (wanted.page - 1) * wanted.size
    browsing = not wanted.text
    return {
        "query": wanted.text,
        "at": wanted.day.isoformat() if wanted.day else None,
        "sort": say(*BROWSED) if browsing else say(*SORT),
        "total": found.total,
        "leftOut": found.left_out,
        "withoutFilters": found.without,
        "whole": index.whole,
        "page": wanted.page,
        "pages": found.pages,
        "first": start + 1 if found.hits else 0,
        "last": start + len(found.hits),
        "hits": [_hit(hit, presence, wanted, index) for hit, presence in found.hits],
        "facets": {facet: _facet(facet, found.facets[facet]) for facet in FACETS},
        "links": _links(wanted.page, found.pages),
        "corrections": [{"text": text, "address": same_page(q=text, page=None)} for text in found.corrections],
        "alone": [
            {"word": word, "count": count, "address": same_page(q=word, page=None)} for word, count in found.alone
        ],
    }


def suggest(wanted: Wanted, found: Found | None, index: Index) -> Described:
    """Give the first hits for whoever is still typing, and how many there are in all."""
    hits = [_hit(hit, presence, wanted, index) for hit, presence in found.hits] if found else []
    names = ("iri", "label", "kindLabel", "matched", "regions", "presence", "address")
    return {
        "query": wanted.text,
        "total": found.total if found else 0,
        "suggestions": [{name: hit[name] for name in names} for hit in hits],
    }


def as_csv(data: Described) -> str:
    """Write the same facts as one table: the counts, the links to other pages, the hits, then the facets."""
    return write_csv((*_COLUMNS, "count", "chosen", "address"), _lines(data))


def _lines(data: Described) -> Iterator[dict[str, object]]:
    for name in ("query", "at", "sort"):
        yield {"part": name, "label": data[name] or ""}
    yield {"part": "whole", "label": str(data["whole"]).lower()}
    for name in ("total", "leftOut", "withoutFilters", "page", "pages"):
        yield {"part": name, "count": data[name]}
    for name, address in data["links"].items():
        yield {"part": "link", "label": name, "address": address or ""}
    for name in ("corrections", "alone"):
        for one in data[name]:
            told = {"label": one.get("text") or one.get("word"), "count": one.get("count", "")}
            yield {"part": name, **told, "address": one["address"]}
    for position, hit in enumerate(data["hits"], start=data["first"]):
        years = hit["years"] or {}
        told = {name: hit[name] or "" for name in ("iri", "label", "kind", "presence", "address")}
        yield {
            "part": "hit",
            "position": position,
            **told,
            "matched": (hit["matched"] or {}).get("sentence", ""),
            "regions": "; ".join(hit["regions"]),
            **{name: years.get(name) or "" for name in ("first", "last")},
        }
    for facet, described in data["facets"].items():
        for choice in described["choices"]:
            told = {name: choice[name] for name in ("label", "count", "chosen", "address")}
            yield {"part": "facet", "facet": facet, "iri": choice["key"], **told}


def _hit(hit: Hit, presence: Presence | None, wanted: Wanted, index: Index) -> Described:
    entry = hit.entry
    regions = [index.by_iri[iri] for iri in entry.values["region"] if iri in index.by_iri and iri != entry.iri]
    first, last = entry.years or (None, None)
    return {
        "iri": entry.iri,
        "label": entry.label(wanted.language),
        "kind": entry.kind.key,
        "kindLabel": entry.kind.name(wanted.language),
        "matched": _matched(hit, wanted),
        "regions": [one.label(wanted.language) for one in regions],
        "years": {"first": first, "last": last, "text": _years(entry)} if entry.years else None,
        "presence": presence,
        "address": thing_link(entry.iri),
    }


def _matched(hit: Hit, wanted: Wanted) -> Described | None:
    """Say which other name matched, and what kind of name it is; None where the label itself did."""
    name, label = hit.name, hit.entry.label(wanted.language)
    if name is None or name.role == "number" or (name.role == "code" and name.text in label) or name.text == label:
        return None
    return {"text": name.text, "role": name.role, "sentence": _sentence(name, wanted.day or date.today())}


def _sentence(name: Name, day: date) -> str:
    if name.until and name.until <= day:
        return say(
            f"anciennement\u00a0: {name.text} (nom officiel avant le {write_day(name.until)})",
            f"formerly: {name.text} (official name before {write_day(name.until)})",
        )
    french, english = _ROLES.get(name.role, ("aussi", "also"))
    if name.role == "label":
        french, english = _LANGUAGES.get(name.language, (name.language, name.language))
    return say(f"{french}\u00a0: {name.text}", f"{english}: {name.text}")


def _years(entry: Entry) -> str:
    """Write the years of a thing; those of a person are of the mandates that the graph knows."""
    first, last = entry.years or (None, None)
    if first == last:
        told = str(first)
    elif last is None and not entry.times.open_is_certain:
        told = say(f"{first}, fin inconnue", f"{first}, end unknown")
    elif last is None:
        told = say(f"depuis {first}", f"since {first}")
    else:
        told = say(f"jusqu’en {last}", f"until {last}") if first is None else f"{first}–{last}"
    return say(f"mandats {told}", f"mandates {told}") if entry.kind.key == "person" else told


def _facet(facet: str, choices: Sequence[Choice]) -> Described:
    return {
        "label": say(*_FACET_NAMES[facet]),
        "choices": [
            {
                "key": one.key,
                "label": one.label,
                "count": one.count,
                "chosen": one.chosen,
                "address": _toggled(facet, one.key),
            }
            for one in choices
        ],
        "without": same_page(**{facet: None, "page": None}) if any(one.chosen for one in choices) else None,
    }


def _toggled(facet: str, key: str) -> str:
    """Give the address of the first page with a choice added, or taken away where it is made."""
    made = [one for one in request.args.getlist(facet) if one]
    kept = [one for one in made if one != key] if key in made else [*made, key]
    return same_page(**{facet: kept, "page": None})


def _links(page: int, pages: int) -> dict[str, str | None]:
    def of(number: int, there: bool) -> str | None:
        return same_page(page=None if number == 1 else str(number)) if there else None

    return {
        "first": of(1, page > 1),
        "previous": of(page - 1, page > 1),
        "next": of(page + 1, page < pages),
        "last": of(pages, page < pages),
    }
