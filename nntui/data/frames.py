"""Edits of a frame's cells and rows that share what stays the same, so that editing a large table is cheap."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import polars as pl

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from numpy.typing import NDArray

    Rows = range | Sequence[int] | NDArray[np.int64]

FEWEST_CHUNKS = 16
"""Chunks that any column may have before it is copied into one."""
ROWS_PER_CHUNK = 2_000
"""A long column may have a chunk for this many rows."""
CELLS_COPIED_AT_ONCE = 1_000_000
"""Cells that one edit copies at most, unless a single column is longer."""


def overwritten(frame: pl.DataFrame, top: int, cells: Mapping[int, pl.Series]) -> pl.DataFrame:
    """``frame`` with some columns' cells from row ``top`` on replaced by ``cells``, by number of column."""
    if not cells:
        return frame
    columns = frame.get_columns()
    for number, new in cells.items():
        old = columns[number]
        columns[number] = pl.concat([old[:top], new.alias(old.name), old[top + new.len() :]], rechunk=False)
    return _tidy(pl.DataFrame(columns))


def with_cells(frame: pl.DataFrame, rows: Rows, cells: Mapping[int, pl.Series]) -> pl.DataFrame:
    """``frame`` with other ``cells`` [rows] in these rows, by number of column. Raises IndexError."""
    if isinstance(rows, range):
        if not 0 <= rows.start <= rows.stop <= frame.height:
            raise IndexError(f"rows {rows.start} to {rows.stop} of {frame.height}")
        return overwritten(frame, rows.start, cells)
    sources = np.arange(frame.height)
    sources[np.asarray(rows, dtype=np.int64)] = frame.height + np.arange(len(rows))
    columns = frame.get_columns()
    for number, new in cells.items():
        old = columns[number]
        columns[number] = pl.concat([old, new.alias(old.name)]).gather(sources)
    return pl.DataFrame(columns)


def with_rows(frame: pl.DataFrame, at: int, rows: pl.DataFrame) -> pl.DataFrame:
    """``frame`` with ``rows``, a frame of the same columns, inserted before row ``at``."""
    return _tidy(pl.concat([frame[:at], rows, frame[at:]], rechunk=False))


def without_rows(frame: pl.DataFrame, rows: Rows) -> pl.DataFrame:
    """``frame`` without these rows. Raises IndexError."""
    if isinstance(rows, range):
        if not 0 <= rows.start <= rows.stop <= frame.height:
            raise IndexError(f"rows {rows.start} to {rows.stop} of {frame.height}")
        return _tidy(pl.concat([frame[: rows.start], frame[rows.stop :]], rechunk=False))
    remain = np.ones(frame.height, dtype=np.bool_)
    remain[np.asarray(rows, dtype=np.int64)] = False
    return frame.filter(remain)


def _tidy(frame: pl.DataFrame) -> pl.DataFrame:
    """The same cells, with columns of too many chunks to be read fast copied into one.

    Only a few columns at a time, so that no single edit of a large table waits for a copy of all of it.
    """
    many = max(FEWEST_CHUNKS, frame.height // ROWS_PER_CHUNK)
    scattered = [column for column, chunks in enumerate(frame.n_chunks("all")) if chunks > many]
    at_once = max(1, CELLS_COPIED_AT_ONCE // max(1, frame.height))
    columns = frame.get_columns()
    for number in scattered[:at_once]:
        columns[number] = columns[number].rechunk()
    return pl.DataFrame(columns) if scattered else frame
