"""Cells of every kind in the data pane: how they look, and how each is typed."""

from __future__ import annotations

import pytest
from rich.cells import cell_len

from nntui.data.column import Column
from nntui.data.table import Table
from tests.ui.data_pane_host import LARGE, NORMAL, SMALL, mixed, opened, tutorial

HOSTILE = [
    "\x1b[31mred\x1b[0m", "[bold]x[/bold]", "\u202eevil\u202c", "a\x00b", "👩‍👩‍👧 fam", "=1+1", "x" * 10_000,
    "日本語テキスト", "line\nbreak\ttab", "e" + "\u0301" * 50, "-5", " ",
]  # fmt: skip


def hostile() -> Table:
    columns = [Column("text", kind="text", role="ignored"), Column("class", kind="category"), Column("after")]
    return Table.of(columns, {"text": HOSTILE, "class": HOSTILE, "after": [7] * len(HOSTILE)})


class TestShowing:
    async def test_each_kind_is_written_as_a_person_would(self):
        async with opened(mixed()) as (host, _):
            assert host.rows_shown() == [
                "1 2.5 usa yes 1970 Ann 1.25",
                "2 4 europe no 1971 日本 2",
                "3! · japan · 1972 [b]x ·",
                "4! 8 · yes 1973 a␉b 4",
            ]

    async def test_numbers_are_right_aligned_and_words_left_aligned(self):
        async with opened(mixed()) as (host, _):
            lines = host.lines()
            ends = {line.index(text) + len(text) for line, text in zip(lines[2:6], ["2.5", "4", "·", "8"], strict=True)}
            assert ends == {lines[0].index("weight") + len("weight")}
            starts = {line.index(text) for line, text in zip(lines[2:5], ["usa", "europe", "japan"], strict=True)}
            assert starts == {lines[0].index("origin")}

    async def test_notes_under_the_names_describe_the_columns(self):
        async with opened(mixed(), LARGE) as (host, _):
            assert host.lines()[0].split() == ["weight", "origin", "smoker", "▸year", "name", "=half"]
            notes = " ".join(host.lines()[1].split())
            assert notes == (
                "number kg 1 empty: drop category 1 empty: drop yes-no 1 empty: drop whole target text ignored "
                "number 1 empty"
            )

    @pytest.mark.parametrize("size", [SMALL, NORMAL, LARGE])
    async def test_hostile_cells_are_plain_symbols_and_move_no_other(self, size):
        async with opened(hostile(), size) as (host, pilot):
            lines = host.lines()[2 : 2 + len(HOSTILE)]
            assert {cell_len(line) for line in lines} == {cell_len(host.lines()[0])}
            assert all(line.endswith(" 7") for line in lines)
            for text in ("␛[31mred␛[", "[bold]x[/", "�evil�", "a␀b", "👩�👩�👧 fam", "日本語", "line␊br", "xxxxxx…"):
                assert text in host.text()
            for _ in HOSTILE:
                assert all(cell_len(line) <= size[0] for line in host.lines())
                assert "\x1b" not in host.text()
                await pilot.press("down")

    async def test_a_text_longer_than_its_column_is_read_on_below(self):
        table = Table.of([Column("note", kind="text"), Column("y")], {"note": ["ab" * 30], "y": [1]})
        async with opened(table) as (host, _):
            assert "ab" * 19 + "a…" in host.lines()[2]
            assert "ab" * 25 in host.status()


