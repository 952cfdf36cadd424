"""Small pictures of neurons: one in a few cells, or many beside one another with their names."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from nntui.render.glyphs import fit
from nntui.render.maps import SIDED, UPPER_HALF
from nntui.render.text import MOST_OF_COLOUR, Span, join_spans, pixel_style

if TYPE_CHECKING:
    from collections.abc import Sequence

    import numpy as np
    from numpy.typing import NDArray

    from nntui.render.glyphs import Glyphs
    from nntui.render.text import Line

BOUNDS = (-2 / 3, -1 / 3, 0.0, 1 / 3, 2 / 3)
"""The shares of the largest number at which the next level begins."""
LOWEST, LOWEST_PIXELS, HIGHEST = 2, 4, 14
"""Rows of a picture in a table of them; those of pixels are not made so small."""
GAP = 2
"""Cells between two pictures."""


def tile(
    values: NDArray[np.float64], width: int, height: int, glyphs: Glyphs, *, shaded: bool, top_first: bool = False
) -> list[list[Span]]:
    """``values`` [rows, columns] from -1 to 1 on ``height`` rows of ``width`` cells, a span each.

    The first row is the lowest, or the top one. What is not finite is shown as unknown. Those of red, green and blue
    [rows, columns, 3] are shown in these colours, 0 as a middle grey, or where there are none as their mean.
    """
    import numpy as np

    from_top = values if top_first else values[::-1]
    halves = 2 if shaded and glyphs.braille else 1
    if values.ndim > 2:
        if halves == 2 and np.isfinite(values).all():
            return _coloured(resampled(resampled(from_top, 2 * height).swapaxes(0, 1), width).swapaxes(0, 1))
        from_top = from_top.mean(axis=2)
    picked = resampled(resampled(from_top, halves * height).T, width).T
    levels = np.where(np.isfinite(picked), np.searchsorted(np.asarray(BOUNDS), picked, side="right"), -1).tolist()
    starts = range(0, halves * height, halves)
    return [[_cell([line[at] for line in levels[y : y + halves]], glyphs) for at in range(width)] for y in starts]


def _coloured(values: NDArray[np.float64]) -> list[list[Span]]:
    """``values`` [half rows, cells, 3] as half blocks in their colours."""
    import numpy as np

    levels = np.rint((values + 1) / 2 * MOST_OF_COLOUR).astype(int).tolist()
    pairs = [zip(*levels[row : row + 2], strict=True) for row in range(0, len(levels), 2)]
    return [[Span(UPPER_HALF, pixel_style(*pair)) for pair in row] for row in pairs]


def resampled(values: NDArray[np.float64], rows: int) -> NDArray[np.float64]:
    """``values`` [places, ...] at ``rows`` places: each the mean of several, or one again and again."""
    import numpy as np

    count = len(values)
    if count <= rows:
        again: NDArray[np.float64] = values[((np.arange(rows) + 0.5) * count / rows).astype(int)]
        return again
    starts = np.arange(rows) * count // rows
    sizes = np.diff([*starts, count]).reshape(-1, *[1] * (values.ndim - 1))
    means: NDArray[np.float64] = np.add.reduceat(values, starts, axis=0) / sizes
    return means


def _cell(levels: list[int], glyphs: Glyphs) -> Span:
    if min(levels) < 0:
        return Span(glyphs.unknown, "error")
    if len(levels) == 2:
        return Span(UPPER_HALF, SIDED.style(*levels))
    return Span(SIDED.glyph(levels[0], glyphs))


class TileTable(NamedTuple):
    """Pictures in a table: its lines, and how many stand beside one another."""

    lines: list[Line]
    across: int


def tile_table(
    values: NDArray[np.float64],
    names: Sequence[str],
    chosen: int,
    size: tuple[int, int],
    glyphs: Glyphs,
    *,
    shaded: bool,
    top_first: bool = False,
) -> TileTable:
    """The pictures ``values`` [pictures, rows, columns(, 3)] with their names below, as large as all of them fit.

    Where they do not, those around the ``chosen`` one are shown. A picture is twice as wide as high, in cells.
    """
    width, height = size
    count, rows = len(values), values.shape[1]
    least = LOWEST_PIXELS if top_first else LOWEST
    most = max(least, min(HIGHEST, -(-rows // 2))) if top_first else HIGHEST
    for high in range(most, least - 1, -1):
        across = max(1, (width + GAP) // (2 * high + GAP))
        down = max(1, height // (high + 1))
        if (across * down >= count and high < height) or high == least:
            break
    high = max(1, min(high, height - 1))
    across, wide = min(across, count), 2 * high
    first_row = max(0, min(chosen // across - down // 2, -(-count // across) - down))
    lines: list[Line] = []
    for start in range(first_row * across, min(count, (first_row + down) * across), across):
        shown = range(start, min(count, start + across))
        tiles = [tile(values[at], wide, high, glyphs, shaded=shaded, top_first=top_first) for at in shown]
        labels = [[Span(fit(names[at], wide, glyphs=glyphs), "selected" if at == chosen else "dim")] for at in shown]
        rows_of_spans = [*([each[row] for each in tiles] for row in range(high)), labels]
        lines += [join_spans(span for part in parts for span in (*part, Span(" " * GAP))) for parts in rows_of_spans]
    return TileTable(lines[:height], across)
