"""The axes of a plot as text: labels and line beside its rows, ticks and labels below them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from nntui.render.canvas import DOTS_ACROSS, DOTS_DOWN
from nntui.render.glyphs import fit
from nntui.render.text import Span, join_spans

if TYPE_CHECKING:
    from collections.abc import Sequence

    from nntui.render.glyphs import Glyphs
    from nntui.render.plot.axes import Axis
    from nntui.render.text import Line


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
