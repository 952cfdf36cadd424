"""The loss over the learning rate, both on logarithmic axes, with the rates in use and chosen marked."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from nntui.render.canvas import Canvas
from nntui.render.glyphs import UNICODE, Glyphs
from nntui.render.plot.axes import LABEL_WIDTH, linear_axis, log_axis
from nntui.render.plot.axis_lines import beside_y_axis, x_axis_lines
from nntui.render.plot.curves import draw_curve, split_at_breaks
from nntui.render.plot.signs import draw_upright

if TYPE_CHECKING:
    from nntui.render.plot.curves import Numbers
    from nntui.render.text import Line

CELLS_PER_TICK, ROWS_PER_TICK = 7, 3


def draw_sweep(
    rates: Numbers,
    losses: Numbers,
    size: tuple[int, int],
    glyphs: Glyphs = UNICODE,
    *,
    present: float | None = None,
    chosen: float | None = None,
) -> list[Line]:
    """The ``losses`` over rising ``rates`` on ``size`` columns and rows; a rate is marked by a line down the plot."""
    width, height = size
    canvas = Canvas(width - LABEL_WIDTH - 1, height - 2, glyphs)
    exponents = [math.log10(float(rate)) for rate in rates]
    known = [float(loss) for loss in losses if math.isfinite(loss)]
    if len(exponents) < 2 or not known or canvas.width < 2 or canvas.height < 1:
        return [()] * max(0, height)
    log = min(known) > 0
    x_axis = log_axis(float(rates[0]), float(rates[-1]), canvas.width // CELLS_PER_TICK + 1)
    y_axis = (log_axis if log else linear_axis)(min(known), max(known), canvas.height // ROWS_PER_TICK + 1)
    axes = x_axis, y_axis
    for rate, style in ((present, "axis"), (chosen, "good")):
        if rate is not None and rate > 0:
            draw_upright(canvas, math.log10(rate), x_axis, glyphs.upright, style)
    for piece in split_at_breaks(exponents, losses, log=log):
        draw_curve(canvas, piece, axes, log=log, style="train")
    return beside_y_axis(canvas.rows(), y_axis, LABEL_WIDTH + 1, glyphs) + x_axis_lines(
        x_axis, canvas.width, LABEL_WIDTH + 1, "rate", glyphs
    )
