"""Count the bodies of both networks again, and hold the graph to what official pages count."""

import csv
import re
import unicodedata
from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

import pytest

from graph import Store, oxigraph_store
from graph.dates import Period
from graph.load import Dataset
from graph.resources import TABLES

COUNTS = Path(__file__).resolve().parent.parent / "docs" / "network-counts.md"
CONTROLS = [
    ("2019-01-01", 94),
    ("2021-11-30", 94),
    ("2022-01-01", 91),
    ("2023-12-31", 91),
    ("2024-01-01", 90),
    ("2025-12-31", 90),
    ("2026-01-01", 88),  # the two local chambers of Corsica end with CCI de Corse
]
FIRST_DAY = date(2021, 1, 1)
REGIONAL = {"cci": {"ccir"}, "cma": {"cmar"}}
BESIDE = {"cci": {"cci-cor", "cci-drom", "epcic"}, "cma": {"cma-drom", "cm-am"}}
ROWS = """PREFIX cons: <https://w3id.org/consulaire/ns#>
SELECT ?body ?label ?network ?form ?level ?personality ?bse ?bsl ?bee ?bel ?sse ?ssl ?see ?sel WHERE {
  ?body a cons:ConsularBody ; <http://www.w3.org/2000/01/rdf-schema#label> ?label ; cons:network ?network .
  ?status cons:statusOf ?body .
  OPTIONAL { ?body cons:startEarliest ?bse } OPTIONAL { ?body cons:startLatest ?bsl }
  OPTIONAL { ?body cons:endEarliest ?bee } OPTIONAL { ?body cons:endLatest ?bel }
  OPTIONAL { ?status cons:startEarliest ?sse } OPTIONAL { ?status cons:startLatest ?ssl }
  OPTIONAL { ?status cons:endEarliest ?see } OPTIONAL { ?status cons:endLatest ?sel }
  OPTIONAL { ?status cons:form ?form } OPTIONAL { ?status cons:atLevel ?level }
  OPTIONAL { ?status cons:withLegalPersonality ?personality }
}"""


@dataclass(frozen=True)
class Told:
    """Hold one status of a body, by the notations of its concepts; "" where no source tells."""

    body: str
    network: str
    form: str
    level: str
    personality: str
    existence: Period
    period: Period

    def possibly_at(self, day: date) -> bool:
        return self.existence.possibly_at(day) and self.period.possibly_at(day)

    def certainly_at(self, day: date) -> bool:
        return self.existence.certainly_at(day) and self.period.certainly_at(day)


@pytest.fixture(scope="module")
def store(dataset: Dataset) -> Store:
    return oxigraph_store(dataset.nquads)


@pytest.fixture(scope="module")
def told(store: Store) -> list[Told]:
    return list(_told(store))


def _told(store: Store) -> Iterator[Told]:
    for row in store.query(ROWS).rows():
        cells = {name: term.value for name, term in row.items()}

        def notation(name: str, cells: dict[str, str] = cells) -> str:
            return cells.get(name, "").rpartition("/")[2].partition("-")[2]

        def period(*names: str, cells: dict[str, str] = cells) -> Period:
            return Period(*(date.fromisoformat(cells[name]) if name in cells else None for name in names))

        yield Told(
            cells["body"].rpartition("/")[2],
            notation("network"),
            notation("form"),
            notation("level"),
            cells.get("personality", ""),
            period("bse", "bsl", "bee", "bel"),
            period("sse", "ssl", "see", "sel"),
        )


def _untold(one: Told) -> bool:
    return not one.form and not one.level and not one.personality


OVERSEAS = {"cci-drom", "cma-drom"}
KINDS: dict[str, Callable[[Told], bool]] = {
    "all": lambda one: one.form != "del",
    "head of network": lambda one: one.level == "national",
    "regional": lambda one: one.level == "regional" and one.form != "crma",
    "metropolitan regional": lambda one: one.level == "regional" and one.form not in OVERSEAS,
    "overseas regional": lambda one: one.form in OVERSEAS,
    "territorial or local": lambda one: one.level in {"territorial", "local"} or _untold(one),
    "told territorial": lambda one: one.level == "territorial",
    "told local": lambda one: one.level == "local",
    "departmental of Île-de-France": lambda one: one.form == "ccid-idf",
    "without legal personality": lambda one: one.form in {"ccil", "ccid-idf"} and one.personality == "false",
    "legal persons": lambda one: one.personality == "true",
    "COM and New Caledonia": lambda one: one.form in {"cci-com", "cacima"},
}


