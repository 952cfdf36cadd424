"""The axes of maps, the cells of the other columns, and points of maps as inputs of the network."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from nntui.data.column import Column
from nntui.data.kinds import CATEGORY, DATE, IGNORED, INPUT, TARGET, TEXT, WHOLE, YES_NO
from nntui.data.table import Table
from nntui.errors import DataError
from nntui.session.follow import new_session
from nntui.session.maps.axes import encoded_points, map_axes, other_cells, typical_cells, widened
from nntui.session.predict import Predictor

MIXED = [
    Column("word", CATEGORY, role=INPUT),
    Column("yes", YES_NO, role=INPUT),
    Column("count", WHOLE, role=INPUT),
    Column("day", DATE, role=INPUT),
    Column("x", role=IGNORED),
    Column("squared", role=INPUT, formula="x ** 2"),
    Column("note", TEXT, role=IGNORED),
    Column("y", role=TARGET),
]
CELLS: dict[str, Any] = {
    "word": ["a", "b", "b", None],
    "yes": [True, True, False, True],
    "count": [1, 2, 4, 5],
    "day": [0.0, 10.0, 20.0, 30.0],
    "x": [-1.0, 0.0, 2.0, 3.0],
    "squared": [None] * 4,
    "note": ["n"] * 4,
    "y": [1.0, 2.0, 3.0, 4.0],
}


def mixed(**cells: Any) -> Table:
    return Table.of(MIXED, {**CELLS, **cells})


def predictor(table: Table) -> Predictor:
    return Predictor(new_session("s", "s", table))


def test_axes_are_the_numbers_that_a_question_is_asked_with_and_their_ranges_have_a_margin() -> None:
    axes = map_axes(predictor(mixed()), mixed())
    assert [axis.column.name for axis in axes] == ["count", "day", "x"]
    assert axes[0].range == pytest.approx((0.6, 5.4))


@pytest.mark.parametrize(
    ("ends", "range_"), [((2.0, 4.0), (1.8, 4.2)), ((0.0, 0.0), (-1.0, 1.0)), ((50.0, 50.0), (25.0, 75.0))], ids=str
)
def test_a_range_without_extent_is_widened(ends: tuple[float, float], range_: tuple[float, float]) -> None:
    assert widened(*ends) == pytest.approx(range_)


def test_other_columns_have_the_cells_of_a_row_or_typical_ones_where_it_is_empty() -> None:
    table = mixed()
    typical = typical_cells(predictor(table), table)
    assert typical == {"word": "b", "yes": True, "count": 3.0, "day": 15.0, "x": 1.0}
    assert other_cells(table, typical, 0) == {"word": "a", "yes": True, "count": 1, "day": 0.0, "x": -1.0}
    assert other_cells(table, typical, 3)["word"] == "b"
    assert other_cells(table, typical, None) == other_cells(table, typical, 9) == typical


def test_points_are_encoded_as_rows_with_these_cells_are_and_calculated_columns_follow() -> None:
    table = mixed()
    asked = predictor(table)
    typical = typical_cells(asked, table)
    cells = {name: cell for name, cell in typical.items() if name not in {"x", "count"}}
    points = encoded_points(asked, cells, {"x": np.array([-1.0, 3.0]), "count": np.array([1.0, 2.5])})
    for row, (x, count) in enumerate([(-1.0, 1.0), (3.0, 2.5)]):
        question = {**cells, "x": x, "count": count}
        del question["x"]
        question["squared"] = x * x
        np.testing.assert_array_equal(points[row], asked.encoder.encode_query(question)[0][0])


def test_an_input_without_any_cell_is_named() -> None:
    table = mixed(x=[None] * 4)
    asked = predictor(mixed())
    with pytest.raises(DataError, match="squared has no value there"):
        encoded_points(asked, typical_cells(asked, table), {"count": np.array([1.0])})


def test_an_empty_table_has_axes_all_the_same() -> None:
    table = mixed()
    empty = table.without_rows(range(table.height))
    asked = predictor(table)
    assert [axis.range for axis in map_axes(asked, empty)] == [(0.0, 1.0)] * 3
    assert typical_cells(asked, empty)["count"] is None


def test_a_column_that_is_lost_or_of_another_kind_is_named_until_the_network_follows() -> None:
    asked = predictor(mixed())
    for table in (mixed().without_column(2), mixed().with_kind(2, CATEGORY)):
        assert [axis.column.name for axis in map_axes(asked, table)] == ["day", "x"]
        with pytest.raises(DataError, match="count"):
            encoded_points(asked, typical_cells(asked, table), {"x": np.array([1.0])})
