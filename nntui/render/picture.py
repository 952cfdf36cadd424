"""A picture of a few pixels in shades: what a row of pixel columns shows."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from nntui.render.glyphs import UNICODE, Glyphs
from nntui.render.text import Span, merged

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from nntui.render.text import Line

    Pixels = Sequence[Sequence[float | None]]

SHADES, ASCII_SHADES = " ░▒▓█", " .:-=+*#%@"
"""From 0 to 1."""
WIDE = 2
"""Cells of one pixel where there is room: about a square."""


def picture(
    pixels: Pixels,
    width: int,
    height: int,
    cursor: tuple[int, int] | None = None,
    glyphs: Glyphs = UNICODE,
) -> list[Line]:
    """The pixels [rows, columns], each from 0 to 1, on at most ``height`` lines of at most ``width`` cells.

    A pixel is two cells wide, or one where there is less room; where there is less still, a cell is the mean of several
    pixels. One that is None or no finite number is shown as unknown. The pixel at ``cursor`` (row, column) is marked
    beside its shade, or, one cell wide, in the style ``cursor`` alone.
    """
    columns = max((len(row) for row in pixels), default=0)
    if width < 1 or height < 1 or columns == 0:
        return []
    across, down = min(columns, width), min(len(pixels), height)
    cells = WIDE if WIDE * columns <= width else 1
    place = (cursor[0] * down // len(pixels), cursor[1] * across // columns) if cursor else None
    lines: list[Line] = []
    for row in range(down):
        rows = pixels[_start(row, len(pixels), down) : _start(row + 1, len(pixels), down)]
        spans: list[Span] = []
        for column in range(across):
            first, last = _start(column, columns, across), _start(column + 1, columns, across)
            shade = _shade([value for each in rows for value in each[first:last]], glyphs)
            spans += _pixel(shade, cells, glyphs, chosen=(row, column) == place)
        lines.append(merged(spans))
    return lines


def _start(block: int, count: int, blocks: int) -> int:
    """Where a block of ``count`` things begins; blocks differ by one thing at most."""
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
    """One cell for the mean of ``values``."""
    known = [value for value in values if value is not None]
    mean = math.fsum(known) / len(known) if known and len(known) == len(values) else math.nan
    if not math.isfinite(mean):
        return Span(glyphs.unknown, "dim")
    shades = SHADES if glyphs.braille else ASCII_SHADES
    return Span(shades[round(min(1.0, max(0.0, mean)) * (len(shades) - 1))])
