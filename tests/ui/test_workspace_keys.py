"""One table of commands: help, palette, footer and the user's own keys all come from it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from nntui.training.messages import Train
from nntui.ui.commands import COMMANDS
from nntui.ui.frame.keymap import config_path
from tests.ui.app_host import HUGE, LARGE, SMALL, opened

if TYPE_CHECKING:
    from nntui.ui.commands import Command
    from tests.ui.scripted_run import Script


def own_keys(text: str) -> None:
    """Write the user's configuration file."""
    config_path().parent.mkdir(parents=True)
    config_path().write_text(text, encoding="utf-8")


async def test_help_lists_every_command_and_the_keys_of_every_pane(script: Script) -> None:
    async with opened(size=(120, 160)) as user:
        await user.press("question_mark")
        text = await user.sees("all keys")
        assert [command.help for command in COMMANDS if command.help not in text] == []
        for own in ("An empty row below this one", "Take the values of the table's row", "Follow the newest line"):
            assert own in text
        await user.press("question_mark")
        await user.sees_no_more("all keys")


async def test_help_is_read_to_its_end_on_a_small_screen(script: Script) -> None:
    async with opened(size=SMALL) as user:
        await user.press("question_mark")
        await user.sees("all keys", "Train, or pause")
        await user.press("end")
        await user.sees_no_more("Train, or pause")


async def test_training_goes_on_under_the_help(script: Script) -> None:
    async with opened(size=HUGE) as user:
        await user.press("space", "question_mark")
        await user.sees("all keys")
        script.run.reach(500)
        await user.until(lambda: user.epoch == 500)


async def test_the_palette_finds_a_command_by_a_word_of_it(script: Script) -> None:
    async with opened() as user:
        await user.press("ctrl+p")
        await user.sees("Search for commands")
        await user.type("new weights")
        await user.sees("Start again from the next seed (R)")
        await user.until(lambda: "All keys" not in user.text)
        await user.press("enter")
        await user.sees("new first weights, from seed 1")


async def test_the_palette_has_the_keys_of_the_panes_too(script: Script) -> None:
    async with opened(size=LARGE) as user:
        await user.press("ctrl+p")
        await user.sees("Search for commands")
        await user.type("duplicate row")
        await user.sees("The selected rows once more below (A in the data pane)")
        await user.press("enter")
        await user.sees("row 2 of 4")


@pytest.mark.parametrize("command", COMMANDS, ids=lambda command: command.id)
async def test_the_key_of_every_command_does_something_that_is_seen(script: Script, command: Command) -> None:
    async with opened(size=LARGE) as user:
        await user.press("e", "l" if command.id == "data" else "d")
        before = user.text
        await user.press(command.key)
        await user.until(lambda: user.app.return_code is not None or user.text != before)


async def test_t_chooses_among_the_themes(script: Script) -> None:
    async with opened() as user:
        await user.press("T")
        await user.sees("Search for themes", "ansi-dark")
        await user.type("nord")
        await user.sees_no_more("ansi-dark")
        await user.press("enter")
        await user.until(lambda: user.app.theme == "nord")
        await user.sees(" ready ", "age")


class TestOwnKeys:
    async def test_a_command_moves_to_the_key_that_the_file_says(self, script: Script) -> None:
        own_keys('[keys]\ntrain = "t"\nhelp = "f1"\n')
        async with opened(size=HUGE) as user:
            assert user.footer.startswith(" t train/pause ")
            assert user.footer.endswith("f1 help  q quit")
            await user.press("space")
            assert script.run.commands == []
            await user.press("t")
            assert script.run.commands == [Train(1_000)]
            await user.press("f1")
            await user.until(lambda: all(line in user.prose for line in (" t Train, or pause", " f1 All keys")))

    async def test_a_key_of_the_table_moves_too(self, script: Script) -> None:
        own_keys('[keys]\n"data.delete-row" = "f8"\n')
        async with opened() as user:
            assert "f8 delete row" in user.footer
            await user.press("D")
            assert "row 1 of 3" in user.text
            await user.press("f8")
            await user.sees("row 1 of 2")

    @pytest.mark.parametrize(
        ("text", "said"),
        [
            ('[keys]\nfly = "t"\n', "[keys] fly = 't': name one of"),
            ("[keys]\ntrain = 7\n", "[keys] train = 7: name one of"),
            ("[keys\n", "cannot be read"),
            ('keys = "t"\n', "name one of"),
        ],
    )
    async def test_a_broken_file_is_said_in_one_line_and_the_keys_are_as_they_come(
        self, script: Script, text: str, said: str
    ) -> None:
        own_keys(text)
        async with opened(size=HUGE) as user:
            await user.until(lambda: said in " ".join(user.pane("loss").split()))
            assert user.footer.startswith(" space train/pause ")
            await user.press("space")
            assert script.run.commands == [Train(1_000)]
