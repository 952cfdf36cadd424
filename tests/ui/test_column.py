"""The details of a column, worked with real keys."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from nntui.data.column import Column, Scaling
from nntui.data.sources import builtin
from nntui.data.table import Table
from nntui.render.glyphs import ASCII
from nntui.ui.table.column_dialog import ColumnScreen
from tests.ui.dialog_host import NORMAL, SMALL, WIDE, burst, opened, typed
from tests.ui.idle import Gate

if TYPE_CHECKING:
    from nntui.data.kinds import Cell

SIZES = [SMALL, NORMAL, WIDE]
FIELDS = {"kind": 1, "role": 2, "empty cells": 3, "scaling": 4, "unit": 5, "formula": 6}
"""How often down is pressed to reach each field of a number."""


@pytest.fixture
def table() -> Table:
    columns = [
        Column("age", kind="whole"),
        Column("weight", unit="kg", missing="mean"),
        Column("smoker", kind="yes-no"),
        Column("origin", kind="category"),
        Column("speed", role="target"),
    ]
    cells: dict[str, list[Cell]] = {
        "age": [2, 1, 3, None],
        "weight": [9.0, 5.0, None, 6.5],
        "smoker": [True, False, None, False],
        "origin": ["usa", "japan", "usa", None],
        "speed": [92.0, 100.0, 89.0, 95.0],
    }
    return Table.of(columns, cells)


async def to(pilot, field: str) -> None:
    await typed(pilot, "", *["down"] * FIELDS[field])


@pytest.mark.parametrize("size", SIZES)
async def test_facts_about_a_column_are_beside_its_cells(table, size):
    async with opened(lambda: ColumnScreen(table, 1), size) as (host, pilot):
        text = host.text()
        assert "column weight" in text
        for field in ("› name", "kind", "role", "empty cells", "scaling", "unit", "formula"):
            assert field in text
        for value in ("weight", "‹ number", "‹ input", "‹ mean", "‹ standard", " kg "):
            assert value in text
        assert "nothing changed" in text or size[1] < 20
        await typed(pilot, "", "pagedown")
        prose = host.prose()
        assert "cells 3 empty 1 different 3" in prose
        assert "minimum 5 kg" in prose
        assert "maximum 9 kg" in prose
        assert "correlation with speed -0.959" in prose


async def test_a_histogram_shows_where_the_numbers_lie():
    table = builtin.load("cars")
    async with opened(lambda: ColumnScreen(table, table.index("horsepower")), NORMAL) as (host, _):
        bars = [line for line in host.text().splitlines() if "⣿" in line]
        assert bars[-1].count("⣿") > bars[0].count("⣿") > 0
        assert "46" in host.text().splitlines()[host.text().splitlines().index(bars[-1]) + 1]


@pytest.mark.parametrize("size", SIZES)
async def test_levels_are_counted_the_most_frequent_first(table, size):
    async with opened(lambda: ColumnScreen(table, 3), size) as (host, _):
        lines = [line.strip(" │") for line in host.text().splitlines()]
        at = next(number for number, line in enumerate(lines) if "usa" in line)
        assert "2 ⠶⠶⠶⠶" in lines[at]
        assert "1 ⠶⠶" in lines[at + 1]
        assert lines[at].count("⠶") == 2 * lines[at + 1].count("⠶")
        assert "japan" in lines[at + 1]


@pytest.mark.parametrize("size", [SMALL, NORMAL])
async def test_a_new_name_is_one_edit(table, size):
    async with opened(lambda: ColumnScreen(table, 1), size) as (host, pilot):
        await typed(pilot, "mass")
        assert "weight renamed to mass" in host.text()
        await typed(pilot, "", "enter")
        [(name, changed)] = host.answers
        assert name == "weight renamed to mass"
        assert changed == table.renamed(1, "mass")


async def test_a_taken_name_says_so_beside_its_field_and_stays(table):
    async with opened(lambda: ColumnScreen(table, 1)) as (host, pilot):
        await typed(pilot, "speed", "enter")
        assert host.is_open
        assert "there are two columns named 'speed'" in host.prose()
        assert "Fix 1 field first." in host.text()
        await typed(pilot, "", "escape")
        assert host.answers == [None]


async def test_several_changes_are_made_together(table):
    async with opened(lambda: ColumnScreen(table, 1)) as (host, pilot):
        await to(pilot, "empty cells")
        await typed(pilot, "", "right", "down", "left", "down")
        await typed(pilot, "lb", "enter")
        [(name, changed)] = host.answers
        column = changed.columns[1]
        assert name == "details of weight"
        assert (column.missing, column.scaling.method, column.unit) == ("median", "min-max", "lb")


async def test_a_fixed_scaling_asks_for_its_divisor(table):
    async with opened(lambda: ColumnScreen(table, 1)) as (host, pilot):
        await to(pilot, "scaling")
        assert "divided by" not in host.text()
        await typed(pilot, "", "f")
        assert "divided by" in host.text()
        assert "give the number to divide by" in host.prose()
        await typed(pilot, "", "down")
        await typed(pilot, "100", "enter")
        [(name, changed)] = host.answers
        assert name == "scaling of weight: fixed"
        assert changed.columns[1].scaling == Scaling("fixed", 100.0)


async def test_another_kind_converts_the_cells_and_hides_what_has_no_meaning(table):
    async with opened(lambda: ColumnScreen(table, 1)) as (host, pilot):
        await to(pilot, "kind")
        await typed(pilot, "", "c")
        assert "unit" not in host.text()
        await typed(pilot, "", "enter")
        [(name, changed)] = host.answers
        assert name == "kind of weight: category"
        assert changed == table.with_kind(1, "category")


async def test_a_kind_that_the_cells_cannot_take_names_the_first_of_them(table):
    async with opened(lambda: ColumnScreen(table, 1), WIDE) as (host, pilot):
        await to(pilot, "kind")
        await typed(pilot, "", "w", "enter")
        assert host.is_open
        assert "row 4, column weight:" in host.text()
        assert "'6.5' is not a whole" in host.text()


async def test_the_words_for_no_and_yes_say_which_level_is_which(table):
    async with opened(lambda: ColumnScreen(table, 3)) as (host, pilot):
        await typed(pilot, "", "down", "y", "down")
        await typed(pilot, "usa, japan", "enter")
        [(name, changed)] = host.answers
        assert name == "kind of origin: yes-no"
        assert changed.columns[3].words == ("usa", "japan")
        assert changed.rows(0, 4)[1][3] is True


async def test_a_formula_replaces_the_cells_and_the_reason_against_one_is_shown_live(table):
    async with opened(lambda: ColumnScreen(table, 1)) as (host, pilot):
        await to(pilot, "formula")
        await typed(pilot, "age * heigt")
        assert "column 'heigt' is not known" in host.text()
        await typed(pilot, "", *["backspace"] * 5)
        await typed(pilot, "2", "enter")
        [(name, changed)] = host.answers
        assert name == "formula of weight: age * 2"
        assert [row[1] for row in changed.rows(0, 4)] == [4.0, 2.0, 6.0, None]


async def test_a_policy_that_a_target_cannot_have_is_refused_with_those_that_it_can(table):
    async with opened(lambda: ColumnScreen(table, 4)) as (host, pilot):
        await to(pilot, "empty cells")
        await typed(pilot, "", "m")
        assert "does not apply to a number target; choose one of drop, refuse" in host.prose()


async def test_text_is_no_input(table):
    async with opened(lambda: ColumnScreen(table, 3)) as (host, pilot):
        await typed(pilot, "", "down", "t", "enter")
        [(_, changed)] = host.answers
        assert (changed.columns[3].kind, changed.columns[3].role) == ("text", "ignored")
    async with opened(lambda: ColumnScreen(changed, 3)) as (host, pilot):
        await typed(pilot, "", "down", "down", "i")
        assert "text cannot be learnt" in host.text()


async def test_a_column_of_hostile_names_and_cells_is_shown_harmless_and_kept(table):
    hostile = table.renamed(3, "a\x1b[31m[b]\u202e").with_value(0, 3, "\x1b]0;x\x07" + "y" * 10_000)
    async with opened(lambda: ColumnScreen(hostile, 3)) as (host, pilot):
        assert "\x1b" not in host.text()
        assert "a␛[31m[b]�" in host.text()
        await typed(pilot, "", "down", "t", "enter")
        [(_, changed)] = host.answers
        assert changed.columns[3].name == hostile.columns[3].name


@pytest.mark.parametrize("cells", [[], [None, None]])
async def test_a_column_without_cells_has_nothing_but_its_count(cells):
    table = Table.of([Column("x"), Column("y", role="target")], {"x": cells, "y": cells})
    async with opened(lambda: ColumnScreen(table, 0)) as (host, _):
        assert f"cells 0  empty {len(cells)}  different 0" in host.text()
        assert "minimum" not in host.text()


async def test_plain_characters_are_enough(table):
    async with opened(lambda: ColumnScreen(table, 1), glyphs=ASCII) as (host, _):
        assert host.text().isascii()


async def test_the_fields_are_those_that_have_a_meaning_before_anything_is_judged(table):
    gate = Gate()

    class SlowColumn(ColumnScreen):
        def examine(self, entered):
            gate.wait()
            return super().examine(entered)

    async with opened(lambda: SlowColumn(table, 1), settle=False) as (host, pilot):
        await pilot.pause()
        await pilot.press("down", "c", "down", "down", "o")
        gate.set()
        await typed(pilot, "", "enter")
        [(_, after)] = host.answers
        assert (after.columns[1].kind, after.columns[1].missing) == ("category", "own")


async def test_a_burst_of_keys_goes_to_the_fields_that_they_are_meant_for(table):
    async with opened(lambda: ColumnScreen(table, 1)) as (host, pilot):
        await burst(pilot, "m", "down", "c", "up", "end", "y", "down", "down", "i", "enter")
        [(_, after)] = host.answers
        column = after.columns[1]
        assert (column.name, column.kind, column.role) == ("my", "category", "ignored")
