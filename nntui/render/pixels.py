"""The pixels of a picture file: half a cell each in its own colour, or where there are no colours a shade a cell."""

from __future__ import annotations

from typing import TYPE_CHECKING

from nntui.render.glyphs import UNICODE, Glyphs
from nntui.render.maps import UPPER_HALF
from nntui.render.shades import ASCII_SHADES, SHADES
from nntui.render.text import MOST_OF_COLOUR, Line, Span, join_spans, pixel_style
from nntui.render.tiles import resampled

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

LUMA = (0.299, 0.587, 0.114)
"""How bright red, green and blue are (ITU-R BT.601)."""


def pixel_lines(
    pixels: NDArray[np.float64],
    width: int,
    height: int,
    cursor: tuple[int, int] | None = None,
    glyphs: Glyphs = UNICODE,
    *,
    shaded: bool = True,
) -> list[Line]:
    """The ``pixels`` [rows, columns, channels], 0 for black to 1, on at most ``height`` lines of ``width`` cells.

    They are square: magnified by whole numbers while there is room, or averaged where there is less. One channel is
    grey, three are red, green and blue. What is not finite is shown as black. The pixel at ``cursor`` (row, column) is
    marked. ``shaded`` draws colours; without them, and with ASCII glyphs, bright pixels have the densest glyph.
    """
    import numpy as np

    side = len(pixels)
    room = min(width, 2 * height)
    if room < 2 or not side:
        return []
    across = side * max(1, room // side) if side <= room else room
    across -= 0 if shaded and glyphs.braille else across % 2
    known = np.nan_to_num(np.clip(pixels, 0.0, 1.0))
    chosen = None if cursor is None else tuple(int((place + 0.5) * across / side) for place in cursor)
    if shaded and glyphs.braille:
        return _in_colours(_resized(known, across, across), chosen)
    grey = known @ np.array(LUMA) if known.shape[2] == len(LUMA) else known[:, :, 0]
    return _in_shades(_resized(grey, across // 2, across), chosen, glyphs)


def _resized(values: NDArray[np.float64], rows: int, columns: int) -> NDArray[np.float64]:
    return resampled(resampled(values, rows).swapaxes(0, 1), columns).swapaxes(0, 1)


def _in_colours(pixels: NDArray[np.float64], chosen: tuple[int, ...] | None) -> list[Line]:
    import numpy as np

    levels = np.rint(pixels * MOST_OF_COLOUR).astype(int)
    levels = np.repeat(levels, 3, axis=2) if levels.shape[2] == 1 else levels
    rows: list[list[tuple[int, ...]]] = [[tuple(pixel) for pixel in row] for row in levels.tolist()]
    lines = []
    for top in range(0, len(rows), 2):
        below: list[tuple[int, ...]] | list[None] = rows[top + 1] if top + 1 < len(rows) else [None] * len(rows[top])
        spans = [Span(UPPER_HALF, pixel_style(*pair)) for pair in zip(rows[top], below, strict=True)]
        if chosen is not None and chosen[0] // 2 == top // 2:
            spans[chosen[1]] = Span("+", "cursor")
        lines.append(join_spans(spans))
    return lines


def _in_shades(grey: NDArray[np.float64], chosen: tuple[int, ...] | None, glyphs: Glyphs) -> list[Line]:
    import numpy as np

    ramp = SHADES if glyphs.braille else ASCII_SHADES
    lines = []
    for number, row in enumerate(np.rint(grey * (len(ramp) - 1)).astype(int).tolist()):
        spans = [Span(ramp[level]) for level in row]
        if chosen is not None and chosen[0] // 2 == number:
            spans[chosen[1]] = Span("+", "cursor")
        lines.append(join_spans(spans))
    return lines
