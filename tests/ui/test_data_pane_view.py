"""A sorted or filtered view in the data pane: what is seen moves, the table does not; and columns beside it."""

from __future__ import annotations

import numpy as np
from textual.events import Paste

from nntui.ui.table.scene import Extra
from tests.ui.data_pane_host import NORMAL, SMALL, million, mixed, numbered, opened, tutorial

WORDS = "odd rows, 3 of 9"


def rows(*numbers: int) -> np.ndarray:
    """A view of these rows, counted from 1 as on the screen."""
    return np.array(numbers, dtype=np.int64) - 1


async def viewed(host, pilot, *numbers, words=WORDS):
    host.pane.set_view(rows(*numbers), words)
    await pilot.pause()


def shown(host):
    """The table's numbers of the rows on the screen."""
    return [int("".join(filter(str.isdigit, row.split()[0]))) for row in host.rows_shown()]


class TestShowing:
    async def test_the_rows_are_those_of_the_view_in_its_order_with_their_own_numbers(self):
        async with opened(numbered(9)) as (host, pilot):
            await viewed(host, pilot, 7, 1, 5)
            assert host.rows_shown() == ["7 7 7", "1 1 1", "5 5 5"]
            assert host.status() == WORDS
            assert "row 1 of 9" in host.lines()[-2]
            await pilot.press("down")
            assert "row 5 of 9 · column 1 5" in host.lines()[-2]
            assert host.rows[-1] == 4
            assert host.pane.visible_rows == [6, 0, 4]

    async def test_the_cursor_stays_in_its_row_when_the_order_changes(self):
        async with opened(numbered(9)) as (host, pilot):
            await pilot.press(*["down"] * 4)
            await viewed(host, pilot, 9, 5, 1)
            assert host.pane.selected_row == 4
            host.pane.set_view(None)
            await pilot.pause()
            assert host.pane.selected_row == 4
            assert host.rows == [0, 1, 2, 3, 4]

    async def test_a_row_that_is_filtered_out_gives_the_cursor_to_the_first(self):
        async with opened(numbered(9)) as (host, pilot):
            await viewed(host, pilot, 8, 4)
            assert host.pane.selected_row == 7
            assert host.rows == [0, 7]

    async def test_a_view_without_rows_says_so_and_keys_do_no_harm(self):
        async with opened(numbered(9)) as (host, pilot):
            await viewed(host, pilot, words="none of 9 rows")
            assert "no row is shown: none of 9 rows" in host.text()
            assert host.pane.selected_row is None
            await pilot.press(
                "down", "ctrl+d", "A", "H", "delete", "enter", "5", "F", "C", "ctrl+down", "ctrl+shift+end"
            )
            assert host.names == []
            await pilot.press("a", "7", "enter")
            assert host.rows_shown()[0] == "10! 7 ·"

    async def test_new_words_for_the_same_rows_leave_cursor_and_selection(self):
        async with opened(numbered(9)) as (host, pilot):
            await viewed(host, pilot, 7, 1, 5)
            await pilot.press("shift+down")
            host.pane.set_view(host.pane.scene.view, "other words")
            await pilot.pause()
            assert host.status() == "other words"
            assert host.selection == ([0, 4], range(1))

    async def test_going_to_a_row_that_is_not_shown_is_refused(self):
        async with opened(numbered(9)) as (host, pilot):
            await viewed(host, pilot, 7, 1, 5)
            host.pane.go_to(4, 1)
            await pilot.pause()
            assert host.pane.selected_row == 4
            assert host.pane.scene.column == 1
            host.pane.go_to(3)
            await pilot.pause()
            assert "row 4 is not among the rows shown" in host.text()
            assert host.pane.selected_row == 4

    async def test_half_a_million_rows_in_another_order_are_scrolled_and_edited(self):
        async with opened(million()) as (host, pilot):
            host.pane.set_view(np.arange(999_999, 500_000, -1), "descending")
            await pilot.press("ctrl+end", "7", "enter", "ctrl+home")
            assert shown(host)[:2] == [1_000_000, 999_999]
            assert host.table.value(500_001, 0) == 7


