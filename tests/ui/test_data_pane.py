"""The contents of the data pane, and moving about in it with real keys."""

from __future__ import annotations

import numpy as np
import pytest
from rich.cells import cell_len

from nntui.data.column import Column
from nntui.data.table import Table
from nntui.render.glyphs import ASCII
from tests.ui.data_pane_host import LARGE, NORMAL, SMALL, million, numbered, opened, tutorial

SIZES = [SMALL, NORMAL, LARGE]


class TestShowing:
    @pytest.mark.parametrize("size", SIZES)
    async def test_the_whole_tutorial_fits_on_the_screen(self, size):
        async with opened(tutorial(), size) as (host, _):
            lines = host.lines()
            assert lines[0].split() == ["age", "weight", "▸speed"]
            assert lines[1].split() == ["number", "number", "kg", "number", "target", "mph"]
            assert [line.split() for line in lines[2:5]] == [
                ["1", "2", "9", "92"],
                ["2", "1", "5", "100"],
                ["3", "3", "6", "89"],
            ]
            assert host.status() == "row 1 of 3 · age 2"

    async def test_numbers_are_right_aligned_under_their_names(self):
        async with opened(tutorial()) as (host, _):
            lines = host.lines()
            ends = {len(lines[0])} | {len(line) for line in lines[1:5]}
            assert len(ends) == 1

    async def test_a_table_on_its_way_is_announced(self):
        async with opened(None) as (host, pilot):
            assert "loading ..." in host.text()
            host.pane.show(None, note="reading cars.csv ...")
            await pilot.pause()
            assert "reading cars.csv ..." in host.text()
            host.pane.show(tutorial())
            await pilot.pause()
            assert "speed" in host.text()
            assert host.pane.selected_row == 0

    async def test_validation_rows_and_incomplete_rows_are_marked(self):
        table = tutorial([False, True, False]).with_value(2, 0, None)
        async with opened(table) as (host, _):
            lines = host.lines()
            assert lines[3].split() == ["2◇", "1", "5", "100"]
            assert lines[4].split() == ["3!", "·", "6", "89"]
            assert host.status().endswith("1 row incomplete, not used")

    async def test_an_empty_cell_of_an_ignored_column_leaves_its_row_in_use(self):
        table = tutorial().with_roles(["age"], ["speed"]).with_value(2, 1, None)
        async with opened(table) as (host, _):
            assert host.lines()[4].split() == ["3", "3", "·", "89"]
            assert "incomplete" not in host.status()

    async def test_ascii_glyphs_leave_nothing_but_ascii(self):
        table = tutorial([False, True, False]).with_value(2, 0, None).renamed(0, "größe").with_value(0, 0, 1 / 3)
        async with opened(table, SMALL, ASCII) as (host, _):
            assert host.text().isascii()
            assert ">speed" in host.lines()[0]
            assert host.lines()[3].split()[0] == "2v"

    @pytest.mark.parametrize("size", SIZES)
    async def test_names_from_outside_are_plain_text_and_stay_in_line(self, size):
        names = ["[red]x[/]", "\x1b[31mred", "日本語の列名前", "x" * 10_000, "\u202eabc", "👩‍👩‍👧 fam", "=1+1"]
        columns = [Column(name, role="target" if name == "=1+1" else "input", unit="[b]") for name in names]
        async with opened(Table.of(columns, {name: [1.5, -1e300] for name in names}), size) as (host, pilot):
            seen = ""
            for _ in names:
                seen += host.text()
                assert all(cell_len(line) <= size[0] for line in host.lines())
                await pilot.press("right")
            for name in ("[red", "␛[31", "日本", "xxx…", "�abc", "▸=1+1"):
                assert name in seen
            assert "\x1b" not in seen
            assert "\u202e" not in seen

    async def test_a_number_too_long_for_its_column_is_rounded_and_read_in_full_below(self):
        columns = [Column(f"c{number}", role="target" if number == 9 else "input") for number in range(10)]
        table = Table.of(columns, {column.name: [0.12345678901234567] for column in columns})
        async with opened(table) as (host, _):
            assert " 0.1234567890 " in host.text()
            assert "…" not in host.text()
            assert "0.12345678901234566" in host.status()

    async def test_the_last_column_is_clear_of_the_scrollbar(self):
        names = [f"c{number}" for number in range(9)] + ["twelve_cells"]
        table = Table.of([Column(name) for name in names], {name: np.ones(100) for name in names})
        async with opened(table) as (host, _):
            assert "twelve_cel…" in host.lines()[0]

    async def test_a_narrow_pane_keeps_the_cell_in_the_status_line(self):
        table = tutorial().with_value(0, 0, None)
        for width in (20, 30, 44):
            async with opened(table, (width, 10)) as (host, _):
                assert "age is empty" in host.status()
                assert len(host.status()) <= width


