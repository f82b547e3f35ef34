"""Hold the dated law to what was read: numbers of the time, versions in order, no identifier that nobody read."""

import re

import pytest

from graph import Catalogue, Store, oxigraph_store
from graph.load import Dataset

PREFIXES = """PREFIX cons: <https://w3id.org/consulaire/ns#> PREFIX def: <https://w3id.org/consulaire/def/>
PREFIX id: <https://w3id.org/consulaire/id/> PREFIX dcterms: <http://purl.org/dc/terms/>
PREFIX eli: <http://data.europa.eu/eli/ontology#> PREFIX rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#> """
CRAFTS = "id:law-code-artisanat"
# The articles of the register of duties whose debtor is a CMA de région, under their numbers of the day.
BOUND = {
    "2021-01-15": ["20-1", "23, I, 11° bis", "5-1", "8"],
    "2022-12-31": ["20", "20-1", "22", "23, I, 11°", "25", "28", "28-2", "5-1", "8"],
    "2023-06-30": ["20", "20-1", "22", "23, I, 11°", "25", "28", "28-2", "5-1", "8"],
    "2023-07-01": [
        *(
            "D. 323-1",
            "D. 323-12",
            "D. 323-14",
            "D. 323-2",
            "D. 323-22",
            "D. 323-4",
            "L. 312-1",
            "L. 312-5",
            "L. 321-1",
        ),
        *("L. 322-1", "R. 321-14", "R. 321-5, 13°", "R. 323-24", "R. 323-28", "R. 323-31"),
    ],
}
# Identifiers that the dossier gives, and those of the first five articles: there is no other.
READ = {
    *("LEGITEXT000005634379", "LEGITEXT000006075116", "LEGITEXT000031366350", "LEGITEXT000037701019"),
    *("JORFTEXT000038496102", "JORFTEXT000039468194", "JORFTEXT000042538571"),
    *("JORFARTI000022796458", "JORFARTI000032079526", "JORFARTI000053096985", "JORFARTI000053097051"),
    *("LEGIARTI000006269954", "LEGIARTI000022517000", "LEGIARTI000030610406", "LEGIARTI000033563046"),
    *("LEGIARTI000038497714", "LEGIARTI000038497936", "LEGIARTI000038587114", "LEGIARTI000038587119"),
    *("LEGIARTI000038587121", "LEGIARTI000038587123", "LEGIARTI000038587127", "LEGIARTI000038610765"),
    *("LEGIARTI000038610897", "LEGIARTI000038653932", "LEGIARTI000039470738", "LEGIARTI000039471784"),
    *("LEGIARTI000039471857", "LEGIARTI000043176319", "LEGIARTI000047362488", "LEGIARTI000047362560"),
    "LEGIARTI000047725264",
    *("NOR ATDB2507833L", "NOR ECEI1017697D", "NOR ECEI1025460D", "NOR ECFI1629761D", "NOR ECFI1632524D"),
    *("NOR ECOI1924725D", "NOR ECOI2018870D", "NOR ECOI2234224R", "NOR ECOT1810669L", "NOR EINI1525408L"),
    *("NOR EINI1605682D", "NOR JUSB2031500D"),
}
# Versions that the second reading gives or corrects: first day, and first day after.
VERSIONS = [
    ("commerce-l712-2--2019-05-24", "2019-05-24", None),
    ("commerce-l711-8-9--2019-05-24", "2019-05-24", None),
    ("commerce-r711-40-1-old--2014-11-08", "2014-11-08", "2016-12-30"),
    ("commerce-r711-40-4-old--2014-11-08", "2014-11-08", "2015-05-17"),
    ("commerce-r711-40-4-old--2015-05-17", "2015-05-17", "2019-12-11"),
    ("commerce-r711-51--2010-08-07", "2010-08-07", "2016-05-13"),
    ("commerce-r711-51--2019-12-11", "2019-12-11", None),
    ("commerce-d711-67-6--2007-07-01", "2007-07-01", "2019-12-11"),
    ("commerce-r712-21--2019-12-11", "2019-12-11", None),
    ("artisanat-8-old--2021-01-01", "2021-01-01", "2023-07-01"),
    ("artisanat-r321-5-13--2023-07-01", "2023-07-01", None),
]
# Old and new numbers of the code de l'artisanat, article by article.
RENUMBERED = {
    "20": ["D. 323-2"],
    "20-1": ["D. 323-4"],
    "22": ["D. 323-22"],
    "23": ["R. 321-5"],
    "25": ["R. 323-24", "R. 323-25"],
    "23, I, 11° bis": ["R. 321-5, 13°"],
    "25-1": ["R. 323-32"],
    "28": ["R. 323-27", "R. 323-28"],
    "28-1": ["R. 323-29", "R. 323-30"],
    "28-2": ["R. 323-31"],
    "28-3": ["R. 323-33"],
    "5-1": ["L. 311-1", "L. 311-2", "L. 311-3", "L. 321-1"],
    "5-2": ["L. 311-1", "R. 321-1"],
    "5-7": ["L. 331-1", "L. 331-2"],
    "5-8": ["L. 332-1"],
    "8": ["L. 322-1"],
    "4": ["R. 312-1", "R. 331-1", "R. 332-5", "R. 333-11"],  # décret 66-137
}


@pytest.fixture(scope="module")
def store(dataset: Dataset) -> Store:
    return oxigraph_store(dataset.nquads)


def rows(store: Store, text: str) -> list[tuple[str, ...]]:
    answer = store.query(PREFIXES + text)
    return [tuple(str(row[name]) if name in row else "" for name in answer.variables) for row in answer.rows()]


