"""Lay the regions of France out on a sheet: the mainland and Corsica as they lie, the five overseas ones in boxes."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from math import cos, radians

from .maps import Geometry, Position, Ring, iris_by_code, shapes

OVERSEAS = {"01": "Guadeloupe", "02": "Martinique", "03": "Guyane", "04": "La Réunion", "06": "Mayotte"}  # by code
_LATITUDE = 46.5  # of the middle of France: there a degree of longitude is cos(latitude) of one of latitude
_BOX, _GAP, _BELOW = 1.35, 0.72, 39.6  # of an overseas region, in degrees of latitude


@dataclass(frozen=True)
class Outline:
    """Hold a region for an SVG of SHEET: path data, and the middle of its largest part or, overseas, under its box."""

    code: str
    iri: str
    path: str
    middle: Position
    overseas: bool


_SCALE = 60.0  # units of the drawing for a degree of latitude
_LEFT, _TOP = -3.85, 51.2
SHEET = (650, 760)  # width and height, in units of the drawing


@cache
def region_outlines() -> tuple[Outline, ...]:
    """Give every region, in the order of the codes."""
    codes = {iri: code for code, iri in iris_by_code("regions").items()}
    drawn = [(codes[iri], iri, shape) for iri, shape in shapes("regions").items()]
    return tuple(_outline(*one) for one in sorted(drawn))


def _outline(code: str, iri: str, shape: Geometry) -> Outline:
    rank = [*OVERSEAS].index(code) if code in OVERSEAS else None
    rings = plain(shape) if rank is None else boxed(shape, rank)
    at = middle(max(rings, key=area)) if rank is None else (corner(rank)[0] + _BOX / 2, corner(rank)[1] - 0.35)
    path = "".join(f"M{'L'.join(_point(one) for one in ring)}Z" for ring in rings)
    return Outline(code, iri, path, _place(at), rank is not None)


def _place(position: Position) -> Position:
    return round((position[0] - _LEFT) * _SCALE, 1), round((_TOP - position[1]) * _SCALE, 1)


def _point(position: Position) -> str:
    x, y = _place(position)
    return f"{x:g} {y:g}"


def plain(shape: Geometry) -> list[Ring]:
    """Give the outer rings on the plane, a degree of longitude being shorter than one of latitude."""
    narrow = cos(radians(_LATITUDE))
    return [[(x * narrow, y) for x, y in polygon[0]] for polygon in shape["coordinates"]]


def boxed(shape: Geometry, rank: int) -> list[Ring]:
    """Fit an overseas region into its box under the mainland."""
    rings = [polygon[0] for polygon in shape["coordinates"]]
    middle_ = sum(y for ring in rings for _, y in ring) / sum(map(len, rings))
    flat = [[(x * cos(radians(middle_)), y) for x, y in ring] for ring in rings]
    xs, ys = ([point[axis] for ring in flat for point in ring] for axis in (0, 1))
    factor = _BOX / max(max(xs) - min(xs), max(ys) - min(ys))
    left, bottom = corner(rank)
    shift_x = left + (_BOX - (max(xs) - min(xs)) * factor) / 2
    shift_y = bottom + (_BOX - (max(ys) - min(ys)) * factor) / 2
    return [[((x - min(xs)) * factor + shift_x, (y - min(ys)) * factor + shift_y) for x, y in ring] for ring in flat]


def corner(rank: int) -> Position:
    """Give the lower left corner of the box of an overseas region, by its place in OVERSEAS."""
    return -3.7 + rank * (_BOX + _GAP), _BELOW


def box_middle(rank: int) -> Position:
    """Give the middle of the lower side of that box."""
    left, bottom = corner(rank)
    return left + _BOX / 2, bottom


def area(ring: Iterable[Position]) -> float:
    """Measure what a ring encloses, in square degrees of latitude."""
    points = list(ring)
    pairs = zip(points, [*points[1:], points[0]], strict=True)
    return abs(sum(x * next_y - next_x * y for (x, y), (next_x, next_y) in pairs)) / 2


def middle(ring: Ring) -> Position:
    """Give the centroid of the area that the ring encloses."""
    x_sum = y_sum = twice = 0.0
    for (x, y), (next_x, next_y) in zip(ring, [*ring[1:], ring[0]], strict=True):
        cross = x * next_y - next_x * y
        x_sum, y_sum, twice = x_sum + (x + next_x) * cross, y_sum + (y + next_y) * cross, twice + cross
    return x_sum / (3 * twice), y_sum / (3 * twice)
