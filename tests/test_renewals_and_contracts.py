"""Hold the renewals, contracts and mandates that press and law tell to what their sources say, trap by trap."""

import pytest

from graph import Catalogue, Store, oxigraph_store
from graph.load import Dataset
from graph.namespaces import PREFIXES

NAMES = "".join(f"PREFIX {prefix}: <{iri}>\n" for prefix, iri in PREFIXES.items())


@pytest.fixture(scope="module")
def store(dataset: Dataset) -> Store:
    return oxigraph_store(dataset.nquads)


def ask(store: Store, pattern: str) -> bool:
    answer = store.query(f"{NAMES}ASK {{ {pattern} }}").boolean
    assert answer is not None
    return answer


def rows(store: Store, select: str) -> list[tuple[str, ...]]:
    found = store.query(NAMES + select)
    return [tuple(str(row[name]) for name in found.variables) for row in found.rows()]


def test_each_round_ties_one_renewal_of_each_network(store: Store) -> None:
    found = rows(
        store,
        """SELECT ?round ?network WHERE { ?round dcterms:type def:event-renewal-round .
        ?renewal cons:partOfEvent ?round ; a cons:GeneralRenewal ; cons:network ?network } ORDER BY ?round ?network""",
    )
    years = (2010, 2016, 2021, 2026)
    assert found == [(f"id:round-{year}", f"def:network-{network}") for year in years for network in ("cci", "cma")]


def test_the_later_renewal_of_2021_is_that_of_the_cci_and_leaves_the_poll_of_guiana_out(store: Store) -> None:
    later = "SELECT ?renewal { ?renewal cons:partOfEvent id:round-2021 ; cons:latestDate ?d } ORDER BY DESC(?d) LIMIT 1"
    assert rows(store, later) == [("id:renewal-cci-2021",)]
    assert ask(store, "id:renewal-cma-2021-guyane cons:partOfEvent id:renewal-cma-2021 ; dcterms:spatial id:geo-guyane")


def test_an_election_after_a_union_is_no_general_renewal(store: Store) -> None:
    found = rows(store, "SELECT ?e { ?e dcterms:type def:event-post-union-election } ORDER BY ?e")
    assert found == [("id:event-election-marne-ardennes-2023",), ("id:event-election-meuse-haute-marne-2018",)]
    assert not ask(store, "?e dcterms:type def:event-post-union-election ; a cons:GeneralRenewal")
    assert ask(store, 'id:event-election-marne-ardennes-2023 cons:statedDuration "P3Y"^^xsd:duration')


@pytest.mark.parametrize("network", ["cci", "cma"])
def test_the_renewal_put_off_to_2027_is_known_by_its_month_alone(store: Store, network: str) -> None:
    renewal = f"id:renewal-{network}-2026"
    assert not ask(store, f"{renewal} cons:date|cons:pollOpens ?day")
    bounds = f"SELECT ?a ?b {{ {renewal} cons:earliestDate ?a ; cons:latestDate ?b }}"
    assert rows(store, bounds) == [("2027-10-01", "2027-10-31")]
    confidence = f"SELECT ?c {{ ?att rdf:subject {renewal} ; rdf:predicate cons:latestDate ; cons:confidence ?c }}"
    assert rows(store, confidence) == [("0.7",)]


def test_the_vote_of_the_cma_in_2010_has_no_day(store: Store) -> None:
    assert not ask(store, "id:renewal-cma-2010 cons:date|cons:pollOpens ?day")


@pytest.mark.parametrize("region", ["centre-val-de-loire", "paca"])
def test_a_joint_plan_whose_page_names_no_law_rests_on_none_and_proves_nothing(store: Store, region: str) -> None:
    plan = f"id:instr-joint-plan-{region}"
    assert ask(store, f"{plan} dcterms:type def:kind-joint-plan")
    assert not ask(store, f"{plan} cons:legalBasis|cons:arisesFrom ?basis")
    assert not ask(store, f"?evidence cons:shows {plan}")


@pytest.mark.parametrize("event", ["com-cci-paris-idf", "signing-normandie", "joint-plan-centre-val-de-loire"])
def test_a_signing_whose_year_is_not_told_keeps_no_single_day(store: Store, event: str) -> None:
    assert ask(store, f"id:event-{event} a cons:SigningEvent")
    assert not ask(store, f"id:event-{event} cons:date ?day")


@pytest.mark.parametrize(
    ("region", "day", "told"),
    [
        ("nouvelle-aquitaine", "2022-11-07", [("id:person-buccio", "certain")]),
        ("nouvelle-aquitaine", "2023-09-21", [("id:person-guyot", "certain")]),
        ("normandie", "2022-09-12", [("id:person-durand", "certain")]),
        ("normandie", "2023-09-12", [("id:person-albertini", "possible")]),
        ("occitanie", "2021-06-28", [("id:person-guyot", "certain")]),
        ("provence-alpes-cote-d-azur", "2016-06-09", [("id:person-bouillon", "certain")]),
        ("provence-alpes-cote-d-azur", "2024-05-23", [("id:person-mirmand", "certain")]),
        ("bretagne", "2024-05-23", []),
    ],
)
def test_the_prefect_of_a_region_on_a_day(store: Store, region: str, day: str, told: list[tuple[str, str]]) -> None:
    values = {"region": f"id:geo-{region}", "day": day}
    answer = Catalogue.load().run(store, "prefects-of-a-region-at-a-date", values)
    assert [(str(row["person"]), str(row["certainty"])) for row in answer.rows()] == told


def test_no_prefect_was_the_certain_holder_of_two_regions_on_one_day(store: Store) -> None:
    overlap = """?one org:member ?person ; cons:startLatest ?from ; cons:endEarliest ?until ; org:organization ?here .
    ?two org:member ?person ; cons:startLatest ?from2 ; cons:endEarliest ?until2 ; org:organization ?there .
    FILTER ( ?here != ?there && ?from < ?until2 && ?from2 < ?until )"""
    assert not ask(store, overlap)
