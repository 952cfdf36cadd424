"""Selections in the data pane: made with shift, filled, emptied, copied and pasted, each one step of undo."""

from __future__ import annotations

import pytest
from textual.events import Paste

from tests.ui.data_pane_host import million, mixed, numbered, opened, tutorial


async def paste(host, pilot, text):
    """As a terminal does that brackets what is pasted."""
    host.post_message(Paste(text))
    await pilot.pause()
    await pilot.pause()


class TestSelecting:
    async def test_shift_and_arrows_select_a_rectangle(self):
        async with opened(tutorial()) as (host, pilot):
            await pilot.press("shift+down", "shift+right", "shift+right")
            assert "2x3 cells selected" in host.status()
            assert host.selection == ([0, 1], range(3))
            await pilot.press("shift+left", "shift+up")
            assert host.selection == ([0], range(2))

    async def test_an_arrow_alone_and_escape_drop_the_selection(self):
        async with opened(tutorial()) as (host, pilot):
            await pilot.press("shift+down", "down")
            assert host.selection == ([2], range(1))
            await pilot.press("shift+up", "escape")
            assert host.selection == ([1], range(1))
            assert "selected" not in host.status()

    async def test_the_ends_are_selected_up_to_with_shift_too(self):
        async with opened(numbered(100, 3)) as (host, pilot):
            await pilot.press("down", "shift+end", "ctrl+shift+end")
            assert "99x3 cells selected" in host.status()
            await pilot.press("ctrl+shift+home", "shift+home")
            assert host.selection == ([0, 1], range(1))
            await pilot.press("escape", "shift+pagedown")
            assert host.selection[0] == list(range(22))

    async def test_a_million_rows_are_selected_and_filled_and_undone(self):
        async with opened(million()) as (host, pilot):
            await pilot.press("ctrl+shift+end")
            assert "1,000,000x1 cells selected" in host.status()
            await pilot.press("F")
            assert host.names == ["c0, rows 1-1,000,000 filled"]
            assert host.table.rows(999_999, 1_000_000)[0][:2] == (0, 1_000_000)
            await pilot.press("u")
            assert host.table.rows(999_999, 1_000_000)[0][:2] == (999_999, 1_000_000)

    async def test_shift_and_a_click_select_up_to_the_cell(self):
        async with opened(tutorial()) as (host, pilot):
            await pilot.click(offset=(host.lines()[4].index("6"), 4), shift=True)
            assert host.selection == ([0, 1, 2], range(2))


class TestFilling:
    async def test_a_selection_is_filled_from_its_first_row_in_one_step(self):
        async with opened(mixed()) as (host, pilot):
            await pilot.press("down", "shift+right", "shift+down", "shift+down", "colon", "F")
            assert host.column("weight") == [2.5, 4, 4, 4]
            assert host.column("origin") == ["usa", "europe", "europe", "europe"]
            assert host.column("half") == [1.25, 2, 2, 2]
            assert host.names == ["weight to origin, rows 2-4 filled"]
            await pilot.press("colon", "u")
            assert host.table == mixed()

    async def test_it_is_filled_from_the_cell_that_was_typed_over(self):
        async with opened(tutorial()) as (host, pilot):
            await pilot.press("shift+down", "shift+down", "7", "enter")
            assert "3x1 cells selected" in host.status()
            await pilot.press("F")
            assert host.column("age") == [7, 7, 7]

    async def test_one_row_alone_has_nothing_to_be_filled_from(self):
        async with opened(tutorial()) as (host, pilot):
            await pilot.press("shift+right", "F")
            assert host.status() == "Select the rows to fill first, with shift+↓."

    async def test_calculated_cells_in_a_selection_are_not_changed_and_reported(self):
        async with opened(mixed()) as (host, pilot):
            await pilot.press("home", "shift+end", "shift+down", "F")
            assert host.cells()[1] == (2.5, "usa", True, 1970, "Ann", 1.25)
            assert "half: calculated, not changed" in host.status()

    async def test_a_selection_is_emptied_in_one_step(self):
        async with opened(mixed()) as (host, pilot):
            await pilot.press("shift+right", "shift+down", "delete")
            assert [row[:2] for row in host.cells()] == [(None, None), (None, None), (None, "japan"), (8, None)]
            assert host.names == ["weight to origin, rows 1-2 cleared"]
            await pilot.press("colon", "u")
            assert host.table == mixed()


