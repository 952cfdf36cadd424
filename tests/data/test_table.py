"""The table: its checks, its edits, and what edited tables share."""

from collections.abc import Sequence
from typing import Any

import numpy as np
import pytest

from nntui.data.column import Column
from nntui.data.table import Table
from nntui.errors import DataError


@pytest.fixture
def animals() -> Table:
    cells = {"age": [2, 1, 3], "weight": [9, 5, 6], "speed": [92, 100, 89]}
    return Table.of([Column("age"), Column("weight"), Column("speed")], cells).with_roles()


def names(columns: Sequence[Column]) -> list[str]:
    return [column.name for column in columns]


def test_the_last_column_is_the_target_unless_one_is_chosen(animals: Table) -> None:
    assert names(animals.inputs) == ["age", "weight"]
    assert names(animals.targets) == ["speed"]
    assert names(animals.with_roles(targets=["age"]).inputs) == ["weight", "speed"]


def test_columns_that_are_neither_input_nor_target_are_ignored(animals: Table) -> None:
    chosen = animals.with_roles(inputs=["weight"])
    assert [column.role for column in chosen.columns] == ["ignored", "input", "target"]


def test_the_target_is_the_last_column_that_is_not_an_input(animals: Table) -> None:
    chosen = animals.with_roles(inputs=["speed"])
    assert names(chosen.targets) == ["weight"]


def test_a_lone_column_is_a_target_without_inputs() -> None:
    alone = Table.of([Column("x")], {"x": [1]}).with_roles()
    assert names(alone.targets) == ["x"]
    assert alone.inputs == ()


def test_an_unknown_column_is_answered_with_those_there_are(animals: Table) -> None:
    with pytest.raises(DataError, match=r"^no column 'sped'; there are age, weight, speed$"):
        animals.with_roles(targets=["sped"])


def test_of_many_columns_the_answer_lists_the_first(animals: Table) -> None:
    many = [f"x{number}" for number in range(100)]
    table = Table.of([Column(name) for name in many], {name: [1] for name in many})
    with pytest.raises(DataError, match=r"there are x0, x1, .*, x11 and 88 more$"):
        table.index("y")


@pytest.mark.parametrize(
    ("inputs", "targets", "message"),
    [
        (["age"], ["age"], "'age' cannot be both"),
        (["age", "weight", "speed"], None, "every column is an input"),
    ],
)
def test_roles_that_leave_no_question_or_no_answer_are_refused(
    animals: Table, inputs: list[str], targets: list[str] | None, message: str
) -> None:
    with pytest.raises(DataError, match=message):
        animals.with_roles(inputs, targets)


@pytest.mark.parametrize(
    ("columns", "cells", "message"),
    [
        ([], {}, "at least one column"),
        (["a", "a"], {"a": [1]}, "two columns named 'a'"),
        ([" "], {" ": [1]}, "needs a name"),
        ([" a"], {" a": [1]}, "begin or end with a space"),
        (["a\0"], {"a\0": [1]}, "cannot hold this character"),
        (["\ud800"], {"\ud800": [1]}, "cannot hold this character"),
        (["^a$"], {"^a$": [1]}, r"cannot both begin with \^ and end with \$"),
        (["a"], {"b": [1]}, "the cells are those of b; the columns are a"),
        (["a", "b"], {"b": [1], "a": [1]}, "the cells are those of b, a"),
        (["a", "b"], {"a": [1], "b": [1, 2]}, "b: 2 cells, where a has 1"),
        (["a"], {"a": [1.0, float("nan")]}, "row 2, column a: nan is not a finite number"),
        (["a"], {"a": [float("-inf")]}, "row 1, column a: -inf is not a finite number"),
        (["a"], {"a": ["one"]}, "column a does not hold numbers"),
        (["a"], {"a": [1, [2]]}, "column a does not hold numbers"),
    ],
)
def test_what_is_no_table_is_refused(columns: list[str], cells: dict[str, list[Any]], message: str) -> None:
    with pytest.raises(DataError, match=message):
        Table.of([Column(name) for name in columns], cells)


@pytest.mark.parametrize("marks", [[True], [True, False, None], ["yes", "no", "no"]])
def test_every_row_needs_its_own_validation_mark(animals: Table, marks: list[Any]) -> None:
    with pytest.raises(DataError, match="validation marks"):
        animals.with_validation(marks)


def test_a_cell_is_read_by_row_and_column(animals: Table) -> None:
    assert animals.value(1, 2) == 100
    assert animals.rows(1, 9) == [(1, 5, 100), (3, 6, 89)]
    assert animals.rows(2, 1) == []


def test_editing_a_cell_leaves_the_old_table_as_it_was(animals: Table) -> None:
    edited = animals.with_value(1, 0, 4)
    assert (edited.value(1, 0), animals.value(1, 0)) == (4, 1)
    assert edited != animals
    assert edited.with_value(1, 0, 1) == animals


