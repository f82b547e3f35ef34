"""Hold the reference facts to their tables: what is imported again is what is committed, and it is whole."""

import csv
from collections import Counter
from pathlib import Path

import pytest

from graph import Store, oxigraph_store
from graph.ingest import draft
from graph.load import Dataset
from graph.resources import TABLES

REFERENCE = TABLES.parent
MAPPINGS = sorted((REFERENCE / "mappings").glob("*.json"))
TERRITORIES = {"regions": ("Region", 18), "departments": ("Departement", 101), "communes": ("Commune", 134)}
DISPUTED = "id:geo-saint-yrieix-la-perche"  # the one commune in no table: an article contradicts its department
PREFIXES = """PREFIX cons: <https://w3id.org/consulaire/ns#> PREFIX id: <https://w3id.org/consulaire/id/>
PREFIX igeo: <http://rdf.insee.fr/def/geo#> PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#> """


@pytest.fixture(scope="module")
def store(dataset: Dataset) -> Store:
    return oxigraph_store(dataset.nquads)


def rows(store: Store, pattern: str, *names: str) -> list[tuple[str, ...]]:
    found = store.query(f"{PREFIXES} SELECT ?{' ?'.join(names)} WHERE {{ {pattern} }}").rows()
    return sorted(tuple(str(row[name]) for name in names) for row in found)


def table(name: str) -> list[dict[str, str]]:
    with (TABLES / f"{name}.csv").open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


def test_the_suite_collects_every_mapping_and_each_has_its_table_and_its_facts() -> None:
    assert len(MAPPINGS) >= len(TERRITORIES)
    assert {path.stem for path in MAPPINGS} <= {path.stem for path in TABLES.glob("*.csv")}
    assert {path.stem for path in MAPPINGS} <= {path.stem for path in REFERENCE.glob("*.ttl")}


@pytest.mark.parametrize("mapping", MAPPINGS, ids=[path.stem for path in MAPPINGS])
def test_importing_a_table_again_gives_the_same_file_byte_for_byte(mapping: Path) -> None:
    committed = REFERENCE / f"{mapping.stem}.ttl"
    made = draft(TABLES / f"{mapping.stem}.csv", mapping, replaces=committed)
    assert made.findings == ()
    assert made.turtle.encode() == committed.read_bytes()


def test_a_changed_cell_changes_the_file(tmp_path: Path) -> None:
    rows = (TABLES / "regions.csv").read_text(encoding="utf-8")
    changed = tmp_path / "regions.csv"
    changed.write_text(rows.replace(",Bretagne,35238", ",Bretagne,29232"), encoding="utf-8")
    committed = REFERENCE / "regions.ttl"
    made = draft(changed, REFERENCE / "mappings" / "regions.json", replaces=committed)
    assert made.findings == ()
    assert made.turtle == committed.read_text(encoding="utf-8").replace("id:geo-rennes", "id:geo-quimper")


def test_a_code_that_the_graph_does_not_know_is_refused_with_its_cell(tmp_path: Path) -> None:
    rows = (TABLES / "departments.csv").read_text(encoding="utf-8")
    changed = tmp_path / "departments.csv"
    changed.write_text(rows.replace(",Finistère,53,", ",Finistère,54,"), encoding="utf-8")
    made = draft(changed, REFERENCE / "mappings" / "departments.json", replaces=REFERENCE / "departments.ttl")
    assert [(found.column, found.value) for found in made.findings] == [("region", "54")]
    assert (made.total, made.refused) == (101, 1)


def test_the_territories_are_18_regions_101_departments_and_the_communes_that_facts_need() -> None:
    assert {name: len(table(name)) for name in TERRITORIES} == {name: n for name, (_, n) in TERRITORIES.items()}


@pytest.mark.parametrize("name", TERRITORIES)
def test_the_graph_has_the_territories_of_the_tables_and_no_other(store: Store, name: str) -> None:
    kind, _ = TERRITORIES[name]
    found = rows(store, f"?place a igeo:{kind} ; igeo:codeINSEE ?code ; rdfs:label ?label", "place", "code", "label")
    wanted = sorted((f"id:{row['id']}", row["code"], row["name"]) for row in table(name))
    assert [row for row in found if row[0] != DISPUTED] == wanted
    assert [row[1] for row in found if row[0] == DISPUTED] == (["87187"] if name == "communes" else [])


@pytest.mark.parametrize("name", TERRITORIES)
def test_codes_and_names_of_nodes_are_unique_and_ordered(name: str) -> None:
    codes = [row["code"] for row in table(name)]
    assert codes == sorted(set(codes))
    every = Counter(row["id"] for other in TERRITORIES for row in table(other))
    assert len(every) == sum(number for _, number in TERRITORIES.values())


def test_every_department_lies_in_one_region_and_every_commune_in_one_department(store: Store) -> None:
    for inner, outer, number in (("Departement", "Region", 101), ("Commune", "Departement", 134)):
        pairs = rows(store, f"?a a igeo:{inner} ; cons:locatedIn ?b . ?b a igeo:{outer}", "a", "b")
        within = Counter(a for a, _ in pairs if a != DISPUTED)
        assert len(within) == number
        assert set(within.values()) == {1}


def test_every_region_has_a_department(store: Store) -> None:
    assert len({b for (b,) in rows(store, "?a a igeo:Departement ; cons:locatedIn ?b . ?b a igeo:Region", "b")}) == 18


def test_a_commune_bears_the_code_of_its_department(store: Store) -> None:
    pattern = "?c a igeo:Commune ; igeo:codeINSEE ?commune ; cons:locatedIn ?d . ?d igeo:codeINSEE ?code"
    pairs = [(commune, code) for c, commune, code in rows(store, pattern, "c", "commune", "code") if c != DISPUTED]
    assert len(pairs) == 134
    assert [pair for pair in pairs if not pair[0].startswith(pair[1])] == []


def test_every_region_and_department_has_one_chef_lieu_which_is_a_commune_of_it(store: Store) -> None:
    chefs_lieux = rows(store, "?place igeo:chefLieu ?commune", "place", "commune")
    assert len(chefs_lieux) == len({place for place, _ in chefs_lieux}) == 18 + 101
    inside = rows(
        store, "?place igeo:chefLieu ?commune . ?commune a igeo:Commune ; cons:locatedIn+ ?place", "place", "commune"
    )
    assert inside == chefs_lieux


def test_the_iris_of_insee_are_the_two_that_were_read(store: Store) -> None:
    matches = rows(
        store, "?place <http://www.w3.org/2004/02/skos/core#exactMatch> ?iri . ?place a igeo:Region", "place"
    )
    assert matches == [("id:geo-ile-de-france",), ("id:geo-normandie",)]
    said = [path.name for path in REFERENCE.rglob("*") if path.is_file() and "id.insee.fr" in path.read_text("utf-8")]
    assert said == []


def test_every_table_is_utf_8_without_stray_blanks() -> None:
    tables: list[Path] = sorted(TABLES.glob("*.csv"))
    assert len(tables) >= len(TERRITORIES)
    for path in tables:
        text = path.read_bytes().decode("utf-8")
        assert text.endswith("\n")
        assert "\r" not in text
        cells = [cell for row in csv.reader(text.splitlines()) for cell in row]
        assert [cell for cell in cells if cell != cell.strip()] == []


def test_the_readme_names_every_table_and_its_licence() -> None:
    told = (REFERENCE / "README.md").read_text(encoding="utf-8")
    assert [path.name for path in sorted(TABLES.glob("*.csv")) if f"`{path.name}`" not in told] == []
    assert "Licence Ouverte" in told
