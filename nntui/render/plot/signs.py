"""The marks on a plot beside its curves: upright lines at a place, changes with their names, signs of curves."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

from nntui.render.canvas import DOTS_ACROSS, DOTS_DOWN
from nntui.render.glyphs import clean, fit
from nntui.render.plot.axes import dot_of
from nntui.render.plot.curves import height_at
from nntui.render.text import Span

if TYPE_CHECKING:
    from collections.abc import Sequence

    from nntui.render.canvas import Canvas
    from nntui.render.plot.axes import Axis
    from nntui.render.plot.curves import Series

LEAST_NAME = 6
"""Least cells of a name that is cut."""
CELLS_PER_SIGN = 18
"""Cells from one sign of a curve to the next."""


@dataclass(frozen=True, slots=True)
class PlotMark:
    """The place ``x`` on the horizontal axis at which something was changed, and what: "rate 0.01 -> 0.001"."""

    x: float
    name: str


def draw_upright(canvas: Canvas, place: float, axis: Axis, glyph: str, style: str) -> None:
    """Draw an upright line at ``place``, if it lies on the axis."""
    column = _column(canvas, place, axis)
    if column is not None:
        for row in range(canvas.height):
            canvas.write(column, row, glyph, style)


def draw_changes(canvas: Canvas, changes: Sequence[PlotMark], axis: Axis) -> None:
    """Mark the places of ``changes`` in the top row, each with its name where no curve or other name is in the way."""
    placed = [(column, change.name) for change in changes if (column := _column(canvas, change.x, axis)) is not None]
    ends = [*(column for column, _ in placed[1:]), canvas.width]
    for (column, name), end in zip(placed, ends, strict=False):
        canvas.write(column, 0, canvas.glyphs.change, "warning")
        if canvas.glyphs.braille:
            for y in range(DOTS_DOWN, canvas.height * DOTS_DOWN, 2):
                canvas.dot(column * DOTS_ACROSS, y, "axis")
        _name_beside(canvas, clean(name, canvas.glyphs), column, end)


def _name_beside(canvas: Canvas, name: str, column: int, end: int) -> None:
    """Write a name to the right of the mark in ``column``, up to ``end``, or to its left, or cut to the right."""
    room = end - column - 2
    fits_right = len(name) <= room and canvas.is_blank(column + 1, 0, len(name) + 1)
    if not fits_right and len(name) < column and canvas.is_blank(column - len(name) - 1, 0, len(name) + 1):
        canvas.write(column - len(name), 0, name, "dim")
        return
    text = name if len(name) <= room else fit(name, room, glyphs=canvas.glyphs) if room >= LEAST_NAME else ""
    if text and canvas.is_blank(column + 1, 0, len(text) + 1):
        canvas.write(column + 1, 0, text, "dim")


def draw_sign(canvas: Canvas, series: Series, number: int, axes: tuple[Axis, Axis], *, log: bool) -> None:
    """Write the sign of a curve onto it, here and there; ``number`` shifts the places, so that they differ."""
    first = (3 + 5 * number) % CELLS_PER_SIGN
    ends = sorted((float(series.x[0]), float(series.x[-1]))) if len(series.x) else (1.0, 0.0)
    for column in range(first, canvas.width, CELLS_PER_SIGN):
        place = axes[0].low + column / max(1, canvas.width - 1) * (axes[0].high - axes[0].low)
        if ends[0] <= place <= ends[1]:
            write_at(canvas, (series, place), axes, Span(series.sign, series.style), log=log)


def write_at(canvas: Canvas, at: tuple[Series, float], axes: tuple[Axis, Axis], sign: Span, *, log: bool) -> None:
    """Write a sign of one cell onto the last point of a curve that is not beyond a place of the horizontal axis."""
    series, place = at
    height = height_at(series, place, log=log)
    if height is not None and 0 <= axes[0].share(place) <= 1:
        x, y = dot_of((place, height), axes, canvas)
        canvas.write(x // DOTS_ACROSS, y // DOTS_DOWN, *sign)


def distinct(changes: Sequence[PlotMark]) -> list[PlotMark]:
    """The changes in order, those at one place as one."""
    rest = sorted(changes, key=lambda each: each.x)
    found: list[PlotMark] = rest[:1]
    for before, each in pairwise(rest):
        if each.x == before.x:
            found[-1] = PlotMark(each.x, f"{found[-1].name}; {each.name}")
        else:
            found.append(each)
    return found


def _column(canvas: Canvas, place: float, axis: Axis) -> int | None:
    across = axis.share(place)
    return round(across * (canvas.width * DOTS_ACROSS - 1)) // DOTS_ACROSS if 0 <= across <= 1 else None
