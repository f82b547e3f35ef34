"""Hold figures against targets, and print both in plain text."""

import math
import os
import platform
import statistics
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import zip_longest


@dataclass(frozen=True)
class Target:
    """Hold one row of the table; a figure of None was not measured, for the reason that `what` gives."""

    what: str
    figure: float | None
    limit: float
    at_least: bool = False
    unit: str = "x"

    @property
    def is_met(self) -> bool | None:
        """Compare; the limit itself is good enough. None without a figure."""
        if self.figure is None:
            return None
        return self.figure >= self.limit if self.at_least else self.figure <= self.limit

    def __str__(self) -> str:
        """Write the row."""
        word = {True: "MET", False: "NOT MET", None: "NOT MEASURED"}[self.is_met]
        figure = "-" if self.figure is None else f"{self.figure:.3g}"
        wanted = f"{'at least' if self.at_least else 'at most'} {self.limit:g} {self.unit}"
        return f"{self.what:62}  {wanted:>16}  {figure:>7} {self.unit:3}  {word}"


def heading(title: str, versions: Iterable[str] = ()) -> None:
    """Print what is measured, when, with what, and how busy the machine is besides."""
    now = datetime.now(UTC).strftime("%Y-%m-%d %H:%M UTC")
    load = " ".join(f"{value:.2f}" for value in os.getloadavg())
    print(f"\n{title}\n{now}, {os.cpu_count()} cores, load average {load}, Python {platform.python_version()}")
    print("; ".join(versions), flush=True)


def judge(targets: Sequence[Target]) -> int:
    """Print the rows; give 1 when one is not met, else 0. A row without a figure is told and does not fail."""
    for target in targets:
        print(target)
    print(f"load average at the end {os.getloadavg()[0]:.2f}", flush=True)
    return 1 if any(target.is_met is False for target in targets) else 0


def table(rows: Iterable[Sequence[object]]) -> None:
    """Print rows of cells below one another: the first cell to the left, the others to the right."""
    written = [[f"{cell:.3g}" if isinstance(cell, float) else str(cell) for cell in row] for row in rows]
    widths = [max(map(len, column)) for column in zip_longest(*written, fillvalue="")]
    for first, *others in written:
        cells = "  ".join(f"{cell:>{width}}" for cell, width in zip(others, widths[1:], strict=False))
        print(f"{first:{widths[0]}}  {cells}")


def geometric_mean(ratios: Iterable[float]) -> float | None:
    """Give the mean of ratios, in which twice as slow and twice as fast even out; None of none."""
    logarithms = [math.log(ratio) for ratio in ratios]
    return math.exp(statistics.fmean(logarithms)) if logarithms else None


def median_ratio(ours: Sequence[float], theirs: Sequence[float]) -> float:
    """Give the median of the rounds' ratios: what slows a whole round down slows both."""
    return statistics.median(mine / other for mine, other in zip(ours, theirs, strict=True))


def p99(found: Sequence[float]) -> float:
    """Give the wait that one in a hundred exceeds."""
    return sorted(found)[int(len(found) * 0.99)]
