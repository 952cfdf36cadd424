"""Editing in the data pane: cells, rows, names and the mouse, with real keys."""

from __future__ import annotations

import pytest
from rich.cells import cell_len
from textual.events import MouseScrollDown, MouseScrollRight, Paste

from tests.ui.data_pane_host import SMALL, million, numbered, opened, tutorial


class TestEditing:
    async def test_a_digit_begins_a_new_number_and_enter_keeps_it(self):
        async with opened(tutorial()) as (host, pilot):
            await pilot.press("down", "right", "7", "full_stop", "2", "5")
            assert host.lines()[3].split() == ["2", "1", "7.25", "100"]
            assert "enter save" in host.status()
            assert host.cells()[1] == (1, 5, 100)
            await pilot.press("enter")
            assert host.cells()[1] == (1, 7.25, 100)
            assert host.names == ["row 2 weight 5 -> 7.25"]
            assert host.status() == "row 2 of 3 · weight 7.25 kg · row 2 weight 5 -> 7.25, u undoes it"

    async def test_a_sign_or_a_point_begins_a_number_too(self):
        async with opened(tutorial()) as (host, pilot):
            await pilot.press("minus", "5", "tab", "plus", "6", "tab", "full_stop", "7", "enter")
            assert host.cells()[0] == (-5, 6, 0.7)

    async def test_enter_edits_the_present_text(self):
        async with opened(tutorial()) as (host, pilot):
            await pilot.press("end", "enter", "backspace", "8", "home", "1", "enter")
            assert host.cells()[0] == (2, 9, 198)

    async def test_escape_leaves_the_cell_as_it_was(self):
        async with opened(tutorial()) as (host, pilot):
            await pilot.press("7", "escape")
            assert host.cells()[0] == (2, 9, 92)
            assert host.lines()[2].split() == ["1", "2", "9", "92"]
            assert host.names == []

    async def test_tab_goes_on_to_the_next_cell_and_from_the_last_to_the_next_row(self):
        async with opened(tutorial()) as (host, pilot):
            await pilot.press("4", "tab", "5", "tab", "6", "tab", "7", "tab", "shift+tab")
            assert host.cells()[:2] == [(4, 5, 6), (7, 5, 100)]

    async def test_down_accepts_the_text_and_goes_down_the_column(self):
        async with opened(tutorial()) as (host, pilot):
            await pilot.press("4", "down", "5", "down", "6", "up")
            assert [row[0] for row in host.cells()] == [4, 5, 6]
            assert host.pane.selected_row == 1

    async def test_keys_that_come_all_at_once_land_where_they_were_typed(self):
        async with opened(tutorial()) as (host, pilot):
            host.burst("12!>34!>s56!")
            await pilot.pause()
            await pilot.pause()
            assert host.cells()[0] == (12, 34, 56)
            assert host.lines()[2].split() == ["1", "12", "34", "56"]
            assert host.struck == 1

    async def test_while_one_types_letters_are_text_and_no_commands(self):
        async with opened(tutorial()) as (host, pilot):
            await pilot.press("1", "e", "s", "u", "a", "space")
            assert host.struck == 0
            assert host.table.height == 3
            assert "1esua" in host.text()

    async def test_a_wrong_text_is_refused_with_the_reason_and_can_be_corrected(self):
        async with opened(tutorial(), SMALL) as (host, pilot):
            await pilot.press("right", "1", "x", "2", "enter")
            assert host.status() == "weight: '1x2' is not a number"
            assert host.lines()[2].split() == ["1", "2", "1x2", "92"]
            assert host.cells()[0] == (2, 9, 92)
            assert host.text().count("weight: '1x2' is not a number") == 1
            await pilot.press("backspace", "backspace", "5", "enter")
            assert host.cells()[0] == (2, 15, 92)

    async def test_a_cell_is_emptied_by_its_key_and_by_typing_nothing(self):
        async with opened(tutorial()) as (host, pilot):
            await pilot.press("delete", "right", "enter", "ctrl+u", "enter")
            assert host.cells()[0] == (None, None, 92)
            assert host.names == ["row 1 age 2 -> empty", "row 1 weight 9 -> empty"]
            assert host.status().endswith("row 1 weight 9 -> empty, u undoes it · 1 incomplete")

    async def test_the_same_number_again_is_no_edit(self):
        async with opened(tutorial()) as (host, pilot):
            await pilot.press("2", "enter", "right", "enter", "enter")
            assert host.names == []

    async def test_a_long_number_is_typed_over_the_neighbours(self):
        async with opened(tutorial(), (30, 10)) as (host, pilot):
            await pilot.press("end", "enter", "ctrl+u")
            host.post_message(Paste("1234567890" * 4))
            await pilot.pause()
            assert all(len(line) <= 30 for line in host.lines())
            assert "901234567890" in host.lines()[2]
            await pilot.press("enter")
            assert host.cells()[0][2] == 1234567890123456789012345678901234567890.0

    async def test_the_first_line_of_a_pasted_text_is_inserted_while_typing(self):
        async with opened(tutorial()) as (host, pilot):
            await pilot.press("1")
            host.post_message(Paste("2.5\nmore"))
            await pilot.pause()
            await pilot.press("enter")
            assert host.cells()[0][0] == 12.5

    async def test_a_page_of_text_pasted_into_a_number_is_refused_and_can_be_left(self):
        async with opened(tutorial(), SMALL) as (host, pilot):
            await pilot.press("enter")
            host.post_message(Paste("\x1b[31m[b]日本" * 2_000))
            await pilot.press("enter")
            assert host.status() == "not a number"
            assert all(cell_len(line) <= 60 for line in host.lines())
            await pilot.press("escape")
            assert host.lines()[2].split() == ["1", "2", "9", "92"]

    async def test_typing_goes_on_when_the_same_table_is_shown_again(self):
        async with opened(tutorial()) as (host, pilot):
            await pilot.press("7", "7")
            host.pane.show(host.table.with_value(2, 2, 1.0))
            await pilot.pause()
            assert host.lines()[2].split() == ["1", "77", "9", "92"]

    async def test_typing_ends_when_another_table_is_shown(self):
        async with opened(tutorial()) as (host, pilot):
            await pilot.press("7", "7")
            host.pane.show(numbered(3))
            await pilot.pause()
            assert "77" not in host.text()
            assert host.status() == "row 1 of 3 · column 1 1"


