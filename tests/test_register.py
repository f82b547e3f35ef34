"""Hold the rules to the register of duties: every row is there, under the law of its day, marked where not read."""

import re
from datetime import date
from pathlib import Path

import pytest

from graph import Store, oxigraph_store
from graph.load import Dataset
from graph.obligations import evaluate, read_verdicts
from graph.stores.parsing import parse_any

ROOT = Path(__file__).resolve().parent.parent
PREFIXES = """PREFIX cons: <https://w3id.org/consulaire/ns#> PREFIX def: <https://w3id.org/consulaire/def/>
PREFIX id: <https://w3id.org/consulaire/id/> PREFIX dcterms: <http://purl.org/dc/terms/>
PREFIX eli: <http://data.europa.eu/eli/ontology#> PREFIX rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#> PREFIX cv: <http://data.europa.eu/m8g/>
PREFIX prov: <http://www.w3.org/ns/prov#> """
# What was not fully read, and the part of the text concerned.
UNREAD = {
    ("OB14", "deadline"),  # the decree on the mandates
    ("OB15", "deadline"),
    ("OB41", "content"),  # L. 4251-18 CGCT, consolidated
    ("OB41b", "content"),
    ("OB45", "force"),  # article 18-2, known from a commentary
    ("OB45b", "force"),
    ("OB48", "addressee"),  # only the beginning of the wording of 2019
    ("OB48", "deadline"),
}
HISTORIC = {"OB05h": ("2014-11-08", "2019-12-10"), "OB48h": ("2007-07-01", "2019-12-10")}
# Articles of the commercial code that were seen in force, with no day of their version.
SEEN = {"OB18", "OB23", "OB25", "OB25b", "OB26", "OB29b", "OB38b", "OB40", "OB42"}
LATER_THAN_THE_REGISTER = {"OB51"}  # the first budget of the establishment of Corsica
FAMILIES = {
    "accounts": range(25, 35),
    "assemblies": (*range(35, 40), 49),
    "contracts": range(1, 14),
    "elections": (*range(14, 25), 46, 50),
    "schemes-and-transparency": (*range(40, 46), 47, 48),
}
ELSEWHERE = {"OB03": "schemes-and-transparency", "OB51": "accounts"}


@pytest.fixture(scope="module")
def store(dataset: Dataset) -> Store:
    return oxigraph_store(dataset.nquads)


def rows(store: Store, text: str) -> list[tuple[str, ...]]:
    answer = store.query(PREFIXES + text)
    return [tuple(str(row[name]) if name in row else "" for name in answer.variables) for row in answer.rows()]


def identifiers(store: Store) -> set[str]:
    return {i for (i,) in rows(store, "SELECT ?i { ?rule a cons:ObligationRule ; dcterms:identifier ?i }")}


def register(shared: Path) -> list[str]:
    """Read the identifiers out of the first column of the table of section 6."""
    text = (shared / "domain" / "law.md").read_text(encoding="utf-8")
    table = text.split("## 6. ")[1].split("## 7. ")[0]
    return re.findall(r"^\| (OB\d{2}[a-z]?) \|", table, re.MULTILINE)


def test_every_row_of_the_register_is_a_rule(store: Store, shared: Path) -> None:
    read = register(shared)
    assert len(read) == len(set(read)) == 53
    assert set(read) - identifiers(store) == set()


def test_a_rule_that_is_no_row_is_a_part_of_one_or_known_to_be_later(store: Store, shared: Path) -> None:
    read = set(register(shared))
    beside = {identifier for identifier in identifiers(store) if identifier not in read}
    assert {i for i in beside if i.rstrip("bch") not in read} == LATER_THAN_THE_REGISTER


def test_an_identifier_stands_for_one_rule_and_every_rule_has_one(store: Store) -> None:
    every = rows(
        store,
        "SELECT ?rule ?i { ?rule a cons:ObligationRule OPTIONAL { ?rule dcterms:identifier ?i } }",
    )
    assert [rule for rule, identifier in every if not re.fullmatch(r"OB\d{2}[a-z]?", identifier)] == []
    assert len(every) == len({rule for rule, _ in every}) == len({identifier for _, identifier in every})


