"""Give the simplified outlines of regions and departments, for maps.

The outlines are TopoJSON (`graph/geo/README.md`): arcs shared between neighbours, each a first grid position and then
steps, a negative number meaning an arc run backwards.
"""

import csv
import json
from collections.abc import Iterable, Sequence
from itertools import accumulate
from typing import Any, Literal, TypedDict

from .namespaces import ID
from .resources import GEO, TABLES

Level = Literal["regions", "departments"]
Position = tuple[float, float]
Ring = list[Position]


class Geometry(TypedDict):
    """Hold a GeoJSON MultiPolygon: polygons of rings of (longitude, latitude), the outer ring first."""

    type: Literal["MultiPolygon"]
    coordinates: list[list[Ring]]


def shapes(level: Level) -> dict[str, Geometry]:
    """Map the IRI of each region or department to its outline in WGS 84 degrees, as GeoJSON has it.

    Each is a MultiPolygon, an island being a polygon. The outlines are simplified to some 500 m and date from 2018:
    they are for drawing, not for telling whether a point lies inside.
    """
    topology = json.loads((GEO / f"{level}.topojson").read_text(encoding="utf-8"))
    arcs = _arcs(topology)
    (collection,) = topology["objects"].values()
    iris = iris_by_code(level)
    return {iris[shape["properties"]["code"]]: _geometry(shape, arcs) for shape in collection["geometries"]}


def iris_by_code(level: Level) -> dict[str, str]:
    """Map INSEE codes to IRIs, as the table has them that the facts are made from."""
    with (TABLES / f"{level}.csv").open(encoding="utf-8", newline="") as lines:
        return {row["code"]: f"{ID}{row['id']}" for row in csv.DictReader(lines)}


def _arcs(topology: dict[str, Any]) -> list[Ring]:
    """Turn each arc's steps on the grid into positions."""
    scale, origin = topology["transform"]["scale"], topology["transform"]["translate"]
    return [
        list(zip(*(_along(axis, scale[i], origin[i]) for i, axis in enumerate(zip(*arc, strict=True))), strict=True))
        for arc in topology["arcs"]
    ]


def _along(steps: Iterable[int], scale: float, origin: float) -> list[float]:
    return [round(origin + at * scale, 5) for at in accumulate(steps)]


def _geometry(shape: dict[str, Any], arcs: Sequence[Ring]) -> Geometry:
    polygons = [shape["arcs"]] if shape["type"] == "Polygon" else shape["arcs"]
    return {
        "type": "MultiPolygon",
        "coordinates": [[_ring(numbers, arcs) for numbers in polygon] for polygon in polygons],
    }


def _ring(numbers: Iterable[int], arcs: Sequence[Ring]) -> Ring:
    """Join arcs end to end; each starts where the one before it ends, and that position is kept once."""
    ring: Ring = []
    for number in numbers:
        arc = arcs[number] if number >= 0 else arcs[~number][::-1]
        ring.extend(arc[1:] if ring else arc)
    return ring