def counted(told: list[Told], network: str, day: date, kind: str) -> int:
    """Count bodies, not statuses: between the bounds of a change a body may have two."""
    there = {one.body for one in told if one.network == network and one.possibly_at(day) and KINDS[kind](one)}
    return len(there)


def documented() -> list[dict[str, str]]:
    lines = [line for line in COUNTS.read_text(encoding="utf-8").splitlines() if line.startswith("|")]
    headings, _, *rows = ([cell.strip() for cell in line.strip("|").split("|")] for line in lines)
    return [dict(zip(headings, row, strict=True)) for row in rows]


def table(name: str) -> list[dict[str, str]]:
    with (TABLES / f"{name}.csv").open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


LINES = documented()


@pytest.mark.parametrize(("day", "number"), CONTROLS, ids=[day for day, _ in CONTROLS])
def test_territorial_and_local_chambers_are_as_many_as_official_pages_count(
    told: list[Told], day: str, number: int
) -> None:
    assert counted(told, "cci", date.fromisoformat(day), "territorial or local") == number


@pytest.mark.parametrize("line", LINES, ids=[f"{one['network']} {one['as of']} {one['what']}" for one in LINES])
def test_each_count_of_the_documentation_is_that_of_the_graph(told: list[Told], line: dict[str, str]) -> None:
    number = counted(told, line["network"].lower(), date.fromisoformat(line["counted on"]), line["what"])
    assert number == int(line["graph"])
    assert (line["source"] != line["graph"]) == bool(line["reason of the difference"])


@pytest.mark.parametrize("row", table("network-counts"), ids=lambda row: f"{row['network']} {row['as_of']}")
def test_every_number_of_establishments_is_compared_in_the_documentation(row: dict[str, str]) -> None:
    compared = [one for one in LINES if (one["network"], one["as of"]) == (row["network"], row["as_of"])]
    numbers = {int(one["source"]) for one in compared}
    stated = re.findall(r"(?<![\d-])\d{2,3}(?![\d-])", row["establishments"])
    stated += re.findall(r"(\d+) (?:CCI[RTLD]\b|local|metropolitan|overseas)", row["breakdown"])
    assert stated
    assert {int(number) for number in stated} <= numbers


def test_the_suite_collects_every_line_and_every_row() -> None:
    assert len(LINES) == 34
    assert len(table("network-counts")) == 6
    assert {one["what"] for one in LINES} == set(KINDS)


def lacking(store: Store) -> set[str]:
    """Name the bodies that lack a network, or a source for themselves or for a status."""
    prefixes = """PREFIX cons: <https://w3id.org/consulaire/ns#> PREFIX prov: <http://www.w3.org/ns/prov#>
    PREFIX oa: <http://www.w3.org/ns/oa#> PREFIX rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#>"""
    sourced = "?attestation rdf:subject %s ; prov:wasDerivedFrom ?citation . ?citation oa:hasSource ?source ."

    def bodies(pattern: str) -> set[str]:
        found = store.query(f"{prefixes} SELECT DISTINCT ?body WHERE {{ {pattern} }}").rows()
        return {row["body"].value.rpartition("/")[2] for row in found}

    whole = bodies(f"?body a cons:ConsularBody ; cons:network ?network . {sourced % '?body'}")
    whole &= bodies(f"?status cons:statusOf ?body . {sourced % '?status'}")
    return bodies("?body a cons:ConsularBody") - whole


def test_no_body_is_without_network_status_or_source(store: Store) -> None:
    assert lacking(store) == set()


def folded(text: str) -> str:
    plain = unicodedata.normalize("NFKD", text.replace("\u2019", "'")).encode("ascii", "ignore").decode().lower()
    words = re.sub(r"[^a-z0-9]+", " ", plain).split()
    return " ".join(word for word in words if word not in {"de", "du", "des", "d", "la", "le", "les", "l", "et"})


def of_one_name(store: Store) -> dict[str, set[str]]:
    names = """PREFIX cons: <https://w3id.org/consulaire/ns#> PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
    PREFIX org: <http://www.w3.org/ns/org#>
    SELECT ?body ?name WHERE { ?body a cons:ConsularBody .
      { ?body rdfs:label ?name } UNION { ?body org:identifier ?name } }"""
    bodies = defaultdict(set)
    for row in store.query(names).rows():
        bodies[folded(row["name"].value)].add(row["body"].value.rpartition("/")[2])
    assert len(bodies) > 250
    return {name: found for name, found in bodies.items() if len(found) > 1}


def test_no_two_bodies_are_one(store: Store) -> None:
    assert of_one_name(store) == {}


