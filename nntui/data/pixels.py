"""Columns that are the pixels of a square picture, told by their names."""

from __future__ import annotations

import math
import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from nntui.data.column import Column

LEAST_SIDE = 4
"""Fewest pixels across: fewer are easier to read as numbers."""
WORDS = frozenset({"pixel", "pix", "px"})
"""Words in the names of numbered pixels."""

_NUMBERED = re.compile(r"(\D*)(\d+)", re.ASCII)
_IN_ROWS = re.compile(r"(\D*)(\d+)(\D+)(\d+)(\D*)", re.ASCII)


def side_of(columns: Sequence[Column]) -> int:
    """The side, in pixels, of the square picture that ``columns`` are row by row; 0 if they are none.

    They must be numbers of one scaling, and named by row and column (``r0c0``, ``1x1``) or numbered (``pixel 0``).
    """
    side = math.isqrt(len(columns))
    if side < LEAST_SIDE or side * side != len(columns):
        return 0
    if not all(column.numeric and not column.temporal and column.scaling == columns[0].scaling for column in columns):
        return 0
    names = [column.name for column in columns]
    return side if _by_row_and_column(names, side) or _numbered(names) else 0


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