def test_an_edit_shares_the_other_columns(animals: Table) -> None:
    edited = animals.with_value(1, 0, 4)
    addresses = [table.frame["speed"].to_numpy().__array_interface__["data"][0] for table in (animals, edited)]
    assert addresses[0] == addresses[1]


def test_equal_tables_are_found_in_a_set(animals: Table) -> None:
    assert len({animals, animals.with_value(0, 0, 2), animals.with_value(0, 0, 3)}) == 2
    assert animals != "a table"


def test_a_new_row_is_empty_and_is_trained_on(animals: Table) -> None:
    held_out = animals.with_validation([True, True, True])
    longer = held_out.with_rows(1)
    assert longer.rows(0, 2) == [(2, 9, 92), (None, None, None)]
    assert [longer.is_validation(row) for row in range(4)] == [True, False, True, True]
    assert longer.complete.tolist() == [True, False, True, True]


def test_a_row_can_be_added_at_the_end_with_its_values(animals: Table) -> None:
    assert animals.with_rows(3, [[4, None, 8.5]]).rows(3, 4) == [(4, None, 8.5)]


def test_a_row_needs_as_many_values_as_there_are_columns(animals: Table) -> None:
    with pytest.raises(DataError, match="2 values for a row of 3 columns"):
        animals.with_rows(0, [[1, 2]])


@pytest.mark.parametrize("value", [float("nan"), float("inf")])
def test_a_cell_takes_only_finite_numbers(animals: Table, value: float) -> None:
    with pytest.raises(DataError, match=r"weight: .* is not a finite number"):
        animals.with_value(0, 1, value)
    with pytest.raises(DataError, match=r"^weight: "):
        animals.with_rows(0, [[1, value, 1]])


def test_marks_go_with_their_rows(animals: Table) -> None:
    shorter = animals.with_validation([False, True, True]).without_rows(range(1))
    assert shorter.rows(0, 9) == [(1, 5, 100), (3, 6, 89)]
    assert [shorter.is_validation(row) for row in range(2)] == [True, True]


def test_all_rows_can_be_deleted_and_new_ones_added(animals: Table) -> None:
    empty = animals.without_rows(range(3))
    assert (empty.height, empty.width, empty.complete.tolist()) == (0, 3, [])
    assert empty.with_rows(0, [[1, 2, 3]]).rows(0, 9) == [(1, 2, 3)]


@pytest.mark.parametrize("row", [-1, 3])
def test_a_row_outside_the_table_is_a_programming_fault(animals: Table, row: int) -> None:
    with pytest.raises(IndexError):
        animals.with_value(row, 0, 1)
    with pytest.raises(IndexError):
        animals.with_rows(row + 1 if row > 0 else row)
    with pytest.raises(IndexError):
        animals.without_rows(range(row, row + 1))


def test_a_column_is_renamed_without_the_spaces_around(animals: Table) -> None:
    renamed = animals.renamed(0, "  years ")
    assert renamed.names == ("years", "weight", "speed")
    assert renamed.value(0, 0) == 2


@pytest.mark.parametrize(("name", "message"), [("speed", "two columns named 'speed'"), ("  ", "needs a name")])
def test_a_name_that_is_blank_or_taken_is_refused(animals: Table, name: str, message: str) -> None:
    with pytest.raises(DataError, match=message):
        animals.renamed(0, name)


@pytest.mark.parametrize("name", ["*", "^a", "[b]", "x.y", "col('a')"])
def test_a_name_is_never_taken_for_a_pattern(animals: Table, name: str) -> None:
    renamed = animals.renamed(0, name).with_value(0, 0, None)
    assert renamed.names == (name, "weight", "speed")
    assert renamed.complete.tolist() == [False, True, True]


def test_a_column_keeps_its_cells_when_its_meta_data_changes(animals: Table) -> None:
    described = animals.with_column(1, Column("weight", unit="kg"))
    assert described.columns[1].unit == "kg"
    assert described.rows(0, 3) == animals.rows(0, 3)


def test_only_cells_that_are_used_need_a_number(animals: Table) -> None:
    holes = animals.with_value(0, 0, None).with_value(1, 2, None)
    assert holes.complete.tolist() == [False, False, True]
    assert holes.with_roles(inputs=["weight"]).complete.tolist() == [True, False, True]


def test_thousands_of_edits_keep_every_cell_in_its_place() -> None:
    table = Table.of([Column("a"), Column("b")], {"a": np.arange(500.0), "b": np.arange(500.0)})
    for row in range(0, 500, 2):
        table = table.with_value(row, row % 4 // 2, -1).with_rows(row).without_rows(range(row, row + 1))
    expected = [(-1 if row % 4 == 0 else row, -1 if row % 4 == 2 else row) for row in range(500)]
    assert table.rows(0, 500) == expected