class TestTyping:
    async def test_enter_goes_on_from_a_word(self):
        async with opened(mixed()) as (host, pilot):
            await pilot.press("right", "enter", *"bc", "enter")
            assert host.column("origin")[0] == "usabc"
            assert host.names == ["row 1 origin usa -> usabc"]

    async def test_letters_begin_a_new_word_and_are_commands_behind_a_colon(self):
        async with opened(mixed()) as (host, pilot):
            await pilot.press("right", *"Dogs", "enter", "down", "quotation_mark", *"Ds", "enter")
            assert host.column("origin")[:2] == ["Dogs", "Ds"]
            assert host.table.height == 4
            assert host.struck == 0
            await pilot.press("colon", "s", "ctrl+d")
            assert host.struck == 1
            assert host.table.height == 3

    async def test_a_quote_on_a_number_begins_nothing(self):
        async with opened(mixed()) as (host, pilot):
            await pilot.press("quotation_mark", "s")
            assert host.struck == 1
            assert host.names == []

    async def test_a_digit_begins_a_text_too(self):
        async with opened(mixed()) as (host, pilot):
            await pilot.press("right", "4", "w", "d", "enter")
            assert host.column("origin")[0] == "4wd"
            await pilot.press("up", "colon", "s")
            assert host.struck == 1
            assert host.column("origin")[0] == "4wd"

    async def test_a_category_is_completed_with_the_right_arrow(self):
        async with opened(mixed()) as (host, pilot):
            await pilot.press("right", "quotation_mark", "e", "u")
            assert "europe" in host.lines()[2]
            assert "→ complete" in host.status()
            await pilot.press("right", "enter")
            assert host.column("origin")[0] == "europe"

    async def test_a_completion_that_is_not_accepted_is_not_saved(self):
        async with opened(mixed()) as (host, pilot):
            await pilot.press("right", "quotation_mark", "e", "u", "enter")
            assert host.column("origin")[0] == "eu"

    async def test_yes_and_no_are_typed_as_words_or_digits(self):
        async with opened(mixed()) as (host, pilot):
            await pilot.press("right", "right", "0", "enter", "down", "enter", "ctrl+u", *"YES", "enter")
            assert host.column("smoker")[:2] == [False, True]
            await pilot.press("enter", "ctrl+u", *"maybe", "enter")
            assert host.status() == "smoker: 'maybe' is neither no nor yes"
            assert host.column("smoker")[1] is True

    async def test_a_whole_number_with_a_fraction_is_refused_with_the_reason(self):
        async with opened(mixed()) as (host, pilot):
            await pilot.press("right", "right", "right", "3", "full_stop", "5", "enter")
            assert host.status() == "year: '3.5' is not a whole number"
            await pilot.press("backspace", "backspace", "0", "enter")
            assert host.column("year")[0] == 30

    @pytest.mark.parametrize("keys", [["5"], ["enter"], ["delete"]])
    async def test_a_calculated_cell_refuses_edits_and_follows_those_of_its_sources(self, keys):
        async with opened(mixed()) as (host, pilot):
            await pilot.press("end", *keys)
            assert host.status() == "half is calculated. Press = to edit its formula."
            assert host.text().count(host.status()) == 1
            assert host.names == []
            await pilot.press("left")
            assert host.status().startswith("row 1 of 4")
            await pilot.press("home", "5", "enter")
            assert host.column("half")[0] == 2.5

    async def test_the_status_line_shows_the_formula(self):
        async with opened(mixed()) as (host, pilot):
            await pilot.press("end")
            assert "half 1.25 · = weight / 2" in host.status()

    async def test_control_characters_survive_an_edit_of_the_text_around_them(self):
        async with opened(mixed()) as (host, pilot):
            await pilot.press("ctrl+end", "right", "right", "right", "right", "enter")
            assert "a␉b" in host.lines()[5]
            await pilot.press("c", "enter")
            assert host.column("name")[3] == "a\tbc"

    async def test_a_cell_of_ten_thousand_characters_is_typed_on_at_its_end(self):
        async with opened(hostile(), SMALL) as (host, pilot):
            await pilot.press(*["down"] * 6, "enter", "y", "z")
            assert "xyz" in host.lines()[8]
            await pilot.press("enter")
            assert host.column("text")[6] == "x" * 10_000 + "yz"

    async def test_a_word_typed_into_a_number_is_refused(self):
        async with opened(tutorial()) as (host, pilot):
            await pilot.press("enter", *"abc", "enter")
            assert host.status() == "age: '2abc' is not a number"
