"""Hold the curated facts to what the articles say, trap by trap, and count them."""

from collections import Counter
from pathlib import Path

import pytest

from graph import Store, oxigraph_store
from graph.load import Dataset

PREFIXES = """PREFIX cons: <https://w3id.org/consulaire/ns#> PREFIX def: <https://w3id.org/consulaire/def/>
PREFIX id: <https://w3id.org/consulaire/id/> PREFIX org: <http://www.w3.org/ns/org#>
PREFIX rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#> PREFIX foaf: <http://xmlns.com/foaf/0.1/>
PREFIX dcterms: <http://purl.org/dc/terms/> PREFIX prov: <http://www.w3.org/ns/prov#> """
COUNTS = """SELECT ?graph (COUNT(*) AS ?facts) WHERE {
  GRAPH ?graph { ?s ?p ?o OPTIONAL { ?s a ?kind FILTER(?kind IN (cons:Attestation, cons:Citation,
    <http://www.w3.org/ns/oa#TextPositionSelector>, cons:SourceDocument)) } FILTER(!BOUND(?kind)) }
  FILTER(CONTAINS(STR(?graph), "/facts/articles/")) } GROUP BY ?graph ORDER BY ?graph"""
READINGS = """SELECT ?graph ?reading (COUNT(*) AS ?n) WHERE {
  GRAPH ?graph { ?a a cons:Attestation ; cons:reading ?reading }
  FILTER(CONTAINS(STR(?graph), "/facts/articles/")) } GROUP BY ?graph ?reading ORDER BY ?graph ?reading"""
LONGEST_RUN = 8  # words in a row of an article that may stand in the project, for names


@pytest.fixture(scope="module")
def store(dataset: Dataset) -> Store:
    return oxigraph_store(dataset.nquads)


def ask(store: Store, pattern: str) -> bool:
    answer = store.query(f"{PREFIXES} ASK {{ {pattern} }}").boolean
    assert answer is not None
    return answer


def values(store: Store, text: str) -> list[str]:
    return sorted(str(next(iter(row.values()))) for row in store.query(PREFIXES + text).rows())


def test_facts_are_counted_per_article_and_per_reading(store: Store, capsys: pytest.CaptureFixture[str]) -> None:
    facts = {
        row["graph"].value.split("/")[-1]: int(row["facts"].value) for row in store.query(PREFIXES + COUNTS).rows()
    }
    readings: dict[str, Counter[str]] = {}
    for row in store.query(PREFIXES + READINGS).rows():
        article = readings.setdefault(row["graph"].value.split("/")[-1], Counter())
        article[str(row["reading"]).removeprefix("def:reading-")] = int(row["n"].value)
    assert len(facts) == len(readings) == 5
    assert min(facts.values()) >= 150
    assert min(sum(article.values()) for article in readings.values()) >= 70
    with capsys.disabled():
        for name, number in facts.items():
            told = ", ".join(f"{count} {reading}" for reading, count in sorted(readings[name].items()))
            print(f"\n{name}: {number} fact triples; attestations: {told}", end="")  # noqa: T201


def test_the_plan_of_nouvelle_aquitaine_has_two_stated_days_and_no_single_one(store: Store) -> None:
    assert values(store, "SELECT ?d { id:event-signing-na cons:statedDate ?d }") == ["lundi", "mardi"]
    assert not ask(store, "id:event-signing-na cons:date ?day")
    days = "SELECT ?day { id:event-signing-na cons:earliestDate|cons:latestDate ?day }"
    assert values(store, days) == ["2022-11-07", "2022-11-08"]


def test_both_sides_of_the_two_days_are_marked_disputed(store: Store) -> None:
    readings = values(
        store,
        "SELECT DISTINCT ?r { ?a rdf:subject id:event-signing-na ; rdf:predicate cons:statedDate ; cons:reading ?r }",
    )
    assert readings == ["def:reading-disputed"]


def test_the_prefects_signature_is_asserted_and_disputed(store: Store) -> None:
    assert ask(store, "id:sig-na-prefect cons:signs id:instr-plan-na ; cons:signatory id:person-buccio")
    assert values(store, "SELECT DISTINCT ?r { ?a rdf:subject id:sig-na-prefect ; cons:reading ?r }") == [
        "def:reading-disputed"
    ]


def test_a_town_is_kept_where_the_article_places_it_and_flagged(store: Store) -> None:
    places = values(store, "SELECT ?t { id:geo-saint-yrieix-la-perche cons:locatedIn ?t }")
    assert places == ["id:geo-haute-vienne", "id:geo-vienne"]
    readings = values(
        store,
        "SELECT ?r { ?a rdf:subject id:geo-saint-yrieix-la-perche ; rdf:predicate cons:locatedIn ; cons:reading ?r }",
    )
    assert readings == ["def:reading-disputed", "def:reading-disputed"]


