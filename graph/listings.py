"""List bodies, conventions and people as tables, one row per thing, as of a day where one is given.

A thing holds on a day `certain`ly or `possible`y, as `graph.dates` says. Where no start is known, nothing is certain.
"""

from collections.abc import Mapping
from datetime import date
from typing import TYPE_CHECKING, Any

from .frames import Rows, array_of, frame, put_beside
from .namespaces import DEF, PREFIXES

if TYPE_CHECKING:
    import pandas as pd

    from .explore import Graph

_PREFIXES = "".join(
    f"PREFIX {name}: <{PREFIXES[name]}>\n" for name in ("cons", "def", "dcterms", "foaf", "igeo", "org", "rdfs", "skos")
)
_BOUNDS = ("startEarliest", "startLatest", "endEarliest", "endLatest")
_BODIES = f"""{_PREFIXES}SELECT DISTINCT ?body ?network ?seat ?website ?identifier
  ?startEarliest ?startLatest ?endEarliest ?endLatest WHERE {{
  ?body a cons:ConsularBody ; cons:network ?network .
  OPTIONAL {{ ?body cons:seat ?seat }}
  OPTIONAL {{ ?body cons:website ?website }}
  OPTIONAL {{ ?body org:identifier ?identifier }}
  OPTIONAL {{ ?body cons:startEarliest ?startEarliest }}
  OPTIONAL {{ ?body cons:startLatest ?startLatest }}
  OPTIONAL {{ ?body cons:endEarliest ?endEarliest }}
  OPTIONAL {{ ?body cons:endLatest ?endLatest }}
}} ORDER BY ?body ?seat ?website ?identifier"""
_REGIONS = f"""{_PREFIXES}SELECT DISTINCT ?body ?region ?regionCode ?own WHERE {{
  {{ ?body dcterms:spatial ?region ; a cons:ConsularBody BIND ( true AS ?own ) }}
  UNION
  {{ ?body dcterms:spatial ?area ; a cons:ConsularBody . ?area cons:locatedIn ?region BIND ( true AS ?own ) }}
  UNION
  {{
    ?attachment dcterms:type def:relation-attachment ; cons:relationFrom ?body ; cons:relationTo ?chamber .
    ?chamber dcterms:spatial ?region BIND ( false AS ?own )
  }}
  UNION
  {{
    ?attachment dcterms:type def:relation-attachment ; cons:relationFrom ?body ; cons:relationTo ?chamber .
    ?chamber dcterms:spatial ?area . ?area cons:locatedIn ?region BIND ( false AS ?own )
  }}
  ?region a igeo:Region ; igeo:codeINSEE ?regionCode .
}} ORDER BY ?body ?region"""
_CONVENTIONS = f"""{_PREFIXES}SELECT DISTINCT ?convention ?kind ?signedEarliest ?signedLatest ?startYear ?endYear
WHERE {{
  ?convention a cons:Agreement ; dcterms:type ?kind .
  OPTIONAL {{ ?convention cons:startYear ?startYear }}
  OPTIONAL {{ ?convention cons:endYear ?endYear }}
  OPTIONAL {{
    SELECT DISTINCT ?convention ?signedEarliest ?signedLatest WHERE {{
      ?signature cons:signs ?convention ; cons:partOfEvent ?event .
      ?event cons:earliestDate ?signedEarliest ; cons:latestDate ?signedLatest .
    }}
  }}
}} ORDER BY ?convention ?signedEarliest"""
_PARTIES = f"""{_PREFIXES}SELECT DISTINCT ?convention ?party ?how WHERE {{
  ?convention a cons:Agreement .
  {{ ?convention cons:party ?party BIND ( "parties" AS ?how ) }}
  UNION
  {{ ?signature cons:signs ?convention ; cons:onBehalfOf ?party BIND ( "signatories" AS ?how ) }}
}} ORDER BY ?convention ?how ?party"""
_PEOPLE = f"""{_PREFIXES}SELECT DISTINCT ?person ?name ?role ?organisation ?mandate
  ?startEarliest ?startLatest ?endEarliest ?endLatest ?asOf WHERE {{
  ?person a foaf:Person ; foaf:name ?name .
  OPTIONAL {{
    ?mandate org:member ?person ; org:organization ?organisation .
    OPTIONAL {{ ?mandate org:role ?role }}
    OPTIONAL {{ ?mandate cons:startEarliest ?startEarliest }}
    OPTIONAL {{ ?mandate cons:startLatest ?startLatest }}
    OPTIONAL {{ ?mandate cons:endEarliest ?endEarliest }}
    OPTIONAL {{ ?mandate cons:endLatest ?endLatest }}
    OPTIONAL {{ ?mandate cons:asOf ?asOf }}
  }}
}} ORDER BY ?name ?person ?startEarliest ?mandate ?asOf"""
_DTYPES = {
    **dict.fromkeys((*_BOUNDS, "signedEarliest", "signedLatest", "asOf"), "datetime64[s]"),
    **dict.fromkeys(("startYear", "endYear"), "Int64"),
    "own": "boolean",
}
_STATUS = ("form", "level", "personality", "officialName", "statusCertainty")