class TestEditing:
    async def test_the_cell_that_is_seen_is_the_one_that_is_edited(self):
        async with opened(numbered(9)) as (host, pilot):
            await viewed(host, pilot, 7, 1, 5)
            await pilot.press("ctrl+home", "4", "2", "enter")
            assert host.column("column 1") == [1, 2, 3, 4, 5, 6, 42, 8, 9]
            assert host.names == ["row 7 column 1 7 -> 42"]
            assert host.rows_shown()[0] == "7 42 7"

    async def test_a_selection_is_of_the_rows_that_are_seen(self):
        async with opened(numbered(9)) as (host, pilot):
            await viewed(host, pilot, 7, 1, 5)
            await pilot.press("ctrl+home", "shift+down", "F")
            assert host.column("column 1") == [7, 2, 3, 4, 5, 6, 7, 8, 9]
            assert host.names == ["column 1, 2 rows filled"]
            await pilot.press("delete", "H")
            assert host.column("column 1") == [None, 2, 3, 4, 5, 6, None, 8, 9]
            assert np.flatnonzero(host.table.validation).tolist() == [0, 6]

    async def test_a_row_is_added_below_the_one_it_is_seen_under(self):
        async with opened(numbered(9)) as (host, pilot):
            await viewed(host, pilot, 7, 1, 5)
            await pilot.press("ctrl+home", "down", "a", "9", "9", "enter")
            assert host.column("column 1") == [1, 99, 2, 3, 4, 5, 6, 7, 8, 9]
            assert shown(host) == [8, 1, 2, 6]
            assert host.pane.selected_row == 1

    async def test_rows_are_duplicated_below_the_last_of_them(self):
        async with opened(numbered(9)) as (host, pilot):
            await viewed(host, pilot, 7, 1, 5)
            await pilot.press("ctrl+home", "shift+down", "A")
            assert host.column("column 1") == [1, 7, 1, 2, 3, 4, 5, 6, 7, 8, 9]
            assert shown(host) == [9, 1, 2, 3, 7]

    async def test_exactly_the_selected_rows_are_deleted_and_undo_shows_them_in_their_places(self):
        async with opened(numbered(9)) as (host, pilot):
            await viewed(host, pilot, 7, 1, 5, 3)
            await pilot.press("ctrl+home", "down", "shift+down", "ctrl+d")
            assert host.column("column 1") == [2, 3, 4, 6, 7, 8, 9]
            assert [row.split()[1] for row in host.rows_shown()] == ["7", "3"]
            assert host.names == ["2 rows deleted"]
            await pilot.press("u")
            assert host.table == numbered(9)
            assert shown(host) == [7, 1, 5, 3]
            assert host.status() == WORDS
            await pilot.press("U")
            assert [row.split()[1] for row in host.rows_shown()] == ["7", "3"]

    async def test_rows_are_moved_in_the_tables_own_order_alone(self):
        async with opened(numbered(9)) as (host, pilot):
            await viewed(host, pilot, 7, 1, 5)
            await pilot.press("ctrl+down")
            assert host.names == []
            assert "rows are moved in the table's own order" in host.text()

    async def test_pasted_rows_go_to_the_rows_seen_and_more_are_added_at_the_end(self):
        async with opened(numbered(5, 1)) as (host, pilot):
            await viewed(host, pilot, 4, 2)
            await pilot.press("ctrl+home")
            host.post_message(Paste("10\n20\n30\n"))
            await pilot.pause()
            await pilot.pause()
            assert host.column("column 1") == [1, 20, 3, 10, 5, 30]
            assert shown(host) == [4, 2, 6]
            assert host.names == ["3x1 pasted at column 1, row 4"]

    async def test_cells_are_copied_as_they_are_seen(self):
        async with opened(mixed()) as (host, pilot):
            await viewed(host, pilot, 4, 1)
            await pilot.press("ctrl+home", "shift+down", "shift+right", "shift+right", "colon", "C")
            assert host.clipboard == "8\t\tyes\n2.5\tusa\tyes"

    async def test_a_calculated_column_follows_cells_that_are_filled_here_and_there(self):
        async with opened(mixed()) as (host, pilot):
            await viewed(host, pilot, 4, 1, 3)
            await pilot.press("ctrl+home", "shift+down", "shift+down", "F")
            assert host.column("weight") == [8, 4, 8, 8]
            assert host.column("half") == [4, 2, 4, 4]

    async def test_a_table_with_rows_of_which_nothing_is_known_is_shown_whole(self):
        async with opened(numbered(9)) as (host, pilot):
            await viewed(host, pilot, 7, 1)
            host.pane.show(numbered(4))
            await pilot.pause()
            assert shown(host) == [1, 2, 3, 4]
            assert host.pane.scene.view is None
            assert "odd" not in host.text()

    async def test_another_table_of_as_many_rows_keeps_the_view(self):
        async with opened(numbered(9)) as (host, pilot):
            await viewed(host, pilot, 7, 1)
            host.pane.show(host.table.with_value(6, 0, 70.0))
            await pilot.pause()
            assert host.rows_shown() == ["7 70 7", "1 1 1"]


