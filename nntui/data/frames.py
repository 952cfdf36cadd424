"""Frames cut and put together anew: what stays the same is shared, so that an edit of a large table is cheap."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

if TYPE_CHECKING:
    from collections.abc import Mapping

FEWEST_CHUNKS = 16
"""Pieces that any column may be cut into before it is copied together."""
ROWS_PER_CHUNK = 2_000
"""A long column may be cut into a piece for so many rows."""
CELLS_COPIED_AT_ONCE = 1_000_000
"""What one edit copies at most, but for a single longer column."""


def overwritten(frame: pl.DataFrame, top: int, cells: Mapping[int, pl.Series]) -> pl.DataFrame:
    """``frame`` with some columns' cells from row ``top`` on replaced by ``cells``, by number of column."""
    if not cells:
        return frame
    columns = frame.get_columns()
    for number, new in cells.items():
        old = columns[number]
        columns[number] = pl.concat([old[:top], new.alias(old.name), old[top + new.len() :]], rechunk=False)
    return _tidy(pl.DataFrame(columns))


def with_rows(frame: pl.DataFrame, at: int, rows: pl.DataFrame) -> pl.DataFrame:
    """``frame`` with ``rows``, a frame of the same columns, put in before row ``at``."""
    return _tidy(pl.concat([frame[:at], rows, frame[at:]], rechunk=False))


def without_rows(frame: pl.DataFrame, start: int, stop: int) -> pl.DataFrame:
    """``frame`` without rows ``start`` up to, not including, ``stop``."""
    return _tidy(pl.concat([frame[:start], frame[stop:]], rechunk=False))


def _tidy(frame: pl.DataFrame) -> pl.DataFrame:
    """The same cells, with columns copied into one piece that edits have cut into too many to be read fast.

    Only a few at a time, so that no single edit of a large table waits for a copy of all of it.
    """
    many = max(FEWEST_CHUNKS, frame.height // ROWS_PER_CHUNK)
    scattered = [column for column, chunks in enumerate(frame.n_chunks("all")) if chunks > many]
    at_once = max(1, CELLS_COPIED_AT_ONCE // max(1, frame.height))
    columns = frame.get_columns()
    for number in scattered[:at_once]:
        columns[number] = columns[number].rechunk()
    return pl.DataFrame(columns) if scattered else frame
