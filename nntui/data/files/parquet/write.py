"""Writes tables as Parquet files, whose metadata keep the description of each column."""

from __future__ import annotations

from typing import IO, TYPE_CHECKING

import msgspec
import polars as pl

from nntui.data.dates import DAY, is_time

if TYPE_CHECKING:
    from nntui.data.column import Column
    from nntui.data.table import Table

KEY = "nntui"
"""In the file's metadata: the columns' descriptions, as JSON."""


def write_parquet(table: Table, file: IO[bytes]) -> None:
    """Write names, cells and the columns' descriptions; dates and times in the types that Parquet has for them."""
    described = msgspec.json.encode(table.columns).decode()
    cells = [_stored(column, each) for column, each in zip(table.columns, table.frame, strict=True)]
    pl.DataFrame(cells).write_parquet(file, metadata={KEY: described})


def _stored(column: Column, cells: pl.Series) -> pl.Series:
    """The cells as Parquet stores them."""
    if not column.temporal:
        return cells
    micros = (cells * DAY).round().cast(pl.Int64)
    return (micros * 1_000).cast(pl.Time) if stored_type(column) == pl.Time else micros.cast(stored_type(column))


def stored_type(column: Column) -> pl.DataType:
    """The type of the cells in the file."""
    if not column.temporal:
        return column.dtype
    return pl.Time() if is_time(column.date_format) else pl.Datetime("us")
