"""The answer along one input: a curve, the rows as points around it, and a cursor on it."""

from __future__ import annotations

import math
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

from nntui.render.canvas import DOTS_ACROSS, DOTS_DOWN, Canvas
from nntui.render.glyphs import UNICODE, Glyphs
from nntui.render.plot.axes import LABEL_WIDTH, dot_of, linear_axis, log_axis, span_axis
from nntui.render.plot.axis_lines import beside_y_axis, x_axis_lines
from nntui.render.plot.scatter import CELLS_PER_TICK, HUGE, ROWS_PER_TICK

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from nntui.render.text import Line


@dataclass(frozen=True, slots=True)
class CurvePoint:
    """A row at (``x``, ``y``): one character in a style."""

    x: float
    y: float
    glyph: str
    style: str = ""


@dataclass(frozen=True, slots=True, eq=False)
class AnswerCurve:
    """The answers ``ys`` at the rising ``xs``, with points; the ``cursor`` is the number of a place on the curve.

    The vertical axis spans at least ``y_range``; ``exact`` says that it is just that. A ``logarithmic`` one leaves out
    what is not above 0. ``x_label`` writes the ticks of the horizontal axis that are not plain numbers.
    """

    xs: Sequence[float]
    ys: Sequence[float]
    points: Sequence[CurvePoint]
    cursor: int
    y_range: tuple[float, float]
    exact: bool = False
    logarithmic: bool = False
    x_label: Callable[[float], str] | None = None

    def height_of(self, y: float) -> float:
        """The place of ``y`` on the vertical axis, NaN where it has none."""
        if not self.logarithmic:
            return y if abs(y) < HUGE else math.nan
        return math.log10(y) if 0 < y < HUGE else math.nan


def draw_answers(curve: AnswerCurve, size: tuple[int, int], glyphs: Glyphs = UNICODE) -> list[Line]:
    """The curve with its axes on exactly ``size`` columns and rows."""
    width, height = size
    canvas = Canvas(width - LABEL_WIDTH - 1, height - 2, glyphs)
    if len(curve.xs) < 2 or canvas.width < 2 or canvas.height < 1:
        return [()] * max(0, height)
    x_axis = span_axis(min(curve.xs), max(curve.xs), canvas.width // CELLS_PER_TICK + 1)
    if curve.x_label is not None:
        x_axis = x_axis.labelled(curve.x_label)
    ticks = canvas.height // ROWS_PER_TICK + 1
    known = [y for y in curve.ys if math.isfinite(curve.height_of(y))]
    ends = (*curve.y_range, *known)
    if curve.logarithmic:
        y_axis = log_axis(min(ends), max(ends), ticks)
    else:
        y_axis = span_axis(*curve.y_range, ticks) if curve.exact else linear_axis(min(ends), max(ends), ticks)
    axes = x_axis, y_axis
    places = [(x, curve.height_of(y)) for x, y in zip(curve.xs, curve.ys, strict=True)]
    for before, after in pairwise(places):
        if math.isfinite(before[1]) and math.isfinite(after[1]):
            canvas.line(*dot_of(before, axes, canvas), *dot_of(after, axes, canvas), "train")
    for point in curve.points:
        height_of = curve.height_of(point.y)
        if x_axis.low <= point.x <= x_axis.high and y_axis.low <= height_of <= y_axis.high:
            x, y = dot_of((point.x, height_of), axes, canvas)
            canvas.write(x // DOTS_ACROSS, y // DOTS_DOWN, point.glyph, point.style)
    here = places[max(0, min(curve.cursor, len(places) - 1))]
    if math.isfinite(here[1]):
        x, y = dot_of(here, axes, canvas)
        canvas.write(x // DOTS_ACROSS, y // DOTS_DOWN, "+", "selected")
    return beside_y_axis(canvas.rows(), y_axis, LABEL_WIDTH + 1, glyphs) + x_axis_lines(
        x_axis, canvas.width, LABEL_WIDTH + 1, "", glyphs
    )