def test_a_body_under_a_second_name_is_found(dataset: Dataset) -> None:
    twin, graph = "<https://w3id.org/consulaire/id/org-twin>", "<https://w3id.org/consulaire/graph/twin>"
    kind = "<https://w3id.org/consulaire/ns#ConsularBody>"
    planted = (
        f"{twin} <http://www.w3.org/1999/02/22-rdf-syntax-ns#type> {kind} {graph} .\n"
        f'{twin} <http://www.w3.org/2000/01/rdf-schema#label> "CCI de l\u2019AIN" {graph} .\n'
    )
    with_twin = oxigraph_store(dataset.nquads + planted.encode())
    assert of_one_name(with_twin) == {"cci ain": {"org-cci-ain", "org-twin"}}
    assert lacking(with_twin) == {"org-twin"}


def test_no_two_bodies_of_a_network_have_the_same_seat_and_area_at_one_time(store: Store, told: list[Told]) -> None:
    query = """PREFIX cons: <https://w3id.org/consulaire/ns#> PREFIX dcterms: <http://purl.org/dc/terms/>
    SELECT ?body ?seat ?area WHERE { ?body a cons:ConsularBody ; cons:seat ?seat .
      { ?body dcterms:spatial ?area }
      UNION { ?body cons:partlyCovers ?part . BIND (CONCAT("part of ", STR(?part)) AS ?area) } }"""
    areas, seats = defaultdict(set), {}
    for row in store.query(query).rows():
        body = row["body"].value.rpartition("/")[2]
        areas[body].add(row["area"].value)
        seats[body] = row["seat"].value
    network = {one.body: one.network for one in told}
    alike = defaultdict(set)
    for body, seat in seats.items():
        alike[network[body], seat, frozenset(areas[body])].add(body)
    existence = {one.body: one.existence for one in told}
    days = [existence[body].start_latest or date.min for body in existence]
    twins = [
        sorted(found)
        for found in alike.values()
        if any(sum(existence[body].certainly_at(day) for body in found) > 1 for day in days)
    ]
    assert len(alike) > 150
    assert twins == []


def regions_of(store: Store) -> dict[str, str]:
    query = """PREFIX cons: <https://w3id.org/consulaire/ns#> PREFIX dcterms: <http://purl.org/dc/terms/>
    PREFIX igeo: <http://rdf.insee.fr/def/geo#>
    SELECT DISTINCT ?body ?code WHERE { ?body a cons:ConsularBody ; dcterms:spatial/cons:locatedIn? ?region .
      ?region a igeo:Region ; igeo:codeINSEE ?code }"""
    return {row["body"].value.rpartition("/")[2]: row["code"].value for row in store.query(query).rows()}


def exceptions_on(day: date) -> dict[tuple[str, str], tuple[set[str], set[str]]]:
    found = {}
    for row in table("network-exceptions"):
        first = date.fromisoformat(row["valid_from"]) if row["valid_from"] else FIRST_DAY
        end = date.fromisoformat(row["no_longer_from"]) if row["no_longer_from"] else date.max
        if first <= day < end:
            assert (row["region"], row["network"]) not in found
            assert row["reason_fr"]
            assert row["reason_en"]
            found[row["region"], row["network"]] = (set(row["bodies"].split()), set(row["forms"].split()))
    return found


def test_every_region_has_one_regional_chamber_of_each_network_or_a_stated_reason(
    store: Store, told: list[Told]
) -> None:
    regions, codes = regions_of(store), {row["code"] for row in table("regions")}
    bounds = {bound for one in told for bound in (one.period.start_latest, one.period.end_earliest) if bound}
    days = sorted({FIRST_DAY, date(2027, 1, 1), *(day for day in bounds if day >= FIRST_DAY)})
    days += [day - timedelta(days=1) for day in days if day > FIRST_DAY]
    compared = 0
    for day in days:
        excepted = exceptions_on(day)
        for region in sorted(codes):
            for network in ("cci", "cma"):
                there = [
                    one
                    for one in told
                    if one.network == network
                    and regions.get(one.body) == region
                    and one.form in REGIONAL[network] | BESIDE[network]
                    and one.certainly_at(day)
                ]
                bodies, forms = {one.body for one in there}, {one.form for one in there}
                expected = excepted.get((region, network))
                if expected is None:
                    assert (day, region, network, len(bodies), forms) == (day, region, network, 1, REGIONAL[network])
                else:
                    assert (day, region, bodies, forms) == (day, region, *expected)
                compared += 1
    assert compared == len(days) * 36
    assert len(days) > 8
