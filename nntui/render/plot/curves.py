"""Curves on axes: the loss by epoch, thousands of points brought down to the dots of each column."""

from __future__ import annotations

import math
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import islice
from operator import gt
from typing import TYPE_CHECKING, NamedTuple

from rich.cells import cell_len

from nntui.render.canvas import DOTS_ACROSS, DOTS_DOWN, Canvas, line_dots
from nntui.render.glyphs import UNICODE, Glyphs, clean, fit
from nntui.render.plot.axes import LABEL_WIDTH, TINY, Axis, count_axis, dot_of, linear_axis, log_axis
from nntui.render.plot.band import Band, draw_band
from nntui.render.text import Span, join_spans, width_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    import numpy as np
    from numpy.typing import NDArray

    from nntui.render.text import Line

    Numbers = Sequence[float] | NDArray[np.float64] | NDArray[np.int64]

HUGE = 1e300
"""Larger numbers break a curve as infinities do: no axis reaches them."""
DASH = 2
"""Dots of a dash, and of the space after it."""

Points = tuple[list[float], list[float]]
"""x and y of the points of an unbroken piece of a curve, ordered by x."""


class DotColumn(NamedTuple):
    """The first, least, largest and last number of a curve within one column of dots."""

    x: int
    first: float
    least: float
    most: float
    last: float


def split_at_breaks(xs: Numbers, ys: Numbers, log: bool) -> list[Points]:
    """Split a curve where a number is not finite or, with ``log``, not above 0."""
    x, y = _plain(xs), _plain(ys)
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


def draw_curve(canvas: Canvas, points: Points, axes: tuple[Axis, Axis], *, log: bool, style: str, dashed: bool) -> None:
    """Draw one piece of a curve onto the canvas, which spans the axes (x, y)."""
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
                if not _in_space(x, dashed):
                    canvas.dot(x, y, style)
        elif before:
            top, bottom = min(top, before[1] + 1), max(bottom, before[1] - 1)
        if not _in_space(column.x, dashed):
            canvas.vertical(column.x, top, bottom, style)
        before = (column.x, row(column.last))
    if before and len(points[0]) == 1:
        canvas.line(before[0], before[1], before[0] + 1, before[1], style)


def _columns(points: Points, axis: Axis, width: int, log: bool) -> Iterator[DotColumn]:
    """The columns of dots that have points, left to right."""
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


def _in_space(x: int, dashed: bool) -> bool:
    return dashed and x // DASH % 2 == 1


def _plain(numbers: Numbers) -> list[float]:
    """A list of Python numbers, which is far faster to iterate than an array."""
    return list(numbers if isinstance(numbers, Sequence) else numbers.tolist())


LEAST_WIDTH_FOR_LABELS = 20
"""Least width with labels on the vertical axis."""
LEAST_HEIGHT_FOR_LABELS = 4
"""Least height with labels on the horizontal axis; one row more, and its line is drawn too."""
LEAST_HEIGHT_FOR_LEGEND = 8
"""Least height with a legend for two curves."""
ROWS_PER_TICK, CELLS_PER_TICK = 3, 9
"""Approximate distance between ticks."""
MOST_TICKS = 8
"""Most ticks on the vertical axis."""
SAMPLE_WIDTH = 3
"""Cells of a curve's sample in the legend."""
UNIT_AXIS = Axis(0.0, 1.0, ())


@dataclass(frozen=True, slots=True, eq=False)
class Series:
    """One curve: numbers ``y`` over rising ``x`` (of equal length), its style, and its name in the legend.

    The curve has a gap where ``y`` is not finite.
    """

    x: Numbers
    y: Numbers
    style: str = "train"
    name: str = ""


def draw_plot(
    series: Sequence[Series],
    width: int,
    height: int,
    log: bool = False,
    glyphs: Glyphs = UNICODE,
    *,
    x_label: str = "",
    mark: float | None = None,
    band: Band | None = None,
    cursor: float | None = None,
) -> list[Line]:
    """The curves and their axes on exactly ``height`` lines of at most ``width`` cells, or a line that there is none.

    ``x_label`` names the horizontal axis. ``log`` makes the vertical axis logarithmic and omits numbers that are not
    above 0. A glyph on the last curve marks the place ``mark`` of the horizontal axis, an upright line through all of
    them the place ``cursor``. A ``band`` lies behind them. The size of the axes does not depend on the numbers.
    """
    if width < 1 or height < 1:
        return [()] * max(0, height)
    curves = [split_at_breaks(each.x, each.y, log) for each in series]
    points = [piece for curve in curves for piece in curve]
    if band is not None:
        points += [piece for edge in (band.lowest, band.highest) for piece in split_at_breaks(band.x, edge, log)]
    if not points:
        return _notice("no loss yet", width, height, glyphs)
    with_legend = (len(series) > 1 or band is not None) and height >= LEAST_HEIGHT_FOR_LEGEND
    left = LABEL_WIDTH + 1 if width >= LEAST_WIDTH_FOR_LABELS else 0
    below = (height >= LEAST_HEIGHT_FOR_LABELS) + (height > LEAST_HEIGHT_FOR_LABELS)
    canvas = Canvas(width - left, height - below - with_legend, glyphs)
    x_axis, y_axis = _axes(points, canvas, log)
    if band is not None:
        draw_band(canvas, band, (x_axis, y_axis), log=log)
    for number, (each, curve) in enumerate(zip(series, curves, strict=True)):
        for piece in curve:
            draw_curve(canvas, piece, (x_axis, y_axis), log=log, style=each.style, dashed=number > 0)
    if cursor is not None:
        _draw_cursor(canvas, cursor, x_axis)
    if mark is not None:
        _mark(canvas, series[-1], mark, (x_axis, y_axis), log=log)
    lines = [_legend(series, band, width, glyphs)] if with_legend else []
    lines += beside_y_axis(canvas.rows(), y_axis, left, glyphs)
    return lines + x_axis_lines(x_axis, canvas.width, left, x_label, glyphs)[2 - below :]


