"""Lay the regions and departments of France on a plane, the five overseas ones in boxes below, not to scale."""

from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from math import cos, radians

from .maps import Geometry, Level, Position, Ring, iris_by_code, shapes

OVERSEAS = {  # INSEE codes of the region and of the department, which are one territory each
    "regions": ("01", "02", "03", "04", "06"),
    "departments": ("971", "972", "973", "974", "976"),
}
OVERSEAS_NAMES = ("Guadeloupe", "Martinique", "Guyane", "La Réunion", "Mayotte")
BOX = 1.35  # the side of an overseas territory's box, in degrees of latitude
_GAP, _LEFT, _BELOW = 0.72, -3.7, 39.6
_LATITUDE = 46.5  # of the middle of France: there a degree of longitude is cos(latitude) of one of latitude
_WIDTH = 640  # units of a picture


@dataclass(frozen=True)
class Outline:
    """Hold one territory as a picture draws it: an SVG path, and where its name or its value is written.

    An overseas territory, too small to be written on, has that place under it, and its short name in `name`.
    """

    iri: str
    code: str
    path: str
    x: float
    y: float
    name: str = ""


@dataclass(frozen=True)
class Picture:
    """Hold a map in units of its own, y going down."""

    width: int
    height: int
    outlines: tuple[Outline, ...]


@lru_cache(maxsize=2)
def outlines(level: Level = "regions") -> Picture:
    """Give the map of all territories of a level, in the order of their codes; the same object each time."""
    rings, codes = plane_rings(level), {iri: code for code, iri in iris_by_code(level).items()}
    points = [point for found in rings.values() for ring in found for point in ring]
    west, north = min(x for x, _ in points), max(y for _, y in points)
    factor = _WIDTH / (max(x for x, _ in points) - west)

    def place(point: Position) -> Position:
        return _half((point[0] - west) * factor), _half((north - point[1]) * factor)

    below = place((0.0, _BELOW))[1]
    made = [_outline(iri, codes[iri], level, [[*map(place, ring)] for ring in rings[iri]], below) for iri in rings]
    bottom = min(y for _, y in points) - 0.9  # room for a name and a value
    height = round((north - bottom) * factor)
    return Picture(_WIDTH, height, tuple(sorted(made, key=lambda one: one.code)))


def plane_rings(level: Level = "regions") -> dict[str, list[Ring]]:
    """Map the IRI of each territory to its outer rings on the plane, in degrees of latitude, y going up."""
    overseas = [iris_by_code(level)[code] for code in OVERSEAS[level]]
    return {
        iri: _boxed(shape, overseas.index(iri)) if iri in overseas else _plain(shape)
        for iri, shape in shapes(level).items()
    }


def box_corner(rank: int) -> Position:
    """Give the lower left corner of the box of an overseas territory, by its rank among them."""
    return _LEFT + rank * (BOX + _GAP), _BELOW


def area(ring: Ring) -> float:
    """Give the area that a ring encloses, in squares of its unit."""
    pairs = zip(ring, [*ring[1:], ring[0]], strict=True)
    return abs(sum(x * next_y - next_x * y for (x, y), (next_x, next_y) in pairs)) / 2


def middle(ring: Ring) -> Position:
    """Give the centroid of the area that a ring encloses."""
    x_sum = y_sum = twice = 0.0
    for (x, y), (next_x, next_y) in zip(ring, [*ring[1:], ring[0]], strict=True):
        cross = x * next_y - next_x * y
        x_sum, y_sum, twice = x_sum + (x + next_x) * cross, y_sum + (y + next_y) * cross, twice + cross
    return x_sum / (3 * twice), y_sum / (3 * twice)


def _half(value: float) -> float:
    """Round to half a unit, which nobody sees."""
    return round(2 * value) / 2


def _outline(iri: str, code: str, level: Level, rings: list[Ring], below: float) -> Outline:
    path = "".join(map(_path, rings))
    if code not in OVERSEAS[level]:
        x, y = middle(max(rings, key=area))
        return Outline(iri, code, path, round(x, 1), round(y, 1))
    xs = [x for ring in rings for x, _ in ring]
    name = OVERSEAS_NAMES[OVERSEAS[level].index(code)]
    return Outline(iri, code, path, round((min(xs) + max(xs)) / 2, 1), below, name)


def _path(ring: Ring) -> str:
    """Write a ring, which ends where it begins, without the points that fall on the one before them."""
    points = [point for before, point in pairwise([ring[-2], *ring[:-1]]) if point != before]
    return "M" + "L".join(f"{x:g} {y:g}" for x, y in points) + "Z" if len(points) > 2 else ""


def _plain(shape: Geometry) -> list[Ring]:
    """Give the outer rings on the plane, a degree of longitude being shorter than one of latitude."""
    narrow = cos(radians(_LATITUDE))
    return [[(x * narrow, y) for x, y in polygon[0]] for polygon in shape["coordinates"]]


def _boxed(shape: Geometry, rank: int) -> list[Ring]:
    """Fit an overseas territory into its box under the mainland."""
    rings = [polygon[0] for polygon in shape["coordinates"]]
    level = sum(y for ring in rings for _, y in ring) / sum(map(len, rings))
    flat = [[(x * cos(radians(level)), y) for x, y in ring] for ring in rings]
    xs, ys = ([point[axis] for ring in flat for point in ring] for axis in (0, 1))
    factor = BOX / max(max(xs) - min(xs), max(ys) - min(ys))
    left, bottom = box_corner(rank)
    shift_x = left + (BOX - (max(xs) - min(xs)) * factor) / 2
    shift_y = bottom + (BOX - (max(ys) - min(ys)) * factor) / 2
    return [[((x - min(xs)) * factor + shift_x, (y - min(ys)) * factor + shift_y) for x, y in ring] for ring in flat]
