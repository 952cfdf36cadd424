"""The rectangle of cells that a command is about, and the rows in it in words."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from nntui.data.shown import shown

if TYPE_CHECKING:
    from collections.abc import Sequence

    import numpy as np
    from numpy.typing import NDArray

    from nntui.data.column import Column

    Rows = range | NDArray[np.int64]


class Area(NamedTuple):
    """Rows ``top`` up to, not including, ``bottom`` as they are shown, and columns ``left`` up to ``right``."""

    top: int
    left: int
    bottom: int
    right: int

    @property
    def rows(self) -> int:
        """How many rows it has."""
        return self.bottom - self.top

    @property
    def columns(self) -> range:
        """The numbers of its columns."""
        return range(self.left, self.right)

    @property
    def single(self) -> bool:
        """Whether it is one cell."""
        return self.rows == 1 and len(self.columns) == 1

    def holds(self, row: int, column: int) -> bool:
        """Whether this cell lies in it."""
        return self.top <= row < self.bottom and self.left <= column < self.right


def rows_in_words(rows: Rows) -> str:
    """``row 3``, ``rows 3-9``, or how many they are where others lie between them."""
    count = len(rows)
    if count == 1:
        return f"row {int(rows[0]) + 1:,}"
    first, last = (rows[0], rows[-1]) if isinstance(rows, range) else (int(rows.min()), int(rows.max()))
    return f"rows {first + 1:,}-{last + 1:,}" if last - first + 1 == count else f"{count:,} rows"


def columns_in_words(columns: Sequence[Column]) -> str:
    """``weight``, or ``weight to speed``."""
    first, last = shown(columns[0].name), shown(columns[-1].name)
    return first if len(columns) == 1 else f"{first} to {last}"