def _draw_cursor(canvas: Canvas, place: float, axis: Axis) -> None:
    """Draw an upright line at ``place``, if it lies on the axis."""
    across = axis.share(place)
    if 0 <= across <= 1:
        column = round(across * (canvas.width * DOTS_ACROSS - 1)) // DOTS_ACROSS
        for row in range(canvas.height):
            canvas.write(column, row, canvas.glyphs.upright, "warning")


def _mark(canvas: Canvas, series: Series, place: float, axes: tuple[Axis, Axis], *, log: bool) -> None:
    """Mark the last point of a curve that is not beyond ``place``."""
    xs, ys = _plain(series.x), _plain(series.y)
    number = next((y for x, y in zip(reversed(xs), reversed(ys), strict=True) if x <= place), math.nan)
    if not (TINY if log else -HUGE) <= number <= HUGE:
        return
    x, y = dot_of((place, math.log10(number) if log else number), axes, canvas)
    canvas.write(x // DOTS_ACROSS, y // DOTS_DOWN, canvas.glyphs.mark, "bold")


def _axes(points: Sequence[Points], canvas: Canvas, log: bool) -> tuple[Axis, Axis]:
    """The axes (x, y) that span all points."""
    x_axis = count_axis(
        min(xs[0] for xs, _ in points), max(xs[-1] for xs, _ in points), canvas.width // CELLS_PER_TICK + 1
    )
    least, most = min(min(ys) for _, ys in points), max(max(ys) for _, ys in points)
    return x_axis, (log_axis if log else linear_axis)(least, most, min(MOST_TICKS, canvas.height // ROWS_PER_TICK + 1))


def beside_y_axis(rows: Sequence[Line], axis: Axis, left: int, glyphs: Glyphs) -> list[Line]:
    """The rows of a canvas or map, each after its part of the vertical axis, which is ``left`` cells wide."""
    if not left:
        return list(rows)
    lowest_dot = len(rows) * DOTS_DOWN - 1
    labels: dict[int, str] = {}
    for place, label in axis.ticks:
        labels.setdefault((lowest_dot - round(axis.share(place) * lowest_dot)) // DOTS_DOWN, label)
    lines = []
    for row, line in enumerate(rows):
        label = fit(labels.get(row, ""), left - 1, "right", glyphs)
        lines.append(join_spans([Span(label + (glyphs.tick_left if row in labels else glyphs.upright), "axis"), *line]))
    return lines


def x_axis_lines(axis: Axis, width: int, left: int, name: str, glyphs: Glyphs) -> list[Line]:
    """Two lines: the axis with its ticks, and below each tick its label if there is room."""
    line = [glyphs.flat] * width
    labels = [" "] * width
    free_from = 0
    for place, label in axis.ticks:
        cell = round(axis.share(place) * (width * DOTS_ACROSS - 1)) // DOTS_ACROSS
        start = max(0, min(cell - (len(label) - 1) // 2, width - len(label)))
        if start < free_from or start + len(label) > width:
            continue
        line[cell] = glyphs.tick_below
        labels[start : start + len(label)] = label
        free_from = start + len(label) + 1
    corner = " " * (left - 1) + glyphs.corner if left else ""
    named = fit(name, left - 1, "right", glyphs) + " " if left else ""
    return [(Span(corner + "".join(line), "axis"),), (Span((named + "".join(labels)).rstrip(), "axis"),)]


def _legend(series: Sequence[Series], band: Band | None, width: int, glyphs: Glyphs) -> Line:
    """The names of the curves and of the band, right-aligned, each after a sample; the band's gives way first."""
    spans: list[Span] = []
    for number, each in enumerate(series):
        sample = Canvas(SAMPLE_WIDTH, 1, glyphs)
        draw_curve(
            sample, ([0.0, 1.0], [0.5, 0.5]), (UNIT_AXIS, UNIT_AXIS), log=False, style=each.style, dashed=number > 0
        )
        spans += [
            Span("  " * bool(number)),
            *sample.rows()[0],
            Span(f" {clean(each.name or each.style, glyphs)}", each.style),
        ]
    if band is not None and spans:
        sample = Canvas(SAMPLE_WIDTH, 1, glyphs)
        whole = replace(band, x=(0.0, 1.0), lowest=(0.0, 0.0), median=(0.5, 0.5), highest=(1.0, 1.0))
        draw_band(sample, whole, (UNIT_AXIS, UNIT_AXIS), log=False)
        named = [*spans, Span("  "), *sample.rows()[0], Span(f" {clean(band.name, glyphs)}", "dim")]
        spans = named if width_of(named) <= width else spans
    space = width - width_of(spans)
    return join_spans([Span(" " * space), *spans]) if space >= 0 else ()


def _notice(text: str, width: int, height: int, glyphs: Glyphs) -> list[Line]:
    """Lines with one dim text in the middle."""
    shown = fit(text, min(width, cell_len(clean(text, glyphs))), glyphs=glyphs)
    middle = join_spans([Span(" " * ((width - cell_len(shown)) // 2) + shown, "dim")])
    return [middle if row == (height - 1) // 2 else () for row in range(height)]
