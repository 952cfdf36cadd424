"""What becomes of empty cells on the way to a network: some rows are refused, other cells are filled."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import polars as pl

from nntui.data.column import POLICIES
from nntui.errors import DataError
from nntui.safe_text import one_line

if TYPE_CHECKING:
    from collections.abc import Iterable

    from numpy.typing import NDArray

    from nntui.data.cells import Cell
    from nntui.data.column import Column


def check_policy(column: Column) -> None:
    """Raise DataError where the empty cells of a column of this kind and in this role cannot be taken as it asks."""
    if not column.allows(column.missing):
        others = ", ".join(missing for missing in POLICIES if column.allows(missing))
        what = f"missing cells of a {column.kind} {column.role} cannot be taken as {column.missing}"
        raise DataError(f"{one_line(column.name)}: {what}; choose one of {others}")


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


def fill_of(column: Column, cells: pl.Series) -> Cell:
    """What an empty cell of ``column`` is taken for, going by ``cells``, of which one at least is not empty.

    Of several values that are equally frequent, it is the smallest, or the first by name. None where the column's
    policy fills nothing.
    """
    match column.missing:
        case "mean" | "median":
            numbers = cells.drop_nulls().cast(pl.Float64).to_numpy()
            with np.errstate(over="ignore", invalid="ignore"):  # numbers so large are refused by their scaling
                return float(np.mean(numbers) if column.missing == "mean" else np.median(numbers))
        case "frequent":
            counts = cells.drop_nulls().alias("value").value_counts(name="count")
            commonest: Cell = counts.filter(pl.col("count") == pl.col("count").max()).get_column("value").sort()[0]
            return commonest
        case _:
            return None


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
