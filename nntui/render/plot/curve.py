"""One curve as dots: thousands of points brought down to what each column of dots can show."""

from __future__ import annotations

import math
from bisect import bisect_left
from collections.abc import Sequence
from itertools import islice
from operator import gt
from typing import TYPE_CHECKING, NamedTuple

from nntui.render.canvas import DOTS_ACROSS, DOTS_DOWN, line_dots
from nntui.render.plot.axes import TINY

if TYPE_CHECKING:
    from collections.abc import Iterator

    import numpy as np
    from numpy.typing import NDArray

    from nntui.render.canvas import Canvas
    from nntui.render.plot.axes import Axis

    Numbers = Sequence[float] | NDArray[np.float64] | NDArray[np.int64]

HUGE = 1e300
"""Beyond this a number is drawn like an infinity: no axis reaches so far."""
DASH = 2
"""Dots that a dashed curve draws and leaves out in turn."""

Points = tuple[list[float], list[float]]
"""x and y of the points of an unbroken piece of a curve, in the order of x."""


class DotColumn(NamedTuple):
    """What a curve does within one column of dots: where it comes in, how far it goes, where it leaves."""

    x: int
    first: float
    least: float
    most: float
    last: float


def pieces(xs: Numbers, ys: Numbers, log: bool) -> list[Points]:
    """The unbroken pieces of a curve: it breaks where a number is not finite or, with ``log``, not above 0."""
    x, y = _plain(xs), _plain(ys)
    if any(map(gt, x, islice(x, 1, None))):
        x, y = (list(column) for column in zip(*sorted(zip(x, y, strict=True)), strict=True))
    lowest = TINY if log else -HUGE
    if y and math.isfinite(sum(y)) and math.isfinite(sum(x)) and lowest <= min(y) and max(y) <= HUGE:
        return [(x, y)]
    found: list[Points] = []
    broken = True
    for place, number in zip(x, y, strict=True):
        if not (lowest <= number <= HUGE and math.isfinite(place)):
            broken = True
            continue
        if broken:
            found.append(([], []))
            broken = False
        found[-1][0].append(place)
        found[-1][1].append(number)
    return found


def draw_piece(canvas: Canvas, points: Points, axes: tuple[Axis, Axis], *, log: bool, style: str, dashed: bool) -> None:
    """Draw one piece over the whole canvas, between the ends of the axes (x, then y)."""
    x_axis, y_axis = axes
    lowest_dot = canvas.height * DOTS_DOWN - 1
    per_unit = lowest_dot / (y_axis.high - y_axis.low)

    def row(number: float) -> int:
        return lowest_dot - round((number - y_axis.low) * per_unit)

    before: tuple[int, int] | None = None
    for column in _columns(points, x_axis, canvas.width * DOTS_ACROSS, log):
        top, bottom, first = row(column.most), row(column.least), row(column.first)
        if before and column.x - before[0] > 1:
            for x, y in line_dots(*before, column.x, first):
                if not _in_pause(x, dashed):
                    canvas.dot(x, y, style)
        elif before:
            top, bottom = min(top, before[1] + 1), max(bottom, before[1] - 1)
        if not _in_pause(column.x, dashed):
            canvas.upright(column.x, top, bottom, style)
        before = (column.x, row(column.last))
    if before and len(points[0]) == 1:
        canvas.line(before[0], before[1], before[0] + 1, before[1], style)


def _columns(points: Points, axis: Axis, width: int, log: bool) -> Iterator[DotColumn]:
    """The columns of dots that hold points, from the left."""
    xs, ys = points
    per_unit = (width - 1) / (axis.high - axis.low)
    start = 0
    while start < len(xs):
        column = round((xs[start] - axis.low) * per_unit)
        stop = max(start + 1, bisect_left(xs, axis.low + (column + 0.5) / per_unit, start) if per_unit else len(xs))
        chunk = ys[start:stop]
        numbers = (chunk[0], min(chunk), max(chunk), chunk[-1])
        yield DotColumn(column, *(map(math.log10, numbers) if log else numbers))
        start = stop


def _in_pause(x: int, dashed: bool) -> bool:
    return dashed and x // DASH % 2 == 1


def _plain(numbers: Numbers) -> list[float]:
    """A list of Python's own numbers: far faster to go through than an array."""
    return list(numbers if isinstance(numbers, Sequence) else numbers.tolist())
