"""Curves on axes as SVG."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from nntui.render.plot.axes import count_axis, linear_axis, log_axis
from nntui.render.plot.curves import split_at_breaks
from nntui.render.svg.document import SvgDocument, text_width

if TYPE_CHECKING:
    from collections.abc import Sequence

    from nntui.render.plot.axes import Axis
    from nntui.render.plot.curves import Points, Series
    from nntui.render.svg.document import Point

WIDTH, HEIGHT = 720.0, 420.0
LEFT, RIGHT, TOP, BOTTOM = 72.0, 20.0, 66.0, 52.0
MOST_TICKS = 8
MOST_POINTS = 1_500
"""Points of a curve: of more, the least and the largest within each of half as many parts."""
DASHES = ("", "7 4", "2 4", "9 3 2 3")
"""Patterns that tell curves apart without colours."""
COLOURS = ("plus", "minus", "good", "other")
EMPTY = "There is nothing to draw yet."


def curves_svg(series: Sequence[Series], heading: str, across: str, up: str, *, log: bool) -> str:
    """The curves, the names of the axes and a legend; ``log`` makes the vertical axis logarithmic."""
    document = SvgDocument(WIDTH, HEIGHT, heading)
    document.text((LEFT, 26), heading, size=14)
    curves = [split_at_breaks(each.x, each.y, log) for each in series]
    pieces = [piece for curve in curves for piece in curve]
    if not pieces:
        document.text((WIDTH / 2, HEIGHT / 2), EMPTY, "faint", anchor="middle")
        return document.written()
    x_axis = count_axis(min(xs[0] for xs, _ in pieces), max(xs[-1] for xs, _ in pieces), MOST_TICKS)
    lowest, highest = min(min(ys) for _, ys in pieces), max(max(ys) for _, ys in pieces)
    y_axis = (log_axis if log else linear_axis)(lowest, highest, MOST_TICKS)
    _draw_axes(document, x_axis, y_axis, across, up)
    for number, curve in enumerate(curves):
        for xs, ys in map(_thinned, curve):
            points = [_place(x, math.log10(y) if log else y, x_axis, y_axis) for x, y in zip(xs, ys, strict=True)]
            document.polyline(points, COLOURS[number % len(COLOURS)], dash=DASHES[number % len(DASHES)])
    _draw_legend(document, series)
    return document.written()


def _place(x: float, y: float, x_axis: Axis, y_axis: Axis) -> Point:
    return (
        LEFT + x_axis.share(x) * (WIDTH - LEFT - RIGHT),
        HEIGHT - BOTTOM - y_axis.share(y) * (HEIGHT - TOP - BOTTOM),
    )


def _draw_axes(document: SvgDocument, x_axis: Axis, y_axis: Axis, across: str, up: str) -> None:
    for place, label in y_axis.ticks:
        y = _place(x_axis.low, place, x_axis, y_axis)[1]
        document.line((LEFT, y), (WIDTH - RIGHT, y), "rule")
        document.text((LEFT - 8, y + 4), label, "faint", anchor="end", size=11)
    for place, label in x_axis.ticks:
        x = _place(place, y_axis.low, x_axis, y_axis)[0]
        document.line((x, HEIGHT - BOTTOM), (x, HEIGHT - BOTTOM + 5), "faint")
        document.text((x, HEIGHT - BOTTOM + 19), label, "faint", anchor="middle", size=11)
    document.line((LEFT, HEIGHT - BOTTOM), (WIDTH - RIGHT, HEIGHT - BOTTOM), "faint")
    document.line((LEFT, TOP), (LEFT, HEIGHT - BOTTOM), "faint")
    document.text(((LEFT + WIDTH - RIGHT) / 2, HEIGHT - 12), across, anchor="middle")
    document.text((LEFT, TOP - 12), up)


def _draw_legend(document: SvgDocument, series: Sequence[Series]) -> None:
    """Samples with names, right-aligned above the curves."""
    x = WIDTH - RIGHT
    for number, each in reversed(list(enumerate(series))):
        x -= text_width(each.name) + 8
        document.text((x, TOP - 12), each.name)
        y, colour = TOP - 16, COLOURS[number % len(COLOURS)]
        document.polyline([(x - 36, y), (x - 6, y)], colour, dash=DASHES[number % len(DASHES)])
        x -= 52


def _thinned(points: Points) -> Points:
    """The points, few enough for a file; no peak is lost."""
    xs, ys = points
    if len(xs) <= MOST_POINTS:
        return points
    size = math.ceil(2 * len(xs) / MOST_POINTS)
    kept: list[int] = []
    for start in range(0, len(xs), size):
        part = range(start, min(start + size, len(xs)))
        kept += sorted({min(part, key=ys.__getitem__), max(part, key=ys.__getitem__)})
    kept = sorted({0, len(xs) - 1, *kept})
    return [xs[place] for place in kept], [ys[place] for place in kept]