class TestCopying:
    async def test_cells_are_copied_for_the_terminal_with_tabs_between_them(self):
        async with opened(mixed()) as (host, pilot):
            await pilot.press("shift+down", "shift+right", "shift+right", "shift+right", "C")
            assert host.clipboard == "2.5\tusa\tyes\t1970\n4\teurope\tno\t1971"
            assert "copied 2x4 cells" in host.status()

    async def test_cells_with_tabs_and_quotes_are_copied_as_spreadsheets_do(self):
        table = mixed().with_value(0, 4, 'say "x"').with_value(1, 4, None)
        async with opened(table) as (host, pilot):
            await pilot.press("end", "left", "ctrl+shift+end", "colon", "C")
            assert host.clipboard == '"say ""x"""\n\n[b]x\n"a\tb"'

    async def test_a_million_cells_are_for_the_table_alone(self):
        async with opened(million()) as (host, pilot):
            await pilot.press("ctrl+shift+end", "C")
            assert "copied 1,000,000x1 cells; too many for the terminal's clipboard" in " ".join(host.text().split())
            assert host.clipboard == ""

    async def test_copied_cells_are_pasted_at_the_cursor_and_selected(self):
        async with opened(tutorial()) as (host, pilot):
            await pilot.press("shift+right", "shift+down", "C", "escape", "home", "V")
            assert host.cells() == [(2, 9, 92), (2, 9, 100), (1, 5, 89)]
            assert host.names == ["2x2 pasted at age, row 2"]
            assert host.selection == ([1, 2], range(2))
            await pilot.press("u")
            assert host.table == tutorial()

    async def test_a_copy_does_not_follow_later_edits(self):
        async with opened(tutorial()) as (host, pilot):
            await pilot.press("C", "7", "enter", "down", "V")
            assert host.column("age") == [7, 2, 3]

    async def test_one_cell_is_pasted_into_all_that_are_selected(self):
        async with opened(tutorial()) as (host, pilot):
            await pilot.press("C", "right", "shift+right", "shift+down", "V")
            assert host.cells() == [(2, 2, 2), (1, 2, 2), (3, 6, 89)]

    async def test_words_go_where_they_can_be_words_and_numbers_too(self):
        async with opened(mixed()) as (host, pilot):
            await pilot.press("C", "right", "colon", "V")
            assert host.column("origin")[0] == "2.5"
            await pilot.press("down", "colon", "C", "left", "V")
            assert host.status() == "row 2, column weight: 'europe' is not a number; nothing was pasted"

    async def test_without_anything_copied_there_is_nothing_to_paste(self):
        async with opened(tutorial()) as (host, pilot):
            await pilot.press("V")
            assert host.status() == "Nothing is copied yet. Press C to copy."


class TestPasting:
    async def test_a_block_of_text_goes_in_at_the_cursor(self):
        async with opened(tutorial()) as (host, pilot):
            await pilot.press("right", "down")
            await paste(host, pilot, "50\t60\r70\t80\r")
            assert host.cells() == [(2, 9, 92), (1, 50, 60), (3, 70, 80)]
            assert host.names == ["2x2 pasted at weight, row 2"]

    async def test_rows_are_added_as_needed_in_the_same_step(self):
        async with opened(tutorial()) as (host, pilot):
            await pilot.press("ctrl+end")
            await paste(host, pilot, "1,2,3\n4,5,6\n7,8,9\n")
            assert host.cells() == [(2, 9, 92), (1, 5, 100), (1, 2, 3), (4, 5, 6), (7, 8, 9)]
            await pilot.press("u")
            assert host.table == tutorial()

    async def test_a_table_without_rows_is_filled_from_the_clipboard(self):
        async with opened(tutorial().without_rows(range(3))) as (host, pilot):
            await paste(host, pilot, "1\t2\t3\n4\t5\t6")
            assert host.cells() == [(1, 2, 3), (4, 5, 6)]
            assert host.names == ["2x3 pasted at age, row 1"]

    async def test_a_single_cell_takes_its_place_at_once(self):
        async with opened(mixed()) as (host, pilot):
            await paste(host, pilot, "12.5")
            await pilot.press("right")
            await paste(host, pilot, "Congo, the\n")
            assert host.cells()[0][:2] == (12.5, "Congo, the")
            assert host.names == ["pasted at weight, row 1", "pasted at origin, row 1"]

    @pytest.mark.parametrize(
        ("text", "reason"),
        [
            ("1\t2\n3\tx", "row 2, column weight: 'x' is not a number; nothing was pasted"),
            ("1\t2\t3\t4", "paste: 4 columns do not fit; there are 3 from age on"),
        ],
    )
    async def test_a_block_that_does_not_fit_is_refused_and_changes_nothing(self, text, reason):
        async with opened(tutorial()) as (host, pilot):
            await paste(host, pilot, text)
            assert host.status() == reason
            assert host.names == []
            assert host.table == tutorial()

    async def test_a_fault_in_a_row_that_would_be_added_is_found_too(self):
        async with opened(tutorial()) as (host, pilot):
            await pilot.press("ctrl+end")
            await paste(host, pilot, "1\n2\nthree")
            assert host.status() == "row 5, column age: 'three' is not a number; nothing was pasted"
            assert host.table == tutorial()

    async def test_cells_that_a_shorter_row_lacks_are_not_changed(self):
        async with opened(tutorial()) as (host, pilot):
            await paste(host, pilot, "7\t8\n6\n5\t4\n3")
            assert host.cells() == [(7, 8, 92), (6, 5, 100), (5, 4, 89), (3, None, None)]

    async def test_empty_cells_empty(self):
        async with opened(tutorial()) as (host, pilot):
            await paste(host, pilot, "\t8\n6\t")
            assert [row[:2] for row in host.cells()] == [(None, 8), (6, None), (3, 6)]

    async def test_a_calculated_column_in_between_is_passed_over(self):
        table = mixed().with_column_moved(5, 1)
        async with opened(table) as (host, pilot):
            await paste(host, pilot, "10\t999\tchina")
            assert host.cells()[0][:3] == (10, 5, "china")
            assert "half: calculated, not changed" in host.status()
            await pilot.press("escape", "right")
            await paste(host, pilot, "1")
            assert host.status() == "half is calculated. Press = to edit its formula."

    async def test_hostile_text_is_stored_unchanged_in_a_column_of_texts(self):
        async with opened(mixed()) as (host, pilot):
            await pilot.press("end", "left")
            await paste(host, pilot, "\x1b[2J[red]\u202e,x")
            assert host.column("name")[0] == "\x1b[2J[red]\u202e,x"
            assert "\x1b" not in host.text()
