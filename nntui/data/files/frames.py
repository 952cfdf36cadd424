"""Rows that a Python program holds: as a frame, and as a Parquet file in memory that is read as any file is."""

from __future__ import annotations

import io
from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Protocol, TypeAlias, runtime_checkable

import numpy as np
import polars as pl

from nntui.data.files.source import TableBytes
from nntui.errors import DataError
from nntui.safe_text import one_line

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Rows: TypeAlias = (
        pl.DataFrame
        | pl.LazyFrame
        | "PandasFrame"
        | Mapping[str, object]
        | Sequence[Mapping[str, object]]
        | NDArray[np.number]
    )
    """A polars or pandas frame, columns by name, one row by name, a list of such rows, or numbers [rows, columns]."""

NAME = "the rows"
"""The name of the rows in messages."""
_FAULTS = (pl.exceptions.PolarsError, pl.exceptions.PanicException, TypeError, ValueError, OverflowError)


@runtime_checkable
class PandasFrame(Protocol):
    """The part of a pandas frame that is used; pandas itself is not needed."""

    def notna(self) -> object:
        """True for each cell that is not missing."""

    def astype(self, dtype: type) -> PandasFrame:
        """The frame with cells of this type."""

    def where(self, condition: object, other: object) -> PandasFrame:
        """The frame with ``other`` where the condition is false."""

    def to_dict(self, orient: str) -> dict[object, list[object]]:
        """The cells by column."""


def frame_of(rows: Rows, names: Sequence[str]) -> pl.DataFrame:
    """The ``rows`` as a polars frame; ``names`` are those of the columns of an array [rows, columns].

    Raises DataError for anything else, and for cells that no column can have.
    """
    try:
        return _frame(rows, names)
    except DataError as error:
        raise DataError(f"{NAME}: {error}") from None
    except _FAULTS as error:
        raise DataError(_no_table(error)) from None


def in_memory(frame: pl.DataFrame) -> TableBytes:
    """The rows of a frame as the bytes of a Parquet file. Raises DataError for cells that no file can have."""
    file = io.BytesIO()
    try:
        frame.write_parquet(file)
    except _FAULTS as error:
        raise DataError(_no_table(error)) from None
    return TableBytes(NAME, file.getvalue())


def _no_table(error: BaseException) -> str:
    first = str(error).strip().splitlines() or [type(error).__name__]
    return f"{NAME}: they are no table: {one_line(first[0], 200)}"


def _frame(rows: Rows, names: Sequence[str]) -> pl.DataFrame:
    if isinstance(rows, pl.DataFrame):
        return rows
    if isinstance(rows, pl.LazyFrame):
        return rows.collect()
    if isinstance(rows, Mapping):
        return _columns(rows)
    if isinstance(rows, np.ndarray):
        return _array(rows, names)
    if isinstance(rows, PandasFrame):
        plain = rows.astype(object).where(rows.notna(), None).to_dict("list")
        return _columns({str(name): cells for name, cells in plain.items()})
    if isinstance(rows, Iterable) and not isinstance(rows, str | bytes):
        return _records(list(rows))
    raise DataError(f"a frame, an array or rows by name are needed, not {type(rows).__name__}")


def _columns(cells: Mapping[str, object]) -> pl.DataFrame:
    """A frame of columns by name or, if no value is a list of cells, of one row."""
    lists = {name: each for name, each in cells.items() if _is_list(each)}
    if lists and len(lists) < len(cells):
        single = next(name for name in cells if name not in lists)
        raise DataError(f"column {one_line(str(single))} is a single cell, where others are lists of cells")
    return pl.DataFrame({str(name): _series(each if lists else [each]) for name, each in cells.items()})


def _is_list(cells: object) -> bool:
    return isinstance(cells, Sequence | np.ndarray | pl.Series) and not isinstance(cells, str | bytes)


def _series(cells: object) -> pl.Series:
    if isinstance(cells, pl.Series):
        return cells
    if isinstance(cells, np.ndarray):
        return pl.Series(cells)
    return _mixed(list(cells) if isinstance(cells, Iterable) else [cells])


def _mixed(cells: list[object]) -> pl.Series:
    """A column of any cells: words among numbers make it one of words."""
    try:
        return pl.Series(cells)
    except TypeError:  # numbers and words
        return pl.Series([None if each is None else str(each) for each in cells], dtype=pl.String)


def _records(rows: list[object]) -> pl.DataFrame:
    names: dict[str, None] = {}
    for number, row in enumerate(rows, 1):
        if not isinstance(row, Mapping):
            raise DataError(f"row {number} has no names: give cells by name, as in {{'age': 4}}")
        names |= dict.fromkeys(row)
    return pl.DataFrame({str(name): _mixed([_named(row, name) for row in rows]) for name in names})


def _named(row: object, name: str) -> object:
    return row.get(name) if isinstance(row, Mapping) else None


def _array(numbers: NDArray[np.number], names: Sequence[str]) -> pl.DataFrame:
    if numbers.ndim != 2 or numbers.shape[1] != len(names):
        shape = "x".join(map(str, numbers.shape))
        raise DataError(f"an array of {shape} does not have the network's {len(names)} columns: {', '.join(names)}")
    return pl.DataFrame({name: pl.Series(column) for name, column in zip(names, numbers.T, strict=True)})
