"""The walk pane: places, numbers that follow the session, guesses, and what is said where there is nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING

from nntui.session.options import Options
from nntui.ui.walk.pane import WalkPane
from tests.ui.app_host import LARGE, NORMAL, SMALL, opened

if TYPE_CHECKING:
    from tests.ui.app_host import User


def pane(user: User) -> WalkPane:
    return user.app.screen.query_one(WalkPane)


def phase(user: User) -> str:
    place = pane(user).place
    return place.phase if place is not None else ""


def level(user: User) -> str:
    place = pane(user).place
    return place.level if place is not None else ""


async def test_the_numbers_of_a_row_are_walked_through_and_guessed() -> None:
    async with opened(size=NORMAL, options=Options(engine="autograd")) as user:
        await user.press("t")
        await user.until(lambda: pane(user).walk is not None)
        await user.press("pagedown")
        await user.until(lambda: phase(user) == "forward")
        await user.press("right")
        await user.sees("forward:", "x1 w1", "a (z2)")
        await user.press("enter")
        await user.until(lambda: level(user) == "weight")
        await user.press("escape", "percent_sign")
        await user.sees("About how much is", " = ?")
        await user.press("1")
        await user.sees(" of 1 right")
        await user.press("right")
        await user.sees("About how much is")
        await user.press("percent_sign")
        await user.sees_no_more("About how much is")
        for size in (SMALL, LARGE):
            await user.resize(*size)
            await user.sees("forward:")
        await user.press("tab")
        await user.sees("the question")
        await user.press("tab")
        await user.sees("all 3 training rows")
        await user.sees("row 1 of all 3 training rows")
        await user.press("full_stop")
        await user.sees("row 2 of all 3 training rows")
        await user.press("comma", "comma")
        await user.sees("row 3 of all 3 training rows")
        await user.press("s")
        await user.sees("The step just made: loss", "row 3 of all 3 training rows")
        await user.press("percent_sign", "pagedown", "pagedown", "pagedown")
        await user.until(lambda: phase(user) == "backward")
        await user.sees("dL/dz", "Its numbers are asked one by one.")


async def test_the_walk_opens_at_the_weight_that_is_selected_in_the_diagram() -> None:
    async with opened(size=NORMAL, options=Options(engine="autograd")) as user:
        await user.press("n", "right", "down", "t")
        await user.until(lambda: pane(user).place is not None)
        await user.until(lambda: level(user) == "weight")
        await user.press("d", "a", "t")
        await user.sees("There is nothing to walk through")


async def test_the_bar_of_a_small_terminal_names_every_pane_and_the_current_one_in_full() -> None:
    async with opened(size=SMALL) as user:
        await user.sees("[d]ata", "[x]", "[t]")
        await user.press("t")
        await user.sees("[d]ata", "[x]", "[t] walk")


async def test_a_weight_after_the_update_is_beside_the_change_of_the_loss_unless_that_is_to_be_guessed() -> None:
    async with opened(size=NORMAL, options=Options(engine="autograd")) as user:
        await user.press("t")
        await user.until(lambda: pane(user).walk is not None)
        await user.press("end", "pageup", "right", "enter")
        await user.until(lambda: phase(user) == "update" and level(user) == "weight")
        await user.sees("before ", "after ", "With every weight updated, the loss of the 3 rows:")
        await user.press("percent_sign")
        await user.sees("go up or down?")
        await user.press("up")
        await user.sees(" of 1 right")
        await user.sees_no_more("With every weight updated")
        await user.press("right", "left")
        await user.sees(" of 1 right")
        await user.sees_no_more("go up or down?")
        await user.press("end")
        await user.sees("Will the loss go up or down?")
        await user.sees_no_more("after - before")
        await user.press("minus")
        await user.sees("Right: it goes down.", "after - before")
