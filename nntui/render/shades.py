"""Numbers as shades: a weight matrix as a heatmap, and pixels as a picture."""

from __future__ import annotations

import math
from itertools import groupby
from typing import TYPE_CHECKING, cast

from nntui.render.glyphs import UNICODE, Glyphs
from nntui.render.numbers import NEGLIGIBLE, format_signed
from nntui.render.text import LinePart, Span, fit_parts, join_spans

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    import numpy as np
    from numpy.typing import ArrayLike, NDArray

    from nntui.render.diagram import WeightMatrix
    from nntui.render.text import Line

    Pixels = Sequence[Sequence[float | None]]

WIDEST_CELL = 6
"""Most cells of one weight where the matrix is smaller than its room."""
CAPTION_NUMBER = 6
"""Cells of a number in the caption."""
NOT_FINITE = 4
"""The level of nan and infinities."""
SELECTED = 16
"""Added to the level of a selected weight."""


def heatmap(
    matrix: WeightMatrix | ArrayLike,
    width: int,
    height: int,
    selected: tuple[int | None, int | None] = (None, None),
    glyphs: Glyphs = UNICODE,
) -> list[Line]:
    """The matrix [fan_in, fan_out] on exactly ``height`` lines of at most ``width`` cells: sources down, targets right.

    If it is larger than its room, a cell shows a block: the largest weight of each source, by magnitude, averaged over
    the sources. Shades are thirds of the largest shown. ``selected`` (source, target) highlights a weight or, with one
    of them None, a column or a row. The last line gives the shape, the extremes and the mean magnitude.
    """
    import numpy as np

    if width < 1 or height < 1:
        return [()] * max(0, height)
    weights = np.asarray(cast("ArrayLike", matrix), dtype=np.float64)
    if weights.ndim != 2 or weights.size == 0:
        return [()] * height
    captions = [_caption(weights, width, glyphs)] if height > 1 else []
    row_starts = _starts(weights.shape[0], height - len(captions))
    column_starts = _starts(weights.shape[1], width)
    source, target = _block(row_starts, selected[0]), _block(column_starts, selected[1])
    cell = min(WIDEST_CELL, width // len(column_starts))
    levels = _levels(_blocks(weights, row_starts, column_starts))
    if (source, target) != (None, None):
        levels[_slice(source), _slice(target)] += SELECTED
    shades = _shades(glyphs)
    lines: list[Line] = []
    for row in levels.tolist():
        runs = ((shades[shade], sum(1 for _ in run)) for shade, run in groupby(row))
        lines.append(join_spans(Span(glyph * (cell * count), style) for (glyph, style), count in runs))
    return lines + [()] * (height - len(lines) - len(captions)) + captions


def _starts(count: int, room: int) -> list[int]:
    """The first entry of each of at most ``room`` blocks of ``count`` entries, equal in size up to one entry."""
    blocks = min(count, room)
    return [place * count // blocks for place in range(blocks)]


def _slice(block: int | None) -> slice:
    return slice(None) if block is None else slice(block, block + 1)


def _block(starts: Sequence[int], index: int | None) -> int | None:
    """The block of an entry."""
    return None if index is None else sum(start <= index for start in starts) - 1


def _blocks(weights: NDArray[np.float64], rows: list[int], columns: list[int]) -> NDArray[np.float64]:
    """One number a block; nan if one of its weights is nan."""
    import numpy as np

    by_target = np.ascontiguousarray(weights.T)  # reducing along whole rows of memory is several times faster
    highest = np.maximum.reduceat(by_target, columns, axis=0).T
    lowest = np.minimum.reduceat(by_target, columns, axis=0).T
    with np.errstate(all="ignore"):
        largest_of_each = np.where(highest >= -lowest, highest, lowest)
        counts = np.diff([*rows, weights.shape[0]])
        means: NDArray[np.float64] = np.add.reduceat(largest_of_each, rows, axis=0) / counts[:, np.newaxis]
    return means


def _levels(blocks: NDArray[np.float64]) -> NDArray[np.int64]:
    """The level of each number, as in ``numbers.level``; NOT_FINITE for nan and infinities."""
    import numpy as np

    finite = np.isfinite(blocks)
    sizes = np.abs(np.where(finite, blocks, 0.0))
    scale = sizes.max()
    shares = sizes / scale if scale > 0 else sizes
    thirds = 1 + (shares > 1 / 3) + (shares > 2 / 3)
    levels = np.where(shares > NEGLIGIBLE, thirds, 0) * np.sign(np.where(finite, blocks, 0.0)).astype(np.int64)
    return np.where(finite, levels, NOT_FINITE)


def _shades(glyphs: Glyphs) -> dict[int, tuple[str, str]]:
    """Glyph and style of each level: the glyph shows sign and size, so that one colour a sign is enough."""
    shades = {0: (glyphs.zero_shade, "dim"), NOT_FINITE: (glyphs.unknown, "error")}
    for size, (plus, minus) in enumerate(zip(glyphs.plus_shades, glyphs.minus_shades, strict=True), 1):
        shades |= {size: (plus, "plus2"), -size: (minus, "minus2")}
    return shades | {level + SELECTED: (glyph, "selected") for level, (glyph, _) in shades.items()}


def _caption(weights: NDArray[np.float64], width: int, glyphs: Glyphs) -> Line:
    import numpy as np

    is_finite = np.isfinite(weights)
    finite = weights if is_finite.all() else weights[is_finite]
    shape = f"{weights.shape[0]:,}{glyphs.times}{weights.shape[1]:,}"
    if not finite.size:
        return fit_parts([[LinePart("", shape, 0), LinePart("", "no finite weight", 1, "error")]], width, glyphs)
    with np.errstate(over="ignore"):
        mean = float(np.abs(finite).mean())
    parts = [
        LinePart("", shape, 0),
        LinePart("min ", format_signed(float(finite.min()), CAPTION_NUMBER), 1),
        LinePart("max ", format_signed(float(finite.max()), CAPTION_NUMBER), 2),
        LinePart("mean |w|", format_signed(mean, CAPTION_NUMBER).replace("+", " "), 3),
    ]
    broken = weights.size - finite.size
    if broken:
        parts.append(LinePart("", f"{broken:,} not finite", 0, "error"))
    return fit_parts([parts], width, glyphs)


SHADES, ASCII_SHADES = " ░▒▓█", " .:-=+*#%@"
"""Shades from 0 to 1."""
PIXEL_WIDTH = 2
"""Cells of one pixel if there is room: about a square."""


def picture(
    pixels: Pixels,
    width: int,
    height: int,
    cursor: tuple[int, int] | None = None,
    glyphs: Glyphs = UNICODE,
) -> list[Line]:
    """The pixels [rows, columns], each from 0 to 1, on at most ``height`` lines of at most ``width`` cells.

    A pixel is two cells wide, or one if there is less room, or shares a cell with others whose mean is shown. A pixel
    that is None or not finite is shown as unknown. The pixel at ``cursor`` (row, column) is marked beside its shade or,
    if one cell wide, by the style ``cursor`` alone.
    """
    columns = max((len(row) for row in pixels), default=0)
    if width < 1 or height < 1 or columns == 0:
        return []
    across, down = min(columns, width), min(len(pixels), height)
    cells = PIXEL_WIDTH if PIXEL_WIDTH * columns <= width else 1
    place = (cursor[0] * down // len(pixels), cursor[1] * across // columns) if cursor else None
    lines: list[Line] = []
    for row in range(down):
        rows = pixels[_start(row, len(pixels), down) : _start(row + 1, len(pixels), down)]
        spans: list[Span] = []
        for column in range(across):
            first, last = _start(column, columns, across), _start(column + 1, columns, across)
            shade = _shade([value for each in rows for value in each[first:last]], glyphs)
            spans += _pixel(shade, cells, glyphs, chosen=(row, column) == place)
        lines.append(join_spans(spans))
    return lines


def _start(block: int, count: int, blocks: int) -> int:
    """The first entry of ``block`` of ``blocks`` blocks of ``count`` entries, equal in size up to one entry."""
    return -(-block * count // blocks)


def _pixel(shade: Span, cells: int, glyphs: Glyphs, *, chosen: bool) -> Iterator[Span]:
    if not chosen:
        yield Span(shade.text * cells, shade.style)
    elif cells == 1:
        yield Span(shade.text, "cursor")
    else:
        yield shade
        yield Span(glyphs.before, "cursor")


def _shade(values: Sequence[float | None], glyphs: Glyphs) -> Span:
    """One cell with the shade of the mean of ``values``."""
    known = [value for value in values if value is not None]
    mean = math.fsum(value / len(known) for value in known) if known and len(known) == len(values) else math.nan
    if not math.isfinite(mean):
        return Span(glyphs.unknown, "dim")
    shades = SHADES if glyphs.braille else ASCII_SHADES
    return Span(shades[round(min(1.0, max(0.0, mean)) * (len(shades) - 1))])