class TestMoving:
    async def test_arrows_stop_at_the_edges(self):
        async with opened(tutorial()) as (host, pilot):
            await pilot.press("up", "left")
            assert host.status() == "row 1 of 3 · age 2"
            await pilot.press("down", "right")
            assert host.status() == "row 2 of 3 · weight 5 kg"
            await pilot.press("down", "down", "right", "right")
            assert host.status() == "row 3 of 3 · speed 89 mph · target"
            assert host.rows == [0, 1, 2]

    async def test_home_and_end_go_along_the_row_and_with_ctrl_along_the_column(self):
        async with opened(numbered(100, 3)) as (host, pilot):
            await pilot.press("end", "ctrl+end")
            assert host.status() == "row 100 of 100 · column 3 100 · target"
            await pilot.press("home", "ctrl+home")
            assert host.status() == "row 1 of 100 · column 1 1"

    @pytest.mark.parametrize("size", SIZES)
    async def test_a_page_is_as_many_rows_as_are_in_sight(self, size):
        async with opened(numbered(500), size) as (host, pilot):
            page = size[1] - 3
            await pilot.press("pagedown")
            assert host.pane.selected_row == page
            await pilot.press("pagedown", "pageup", "pageup")
            assert host.pane.selected_row == 0

    @pytest.mark.parametrize("size", SIZES)
    async def test_a_million_rows_are_scrolled_to_their_end(self, size):
        async with opened(million(), size) as (host, pilot):
            await pilot.press("ctrl+end")
            last = host.lines()[-2].split()
            assert last[:2] == ["1000000", "999999"]
            assert "1,000,000 of 1,000,000" in host.status()
            await pilot.press("pageup", "up")
            assert str(host.pane.selected_row) in host.text()
            await pilot.press("end")
            assert "▸c9" in host.lines()[0]
            assert str(int(host.lines()[-2].split()[0]) + 8) in host.lines()[-2].split()

    async def test_columns_stay_as_wide_as_they_are_while_one_scrolls(self):
        async with opened(million(), LARGE) as (host, pilot):
            names = host.lines()[0]
            await pilot.press("ctrl+end", "pageup", "ctrl+home", "pagedown")
            assert host.lines()[0] == names

    @pytest.mark.parametrize("size", SIZES)
    async def test_row_numbers_stay_while_columns_scroll(self, size):
        async with opened(numbered(5, 40), size) as (host, pilot):
            assert " ›" in host.lines()[0]
            await pilot.press("end", "left")
            lines = host.lines()
            assert lines[0].split()[0] == "‹"
            assert "▸colu" in lines[0]
            assert "›" not in lines[0]
            assert lines[2].split()[0] == "1"
            await pilot.press("home")
            assert not host.lines()[0].lstrip().startswith("‹")

    async def test_the_only_target_stays_in_sight_and_the_cursor_goes_to_it_and_back(self):
        async with opened(numbered(5, 40), (35, 11)) as (host, pilot):
            assert host.lines()[0].endswith("›▸colu…")
            await pilot.press("end")
            assert host.status().endswith("target")
            assert "col… 1" in host.lines()[0]  # nothing was scrolled
            await pilot.press("left")
            assert host.lines()[0].split() == ["‹", "col…37", "col…38", "col…39", "▸colu…"]
            await pilot.press("home", "right", "right", "right", "right")
            assert "col… 5" in host.lines()[0]

    async def test_the_pane_is_told_where_to_go(self):
        async with opened(numbered(100)) as (host, pilot):
            host.pane.go_to(49)
            await pilot.pause()
            assert host.status().startswith("row 50 of 100")
            host.pane.go_to(1_000)
            await pilot.pause()
            assert host.pane.selected_row == 99

    async def test_the_cursor_stays_in_sight_when_the_terminal_shrinks(self):
        async with opened(numbered(20), LARGE) as (host, pilot):
            await pilot.press("ctrl+end")
            await pilot.resize_terminal(*SMALL)
            assert host.lines()[-2].split()[0] == "20"
