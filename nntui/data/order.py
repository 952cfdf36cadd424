"""Views of a table, which stays as it is: its rows in another order, some of them, the cell where a text is found."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import numpy as np
import polars as pl

from nntui.data.condition import condition, rows_where
from nntui.data.matching import matches

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from nntui.data.table import Table

    Rows = NDArray[np.int64]

ROWS_SEARCHED_AT_ONCE = 20_000
"""So that a text that is near is found at once in a long table."""

_WORD = re.compile(r'"([^"]+)"|\'([^\']+)\'|(\S+)')


def sorted_rows(table: Table, column: int, descending: bool, within: Sequence[int] | Rows | None = None) -> Rows:
    """The rows in the order of one column's cells: int64 [rows], or of ``within``, a view, if that is given.

    Letters go by the alphabet whatever their case, no before yes; rows that are equal stay in the order they are in,
    and those with an empty cell come last.
    """
    cells = table.frame.to_series(column)
    if within is not None:
        cells = cells.gather(np.asarray(within, dtype=np.int64))
    key = cells.str.to_lowercase() if cells.dtype == pl.String else cells
    by_cell = pl.arg_sort_by("cell", descending=descending, nulls_last=True, maintain_order=True)
    places: Rows = pl.DataFrame({"cell": key}).select(by_cell).to_series().cast(pl.Int64).to_numpy()
    return places if within is None else np.asarray(within, dtype=np.int64)[places]


def filtered_rows(table: Table, text: str) -> Rows:
    """The rows that ``text`` lets through, in their order: int64 [at most rows]; all of them for a blank text.

    ``text`` is a condition as formulas know them: ``weight > 3 and origin = usa``, ``not empty(age)``, ``row <= 100``
    (by the number of the row, from 1, unless a column is called row), ``smoker and not diesel`` for yes-no columns.
    What a text or yes-no column is compared with needs no quotes if it is one word. Any other text is plain words: rows
    that have each of them in some cell, as it is shown and whatever the case; words in quotes are looked for as they
    stand. Raises DataError, one line with the place, for a condition that makes no sense.
    """
    if not text.strip():
        return np.arange(table.height)
    tree = condition(text, table)
    return rows_where(tree, table) if tree else _rows_with(table, ["".join(found) for found in _WORD.findall(text)])


def found(
    table: Table,
    text: str,
    start_row: int,
    start_column: int,
    within: Sequence[int] | Rows | None = None,
    *,
    backwards: bool = False,
) -> tuple[int, int] | None:
    """The row and column of the next cell that has ``text`` in it, as it is shown and whatever the case; None if none.

    Cells are gone through row by row from the one after (or, ``backwards``, before) row ``start_row`` and column
    ``start_column``, round to that cell itself; column -1 begins with the row's first. ``within`` is a view: only its
    rows are searched, in its order. Rows are numbered as in the table, in a view too.
    """
    view = np.arange(table.height) if within is None else np.asarray(within, dtype=np.int64)
    if backwards:
        view = view[::-1]
    if not text or not view.size:
        return None
    here = np.flatnonzero(view == start_row)
    start = int(here[0]) if here.size else 0
    done = 0 if not here.size else table.width - start_column if backwards else start_column + 1
    # Round to the row that it began with, whose other cells come last.
    around = np.concatenate([view[start:], view[: start + 1]])
    for first in range(0, around.size, ROWS_SEARCHED_AT_ONCE):
        rows = around[first : first + ROWS_SEARCHED_AT_ONCE]
        place = _first_cell(table, text, rows, done if first == 0 else 0, backwards)
        if place is not None:
            row, column = divmod(place, table.width)
            return int(rows[row]), table.width - 1 - column if backwards else column
    return None


def _first_cell(table: Table, text: str, rows: Rows, done: int, backwards: bool) -> int | None:
    """The place of the first cell of ``rows`` that has ``text``, counted row by row; the first ``done`` do not count.

    ``backwards``, rows are read from right to left.
    """
    columns = zip(table.columns, table.frame.get_columns(), strict=True)
    has_text = np.stack([matches(cells.gather(rows), column, [text])[0] for column, cells in columns], axis=1)
    places = np.flatnonzero((has_text[:, ::-1] if backwards else has_text).ravel()[done:])
    return int(places[0]) + done if places.size else None


def _rows_with(table: Table, words: Sequence[str]) -> Rows:
    """The rows that have each of ``words`` in some cell."""
    found_in_row = [np.zeros(table.height, dtype=np.bool_) for _ in words]
    for column, cells in zip(table.columns, table.frame.get_columns(), strict=True):
        for so_far, in_column in zip(found_in_row, matches(cells, column, words), strict=True):
            np.logical_or(so_far, in_column, out=so_far)
    return np.flatnonzero(np.logical_and.reduce(found_in_row))
