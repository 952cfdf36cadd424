"""The palette under keys that come in a burst: each is for what is on the screen in its turn."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from nntui.ui.commands.panes import PAGE
from nntui.ui.commands.table import SECTIONS
from tests.ui.app_host import LARGE, opened
from tests.ui.test_keys import burst

if TYPE_CHECKING:
    from tests.ui.scripted_run import Script


@pytest.mark.parametrize("key", ["ctrl+p", "T"])
@pytest.mark.parametrize(
    "behind",
    [
        ["enter"] * 3,
        ["pagedown"],
        ["pageup", "end"],
        ["escape", "escape"],
        ["escape", "ctrl+p"],
        ["z", "z", "z", "enter"],
    ],
    ids=" ".join,
)
async def test_keys_behind_the_palette_close_nothing_but_it(script: Script, key: str, behind: list[str]) -> None:
    async with opened() as user:
        burst(user, key, *behind)
        await user.until(lambda: user.app.key_queue.idle)
        await user.pause()
        assert user.app.screen_stack[1] is user.app.workspace
        assert len(user.app.screen_stack) <= 3
        burst(user, "escape", "escape", "8", "enter")
        await user.until(lambda: user.app.screen is user.app.workspace)
        await user.until(lambda: user.name == "tutorial*", "the edit")


async def test_keys_behind_a_choice_are_for_what_it_opens(script: Script) -> None:
    async with opened(size=LARGE) as user:
        burst(user, "ctrl+p", *"go to row", "enter", *"2", "enter")
        await user.sees("row 2 of 3")


async def test_a_word_that_nothing_has_is_reported_and_enter_stays(script: Script) -> None:
    async with opened() as user:
        burst(user, "ctrl+p", *"qqq", "enter")
        await user.sees("Nothing has 'qqq'.")


async def test_the_page_keys_move_ten_commands(script: Script) -> None:
    async with opened(size=LARGE) as user:
        burst(user, "ctrl+p", "pagedown")
        ten_down = [command for section in SECTIONS.values() for command in section if command.help][PAGE]
        await user.sees(f"› {ten_down.label} ")
        burst(user, "pageup", "enter")
        await user.until(lambda: bool(script.run.commands))
