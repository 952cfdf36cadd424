"""Cells set in rows that need not be adjacent, as those of a sorted or filtered view are; many of them at once."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
import polars as pl

from nntui.data import frames, marks
from nntui.data.checks import checked_series
from nntui.data.formula import calculated
from nntui.data.table import Table

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from numpy.typing import NDArray

    from nntui.data.cells import Cell

    Rows = range | NDArray[np.int64]


def with_scattered(table: Table, rows: Rows, cells: Mapping[int, Sequence[Cell]]) -> Table:
    """``table`` with other cells in these rows, each row named once: by number of column, a cell for each row.

    Raises DataError for a cell that is not of its column's kind, and for a calculated column.
    """
    return _with_series(table, rows, {at: checked_series(table.columns[at], list(new)) for at, new in cells.items()})


def with_same(table: Table, rows: Rows, cells: Mapping[int, Cell]) -> Table:
    """``table`` with one and the same cell, by number of column, in all of these rows. Raises DataError as above."""
    new = {at: checked_series(table.columns[at], [cell]) for at, cell in cells.items()}
    return _with_series(table, rows, {at: series.new_from_index(0, len(rows)) for at, series in new.items()})


def _with_series(table: Table, rows: Rows, found: Mapping[int, pl.Series]) -> Table:
    for at in found:
        calculated.check_typed(table.columns[at])
    if isinstance(rows, range):
        frame = frames.overwritten(table.frame, rows.start, found)
        frame = calculated.recalculated(table.columns, frame, found, slice(rows.start, rows.stop))
    else:
        taken = np.arange(table.height)
        taken[rows] = table.height + np.arange(len(rows))
        columns = table.frame.get_columns()
        for at, new in found.items():
            columns[at] = pl.concat([columns[at], new.alias(columns[at].name)]).gather(taken)
        frame = calculated.recalculated(table.columns, pl.DataFrame(columns), found)
    if not marks.marks_depend_on(table.columns, found):
        return replace(table, frame=frame)
    return Table(table.columns, frame, marks.marked(table.columns, frame, table.validation))