class TestRows:
    async def test_a_row_is_added_below_and_filled(self):
        async with opened(tutorial()) as (host, pilot):
            await pilot.press("right", "a")
            assert host.lines()[3].split() == ["2!", "·", "·", "·"]
            assert host.status() == "row 2 of 4 · age is empty · row 2 added, u undoes it · 1 incomplete"
            await pilot.press("4", "tab", "8", "tab", "9", "5", "enter")
            assert host.cells() == [(2, 9, 92), (4, 8, 95), (1, 5, 100), (3, 6, 89)]
            assert host.names[0] == "row 2 added"

    async def test_a_row_added_at_the_end_comes_into_sight(self):
        async with opened(numbered(100), SMALL) as (host, pilot):
            await pilot.press("ctrl+end", "a")
            assert host.lines()[-2].split() == ["101!", "·", "·"]

    async def test_a_row_is_deleted_and_undo_brings_it_back(self):
        async with opened(tutorial()) as (host, pilot):
            await pilot.press("down", "ctrl+d")
            assert host.cells() == [(2, 9, 92), (3, 6, 89)]
            assert host.status() == "row 2 of 2 · age 3 · row 2 deleted, u brings it back"
            await pilot.press("u")
            assert host.cells()[1] == (1, 5, 100)
            assert host.status() == "row 2 of 3 · age 1"

    async def test_undo_and_redo_leave_the_cursor_in_the_table(self):
        async with opened(tutorial()) as (host, pilot):
            await pilot.press("ctrl+end", "a", "a", "a", "right")
            assert host.status().startswith("row 6 of 6 · weight")
            await pilot.press("u", "u")
            assert host.status().startswith("row 4 of 4 · weight")
            await pilot.press("u")
            assert host.status() == "row 3 of 3 · weight 6 kg"
            await pilot.press("U")
            assert host.status().startswith("row 3 of 4 · weight")

    async def test_the_last_row_can_be_deleted_and_a_first_one_added(self):
        async with opened(tutorial()) as (host, pilot):
            await pilot.press("ctrl+d", "ctrl+d", "ctrl+d")
            assert "no rows yet: press a to add one" in host.text()
            assert host.pane.selected_row is None
            assert host.rows[-1] is None
            await pilot.press("ctrl+d", "delete", "enter", "5", "down", "ctrl+end", "pagedown", "a", "6", "enter")
            assert host.cells() == [(6, None, None)]
            assert host.pane.selected_row == 0

    async def test_deleting_at_the_end_of_a_long_table_keeps_the_pane_full(self):
        async with opened(numbered(100), SMALL) as (host, pilot):
            await pilot.press("ctrl+end", "ctrl+d", "ctrl+d")
            assert host.lines()[-2].split() == ["98", "98", "98"]
            assert host.lines()[2].split() == ["86", "86", "86"]

    async def test_a_million_rows_are_edited_at_their_end(self):
        async with opened(million()) as (host, pilot):
            await pilot.press("ctrl+end", "7", "enter", "a", "u", "ctrl+d")
            assert host.table.height == 999_999
            await pilot.press("u")
            assert host.table.rows(999_998, 1_000_000)[1][:2] == (7, 1_000_000)


