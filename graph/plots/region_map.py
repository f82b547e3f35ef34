"""Draw the regions of France by a value, the five overseas ones beside, not to scale."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from ..errors import UnknownName
from ..maps import Ring, iris_by_code
from ..plane import BOX, OVERSEAS, OVERSEAS_NAMES, area, box_corner, middle, plane_rings
from .frame import GREY, SMALL, TEXT, axes_for, figure_of, frame, pyplot, source_line

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.colors import Colormap, Normalize

_SIZE = (5.4, 5.0)  # inches
_UNKNOWN: dict[str, Any] = {"facecolor": "white", "edgecolor": "#B0B0B0", "hatch": "/////"}


def region_map(
    values: "Mapping[str, float]",
    *,
    title: str,
    legend: str,
    source: str | None = None,
    axes: "Axes | None" = None,
    colours: str = "Blues",
) -> "Axes":
    """Colour each region by its value, and write the value on it.

    `values` maps regions, by INSEE code (`28`) or IRI, to numbers: a dict, or a column of a table indexed by region.
    UnknownName for a key that is no region. A region without a value is hatched and reads "sans donnée", never 0. The
    colours go from light to dark, so that they serve all eyes and a black and white print; values are written besides.
    `source` is best given here, since a column does not carry the version of its dataset.
    """
    known = _by_iri(values)
    alone = axes is None
    axes = axes_for(axes, *_SIZE)
    norm, scale = _scale(known, colours)
    codes = {iri: code for code, iri in iris_by_code("regions").items()}
    outlines = plane_rings("regions")
    for iri, rings in outlines.items():
        _draw(axes, rings, known.get(iri), norm, scale)
        if codes[iri] in OVERSEAS["regions"]:
            _name(axes, OVERSEAS["regions"].index(codes[iri]), known.get(iri))
        elif iri in known:
            _write(axes, max(rings, key=area), known[iri], dark=_is_dark(scale(norm(known[iri]))))
    axes.set_aspect("equal")
    axes.axis("off")
    _key(axes, norm, scale, legend, missing=len(known) < len(outlines))
    attributes: Mapping[Any, Any] = getattr(values, "attrs", {})
    frame(axes, title, source_line(attributes, source), alone=alone)
    return axes


def _by_iri(values: "Mapping[str, float]") -> dict[str, float]:
    codes = iris_by_code("regions")
    found: dict[str, float] = {}
    for region, value in values.items():
        iri = codes.get(str(region), str(region))
        if iri not in codes.values():
            raise UnknownName("region", str(region), tuple(codes))
        if value == value:  # not a number is no value
            found[iri] = float(value)
    return found


def _scale(known: dict[str, float], colours: str) -> "tuple[Normalize, Colormap]":
    plt = pyplot()
    from matplotlib.colors import Normalize

    low, high = min(known.values(), default=0.0), max(known.values(), default=1.0)
    scale: Colormap = plt.get_cmap(colours)
    return Normalize(min(low, 0.0), high if high > 0 else 1.0), scale


def _name(axes: "Axes", rank: int, value: float | None) -> None:
    """Write under an overseas region, too small to be written on, its name and its value."""
    left, bottom = box_corner(rank)
    style: Any = {"ha": "center", "va": "top"}
    axes.text(left + BOX / 2, bottom - 0.12, OVERSEAS_NAMES[rank], fontsize=SMALL, color=GREY, **style)
    if value is not None:
        axes.text(left + BOX / 2, bottom - 0.52, _told(value), fontsize=TEXT, fontweight="bold", **style)


def _told(value: float) -> str:
    """Write a number as French does."""
    return f"{value:g}".replace(".", ",")


def _draw(axes: "Axes", rings: list[Ring], value: float | None, norm: "Normalize", scale: "Colormap") -> None:
    from matplotlib.patches import Polygon

    for ring in rings:
        look: dict[str, Any] = _UNKNOWN if value is None else {"facecolor": scale(norm(value)), "edgecolor": "white"}
        axes.add_patch(Polygon(ring, closed=True, linewidth=0.6, **look))
    axes.autoscale_view()


def _write(axes: "Axes", ring: Ring, value: float, *, dark: bool) -> None:
    x, y = middle(ring)
    colour = "white" if dark else "black"
    axes.text(x, y, _told(value), ha="center", va="center", fontsize=TEXT, color=colour, fontweight="bold")


def _is_dark(colour: tuple[float, float, float, float]) -> bool:
    red, green, blue, _ = colour
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue < 0.5


def _key(axes: "Axes", norm: "Normalize", scale: "Colormap", legend: str, *, missing: bool) -> None:
    from matplotlib.cm import ScalarMappable
    from matplotlib.patches import Patch
    from matplotlib.ticker import FuncFormatter, MaxNLocator

    ticks = MaxNLocator(5, integer=True) if float(norm.vmax or 0).is_integer() else MaxNLocator(5)
    look: Any = {"orientation": "horizontal", "shrink": 0.55, "aspect": 30, "pad": 0.02, "ticks": ticks}
    bar = figure_of(axes).colorbar(ScalarMappable(norm, scale), ax=axes, format=FuncFormatter(_tick), **look)
    bar.set_label(legend, fontsize=TEXT)
    bar.ax.tick_params(labelsize=SMALL)
    if missing:
        axes.legend(handles=[Patch(label="sans donnée", **_UNKNOWN)], loc="upper left", frameon=False, fontsize=SMALL)


def _tick(value: float, _: int | None) -> str:
    return _told(value)
