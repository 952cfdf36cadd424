"""Cells of a table: one as text, one turned into another kind, and whole columns and frames checked."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

import polars as pl
from msgspec.structs import replace

from nntui.data.amounts import DAYS, parse_in_unit
from nntui.data.dates import days_of, written_dates
from nntui.data.kinds import NUMBER
from nntui.errors import DataError
from nntui.safe_text import LONE_SURROGATE, as_list, one_line, quoted

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    import numpy as np
    from numpy.typing import NDArray

    from nntui.data.column import Column
    from nntui.data.kinds import Cell

    Refused = Callable[[int, str], object]
    """Takes the row of a cell that its column cannot have, and the reason: ``column weight: 'abc' is not a number``."""
    CellsOfColumn = pl.Series | Sequence[Cell] | NDArray[np.generic]
    Cells = pl.DataFrame | Mapping[str, CellsOfColumn]
    Marks = pl.Series | Sequence[bool] | NDArray[np.bool_]


def parse_cell(text: str, column: Column) -> Cell:
    """The cell that typing ``text`` in ``column`` means, with or without its unit; None for an empty text.

    Raises DataError that begins with the column's name: ``weight: 'abc' is not a number``.
    """
    kind = column.kind_record
    if not text or not (kind.textual or text.strip()):
        return None
    try:
        return kind.parse(text, column)
    except DataError as error:
        try:
            if kind.numeric and column.unit:
                return kind.accept(parse_in_unit(text, column.unit))
        except DataError:
            pass  # the first reason is the plainer one
        raise DataError(f"{one_line(column.name)}: {error}") from None


def parse_asked(text: str, column: Column) -> Cell:
    """The same for a question to a network, which takes any number also where all that it was trained on were whole."""
    try:
        return parse_cell(text, column)
    except DataError:
        if not column.whole:
            raise
        return parse_cell(text, replace(column, kind=NUMBER))


def format_cell(value: Cell, column: Column) -> str:
    """The text that ``parse_cell`` reads back as the same cell; "" for an empty one."""
    if value is None:
        return ""
    return value if isinstance(value, str) else column.kind_record.write(value, column)


def checked_cell(value: Cell, column: Column) -> Cell:
    """``value`` as a cell of ``column``. Raises DataError for a value of another kind, or one that cannot be stored."""
    if value is None or value == "":
        return None
    try:
        return column.kind_record.accept(value)
    except DataError as error:
        raise DataError(f"{one_line(column.name)}: {error}") from None


def checked_asked(value: Cell, column: Column) -> Cell:
    """The same for a cell of a question, as ``parse_asked`` reads it."""
    fraction = column.whole and isinstance(value, float) and not value.is_integer()
    return checked_cell(value, replace(column, kind=NUMBER) if fraction else column)


def without_fraction(numbers: pl.Series) -> pl.Series:
    """Numbers as texts, whole ones without ".0"."""
    return numbers.cast(pl.String).str.strip_suffix(".0")


def converted(cells: pl.Series, old: Column, new: Column, refused: Refused | None = None) -> pl.Series:
    """The cells of ``old`` as those of ``new``, by their texts.

    Raises DataError for the first that cannot be, unless ``refused`` takes each of them; these are empty then.
    """
    if old.whole and new.numeric and not (new.whole or new.temporal):
        return cells.cast(new.dtype)
    if (old.textual and new.textual) or (old.temporal and new.numeric and not (new.whole or new.temporal)):
        return cells
    if old.temporal and new.temporal:
        same = old.date_format == new.date_format
        return cells if same else converted_texts(written_dates(cells, old.date_format), new, refused=refused)
    if old.textual and new.temporal:
        return converted_texts(cells, new, refused=refused)
    found = each_different(cells, lambda value: _converted(value, old, new), new.dtype, refused=refused)
    return found.alias(cells.name)


def converted_texts(
    cells: pl.Series,
    new: Column,
    refused: Refused | None = None,
) -> pl.Series:
    """Texts as dates of the column ``new``: all in its format at once, then each other one by itself.

    Raises DataError as ``each_different`` does.
    """
    days = days_of(cells, new.date_format)
    others = cells.set(days.is_not_null(), None)
    found = each_different(others, lambda text: parse_cell(text, new), new.dtype, refused=refused)
    return days.fill_null(found).alias(cells.name)


def each_different(
    cells: pl.Series,
    meaning: Callable[[Any], Cell],
    dtype: pl.DataType,
    place: Callable[[int], str] = lambda row: f"row {row + 1}",
    refused: Refused | None = None,
) -> pl.Series:
    """The ``meaning`` of each cell, worked out once per different cell.

    Raises DataError that names the ``place`` for a cell without one, unless ``refused`` takes all such cells, which are
    empty then.
    """
    distinct = cells.drop_nulls().unique(maintain_order=True)
    found: list[Cell] = []
    for value in distinct.to_list():
        try:
            found.append(meaning(value))
        except DataError as error:
            rows = cells.eq(value).arg_true()
            if refused is None:
                raise DataError(f"{place(int(rows[0]))}, column {error}") from None
            for row in rows:
                refused(row, f"column {error}")
            found.append(None)
    return cells.replace_strict(distinct, pl.Series(found, dtype=dtype), default=None, return_dtype=dtype)


def _converted(value: Cell, old: Column, new: Column) -> Cell:
    if new.numeric and isinstance(value, bool):
        return int(value) if new.whole else float(value)
    if old.temporal and new.numeric and isinstance(value, float):
        return new.kind_record.accept(math.floor(value) if new.whole else value)
    if new.temporal and old.unit == DAYS and isinstance(value, float | int):
        return new.kind_record.accept(value)
    return parse_cell(format_cell(value, old), new)


def checked_name(name: str, others: Sequence[str] = ()) -> str:
    """``name`` if a column beside ``others`` may have it, and files and polars can store it. Raises DataError."""
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
    """``columns`` if there is one at least, their names differ, and one split column at most. Raises DataError."""
    if not columns:
        raise DataError("a table needs at least one column")
    splits = [column.name for column in columns if column.role_record.marks_rows]
    if len(splits) > 1:
        raise DataError(f"columns {as_list(splits)} all choose the validation rows; leave it to one")
    names: dict[str, None] = {}
    for column in columns:
        names[checked_name(column.name, tuple(names) if column.name in names else ())] = None
    return tuple(columns)


def checked_frame(columns: Sequence[Column], cells: Cells) -> pl.DataFrame:
    """The cells as a frame in the order of ``columns``, each of its column's type. Raises DataError."""
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
    """Boolean [rows], True for validation rows; none for None. Raises DataError."""
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
    """The cells of one column, of its name and type; an empty text is an empty cell. Raises DataError."""
    dtype = column.dtype
    try:
        if isinstance(cells, pl.Series):
            series = cells
        else:
            series = pl.Series(column.name, cells, dtype=None if column.whole else dtype)
        if not _fits(series.dtype, column):
            raise DataError(_does_not_hold(column))
        if column.whole and series.dtype.is_float():
            _check_finite(series, column)
            if not series.eq(series.floor()).all():
                raise DataError(_does_not_hold(column))
        may_be_endless = not series.dtype.is_integer()
        series = series.cast(dtype).alias(column.name)
    except (TypeError, ValueError, OverflowError, pl.exceptions.PolarsError) as error:
        raise DataError(_does_not_hold(column)) from error
    if series.dtype.is_float() and may_be_endless:
        _check_finite(series, column)
    if dtype == pl.String() and series.eq("").any():
        series = series.set(series.eq(""), None)
    return series


def checked_cells(column: Column, cells: Sequence[Cell]) -> pl.Series:
    """``checked_series``, with an error that names the first cell at fault."""
    try:
        return checked_series(column, cells)
    except DataError:
        for value in cells:
            checked_cell(value, column)
        raise


def empty_cells(column: Column, rows: int) -> pl.Series:
    """``rows`` empty cells of the column's type."""
    return pl.Series(column.name, [None], dtype=column.dtype).new_from_index(0, rows)


def _fits(dtype: pl.DataType, column: Column) -> bool:
    if dtype == pl.Null:
        return True
    if column.numeric:
        return dtype.is_numeric()
    return dtype == column.dtype or (column.textual and dtype in {pl.Categorical, pl.Enum})


def _does_not_hold(column: Column) -> str:
    return f"column {one_line(column.name)} does not hold {column.kind_record.contents}"


def _check_finite(series: pl.Series, column: Column) -> None:
    if math.isfinite(series.sum()):  # a fraction of the time, which counts where there are many columns
        return
    endless = (series.is_finite().not_()).fill_null(value=False).arg_true()
    if endless.len():
        row = int(endless[0])
        raise DataError(f"row {row + 1}, column {one_line(column.name)}: {series[row]} is not a finite number")
