"""Draw the outlines of regions and departments as paths of SVG, the overseas ones in boxes beside, not to scale."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from math import cos, radians

from .maps import Geometry, Level, Ring, iris_by_code, shapes

WIDTH, HEIGHT = 1000, 1080
_WEST, _NORTH, _LATITUDE = -5.3, 51.2, 46.5  # of mainland France; a degree of longitude shrinks by cos(latitude)
_SCALE = 96.0  # units in a degree of latitude
_BOX, _STEP, _BELOW = 130, 170, 930  # of an overseas outline, and how far down they begin
_OVERSEAS: dict[Level, tuple[str, ...]] = {
    "regions": ("01", "02", "03", "04", "06"),  # Guadeloupe, Martinique, Guyane, La Réunion, Mayotte
    "departments": ("971", "972", "973", "974", "976"),
}


@dataclass(frozen=True)
class Outline:
    """Hold one territory: its IRI, its INSEE code, its path, and where its name can be written."""

    iri: str
    code: str
    path: str
    x: int
    y: int


@cache
def outlines(level: Level) -> tuple[Outline, ...]:
    """Draw every region or department in a box of `WIDTH` by `HEIGHT`, in the order of their codes."""
    codes = {iri: code for code, iri in iris_by_code(level).items()}
    drawn = []
    for iri, shape in sorted(shapes(level).items(), key=lambda pair: codes[pair[0]]):
        code = codes[iri]
        rings = _boxed(shape, _OVERSEAS[level].index(code)) if code in _OVERSEAS[level] else _plain(shape)
        x, y = _middle(max(rings, key=_area))
        drawn.append(Outline(iri, code, "".join(map(_path, rings)), x, y))
    return tuple(drawn)


def _plain(shape: Geometry) -> list[Ring]:
    narrow = cos(radians(_LATITUDE)) * _SCALE
    rings = (ring for polygon in shape["coordinates"] for ring in polygon)
    return [[((x - _WEST) * narrow, (_NORTH - y) * _SCALE) for x, y in ring] for ring in rings]


def _boxed(shape: Geometry, rank: int) -> list[Ring]:
    """Fit an overseas territory into its box under the mainland."""
    rings = [polygon[0] for polygon in shape["coordinates"]]
    narrow = cos(radians(_middle_latitude(rings)))
    flat = [[(x * narrow, -y) for x, y in ring] for ring in rings]
    xs, ys = ([point[axis] for ring in flat for point in ring] for axis in (0, 1))
    factor = _BOX / max(max(xs) - min(xs), max(ys) - min(ys))
    left = 90 + rank * _STEP + (_BOX - (max(xs) - min(xs)) * factor) / 2
    top = _BELOW + (_BOX - (max(ys) - min(ys)) * factor) / 2
    return [[((x - min(xs)) * factor + left, (y - min(ys)) * factor + top) for x, y in ring] for ring in flat]


def _middle_latitude(rings: Iterable[Ring]) -> float:
    every = [y for ring in rings for _, y in ring]
    return sum(every) / len(every)


def _path(ring: Ring) -> str:
    """Write a ring in whole units, a point that falls on the one before it left out."""
    points = [(round(x), round(y)) for x, y in ring]
    kept = [point for index, point in enumerate(points) if index == 0 or point != points[index - 1]]
    return "M" + "L".join(f"{x} {y}" for x, y in kept) + "Z" if len(kept) > 2 else ""


def _area(ring: Ring) -> float:
    return abs(sum(a[0] * b[1] - b[0] * a[1] for a, b in zip(ring, ring[1:] + ring[:1], strict=True)))


def _middle(ring: Ring) -> tuple[int, int]:
    xs, ys = [x for x, _ in ring], [y for _, y in ring]
    return round((min(xs) + max(xs)) / 2), round((min(ys) + max(ys)) / 2)
