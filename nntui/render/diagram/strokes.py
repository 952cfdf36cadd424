"""The strokes of a diagram: lines that show the sign and the size of a weight, with and without braille."""

from __future__ import annotations

from functools import lru_cache
from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

from nntui.render.canvas import BITS, DOTS_ACROSS, DOTS_DOWN, line_dots

if TYPE_CHECKING:
    from nntui.render.canvas import Canvas
    from nntui.render.glyphs import Glyphs

Ends = tuple[int, int, int, int]
"""x0, y0, x1, y1 of a line, in dots."""


class Pattern(NamedTuple):
    """The first ``drawn`` of every ``period`` dots along a line are set; ``thick`` sets a neighbour of each too."""

    drawn: int
    period: int
    thick: bool = False


PATTERNS = {
    0: Pattern(1, 8),
    1: Pattern(1, 2),
    2: Pattern(1, 1),
    3: Pattern(1, 1, thick=True),
    -1: Pattern(2, 6),
    -2: Pattern(5, 8),
    -3: Pattern(6, 9, thick=True),
}
"""By level (sign and size of a weight). Positive lines are even, negative ones dashed: no sign needs its colour."""
TEXT_GAPS = {1: (), 0: (1, 2), -1: (2,)}
"""By sign of the weight: which of every three characters along a line are blank."""


@lru_cache(maxsize=8192)
def braille_stroke(ends: Ends, level: int) -> tuple[tuple[int, int, int], ...]:
    """(column, row, dots) of each cell that the line crosses."""
    pattern = PATTERNS[level]
    x0, y0, x1, y1 = ends
    beside = (0, 1) if abs(x1 - x0) >= abs(y1 - y0) else (1, 0)
    cells: dict[tuple[int, int], int] = {}
    for index, (x, y) in enumerate(line_dots(*ends)):
        if index % pattern.period >= pattern.drawn:
            continue
        for dot_x, dot_y in ((x, y), (x + beside[0], y + beside[1])) if pattern.thick else ((x, y),):
            cell = (dot_x // DOTS_ACROSS, dot_y // DOTS_DOWN)
            cells[cell] = cells.get(cell, 0) | BITS[dot_x % DOTS_ACROSS][dot_y % DOTS_DOWN]
    return tuple((column, row, dots) for (column, row), dots in cells.items())


@lru_cache(maxsize=8192)
def text_stroke(ends: Ends, level: int, glyphs: Glyphs) -> tuple[tuple[int, int, str], ...]:
    """(column, row, character) of each cell of the line: for terminals without braille."""
    x0, y0, x1, y1 = ends
    cells = list(line_dots(x0 // DOTS_ACROSS, y0 // DOTS_DOWN, x1 // DOTS_ACROSS, y1 // DOTS_DOWN))
    after = [*pairwise(cells), (cells[-2], cells[-1]) if len(cells) > 1 else (cells[0], cells[0])]
    drawn = []
    for index, ((column, row), (here, there)) in enumerate(zip(cells, after, strict=True)):
        if index % 3 in TEXT_GAPS[max(-1, min(level, 1))]:
            continue
        drawn.append((column, row, _slope(there[0] - here[0], there[1] - here[1], level, glyphs)))
    return tuple(drawn)


def _slope(across: int, down: int, level: int, glyphs: Glyphs) -> str:
    flat, rising, falling, upright = glyphs.slopes
    if abs(level) < 2:
        return glyphs.points[1]
    if down == 0:
        return "=" if abs(level) == 3 else flat
    if across == 0:
        return upright
    return falling if down * across > 0 else rising


def draw_stroke(canvas: Canvas, ends: Ends, level: int, style: str) -> None:
    """Draw one line in the way that the canvas's glyphs allow."""
    if canvas.glyphs.braille:
        canvas.stroke(braille_stroke(ends, level), style)
    else:
        for column, row, character in text_stroke(ends, level, canvas.glyphs):
            canvas.write(column, row, character, style)
