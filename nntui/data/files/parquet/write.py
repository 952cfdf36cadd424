"""Writes tables as Parquet files, whose metadata keep the description of each column."""

from __future__ import annotations

from itertools import chain
from typing import IO, TYPE_CHECKING

import msgspec
import polars as pl
from polars.io.plugins import register_io_source

from nntui.data.dates import DAY, is_time

if TYPE_CHECKING:
    from collections.abc import Iterator

    from nntui.data.column import Column
    from nntui.data.table import Table

KEY = "nntui"
"""In the file's metadata: the columns' descriptions, as JSON."""


def write_parquet(table: Table, file: IO[bytes]) -> None:
    """Write names, cells and the columns' descriptions; dates and times in the types that Parquet has for them."""
    _frame_stored(table).write_parquet(file, metadata=_metadata(table))


def write_parquet_parts(tables: Iterator[Table], file: IO[bytes]) -> None:
    """Write tables of the same columns one below the other; each is made, written and forgotten before the next."""
    first = next(tables)
    second = next(tables, None)
    if second is None:
        write_parquet(first, file)
        return
    frames = (_frame_stored(table) for table in chain((first, second), tables))
    # The arguments say which rows and columns the query needs: all of them.
    lazy = register_io_source(lambda *_: frames, schema=_frame_stored(first).schema)
    lazy.sink_parquet(file, metadata=_metadata(first))


def _metadata(table: Table) -> dict[str, str]:
    return {KEY: msgspec.json.encode(table.columns).decode()}


def _frame_stored(table: Table) -> pl.DataFrame:
    return pl.DataFrame([_stored(column, each) for column, each in zip(table.columns, table.frame, strict=True)])


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
