"""Give each kind of node a shape and a name, so that none is told by its colour alone."""

from dataclasses import dataclass
from math import cos, pi, sin
from typing import Any

from .registry import Words


@dataclass(frozen=True)
class Look:
    """Hold how a kind of node looks: the corners of its mark, each between -1 and 1 (none: a disc), and its name.

    `colour` is that of a picture in print; it never tells more than the shape does.
    """

    name: str
    corners: tuple[tuple[float, float], ...]
    label: Words
    colour: str


def _regular(corners: int, turn: float = 0.0) -> tuple[tuple[float, float], ...]:
    angles = [2 * pi * (number + turn) / corners - pi / 2 for number in range(corners)]
    return tuple((round(cos(angle), 3), round(sin(angle), 3)) for angle in angles)


_SQUARE = ((-0.85, -0.85), (0.85, -0.85), (0.85, 0.85), (-0.85, 0.85))
_PLUS = tuple(
    (x, y)
    for x, y in (
        *((-0.35, -1.0), (0.35, -1.0), (0.35, -0.35), (1.0, -0.35), (1.0, 0.35), (0.35, 0.35)),
        *((0.35, 1.0), (-0.35, 1.0), (-0.35, 0.35), (-1.0, 0.35), (-1.0, -0.35), (-0.35, -0.35)),
    )
)
LOOKS = {
    look.name: look
    for look in (
        Look("cci", (), ("réseau des CCI", "CCI network"), "#1f5fa8"),
        Look("cma", _SQUARE, ("réseau des CMA", "CMA network"), "#b04a12"),
        Look("authority", _regular(4), ("État, préfecture", "State, prefecture"), "#5d6670"),
        Look("organisation", _regular(3), ("autre organisation", "other organisation"), "#6b4b91"),
        Look("person", _regular(5), ("personne", "person"), "#6b4b91"),
        Look("cop", _regular(6), ("COP", "COP (performance contract)"), "#1c6e5c"),
        Look(
            "com", ((-0.55, -0.9), (1, -0.9), (0.55, 0.9), (-1, 0.9)), ("COM", "COM (objectives and means)"), "#1c6e5c"
        ),
        Look(
            "act",
            ((-1, -0.55), (1, -0.55), (1, 0.55), (-1, 0.55)),
            ("plan ou autre accord", "plan or other agreement"),
            "#1c6e5c",
        ),
        Look("rule", _PLUS, ("règle", "rule"), "#8a3b6b"),
        Look("article", _regular(3, 1.5), ("texte de droit", "legal text"), "#5d6670"),
        Look(
            "renewal", ((0, -1), (0.5, 0), (0, 1), (-0.5, 0)), ("renouvellement général", "general renewal"), "#5d6670"
        ),
        Look("region", _regular(8, 0.5), ("région", "region"), "#1f5fa8"),
        Look("theme", _regular(5), ("thème", "theme"), "#1c6e5c"),
    )
}


def look_of(known: dict[str, Any]) -> str:
    """Name the look of a node."""
    kind = known.get("kind")
    if known.get("network") in {"cci", "cma"}:
        return str(known["network"])
    if kind in LOOKS:
        return str(kind)
    return "organisation" if kind in {"body", None} else "act"
