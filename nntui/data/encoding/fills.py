"""What becomes of empty cells on the way to a network: some rows are refused, other cells are filled."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from nntui.errors import DataError
from nntui.safe_text import one_line

if TYPE_CHECKING:
    from collections.abc import Iterable

    import polars as pl
    from numpy.typing import NDArray

    from nntui.data.kinds import Cell


def check_given(cells: Iterable[pl.Series], among: NDArray[np.bool_] | None = None) -> None:
    """Raise DataError for the first row with an empty cell in one of these columns, of the rows ``among`` [rows]."""
    first: tuple[int, str] | None = None
    for column in cells:
        if not column.null_count():
            continue
        empty = column.is_null().to_numpy()
        rows = np.flatnonzero(empty if among is None else empty & among)
        if len(rows) and (first is None or rows[0] < first[0]):
            first = int(rows[0]), column.name
    if first is not None:
        place = f"row {first[0] + 1}, column {one_line(first[1])}"
        raise DataError(f"{place}: is empty; fill it in or choose another policy for missing cells")


def usable(cells: pl.Series, *, filled: bool) -> NDArray[np.bool_]:
    """Boolean [rows]: True where a cell is not empty, or anyway where empty ones are filled."""
    if filled or not cells.null_count():
        return np.ones(cells.len(), dtype=np.bool_)
    return cells.is_not_null().to_numpy()


def filled(cells: pl.Series, fill: Cell) -> pl.Series:
    """The cells with ``fill`` in the empty ones. Raises DataError where that is None and there is an empty one."""
    if not cells.null_count():
        return cells
    if fill is None:
        check_given([cells])
    return cells.fill_null(fill)