class TestNames:
    async def test_a_column_is_renamed_over_its_heading(self):
        async with opened(tutorial()) as (host, pilot):
            await pilot.press("right", "N", "backspace", "backspace", "s", "enter")
            assert host.lines()[0].split() == ["age", "weigs", "▸speed"]
            assert host.names == ["weight renamed to weigs"]
            await pilot.press("u")
            assert "weight" in host.lines()[0]

    @pytest.mark.parametrize(
        ("typed", "reason"), [("age", "there are two columns named 'age'; rename one"), ("", "a column needs a name")]
    )
    async def test_a_duplicate_or_blank_name_is_refused(self, typed, reason):
        async with opened(tutorial()) as (host, pilot):
            await pilot.press("right", "N", "ctrl+u", *typed, "enter")
            assert host.status() == reason
            assert host.table.names == ("age", "weight", "speed")
            await pilot.press("2", "enter")
            assert host.table.names == ("age", f"{typed}2", "speed")

    async def test_the_same_name_is_no_edit(self):
        async with opened(tutorial()) as (host, pilot):
            await pilot.press("N", "enter")
            assert host.names == []
            await pilot.press("N", "x", "escape")
            assert host.table.names[0] == "age"

    async def test_columns_of_a_table_without_rows_are_renamed(self):
        table = tutorial().without_rows(range(3))
        async with opened(table) as (host, pilot):
            await pilot.press("right", "N", "s", "enter")
            assert host.table.names == ("age", "weights", "speed")


class TestMouse:
    async def test_a_click_selects_and_two_clicks_edit(self):
        async with opened(tutorial()) as (host, pilot):
            column = host.lines()[3].index("5")
            await pilot.click(offset=(column, 3))
            assert host.status() == "row 2 of 3 · weight 5 kg"
            await pilot.click(offset=(column, 3), times=2)
            await pilot.press("1", "enter")
            assert host.cells()[1] == (1, 51, 100)

    async def test_two_clicks_on_a_name_rename(self):
        async with opened(tutorial()) as (host, pilot):
            await pilot.click(offset=(host.lines()[0].index("speed"), 0), times=2)
            await pilot.press("s", "enter")
            assert host.table.names[2] == "speeds"

    async def test_a_click_elsewhere_accepts_the_text_if_it_is_valid(self):
        async with opened(tutorial()) as (host, pilot):
            await pilot.press("7")
            await pilot.click(offset=(host.lines()[4].index("6"), 4))
            assert host.cells()[0][0] == 7
            assert host.status() == "row 3 of 3 · weight 6 kg"
            await pilot.press("1", "x")
            await pilot.click(offset=(host.lines()[2].index("9"), 2))
            assert host.status() == "weight: '1x' is not a number"
            assert host.pane.selected_row == 2

    async def test_the_wheel_scrolls_and_leaves_the_cursor_until_the_next_key(self):
        async with opened(numbered(100, 30), SMALL) as (host, pilot):
            for wheel in (MouseScrollDown, MouseScrollDown, MouseScrollRight):
                host.post_message(wheel(None, 20, 5, 0, 0, 0, shift=False, meta=False, ctrl=False))
                await pilot.pause()
            lines = host.lines()
            assert int(lines[2].split()[0]) > 2
            assert lines[0].split()[0] == "‹"
            assert host.pane.selected_row == 0
            await pilot.press("down")
            assert host.lines()[2].split()[0] == "2"

    async def test_a_click_below_the_rows_does_nothing(self):
        async with opened(tutorial()) as (host, pilot):
            await pilot.click(offset=(10, 15))
            assert host.status() == "row 1 of 3 · age 2"
