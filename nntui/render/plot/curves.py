"""Curves: thousands of points brought down to the dots of each column, in patterns that differ without colour."""

from __future__ import annotations

import math
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import islice
from operator import gt
from typing import TYPE_CHECKING, Literal, NamedTuple

from nntui.render.canvas import DOTS_ACROSS, DOTS_DOWN, Canvas, line_dots
from nntui.render.plot.axes import TINY, Axis

if TYPE_CHECKING:
    from collections.abc import Iterator

    import numpy as np
    from numpy.typing import NDArray

    Numbers = Sequence[float] | NDArray[np.float64] | NDArray[np.int64]

HUGE = 1e300
"""Larger numbers break a curve as infinities do: no axis reaches them."""
BEYOND = 10
"""Heights of the canvas beyond it up to which a curve is followed."""

LinePattern = Literal["solid", "dashed", "dotted", "faint"]
PERIODS: dict[LinePattern, tuple[int, int]] = {"solid": (1, 1), "dashed": (2, 4), "dotted": (1, 3), "faint": (1, 2)}
"""The columns of dots of a pattern that are drawn, and the columns after which it repeats."""

Points = tuple[list[float], list[float]]
"""x and y of the points of an unbroken piece of a curve, ordered by x."""


@dataclass(frozen=True, slots=True, eq=False)
class Series:
    """One curve: numbers ``y`` over rising ``x`` (of equal length), its style, and its name in the legend.

    The curve has a gap where ``y`` is not finite. Without a ``pattern`` the first curve of a plot is solid and others
    are dashed. A ``sign`` of one cell stands on the curve, and in the legend. ``mark`` is a place on the horizontal
    axis that is marked on the curve.
    """

    x: Numbers
    y: Numbers
    style: str = "train"
    name: str = ""
    pattern: LinePattern | None = None
    sign: str = ""
    mark: float | None = None


class DotColumn(NamedTuple):
    """The first, least, largest and last number of a curve within one column of dots."""

    x: int
    first: float
    least: float
    most: float
    last: float


def split_at_breaks(xs: Numbers, ys: Numbers, log: bool) -> list[Points]:
    """Split a curve where a number is not finite or, with ``log``, not above 0."""
    x, y = plain_numbers(xs), plain_numbers(ys)
    if any(map(gt, x, islice(x, 1, None))):
        x, y = (list(column) for column in zip(*sorted(zip(x, y, strict=True)), strict=True))
    lowest = TINY if log else -HUGE
    if y and math.isfinite(sum(y)) and math.isfinite(sum(x)) and lowest <= min(y) and max(y) <= HUGE:
        return [(x, y)]
    pieces: list[Points] = []
    broken = True
    for place, number in zip(x, y, strict=True):
        if not (lowest <= number <= HUGE and math.isfinite(place)):
            broken = True
            continue
        if broken:
            pieces.append(([], []))
            broken = False
        pieces[-1][0].append(place)
        pieces[-1][1].append(number)
    return pieces


def within(piece: Points, low: float, high: float, *, around: int = 0) -> Points:
    """The points from ``low`` to ``high``, and so many ``around`` them, to which the curve leads."""
    xs, ys = piece
    first, last = bisect_left(xs, low), bisect_right(xs, high)
    if first == last and not (0 < first < len(xs)):
        return [], []
    return xs[max(0, first - around) : last + around], ys[max(0, first - around) : last + around]


def draw_curve(
    canvas: Canvas, points: Points, axes: tuple[Axis, Axis], *, log: bool, style: str, pattern: LinePattern = "solid"
) -> None:
    """Draw one piece of a curve onto the canvas, which spans the axes (x, y)."""
    x_axis, y_axis = axes
    lowest_dot = canvas.height * DOTS_DOWN - 1
    per_unit = lowest_dot / (y_axis.high - y_axis.low)
    most = BEYOND * (lowest_dot + 1)
    drawn, period = PERIODS[pattern]

    def row(number: float) -> int:
        return lowest_dot - round((number - y_axis.low) * per_unit)

    def row_within(number: float) -> int:
        return lowest_dot - round(min(max((number - y_axis.low) * per_unit, -most), most))

    ends = (min(points[1]), max(points[1])) if points[1] else ()
    if any(not -1 <= y_axis.share(math.log10(end) if log else end) <= 2 for end in ends):
        row = row_within  # no line is followed far beyond the canvas

    before: tuple[int, int] | None = None
    for column in _columns(points, x_axis, canvas.width * DOTS_ACROSS, log):
        top, bottom, first = row(column.most), row(column.least), row(column.first)
        if before and column.x - before[0] > 1:
            for x, y in line_dots(*before, column.x, first):
                if x % period < drawn:
                    canvas.dot(x, y, style)
        elif before:
            top, bottom = min(top, before[1] + 1), max(bottom, before[1] - 1)
        if column.x % period < drawn:
            canvas.vertical(column.x, top, bottom, style)
        before = (column.x, row(column.last))
    if before and len(points[0]) == 1:
        canvas.line(before[0], before[1], before[0] + 1, before[1], style)


def height_at(series: Series, place: float, *, log: bool) -> float | None:
    """The place on the vertical axis of the last point that is not beyond ``place``; None where it has none."""
    xs = plain_numbers(series.x)
    at = bisect_right(xs, place) - 1
    if at < 0:
        return None
    number = float(series.y[at])
    if not (TINY if log else -HUGE) <= number <= HUGE:
        return None
    return math.log10(number) if log else number


def plain_numbers(numbers: Numbers) -> list[float]:
    """A list of Python numbers, which is far faster to iterate than an array."""
    return list(numbers if isinstance(numbers, Sequence) else numbers.tolist())


def _columns(points: Points, axis: Axis, width: int, log: bool) -> Iterator[DotColumn]:
    """The columns of dots that have points, left to right."""
    xs, ys = points
    per_unit = (width - 1) / (axis.high - axis.low)
    start = 0
    while start < len(xs):
        column = round((xs[start] - axis.low) * per_unit)
        stop = max(start + 1, bisect_left(xs, axis.low + (column + 0.5) / per_unit, start) if per_unit else len(xs))
        chunk = ys[start:stop]
        numbers = (chunk[0], min(chunk), max(chunk), chunk[-1]) if len(chunk) > 1 else (chunk[0],) * 4
        yield DotColumn(column, *(map(math.log10, numbers) if log else numbers))
        start = stop
