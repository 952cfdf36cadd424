"""A plot: curves on axes, a band behind them, what is marked on them, and a legend."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from rich.cells import cell_len

from nntui.render.canvas import Canvas
from nntui.render.glyphs import UNICODE, Glyphs, clean, fit
from nntui.render.plot.axes import LABEL_WIDTH, Axis, count_axis, linear_axis, log_axis, whole_axis
from nntui.render.plot.axis_lines import beside_y_axis, x_axis_lines
from nntui.render.plot.band import Band, draw_band
from nntui.render.plot.curves import Series, draw_curve, split_at_breaks, within
from nntui.render.plot.signs import PlotMark, distinct, draw_changes, draw_sign, draw_upright, write_at
from nntui.render.text import Span, join_spans, width_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from nntui.render.plot.curves import LinePattern, Points
    from nntui.render.text import Line

LEAST_WIDTH_FOR_LABELS = 20
"""Least width with labels on the vertical axis."""
LEAST_HEIGHT_FOR_LABELS = 4
"""Least height with labels on the horizontal axis; one row more, and its line is drawn too."""
LEAST_HEIGHT_FOR_LEGEND = 8
"""Least height with a legend for two curves;"""
LEAST_HEIGHT_FOR_SIGNS = 6
"""the same where curves have signs, that only a legend explains."""
ROWS_PER_TICK, CELLS_PER_TICK = 3, 9
"""Approximate distance between ticks."""
MOST_TICKS = 8
"""Most ticks on the vertical axis."""
SAMPLE_WIDTH = 3
"""Cells of a curve's sample in the legend."""
UNIT_AXIS = Axis(0.0, 1.0, ())


def draw_plot(
    series: Sequence[Series],
    width: int,
    height: int,
    log: bool = False,
    glyphs: Glyphs = UNICODE,
    *,
    x_label: str = "",
    empty: str = "no loss yet",
    band: Band | None = None,
    window: tuple[float, float] | None = None,
    changes: Sequence[PlotMark] = (),
    cursor: float | None = None,
    value: float | None = None,
) -> list[Line]:
    """The curves and their axes on exactly ``height`` lines of at most ``width`` cells, or the line ``empty``.

    ``x_label`` names the horizontal axis, of which only the ``window`` (from, to) is shown, all of it by default.
    ``log`` makes the vertical axis logarithmic and omits numbers that are not above 0. A ``band`` lies behind the
    curves. Upright lines mark the places of ``changes``, the ``cursor``, and the place whose ``value`` is read. The
    size of the axes does not depend on the numbers.
    """
    if width < 1 or height < 1:
        return [()] * max(0, height)
    curves = [split_at_breaks(each.x, each.y, log) for each in series]
    edges = [] if band is None else [band.lowest, band.highest]
    behind = [piece for edge in edges for piece in split_at_breaks(band.x if band else (), edge, log)]
    if window is not None:
        curves = [[part for piece in each if (part := within(piece, *window, around=1))[0]] for each in curves]
        behind = [part for piece in behind if (part := within(piece, *window, around=1))[0]]
    points = [*(piece for curve in curves for piece in curve), *behind]
    if not points:
        return _notice(empty if window is None else "nothing is known here", width, height, glyphs)
    least_height = LEAST_HEIGHT_FOR_SIGNS if any(each.sign for each in series) else LEAST_HEIGHT_FOR_LEGEND
    with_legend = (len(series) > 1 or band is not None) and height >= least_height
    left = LABEL_WIDTH + 1 if width >= LEAST_WIDTH_FOR_LABELS else 0
    below = (height >= LEAST_HEIGHT_FOR_LABELS) + (height > LEAST_HEIGHT_FOR_LABELS)
    canvas = Canvas(width - left, height - below - with_legend, glyphs)
    axes = _axes(points, canvas, window, log=log)
    if band is not None:
        draw_band(canvas, band, axes, log=log)
    for number, (each, curve) in enumerate(zip(series, curves, strict=True)):
        for piece in curve:
            draw_curve(canvas, piece, axes, log=log, style=each.style, pattern=_pattern(each, number))
    draw_changes(canvas, distinct(changes), axes[0])
    for place, glyph, style in ((cursor, glyphs.upright, "warning"), (value, glyphs.reading, "bold")):
        if place is not None:
            draw_upright(canvas, place, axes[0], glyph, style)
    for number, each in enumerate(series):
        if each.sign:
            draw_sign(canvas, each, number, axes, log=log)
        if each.mark is not None:
            write_at(canvas, (each, each.mark), axes, Span(glyphs.mark, "bold"), log=log)
    lines = [_legend(series, band, width, glyphs)] if with_legend else []
    lines += beside_y_axis(canvas.rows(), axes[1], left, glyphs)
    return lines + x_axis_lines(axes[0], canvas.width, left, x_label, glyphs)[2 - below :]


