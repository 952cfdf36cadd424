"""How one column's cells become numbers, by its kind, fitted to the cells that are trained on.

Coders share ``name``, ``kind``, ``features``, ``fills``, ``beyond``, ``unfamiliar`` and ``write``; those of classes
have ``classes`` and ``codes`` too. They take cells as a series of the type that ``DTYPES`` has for their kind.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import polars as pl
from msgspec.structs import replace

from nntui.data.cells import DTYPES
from nntui.data.checks import checked_series
from nntui.data.column import Column
from nntui.data.fills import fill_of
from nntui.data.levels import Levels, YesNo
from nntui.data.scale import Scale
from nntui.data.shown import listed, quoted, shown
from nntui.errors import DataError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

Coder = Scale | YesNo | Levels

MOST_LEVELS = 1_000
"""Levels that a category may have; one with more of them names its rows rather than groups them."""


def coder_of(column: Column, cells: pl.Series) -> Coder:
    """How ``column`` is coded, fitted to ``cells``, those of the rows to train on, of which there is at least one.

    Raises DataError where all of them are empty, unless that is a level of its own, for numbers too large to be scaled,
    and as ``class_coder_of`` does.
    """
    own = column.missing == "own"
    if not own:
        check_some(column, cells)
    fill = None if own else fill_of(column, cells)
    if column.numeric:
        numbers = cells.drop_nulls().cast(pl.Float64).to_numpy()
        return Scale.fit(column, numbers, None if fill is None else float(fill))
    return replace(class_coder_of(column, cells), fill=fill)


def class_coder_of(column: Column, cells: pl.Series) -> YesNo | Levels:
    """The same for a column of classes, but that nothing is filled in yet.

    Raises DataError for a category without a level, unless empty cells are one, or with more than ``MOST_LEVELS``, and
    for a target of a single level.
    """
    own = column.missing == "own"
    if column.kind == "yes-no":
        return Levels(column.name, column.words, own=True, yes_no=True) if own else YesNo(column.name, column.words)
    return Levels(column.name, _levels(column, cells), own=own)


def encoded(coders: Sequence[Coder], frame: pl.DataFrame) -> NDArray[np.float32]:
    """The columns of ``frame`` as their coders have them, side by side: [rows, features of all]."""
    into = np.empty((frame.height, sum(len(coder.features) for coder in coders)), dtype=np.float32)
    start = 0
    for coder in coders:
        stop = start + len(coder.features)
        coder.write(cells_for(frame, coder), into[:, start:stop])
        start = stop
    return into


def cells_for(frame: pl.DataFrame, coder: Coder) -> pl.Series:
    """The column of ``frame`` that ``coder`` codes, in the type it takes. Raises DataError where there is none such."""
    # Not frame.select, which takes a name such as "*" for a pattern.
    cells = frame.get_column(coder.name, default=None)
    if cells is None:
        raise DataError(f"no column {quoted(coder.name)}; there are {listed(frame.columns)}")
    return cells if cells.dtype == DTYPES[coder.kind] else checked_series(Column(coder.name, kind=coder.kind), cells)


def check_some(column: Column, cells: pl.Series) -> None:
    """Raise DataError where all of ``cells``, those of the rows to train on, are empty."""
    if cells.null_count() == cells.len():
        advice = "fill it in, or choose another target" if column.role == "target" else "fill it in, or ignore it"
        raise DataError(f"{shown(column.name)}: is empty in every row to train on; {advice}")


def _levels(column: Column, cells: pl.Series) -> tuple[str, ...]:
    found = cells.drop_nulls().unique().sort()
    if column.missing != "own":
        check_some(column, found)
    if found.len() > MOST_LEVELS:
        many = f"has {found.len():,} levels, more than the {MOST_LEVELS:,} that can be coded"
        raise DataError(f"{shown(column.name)}: {many}; ignore it")
    if column.role == "target" and found.len() == 1:
        single = f"is {quoted(found[0])} in every row to train on"
        raise DataError(f"{shown(column.name)}: {single}; a target of classes needs two of them")
    return tuple(found.to_list())