class TestColumnsBeside:
    async def test_they_are_right_of_the_tables_own_columns_by_row_of_the_table(self):
        async with opened(tutorial()) as (host, pilot):
            extras = [Extra("speed =", "mph", {0: "91.2", 2: "88"}), Extra("error", "", {0: "0.8"}, "warning")]
            host.pane.set_extras(extras)
            await pilot.pause()
            assert host.lines()[0].split() == ["age", "weight", "▸speed", "speed", "=", "error"]
            assert host.rows_shown() == ["1 2 9 92 91.2 0.8", "2 1 5 100", "3 3 6 89 88"]
            await viewed(host, pilot, 3, 1)
            assert host.rows_shown() == ["3 3 6 89 88", "1 2 9 92 91.2 0.8"]

    async def test_the_cursor_never_goes_there_and_they_stay_in_sight(self):
        async with opened(numbered(5, 40), NORMAL) as (host, pilot):
            host.pane.set_extras([Extra("says", "", {0: "7.25"})])
            await pilot.press("end", "right", "right")
            assert host.pane.scene.column == 39
            assert host.lines()[0].endswith("says")
            await pilot.press("home")
            assert host.lines()[0].split()[-1] == "says"
            assert " ›" in host.lines()[0]
            assert host.lines()[2].endswith("7.25")

    async def test_the_last_are_omitted_if_there_is_little_room(self):
        async with opened(numbered(5, 40), SMALL) as (host, pilot):
            host.pane.set_extras([Extra(f"extra {number}") for number in range(9)])
            await pilot.pause()
            assert host.lines()[0].endswith("extra 1" if "extra 2" not in host.text() else "extra 2")
            assert "extra 8" not in host.text()
            assert "col… 1" in host.lines()[0]

    async def test_nothing_jumps_while_their_texts_change(self):
        async with opened(tutorial()) as (host, pilot):
            places = []
            for text in ("123456789", "1", "12"):
                host.pane.set_extras([Extra("a", "", {0: text}), Extra("b", "", {0: "x"})])
                await pilot.pause()
                places.append(host.lines()[2].index("x"))
            assert len(set(places)) == 1

    async def test_they_are_blank_once_the_rows_are_others(self):
        async with opened(tutorial()) as (host, pilot):
            host.pane.set_extras([Extra("says", "", {0: "first", 1: "second"})])
            await pilot.press("ctrl+d")
            assert host.rows_shown() == ["1 1 5 100", "2 3 6 89"]
            assert "says" in host.lines()[0]

    async def test_text_from_outside_in_them_is_plain(self):
        async with opened(tutorial()) as (host, pilot):
            host.pane.set_extras([Extra("[red]\x1b[m", "\u202e", {0: "\x1b[2J" + "日" * 99})])
            await pilot.pause()
            assert "␛[2J日日" in host.lines()[2]
            assert "[red]␛[m" in host.lines()[0]


async def test_a_message_stays_until_the_next_key():
    async with opened(tutorial()) as (host, pilot):
        host.pane.say("found in 3 cells")
        await pilot.pause()
        assert "found in 3 cells" in host.status()
        await pilot.press("down")
        assert "found" not in host.status()
        host.pane.say("no cell has 'x'", wrong=True)
        await pilot.pause()
        assert host.status() == "no cell has 'x'"
