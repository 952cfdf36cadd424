"""A table can be looked at in another order, in part, and searched; it stays as it is."""

from collections.abc import Sequence

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nntui.data.cells import format_cell
from nntui.data.column import Column
from nntui.data.rows import ROWS_SEARCHED_AT_ONCE, filtered_rows, find_cell, sorted_rows
from nntui.data.table import Table
from nntui.errors import DataError

CARS = Table.of(
    [
        Column("weight"),
        Column("doors", "whole"),
        Column("diesel", "yes-no", words=("petrol", "Diesel")),
        Column("origin", "category"),
        Column("the name", "text", role="ignored"),
    ],
    {
        "weight": [3.0, 1.5, None, 3.0, 20.0],
        "doors": [2, 4, 4, None, 3],
        "diesel": [True, False, None, True, False],
        "origin": ["usa", "japan", "USA", None, "europe"],
        "the name": ["Ford Ka", "mazda 3", "ford x = 3", "it's", None],
    },
)


def rows(text: str, table: Table = CARS) -> list[int]:
    return [int(row) for row in filtered_rows(table, text)]


def reason(text: str) -> str:
    with pytest.raises(DataError) as caught:
        filtered_rows(CARS, text)
    return str(caught.value)


@pytest.mark.parametrize(
    ("column", "rising", "falling"),
    [
        (0, [1, 0, 3, 4, 2], [4, 0, 3, 1, 2]),
        (1, [0, 4, 1, 2, 3], [1, 2, 4, 0, 3]),
        (2, [1, 4, 0, 3, 2], [0, 3, 1, 4, 2]),
        (3, [4, 1, 0, 2, 3], [0, 2, 1, 4, 3]),
    ],
)
def test_rows_are_sorted_with_equal_ones_in_their_order_and_empty_cells_last(
    column: int, rising: Sequence[int], falling: Sequence[int]
) -> None:
    assert sorted_rows(CARS, column, descending=False).tolist() == rising
    assert sorted_rows(CARS, column, descending=True).tolist() == falling


def test_a_view_is_sorted_by_itself() -> None:
    assert sorted_rows(CARS, 0, False, within=[4, 3, 2, 0]).tolist() == [3, 0, 4, 2]
    assert sorted_rows(CARS, 0, False, within=[]).tolist() == []


def test_a_sort_leaves_the_table_as_it_is() -> None:
    before = CARS.rows(0, 5)
    sorted_rows(CARS, 0, descending=True)
    assert CARS.rows(0, 5) == before


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("weight > 2", [0, 3, 4]),
        ("weight > 2 and origin = usa", [0]),
        ("origin = 'usa' or origin = \"USA\"", [0, 2]),
        ("origin != usa", [1, 2, 4]),
        ("usa = origin", [0]),
        ("the name = Ford Ka", [0]),
        ("the name = mazda  3 or origin = usa", [0, 1]),
        ("not the name = Ford Ka and weight > 1", [1, 3]),
        ("diesel = Diesel", [0, 3]),
        ("diesel = 'petrol'", [1, 4]),
        ("diesel != yes", [1, 4]),
        ("diesel = 1", [0, 3]),
        ("not diesel", [1, 4]),
        ("diesel and diesel", [0, 3]),
        ("empty(weight)", [2]),
        ("not empty(origin) and not empty(weight)", [0, 1, 4]),
        ("`the name` = 'mazda 3'", [1]),
        ("row > 3", [3, 4]),
        ("row = 1 or 20 <= weight <= 30", [0, 4]),
        ("weight * 2 = 3", [1]),
        ("weight > 100", []),
        ("doors % 2", []),
    ],
)
def test_a_condition_lets_rows_through(text: str, wanted: Sequence[int]) -> None:
    assert rows(text) == wanted


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("ford", [0, 2]),
        ("FORD usa", [0, 2]),
        ("ford diesel", [0]),
        ("3", [0, 1, 2, 3, 4]),
        ("1.5", [1]),
        ("20", [4]),
        ("0", [4]),
        ("'x = 3'", [2]),
        ('"mazda 3" japan', [1]),
        ("it's", [3]),
        ("mazda and japan", []),
        ("nothing", []),
        ("", [0, 1, 2, 3, 4]),
        ("  ", [0, 1, 2, 3, 4]),
    ],
)
def test_plain_words_are_looked_for_in_every_cell(text: str, wanted: Sequence[int]) -> None:
    assert rows(text) == wanted


def test_a_column_of_levels_that_look_like_numbers_is_compared_by_their_spelling() -> None:
    digits = Table.of([Column("x"), Column("digit", "category")], {"x": [1, 2, 3], "digit": ["3", "8", "3"]})
    assert rows("digit = 3", digits) == [0, 2]
    assert rows("digit != 3 and x > 1", digits) == [1]


