"""What may go into a table: each function returns the thing in the table's own form, or raises DataError."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import polars as pl

from nntui.data.shown import listed, quoted, shown
from nntui.errors import DataError

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    import numpy as np
    from numpy.typing import NDArray

    from nntui.data.column import Column

    Cells = pl.DataFrame | Mapping[str, Sequence[float | None] | NDArray[np.float64]]
    Marks = pl.Series | Sequence[bool] | NDArray[np.bool_]


def checked_name(name: str, others: Sequence[str] = ()) -> str:
    """``name`` for a column beside ``others``: neither blank nor one of them, and such as files and polars can keep."""
    if not name.strip():
        raise DataError("a column needs a name")
    if name != name.strip():
        raise DataError(f"{quoted(name)}: a column's name cannot begin or end with a space")
    if "\0" in name or any("\ud800" <= character <= "\udfff" for character in name):
        raise DataError(f"{quoted(name)}: a column's name cannot hold this character")
    if name.startswith("^") and name.endswith("$"):
        # Polars takes such a name for a pattern, even where it is that of the only column at hand.
        raise DataError(f"{quoted(name)}: a column's name cannot both begin with ^ and end with $")
    if name in others:
        raise DataError(f"there are two columns named {quoted(name)}; rename one")
    return name


def checked_columns(columns: Sequence[Column]) -> tuple[Column, ...]:
    """At least one column, each with a name of its own."""
    if not columns:
        raise DataError("a table needs at least one column")
    names: dict[str, None] = {}
    for column in columns:
        names[checked_name(column.name, tuple(names) if column.name in names else ())] = None
    return tuple(columns)


def checked_number(value: float | None, name: str) -> float | None:
    """``value`` as a cell of the column ``name``: a finite number, or None for an empty cell."""
    if value is None:
        return None
    if not math.isfinite(value):
        raise DataError(f"{shown(name)}: {value} is not a finite number")
    return float(value)


def checked_frame(columns: Sequence[Column], cells: Cells) -> pl.DataFrame:
    """The cells as a frame of Float64 columns, in the order of ``columns``."""
    names = [column.name for column in columns]
    found = list(cells.columns if isinstance(cells, pl.DataFrame) else cells)
    if found != names:
        raise DataError(f"the cells are those of {listed(found)}; the columns are {listed(names)}")
    series = [_numbers(name, cells[name]) for name in names]
    for each in series[1:]:
        if each.len() != series[0].len():
            raise DataError(f"{shown(each.name)}: {each.len()} cells, where {shown(names[0])} has {series[0].len()}")
    return pl.DataFrame(series)


def checked_marks(validation: Marks | None, rows: int) -> pl.Series:
    """One mark for each row, True where it is held out; None holds none out."""
    if validation is None:
        return pl.repeat(value=False, n=rows, dtype=pl.Boolean, eager=True).alias("validation")
    try:
        marks = pl.Series("validation", validation, dtype=pl.Boolean)
    except (TypeError, ValueError, pl.exceptions.PolarsError) as error:
        raise DataError("the validation marks must be true or false") from error
    if marks.len() != rows or marks.null_count():
        raise DataError(f"{marks.len() - marks.null_count()} validation marks for {rows} rows")
    return marks


def _numbers(name: str, cells: pl.Series | Sequence[float | None] | NDArray[np.float64]) -> pl.Series:
    try:
        series = cells if isinstance(cells, pl.Series) else pl.Series(name, cells, dtype=pl.Float64)
        if not (series.dtype.is_numeric() or series.dtype == pl.Null):
            raise DataError(f"column {shown(name)} does not hold numbers")
        series = series.cast(pl.Float64).alias(name)
    except (TypeError, ValueError, OverflowError, pl.exceptions.PolarsError) as error:
        raise DataError(f"column {shown(name)} does not hold numbers") from error
    endless = (series.is_finite().not_()).fill_null(value=False).arg_true()
    if endless.len():
        row = int(endless[0])
        raise DataError(f"row {row + 1}, column {shown(name)}: {series[row]} is not a finite number")
    return series
