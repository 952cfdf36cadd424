"""Columns that are the pixels of a square picture, told by their names."""

from __future__ import annotations

import math
import re
from typing import TYPE_CHECKING, NamedTuple

from nntui.errors import DataError
from nntui.safe_text import as_choice, quoted

if TYPE_CHECKING:
    from collections.abc import Sequence

    from nntui.data.column import Column

LEAST_SIDE = 4
"""Fewest pixels across: fewer are easier to read as numbers."""
WORDS = frozenset({"pixel", "pix", "px"})
"""Words in the names of numbered pixels."""
GREY, COLOURS = ("grey",), ("red", "green", "blue")
"""The numbers of a pixel of a picture file, in the order of its columns."""
COLOUR_MODES = {"grey": GREY, "rgb": COLOURS}
"""The numbers of a pixel, by the word that chooses them."""
WIDEST = 64
"""Most pixels across of a picture file: 12,288 columns in colour."""
DEFAULT_SIDE = 16

_NUMBERED = re.compile(r"(\D*)(\d+)", re.ASCII)
_IN_ROWS = re.compile(r"(\D*)(\d+)(\D+)(\d+)(\D*)", re.ASCII)
_OF_FILE = re.compile(rf"({'|'.join((*GREY, *COLOURS))})_(\d+)_(\d+)", re.ASCII)


class PixelGrid(NamedTuple):
    """A picture of ``side`` by ``side`` pixels, each of as many numbers as there are ``channels``.

    Those ``of_file`` go from 0 for black to 255; others from whatever is white to whatever is black.
    """

    side: int
    channels: tuple[str, ...] = GREY
    of_file: bool = True

    @property
    def names(self) -> list[str]:
        """The names of the columns of a picture file: ``grey_0_0``, or ``red_0_0, green_0_0, ...``, row by row."""
        places = range(self.side)
        return [f"{channel}_{row}_{column}" for row in places for column in places for channel in self.channels]

    @property
    def numbers(self) -> int:
        """The numbers of one picture."""
        return self.side * self.side * len(self.channels)

    @property
    def coloured(self) -> bool:
        """Whether a pixel is red, green and blue."""
        return len(self.channels) > 1

    def __str__(self) -> str:
        """``16x16 pixels in grey``."""
        return f"{self.side}x{self.side} pixels in {'colour' if self.coloured else 'grey'}"


def grid_wanted(side: int | None = None, colour: str | None = None) -> PixelGrid:
    """The grid of ``side`` pixels across, "grey" or "rgb"; None is the default. Raises DataError for any other."""
    wanted = DEFAULT_SIDE if side is None else side
    if not LEAST_SIDE <= wanted <= WIDEST:
        raise DataError(f"pixels across: {wanted} is not from {LEAST_SIDE} to {WIDEST}")
    if colour is not None and colour not in COLOUR_MODES:
        raise DataError(f"colour of pixels: {quoted(colour)} is not {as_choice(COLOUR_MODES)}")
    return PixelGrid(wanted, COLOUR_MODES[colour or "grey"])


def grid_of(columns: Sequence[Column]) -> PixelGrid | None:
    """The picture that ``columns`` are, row by row; None if they are none.

    They must be numbers of one scaling, and named by row and column (``r0c0``, ``1x1``), or numbered (``pixel 0``), or
    be as ``PixelGrid.names``.
    """
    names = [column.name for column in columns]
    for channels in (GREY, COLOURS):
        side = math.isqrt(len(columns) // len(channels))
        if side < LEAST_SIDE or side * side * len(channels) != len(columns):
            continue
        if not all(each.numeric and not each.temporal and each.scaling == columns[0].scaling for each in columns):
            return None
        grid = PixelGrid(side, channels)
        if _OF_FILE.fullmatch(names[0]) is not None and names == grid.names:
            return grid
        if not grid.coloured and (_by_row_and_column(names, side) or _numbered(names)):
            return PixelGrid(side, of_file=False)
    return None


def side_of(columns: Sequence[Column]) -> int:
    """The side, in pixels, of the square picture that ``columns`` are row by row, a number each; 0 if they are none."""
    grid = grid_of(columns)
    return 0 if grid is None or grid.coloured else grid.side


def grid_of_files(columns: Sequence[Column]) -> PixelGrid | None:
    """The picture that those of ``columns`` are which were made from picture files, whatever other columns there are.

    None without such columns, and where some of a picture's are missing.
    """
    names = {column.name for column in columns if _OF_FILE.fullmatch(column.name)}
    for channels in (GREY, COLOURS):
        grid = PixelGrid(math.isqrt(len(names) // len(channels)), channels)
        if names and names == set(grid.names):
            return grid
    return None


def _by_row_and_column(names: Sequence[str], side: int) -> bool:
    first = _IN_ROWS.fullmatch(names[0])
    if first is None:
        return False
    before, top, between, left, after = first.groups()
    places = ((int(top) + index // side, int(left) + index % side) for index in range(len(names)))
    return all(
        (found := _IN_ROWS.fullmatch(name)) is not None
        and (found[1], found[3], found[5]) == (before, between, after)
        and (int(found[2]), int(found[4])) == place
        for name, place in zip(names, places, strict=True)
    )


def _numbered(names: Sequence[str]) -> bool:
    first = _NUMBERED.fullmatch(names[0])
    if first is None or first[1].strip(" _-.").casefold() not in WORDS:
        return False
    start = int(first[2])
    return all(
        (found := _NUMBERED.fullmatch(name)) is not None and (found[1], int(found[2])) == (first[1], start + index)
        for index, name in enumerate(names)
    )
