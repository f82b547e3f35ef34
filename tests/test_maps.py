"""Hold the outlines to the territories of the graph."""

from collections.abc import Iterator
from itertools import pairwise

import pytest

from graph import Store, oxigraph_store
from graph.load import Dataset
from graph.maps import Geometry, Level, Ring, shapes

LEVELS: dict[Level, tuple[str, int]] = {"regions": ("Region", 18), "departments": ("Departement", 101)}
BOXES = {  # west, south, east, north
    "mainland and Corsica": (-5.2, 41.3, 9.6, 51.1),
    "Guadeloupe": (-61.9, 15.8, -61.0, 16.6),
    "Martinique": (-61.3, 14.3, -60.8, 14.9),
    "Guyane": (-54.7, 2.1, -51.6, 5.8),
    "La Réunion": (55.2, -21.4, 55.9, -20.8),
    "Mayotte": (44.9, -13.1, 45.4, -12.6),
}
APART = 0.02  # degrees between the outlines of a region and of its departments, simplified apart


@pytest.fixture(scope="module")
def store(dataset: Dataset) -> Store:
    return oxigraph_store(dataset.nquads)


def territories(store: Store, kind: str) -> dict[str, tuple[str, str]]:
    """Give label and enclosing territory of each territory of a kind."""
    rows = store.query(f"""PREFIX igeo: <http://rdf.insee.fr/def/geo#> PREFIX cons: <https://w3id.org/consulaire/ns#>
        PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
        SELECT ?place ?label ?within {{ ?place a igeo:{kind} ; rdfs:label ?label
          OPTIONAL {{ ?place cons:locatedIn ?within }} }}""").rows()
    return {row["place"].value: (row["label"].value, row["within"].value if "within" in row else "") for row in rows}


def rings(geometry: Geometry) -> Iterator[Ring]:
    for polygon in geometry["coordinates"]:
        yield from polygon


def box(*geometries: Geometry) -> tuple[float, float, float, float]:
    points = [point for geometry in geometries for ring in rings(geometry) for point in ring]
    east, north = zip(*points, strict=True)
    return min(east), min(north), max(east), max(north)


def inside(inner: tuple[float, ...], outer: tuple[float, ...]) -> bool:
    return inner[0] >= outer[0] and inner[1] >= outer[1] and inner[2] <= outer[2] and inner[3] <= outer[3]


@pytest.mark.parametrize("level", LEVELS)
def test_every_territory_has_one_outline_and_every_outline_its_territory(store: Store, level: Level) -> None:
    kind, number = LEVELS[level]
    assert len(territories(store, kind)) == number
    assert set(shapes(level)) == set(territories(store, kind))


@pytest.mark.parametrize("level", LEVELS)
def test_every_ring_is_closed_and_goes_round_something(level: Level) -> None:
    for geometry in shapes(level).values():
        assert geometry["type"] == "MultiPolygon"
        assert geometry["coordinates"]
        for ring in rings(geometry):
            assert len(ring) >= 4
            assert ring[0] == ring[-1]
            assert all(one != next_one for one, next_one in pairwise(ring))


@pytest.mark.parametrize("level", LEVELS)
def test_every_outline_lies_where_its_territory_does(store: Store, level: Level) -> None:
    known = territories(store, LEVELS[level][0])
    mainland = BOXES["mainland and Corsica"]
    assert len(BOXES.keys() & {label for label, _ in known.values()}) == len(BOXES) - 1
    for iri, geometry in shapes(level).items():
        assert inside(box(geometry), BOXES.get(known[iri][0], mainland))


def test_a_region_is_as_large_as_its_departments_together(store: Store) -> None:
    regions, departments = shapes("regions"), shapes("departments")
    within = {iri: region for iri, (_, region) in territories(store, "Departement").items()}
    for region, geometry in regions.items():
        parts = box(*(departments[iri] for iri in within if within[iri] == region))
        far = [abs(one - other) for one, other in zip(box(geometry), parts, strict=True)]
        assert max(far) < APART
