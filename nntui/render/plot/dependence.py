"""The answer along one input: a faint line for each row, and their mean."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

from nntui.render.canvas import DOTS_ACROSS, DOTS_DOWN, Canvas
from nntui.render.glyphs import UNICODE, Glyphs
from nntui.render.plot.axes import LABEL_WIDTH, dot_of, linear_axis
from nntui.render.plot.axis_lines import beside_y_axis, x_axis_lines
from nntui.render.plot.scatter import CELLS_PER_TICK, HUGE, ROWS_PER_TICK

if TYPE_CHECKING:
    from collections.abc import Sequence

    from nntui.render.text import Line

MOST_ROWS = 40
"""Rows that have a line of their own: more fill the plot."""


def draw_dependence(
    xs: Sequence[float],
    mean: Sequence[float],
    rows: Sequence[Sequence[float]],
    size: tuple[int, int],
    glyphs: Glyphs = UNICODE,
    *,
    here: float | None = None,
) -> list[Line]:
    """The ``mean`` answer at rising ``xs``, over the lines of some of the ``rows``, on ``size`` columns and rows.

    ``here`` is the place of the question on the horizontal axis. Without braille there is the mean alone.
    """
    width, height = size
    every = -(-len(rows) // MOST_ROWS) or 1
    curves = [*(rows[::every] if glyphs.braille else ()), mean]
    known = [y for curve in curves for y in curve if abs(y) < HUGE]
    canvas = Canvas(width - LABEL_WIDTH - 1, height - 2, glyphs)
    if not known or len(xs) < 2 or canvas.width < 2 or canvas.height < 1:
        return [()] * max(0, height)
    x_axis = linear_axis(min(xs), max(xs), canvas.width // CELLS_PER_TICK + 1)
    y_axis = linear_axis(min(known), max(known), canvas.height // ROWS_PER_TICK + 1)
    axes = x_axis, y_axis
    for number, curve in enumerate(curves):
        style = "train" if number == len(curves) - 1 else "axis"
        dots = [dot_of(point, axes, canvas) for point in zip(xs, curve, strict=True) if abs(point[1]) < HUGE]
        for (x0, y0), (x1, y1) in pairwise(dots):
            canvas.line(x0, y0, x1, y1, style)
    if here is not None and x_axis.low <= here <= x_axis.high:
        place = min(range(len(xs)), key=lambda at: abs(xs[at] - here))
        if abs(mean[place]) < HUGE:
            column, row = dot_of((here, mean[place]), axes, canvas)
            canvas.write(column // DOTS_ACROSS, row // DOTS_DOWN, glyphs.mark, "bold")
    return beside_y_axis(canvas.rows(), y_axis, LABEL_WIDTH + 1, glyphs) + x_axis_lines(
        x_axis, canvas.width, LABEL_WIDTH + 1, "", glyphs
    )
