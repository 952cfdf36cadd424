"""The axes of a map, the values of all other columns, and points of it as inputs of the network."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import polars as pl
from msgspec.structs import replace as changed

from nntui.data.kinds import IGNORED, NUMBER
from nntui.data.policies import DROP, FREQUENT, MEDIAN, POLICIES
from nntui.data.table import Table
from nntui.errors import DataError
from nntui.safe_text import one_line

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import NDArray

    from nntui.data.cells import CellsOfColumn
    from nntui.data.column import Column
    from nntui.data.kinds import Cell
    from nntui.session.predict import Predictor

MARGIN = 0.1
"""Room around the cells of a column, as a share of their range, on each side."""
MOST_TYPICAL = 100_000
"""Rows that medians are taken of; of more, this many, evenly spread."""
LEAST_RANGE = 1e-9
"""Least range of an axis, relative to the numbers on it: finer ones cannot be told apart."""

AxisRange = tuple[float, float]


@dataclass(frozen=True, slots=True)
class MapAxis:
    """A column of numbers that can be an axis: its cells lie between ``low`` and ``high``, with some room around."""

    column: Column
    low: float
    high: float

    @property
    def range(self) -> AxisRange:
        """Both ends."""
        return self.low, self.high


def source_columns(predictor: Predictor, table: Table) -> list[Column]:
    """The columns of ``table`` that a question is asked with: inputs, and the sources of calculated ones.

    One of another kind than was trained on is left out.
    """
    asked = predictor.askable

    def is_source(column: Column) -> bool:
        known = asked.get(column.name)
        if known is None or known.formula:
            return False
        return known.kind == column.kind or (known.numeric and column.numeric)

    return [column for column in table.columns if is_source(column)]


def map_axes(predictor: Predictor, table: Table) -> tuple[MapAxis, ...]:
    """The columns that can be axes: numbers and dates that a question is asked with; the inputs come first."""
    found = [column for column in source_columns(predictor, table) if column.numeric]
    found.sort(key=lambda column: not column.is_input)
    return tuple(MapAxis(column, *_range_of(table.frame.get_column(column.name))) for column in found)


def _range_of(cells: pl.Series) -> AxisRange:
    """The range of the cells with a margin; around a constant column, and from 0 to 1 for an empty one."""
    known = cells.drop_nulls().cast(pl.Float64).to_numpy()
    return widened(float(known.min()), float(known.max())) if len(known) else (0.0, 1.0)


def widened(low: float, high: float) -> AxisRange:
    """The range with a margin on either side; a range of no extent is half the number, at least 1, to either side."""
    around = MARGIN * (high - low) if high - low > LEAST_RANGE * max(abs(low), abs(high)) else max(1.0, abs(low) / 2)
    return (low - around, high + around) if np.isfinite(around) else (low, high)


def typical_cells(predictor: Predictor, table: Table) -> dict[str, Cell]:
    """The median of each column of numbers that a question is asked with, and the commonest cell of any other."""
    cells: dict[str, Cell] = {}
    frame = table.frame.gather_every(-(-table.height // MOST_TYPICAL) or 1)
    for column in source_columns(predictor, table):
        fill = POLICIES[MEDIAN if column.numeric else FREQUENT].fill
        known = frame.get_column(column.name).drop_nulls()
        cells[column.name] = fill(known) if fill is not None and known.len() else None
    return cells


def other_cells(table: Table, typical: Mapping[str, Cell], row: int | None) -> dict[str, Cell]:
    """The cells of ``row``; where they are empty, and without a row, the ``typical`` ones."""
    if row is None or not 0 <= row < table.height:
        return dict(typical)
    cells = {name: table.value(row, table.index(name)) for name in typical}
    return {name: typical[name] if cell is None else cell for name, cell in cells.items()}


def encoded_points(
    predictor: Predictor, cells: Mapping[str, Cell], places: Mapping[str, NDArray[np.float64]]
) -> NDArray[np.float32]:
    """The network's inputs [points, inputs] at ``places`` [points] of some columns; the others have their ``cells``.

    Raises DataError where an input is empty that is not filled in, or too large to be scaled.
    """
    asked, points = predictor.askable, len(next(iter(places.values())))
    columns: list[Column] = []
    values: dict[str, CellsOfColumn] = {}
    for name, cell in {**cells, **dict.fromkeys(places)}.items():
        column = asked[name]
        columns.append(changed(column, kind=NUMBER if column.numeric else column.kind, role=IGNORED, missing=DROP))
        one = pl.Series([cell], dtype=columns[-1].dtype)
        values[name] = pl.Series(places[name]) if name in places else one.new_from_index(0, points)
    frame = predictor.as_trained(Table.of(columns, values))
    usable = predictor.encoder.usable(frame)
    if not usable.all():
        empty = [name for name in frame.columns if frame.get_column(name).null_count()]
        raise DataError(f"{one_line(empty[0]) if empty else 'an input'} has no value there")
    return predictor.encoder.encode_inputs(frame)


def grid(across: NDArray[np.float64], up: NDArray[np.float64]) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """The places of all points of a grid, row by row from the lowest."""
    return np.tile(across, len(up)), np.repeat(up, len(across))
