"""A pasted block with a heading: by its names the columns find their places."""

from __future__ import annotations

import pytest

from nntui.errors import DataError
from nntui.ui.table.pasting import paste_cells
from nntui.ui.table.scene import Scene, table_of
from tests.ui.data_pane_host import mixed, tutorial


def test_names_of_columns_say_where_the_columns_go_in_any_order() -> None:
    name, after = paste_cells(Scene(tutorial(), column=1), [["speed", "age"], ["50", "7"], ["60", "8"]])
    assert table_of(after).rows(0, 3) == [(7, 9, 50), (8, 5, 60), (3, 6, 89)]
    assert name == "2x3 pasted at age, row 1"
    assert after.said == "the first row named the columns"


@pytest.mark.parametrize("heading", [["Alter", "Gewicht"], ["a", "b"]])
def test_a_heading_of_other_names_over_numbers_is_left_out_and_told(heading: list[str]) -> None:
    _, after = paste_cells(Scene(tutorial()), [heading, ["7", "70"]])
    assert table_of(after).rows(0, 1) == [(7, 70, 92)]
    assert after.said == f"the first row ({', '.join(heading)}) was a heading and left out"


@pytest.mark.parametrize("first", [["x1", "7"], ["", "b"], ["1", "b"]])
def test_a_first_row_with_a_number_or_a_gap_is_no_heading(first: list[str]) -> None:
    if first == ["x1", "7"]:
        with pytest.raises(DataError, match="nothing was pasted"):
            paste_cells(Scene(tutorial()), [first, ["7", "70"]])
        return
    with pytest.raises(DataError, match="row 1, column weight: 'b' is not a number"):
        paste_cells(Scene(tutorial()), [first, ["7", "70"]])


def test_words_over_words_are_cells() -> None:
    _, after = paste_cells(Scene(mixed(), column=1), [["peru"], ["chile"]])
    assert [row[1] for row in table_of(after).rows(0, 2)] == ["peru", "chile"]
    assert after.said == ""
