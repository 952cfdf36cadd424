"""A map of numbers over two axes, in shades: half a cell a shade where there are colours, else a glyph a cell."""

from __future__ import annotations

import math
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

from nntui.render.canvas import BITS, BRAILLE_BLANK, DOTS_ACROSS, DOTS_DOWN, line_dots
from nntui.render.glyphs import UNICODE, Glyphs, clean
from nntui.render.plot.axes import LABEL_WIDTH, span_axis
from nntui.render.plot.axis_lines import beside_y_axis, x_axis_lines
from nntui.render.text import MAP_LEVELS, MAP_SHADES, Span, join_spans, width_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    import numpy as np
    from numpy.typing import NDArray

    from nntui.render.text import Line

UPPER_HALF, UNKNOWN = "▀", -1
PATH_ASCII = "o"
CURSOR = "+"
SHARES = (0.04, 0.15, 0.35, 0.6, 0.85)
"""Shares of the map below the bounds of its levels: finer where the numbers are low."""
ROWS_PER_TICK, CELLS_PER_TICK = 3, 12

Range = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Palette:
    """The look of the levels of a map: the ``name`` of their styles, and a glyph for each where colours are missing."""

    name: str
    ramp: str
    ascii_ramp: str

    def glyph(self, level: int, glyphs: Glyphs) -> str:
        """The glyph of a level; levels beyond the last begin again."""
        ramp = self.ramp if glyphs.braille else self.ascii_ramp
        return ramp[level % len(ramp)]

    def style(self, *levels: int) -> str:
        """The style of a level or, of two halves of a cell, of both."""
        count = len(MAP_SHADES[self.name])
        return "-".join([self.name, *(str(level % count) for level in levels)])


SEQUENTIAL = Palette("map", " ·░▒▓█", " .:-=#")
"""From low to high."""
SIDED = Palette("side", " ·:▒▓█", " .:=%#")
"""Either side of a border, which lies between the third and the fourth level."""
CLASSES = Palette("class", "".join(f"·{digit}" for digit in "123456789"), "".join(f".{digit}" for digit in "123456789"))
"""Two levels a class: hardly likely, and likely."""


class MapMark(NamedTuple):
    """A place on a map, shown as one character; its ``name`` is shown below the map, "" keeps it out of there."""

    x: float
    y: float
    glyph: str
    name: str = ""


@dataclass(frozen=True, slots=True, eq=False)
class MapPicture:
    """The numbers ``values`` [rows, columns] over ``x_range`` and ``y_range``, the first row at the lower end.

    ``bounds`` are the MAP_LEVELS - 1 numbers, rising, at which the next level begins. ``path`` is a line through points
    (x, y); the ``cursor`` is a row and a column of the values. The ``legend`` is made of the bounds unless it is given.
    ``x_label`` writes the ticks of the horizontal axis that are not plain numbers.
    """

    values: NDArray[np.float64]
    x_range: Range
    y_range: Range
    bounds: Sequence[float]
    marks: Sequence[MapMark] = ()
    path: Sequence[tuple[float, float]] = ()
    cursor: tuple[int, int] | None = None
    palette: Palette = SEQUENTIAL
    legend: Line | None = None
    x_label: Callable[[float], str] | None = None


def bounds_by_share(values: NDArray[np.float64]) -> list[float]:
    """Bounds between levels that each take a fixed share of the finite ``values``; the low ones take less."""
    import numpy as np

    finite = values[np.isfinite(values)]
    return [math.inf] * len(SHARES) if not finite.size else np.quantile(finite, SHARES).tolist()


