"""Points on axes: what was answered, or how far off it was, against the truth."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from nntui.render.canvas import DOTS_ACROSS, DOTS_DOWN, Canvas, line_dots
from nntui.render.glyphs import UNICODE, Glyphs
from nntui.render.plot.axes import LABEL_WIDTH, dot_of, linear_axis
from nntui.render.plot.axis_lines import beside_y_axis, x_axis_lines

if TYPE_CHECKING:
    from collections.abc import Sequence

    from nntui.render.text import Line

ROWS_PER_TICK, CELLS_PER_TICK = 3, 12
"""Room for a tick, at least, on the vertical and on the horizontal axis."""
HUGE = 1e300
"""Larger numbers are left out as infinities are: no axis reaches them."""

Point = tuple[float, float]


def draw_scatter(
    points: Sequence[Point],
    size: tuple[int, int],
    chosen: Point | None = None,
    glyphs: Glyphs = UNICODE,
    *,
    right: tuple[Point, Point] | None = None,
    style: str = "validation",
) -> list[Line]:
    """The points (x, y) and their axes on exactly ``size`` columns and rows; the ``chosen`` one stands out.

    ``right`` are the ends of a faint line on which a point is right. Points that are not finite are left out.
    """
    width, height = size
    known = [(x, y) for x, y in points if abs(x) < HUGE and abs(y) < HUGE]
    canvas = Canvas(width - LABEL_WIDTH - 1, height - 2, glyphs)
    if not known or canvas.width < 2 or canvas.height < 1:
        return [()] * max(0, height)
    xs, ys = ([point[at] for point in (*known, *(right or ()))] for at in (0, 1))
    x_axis = linear_axis(min(xs), max(xs), canvas.width // CELLS_PER_TICK + 1)
    y_axis = linear_axis(min(ys), max(ys), canvas.height // ROWS_PER_TICK + 1)
    if right is not None:
        ends = [dot_of(point, (x_axis, y_axis), canvas) for point in right]
        for number, (x, y) in enumerate(line_dots(*ends[0], *ends[1])):
            if number % 4 < 2:  # dashes, so that it is told from a row of points
                canvas.dot(x, y, "axis")
    for x, y in {dot_of(point, (x_axis, y_axis), canvas) for point in known}:
        canvas.dot(x, y, style)
    if chosen is not None and all(map(math.isfinite, chosen)):
        x, y = dot_of(chosen, (x_axis, y_axis), canvas)
        canvas.write(x // DOTS_ACROSS, y // DOTS_DOWN, glyphs.chosen, "selected")
    return beside_y_axis(canvas.rows(), y_axis, LABEL_WIDTH + 1, glyphs) + x_axis_lines(
        x_axis, canvas.width, LABEL_WIDTH + 1, "", glyphs
    )