def list_bodies(graph: "Graph", day: date | None, lang: str) -> "pd.DataFrame":
    """List the bodies of both networks; as of a day, those that were there, and what each then was in law.

    `seats` holds the IRIs of all seats, as a tuple, and `seatsLabel` their labels in one text; so does `website`, and
    so `identifier`, where there are several.
    """
    found = _frame(graph, _BODIES)
    table = found.drop(columns=["seat", "website", "identifier"]).drop_duplicates("body", ignore_index=True)
    _put_all(table, "body", "seats", found, "seat")
    _put_texts(table, "seats", graph.labels(dict.fromkeys(found["seat"].dropna()), lang=lang))
    for name in ("website", "identifier"):
        _put_all(table, "body", name, found, name)
        table[name] = array_of(("; ".join(ones) or None for ones in table[name]), "string")
    table = table.merge(_region_of_each(graph), on="body", how="left")
    if day is not None:
        table = _on(table, day)
        table = table.merge(_status_of_each(graph, day), on="body", how="left")
    return _with_labels(graph, table, lang, ("body", "network", "region", "form", "level"))


def list_conventions(graph: "Graph", day: date | None, lang: str) -> "pd.DataFrame":
    """List the conventions that the graph knows; as of a day, those signed by it that had not run out.

    `parties` and `signatories` hold the IRIs of each, as tuples, and `…Label` their labels in one text. A convention
    runs from its signing, or from the first day of its first year, to the end of its last year; without a last year,
    no day is certain.
    """
    table = _one_row_per_convention(_frame(graph, _CONVENTIONS))
    if day is not None:
        table = _on(_with_bounds(table), day).drop(columns=list(_BOUNDS))
    who = _frame(graph, _PARTIES)
    names = graph.labels(dict.fromkeys(who["party"]), lang=lang)
    for how in ("parties", "signatories"):
        _put_all(table, "convention", how, who[who["how"] == how], "party")
        _put_texts(table, how, names)
    return _with_labels(graph, table, lang, ("convention", "kind"))


def _one_row_per_convention(table: "pd.DataFrame") -> "pd.DataFrame":
    """Bound the signing of each by the first and the last day of all the events at which it was signed."""
    days = table.groupby("convention")
    table["signedEarliest"] = days["signedEarliest"].transform("min")
    table["signedLatest"] = days["signedLatest"].transform("max")
    return table.drop_duplicates("convention", ignore_index=True)


def list_people(graph: "Graph", day: date | None, lang: str) -> "pd.DataFrame":
    """List the people and their mandates, a row for each mandate; as of a day, the mandates that may hold on it.

    `asOfEarliest` and `asOfLatest` are the first and the last day on which a source says that the mandate is held.
    """
    table = _one_row_per_mandate(_frame(graph, _PEOPLE))
    if day is not None:
        table = _on(table[table["mandate"].notna()], day)
    return _with_labels(graph, table, lang, ("role", "organisation"))


def _one_row_per_mandate(table: "pd.DataFrame") -> "pd.DataFrame":
    days = table.groupby(["person", "mandate"], dropna=False)["asOf"]
    table["asOfEarliest"], table["asOfLatest"] = days.transform("min"), days.transform("max")
    return table.drop(columns="asOf").drop_duplicates(["person", "mandate"], ignore_index=True)


def _put_all(table: "pd.DataFrame", key: str, into: str, found: "pd.DataFrame", name: str) -> None:
    """Put into one column all values that were found for each thing, as tuples, so that none is passed over."""
    all_of = found.dropna(subset=[name]).drop_duplicates([key, name]).groupby(key)[name].agg(tuple)
    table[into] = [all_of.get(one, ()) for one in table[key]]