def _pattern(series: Series, number: int) -> LinePattern:
    """The pattern of the curve with this number."""
    return series.pattern or ("dashed" if number else "solid")


def _axes(
    points: Sequence[Points], canvas: Canvas, window: tuple[float, float] | None, *, log: bool
) -> tuple[Axis, Axis]:
    """The axes (x, y) that span all points, or those of the ``window``."""
    most = canvas.width // CELLS_PER_TICK + 1
    if window is None:
        x_axis = count_axis(min(xs[0] for xs, _ in points), max(xs[-1] for xs, _ in points), most)
    else:
        x_axis = whole_axis(*window, most)
        inner = [part for piece in points if (part := within(piece, *window))[0]]
        points = inner or points
    least, most_loss = min(min(ys) for _, ys in points), max(max(ys) for _, ys in points)
    ticks = min(MOST_TICKS, canvas.height // ROWS_PER_TICK + 1)
    return x_axis, (log_axis if log else linear_axis)(least, most_loss, ticks)


def _legend(series: Sequence[Series], band: Band | None, width: int, glyphs: Glyphs) -> Line:
    """The names of the curves and of the band, right-aligned, each after a sample.

    Where there is no room, curves with signs are told by these alone, then without samples; then the last give way.
    """
    named = [(number, each) for number, each in enumerate(series) if _pattern(each, number) != "faint"]
    band_entry = [] if band is None else [_band_entry(band, glyphs)]
    spans: list[Span] = []
    for short in (_curve_entry, _sampled_sign, _sign_alone):
        entries = [
            (short if each.sign else _curve_entry)(each, _pattern(each, number), glyphs) for number, each in named
        ]
        spans, whole = _entries_in(width, [*entries, *band_entry])
        if whole:
            break
    return join_spans([Span(" " * (width - width_of(spans))), *spans]) if spans else ()


def _entries_in(width: int, entries: Sequence[Sequence[Span]]) -> tuple[list[Span], bool]:
    """The first entries that fit in ``width``, and whether all do; those of one cell are closer together."""
    spans: list[Span] = []
    for number, entry in enumerate(entries):
        close = number and width_of(entry) == width_of(entries[number - 1]) == 1
        more = [*spans, Span((" " if close else "  ") * bool(spans)), *entry]
        if width_of(more) > width:
            return spans, False
        spans = more
    return spans, True


def _curve_entry(series: Series, pattern: LinePattern, glyphs: Glyphs) -> list[Span]:
    name = clean(series.name or series.style, glyphs)
    return [*_sampled_sign(series, pattern, glyphs), Span(f" {name}", series.style)]


def _sampled_sign(series: Series, pattern: LinePattern, glyphs: Glyphs) -> list[Span]:
    sample = Canvas(SAMPLE_WIDTH, 1, glyphs)
    draw_curve(sample, ([0.0, 1.0], [0.5, 0.5]), (UNIT_AXIS, UNIT_AXIS), log=False, style=series.style, pattern=pattern)
    if series.sign:
        sample.write(1, 0, series.sign, series.style)
    return list(sample.rows()[0])


def _sign_alone(series: Series, _pattern: LinePattern, _glyphs: Glyphs) -> list[Span]:
    return [Span(series.sign, series.style)]


def _band_entry(band: Band, glyphs: Glyphs) -> list[Span]:
    sample = Canvas(SAMPLE_WIDTH, 1, glyphs)
    whole = replace(band, x=(0.0, 1.0), lowest=(0.0, 0.0), median=(0.5, 0.5), highest=(1.0, 1.0))
    draw_band(sample, whole, (UNIT_AXIS, UNIT_AXIS), log=False)
    return [*sample.rows()[0], Span(f" {clean(band.name, glyphs)}", "dim")]


def _notice(text: str, width: int, height: int, glyphs: Glyphs) -> list[Line]:
    """Lines with one dim text in the middle."""
    shown = fit(text, min(width, cell_len(clean(text, glyphs))), glyphs=glyphs)
    middle = join_spans([Span(" " * ((width - cell_len(shown)) // 2) + shown, "dim")])
    return [middle if row == (height - 1) // 2 else () for row in range(height)]
