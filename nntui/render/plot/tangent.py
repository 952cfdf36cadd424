"""A curve around a point of it, with the point, its tangent and the lowest point marked."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

from nntui.render.canvas import DOTS_ACROSS, DOTS_DOWN, Canvas, line_dots
from nntui.render.glyphs import UNICODE, Glyphs
from nntui.render.plot.axes import LABEL_WIDTH, dot_of, linear_axis, span_axis
from nntui.render.plot.axis_lines import beside_y_axis, x_axis_lines
from nntui.render.plot.curves import draw_curve, split_at_breaks

if TYPE_CHECKING:
    from nntui.render.plot.axes import Axis
    from nntui.render.plot.curves import Numbers
    from nntui.render.text import Line

ROWS_PER_TICK, CELLS_PER_TICK = 3, 12
DASHES = 6
"""Dots of a dash of the tangent and of the space after it, half each."""
LOWEST = "v"
"""Marks the lowest point where there is no braille."""

PlotPoint = tuple[float, float]


@dataclass(frozen=True, slots=True, eq=False)
class TangentPlot:
    """The curve ``y`` over rising ``x``, its point ``here`` with the ``slope`` there, and where it is ``lowest``.

    ``cursor`` is another point of it that is read.
    """

    x: Numbers
    y: Numbers
    here: PlotPoint
    slope: float
    lowest: PlotPoint | None = None
    cursor: PlotPoint | None = None
    x_label: str = ""


def draw_tangent(plot: TangentPlot, size: tuple[int, int], glyphs: Glyphs = UNICODE) -> list[Line]:
    """The curve and its axes on exactly ``size`` columns and rows; the tangent is dashed and ends at the edges."""
    width, height = size
    canvas = Canvas(width - LABEL_WIDTH - 1, height - 2, glyphs)
    pieces = split_at_breaks(plot.x, plot.y, log=False)
    if not pieces or canvas.width < 2 or canvas.height < 1:
        return [()] * max(0, height)
    low, high = min(min(ys) for _, ys in pieces), max(max(ys) for _, ys in pieces)
    axes = (
        span_axis(float(plot.x[0]), float(plot.x[-1]), canvas.width // CELLS_PER_TICK + 1),
        linear_axis(low, high, canvas.height // ROWS_PER_TICK + 1),
    )
    for piece in pieces:
        draw_curve(canvas, piece, axes, log=False, style="train")
    _draw_line(canvas, axes, plot)
    marks = glyphs.nodes[0], glyphs.mark
    for place, mark, style in (
        (plot.lowest, marks[0] if glyphs.braille else LOWEST, "good"),
        (plot.here, marks[1], "bold"),
        (plot.cursor, "+", "selected"),
    ):
        if place is not None and all(map(math.isfinite, place)):
            x, y = dot_of(place, axes, canvas)
            canvas.write(x // DOTS_ACROSS, y // DOTS_DOWN, mark, style)
    return beside_y_axis(canvas.rows(), axes[1], LABEL_WIDTH + 1, glyphs) + x_axis_lines(
        axes[0], canvas.width, LABEL_WIDTH + 1, plot.x_label, glyphs
    )


def _draw_line(canvas: Canvas, axes: tuple[Axis, Axis], plot: TangentPlot) -> None:
    """Draw the tangent within the canvas, in dashes."""
    if not all(map(math.isfinite, (*plot.here, plot.slope))):
        return
    (left, right, _), (low, high, _) = axes
    x, y = plot.here
    ends = [left, right]
    if plot.slope:
        reached = sorted(x + (edge - y) / plot.slope for edge in (low, high))
        ends = [max(left, reached[0]), min(right, reached[1])]
    (x0, y0), (x1, y1) = (dot_of((end, y + plot.slope * (end - x)), axes, canvas) for end in ends)
    for number, (across, down) in enumerate(line_dots(x0, y0, x1, y1)):
        if number % DASHES < DASHES // 2:
            canvas.dot(across, down, "validation")
