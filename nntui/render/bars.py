"""Horizontal bars of probabilities, and histograms."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from rich.cells import cell_len

from nntui.render.canvas import DOTS_ACROSS, DOTS_DOWN, Canvas
from nntui.render.glyphs import UNICODE, Glyphs, clean, fit, fit_names
from nntui.render.text import Span, join_spans

if TYPE_CHECKING:
    from collections.abc import Sequence

    from nntui.render.text import Line

EIGHTHS = ("", "▏", "▎", "▍", "▌", "▋", "▊", "▉", "█")
"""A cell filled from the left by 0 to 8 eighths."""
NUMBER_WIDTH = 4
"""Cells of ``0.93``."""
GAP = "  "
LEAST_BAR = 4
"""Fewest cells of a bar; a shorter one is omitted."""


def bars(items: Sequence[tuple[str, float]], width: int, glyphs: Glyphs = UNICODE) -> list[Line]:
    """A line of at most ``width`` cells for each (label, probability): ``setosa  ███████▌  0.93``.

    A probability of 1 fills the room between labels and numbers; labels that are too long are cut, so that they still
    differ. The most probable
    has the style ``answer``. If there is little room, bars are omitted, then labels.
    """
    likeliest = max((share for _, share in items if math.isfinite(share)), default=None)
    longest = max((cell_len(clean(label, glyphs)) for label, _ in items), default=0)
    label_width, bar_width = _widths(longest, width - NUMBER_WIDTH)
    lines: list[Line] = []
    labels = fit_names(tuple(label for label, _ in items), label_width, glyphs)
    for label, (_, share) in zip(labels, items, strict=True):
        cells = [fit(label, label_width, glyphs=glyphs)] if label_width else []
        cells += [_bar(share, bar_width, glyphs)] if bar_width else []
        number = fit(f"{share:.2f}".rjust(NUMBER_WIDTH), min(width, NUMBER_WIDTH), glyphs=glyphs)
        style = "error" if not math.isfinite(share) else "answer" if share == likeliest else ""
        lines.append(join_spans([Span(GAP.join([*cells, number]), style)]))
    return lines


def _widths(longest: int, room: int) -> tuple[int, int]:
    """Cells of the labels and of the bars, without gaps; 0 if there is no room."""
    room_for_both = room - 2 * len(GAP)
    label = min(longest, room_for_both // 2)
    if room_for_both - label >= LEAST_BAR:
        return label, room_for_both - label
    return max(0, min(longest, room - len(GAP))), 0


def _bar(share: float, width: int, glyphs: Glyphs) -> str:
    """A bar of ``share`` of ``width`` cells, padded with blanks."""
    filled = min(1.0, max(0.0, share)) * width if math.isfinite(share) else 0.0
    if not glyphs.braille:
        return ("#" * round(filled)).ljust(width)
    whole, eighths = divmod(round(filled * 8), 8)
    return (EIGHTHS[8] * whole + EIGHTHS[eighths]).ljust(width)


def histogram(
    counts: Sequence[int], width: int, height: int, glyphs: Glyphs = UNICODE, style: str = "plus2"
) -> list[Line]:
    """A bar for each of ``counts``, left to right, on exactly ``height`` lines of at most ``width`` cells.

    The largest bar reaches the top, and every count above 0 is visible. If there are more counts than dots across, a
    bar shows the largest of several.
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
            canvas.vertical(x, lowest + 1 - math.ceil(count / largest * (lowest + 1)), lowest, style)
    return canvas.rows()