def draw_map(
    picture: MapPicture, size: tuple[int, int], glyphs: Glyphs = UNICODE, *, shaded: bool = True
) -> list[Line]:
    """The map with its axes and a legend on exactly ``size`` columns and rows.

    ``shaded`` draws two shades a cell, which takes colours; without, and with ASCII glyphs, each cell has a glyph.
    Numbers that are not finite are shown as unknown.
    """
    width, height = size
    inner = _Room(width - LABEL_WIDTH - 1, height - 3, picture)
    if inner.width < 3 or inner.height < 2:
        return [()] * max(0, height)
    shaded = shaded and glyphs.braille
    halves = _levels(picture, inner.width, 2 * inner.height if shaded else inner.height)
    cells = [
        [(above, below) for above, below in zip(halves[2 * row], halves[2 * row + 1], strict=True)]
        if shaded
        else [(level, level) for level in halves[row]]
        for row in range(inner.height)
    ]
    marks = {inner.cell(mark.x, mark.y): mark.glyph for mark in picture.marks}
    above = dict(_path(picture, inner, glyphs)) | marks
    rows = [
        [
            _span(cell, above.get((column, row)), picture.palette, glyphs, shaded=shaded)
            for column, cell in enumerate(line)
        ]
        for row, line in enumerate(cells)
    ]
    if picture.cursor is not None:
        column, row = inner.cell_of_value(picture.cursor)
        rows[row][column] = Span(marks.get((column, row), CURSOR), "selected")
    x_axis = span_axis(*picture.x_range, inner.width // CELLS_PER_TICK + 1)
    if picture.x_label is not None:
        x_axis = x_axis.labelled(picture.x_label)
    below = x_axis_lines(x_axis, inner.width, LABEL_WIDTH + 1, "", glyphs)
    y_axis = span_axis(*picture.y_range, inner.height // ROWS_PER_TICK + 1)
    lines = beside_y_axis([tuple(row) for row in rows], y_axis, LABEL_WIDTH + 1, glyphs)
    legend = _legend(picture, width, glyphs, shaded=shaded) if picture.legend is None else picture.legend
    return [*lines, *below, legend]


def map_size(size: tuple[int, int], glyphs: Glyphs, *, shaded: bool) -> tuple[int, int]:
    """The columns and rows of values for which each is a shade of its own on a map of ``size`` columns and rows."""
    width, height = size[0] - LABEL_WIDTH - 1, size[1] - 3
    return max(0, width), max(0, 2 * height if shaded and glyphs.braille else height)


class _Room:
    """The cells of a map, and what lies in which."""

    def __init__(self, width: int, height: int, picture: MapPicture) -> None:
        self.width, self.height = width, height
        self._picture = picture

    def dot(self, x: float, y: float) -> tuple[int, int]:
        """The dot of a point, from the left and from the top; far outside for one that is."""
        (left, right), (low, high) = self._picture.x_range, self._picture.y_range
        across, down = self.width * DOTS_ACROSS - 1, self.height * DOTS_DOWN - 1
        shares = (x - left) / ((right - left) or 1.0), (high - y) / ((high - low) or 1.0)
        kept = [min(2.0, max(-1.0, share)) if math.isfinite(share) else -1.0 for share in shares]
        return round(kept[0] * across), round(kept[1] * down)

    def cell(self, x: float, y: float) -> tuple[int, int]:
        """The column and the row of a point."""
        across, down = self.dot(x, y)
        return across // DOTS_ACROSS, down // DOTS_DOWN

    def cell_of_value(self, place: tuple[int, int]) -> tuple[int, int]:
        """The column and the row of the cell that has a (row, column) of the values."""
        rows, columns = self._picture.values.shape
        (left, right), (low, high) = self._picture.x_range, self._picture.y_range
        x = left + (right - left) * place[1] / max(1, columns - 1)
        return self.cell(x, low + (high - low) * place[0] / max(1, rows - 1))


def _levels(picture: MapPicture, width: int, height: int) -> list[list[int]]:
    """The level of each of ``height`` rows, from the top, of ``width`` places, between which numbers are linear."""
    import numpy as np

    values = picture.values
    rows, columns = values.shape
    at, across = np.linspace(rows - 1, 0, height), np.linspace(0, columns - 1, width)
    low, left = np.minimum(at.astype(int), max(0, rows - 2)), np.minimum(across.astype(int), max(0, columns - 2))
    up, right = np.minimum(low + 1, rows - 1), np.minimum(left + 1, columns - 1)
    down_share, side_share = (at - low)[:, None], (across - left)[None]
    with np.errstate(all="ignore"):
        lower = values[low][:, left] * (1 - side_share) + values[low][:, right] * side_share
        upper = values[up][:, left] * (1 - side_share) + values[up][:, right] * side_share
        between = lower * (1 - down_share) + upper * down_share
    levels = np.searchsorted(np.asarray(picture.bounds), between, side="right")
    found: list[list[int]] = np.where(np.isfinite(between), levels, UNKNOWN).tolist()
    return found


def _path(picture: MapPicture, inner: _Room, glyphs: Glyphs) -> Iterator[tuple[tuple[int, int], str]]:
    """What the path draws in each cell that it goes through."""
    dots: dict[tuple[int, int], int] = {}
    for (x0, y0), (x1, y1) in pairwise(picture.path):
        for x, y in line_dots(*inner.dot(x0, y0), *inner.dot(x1, y1)):
            cell = x // DOTS_ACROSS, y // DOTS_DOWN
            dots[cell] = dots.get(cell, 0) | BITS[x % DOTS_ACROSS][y % DOTS_DOWN]
    for cell, bits in dots.items():
        yield cell, chr(BRAILLE_BLANK + bits) if glyphs.braille else PATH_ASCII


def _span(levels: tuple[int, int], above: str | None, palette: Palette, glyphs: Glyphs, *, shaded: bool) -> Span:
    """One cell: its shades, or the character above them."""
    upper, lower = levels
    if UNKNOWN in levels:
        return Span(above or glyphs.unknown, "error")
    if not shaded:
        faint = "" if palette is SEQUENTIAL else "dim"
        return Span(above, "bold") if above else Span(palette.glyph(upper, glyphs), faint)
    if above is not None:
        return Span(above, palette.style(lower))
    return Span(UPPER_HALF, palette.style(upper, lower))


def _legend(picture: MapPicture, width: int, glyphs: Glyphs, *, shaded: bool) -> Line:
    """The levels with the numbers between them, and the marks, as far as there is room."""
    palette = picture.palette
    spans: list[Span] = []
    for level in range(MAP_LEVELS):
        bound = f"{picture.bounds[level]:.3g}" if level < len(picture.bounds) else ""
        sample = Span(UPPER_HALF * 2, palette.style(level, level)) if shaded else Span(palette.glyph(level, glyphs) * 2)
        spans += [sample, Span(f" {bound} " if bound else "", "dim")]
    for mark in picture.marks:
        more = [Span("  "), Span(mark.glyph, "title"), Span(f" {clean(mark.name, glyphs)}", "dim")]
        if mark.name and width_of([*spans, *more]) <= width:
            spans += more
    return join_spans(spans) if width_of(spans) <= width else ()
