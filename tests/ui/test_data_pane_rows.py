"""Rows and columns in the data pane: added, duplicated, moved, deleted, made validation rows, given a role."""

from __future__ import annotations

import pytest

from nntui.data.column import Column
from nntui.data.table import Table
from nntui.ui.commands.data import DATA
from nntui.ui.table.scene import MOVES, SELECTING
from tests.ui.data_pane_host import million, mixed, numbered, opened, tutorial


def split_by_a_column() -> Table:
    columns = [Column("x"), Column("part", kind="category", role="split")]
    return Table.of(columns, {"x": [1, 2, 3], "part": ["train", "test", "train"]})


class TestRows:
    async def test_a_row_is_duplicated_below_with_its_mark(self):
        async with opened(tutorial([True, False, False])) as (host, pilot):
            await pilot.press("right", "A")
            assert host.cells() == [(2, 9, 92), (2, 9, 92), (1, 5, 100), (3, 6, 89)]
            assert host.names == ["row 1 duplicated"]
            assert host.status() == "row 2 of 4 · weight 9 kg · row 1 duplicated, u undoes it · validation"

    async def test_selected_rows_are_duplicated_together(self):
        async with opened(tutorial()) as (host, pilot):
            await pilot.press("shift+down", "A")
            assert host.column("age") == [2, 1, 2, 1, 3]
            assert host.names == ["rows 1-2 duplicated"]
            assert host.pane.selected_row == 2

    async def test_selected_rows_are_deleted_in_one_step(self):
        async with opened(numbered(9)) as (host, pilot):
            await pilot.press("down", "down", "shift+down", "shift+down", "ctrl+d")
            assert host.column("column 1") == [1, 2, 6, 7, 8, 9]
            assert host.names == ["rows 3-5 deleted"]
            assert host.status().startswith("row 3 of 6")
            await pilot.press("u")
            assert host.table == numbered(9)

    async def test_rows_move_up_and_down_with_the_cursor_and_the_selection_on_them(self):
        async with opened(numbered(5, 1)) as (host, pilot):
            await pilot.press("ctrl+down")
            assert host.column("column 1") == [2, 1, 3, 4, 5]
            assert host.status().startswith("row 2 of 5")
            await pilot.press("shift+down", "ctrl+down", "ctrl+down")
            assert host.column("column 1") == [2, 4, 5, 1, 3]
            assert host.selection == ([3, 4], range(1))
            await pilot.press("ctrl+down")
            assert host.names == ["row 1 moved down", "rows 2-3 moved down", "rows 3-4 moved down"]
            await pilot.press("ctrl+up", "ctrl+up", "ctrl+up", "ctrl+up")
            assert host.column("column 1") == [1, 3, 2, 4, 5]

    async def test_a_row_that_moves_takes_its_mark_along(self):
        async with opened(tutorial([True, False, False])) as (host, pilot):
            await pilot.press("ctrl+down")
            assert host.rows_shown() == ["1 1 5 100", "2◇ 2 9 92", "3 3 6 89"]

    async def test_rows_are_held_out_by_hand_and_trained_on_again(self):
        async with opened(tutorial()) as (host, pilot):
            await pilot.press("shift+down", "H")
            assert [row.split()[0] for row in host.rows_shown()] == ["1◇", "2◇", "3"]
            await pilot.press("shift+down", "H")
            assert [row.split()[0] for row in host.rows_shown()] == ["1◇", "2◇", "3◇"]
            await pilot.press("H")
            assert list(host.table.validation) == [False, False, False]
            assert host.names == ["rows 1-2 for validation", "rows 1-3 for validation", "rows 1-3 for training"]

    async def test_a_column_that_names_the_split_is_written_in(self):
        async with opened(split_by_a_column()) as (host, pilot):
            assert host.lines()[0].split() == ["x", "◇part"]
            await pilot.press("H", "down", "H")
            assert host.column("part") == ["test", "train", "train"]
            assert list(host.table.validation) == [True, False, False]
            await pilot.press("shift+down", "H")
            assert host.column("part") == ["test", "test", "test"]

    async def test_the_last_rows_of_a_million_are_moved_held_out_and_deleted(self):
        async with opened(million()) as (host, pilot):
            await pilot.press("ctrl+end", "shift+up", "ctrl+up", "H", "ctrl+d", "u", "u", "u")
            assert host.names == [
                "rows 999,999-1,000,000 moved up",
                "rows 999,998-999,999 for validation",
                "rows 999,998-999,999 deleted",
            ]
            assert host.table.value(999_999, 0) == 999_999


