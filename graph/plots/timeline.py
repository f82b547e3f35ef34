"""Draw conventions and renewals along time; a day that is known by its bounds is an interval, never a point."""

from datetime import date, timedelta
from typing import TYPE_CHECKING, Any, NamedTuple

from .frame import (
    BLACK,
    BLUE,
    GREEN,
    GREY,
    ORANGE,
    PALE,
    PURPLE,
    SMALL,
    TEXT,
    VERMILION,
    WIDTH,
    axes_for,
    frame,
    source_line,
)

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.axes import Axes

_ROW, _AROUND = 0.165, 1.35  # inches
_KINDS = {"cop": ("D", BLUE), "com": ("o", VERMILION), "joint-plan": ("s", GREEN), "partnership": ("^", PURPLE)}
_OTHER = ("v", ORANGE)
_SURE, _BETWEEN = "signée ce jour (la forme dit le type)", "signée entre ces bornes"
_HEAD = 0.8  # rows above the first
_NEAR = timedelta(days=120)  # renewals so near each other share a label
_THIN = timedelta(days=6)  # a band must be seen


class _Act(NamedTuple):
    label: str
    kind: str
    kind_label: str
    earliest: date | None
    latest: date | None
    start: date | None
    end: date | None


class _Renewal(NamedTuple):
    network: str
    earliest: date
    latest: date


def timeline(
    conventions: "pd.DataFrame",
    renewals: "pd.DataFrame | None" = None,
    *,
    title: str = "Conventions connues et renouvellements généraux",
    source: str | None = None,
    axes: "Axes | None" = None,
) -> "Axes":
    """Draw each convention on a line of its own: when it was signed and, where a source tells, for which years.

    `conventions` is the table of `g.conventions()`, `renewals` that of the named query `renewals-of-a-network` (several
    may be joined by `pandas.concat`). A signing of a known day is a marker; one between two bounds is a thick line from
    the one to the other; one that no source dates is a dotted line all along, "date inconnue". A pale bar covers the
    years of the convention, with stripes where a source gives only one end and the signing stands for the other. A
    renewal is a band between its bounds. Conventions are grouped by kind, so that colour is not needed to tell them
    apart.
    """
    acts = sorted((_act(row) for row in conventions.to_dict("records")), key=_order)
    rounds = sorted((_renewal(row) for row in _dated(renewals)), key=lambda one: one.earliest)
    lines = _lines(acts)
    alone = axes is None
    axes = axes_for(axes, WIDTH, _AROUND + _ROW * len(lines))
    first, last = _span(acts, rounds)
    for rank, line in enumerate(lines):
        if isinstance(line, _Act):
            _draw(axes, rank, line, first)
    _draw_renewals(axes, rounds)
    axes.set_ylim(len(lines) - 0.4, -_HEAD)
    axes.set_xlim(first, last)  # type: ignore[arg-type]
    _name_lines(axes, lines)
    axes.spines[["top", "right", "left"]].set_visible(False)
    _key(axes, acts, rounds)
    frame(axes, title, source_line(conventions.attrs, source), alone=alone)
    return axes


def _act(row: dict[Any, Any]) -> _Act:
    return _Act(
        label=str(row["conventionLabel"]),
        kind=str(row["kind"]).rpartition("/kind-")[2],
        kind_label=str(row["kindLabel"]),
        earliest=_day(row["signedEarliest"]),
        latest=_day(row["signedLatest"]),
        start=_year(row["startYear"], 1, 1),
        end=_year(row["endYear"], 12, 31),
    )


def _dated(renewals: "pd.DataFrame | None") -> list[dict[Any, Any]]:
    return [] if renewals is None else renewals.dropna(subset=["earliest", "latest"]).to_dict("records")


def _renewal(row: dict[Any, Any]) -> _Renewal:
    earliest, latest = _day(row["earliest"]), _day(row["latest"])
    network = next((name for name in ("cci", "cma") if f"renewal-{name}" in str(row["renewal"])), "")
    return _Renewal(network.upper(), earliest or date.min, latest or date.max)


def _order(act: _Act) -> tuple[int, str, date, date, str]:
    rank = [*_KINDS].index(act.kind) if act.kind in _KINDS else len(_KINDS)
    return rank, act.kind_label, act.earliest or act.start or date.max, act.latest or date.max, act.label


def _lines(acts: list[_Act]) -> list[_Act | str]:
    """Put the name of each kind above its conventions."""
    lines: list[_Act | str] = []
    for before, act in zip([None, *acts], acts, strict=False):
        if before is None or before.kind_label != act.kind_label:
            lines.append(act.kind_label)
        lines.append(act)
    return lines


def _span(acts: list[_Act], rounds: list[_Renewal]) -> tuple[date, date]:
    """Give the days that the axis covers, in whole years."""
    days = [day for act in acts for day in (act.earliest, act.latest, act.start, act.end) if day]
    days += [day for one in rounds for day in (one.earliest, one.latest)]
    days = days or [date.today()]
    return date(min(days).year, 1, 1), date(max(days).year + 1, 1, 1)