def test_a_rule_stands_in_the_file_of_its_family(store: Store) -> None:
    homes = {f"OB{number:02}": family for family, numbers in FAMILIES.items() for number in numbers} | ELSEWHERE
    found = rows(
        store,
        "SELECT ?i ?g { GRAPH ?g { ?rule a cons:ObligationRule ; dcterms:identifier ?i } } ORDER BY ?i",
    )
    assert len(homes) == 51
    assert [(i, g) for i, g in found if g.split("/")[-1].rstrip(">") != homes[i[:4]]] == []


def test_a_rule_rests_on_a_version_in_force_on_its_first_day_or_says_why_not(store: Store) -> None:
    """An article whose versions carry no day makes the first day of force an inference, with its reason."""
    grounded = rows(
        store,
        """SELECT DISTINCT ?i { ?rule a cons:ObligationRule ; dcterms:identifier ?i ; cons:inForceFrom ?first ;
             cv:isDerivedFrom ?article .
           ?version eli:is_member_of ?article ; cons:startLatest ?start OPTIONAL { ?version cons:endEarliest ?end }
           FILTER(?start <= ?first && (!BOUND(?end) || ?end > ?first)) } ORDER BY ?i""",
    )
    explained = rows(
        store,
        """SELECT DISTINCT ?i { ?rule a cons:ObligationRule ; dcterms:identifier ?i .
           ?why rdf:subject ?rule ; rdf:predicate cons:inForceFrom ; cons:reading def:reading-inferred ;
             rdfs:comment ?reason } ORDER BY ?i""",
    )
    without = identifiers(store) - {i for (i,) in grounded}
    assert without - {i for (i,) in explained} == set()
    assert len(grounded) > 40


def test_the_article_of_a_rule_is_never_one_of_its_versions(store: Store) -> None:
    assert rows(store, "SELECT ?rule { ?rule cv:isDerivedFrom ?v . ?v eli:is_member_of ?article }") == []


def test_a_crafts_rule_that_begins_with_the_new_numbering_cites_the_new_number(store: Store) -> None:
    found = rows(
        store,
        """SELECT ?i ?number ?first { ?rule a cons:ObligationRule ; dcterms:identifier ?i ; cons:inForceFrom ?first ;
             cv:isDerivedFrom ?article . ?article eli:is_part_of id:law-code-artisanat ; eli:number ?number }""",
    )
    new = {i for i, _, first in found if first == "2023-07-01"}
    cited = {i for i, number, _ in found if re.match(r"[LRD]\. ", number)}
    assert len(new) >= 25
    assert new <= cited
    older = {i for i, _, first in found if first < "2023-07-01"}
    assert older <= {i for i, number, _ in found if number[0].isdigit()} | {"OB13"}  # OB13: décret 66-137


def test_the_rules_marked_unread_are_those_that_the_reading_left_open(store: Store) -> None:
    found = rows(store, "SELECT ?i ?a { ?rule dcterms:identifier ?i ; cons:unreadAspect ?a } ORDER BY ?i ?a")
    assert {(identifier, aspect.removeprefix("def:aspect-")) for identifier, aspect in found} == UNREAD


def test_former_rules_end_and_no_other_rule_does_but_the_first_budget_of_corsica(store: Store) -> None:
    found = rows(
        store,
        """SELECT ?i ?from ?until { ?rule dcterms:identifier ?i ; cons:inForceFrom ?from ; cons:inForceUntil ?until
           FILTER(?i != "OB51") }""",
    )
    assert {identifier: (start, end) for identifier, start, end in found} == HISTORIC
    marked = rows(store, "SELECT ?i { ?rule dcterms:type def:check-historic ; dcterms:identifier ?i }")
    assert {identifier for (identifier,) in marked} == set(HISTORIC)


