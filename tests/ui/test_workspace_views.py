"""Finding, filtering and sorting on the main screen: what is looked at changes, the table does not."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from textual.events import Key

from tests.ui.app_host import LARGE, NORMAL, SMALL, opened

if TYPE_CHECKING:
    from tests.ui.app_host import User
    from tests.ui.scripted_run import Script


CHARACTERS = {"space": " ", "equals_sign": "=", "enter": "\r"}


def numbers(user: User) -> list[int]:
    """The numbers of the rows in sight, in their order."""
    lines = (re.match(r" *(\d+)[ ◇!] ", line) for line in user.pane("data").split("\n"))
    return [int(line[1]) for line in lines if line is not None]


def status(user: User) -> str:
    """The lines under the table."""
    return " ".join(user.pane("data").split("\n")[-2:])


async def zoomed(user: User) -> None:
    """Give the table the whole screen, as one does to look at it."""
    await user.press("z")


async def test_a_text_is_found_the_next_time_too_and_round_the_end(script: Script) -> None:
    async with opened("cars", LARGE) as user:
        await zoomed(user)
        await user.press("slash")
        await user.type("europe")
        await user.sees("row 20, origin: europe")
        await user.press("enter")
        await user.sees("row 20 of 392", "origin europe")
        await user.press("semicolon")
        await user.sees("row 21 of 392")
        await user.press("slash")
        await user.type("455")
        await user.sees("row 95, displacement: 455")
        await user.press("enter")
        await user.sees("row 95 of 392")
        assert user.app.workspace.controller.unsaved is False


async def test_a_text_that_is_not_found_is_reported_while_typing_and_leaves_the_cursor(script: Script) -> None:
    async with opened("cars", LARGE) as user:
        await user.press("slash")
        await user.type("zebra")
        await user.sees("No cell contains 'zebra'.")
        await user.press("enter", "escape")
        assert "row 1 of 392" in user.pane("data")


async def test_find_next_without_a_text_asks_for_one(script: Script) -> None:
    async with opened("cars", LARGE) as user:
        await user.press("semicolon")
        await user.sees("type what to find")


async def test_a_row_is_gone_to_by_its_number(script: Script) -> None:
    async with opened("cars", NORMAL) as user:
        await user.press("g")
        await user.type("1000")
        await user.sees("from 1 to 392")
        await user.press("ctrl+u")
        await user.type("201")
        await user.sees("row 201: 6, 258, 95, 3193, ...")
        await user.press("enter")
        await user.sees("row 201 of 392")


async def test_a_filter_counts_as_one_types_and_shows_only_such_rows(script: Script) -> None:
    async with opened("cars", LARGE) as user:
        await zoomed(user)
        await user.press("f")
        await user.sees("all 392 rows")
        await user.type("weight < 1800 and ori\t = japan")
        await user.sees("7 of 392 rows")
        await user.press("enter")
        await user.sees("7 of 392 rows: weight < 1800 and origin = japan")
        shown = numbers(user)
        table = user.app.workspace.controller.table
        assert table is not None
        weight, origin = table.index("weight"), table.index("origin")
        assert len(shown) == 7
        assert table.frame.to_series(weight).gather([row - 1 for row in shown]).lt(1800).all()
        assert {table.value(row - 1, origin) for row in shown} == {"japan"}
        await user.press("f", "ctrl+u", "enter")
        await user.sees_no_more("of 392 rows:")
        await user.press("ctrl+home")
        assert numbers(user)[:3] == [1, 2, 3]


async def test_a_filter_that_makes_no_sense_or_leaves_nothing_says_so_and_stays(script: Script) -> None:
    async with opened("cars", LARGE) as user:
        await user.press("f")
        await user.type("weight >")
        await user.sees("filter: ")
        await user.press("enter")
        await user.sees("filter: ")
        await user.type(" 1e9")
        await user.sees("No row matches.")
        await user.press("escape")
        assert numbers(user)[:3] == [1, 2, 3]


async def test_a_column_sorts_up_then_down_then_not_at_all(script: Script) -> None:
    async with opened("cars", LARGE) as user:
        await zoomed(user)
        table = user.app.workspace.controller.table
        assert table is not None
        weights = table.frame.get_column("weight").to_list()
        await user.press("right", "right", "right", "S")
        await user.sees("by weight")
        assert [weights[row - 1] for row in numbers(user)] == sorted(weights)[: len(numbers(user))]
        assert "1613" in status(user)  # the cursor goes to where the order begins
        await user.press("S")
        await user.sees("by weight, descending")
        assert [weights[row - 1] for row in numbers(user)] == sorted(weights, reverse=True)[: len(numbers(user))]
        await user.press("S")
        await user.sees_no_more("by weight")
        assert user.app.workspace.controller.unsaved is False


async def test_an_edited_row_stays_where_it_is_until_it_is_sorted_again(script: Script) -> None:
    async with opened("cars", LARGE) as user:
        await zoomed(user)
        await user.press("right", "right", "right", "S")
        await user.sees("by weight")
        first = numbers(user)[:3]
        await user.type("4000\r")
        await user.sees("4000")
        assert numbers(user)[:3] == first
        await user.press("S")
        await user.sees("by weight, descending")
        await user.press("S")
        await user.sees_no_more("by weight")
        await user.press("S")
        await user.sees("by weight")
        assert numbers(user)[:2] == first[1:]


async def test_adding_and_deleting_rows_in_a_view_keeps_it_and_updates_its_count(script: Script) -> None:
    async with opened("cars", LARGE) as user:
        await zoomed(user)
        await user.press("f")
        await user.type("year = 82 and mpg > 40\r")
        await user.sees("rows: year = 82")
        before = numbers(user)
        await user.press("a")
        await user.sees(f"{len(before) + 1} of 393 rows")
        await user.press("ctrl+d")
        await user.sees(f"{len(before)} of 392 rows")
        assert numbers(user) == before
        await user.press("ctrl+d")
        await user.sees(f"{len(before) - 1} of 391 rows")
        await user.press("u")
        await user.sees(f"{len(before)} of 392 rows")
        assert numbers(user) == before


async def test_filter_and_order_go_together_and_a_dropped_column_takes_its_order_along(script: Script) -> None:
    async with opened("cars", LARGE) as user:
        await zoomed(user)
        await user.press("S", "f")
        await user.type("origin = europe\r")
        await user.sees("68 of 392 rows: origin = europe, by cylinders")
        await user.press("ctrl+k", "f")
        await user.sees("68 of 392 rows")
        await user.press("enter")
        await user.sees("68 of 392 rows: origin = europe")
        await user.sees_no_more("by cylinders")


async def test_keys_that_come_in_a_burst_reach_the_question_that_the_first_of_them_asks(script: Script) -> None:
    async with opened("cars", LARGE) as user:
        await zoomed(user)
        for key in ("S", "f", *"origin", "space", "equals_sign", "space", *"europe", "enter", "g", *"23", "enter", "S"):
            user.app.post_message(Key(key, key if len(key) == 1 else CHARACTERS.get(key)))
        await user.sees("68 of 392 rows: origin = europe, by cylinders, descending")
        for key in ("slash", *"usa", "escape", "g", *"52", "enter"):
            user.app.post_message(Key(key, key if len(key) == 1 else CHARACTERS.get(key)))
        await user.sees("row 52 of 392")
        assert user.app.workspace.controller.unsaved is False


async def test_another_table_is_shown_as_it_comes(script: Script) -> None:
    async with opened("cars", LARGE) as user:
        await user.press("S")
        await user.sees("by cylinders")
        await user.press("o")
        await user.type("tutorial")
        await user.sees("› tutorial")
        await user.press("enter")
        await user.sees("tutorial  2-3-1")
        assert numbers(user) == [1, 2, 3]
        assert "by cylinders" not in user.text


async def test_new_weights_leave_the_view_alone(script: Script) -> None:
    async with opened("cars", LARGE) as user:
        await user.press("S", "S")
        await user.sees("by cylinders, descending")
        before = numbers(user)
        await user.press("R")
        await user.sees("new first weights")
        await user.settled()
        assert "by cylinders, descending" in user.text
        assert numbers(user) == before


async def test_the_smallest_terminal_has_room_for_every_question(script: Script) -> None:
    async with opened("cars", SMALL) as user:
        for key, title in (("slash", "find"), ("f", "filter"), ("g", "go to row"), ("equals_sign", "formula of")):
            await user.press(key)
            await user.sees(title, "enter ok")
            await user.press("escape")
            await user.sees_no_more("enter ok")
