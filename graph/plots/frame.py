"""Frame every figure alike: fonts, colours for all eyes, a title, a line that says where the data come from."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from ..citation import short_digest
from ..errors import NotebookError

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

# Okabe and Ito 2008, "Color universal design": told apart with every common colour blindness.
BLACK, ORANGE, SKY, GREEN, YELLOW, BLUE, VERMILION, PURPLE = (
    *("#000000", "#E69F00", "#56B4E9", "#009E73"),
    *("#F0E442", "#0072B2", "#D55E00", "#CC79A7"),
)
GREY, PALE = "#6E6E6E", "#E4E4E4"
WIDTH = 7.2  # inches: two columns of a paper
SMALL, TEXT, TITLE = 6.5, 7.5, 9.5  # points, in print


def pyplot() -> Any:
    """Give matplotlib's pyplot; NotebookError says what to install where there is none."""
    try:
        import matplotlib.pyplot as plt
    except ModuleNotFoundError as error:
        raise NotebookError(
            "Drawing needs matplotlib, which is not installed. Install the notebooks' extra: "
            "pip install 'consulaire[notebooks]'."
        ) from error
    return plt


def axes_for(axes: "Axes | None", width: float, height: float) -> "Axes":
    """Take the axes that the caller gave, or make a figure of that size (inches) with one pair of axes."""
    if axes is not None:
        return axes
    made: Axes = pyplot().figure(figsize=(width, height), layout="constrained").add_subplot()
    return made


def sheet_for(axes: "Axes | None", width: float, height: float) -> "tuple[Axes, float, float]":
    """Take or make axes as `axes_for` does, and give their width and height in points: for what is placed by points."""
    if axes is None:
        made: Axes = pyplot().figure(figsize=(width, height)).add_axes((0.01, 0.05, 0.98, 0.88))
        axes = made
    box, dots = axes.get_window_extent(), figure_of(axes).dpi
    return axes, box.width * 72 / dots, box.height * 72 / dots


def figure_of(axes: "Axes") -> "Figure":
    """Give the figure that the axes are in."""
    figure = axes.get_figure()
    while figure is not None and figure.get_figure() not in {None, figure}:
        figure = figure.get_figure()  # axes may be in a part of a figure
    if figure is None:
        raise ValueError("these axes are in no figure")
    return figure  # type: ignore[return-value]


def frame(axes: "Axes", title: str, source: str, *, alone: bool) -> None:
    """Write the title above and the source below, at the left: of a figure of our own, or of the caller's axes."""
    figure = figure_of(axes)
    if alone:
        figure.suptitle(title, x=0.01, ha="left", fontsize=TITLE, fontweight="bold")
        figure.supxlabel(source, x=0.01, ha="left", fontsize=SMALL, color=GREY)
    else:
        axes.set_title(title, loc="left", fontsize=TITLE, fontweight="bold", pad=8)
        style: Any = {"fontsize": SMALL, "color": GREY, "ha": "left", "va": "top"}
        axes.annotate(source, (0, 0), (0, -34), xycoords="axes fraction", textcoords="offset points", **style)


def source_line(attributes: Mapping[Any, Any], told: str | None = None) -> str:
    """Say where the data come from: the version of the dataset that a table or a network carries, or what is told.

    >>> source_line({"version": "90fb455f649b7ca51ce00e53e3b9774087de5fb3ebe35508e0e48d256535c993"})
    'Source : graphe Consulaire, version 90fb455f649b.'
    """
    if told is not None:
        return told
    version = attributes.get("version")
    named = f", version {short_digest(str(version))}" if version else ""
    return f"Source : graphe Consulaire{named}."