def test_a_text_whose_first_day_is_unknown_is_not_applied_before_the_day_it_is_known_from(store: Store) -> None:
    found = rows(
        store,
        """SELECT DISTINCT ?i ?first ?known ?why { ?rule a cons:ObligationRule ; dcterms:identifier ?i ;
             cons:inForceFrom ?first ; cv:isDerivedFrom ?article .
           ?version eli:is_member_of ?article ; cons:startLatest ?known
           OPTIONAL { ?version cons:startEarliest ?start } FILTER(!BOUND(?start))
           OPTIONAL { ?a rdf:subject ?rule ; rdf:predicate cons:inForceFrom ; cons:reading ?why } } ORDER BY ?i""",
    )
    assert {i for i, *_ in found} == SEEN
    assert [i for i, first, known, why in found if first < known or why != "def:reading-inferred"] == []


def test_a_rule_tells_in_both_languages_what_it_wants_and_how_it_was_read(store: Store) -> None:
    wanted = ("rdfs:label", "rdfs:comment", "cons:evidenceExpected")
    for term in wanted:
        languages = rows(
            store,
            f"""SELECT ?i (COUNT(DISTINCT ?l) AS ?n) {{ ?rule a cons:ObligationRule ; dcterms:identifier ?i
                OPTIONAL {{ ?rule {term} ?text BIND(LANG(?text) AS ?l) }} }} GROUP BY ?i""",
        )
        assert [identifier for identifier, number in languages if number != "2"] == [], term


def test_every_rule_is_attested_whole_with_a_citation(store: Store) -> None:
    attested = rows(
        store,
        """SELECT DISTINCT ?i { ?rule a cons:ObligationRule ; dcterms:identifier ?i . ?a rdf:subject ?rule ;
             prov:wasDerivedFrom ?c . ?c a cons:Citation
           OPTIONAL { ?a rdf:predicate ?p } FILTER(!BOUND(?p)) }""",
    )
    assert identifiers(store) - {i for (i,) in attested} == set()


def test_a_birth_date_is_for_a_users_own_data_only() -> None:
    facts = sorted((ROOT / "graph" / "facts").rglob("*.ttl"))
    assert len(facts) > 30
    assert [path.name for path in facts if "birthDate" in path.read_text(encoding="utf-8")] == []


def test_a_rule_that_is_only_data_is_judged_without_code(tmp_path: Path) -> None:
    new = tmp_path / "new.ttl"
    new.write_text(
        """
        @prefix cons: <https://w3id.org/consulaire/ns#> . @prefix def: <https://w3id.org/consulaire/def/> .
        @prefix dcterms: <http://purl.org/dc/terms/> . @prefix id: <https://w3id.org/consulaire/id/> .
        @prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
        id:org-x a cons:ConsularBody ; cons:network def:network-cma ; cons:level def:level-regional .
        id:event-x a cons:Event ; dcterms:type def:event-transmission ; cons:documentKind def:kind-minutes ;
          cons:coversYear 2024 ; cons:participant id:org-x ;
          cons:earliestDate "2025-03-03"^^xsd:date ; cons:latestDate "2025-03-03"^^xsd:date .
        id:rule-x a cons:ObligationRule ; dcterms:identifier "OB99" ; cons:debtorNetwork def:network-cma ;
          cons:debtorLevel def:level-regional ;
          cons:triggerKind def:event-civil-year ; cons:triggerReach def:reach-year ;
          cons:deadlineKind def:deadline-yearly-date ; cons:deadlineMonth 2 ; cons:deadlineDay 31 ;
          cons:deadlineYearOffset 1 ; cons:performedBy def:event-transmission ; cons:requiresKind def:kind-minutes ;
          cons:evidenceTie def:tie-year ; cons:inForceFrom "2024-01-01"^^xsd:date .
        """,
        encoding="utf-8",
    )
    verdicts = read_verdicts(evaluate(parse_any(new), date(2025, 6, 30)))
    found = {verdict.year: (str(verdict.due_latest), verdict.status) for verdict in verdicts}
    assert found == {2023: ("2024-02-29", "overdue-no-evidence"), 2024: ("2025-02-28", "met-late")}