def test_a_year_that_the_text_does_not_give_is_bounds_or_an_inference(store: Store) -> None:
    assert not ask(store, "id:event-signing-normandie cons:date ?day")
    assert ask(store, "id:event-signing-normandie cons:statedDate '12 septembre'@fr")
    for property_name in ("cons:date", "cons:earliestDate", "cons:latestDate"):
        readings = (
            f"SELECT ?r {{ ?a rdf:subject id:event-signing-essonne ; rdf:predicate {property_name} ; cons:reading ?r }}"
        )
        assert set(values(store, readings)) == {"def:reading-inferred"}


def test_nothing_was_signed_on_10_may_2017_and_nobody_was_made_to_speak(store: Store) -> None:
    assert ask(store, "id:event-bureaux-2017 cons:date ?d FILTER(STR(?d) = '2017-05-10')")
    assert not ask(store, "?signature cons:partOfEvent id:event-bureaux-2017 ; a cons:Signature")
    persons = "SELECT DISTINCT ?p { ?m org:member ?p ; org:organization id:org-cci-seine-et-marne }"
    assert values(store, persons) == []


def test_a_merger_was_only_asked_for(store: Store) -> None:
    assert ask(store, "id:event-amendment-merger dcterms:type def:event-amendment ; dcterms:subject def:theme-merger")
    assert ask(store, "id:statement-deputies-merger cons:stance def:stance-supports ; dcterms:subject def:theme-merger")
    assert not ask(store, "?instrument a cons:Instrument ; dcterms:subject def:theme-merger")
    assert not ask(store, "?instrument a cons:Agreement ; dcterms:subject def:theme-merger")


def test_emmanuel_miller_is_one_person_in_two_articles(store: Store) -> None:
    assert values(store, "SELECT ?p { ?p foaf:name 'Emmanuel Miller' }") == ["id:person-miller"]
    sources = """SELECT DISTINCT ?s { ?a rdf:subject id:mandate-miller ; prov:wasDerivedFrom ?c .
      ?c <http://www.w3.org/ns/oa#hasSource> ?s }"""
    assert values(store, sources) == ["id:src-001", "id:src-003"]


def test_a_person_named_twice_in_a_caption_is_one_person(store: Store) -> None:
    assert values(store, "SELECT ?p { ?p foaf:name 'Christophe Soscia' }") == ["id:person-christophe-soscia"]
    assert values(store, "SELECT ?p { ?p org:member id:person-christophe-soscia }") == ["id:mandate-christophe-soscia"]


def test_a_cci_metropolitaine_is_a_name_and_not_a_level(store: Store) -> None:
    assert not ask(store, "id:org-cciamp cons:level ?level")
    assert "CCI métropolitaine Aix-Marseille-Provence" in values(
        store, "SELECT ?n { id:org-cciamp <http://www.w3.org/2004/02/skos/core#altLabel> ?n }"
    )


def test_the_furniture_of_a_page_gives_no_fact(store: Store) -> None:
    last = "SELECT (MAX(?n) AS ?last) { ?c <http://www.w3.org/ns/oa#hasSource> id:src-004 ; cons:paragraph ?n }"
    assert values(store, last) == ["35"]


def words(text: str) -> list[str]:
    kept = "".join(character if character.isalnum() else " " for character in text.lower())
    return kept.split()


def test_no_sentence_of_an_article_stands_in_the_project(shared: Path) -> None:
    runs: set[tuple[str, ...]] = set()
    for article in sorted((shared / "seeds").glob("*.txt")):
        said = words(article.read_text(encoding="utf-8"))
        runs.update(tuple(said[i : i + LONGEST_RUN + 1]) for i in range(len(said) - LONGEST_RUN))
    assert len(runs) > 3000
    root = Path(__file__).resolve().parent.parent
    kept = {".py", ".md", ".ttl", ".rq", ".csv", ".ipynb", ".html", ".toml"}
    copied = []
    for folder in ("graph", "ontology", "shapes", "server", "tests", "notebooks"):
        for path in (root / folder).rglob("*"):
            if path.suffix in kept and "vendored" not in path.parts:
                said = words(path.read_text(encoding="utf-8"))
                if any(tuple(said[i : i + LONGEST_RUN + 1]) in runs for i in range(len(said) - LONGEST_RUN)):
                    copied.append(path.name)
    assert copied == []