def bound(store: Store, **params: str) -> list[tuple[str, str, str]]:
    answer = store.query(Catalogue.load().get("articles-binding-a-form-at-a-date").fill(params))
    return [(str(row["text"]), str(row["number"]), str(row["certain"])) for row in answer.rows()]


@pytest.mark.parametrize("day", sorted(BOUND))
def test_a_regional_cma_is_bound_under_the_numbers_of_the_day(store: Store, day: str) -> None:
    assert len(BOUND) == 4
    found = bound(store, day=day)
    assert [number for text, number, certain in found if (text, certain) == (CRAFTS, "true")] == BOUND[day]
    assert [number for text, number, certain in found if (text, certain) == (CRAFTS, "false")] == []


def test_what_has_no_version_day_is_possible_and_never_certain(store: Store) -> None:
    doubtful = [number for _, number, certain in bound(store, day="2022-12-31") if certain == "false"]
    assert doubtful == ["3", "18-3"]


def test_a_duty_moves_from_the_prefect_to_the_supervisor_with_the_version(store: Store) -> None:
    before = [number for _, number, _ in bound(store, day="2015-01-01", form="def:form-ccir")]
    after = [number for _, number, _ in bound(store, day="2020-01-01", form="def:form-ccir")]
    assert {"R. 711-40-1", "R. 711-40-4"} <= set(before)
    assert "R. 712-21" not in before
    assert "R. 712-21" in after
    assert not {"R. 711-40-1", "R. 711-40-4"} & set(after)
    installed_by = rows(
        store,
        "SELECT ?day ?who { ?v eli:is_member_of id:law-commerce-r711-51 ; cons:startLatest ?day ; cons:binds ?who } "
        "ORDER BY ?day",
    )
    assert installed_by == [
        ("2010-08-07", "def:role-regional-prefect"),
        ("2019-12-11", "def:role-supervisory-authority"),
    ]


def test_no_identifier_of_a_text_is_one_that_nobody_read(store: Store) -> None:
    found = rows(
        store,
        "SELECT DISTINCT ?i { ?law dcterms:identifier ?i ; a ?kind "
        "FILTER(?kind IN (eli:LegalResource, eli:LegalResourceSubdivision)) }",
    )
    assert {identifier for (identifier,) in found} == READ
    assert all(re.fullmatch(r"NOR [A-Z]{4}\d{7}[A-Z]|[A-Z]{8}\d{12}", identifier) for identifier in READ)


def test_an_eli_address_is_given_for_five_texts_only(store: Store) -> None:
    found = rows(
        store,
        "SELECT ?law { ?law a eli:LegalResource ; <http://www.w3.org/2004/02/skos/core#exactMatch> ?e } ORDER BY ?law",
    )
    names = ["decret-2010-1356", "decret-2019-1317", "decret-2021-168", "ordonnance-2023-208", "pacte"]
    assert [law for (law,) in found] == [f"id:law-{name}" for name in names]


@pytest.mark.parametrize(("version", "start", "end"), VERSIONS)
def test_a_version_starts_and_ends_on_the_days_that_were_read(
    store: Store, version: str, start: str, end: str | None
) -> None:
    found = rows(
        store,
        f"SELECT ?a ?b ?c ?d {{ BIND(id:law-{version} AS ?v) ?v cons:startEarliest ?a ; cons:startLatest ?b "
        "OPTIONAL { ?v cons:endEarliest ?c } OPTIONAL { ?v cons:endLatest ?d } }",
    )
    assert found == [(start, start, end or "", end or "")]


def test_old_numbers_lead_to_the_new_ones(store: Store) -> None:
    found: dict[str, list[str]] = {}
    for old, new in rows(
        store,
        "SELECT DISTINCT ?old ?new { ?a dcterms:isReplacedBy ?b ; eli:number ?old . ?b eli:number ?new } "
        "ORDER BY ?old ?new",
    ):
        found.setdefault(old, []).append(new)
    assert found == RENUMBERED


def test_every_version_of_the_old_numbering_ends_before_the_new_begins(store: Store) -> None:
    late = rows(
        store,
        """SELECT ?v { ?v eli:is_member_of/eli:date_no_longer_in_force ?last ; cons:endLatest ?end
        FILTER(?end > "2023-07-01"^^<http://www.w3.org/2001/XMLSchema#date>) }""",
    )
    open_ended = rows(
        store,
        """SELECT ?v { ?v eli:is_member_of ?old . ?old dcterms:isReplacedBy ?new OPTIONAL { ?v cons:endLatest ?end }
        FILTER(!BOUND(?end)) }""",
    )
    assert late == open_ended == []


def test_the_days_on_which_no_change_can_be_seen_are_said_on_each_code(store: Store) -> None:
    said = rows(
        store,
        "SELECT ?code { ?code a eli:LegalResource ; <http://www.w3.org/2000/01/rdf-schema#comment> ?said "
        'FILTER(CONTAINS(?said, "mi-juillet 2025, reprises le 24 mars 2026")) } ORDER BY ?code',
    )
    assert [code for (code,) in said] == [
        f"id:law-code-{name}" for name in ("artisanat", "commande-publique", "commerce", "crpa")
    ]


def test_the_law_is_counted(store: Store) -> None:
    counts = {
        "texts": "?x a eli:LegalResource",
        "articles": "?x a eli:LegalResourceSubdivision OPTIONAL { ?x eli:is_member_of ?a } FILTER(!BOUND(?a))",
        "versions": "?x eli:is_member_of ?a",
    }
    found = {
        name: int(rows(store, f"SELECT (COUNT(DISTINCT ?x) AS ?n) {{ {what} }}")[0][0]) for name, what in counts.items()
    }
    assert found == {"texts": 38, "articles": 189, "versions": 274}
