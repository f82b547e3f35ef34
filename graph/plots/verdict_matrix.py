"""Draw verdicts as a matrix, regions or bodies by obligations: a sign and a hatch for each status, colour besides."""

import unicodedata
from typing import TYPE_CHECKING, Any, NamedTuple

from .frame import (
    BLACK,
    GREEN,
    ORANGE,
    PALE,
    PURPLE,
    SKY,
    SMALL,
    TEXT,
    VERMILION,
    WIDTH,
    YELLOW,
    axes_for,
    frame,
    source_line,
)

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.axes import Axes

_EDGE = "#8A8A8A"
_LEFT, _CELL, _KEY, _BELOW = 1.6, 0.235, 2.3, 1.8  # inches
_FEW = 12  # columns, beside which the legend has room


class _Look(NamedTuple):
    sign: str
    colour: str
    hatch: str
    label: str


# From the gravest to the lightest: where the bodies of a region differ, the cell shows the first of these that one has.
LOOKS = {
    "breached": _Look("✖", VERMILION, "xxxx", "manquement établi"),
    "overdue-no-evidence": _Look("!", ORANGE, "\\\\\\\\", "échue, sans preuve dans ce graphe"),
    "contested": _Look("≠", PURPLE, "++", "preuves contradictoires"),
    "met-late": _Look("◐", YELLOW, "....", "respectée en retard"),
    "met-undated": _Look("○", SKY, "..", "respectée, délai invérifiable"),
    "trigger-undated": _Look("∅", PALE, "--", "échéance incalculable"),
    "undetermined": _Look("?", PALE, "///", "indéterminée"),
    "not-yet-due": _Look("…", "#FFFFFF", "", "non échue"),
    "met": _Look("●", GREEN, "", "respectée"),
    "not-applicable": _Look("–", "#FFFFFF", "", "sans objet"),
}


def verdict_matrix(
    verdicts: "pd.DataFrame",
    *,
    rows: str = "regionLabel",
    title: str = "Obligations par région",
    source: str | None = None,
    axes: "Axes | None" = None,
) -> "Axes":
    """Draw one cell for each region (or whatever column `rows` names) and each obligation of a table of `g.verdicts()`.

    Where several verdicts fall in one cell (several chambers, several years), it shows the gravest, in the order of the
    legend, and how many of them it is (over a dozen columns, the sign alone). An empty cell has no verdict: the rule
    binds nobody there. "Échue, sans preuve dans ce graphe" is never "not done". Choose the rules first,
    `g.verdicts(at=…, obligation=…)`: over forty columns no figure of a paper can be read.
    """
    alone = axes is None
    cells = _cells(verdicts, rows)
    names = sorted({row for row, _ in cells}, key=_plain)
    rules = list(dict.fromkeys(verdicts.sort_values("identifier")["identifier"].astype(str)))
    wide = len(rules) <= _FEW
    width = _LEFT + 2 * _CELL * len(rules) + _KEY if wide else WIDTH
    axes = axes_for(axes, min(width, WIDTH), (0.7 if wide else _BELOW) + _CELL * max(len(names), 6 if wide else 0))
    for (row, rule), found in cells.items():
        _draw(axes, rules.index(rule), names.index(row), found, wide=wide)
    axes.set_xlim(-0.5, len(rules) - 0.5)
    axes.set_ylim(len(names) - 0.5, -0.5)
    axes.set_xticks(range(len(rules)), rules, fontsize=TEXT, rotation=0 if wide else 90)
    axes.set_yticks(range(len(names)), names, fontsize=TEXT)
    axes.tick_params(length=0, top=True, labeltop=True, bottom=False, labelbottom=False)
    axes.spines[:].set_visible(False)
    _key(axes, [status for status in LOOKS if any(status in found for found in cells.values())], wide=wide)
    frame(axes, title, source_line(verdicts.attrs, source), alone=alone)
    return axes


def _cells(verdicts: "pd.DataFrame", rows: str) -> dict[tuple[str, str], list[str]]:
    """Gather the statuses of each cell; a body of no region, such as a national one, stands under "national"."""
    cells: dict[tuple[str, str], list[str]] = {}
    named = verdicts[rows].astype("string").fillna("national")
    for row, rule, status in zip(named, verdicts["identifier"], verdicts["status"], strict=True):
        cells.setdefault((str(row), str(rule)), []).append(str(status))
    return cells


def _draw(axes: "Axes", column: int, line: int, statuses: list[str], *, wide: bool) -> None:
    from matplotlib.patches import Rectangle

    status = min(statuses, key=[*LOOKS].index)
    look, alike = LOOKS[status], statuses.count(status)
    corner = (column - 0.46, line - 0.44)
    box: Any = {"edgecolor": _EDGE, "linewidth": 0.4}
    axes.add_patch(Rectangle(corner, 0.92, 0.88, facecolor=look.colour, hatch=look.hatch, gid=status, **box))
    told = look.sign if len(statuses) == 1 or not wide else f"{look.sign} {alike}/{len(statuses)}"
    style: Any = {"ha": "center", "va": "center", "fontsize": TEXT, "color": BLACK}
    axes.text(column, line, told, bbox={"facecolor": look.colour, "edgecolor": "none", "pad": 0.6}, **style)


def _key(axes: "Axes", statuses: list[str], *, wide: bool) -> None:
    from matplotlib.patches import Patch

    looks = [LOOKS[status] for status in statuses]
    box: Any = {"edgecolor": _EDGE, "linewidth": 0.4}
    patches = [
        Patch(facecolor=look.colour, hatch=look.hatch, label=f"{look.sign}  {look.label}", **box) for look in looks
    ]
    beside: Any = {"loc": "upper left", "bbox_to_anchor": (1.0, 1.0), "borderaxespad": 0.4}
    below: Any = {"loc": "upper center", "bbox_to_anchor": (0.35, 0.0), "ncols": 3}
    place = beside if wide else below
    title = "Statut, le plus grave d'abord" + ("\n(2/9 : deux verdicts sur neuf)" if wide else "")
    style: Any = {"frameon": False, "alignment": "left", "handlelength": 2.2, "handleheight": 1.3}
    axes.legend(handles=patches, title=title, fontsize=SMALL, title_fontsize=SMALL, **place, **style)


def _plain(name: str) -> tuple[bool, str]:
    """Sort names without their accents, `national` last."""
    return name == "national", unicodedata.normalize("NFD", name)
