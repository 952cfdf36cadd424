"""Changing what a column is on the main screen: each change is one edit, with a name, that undo takes back."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.ui.app_host import LARGE, NORMAL, opened

if TYPE_CHECKING:
    from pathlib import Path

    from nntui.data.table import Table
    from tests.ui.app_host import User
    from tests.ui.scripted_run import Script


def table(user: User) -> Table:
    """The present table."""
    found = user.app.workspace.controller.table
    assert found is not None
    return found


async def test_the_details_of_a_column_are_changed_and_undone_as_one(script: Script) -> None:
    async with opened("cars", LARGE) as user:
        before = table(user)
        await user.press("v")
        await user.sees("column cylinders", "cells 392")
        await user.type("cyl")
        await user.press("down", "right", "down", "down", "right")
        await user.sees("details of cylinders")
        await user.press("enter")
        await user.sees_no_more("column cylinders")
        await user.until(lambda: table(user) is not before)
        column = table(user).columns[0]
        assert (column.name, column.kind, column.missing) == ("cyl", "whole", "refuse")
        await user.press("u")
        await user.sees("undid: details of cylinders")
        assert table(user) == before


async def test_a_kind_is_chosen_with_what_it_does_to_the_cells(script: Script) -> None:
    async with opened("cars", LARGE) as user:
        await user.press("k")
        await user.sees("kind of cylinders", "› number")
        await user.press("down")
        await user.press("down")
        await user.press("down")
        await user.sees("5 levels: 8, 4, 6, 3 ...")
        await user.press("y")
        await user.sees("it has 5 different values; yes or no are two")
        await user.press("c")
        await user.sees_no_more("any words; not learnt")
        await user.until(lambda: table(user).columns[0].kind == "category")
        await user.press("colon", "u")
        await user.sees("undid: kind of cylinders: category")


async def test_a_role_is_chosen_with_one_key_and_what_would_begin_afresh_is_reported_before(script: Script) -> None:
    async with opened("cars", LARGE) as user:
        await user.press("space")
        script.run.reach(40)
        await user.sees("epoch  40/")
        await user.press("m")
        await user.sees("role of cylinders", "i › input", " now", "t   target", "begins training afresh")
        await user.press("g")
        await user.until(lambda: table(user).columns[0].role == "ignored")
        await user.sees("cylinders ignored, u undoes it")
        await user.press("shift+right", "m")
        await user.sees("role of cylinders to displacement")
        await user.press("t")
        await user.until(lambda: [each.role for each in table(user).columns[:2]] == ["target", "target"])
        await user.press("u")
        await user.until(lambda: [each.role for each in table(user).columns[:2]] == ["ignored", "input"])


async def test_choosing_the_same_kind_changes_nothing(script: Script) -> None:
    async with opened("cars", LARGE) as user:
        before = table(user)
        await user.press("k")
        await user.sees("no change")
        await user.press("enter")
        await user.sees_no_more("no change")
        assert table(user) is before
        assert user.name == "cars"


async def test_a_policy_for_empty_cells_is_chosen_with_how_many_there_are(script: Script) -> None:
    async with opened("cars", NORMAL) as user:
        await user.press("delete", "M")
        await user.sees("empty cells of cylinders", "1 cell is empty", "› drop")
        await user.press("o")
        await user.sees("policy own does not apply to a number input")
        await user.press("m", "m")
        await user.sees("› median")
        await user.press("enter")
        await user.sees_no_more("› median")
        await user.until(lambda: table(user).columns[0].missing == "median")
        await user.press("u")
        await user.until(lambda: table(user).columns[0].missing == "drop")


async def test_a_formula_shows_its_values_while_it_is_typed_and_stays_live(script: Script) -> None:
    async with opened("cars", LARGE) as user:
        await user.press("equals_sign")
        await user.sees("formula of cylinders", "type a formula")
        await user.type("weight / hors")
        await user.sees("column 'hors' is not known")
        await user.press("tab")
        await user.sees("from row 1: 26.9538, 22.3818, 22.9067; replaces its cells")
        await user.press("enter")
        await user.sees_no_more("replaces its cells")
        assert table(user).columns[0].formula == "weight / horsepower"
        await user.press("right", "right", "right")
        await user.type("1300\r")
        await user.until(lambda: table(user).value(0, 0) == 10)
        await user.press("home", "equals_sign")
        await user.sees("from row 1: 10, 22.3818")
        await user.press("ctrl+u")
        await user.sees("keeps the cells")
        await user.press("enter")
        await user.until(lambda: not table(user).columns[0].formula)
        assert table(user).value(0, 0) == 10
        await user.press("u")
        await user.sees("undid: formula of cylinders: none")


async def test_earlier_formulas_come_back_with_up(script: Script) -> None:
    async with opened("cars", LARGE) as user:
        await user.press("equals_sign")
        await user.type("weight + 1\r")
        await user.until(lambda: bool(table(user).columns[0].formula))
        await user.press("right", "equals_sign")
        await user.sees("formula of displacement")
        await user.press("up")
        await user.sees("weight + 1", "from row 1: 3505")


async def test_a_column_that_says_which_rows_are_validation_rows_chooses_them(script: Script, tmp_path: Path) -> None:
    path = tmp_path / "parts.csv"
    path.write_text("origin,part,y\n" + "".join(f"x,{'testing' if n % 3 else 'training'},{n}\n" for n in range(30)))
    async with opened(str(path), LARGE) as user:
        await user.press("colon", "v")
        await user.sees("column origin")
        await user.press("down", "down", "s")
        await user.sees("Fix 1 field first")
        await user.press("escape")
        await user.sees_no_more("column origin")
        await user.press("right", "colon", "v")
        await user.sees("  column part  ")
        await user.press("down", "down", "s", "enter")
        await user.sees_no_more("  column part  ")
        await user.until(lambda: table(user).columns[1].role == "split")
        await user.until(lambda: len(script.run.data.rows) == 10)


async def test_the_row_is_looked_at_and_the_cursor_goes_where_one_looked_last(script: Script) -> None:
    async with opened("cars", LARGE) as user:
        await user.press("L")
        await user.sees("row 1 of 392", "mpg =", "error")
        await user.press("right", "right")
        await user.sees("row 3 of 392")
        await user.press("escape")
        await user.until(lambda: user.app.workspace.data_pane.selected_row == 2)
