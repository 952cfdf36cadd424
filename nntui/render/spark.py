"""Sparklines: numbers over time, or a histogram, in one line of blocks."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from nntui.render.glyphs import UNICODE, Glyphs

if TYPE_CHECKING:
    from collections.abc import Sequence

BLOCKS, ASCII_BLOCKS = "▁▂▃▄▅▆▇█", "_.-:=+*#"
"""Heights from low to high."""
FULL = len(BLOCKS) - 1
LEAST_RANGE = 0.1
"""Powers of ten between the least and the largest number below which a line is drawn as level."""


def sparkline(
    times: Sequence[float],
    numbers: Sequence[float],
    width: int,
    glyphs: Glyphs = UNICODE,
    *,
    span: tuple[float, float] | None = None,
) -> str:
    """A line of ``width`` cells of the ``numbers`` at rising ``times``, the first at the left, the last at the right.

    A cell shows the last number up to its time. Without a ``span`` (least, most) the height is logarithmic, from the
    least number above 0 to the largest; a number that is not finite is the highest, and one that is 0 the lowest.
    """
    if width < 1 or not len(times):
        return " " * max(0, width)
    blocks = BLOCKS if glyphs.braille else ASCII_BLOCKS
    heights = _logarithmic(numbers) if span is None else _linear(numbers, *span)
    first, last = times[0], times[-1]
    place, cells = 0, []
    for cell in range(width):
        until = first + (last - first) * (cell + 1) / width
        while place + 1 < len(times) and times[place + 1] <= until:
            place += 1
        cells.append(blocks[heights[place]])
    return "".join(cells)


def histogram_line(counts: Sequence[int], width: int, glyphs: Glyphs = UNICODE) -> str:
    """A line of at most ``width`` cells: a block for each of ``counts``, or for the sum of some that lie side by side.

    The largest is a full block; every count above 0 is visible.
    """
    if width < 1 or not counts:
        return ""
    together = -(-len(counts) // width)
    sums = [sum(counts[place : place + together]) for place in range(0, len(counts), together)]
    blocks, largest = BLOCKS if glyphs.braille else ASCII_BLOCKS, max(1, *sums)
    return "".join(blocks[math.ceil(each / largest * len(blocks)) - 1] if each else " " for each in sums)


def _logarithmic(numbers: Sequence[float]) -> list[int]:
    logs = [math.log10(each) if each > 0 and math.isfinite(each) else None for each in numbers]
    known = [each for each in logs if each is not None]
    low, high = (min(known), max(known)) if known else (0.0, 0.0)
    level = high - low < LEAST_RANGE
    heights = []
    for number, log in zip(numbers, logs, strict=True):
        if log is None:
            heights.append(0 if number == 0 else FULL)
        else:
            heights.append(FULL // 2 if level else round((log - low) / (high - low) * FULL))
    return heights


def _linear(numbers: Sequence[float], low: float, high: float) -> list[int]:
    shares = [(each - low) / (high - low) if math.isfinite(each) else 1.0 for each in numbers]
    return [round(min(1.0, max(0.0, share)) * FULL) for share in shares]