def _draw(axes: "Axes", rank: int, act: _Act, first: date) -> None:
    marker, colour = _KINDS.get(act.kind, _OTHER)
    axes.axhline(rank, color=PALE, linewidth=0.5, zorder=0)
    _draw_years(axes, rank, act)
    if act.earliest is None and act.latest is None:
        axes.axhline(rank, color=GREY, linewidth=0.9, linestyle=(0, (1, 3)), zorder=1)
        style: Any = {"fontsize": SMALL, "color": GREY, "style": "italic", "va": "center", "ha": "center"}
        box = {"facecolor": "white", "edgecolor": "none", "pad": 1.5}
        axes.text(0.5, rank, "date inconnue", transform=axes.get_yaxis_transform(), bbox=box, **style)
    elif _is_sure(act):
        days: Any = [act.earliest]
        axes.plot(days, [rank], marker, color=colour, markersize=5, zorder=3)
    else:
        ends: Any = [act.earliest or first, act.latest or act.earliest]
        axes.plot(ends, [rank, rank], color=colour, linewidth=2.5, solid_capstyle="butt", zorder=2)
        axes.plot(ends, [rank, rank], "|", color=colour, markersize=7, markeredgewidth=1.2, zorder=3)


def _draw_years(axes: "Axes", rank: int, act: _Act) -> None:
    """Draw the years of a convention; with one end unknown, striped from (or to) the signing."""
    start: Any = act.start or act.latest
    end: Any = act.end
    if start and end:
        told = act.start is not None
        stripes: dict[str, Any] = {} if told else {"hatch": "/////", "edgecolor": "white"}
        axes.barh(rank, end - start, left=start, height=0.6, color=PALE, zorder=1, linewidth=0, **stripes)


def _draw_renewals(axes: "Axes", rounds: list[_Renewal]) -> None:
    for one in rounds:
        begin: Any = one.earliest
        end: Any = max(one.latest, one.earliest + _THIN)
        axes.axvspan(begin, end, color=BLACK, alpha=0.28, linewidth=0, zorder=0.5)
    for near in _together(rounds):
        networks = " et ".join(dict.fromkeys(one.network for one in near if one.network))
        middle: Any = near[0].earliest + (near[-1].latest - near[0].earliest) / 2
        said = "\n".join(filter(None, (networks, str(near[0].earliest.year))))
        style: Any = {"ha": "center", "va": "bottom", "fontsize": SMALL}
        axes.annotate(said, (middle, -_HEAD), (0, 1), textcoords="offset points", **style)


def _together(rounds: list[_Renewal]) -> list[list[_Renewal]]:
    groups: list[list[_Renewal]] = []
    for one in rounds:
        if groups and one.earliest - groups[-1][-1].latest < _NEAR:
            groups[-1].append(one)
        else:
            groups.append([one])
    return groups


def _name_lines(axes: "Axes", lines: list[_Act | str]) -> None:
    names = [line.label if isinstance(line, _Act) else line[:1].upper() + line[1:] for line in lines]
    axes.set_yticks(range(len(lines)), names, fontsize=TEXT)
    for line, label in zip(lines, axes.get_yticklabels(), strict=True):
        if isinstance(line, str):
            label.set_fontweight("bold")
    axes.tick_params(axis="y", length=0)
    axes.tick_params(axis="x", labelsize=TEXT)


def _key(axes: "Axes", acts: list[_Act], rounds: list[_Renewal]) -> None:
    """Say below what the marks that were used mean; their colours repeat the groups."""
    from matplotlib.lines import Line2D
    from matplotlib.patches import Patch

    stripes: Any = {"hatch": "/////", "edgecolor": "white", "linewidth": 0}
    grey: Any = {"color": GREY}
    marks = [
        (
            any(_is_sure(act) for act in acts),
            Line2D([], [], marker="o", linestyle="", markersize=5, label=_SURE, **grey),
        ),
        (any(map(_is_between, acts)), Line2D([], [], linewidth=2.5, marker="|", label=_BETWEEN, **grey)),
        (any(act.start and act.end for act in acts), Patch(facecolor=PALE, label="années couvertes")),
        (any(act.end and not act.start for act in acts), Patch(facecolor=PALE, label="début non indiqué", **stripes)),
        (bool(rounds), Patch(facecolor=BLACK, alpha=0.28, linewidth=0, label="renouvellement")),
    ]
    used = [mark for is_used, mark in marks if is_used]
    place: Any = {"loc": "upper right", "bbox_to_anchor": (1.03, 0.0), "borderaxespad": 3.2, "ncols": 5}
    axes.legend(handles=used, frameon=False, fontsize=SMALL, handlelength=1.8, columnspacing=1.2, **place)


def _is_sure(act: _Act) -> bool:
    return act.earliest is not None and act.earliest == act.latest


def _is_between(act: _Act) -> bool:
    return act.earliest != act.latest


def _day(value: Any) -> date | None:
    import pandas as pd

    return None if pd.isna(value) else pd.Timestamp(value).date()


def _year(value: Any, month: int, day: int) -> date | None:
    import pandas as pd

    return None if pd.isna(value) else date(int(value), month, day)
