"""Curves over a count: the loss by epoch."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from rich.cells import cell_len

from nntui.render.canvas import DOTS_ACROSS, DOTS_DOWN, Canvas
from nntui.render.glyphs import UNICODE, Glyphs, clean, fit
from nntui.render.plot.axes import LABEL_WIDTH, Axis, count_axis, linear_axis, log_axis
from nntui.render.plot.curve import draw_piece, pieces
from nntui.render.text import Span, merged, width_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from nntui.render.plot.curve import Numbers, Points
    from nntui.render.text import Line

LEAST_WIDTH_FOR_LABELS = 20
"""Cells from which some are spent on the labels of the upright axis."""
LEAST_HEIGHT_FOR_LABELS = 4
"""Rows from which one is spent on the labels of the level axis, and one more on its line from the next on."""
LEAST_HEIGHT_FOR_LEGEND = 8
"""Rows from which one is spent on telling two curves apart."""
ROWS_PER_TICK, CELLS_PER_TICK = 3, 9
"""How close ticks may stand, about."""
MOST_TICKS = 8
"""On the upright axis."""
SAMPLE_WIDTH = 3
"""Cells of a curve's sample in the legend."""
UNIT_AXIS = Axis(0.0, 1.0, ())


@dataclass(frozen=True, slots=True, eq=False)
class Series:
    """One curve: numbers ``y`` over ``x`` in rising order (both of one length), its style, and its name in the legend.

    Where ``y`` is no finite number the curve has a gap.
    """

    x: Numbers
    y: Numbers
    style: str = "train"
    name: str = ""


def plot(
    series: Sequence[Series],
    width: int,
    height: int,
    log: bool = False,
    glyphs: Glyphs = UNICODE,
    *,
    x_label: str = "",
    empty: str = "no loss yet",
) -> list[Line]:
    """The curves and their axes on exactly ``height`` lines of at most ``width`` cells; ``empty`` if there is no point.

    ``x_label`` names the level axis. ``log`` makes the upright axis logarithmic, and leaves out what is not above 0.
    Axes take the same room whatever the numbers are.
    """
    if width < 1 or height < 1:
        return [()] * max(0, height)
    drawn = [pieces(one.x, one.y, log) for one in series]
    points = [piece for of_one in drawn for piece in of_one]
    if not points:
        return _notice(empty, width, height, glyphs)
    with_legend = len(series) > 1 and height >= LEAST_HEIGHT_FOR_LEGEND
    left = LABEL_WIDTH + 1 if width >= LEAST_WIDTH_FOR_LABELS else 0
    below = (height >= LEAST_HEIGHT_FOR_LABELS) + (height > LEAST_HEIGHT_FOR_LABELS)
    canvas = Canvas(width - left, height - below - with_legend, glyphs)
    x_axis, y_axis = _axes(points, canvas, log)
    for number, (one, of_one) in enumerate(zip(series, drawn, strict=True)):
        for piece in of_one:
            draw_piece(canvas, piece, (x_axis, y_axis), log=log, style=one.style, dashed=number > 0)
    lines = [_legend(series, width, glyphs)] if with_legend else []
    lines += _with_upright_axis(canvas, y_axis, left)
    return lines + _level_axis(x_axis, canvas.width, left, x_label, glyphs)[2 - below :]


def _axes(points: Sequence[Points], canvas: Canvas, log: bool) -> tuple[Axis, Axis]:
    """The axes that hold all points: x, then y."""
    x_axis = count_axis(
        min(xs[0] for xs, _ in points), max(xs[-1] for xs, _ in points), canvas.width // CELLS_PER_TICK + 1
    )
    least, most = min(min(ys) for _, ys in points), max(max(ys) for _, ys in points)
    return x_axis, (log_axis if log else linear_axis)(least, most, min(MOST_TICKS, canvas.height // ROWS_PER_TICK + 1))


def _with_upright_axis(canvas: Canvas, axis: Axis, left: int) -> list[Line]:
    """The rows of the canvas, each behind its piece of the axis."""
    if not left:
        return canvas.rows()
    lowest_dot = canvas.height * DOTS_DOWN - 1
    labels: dict[int, str] = {}
    for place, label in axis.ticks:
        row = (lowest_dot - round((place - axis.low) / (axis.high - axis.low) * lowest_dot)) // DOTS_DOWN
        labels.setdefault(row, label)
    glyphs = canvas.glyphs
    lines = []
    for row, line in enumerate(canvas.rows()):
        label = fit(labels.get(row, ""), left - 1, "right", glyphs)
        lines.append(merged([Span(label + (glyphs.tick_left if row in labels else glyphs.upright), "axis"), *line]))
    return lines


def _level_axis(axis: Axis, width: int, left: int, name: str, glyphs: Glyphs) -> list[Line]:
    """Two lines: the axis with its ticks, and their labels, each below its tick as far as it has room."""
    line = [glyphs.flat] * width
    labels = [" "] * width
    free_from = 0
    for place, label in axis.ticks:
        cell = round((place - axis.low) / (axis.high - axis.low) * (width * DOTS_ACROSS - 1)) // DOTS_ACROSS
        start = max(0, min(cell - (len(label) - 1) // 2, width - len(label)))
        if start < free_from or start + len(label) > width:
            continue
        line[cell] = glyphs.tick_below
        labels[start : start + len(label)] = label
        free_from = start + len(label) + 1
    corner = " " * (left - 1) + glyphs.corner if left else ""
    named = fit(name, left - 1, "right", glyphs) + " " if left else ""
    return [(Span(corner + "".join(line), "axis"),), (Span((named + "".join(labels)).rstrip(), "axis"),)]


def _legend(series: Sequence[Series], width: int, glyphs: Glyphs) -> Line:
    """The curves' names at the right, each behind a piece of its line."""
    spans: list[Span] = []
    for number, one in enumerate(series):
        sample = Canvas(SAMPLE_WIDTH, 1, glyphs)
        draw_piece(
            sample, ([0.0, 1.0], [0.5, 0.5]), (UNIT_AXIS, UNIT_AXIS), log=False, style=one.style, dashed=number > 0
        )
        spans += [
            Span("  " * bool(number)),
            *sample.rows()[0],
            Span(f" {clean(one.name or one.style, glyphs)}", one.style),
        ]
    space = width - width_of(spans)
    return merged([Span(" " * space), *spans]) if space >= 0 else ()


def _notice(text: str, width: int, height: int, glyphs: Glyphs) -> list[Line]:
    """One dim text in the middle."""
    shown = fit(text, min(width, cell_len(clean(text, glyphs))), glyphs=glyphs)
    middle = merged([Span(" " * ((width - cell_len(shown)) // 2) + shown, "dim")])
    return [middle if row == (height - 1) // 2 else () for row in range(height)]