def _put_texts(table: "pd.DataFrame", name: str, labels: Mapping[str, str]) -> None:
    """Put the labels of a column of tuples beside it, those of a row in one text."""
    texts = ["; ".join(labels.get(one, one) for one in ones) for ones in table[name]]
    table[f"{name}Label"] = array_of(texts, "string")


def _frame(graph: "Graph", text: str) -> "pd.DataFrame":
    return frame(Rows.of_tsv(graph.store.query(text).serialize("tsv")), _DTYPES)


def _region_of_each(graph: "Graph") -> "pd.DataFrame":
    """Give the region of each body that is of one: by its own area, else by the chamber that it is attached to."""
    import pandas as pd

    found = _frame(graph, _REGIONS)
    own = found[found["own"]].drop(columns="own")
    attached = found[~found["own"] & ~found["body"].isin(own["body"])].drop(columns="own")
    both = pd.concat([own, attached]).drop_duplicates()
    return both[~both["body"].duplicated(keep=False)]


def _status_of_each(graph: "Graph", day: date) -> "pd.DataFrame":
    """Give what each body was in law on the day; nothing where the bounds allow two statuses."""
    import pandas as pd

    asked = (("network", f"{DEF}network-{name}") for name in ("cci", "cma"))
    tables = [graph.undated.query("network-at-a-date", labels=False, day=day, **dict([one])).df for one in asked]
    found = pd.concat(tables)[["body", "status", *_STATUS]].drop_duplicates()
    certain = found[found["statusCertainty"] == "certain"]
    certain = certain[~certain["body"].duplicated(keep=False)]
    other = found[~found["body"].isin(certain["body"])].drop_duplicates("body").copy()
    other[list(_STATUS[:-1])] = pd.NA
    types = dict.fromkeys(_STATUS, "string") | {"personality": "boolean"}
    return pd.concat([certain, other.astype(types)]).drop(columns="status").astype(types)


def _with_bounds(table: "pd.DataFrame") -> "pd.DataFrame":
    """Give each convention the bounds of a period, from its signing and its years."""
    first, last = (_first_day(table[name]) for name in ("startYear", "endYear"))
    made = table.copy()
    made["startEarliest"] = table["signedEarliest"].fillna(first)
    made["startLatest"] = table["signedLatest"].fillna(first)
    made["endEarliest"] = made["endLatest"] = _first_day(table["endYear"] + 1)
    made["unsettled"] = last.isna()
    return made


def _first_day(years: "pd.Series[Any]") -> "pd.Series[Any]":
    import pandas as pd

    days = pd.to_datetime(years.astype("string") + "-01-01", format="%Y-%m-%d")
    return days.astype("datetime64[s]")


def _on(table: "pd.DataFrame", day: date) -> "pd.DataFrame":
    """Keep the rows whose bounds allow the day, and say in `certainty` whether they settle it."""
    import pandas as pd

    when = pd.Timestamp(day).as_unit("s")
    start, begun, end, over = (table[name] for name in _BOUNDS)
    possible = (start.isna() | (start <= when)) & (over.isna() | (when < over))
    certain = (begun <= when) & (end.isna() | (when < end)) & (end.notna() | over.isna())
    if "asOfEarliest" in table:
        certain |= (table["asOfEarliest"] <= when) & (when <= table["asOfLatest"])
    else:
        certain |= start.isna() & begun.isna() & (end.isna() | (when < end)) & (end.notna() | over.isna())
    if "unsettled" in table:
        certain &= ~table["unsettled"]
    kept = table[possible].drop(columns="unsettled", errors="ignore").reset_index(drop=True)
    kept["certainty"] = array_of(("certain" if one else "possible" for one in certain[possible]), "string")
    return kept


def _with_labels(graph: "Graph", table: "pd.DataFrame", lang: str, names: tuple[str, ...]) -> "pd.DataFrame":
    """Put the labels of these columns beside them, fetched by one query."""
    there = [name for name in names if name in table]
    iris = dict.fromkeys(iri for name in there for iri in table[name].dropna())
    labels = graph.labels(iris, lang=lang)
    for name in there:
        put_beside(
            table, name, f"{name}Label", (labels.get(iri) if isinstance(iri, str) else None for iri in table[name])
        )
    return table