def test_a_column_called_row_is_meant_by_row() -> None:
    table = Table.of([Column("row"), Column("y")], {"row": [10, 20, 5], "y": [1, 2, 3]})
    assert rows("row > 9", table) == [0, 1]


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("wieght > 3", "filter: column 'wieght' is not known; did you mean weight?"),
        ("weight >", "filter: a value is missing at the end"),
        ("weight > 3 and", "filter: a value is missing at the end"),
        ("(weight > 3", "filter: ')' is missing at the end"),
        ("weight > usa", "filter: column 'usa' is not known; there are diesel, doors, origin, row, the name, weight"),
        ("orgin = usa", "filter: column 'orgin' is not known; did you mean origin?"),
        ("diesel = maybe", "filter: diesel: 'maybe' is neither petrol nor Diesel"),
        ("origin = weight", "filter: origin is text and weight a number: they cannot be compared"),
        ("empty(wieght)", "filter: column 'wieght' is not known; did you mean weight?"),
    ],
)
def test_a_condition_that_makes_no_sense_is_refused_in_one_line(text: str, message: str) -> None:
    assert reason(text) == message


def test_the_next_cell_with_a_text_is_found_and_round_again() -> None:
    assert find_cell(CARS, "FORD", 0, 0) == (0, 4)
    assert find_cell(CARS, "ford", 0, 4) == (2, 4)
    assert find_cell(CARS, "ford", 2, 4) == (0, 4)
    assert find_cell(CARS, "mazda", 1, 4) == (1, 4)
    assert find_cell(CARS, "nothing", 0, 0) is None
    assert find_cell(CARS, "", 0, 0) is None


def test_column_minus_one_begins_with_the_first_cell_of_the_row() -> None:
    assert find_cell(CARS, "3", 0, 0) == (1, 4)
    assert find_cell(CARS, "3", 0, -1) == (0, 0)


def test_a_view_is_searched_in_its_order() -> None:
    assert find_cell(CARS, "ford", 4, 0, within=[4, 2, 0]) == (2, 4)
    assert find_cell(CARS, "mazda", 4, 0, within=[4, 2, 0]) is None
    assert find_cell(CARS, "ford", 1, 0, within=[4, 2, 0]) == (2, 4)
    assert find_cell(CARS, "ford", 0, 0, within=[]) is None


def test_a_text_far_away_is_found() -> None:
    height = 2 * ROWS_SEARCHED_AT_ONCE + 10
    table = Table.of([Column("x", "whole"), Column("y", "whole")], {"x": np.arange(height), "y": np.zeros(height, int)})
    assert find_cell(table, str(height - 5), 3, 1) == (height - 5, 0)


def test_a_table_without_rows_has_nothing_to_show() -> None:
    nothing = CARS.without_rows(range(5))
    assert sorted_rows(nothing, 0, descending=True).tolist() == []
    assert rows("weight > 3", nothing) == []
    assert rows("usa 3", nothing) == []
    assert find_cell(nothing, "usa", 0, 0) is None


NUMBERS = st.none() | st.floats(allow_nan=False, allow_infinity=False) | st.integers(-3, 3).map(float)


@settings(deadline=None)
@given(st.lists(NUMBERS, max_size=20), st.booleans())
def test_a_sort_is_pythons(values: list[float | None], descending: bool) -> None:
    table = Table.of([Column("x")], {"x": values})
    there = [row for row, value in enumerate(values) if value is not None]
    wanted = sorted(there, key=lambda row: values[row] or 0.0, reverse=False)
    if descending:
        wanted = sorted(there, key=lambda row: -(values[row] or 0.0))
    wanted += [row for row, value in enumerate(values) if value is None]
    assert sorted_rows(table, 0, descending).tolist() == wanted


@settings(deadline=None)
@given(st.lists(NUMBERS | st.floats(-1e-3, 1e-3), min_size=1, max_size=10), st.data())
def test_a_number_is_found_by_any_piece_of_its_spelling(values: list[float | None], data: st.DataObject) -> None:
    column = Column("x")
    table = Table.of([column], {"x": values})
    spelt = [format_cell(value, column) for value in values]
    whole = data.draw(st.sampled_from(spelt))
    start = data.draw(st.integers(0, len(whole)))
    piece = whole[start : data.draw(st.integers(start, len(whole)))]
    wanted = [row for row, each in enumerate(spelt) if piece in each]
    if piece:
        assert rows(f"'{piece}'", table) == wanted
        assert find_cell(table, piece, 0, -1) == (wanted[0], 0)


@settings(deadline=None)
@given(st.text(max_size=30) | st.text("weight origin usa 3<>=!()'\"`andorot,.", max_size=30))
def test_any_text_filters_or_is_refused_in_one_line(text: str) -> None:
    try:
        said = f"filter: {len(rows(text))} rows"
    except DataError as error:
        said = str(error)
    assert said.startswith("filter: ")
    assert said.isprintable()
