"""Calculated inputs of a session, for tables and questions that have only what they are calculated from."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from nntui.data.column import Column
from nntui.data.table import Table
from nntui.errors import DataError
from nntui.session.calculated import needed_columns, with_calculated, with_calculated_cells

if TYPE_CHECKING:
    from nntui.data.kinds import Cell

COLUMNS = {
    column.name: column
    for column in (
        Column("width", role="ignored"),
        Column("height", role="ignored"),
        Column("area", formula="width * height", role="ignored"),
        Column("volume", formula="area * depth + 0 * pi"),
        Column("depth"),
        Column("seven", formula="3 + 4"),
        Column("alarm", formula="if(empty(depth), 1, 0)"),
    )
}
WANTED = ("volume", "depth")


def test_what_is_needed_are_the_sources_of_sources() -> None:
    assert {column.name for column in needed_columns(COLUMNS, WANTED)} == {"volume", "area", "width", "height", "depth"}
    assert {column.name for column in needed_columns(COLUMNS, WANTED, {"area"})} == {"volume", "area", "depth"}
    assert [column.name for column in needed_columns(COLUMNS, ["depth", "nothing"])] == ["depth"]


def test_a_table_gets_the_calculated_columns_that_it_lacks() -> None:
    cells: dict[str, list[Cell]] = {"depth": [2.0, 2.0], "height": [3.0, 3.0], "width": [5.0, None]}
    table = with_calculated(Table.of([Column(name) for name in cells], cells), COLUMNS, WANTED)
    assert table.frame.get_column("volume").to_list() == [30.0, None]


def test_calculated_columns_that_a_table_has_are_not_calculated_again() -> None:
    table = Table.of([Column("depth"), Column("volume")], {"depth": [2.0], "volume": [7.0]})
    assert with_calculated(table, COLUMNS, WANTED) is table
    halfway = Table.of([Column("depth"), Column("area", kind="whole")], {"depth": [2.0], "area": [4]})
    assert with_calculated(halfway, COLUMNS, WANTED).frame.get_column("volume").to_list() == [8.0]


def test_a_table_without_rows_stays_without() -> None:
    cells: dict[str, list[Cell]] = {"depth": [], "area": []}
    table = with_calculated(Table.of([Column(name) for name in cells], cells), COLUMNS, WANTED)
    assert table.frame.get_column("volume").to_list() == []


@pytest.mark.parametrize(
    ("columns", "hint"),
    [
        ((Column("depth"), Column("width")), "no column height; there are depth, width"),
        ((Column("depth"), Column("area", kind="category")), "volume: "),
    ],
)
def test_a_table_from_which_nothing_can_be_calculated_is_reported(columns: tuple[Column, ...], hint: str) -> None:
    table = Table.of(columns, {column.name: ["x"] if column.kind == "category" else [1.0] for column in columns})
    with pytest.raises(DataError) as told:
        with_calculated(table, COLUMNS, WANTED)
    assert hint in str(told.value)
    assert "\n" not in str(told.value)


def test_a_question_about_the_sources_is_one_about_what_they_make() -> None:
    assert with_calculated_cells(COLUMNS, {"depth": 2.0, "width": 3.0, "height": 5.0}, WANTED) == {
        "depth": 2.0,
        "volume": 30.0,
    }
    assert with_calculated_cells(COLUMNS, {"depth": 2.0, "area": 4}, WANTED) == {"depth": 2.0, "volume": 8.0}
    assert with_calculated_cells(COLUMNS, {"depth": 2.0, "volume": 1.0}, WANTED) == {"depth": 2.0, "volume": 1.0}


def test_unknown_names_are_left_for_the_caller_to_report() -> None:
    asked = {"depth": 2.0, "area": 4.0, "colour": 1.0}
    assert with_calculated_cells(COLUMNS, asked, WANTED) == {"depth": 2.0, "volume": 8.0, "colour": 1.0}


def test_what_is_missing_is_named() -> None:
    with pytest.raises(DataError, match="a value is missing for width, height"):
        with_calculated_cells(COLUMNS, {"depth": 2.0}, WANTED)


def test_a_formula_of_nothing_and_one_of_an_empty_cell_have_values_too() -> None:
    assert with_calculated_cells(COLUMNS, {}, ["seven"]) == {"seven": 7.0}
    assert with_calculated_cells(COLUMNS, {"depth": None}, ["alarm", "depth"]) == {"depth": None, "alarm": 1.0}
