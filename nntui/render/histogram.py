"""How often numbers occur, as bars side by side."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from nntui.render.canvas import DOTS_ACROSS, DOTS_DOWN, Canvas
from nntui.render.glyphs import UNICODE, Glyphs

if TYPE_CHECKING:
    from collections.abc import Sequence

    from nntui.render.text import Line


def histogram(
    counts: Sequence[int], width: int, height: int, glyphs: Glyphs = UNICODE, style: str = "plus2"
) -> list[Line]:
    """A bar for each of ``counts``, from left to right, on exactly ``height`` lines of at most ``width`` cells.

    The largest reaches the top, and what is not 0 is seen. Where there are more bins than dots across, a bar stands for
    the largest of several.
    """
    canvas = Canvas(width, height, glyphs)
    columns, lowest = canvas.width * DOTS_ACROSS, canvas.height * DOTS_DOWN - 1
    largest = max(counts, default=0)
    if largest <= 0 or columns == 0 or lowest < 0:
        return canvas.rows()
    for x in range(columns):
        first = x * len(counts) // columns
        last = max(first + 1, (x + 1) * len(counts) // columns)
        if count := max(counts[first:last]):
            canvas.upright(x, lowest + 1 - math.ceil(count / largest * (lowest + 1)), lowest, style)
    return canvas.rows()