class TestColumns:
    async def test_a_column_is_inserted_before_and_its_name_typed_at_once(self):
        async with opened(tutorial()) as (host, pilot):
            await pilot.press("right", "I", *"bmi", "enter", "4", "down", "5", "enter")
            assert host.table.names == ("age", "bmi", "weight", "speed")
            assert host.column("bmi") == [4, 5, None]
            assert host.names[:2] == ["column new inserted", "new renamed to bmi"]

    async def test_a_new_column_leaves_every_row_in_use_until_it_is_given_a_role(self):
        async with opened(tutorial()) as (host, pilot):
            await pilot.press("I", "escape")
            assert "ignored" in host.lines()[1]
            assert "incomplete" not in host.status()
            host.pane.show(host.table.with_role(0, "input"))
            await pilot.pause()
            assert "3 rows incomplete, not used" in host.status()

    async def test_each_new_column_gets_a_name_of_its_own(self):
        async with opened(tutorial()) as (host, pilot):
            await pilot.press("I", "enter")
            assert host.status() == "a column needs a name"
            await pilot.press("escape", "I", "escape", "B", "B")
            assert host.table.names == ("new 2", "new 2 2", "new 2 2 2", "new", "age", "weight", "speed")

    async def test_a_column_is_duplicated_behind_itself(self):
        async with opened(mixed()) as (host, pilot):
            await pilot.press("right", "colon", "B")
            assert host.table.names[:3] == ("weight", "origin", "origin 2")
            assert host.column("origin 2") == ["usa", "europe", "japan", None]
            assert host.table.columns[2].kind == "category"
            assert host.table.columns[2].role == "ignored"
            assert host.pane.scene.column == 2

    async def test_a_duplicate_of_a_calculated_column_is_calculated_too(self):
        async with opened(mixed()) as (host, pilot):
            await pilot.press("end", "B", "home", "6", "enter")
            assert host.column("half 2")[0] == 3

    async def test_columns_are_deleted_and_come_back_with_undo(self):
        async with opened(tutorial()) as (host, pilot):
            await pilot.press("shift+right", "ctrl+k")
            assert host.table.names == ("speed",)
            assert host.names == ["columns age to weight deleted"]
            await pilot.press("ctrl+k")
            assert "this is the only column" in host.status()
            await pilot.press("u")
            assert host.table == tutorial()

    async def test_a_column_that_a_formula_needs_is_deleted_only_with_it(self):
        table = mixed().with_column_moved(5, 1).with_new_column(2, Column("quarter", formula="half / 2"))
        async with opened(table) as (host, pilot):
            await pilot.press("ctrl+k")
            assert host.status() == "weight: half is calculated from it; delete that one first"
            await pilot.press("shift+right", "ctrl+k")
            assert host.status() == "half: quarter is calculated from it; delete that one first"
            assert host.table == table
            await pilot.press("shift+right", "ctrl+k")
            assert host.table.names == ("origin", "smoker", "year", "name")
            assert host.names == ["columns weight to quarter deleted"]

    async def test_columns_move_to_the_left_and_right(self):
        async with opened(tutorial()) as (host, pilot):
            await pilot.press("ctrl+right", "ctrl+right", "ctrl+right")
            assert host.table.names == ("weight", "speed", "age")
            assert host.pane.scene.column == 2
            await pilot.press("shift+left", "ctrl+left")
            assert host.table.names == ("speed", "age", "weight")
            assert host.names == ["age moved right", "age moved right", "speed to age moved left"]

    async def test_a_name_with_markup_and_escapes_is_typed_and_shown_as_text(self):
        async with opened(tutorial()) as (host, pilot):
            await pilot.press("N", "ctrl+u", *"[b]x[", "enter")
            assert host.table.names[0] == "[b]x["
            assert "[b]x[" in host.lines()[0]


@pytest.mark.parametrize(
    ("key", "what"),
    [
        ("v", "details"), ("k", "kind"), ("M", "missing"), ("equals_sign", "formula"), ("slash", "find"),
        ("semicolon", "find-next"), ("f", "filter"), ("S", "sort"), ("g", "go-to"), ("P", "predictions"),
        ("E", "errors"),
    ],
)  # fmt: skip
async def test_what_needs_a_dialog_or_the_network_is_asked_for(key, what):
    async with opened(tutorial()) as (host, pilot):
        await pilot.press(key)
        assert host.wanted == [what]


async def test_a_point_finds_the_next_word_and_begins_a_number():
    async with opened(mixed()) as (host, pilot):
        await pilot.press("right", "full_stop")
        assert host.wanted == ["find-next"]
        await pilot.press("left", "full_stop", "5", "enter")
        assert host.column("weight")[0] == 0.5
        assert host.wanted == ["find-next"]


def test_every_key_has_a_name_of_its_own_and_what_is_no_move_a_sentence():
    names = [command.id for command in DATA]
    assert len(set(names)) == len(names)
    assert all(name.startswith("data.") for name in names)
    keys = [key for command in DATA for key in command.keys.split(",")]
    assert len(set(keys)) == len(keys)
    assert all(command.help or {*command.keys.split(",")} <= {*MOVES, *SELECTING} for command in DATA)
