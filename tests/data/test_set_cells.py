"""Many cells set at once, in adjacent rows and in scattered ones."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from nntui.data.column import Column
from nntui.data.table import Table
from nntui.errors import DataError

if TYPE_CHECKING:
    from nntui.data.kinds import Cell

COLUMNS = [
    Column("x"),
    Column("n", kind="whole"),
    Column("b", kind="yes-no"),
    Column("c", kind="category"),
    Column("double", formula="x * 2"),
]
CELLS = {
    0: st.none() | st.floats(-9, 9),
    1: st.none() | st.integers(-9, 9),
    2: st.none() | st.booleans(),
    3: st.none() | st.sampled_from("abc"),
}


def table(rows: int) -> Table:
    numbers = list(range(rows))
    cells: dict[str, list[Cell]] = {"x": [*numbers], "n": [*numbers], "b": [True] * rows, "c": ["a"] * rows}
    cells["double"] = [None] * rows
    return Table.of(COLUMNS, cells, [number % 3 == 0 for number in numbers])


@given(st.data())
def test_cells_are_those_that_were_set_one_by_one(data: st.DataObject) -> None:
    height = data.draw(st.integers(1, 12))
    chosen = data.draw(st.lists(st.integers(0, height - 1), unique=True, min_size=1))
    if data.draw(st.booleans()):
        rows: range | np.ndarray = range(min(chosen), max(chosen) + 1)
    else:
        rows = np.array(chosen, dtype=np.int64)
    columns = data.draw(st.lists(st.sampled_from(sorted(CELLS)), unique=True, min_size=1))
    cells = {at: [data.draw(CELLS[at]) for _ in range(len(rows))] for at in columns}
    expected = table(height)
    for at, new in cells.items():
        for row, cell in zip(rows, new, strict=True):
            expected = expected.with_value(int(row), at, cell)
    assert table(height).with_cells(rows, cells) == expected


@pytest.mark.parametrize("rows", [range(1, 4), np.array([3, 1, 2])])
def test_one_cell_fills_all_rows_and_calculated_columns_follow(rows: range | np.ndarray) -> None:
    filled = table(5).with_cells(rows, {0: 7.0, 3: None})
    assert filled.frame["x"].to_list() == [0, 7, 7, 7, 4]
    assert filled.frame["double"].to_list() == [0, 14, 14, 14, 8]
    assert filled.frame["c"].to_list() == ["a", None, None, None, "a"]
    assert filled.validation.to_list() == [True, False, False, True, False]


@pytest.mark.parametrize("rows", [range(3), np.array([2, 0, 1])])
def test_a_column_that_names_the_split_decides_anew(rows: range | np.ndarray) -> None:
    split = Table.of([Column("x"), Column("s", kind="category", role="split")], {"x": [1, 2, 3], "s": ["train"] * 3})
    assert split.with_cells(rows, {1: "test"}).validation.to_list() == [True, True, True]


def test_a_calculated_column_and_cells_of_another_kind_are_refused() -> None:
    with pytest.raises(DataError, match="double: its cells are calculated; change its formula instead"):
        table(3).with_cells(range(2), {4: 1.0})
    with pytest.raises(DataError, match=r"n: 2\.5 is not a whole number"):
        table(3).with_cells(range(2), {1: [1, 2.5]})
