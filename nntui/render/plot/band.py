"""The span of several curves, drawn behind them as a sparse band."""

from __future__ import annotations

import math
from bisect import bisect_left
from dataclasses import dataclass
from typing import TYPE_CHECKING

from nntui.render.canvas import DOTS_ACROSS, DOTS_DOWN, Canvas
from nntui.render.plot.axes import TINY

if TYPE_CHECKING:
    from collections.abc import Sequence

    from nntui.render.plot.axes import Axis

SPARSE = 2
"""Of the dots in a band, across and down, one in this many is drawn, so that a curve in it is seen."""
STYLE = "axis"


@dataclass(frozen=True, slots=True, eq=False)
class Band:
    """From ``lowest`` to ``highest``, with the ``median``, over rising ``x``: finite numbers [points], and a name."""

    x: Sequence[float]
    lowest: Sequence[float]
    median: Sequence[float]
    highest: Sequence[float]
    name: str


def draw_band(canvas: Canvas, band: Band, axes: tuple[Axis, Axis], *, log: bool) -> None:
    """Draw the band onto the canvas, which spans the axes (x, y), with its median; without braille, only its edges."""
    x_axis, y_axis = axes
    last_column, last_dot = max(1, canvas.width * DOTS_ACROSS - 1), canvas.height * DOTS_DOWN - 1

    def row(number: float) -> int:
        height = math.log10(max(number, TINY)) if log else number
        return last_dot - round(min(max(y_axis.share(height), 0.0), 1.0) * last_dot)

    before: int | None = None
    for column in range(last_column + 1):
        place = x_axis.low + column / last_column * (x_axis.high - x_axis.low)
        if not band.x[0] <= place <= band.x[-1]:
            continue
        top, bottom = row(_height(band.x, band.highest, place)), row(_height(band.x, band.lowest, place))
        if not canvas.glyphs.braille:
            for each in (top, bottom) if column % (2 * DOTS_ACROSS) < DOTS_ACROSS else ():
                canvas.dot(column, each, STYLE)
        elif column % SPARSE == 0:
            shift = column // SPARSE % SPARSE
            for each in range(top, bottom + 1):
                if (each + shift) % SPARSE == 0 or top == bottom:
                    canvas.dot(column, each, STYLE)
        if canvas.glyphs.braille:
            middle = row(_height(band.x, band.median, place))
            canvas.vertical(column, middle, middle if before is None else before, STYLE)
            before = middle


def _height(xs: Sequence[float], ys: Sequence[float], place: float) -> float:
    """The edge ``ys`` over ``xs`` at ``place``, which lies between two of its points."""
    after = bisect_left(xs, place)
    if after == 0 or xs[after] == place:
        return ys[after]
    share = (place - xs[after - 1]) / (xs[after] - xs[after - 1])
    return ys[after - 1] + share * (ys[after] - ys[after - 1])
