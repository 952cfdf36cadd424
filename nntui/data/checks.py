"""What may go into a table: each function returns the thing in the table's own form, or raises DataError."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from nntui.data.cells import DTYPES
from nntui.errors import DataError
from nntui.safe_text import LONE_SURROGATE, as_list, one_line, quoted

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    import numpy as np
    from numpy.typing import NDArray

    from nntui.data.cells import Cell
    from nntui.data.column import Column

    CellsOfColumn = pl.Series | Sequence[Cell] | NDArray[np.generic]
    Cells = pl.DataFrame | Mapping[str, CellsOfColumn]
    Marks = pl.Series | Sequence[bool] | NDArray[np.bool_]


def checked_name(name: str, others: Sequence[str] = ()) -> str:
    """``name`` for a column beside ``others``: neither blank nor one of them, and such as files and polars can keep."""
    if not name.strip():
        raise DataError("a column needs a name")
    if name != name.strip():
        raise DataError(f"{quoted(name)}: a column's name cannot begin or end with a space")
    if "\0" in name or LONE_SURROGATE.search(name):
        raise DataError(f"{quoted(name)}: a column's name cannot hold this character")
    if name.startswith("^") and name.endswith("$"):
        # Polars takes such a name for a pattern, even where it is that of the only column at hand.
        raise DataError(f"{quoted(name)}: a column's name cannot both begin with ^ and end with $")
    if name in others:
        raise DataError(f"there are two columns named {quoted(name)}; rename one")
    return name


def checked_columns(columns: Sequence[Column]) -> tuple[Column, ...]:
    """At least one column, each with a name of its own, and at most one that says which rows are held out."""
    if not columns:
        raise DataError("a table needs at least one column")
    splits = [column.name for column in columns if column.role == "split"]
    if len(splits) > 1:
        raise DataError(f"columns {as_list(splits)} all say which rows are held out; leave it to one")
    names: dict[str, None] = {}
    for column in columns:
        names[checked_name(column.name, tuple(names) if column.name in names else ())] = None
    return tuple(columns)


def checked_frame(columns: Sequence[Column], cells: Cells) -> pl.DataFrame:
    """The cells as a frame in the order of ``columns``, each of the type of its kind."""
    names = [column.name for column in columns]
    found = list(cells.columns if isinstance(cells, pl.DataFrame) else cells)
    if found != names:
        raise DataError(f"the cells are those of {as_list(found)}; the columns are {as_list(names)}")
    series = [checked_series(column, cells[column.name]) for column in columns]
    for each in series[1:]:
        if each.len() != series[0].len():
            raise DataError(
                f"{one_line(each.name)}: {each.len()} cells, where {one_line(names[0])} has {series[0].len()}"
            )
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


def checked_series(column: Column, cells: CellsOfColumn) -> pl.Series:
    """The cells of one column, called by its name and of its kind's type; an empty text is an empty cell."""
    dtype = DTYPES[column.kind]
    try:
        if isinstance(cells, pl.Series):
            series = cells
        else:
            series = pl.Series(column.name, cells, dtype=None if column.kind == "whole" else dtype)
        if not _fits(series.dtype, column):
            raise DataError(_does_not_hold(column))
        if column.kind == "whole" and series.dtype.is_float():
            _check_finite(series, column)
            if not series.eq(series.floor()).all():
                raise DataError(_does_not_hold(column))
        series = series.cast(dtype).alias(column.name)
    except (TypeError, ValueError, OverflowError, pl.exceptions.PolarsError) as error:
        raise DataError(_does_not_hold(column)) from error
    if column.kind == "number":
        _check_finite(series, column)
    if dtype == pl.String() and series.eq("").any():
        series = series.set(series.eq(""), None)
    return series


def _fits(dtype: pl.DataType, column: Column) -> bool:
    if dtype == pl.Null:
        return True
    if column.numeric:
        return dtype.is_numeric()
    return dtype == DTYPES[column.kind] or (column.kind != "yes-no" and dtype in {pl.Categorical, pl.Enum})


def _does_not_hold(column: Column) -> str:
    what = {"number": "numbers", "whole": "whole numbers", "yes-no": "yes and no"}.get(column.kind, "texts")
    return f"column {one_line(column.name)} does not hold {what}"


def _check_finite(series: pl.Series, column: Column) -> None:
    endless = (series.is_finite().not_()).fill_null(value=False).arg_true()
    if endless.len():
        row = int(endless[0])
        raise DataError(f"row {row + 1}, column {one_line(column.name)}: {series[row]} is not a finite number")
